"""The first faults of test_eight_faults.py at the records of prosecutor, court, AMLO and DSI, and at limits, packets and look-alikes.

The intruder has the very role of whoever keeps the record, in another agency; the control is whoever keeps it.
"""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from actip.accounts import person
from actip.records import actions, catalogue, clocks
from tests.access.conftest import tried
from tests.api.conftest import Caller
from tests.cases.far_file import File
from tests.factories import make

pytestmark = pytest.mark.django_db
# Record -> who keeps it, a step that is open to her, and what the step needs.
STEPS = {
    "prosecutions": ("PRO", "order_further_inquiry", {"further_inquiry_on": "2026-02-12"}),
    "court-cases": ("CRT", "accept", {"accepted_on": "2026-02-04"}),
    "hearings": ("CRT", "hold", {}),
    "judgments": ("CRT", "confirm", {}),
    "appeals": ("CRT", "withdraw", {"withdrawn_on": "2026-06-30"}),
    "assets": ("AML", "restrain", {"restrained_on": "2026-02-01", "restraint_order": "ปปง. 7/2569"}),
    "official-complicity": ("DSI", "open_inquiry", {"inquiry_on": "2026-02-01"}),
}  # fmt: skip


class Kept:
    """One case with a record of each kind in a state from which a step leads on."""

    def __init__(self, trial):
        self.trial, self.world, case = trial, trial.world, trial.case
        with person.as_user(self.world.user("POL")):
            actions.assign(case.matter, by=self.world.user("POL"), agency=self.world.dsi, basis="case_team")
        charged = trial.filed()
        judgment = trial.make(
            "CRT", "judgments", court_case=charged, suspect=trial.suspects[0], charge=trial.charges[0]
        )
        self.records = {
            "prosecutions": trial.received(received_on=date(2026, 2, 10)),
            "court-cases": trial.make("PRO", "court-cases", case=case, kind="early_testimony"),
            "hearings": trial.make("CRT", "hearings", court_case=charged),
            "judgments": judgment,
            "appeals": trial.make("PRO", "appeals", court_case=charged, judgment=judgment),
            "assets": trial.make("AML", "assets", case=case, suspect=None),
            "official-complicity": trial.make("DSI", "official-complicity", case=case),
        }

    def state(self, slug: str) -> str:
        with person.as_system("look"):
            kind = catalogue.get(slug)
            return getattr(kind.model._default_manager.get(pk=self.records[slug].pk), kind.workflow.field)


@pytest.mark.parametrize("slug", STEPS)
def test_1_a_step_asks_for_the_record_not_for_its_class(trial, slug):
    kept, (role, step, facts) = Kept(trial), STEPS[slug]
    intruder = kept.world.add_user(role, "police_two", "intruder")
    path, before = f"{slug}/{kept.records[slug].pk}/moves/{step}/", kept.state(slug)
    other = File.browser(kept, intruder)
    assert (other.get(f"/{path}").status_code, other.post(f"/{path}", facts).status_code) == (404, 404)
    assert Caller(intruder).post(path, facts, If_Match="*").status == 404
    table = catalogue.get(slug).model._meta.db_table
    with person.as_user(intruder):
        assert not tried(f"UPDATE {table} SET version = version + 1 WHERE id = %s", [kept.records[slug].pk])
    assert kept.state(slug) == before
    own = File.browser(kept, kept.world.user(role))
    version = own.get(f"/{path}").context["form"]["version"].value()
    assert own.post(f"/{path}", facts | {"version": version}).status_code == 302
    assert kept.state(slug) != before


def test_2_a_limit_out_of_reach_is_neither_answered_nor_noted_nor_extended(world):
    file = File(world)
    with person.as_user(file.holder):
        late = clocks.start(file.case, "DL-01", timezone.now() - timedelta(hours=26))
    longer = {"amount": 24, "authority": "court", "document": "1/2569", "granted_on": "2026-01-02"}
    asked = {"answer": {"text": "The reason of it"}, "note": {"text": "Seen, and discussed"}, "extend": longer}
    for user in (file.intruder, world.add_user("SPV", "police_two", "supervisor-elsewhere")):
        program = Caller(user, session=True)
        for step, body in asked.items():
            assert program.post(f"clocks/{late.pk}/{step}/", body).status == 404, step
            page = file.browser(user).post(f"/clocks/{late.pk}/", {"do": step, f"{step}-text": "The reason of it"})
            assert page.status_code == 404, step
    with person.as_user(file.holder):
        late.refresh_from_db()
    assert (late.breach_reason, late.breach_note, late.extensions.count()) == ("", "", 0)
    assert Caller(file.holder, session=True).post(f"clocks/{late.pk}/answer/", asked["answer"]).status == 200


def test_4_a_packet_of_an_offer_out_of_reach_is_not_made(world, settings):
    from actip.setup.secrets import new_key

    settings.ACTIP_PACKET_KEY = new_key()
    file = File(world)
    with person.as_user(file.holder):
        offer = actions.assign(
            file.case.matter, by=file.holder, agency=world.prosecutor, basis="referral", note="ส่งสำนวน"
        )
    path, asked = f"/cases/{file.case.pk}/packet/{offer.pk}/", {"role": "PRO", "make": "yes"}
    other = file.browser(file.intruder)
    assert (other.get(path).status_code, other.post(path, asked).status_code) == (404, 404)
    assert other.post(f"/cases/{file.own.pk}/packet/{offer.pk}/", asked).status_code == 404
    assert file.browser(world.user("PRO")).post(path, asked).status_code == 403  # the receiver makes none
    assert file.browser(file.holder).post(path, asked).status_code == 200


def test_6_the_panel_of_look_alikes_shows_what_is_within_reach(world):
    file = File(world)
    with person.as_user(file.holder):
        report = make("reports", by=file.holder, external_id="A-77")
    typed = {
        "channel": "hotline_1300",
        "external_id": "A-77",
        "received_at": timezone.localtime().strftime("%Y-%m-%d %H:%M"),
    }
    answers = {
        user: file.browser(user).post("/reports/lookalikes/", typed).content.decode()
        for user in (file.intruder, file.holder)
    }
    assert report.number not in answers[file.intruder]
    assert str(report.pk) not in answers[file.intruder]
    assert report.number in answers[file.holder]
