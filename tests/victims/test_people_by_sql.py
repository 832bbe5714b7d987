"""What raw SQL cannot do to a person's record: merges, openings in an emergency, identifications, links of section 41."""

import pytest

from actip.accounts import person
from actip.records import actions
from tests.access.conftest import refuses, tried
from tests.compensation.conftest import refused, sql
from tests.factories import make
from tests.rows import copied
from tests.victims.test_glass import _row
from tests.victims.test_identification import FOUND
from tests.victims.test_merge import move, officers, pair, request  # noqa: F401  fixtures
from tests.victims.test_screening import DONE

pytestmark = pytest.mark.django_db
OWN, CONSTRAINT, TWICE = "42501", "23514", "23505"


def test_whoever_is_told_of_an_opening_is_a_person_there_and_another(world, story):
    pol, there = world.user("POL"), world.user("SPV")
    gone, program = world.add_user("SPV", "police", "gone"), world.add_user("SPV", "police", "program")
    with person.as_system("who is no second person"):
        sql("UPDATE accounts_user SET is_active = false WHERE id = %s", [gone.pk])
        sql("UPDATE accounts_user SET is_client = true WHERE id = %s", [program.pk])
    with person.as_user(pol):
        assert refused(*_row(story, pol, there)) == ""  # the control
        for second in (pol, world.user("PRO"), gone, program):
            assert refused(*_row(story, pol, second)) == CONSTRAINT, second
        assert refused(*_row(story, pol, there, reason="x" + " " * 30)) == CONSTRAINT
        for more in ({"reviewed_at": "2026-01-01"}, {"reviewed_by_id": there.pk}, {"finding": "justified"}):
            assert refuses(*_row(story, pol, there, **more)), more


def test_a_review_changes_nothing_of_the_opening(world, story):
    pol, spv, other = world.user("POL"), world.user("SPV"), world.add_user("SPV", "police", "another")
    with person.as_user(pol):
        elsewhere = make("people", by=pol)
        sql(*_row(story, pol, spv))
    review = f"UPDATE victims_brokenglass SET finding = 'justified', review = 'x', reviewed_by_id = {spv.pk}"
    with person.as_user(spv):
        assert tried(review)  # the control
        for change in (
            "id = gen_random_uuid()",
            f"matter_id = '{elsewhere.pk}'",
            "code = 'MED'",
            "reason = reason || ' and more'",
            f"broken_by_id = {other.pk}",
            f"second_id = {other.pk}",
            "broken_at = broken_at - interval '1 day'",
            "until = until + interval '1 day'",
            "review_by = review_by + interval '1 day'",
        ):
            assert refuses(f"{review}, {change}"), change
        assert refuses(review.replace(str(spv.pk), str(other.pk)))
        sql(review)
        assert refuses(review)
    with person.as_user(pol):
        assert refuses(review.replace(str(spv.pk), str(pol.pk)))


def test_a_merge_keeps_its_two_records_and_its_two_people(world, pair, officers):  # noqa: F811
    (kept, other), (first, second) = pair, officers
    merge = request(pair, first)
    change = "UPDATE victims_personmerge SET {} WHERE id = %s"
    with person.as_user(second):
        third = make("people", by=second)
        assert tried(change.format(f"merged_id = '{third.pk}'"), [merge.pk])  # the control: nobody approved it yet
        assert refuses(change.format(f"requested_by_id = {second.pk}"), [merge.pk])
        approve = f"status = 'approved', approved_by_id = {second.pk}, approved_at = now()"
        assert tried(change.format(approve), [merge.pk])  # the control
        for more in (f"merged_id = '{third.pk}'", f"person_id = '{third.pk}', matter_id = '{third.pk}'"):
            assert refuses(change.format(f"{approve}, {more}"), [merge.pk]), more
        assert refuses(change.format(approve.replace(str(second.pk), str(first.pk), 1)), [merge.pk])
        assert refused(change.format("status = 'approved', approved_at = now()"), [merge.pk]) == CONSTRAINT  # nobody's
    back = request((other, kept), first)
    more = request((kept, third), first)
    move(merge, "approve", second)
    with person.as_user(first):
        for what in ("approved_at = now()", f"approved_by_id = {first.pk}", f"merged_id = '{third.pk}'"):
            assert refuses(change.format(what), [merge.pk]), what
    with person.as_user(second):
        assert refused(change.format(approve), [back.pk]) == CONSTRAINT  # into one that is merged itself
        assert refused(change.format(approve), [more.pk]) == ""  # a third record of hers


