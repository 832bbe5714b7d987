"""Names found by whole word, part of a word, sound, and spelling off by a letter or a tone mark."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from actip.thai import names
from actip.thai.sounds import sound

SCRIPTS = st.text(
    alphabet=st.one_of(
        st.characters(min_codepoint=0x0E00, max_codepoint=0x0EFF),
        st.characters(min_codepoint=0x1000, max_codepoint=0x109F),
        st.characters(min_codepoint=0x1780, max_codepoint=0x17FF),
        st.characters(codec="ascii"),
        st.characters(),
    ),
    max_size=40,
)


def answers(query: str, name: str) -> bool:
    held = names.keys(name)
    return any(len(lookup.tokens & held) >= lookup.least for lookup in names.lookups(query))


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("นายสมชาย ใจดี", "สมชาย ใจดี"),
        ("นางสาวนางาม", "นางาม"),
        ("นายิกา", "นายิกา"),
        ("น.ส.สุดา", "สุดา"),
        ("ด.ช. ก้อง", "กอง"),
        ("เด็กหญิงแก้ว", "แกว"),
        ("พ.ต.อ.หญิง สุดา มีสุข", "สุดา มีสุข"),
        ("ว่าที่ร้อยตรีหญิง สุดา", "สุดา"),
        ("ร้อยตำรวจเอกสมชาย", "สมชาย"),
        ("คุณ สุดา", "สุดา"),
        ("คุณากร", "คุณากร"),
        ("นาย", "นาย"),
        ("- นาย สมชาย", "สมชาย"),
        ("Mr. SOMCHAI  Jaidee", "somchai jaidee"),
        ("Pol. Lt. Col. Anan", "anan"),
        ("Mrs O’Brien-Świt", "obrien swit"),
        ("ＳＵ", "su"),
        ("น้ำ", "นำ"),
        ("မောင်", "မောင်"),
        ("สม\ud800ชาย", "สมชาย"),
        ("a\u200db\0c", "abc"),
    ],
)
def test_names_are_compared_without_what_is_no_part_of_them(written, compared):
    assert names.normalise(written) == compared


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ศรีสุข", "สีสุก"),
        ("วรรณา", "วันนา"),
        ("ณัฐ", "นัด"),
        ("จันทร์", "จัน"),
        ("เพ็ชร", "เพชร"),
        ("สุชาติ", "สุชาต"),
        ("อ่อง", "ออง"),
        ("ทราย", "ซาย"),
        ("มะเอ", "มาเอ"),
        ("ชัยวัฒน์", "ไชยวัฒน์"),
        ("ศักดิ์", "สัก"),
        ("ประเสริฐ", "ประเสิด"),
        ("เศรษฐา", "เสดถา"),
        ("วีระ", "วีร"),
        ("อินทร์", "อิน"),
        ("Somchai", "Somchay"),
        ("Phyo", "Pyo"),
        ("Aung", "Ong"),
        ("Kyaw", "Chaw"),
        ("Supaporn", "Suphaphon"),
        ("Nuttapong", "Natthapong"),
        ("Khaing", "Khine"),
        ("Htun", "Tun"),
        ("Jirapat", "Chirapat"),
    ],
)
def test_names_that_sound_alike_have_one_key(one, other):
    assert sound(one) == sound(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("สมชาย", "สมชัย"),
        ("วิชัย", "วิชาญ"),
        ("กมล", "กมลา"),
        ("สุดา", "สุนีย์"),
        ("Somchai", "Somsak"),
        ("Aung", "Win"),
        ("Min", "Mon"),
    ],
)
def test_names_that_sound_different_have_different_keys(one, other):
    assert sound(one) != sound(other)


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("เทพ", "TeP"),
        ("เธอ", "Te"),
        ("เสมอ", "semo"),
        ("พอ", "Po"),
        ("ทอง", "ToG"),
        ("สุรอ", "suro"),
        ("ออม", "0oM"),
        ("กอา", "k0a"),
        ("พออา", "Po0a"),
        ("ก", "k"),
        ("นก", "nK"),
        ("โอภาส", "0oPaT"),
        ("ๆ", ""),
        ("李", ""),
        ("李win", ""),
        ("สมชายwin", ""),
    ],
)
def test_consonants_are_read_where_they_stand_and_vowels_where_they_sound(word, key):
    assert sound(word).partition(".")[2] == key


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("สมชาย", "นายสมชาย ใจดี"),
        ("ใจดี สมชาย", "นายสมชาย ใจดี"),
        ("มชา", "สมชาย"),
        ("สม", "สมชาย"),
        ("สมชายใจดี", "สมชาย ใจดี"),
        ("สมชาย ใจดี", "สมชายใจดี"),
        ("สมชัย", "สมชาย"),
        ("แก่ว", "แก้ว"),
        ("มาเอ", "มะ เอ"),
        ("Somchay", "Mr. Somchai Jaidee"),
        ("Pyo", "Phyo Wai"),
        ("Jaidee Somchai", "Somchai Jaidee"),
        ("Kyawzin", "Kyaw Zin"),
        ("Soomchai", "Somchai"),
        ("ထွန်း", "မောင် ထွန်း"),
        ("សុខ", "សុខ ដារា"),
        ("ສົມ", "ສົມ ພອນ"),
        ("李明", "李明"),
        ("Wai Pyo", "Phyo Wai"),
        ("Phyo Wai", "Pyowai"),
        ("ကျော်ဇင်ထက်", "ကျော် ဇင် ထက်"),
        ("李 Wyn", "李 Win"),
    ],
)
def test_a_name_is_found(query, name):
    assert answers(query, name)
    assert names.score(query, name) > 0.55


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("วิชัย", "สมชาย ใจดี"),
        ("Win", "Aung Phyo"),
        ("x", "สมชาย"),
        ("", "สมชาย"),
        ("...", "สมชาย"),
        ("Mina", "Mint"),
        ("Somchai", "Somsak"),
        ("李 Win", "Aung Win"),
    ],
)
def test_another_name_is_not_found(query, name):
    assert not answers(query, name)


def test_the_nearest_name_stands_first():
    held = ["สมศรี ใจงาม", "สมชัย ใจดี", "สมชาย ใจดี", "นางสาววรรณา มีสุข"]

    ranked = sorted(held, key=lambda name: names.score("นายสมชาย ใจดี", name), reverse=True)

    assert ranked[:2] == ["สมชาย ใจดี", "สมชัย ใจดี"]
    assert names.score("วันนา", "วรรณา มีสุข") >= 0.85
    assert names.score("สมชาย", "มชา") < names.score("มชา", "สมชาย")
    assert names.score("วิชัย", "สมชาย ใจดี") < 0.5
    assert names.score("李", "王") == names.score("", "สมชาย") == names.score("สมชาย", "...") == 0.0


@given(SCRIPTS)
@example("็")
def test_no_name_breaks_the_index_and_each_finds_itself(name):
    tokens = names.keys(name)

    assert all(token[:2] in ("w:", "g:", "p:") and len(token) > 2 for token in tokens)
    assert bool(tokens) == bool(names.normalise(name))
    assert not tokens or (answers(name, name) and names.score(name, name) == 1.0)


def test_a_text_of_two_megabytes_gives_few_tokens():
    assert len(names.keys("สมชาย " * 400_000)) < 20
    assert len(names.keys("".join(chr(0xE01 + place % 40) for place in range(2_000_000)))) <= 2 * names.LONGEST
