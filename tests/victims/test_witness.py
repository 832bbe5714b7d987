"""Witness protection: who a witness became and where she is, is nowhere; a person under programme exists for two agencies alone."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, models, transaction

from actip.access import matrix
from actip.access.models import Assignment, Feed, Matter
from actip.accounts import person
from actip.accounts.models import Agency
from actip.records import actions, catalogue, finding
from actip.records.models import Clock
from compensation.models import WitnessCost
from tests.access.conftest import refuses, sql
from tests.access.story import Story
from tests.factories import make
from tests.victims.browsers import browsing
from victims.models import Person, VictimIdentity, WitnessProgramme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_plain_static")]
ALLOWED = (models.UUIDField, models.DateField, models.DecimalField, models.PositiveIntegerField, models.ForeignKey)
STEPS = (
    ("assess", {"assessed_on": date(2026, 1, 12)}),
    ("approve", {"decided_on": date(2026, 1, 13)}),
    ("start", {"starts_on": date(2026, 1, 14), "runs_until": date(2027, 1, 13)}),
)


class Witness:
    """The victim of the story, assigned to the Witness Protection Office and to one prosecutor by name."""

    def __init__(self, world):
        self.world, self.story = world, Story(world)
        self.victim, self.wpo, self.pro = self.story.victim, world.user("WPO"), world.user("PRO")
        self.other_pro = world.add_user("PRO", "prosecutor", "pro-two")
        with person.as_system("assigned"):
            Assignment.objects.create(matter=self.victim.matter, agency=world.witness, basis="case_team")
            Assignment.objects.create(matter=self.victim.matter, agency=world.prosecutor, basis="case_team")
            Assignment.objects.create(
                matter=self.victim.matter, agency=world.prosecutor, officer=self.pro, basis="case_team"
            )

    def programme(self, *, until: str = "start") -> WitnessProgramme:
        with person.as_user(self.wpo):
            found = make("witness-programmes", by=self.wpo, person=self.victim)
            for name, facts in STEPS:
                found = actions.move(found, name, by=self.wpo, facts=facts)
                if name == until:
                    break
        return found

    def end(self, programme):
        with person.as_user(self.wpo):
            actions.move(programme, "end", by=self.wpo, facts={"ended_on": date(2026, 6, 1), "ending": "case_over"})

    def others(self) -> list:
        """Everybody who reaches her but for the two; each of another office."""
        return [self.world.user(role) for role in ("POL", "PMJ", "SHG")]


@pytest.fixture
def witness(world):
    return Witness(world)


# 1. Who a witness became and where she is, is never stored.


def test_no_column_of_a_programme_can_hold_a_name_or_a_place():
    for model in (WitnessProgramme, WitnessCost):
        for field in model._meta.concrete_fields:
            is_codes = type(field).__name__ == "CodesField"
            is_code = isinstance(field, models.CharField) and (
                field.choices or field.name in ("programme_number", "programme", "decision")
            )
            assert isinstance(field, ALLOWED) or is_codes or is_code, field
            assert not re.search(r"name|address|place|where|note|text|province|country|phone", field.name), field


def test_the_database_refuses_words_in_every_column_of_a_programme(witness):
    programme = witness.programme(until="assess")
    with person.as_user(witness.wpo):
        cost = make("witness-costs", by=witness.wpo, person=programme.person, programme=programme.programme_number)
    words = {"varchar": "'x'", "character varying": "'x'"}
    tried = []
    for table, pk in (("victims_witnessprogramme", programme.pk), ("compensation_witnesscost", cost.pk)):
        columns = sql(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s AND data_type IN"
            " ('character varying', 'text', 'ARRAY', 'jsonb', 'bytea', 'json', 'xml')", [table],
        )  # fmt: skip
        for column, kind in columns:
            value = "'{x}'" if kind == "ARRAY" else words[kind]  # a KeyError here is a column that can hold anything
            tried.append(column)
            with person.as_system("even the system"):
                if column == "programme_number":  # drawn by the database, whatever is written
                    assert sql(
                        f"UPDATE {table} SET programme_number = 'x' WHERE id = %s RETURNING programme_number", [pk]
                    ) == [(programme.programme_number,)]
                    continue
                with (
                    pytest.raises((IntegrityError, ProgrammingError), match=r"witness|reversed, never changed"),
                    transaction.atomic(),
                ):
                    sql(f"UPDATE {table} SET {column} = {value} WHERE id = %s", [pk])
    assert set(tried) == {
        "ending", "head", "kind", "measures", "programme_number", "refusal", "status", "programme", "decision", "approval",
        "reverse_reason",
    }  # fmt: skip


def test_a_new_identity_or_a_place_has_no_record_type_and_no_table():
    assert "WID" not in {kind.code for kind in catalogue.all_types()}
    assert all(matrix.level(role, "WID") in "-v" for role in matrix.roles())
    tables = {
        name for (name,) in sql("SELECT table_name FROM information_schema.tables WHERE table_name LIKE '%%witness%%'")
    }
    assert tables == {"victims_witnessprogramme", "compensation_witnesscost"}


# Its existence is hidden from everybody whom the matrix does not name.


def test_numbers_of_programmes_say_nothing(witness):
    programme = witness.programme(until="assess")
    assert re.fullmatch(r"WP-[0-9A-Z]{8}", programme.programme_number)
    assert programme.programme_number != "WP-00000000"
    assert not sql("SELECT 1 FROM pg_class WHERE relkind = 'S' AND relname LIKE '%%witness%%'")


@pytest.mark.parametrize("role", [role for role in matrix.roles() if matrix.level(role, "WPR") == "-"])
def test_who_is_not_named_learns_nothing_of_a_programme_that_was_asked_for(witness, world, role):
    user = world.user(role)
    with person.as_system("assigned"):
        if not Assignment.objects.filter(matter=witness.victim.matter, agency=user.agency).exists():
            Assignment.objects.create(matter=witness.victim.matter, agency=user.agency, basis="case_team")
        # within one transaction the hour is one: a touch shows only if the last one lies before
        sql("SELECT actip.date_matters(ARRAY[%s]::uuid[], ARRAY[now() - interval '1 day'])", [witness.victim.pk])
        before = Matter.objects.values("touched_at", "status", "next_due_at").get(pk=witness.victim.pk)
    page = f"/people/{witness.victim.pk}/"
    with browsing(user) as browser:
        answers = [re.sub(r"(csrf|nonce|value)[^>]*", "", browser.get(page).content.decode())]
    programme = witness.programme(until="assess")
    with browsing(user) as browser:
        answers.append(re.sub(r"(csrf|nonce|value)[^>]*", "", browser.get(page).content.decode()))
        assert browser.get(f"/witness-programmes/{programme.pk}/").status_code == 403
        assert "itness programme" not in answers[1]
    with person.as_user(user):
        assert sql("SELECT count(*) FROM victims_witnessprogramme") == [(0,)]
        assert sql("SELECT actip.existence(%s, %s)", [witness.victim.pk, ["witness-programmes"]]) == [([],)]
        assert not [
            row
            for row in sql("SELECT record_type FROM actip.matter_history(%s, 50)", [witness.victim.pk])
            if "witness" in row[0]
        ]
    with person.as_system("look"):
        assert Matter.objects.values("touched_at", "status", "next_due_at").get(pk=witness.victim.pk) == before


def test_police_know_that_there_is_one_and_no_more(witness, world):
    programme = witness.programme(until="assess")
    with browsing(world.user("POL")) as browser:
        assert (
            "not open to your role: witness programmes" in browser.get(f"/people/{witness.victim.pk}/").content.decode()
        )
        assert browser.get(f"/witness-programmes/{programme.pk}/").status_code == 403
    with person.as_user(witness.wpo):
        assert WitnessProgramme.objects.get().pk == programme.pk


# A person under programme keeps the old record, locked to the Witness Protection Office and the assigned prosecutor.


def test_while_a_programme_runs_the_person_is_there_for_two_alone(witness):
    with person.as_user(witness.world.user("POL")):
        assert Person.objects.count() == 1
        assert finding.find(catalogue.get("identities"), name="Ma Aye Aye Khaing")
    programme = witness.programme()

    for user in [*witness.others(), witness.other_pro]:
        with person.as_user(user):
            for model in (Person, VictimIdentity, WitnessProgramme):
                assert not model.objects.exists(), user
            for table in (
                "access_matter",
                "access_feed",
                "victims_person",
                "victims_placement",
                "access_assignment",
            ):
                key = {"access_matter": "id", "victims_person": "id"}.get(table, "matter_id")
                assert sql(f"SELECT count(*) FROM {table} WHERE {key} = %s", [witness.victim.pk]) == [(0,)], (
                    user,
                    table,
                )
            assert refuses("UPDATE victims_person SET sex = 'male' WHERE id = %s", [witness.victim.pk])
            assert not finding.find(catalogue.get("identities"), name="Ma Aye Aye Khaing")
    for user in (witness.wpo, witness.pro):
        with person.as_user(user):
            assert Person.objects.get().pk == witness.victim.pk
            assert Feed.objects.filter(matter_id=witness.victim.pk).exists()
    witness.end(programme)
    for user in witness.others():
        with person.as_user(user):
            assert Person.objects.count() == 1, user


def test_to_others_she_answers_exactly_as_somebody_who_never_was(witness):
    never = "0b0f3c0e-0000-4000-8000-00000000000a"
    witness.programme()
    for user in witness.others():
        with browsing(user) as browser:
            for path in ("people/{}/", "people/{}/history/", "people/{}/assign/", "people/{}/?tab=timeline"):
                answers = [browser.get("/" + path.format(key)) for key in (witness.victim.pk, never)]
                pages = [re.sub(r'(csrf|nonce|value)[^>]*', "", each.content.decode()).replace(str(key), "") for each, key in
                         zip(answers, (witness.victim.pk, never), strict=True)]  # fmt: skip
                assert answers[0].status_code == answers[1].status_code, (user, path)
                assert answers[0].status_code in ((404, 403) if "assign" in path else (404,)), (user, path)
                assert pages[0] == pages[1]
            api = [browser.api("GET", f"people/{key}/") for key in (witness.victim.pk, never)]
            assert [each.status_code for each in api] == [404, 404]
            assert browser.api("GET", "people/").json()["results"] == []


def test_the_lock_opens_to_an_office_as_a_whole_until_one_of_its_officers_is_named(witness):
    """Named in her matter, that is: whom the office names elsewhere is another thing."""
    world = witness.world
    witness.programme()
    with person.as_system("a prosecutor's office that is assigned while it runs, and officers of it"):
        world.agencies["office"] = office = Agency.objects.create(code="office", kind="prosecutor", name_th="สำนักงาน")
        one, named = (world.add_user("PRO", "office", name) for name in ("of-the-office", "named"))
        other = make("people", by=world.user("POL"))
        for matter, more in ((other.matter, {"officer": named}), (witness.victim.matter, {})):
            Assignment.objects.create(matter=matter, agency=office, basis="case_team", **more)
    with person.as_user(one):
        assert Person.objects.get() == witness.victim
    for state, there in (("offered", False), ("declined", True)):
        with person.as_system("offered to one by name, who does not take it"):
            values = {"matter": witness.victim.matter, "agency": office, "officer": named}
            Assignment.objects.update_or_create(**values, defaults={"basis": "referral", "state": state, "reason": "x"})
        with person.as_user(one):
            assert Person.objects.exists() == there, state


def test_nobody_lifts_the_lock_or_assigns_around_it(witness):
    witness.programme()
    police = witness.world.police_two
    visitor = witness.world.add_user("POL", "police_two")
    with person.as_system("assigned while it runs"):
        Assignment.objects.create(matter=witness.victim.matter, agency=police, basis="case_team")
    with person.as_user(visitor):
        assert not Person.objects.exists()
    for user in (witness.wpo, witness.pro, visitor):
        with person.as_user(user):
            assert refuses("UPDATE access_matter SET locked_to = NULL WHERE id = %s", [witness.victim.pk])
            assert refuses("SELECT actip.refresh_reach(%s)", [witness.victim.pk])
    with person.as_user(witness.pro):
        assert refuses("UPDATE victims_witnessprogramme SET status = 'ended' WHERE matter_id = %s", [witness.victim.pk])


def test_a_programme_begins_after_its_approval_and_ends_for_a_reason(witness):
    with person.as_user(witness.wpo):
        programme = make("witness-programmes", by=witness.wpo, person=witness.victim)
        assert refuses("UPDATE victims_witnessprogramme SET status = 'running' WHERE id = %s", [programme.pk])
        with pytest.raises(ValidationError, match="under way"):
            make("witness-programmes", by=witness.wpo, person=witness.victim)
    with person.as_user(witness.wpo):
        for name, facts in STEPS:
            programme = actions.move(programme, name, by=witness.wpo, facts=facts)
        programme = actions.move(programme, "extend", by=witness.wpo, facts={"runs_until": date(2027, 4, 13)})
        with pytest.raises(ValidationError):
            actions.move(programme, "end", by=witness.wpo, facts={"ended_on": date(2026, 6, 1)})
        assert not Clock.objects.filter(record_id=programme.pk).exists()  # its rule is to be confirmed: switched off
