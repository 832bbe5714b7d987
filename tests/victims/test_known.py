"""A person is entered once: possible matches within reach with score and reason, a private question beyond it."""

import time

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, transaction

from actip.access.models import Assignment
from actip.accounts import person
from actip.audit.models import Event
from actip.records import actions
from actip.vault.blind import hashes
from tests.access.conftest import refuses, sql
from tests.cases.conftest import as_owner
from tests.factories import make
from victims.matching import known, private
from victims.matching.tokens import alike_keys, birth_year, strong_keys
from victims.models import MatchRequest, Person, VictimIdentity

pytestmark = pytest.mark.django_db
HER = {"full_name": "Ma Thandar Khaing Win", "birth_date": "12/3/2545", "nationality": "MM", "document": "MF778899"}


@pytest.fixture
def met(world):
    """Somebody whom only the police know."""
    pol = world.user("POL")
    with person.as_user(pol):
        found = make("people", by=pol)
        more = {
            "birth_date": HER["birth_date"],
            "document_kind": "passport",
            "document": HER["document"],
            "phone": "0812223333",
        }
        make("identities", by=pol, person=found, full_name=HER["full_name"], other_names="ธันดา ไขวิน", **more)
    return found


def ask(by, **values):
    with person.as_user(by):
        asked = {"full_name": "", "birth_date": "", "nationality": "", "document": ""} | values
        return private.ask(by=by, purpose="พบหญิงคนหนึ่งที่ด่าน", **asked)


@pytest.mark.parametrize(
    ("typed", "reasons"),
    [
        ({"full_name": "Thandar Khine Win"}, ("sound",)),
        ({"full_name": "သန္တာခိုင်ဝင်း"}, ("script",)),
        ({"full_name": "ธันดา ไควิน"}, None),
        ({"document": "mf 778-899"}, ("document",)),
        ({"phone": "+66 81 222 3333"}, ("phone",)),
        ({"full_name": "Thandar Khaing Win", "document": HER["document"]}, ("document", "same")),
    ],
)
def test_she_is_found_by_another_spelling_a_document_or_a_telephone(world, met, typed, reasons):
    with world.as_("POL"):
        found = known.possible(**typed)

    assert [match.person for match in found] == [met]
    assert 0.5 < found[0].score <= 1
    assert reasons is None or found[0].reasons == reasons
    assert found[0].why


def test_several_reasons_make_it_more_likely(world, met):
    with world.as_("POL"):
        name = known.possible(full_name="Thandar Khine Win")[0].score
        both = known.possible(full_name="Thandar Khine Win", phone="0812223333")[0].score

    assert both > name


def test_somebody_else_is_not_found(world, met):
    with world.as_("POL"):
        assert known.possible(full_name="Ma Su Su Win", document="MF778890", phone="0812223334") == []


def test_beyond_reach_nothing_is_found(world, met):
    stranger = world.add_user("POL", "police_two")
    with person.as_user(stranger):
        assert known.possible(full_name=HER["full_name"], document=HER["document"], phone="0812223333") == []


@pytest.mark.parametrize(
    "typed", [{"document": HER["document"]}, {**HER, "document": ""}, {**HER, "document": "", "birth_date": "2002"}]
)
def test_another_agency_is_told_yes_and_no_more(world, met, typed):
    stranger = world.add_user("POL", "police_two")

    assert ask(stranger, **typed) is True
    with person.as_user(stranger):
        assert not Person.objects.exists()
        assert not MatchRequest.objects.exists()
        assert not VictimIdentity.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [
        {"document": "MF778890"},
        {**HER, "document": "", "birth_date": "2001"},
        {**HER, "document": "", "nationality": "LA"},
    ],
)
def test_about_somebody_unknown_the_answer_is_no(world, met, typed):
    assert ask(world.add_user("POL", "police_two"), **typed) is False
    with person.as_system("look"):
        assert not MatchRequest.objects.exists()


def test_whom_one_reaches_is_not_asked_about(world, met):
    """It would tell nothing new, and ask oneself."""
    assert ask(world.user("POL"), document=HER["document"]) is False


@pytest.mark.parametrize(
    "typed",
    [
        {"full_name": HER["full_name"]},
        {**HER, "document": "", "nationality": "XX"},
        {**HER, "document": "12"[:1], "birth_date": ""},
    ],
)
def test_weak_evidence_is_not_asked_with(world, met, typed):
    with pytest.raises(ValidationError, match="Too little"):
        ask(world.add_user("POL", "police_two"), **typed)


@pytest.mark.parametrize("role", ["LAB", "NGO", "HOT", "SPV", "AUD", "ADM"])
def test_who_enters_no_identities_asks_nothing(world, met, role):
    user = world.user(role)
    with pytest.raises(actions.Refused):
        ask(user, document=HER["document"])
    tokens = hashes("VID", "strong", ["doc:MF778899"])
    with person.as_user(user), pytest.raises(ProgrammingError), transaction.atomic():
        sql("SELECT actip.known_elsewhere(%s::bigint[], 'document', 'a purpose')", [tokens])


def test_every_question_is_in_the_trail_without_saying_about_whom(world, met):
    stranger = world.add_user("POL", "police_two")
    ask(stranger, document=HER["document"])
    ask(stranger, document="MF000000")

    with person.as_system("look"):
        asked = list(Event.objects.filter(verb="ask").order_by("id"))
        assert [(event.user_id, event.detail["known"]) for event in asked] == [
            (stranger.pk, True),
            (stranger.pk, False),
        ]
        assert not any(event.matter_id or event.record_id or HER["document"] in str(event.detail) for event in asked)


