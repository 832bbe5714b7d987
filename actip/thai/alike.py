"""Two names of one person? Told from tokens alone, so that the blind index answers it without opening a name.

`keys(name)` is kept, hashed; `lookups(name)` asks. Each way in which two names may be the same gives a score and a reason
of its own. The whole name is compared, never a part: for finding by a part of a name see `names`.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from actip.thai import burmese, khmer, lao, names
from actip.thai.skeleton import LEAST, skeleton
from actip.thai.sounds import is_read, sound

SAME, SOUND, SCRIPT, SLIP = "same", "sound", "script", "slip"
SCORES = {SAME: 0.95, SOUND: 0.85, SCRIPT: 0.75, SLIP: 0.7}
REASONS: dict[str, str | Promise] = {
    SAME: _("the same name"),
    SOUND: _("names sound alike"),
    SCRIPT: _("names sound alike in another script"),
    SLIP: _("spelling off by one"),
}
SHORTEST = 9  # letters of a name in which one slip still says something
CHUNK = 12  # the index looks for so many of several tokens at once
THAI, LATIN, READ = "T", "L", "R"  # written in Thai (or Lao), in Latin, read out of Lao, Burmese or Khmer
OTHERS = {THAI: (LATIN, READ), LATIN: (THAI, READ), READ: (LATIN, THAI, READ)}


class Lookup(NamedTuple):
    """Whoever holds any of the tokens may be the same person, for this reason."""

    tokens: frozenset[str]
    reason: str


class _Form(NamedTuple):
    """One way to write a name: its words, and in which script."""

    words: tuple[str, ...]
    script: str


def keys(name: str) -> set[str]:
    """Tokens of a stored name: `w:` as written in any order, `p:` as it sounds, `k` and the script: its consonants,
    `d:` as written with one letter left out, `q:` as it sounds with one left out."""
    found: set[str] = set()
    for form in _forms(name):
        found |= _written(form) | _sounds(form) | {f"k{form.script}:{key}" for key in _skeletons(form)} | _slips(form)
    return found


def lookups(name: str) -> list[Lookup]:
    """The ways in which a stored name may be the same, the surest first; long ones in pieces, see CHUNK."""
    forms = _forms(name)
    asked: list[tuple[str, set[str]]] = [
        (SAME, {token for form in forms for token in _written(form)}),
        (SOUND, {token for form in forms for token in _sounds(form)}),
        (SCRIPT, {f"k{of}:{key}" for form in forms for of in OTHERS[form.script] for key in _skeletons(form)}),
    ]
    asked += [(SLIP, _slips(form)) for form in forms]
    found = []
    for reason, tokens in asked:
        ordered = sorted(tokens)
        found += [Lookup(frozenset(ordered[place : place + CHUNK]), reason) for place in range(0, len(ordered), CHUNK)]
    return list(dict.fromkeys(found))


def compare(one: str, other: str) -> str:
    """The surest reason to take two names for one person's, or ""."""
    held = keys(other)
    return next((lookup.reason for lookup in lookups(one) if lookup.tokens & held), "")


def _forms(name: str) -> list[_Form]:
    """The name as it stands, without a Burmese honorific, and Burmese or Khmer letters read out in Latin ones."""
    was_lao = lao.is_lao(name)
    spelt = " ".join(names.words(lao.to_thai(name)))
    found = []
    for text in dict.fromkeys((spelt, burmese.without_honorific(spelt))):
        reads = burmese.to_latin if burmese.is_burmese(text) else khmer.to_latin if khmer.is_khmer(text) else None
        script = READ if was_lao else THAI if any("ก" <= char <= "๎" for char in text) else LATIN
        if reads:
            found.append(_Form(tuple(reads(text).split()), READ))
        found.append(_Form(tuple(text.split()), READ if reads else script))
    return [form for form in found if form.words]


def _written(form: _Form) -> set[str]:
    if form.script == READ and form.words[0].isascii():
        return set()  # read out, not written
    plain = [names.plain(word) for word in form.words]
    return {f"w:{text}" for text in ("".join(plain), "".join(sorted(plain))) if text}


def _sounds(form: _Form) -> set[str]:
    each = [sound(word) for word in form.words]
    whole = sound("".join(form.words))
    found = {f"p:{whole}"} if whole else set()
    return found | ({f"p:{'|'.join(sorted(each))}"} if all(each) else set())


def _skeletons(form: _Form) -> set[str]:
    if not all(map(is_read, form.words)):
        return set()  # of a part nothing is told
    each = [skeleton(word) for word in form.words]
    found = {skeleton("".join(form.words)), "".join(sorted(each)), "".join(each)}
    return {key for key in found if len(key) >= LEAST}


def _slips(form: _Form) -> set[str]:
    written = names.plain("".join(form.words))
    heard = sound("".join(form.words))
    found = {f"d:{text}" for text in _short_of_one(written)}
    return found | {f"q:{text}" for text in _short_of_one(heard, beyond=3)}


def _short_of_one(text: str, beyond: int = 0) -> set[str]:
    """The text, and it with each of its letters left out: two texts that share one of these differ in a letter at most."""
    if len(text) < SHORTEST:
        return set()
    return {text} | {text[:place] + text[place + 1 :] for place in range(beyond, len(text))}