def test_one_merge_is_undone_by_whoever_reaches_both_and_no_other_with_it(world, pair, officers):  # noqa: F811
    (kept, other), (first, second) = pair, officers
    stranger = world.add_user("POL", "police_two")
    with person.as_user(first):
        third = make("people", by=first)
        actions.assign(kept.matter, by=first, agency=world.police_two, basis="case_team")
    merge, more = request(pair, first), request((kept, third), first)
    for one in (merge, more):
        move(one, "approve", second)
    undo = "UPDATE victims_personmerge SET status = 'undone', undo_reason = 'x' WHERE id = %s"
    with person.as_user(stranger):
        assert sql("SELECT id FROM victims_personmerge WHERE id = %s", [merge.pk])
        assert refuses(undo, [merge.pk])
    with person.as_user(second):
        assert tried(undo, [merge.pk])  # the control
    move(merge, "undo", second, undo_reason="x")
    with person.as_user(first):
        hers = sql(
            "SELECT merged_into_id FROM victims_person WHERE id IN (%s, %s) ORDER BY id = %s",
            [other.pk, third.pk, third.pk],
        )
        assert hers == [(None,), (kept.pk,)]


def test_what_a_screening_found_is_not_changed(world, story):
    pol = world.user("POL")
    change = "UPDATE victims_screening SET {} WHERE id = %s"
    with person.as_user(pol):
        screening = make("screenings", by=pol, person=story.victim)
        assert tried(change.format("place = 'elsewhere'"), [screening.pk])  # the control
        actions.move(screening, "record", by=pol, facts=DONE | {"outcome": "none_found"})
        for what in ("outcome = 'indications_found'", "screened_on = screened_on - 1", "place = 'elsewhere'"):
            assert refuses(change.format(what), [screening.pk]), what


def test_an_identification_keeps_what_it_came_from(world, story):
    pmj = world.user("PMJ")
    with person.as_user(pmj):
        screening = make("screenings", by=pmj, person=story.victim)
        closed = make("identification-decisions", by=pmj, person=story.victim, screening=screening)
        closed = actions.move(closed, "decide_victim", by=pmj, facts=FOUND)
        anew = make("identification-decisions", by=pmj, person=story.victim, supersedes=closed, new_facts="a letter")
        change = "UPDATE victims_identificationdecision SET {} WHERE id = %s"
        assert tried(change.format("new_facts = 'two letters'"), [anew.pk])  # the control
        assert refuses(change.format("supersedes_id = NULL"), [anew.pk])
        assert refuses(change.format(f"screening_id = '{screening.pk}'"), [anew.pk])


def test_what_the_database_found_is_not_written_by_hand(world, story):
    pro, table = world.user("PRO"), "victims_samepersonlink"
    with world.as_("POL"):
        stranger, another = (
            make("people", by=world.user("POL")),
            make("suspects", by=world.user("POL"), case=story.case),
        )
    with person.as_system("the prosecutor reads all"):
        for matter in (story.case.matter, story.victim.matter, stranger.matter):
            actions.assign(matter, by=None, agency=world.prosecutor, basis="case_team")
    with person.as_user(pro):
        link = make("same-person-links", by=pro, suspect=story.suspect, person=story.victim)
        for found in ({"origin": "document"}, {"needs_permission": True}):
            assert refuses(*copied(table, link, **found)), found
        assert tried(f"UPDATE {table} SET note = 'x'")  # the control
        moved = (f"person_id = '{stranger.pk}'", f"suspect_id = '{another.pk}'")
        for change in ("origin = 'document'", "needs_permission = true", *moved):
            assert refuses(f"UPDATE {table} SET {change}"), change


def test_nobody_enters_somebody_who_is_a_victim_already_or_another_record(world, story, pair):  # noqa: F811
    kept = pair[0]
    with world.as_("POL"):
        own = make("people", by=world.user("POL"))
        fresh = {"matter_id": str(own.pk)}
        assert tried("UPDATE victims_person SET sex = 'male' WHERE id = %s", [own.pk])  # the control
        for what in ("source = 'x'", "external_id = 'x'", "status = 'victim'", f"merged_into_id = '{kept.pk}'"):
            assert refuses(f"UPDATE victims_person SET {what} WHERE id = %s", [own.pk]), what
        [(matter, number)] = sql(
            "SELECT id, actip.open_matter(id, 'person') FROM (SELECT gen_random_uuid() AS id) AS x"
        )
        fresh = {"id": str(matter), "matter_id": str(matter)}
        assert refused(*copied("victims_person", own, **fresh)) == "", number  # the control
        for more in ({"status": "victim"}, {"source": "x"}, {"external_id": "x"}, {"merged_into_id": str(kept.pk)}):
            assert refused(*copied("victims_person", own, **fresh, **more)) == OWN, more