def test_twenty_questions_a_day(world, met):
    stranger, colleague = world.add_user("POL", "police_two"), world.add_user("POL", "police_two", "colleague")
    for _ in range(20):
        ask(stranger, document="MF000000")
    with pytest.raises(ValidationError, match="tomorrow"):
        ask(stranger, document=HER["document"])
    assert ask(colleague, document=HER["document"]) is True


def test_a_hundred_questions_a_day_and_agency(world, met):
    """Those of another day, another agency, or a colleague's own twenty are not among them."""
    stranger = world.add_user("POL", "police_two")
    asked = (
        "INSERT INTO actip_private.match_question VALUES ((now() AT TIME ZONE 'Asia/Bangkok')::date - {}, {}, {}, {})"
    )
    here = world.police_two.pk
    try:
        for earlier in (
            (1, stranger.pk, here, 999),
            (0, stranger.pk + 1, world.dsi.pk, 999),
            (0, stranger.pk + 2, here, 99),
        ):
            as_owner(asked.format(*earlier))
        assert ask(stranger, document=HER["document"]) is True
        with pytest.raises(ValidationError, match="tomorrow"):
            ask(stranger, document=HER["document"])
    finally:
        as_owner("DELETE FROM actip_private.match_question")


def test_by_sql_one_person_is_asked_about_by_strong_evidence_and_for_a_purpose(world, met):
    stranger = world.add_user("POL", "police_two")
    question = "SELECT actip.known_elsewhere(%s::bigint[], %s, %s)"
    document = hashes("VID", "strong", ["doc:MF778899"])
    weak = hashes("VID", "alike", alike_keys(HER["full_name"]))
    with person.as_user(stranger):
        assert sql(question, [document, "document", "a purpose"]) == [(True,)]  # the control
        assert sql(question, [weak[:24], "name", "a purpose"]) == [(False,)]
        for tokens, evidence, purpose in (
            ([], "document", "a purpose"),
            (document * 25, "document", "a purpose"),
            (None, "document", "a purpose"),
            (document, "face", "a purpose"),
            (document, None, "a purpose"),
            (document, "document", "why"),
            (document, "document", None),
        ):
            assert refuses(question, [tokens, evidence, purpose]), (tokens, evidence, purpose)
    with person.as_system("nobody who works with her"):
        assert refuses(question, [document, "document", "a purpose"])


def test_yes_takes_as_long_as_no(world, met):
    """The floor of 80 ms hides the work of either answer; the control is the same question without it."""
    stranger = world.add_user("POL", "police_two")

    def took(document: str) -> float:
        began = time.perf_counter()
        ask(stranger, document=document)
        return time.perf_counter() - began

    times = {
        answer: min(took(document) for _ in range(3))
        for answer, document in (("yes", HER["document"]), ("no", "MF000000"))
    }
    assert min(times.values()) >= 0.08
    assert abs(times["yes"] - times["no"]) < 0.03


def test_the_agency_that_knows_her_answers_by_giving_access_or_declines(world, met):
    pol, stranger = world.user("POL"), world.add_user("POL", "police_two")
    ask(stranger, document=HER["document"])
    ask(stranger, document=HER["document"])  # asked twice, one request
    with person.as_user(pol):
        request = MatchRequest.objects.get()
        assert (request.asking_agency, request.evidence) == (world.police_two, "document")
        actions.move(request, "answer", by=pol)

    with person.as_user(stranger):
        assert Person.objects.get() == met
        assert Assignment.objects.filter(agency=world.police_two, basis="case_team").exists()


def test_a_declined_question_opens_nothing(world, met):
    pol, stranger = world.user("POL"), world.add_user("POL", "police_two")
    ask(stranger, document=HER["document"])
    with person.as_user(pol):
        actions.move(MatchRequest.objects.get(), "decline", by=pol, facts={"decline_reason": "คดียังลับ"})
    with person.as_user(stranger):
        assert not Person.objects.exists()


def test_the_control_the_function_does_look_beyond_reach(world, met):
    """Were the tokens not there, every answer would be no: taken away, yes turns into no."""
    stranger = world.add_user("POL", "police_two")
    assert ask(stranger, document=HER["document"]) is True
    with world.as_("POL"):
        sql("SELECT actip.store_tokens('VID', %s, %s, '{}', '{}')", [VictimIdentity.objects.get().pk, met.pk])
    assert ask(stranger, document=HER["document"]) is False


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("12/3/2545", 2002),
        ("๒๕๔๕", 2002),
        ("2002-03-12", 2002),
        ("about 20", None),
        ("", None),
        ("2001 or 2002", None),
        ("12/3/2545 (2002)", 2002),
        ("2545 or 2001", None),
        ("1800", 1800),
        ("1799 2700", None),
        ("120022", None),
    ],
)
def test_the_year_of_birth_is_read_in_both_eras(text, year):
    assert birth_year(text) == year


def test_strong_evidence_is_a_document_or_name_year_and_nationality():
    assert strong_keys(full_name="ก ข", birth_date="", nationality="TH", document="123") == set()
    assert strong_keys(full_name="สมชาย ใจดี", birth_date="2530", nationality="TH", document="")
    assert strong_keys(full_name="ก ข", birth_date="", nationality="TH", document="1234-5") == {"doc:12345"}
    for year, nationality in (("", "TH"), ("2530", ""), ("2530", "XX")):
        assert strong_keys(full_name="สมชาย ใจดี", birth_date=year, nationality=nationality, document="") == set()


def test_of_two_names_one_word_that_sounds_the_same_is_no_evidence():
    """Else whoever asks about a Li would be told yes about a Wang."""
    one, other = (
        strong_keys(full_name=name, birth_date="2530", nationality="CN", document="") for name in ("李 Win", "王 Win")
    )
    assert one
    assert not one & other
