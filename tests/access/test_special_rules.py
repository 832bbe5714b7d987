"""Which test keeps which special rule of the access matrix in words: 1 to 9 and 12 here, others in tests/access/test_promises.py.

1 witness, who she became, where she is: tests/victims/test_witness.py test_no_column_of_a_programme_can_hold_a_name_or_a_place
1 no record type, no table for it: tests/victims/test_witness.py test_a_new_identity_or_a_place_has_no_record_type_and_no_table
2 address during one stay: tests/access/test_promises.py test_shelter_address_only_during_a_stay
2 never by API: tests/access/test_api.py test_the_address_of_a_shelter_never_travels_by_api
2 police in an emergency: tests/victims/test_glass.py test_an_officer_who_breaks_the_glass_reads_the_address_for_one_hour
2 and no colleague: tests/victims/test_glass.py test_it_opens_one_person_to_one_officer_and_no_colleague
3 a code with an age band: tests/victims/test_care.py test_others_see_the_child_as_a_code_with_an_age_band
3 cleared staff alone: tests/victims/test_care.py test_whoever_is_not_cleared_for_children_finds_no_file_though_assigned
3 no picture: tests/victims/test_care.py test_nothing_of_a_child_can_hold_a_picture
4 care staff alone: tests/victims/test_care.py test_a_health_note_is_written_and_read_by_care_staff_alone
4 the certificate: tests/victims/test_care.py test_state_compensation_officers_see_the_certificate_attached_and_no_other_note
4 a prosecutor in an emergency: tests/victims/test_glass.py test_a_prosecutor_reads_health_notes_for_an_hour_and_no_address
5 masked readers: tests/access/test_promises.py test_a_masked_reader_never_holds_an_identity
5 masked in lists: tests/access/test_special_rules.py test_an_identity_is_dots_in_lists_and_on_its_page_also_for_the_police
6 the reporter: tests/cases/test_reports.py test_the_reporter_is_there_for_writers_of_the_report_alone
6 not with the suspect: tests/access/test_special_rules.py test_a_suspect_is_never_shown_with_who_reported_him
7 the unit concerned: tests/cases/test_officials.py test_the_unit_concerned_sees_nothing_and_the_others_what_the_matrix_says
7 conflicts at assignment: tests/cases/test_officials.py test_the_case_is_not_given_to_a_unit_concerned_and_nobody_says_why
8 the protected link: tests/cases/test_section_41.py test_the_link_is_there_for_the_prosecutor_and_the_ministry_alone
9 thirty days: tests/access/test_promises.py test_a_team_member_is_there_for_30_days_at_most
9 signed: tests/access/test_promises.py test_a_team_member_is_gone_once_the_decision_is_signed
12 two administrators: tests/accounts/test_role_changes.py test_the_one_who_proposed_it_cannot_confirm_it_and_another_can
12 by raw SQL as well: tests/accounts/test_role_changes.py test_raw_sql_signs_for_no_second_administrator
12 no content: tests/access/test_promises.py test_an_administrator_sees_no_content
"""

import re
from pathlib import Path

import pytest

from actip.accounts import person
from tests.factories import make
from tests.victims.browsers import browsing
from victims.models import VictimIdentity

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_plain_static")]
ROOT = Path(__file__).parents[2]


def test_each_special_rule_is_kept_by_a_test_that_is_there():
    table = re.findall(r"^(\d+) .*: (tests/\S+) (test_\w+)$", __doc__, re.MULTILINE)
    assert {int(rule) for rule, _file, _name in table} == {*range(1, 10), 12}
    for _rule, file, name in table:
        assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8"), name


# 5. Identity is masked in lists, also for those who need it for their case.


def test_an_identity_is_dots_in_lists_and_on_its_page_also_for_the_police(world, story):
    with browsing(world.user("POL")) as browser:
        with person.as_user(world.user("POL")):
            identity = VictimIdentity.objects.get()
        for path in (
            "/identities/",
            "/people/",
            f"/people/{story.victim.pk}/?tab=identities",
            f"/identities/{identity.pk}/",
        ):
            answer = browser.get(path)
            assert answer.status_code == 200, path
            assert "Ma Aye Aye Khaing" not in answer.content.decode(), path
        reason = {"reason": "To prepare the hearing"}
        assert "Ma Aye Aye Khaing" in browser.client.post(f"/identities/{identity.pk}/reveal/", reason).content.decode()


# 6. Who reported is never shown with whom was reported.


def test_a_suspect_is_never_shown_with_who_reported_him(world, story):
    pol = world.user("POL")
    with person.as_user(pol):
        report = make("reports", by=pol)
        reporter = make("reporters", by=pol, report=report)
    with browsing(pol) as browser:
        assert f"/reporters/{reporter.pk}/" in browser.get(f"/reports/{report.pk}/?tab=reporters").content.decode()
        for path in (
            f"/suspects/{story.suspect.pk}/",
            f"/suspects/{story.suspect.pk}/history/",
            f"/cases/{story.case.pk}/",
        ):
            shown = browser.get(path).content.decode()
            assert "/reporters/" not in shown.replace('href="/reporters/"', ""), path
            assert "บุญมี" not in shown, path
