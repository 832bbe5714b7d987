"""Three suspects, five charges, an appeal and a partial acquittal: entered over the API, and the same through pages."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from actip.accounts import person
from actip.records import actions
from cases.models import CaseCharge, CourtCase, Judgment
from tests.api.conftest import Caller
from tests.cases.conftest import Trial
from tests.factories import make

pytestmark = pytest.mark.django_db
# Which charge (0 to 4), and what the first instance says.
VERDICTS = (
    (0, "convicted", {"years": 8, "fine": "400000.00"}),
    (1, "acquitted", {}),
    (2, "convicted", {"years": 12, "months": 6, "forfeiture": "เรือประมง"}),
    (3, "convicted", {"years": 2, "is_suspended": True, "suspended_years": 2, "probation_years": 1}),
    (4, "dismissed", {}),
)


@pytest.fixture(autouse=True)
def _plain_static(settings):
    settings.WHITENOISE_AUTOREFRESH = True
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def big(world):
    """The case of `trial` with a third suspect and three charges more."""
    found, pol = Trial(world), world.user("POL")
    with person.as_user(pol):
        found.suspects.append(make("suspects", by=pol, case=found.case))
        for suspect in (found.suspects[0], found.suspects[2], found.suspects[2]):
            charge = make("case-charges", by=pol, case=found.case, suspect=suspect, provision="ATIP-6-1")
            found.charges.append(actions.move(charge, "lay", by=pol, facts={"laid_on": "2026-01-10"}))
    return found


def outcomes(trial) -> list[str]:
    with person.as_user(trial.world.user("POL")):
        found = {charge.pk: charge.status for charge in CaseCharge.objects.all()}
    return [found[charge.pk] for charge in trial.charges]


def test_over_the_api(big):
    pro, crt = (Caller(big.world.user(role)) for role in ("PRO", "CRT"))
    case = str(big.case.pk)
    file = pro.add("prosecutions", case=case, received_on="2026-01-20", office="สำนักงานคดีค้ามนุษย์", claim_wish="wants")
    file = pro.move("prosecutions", file, "indict", decided_on="2026-01-30")
    assert outcomes(big) == ["indicted"] * 5
    filed = {"court": "criminal_tip", "province": "TH-10", "black_number": "คม 7/2569", "filed_on": "2026-02-02"}
    court = pro.add("court-cases", case=case, prosecution=file["id"], **filed)
    court = crt.move("court-cases", court, "accept", accepted_on="2026-02-03")
    court = crt.move("court-cases", court, "list_evidence", evidence_listing_on="2026-02-20")
    court = crt.move("court-cases", court, "hear")
    hearing = crt.add(
        "hearings", court_case=court["id"], starts_at="2026-03-02T09:30:00+07:00", kind="witness", room="704"
    )
    crt.move("hearings", hearing, "hold", measures=["video_link"])
    judgments = []
    for place, outcome, sentence in VERDICTS:
        charge = big.charges[place]
        row = {
            "court_case": court["id"],
            "suspect": str(charge.suspect_id),
            "charge": str(charge.pk),
            "read_on": "2026-06-01",
        }
        judgments.append(crt.add("judgments", **row, outcome=outcome, **sentence))
        crt.move("judgments", judgments[-1], "confirm")
    court = crt.move("court-cases", court, "read_judgment", judgment_on="2026-06-01", red_number="คม 90/2569")
    assert outcomes(big) == [outcome for _place, outcome, _sentence in VERDICTS]

    appeal = pro.add(
        "appeals", court_case=court["id"], judgment=judgments[1]["id"], appellant="prosecutor", filed_on="2026-06-20"
    )
    pro.move("appeals", appeal, "decide", result="reversed", decided_on="2026-09-01")
    row = {"court_case": court["id"], "suspect": judgments[1]["suspect"], "charge": judgments[1]["charge"]}
    higher = crt.add("judgments", **row, instance="appeal", read_on="2026-09-01", outcome="convicted", years=4)
    crt.move("judgments", higher, "confirm")
    court = crt.get(f"court-cases/{court['id']}/").body
    court = crt.move("court-cases", court, "read_appeal_judgment", appeal_judgment_on="2026-09-01")
    court = crt.move("court-cases", court, "make_final", final_on="2026-10-02")

    assert court["status"] == "final"
    assert outcomes(big) == ["convicted", "convicted", "convicted", "convicted", "dismissed"]
    assert crt.get(f"judgments/{judgments[1]['id']}/").body["status"] == "superseded"
    refused = pro.post("judgments/", row | {"read_on": "2026-06-01", "outcome": "acquitted", "years": 3})
    assert refused.status == 400
    assert pro.post("assets/", {"case": case}).status == 403


class Pages:
    """Forms as a browser sends them."""

    def __init__(self, user):
        self.client = Client(headers={"Accept-Language": "en"})
        self.client.force_login(user, backend="actip.accounts.authentication.Backend")

    def add(self, slug: str, **values):
        answer = self.client.post(f"/{slug}/new/", values | {"checked": "1"})
        assert answer.status_code == 302, answer.content.decode()
        return answer["Location"].rstrip("/").split("/")[-1]

    def move(self, slug: str, pk, name: str, **facts):
        answer = self.client.post(f"/{slug}/{pk}/moves/{name}/", facts)
        assert answer.status_code == 302, answer.content.decode()


def test_through_pages(big):
    pro, crt = (Pages(big.world.user(role)) for role in ("PRO", "CRT"))
    case = str(big.case.pk)
    file = pro.add("prosecutions", case=case, received_on="20 ม.ค. 2569", office="สำนักงานคดีค้ามนุษย์", claim_wish="wants")
    pro.move("prosecutions", file, "indict", decided_on="30/1/2569")
    filed = {
        "kind": "charge",
        "court": "criminal_tip",
        "province": "TH-10",
        "black_number": "คม 7/2569",
        "filed_on": "2/2/2569",
    }
    court = pro.add("court-cases", case=case, prosecution=file, **filed)
    crt.move("court-cases", court, "accept", accepted_on="3/2/2569")
    crt.move("court-cases", court, "list_evidence", evidence_listing_on="20/2/2569")
    crt.move("court-cases", court, "hear")
    tomorrow = timezone.localtime() + timedelta(days=1)
    crt.add(
        "hearings", court_case=court, kind="witness", room="704", measures=["screen", "video_link"],
        starts_at=f"{tomorrow.date().isoformat()} 09:30",
    )  # fmt: skip
    for place, outcome, sentence in VERDICTS:
        charge = big.charges[place]
        row = {"court_case": court, "suspect": charge.suspect_id, "charge": charge.pk, "read_on": "1 มิ.ย. 2569"}
        found = crt.add("judgments", **row, instance="first", outcome=outcome, **sentence)
        crt.move("judgments", found, "confirm")
    crt.move("court-cases", court, "read_judgment", judgment_on="1/6/2569", red_number="คม 90/2569")

    assert outcomes(big) == [outcome for _place, outcome, _sentence in VERDICTS]
    with person.as_user(big.world.user("CRT")):
        assert CourtCase.objects.get().status == "judgment"
        suspended = Judgment.objects.get(is_suspended=True)
        assert (suspended.suspended_years, suspended.status) == (2, "in_force")
    calendar = crt.client.get("/hearing-calendar/").content.decode()
    assert big.number in calendar
    tab = pro.client.get(f"/cases/{case}/?tab=court-cases").content.decode()
    assert "คม 90/2569" in tab
    for path in (f"/prosecutions/{file}/", f"/court-cases/{court}/", f"/court-cases/{court}/?tab=judgments"):
        assert pro.client.get(path).status_code == 200