def test_a_consent_in_use_is_not_rewritten(world, story):
    pol = world.user("POL")
    with person.as_user(pol):
        consent = make("consents", by=pol, person=story.victim, recipient=world.ngo, until="2099-01-01")
        change = "UPDATE victims_consent SET {} WHERE id = %s"
        entries = (
            "purpose = purpose || 'x'",
            f"recipient_id = {world.court.pk}",
            "kinds = '{VPR}'",
            "given_on = given_on - 1",
            "until = until + 1",
            "how = 'spoken'",
            "language = 'my'",
        )
        for what in entries:
            assert refused(change.format(what), [consent.pk]) == "", what  # the control
        actions.move(consent, "withdraw", by=pol, facts={"withdrawn_on": consent.given_on, "withdrawal_reason": "x"})
        for what in entries:
            assert refuses(change.format(what), [consent.pk]), what


@pytest.mark.parametrize("age", ["under_15", "15_17"])
def test_a_guardian_consents_for_every_child(world, age):
    pol = world.user("POL")
    with person.as_user(pol):
        child = make("people", by=pol, age_band=age)
        consent = make("consents", by=pol, person=child, recipient=world.ngo, guardian="relative")
        assert refused("UPDATE victims_consent SET guardian = '' WHERE id = %s", [consent.pk]) == CONSTRAINT


@pytest.mark.parametrize("asked", ["'{}'", "array_fill(1::bigint, '{25}')"])
def test_one_person_is_asked_about_and_for_a_purpose(world, asked):
    question = "SELECT actip.known_elsewhere({}::bigint[], {}, {})"
    with world.as_("POL"):
        assert refused(question.format("'{1}'", "'name'", "'a search'")) == ""  # the control
        assert refused(question.format(asked, "'name'", "'a search'")) == OWN
        assert refused(question.format("'{1}'", "'gossip'", "'a search'")) == OWN
        assert refused(question.format("'{1}'", "'name'", "'why'")) == OWN


def test_only_a_decision_of_hers_that_is_made_is_opened_again(world, story):
    pmj, table = world.user("PMJ"), "victims_identificationdecision"
    with person.as_user(pmj):
        stranger = make("people", by=pmj)
        hers = make("identification-decisions", by=pmj, person=stranger)
        hers = actions.move(hers, "decide_victim", by=pmj, facts=FOUND)
        open_one = make("identification-decisions", by=pmj, person=story.victim)
        assert refused(*copied(table, open_one)) == TWICE  # one is open
        anew = {
            "status": "pending",
            "new_facts": "a letter",
            "decided_by_id": None,
            "decided_at": None,
            "decided_on": None,
        }
        assert refused(*copied(table, hers, **anew, supersedes_id=str(hers.pk))) == ""  # the control
        assert refused(*copied(table, open_one, new_facts="x", supersedes_id=str(hers.pk))) == CONSTRAINT
        assert refused(*copied(table, open_one, new_facts="x", supersedes_id=str(open_one.pk))) == CONSTRAINT


def test_a_decision_states_what_was_found_and_for_an_adult_by_what_means(world, story):
    pmj = world.user("PMJ")
    with person.as_user(pmj):
        decision = make("identification-decisions", by=pmj, person=story.victim)
        decide = (
            "UPDATE victims_identificationdecision SET status = 'decided_not_victim', decided_on = '2026-01-09', reasons = 'x',"
            " referral = 'x', decided_by_id = actip.me_user(), decided_at = now(), police_present = true, msdhs_present = true,"
            " other_present = 'labour', act_found = %s, purpose_found = %s, means_found = %s, own_words = %s WHERE id = %s"
        )
        assert refused(decide, [False, False, False, "x", decision.pk]) == ""  # the control
        for found in (
            [None, False, False, "x"],
            [False, None, False, "x"],
            [False, False, None, "x"],
            [False] * 3 + [" "],
        ):
            assert refused(decide, [*found, decision.pk]) == CONSTRAINT, found


def test_nobody_stays_in_two_homes_at_once(world, story):
    with world.as_("PMJ"):
        stay = {"status": "placed", "placed_on": "2026-01-10", "bed_id": None}
        assert refused(*copied("victims_placement", story.stay)) == ""  # the control: offered twice
    with person.as_system("she lives there"):
        sql("UPDATE victims_placement SET status = 'placed', placed_on = offered_on WHERE id = %s", [story.stay.pk])
        assert refused(*copied("victims_placement", story.stay, **stay)) == TWICE
