"""Measure one benchmark database in this process and print the figures as JSON; run.py calls this once per size."""

import argparse
import json
import os
import sys
from functools import partial
from itertools import cycle
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import places, world  # noqa: E402
from benchmarks.clock import Times, beside, measure  # noqa: E402

SIZES = list(world.SHARES)
FEW = 40  # different records and names, taken in turn


class Session:
    """Somebody signed in, in two ways: a browser with a session, a program with a token."""

    def __init__(self, username: str):
        from django.db import transaction
        from django.test import Client

        from actip.accounts import clients, person
        from actip.accounts.models import User

        with transaction.atomic(), person.as_system("benchmark"):
            self.user = User.objects.select_related("agency").get(username=username)
            client = clients.register(
                client_id=f"bench-{username}", like=self.user, purpose="benchmark", record_types=["*"]
            )
            token = clients.issue(client)
        self.tokens = [4 * self.user.agency_id, 4 * self.user.pk + 2]
        self.bucket = f"api:{client.client_id}"
        self.browser = Client(SERVER_NAME="127.0.0.1")
        self.browser.force_login(self.user, backend="actip.accounts.authentication.Backend")
        self.program = Client(SERVER_NAME="127.0.0.1", headers={"Authorization": f"Bearer {token}"})

    def refill(self) -> None:
        """The program's bucket full again: a benchmark asks more often than it may."""
        from actip.accounts.models import Bucket

        Bucket.objects.filter(key=self.bucket).delete()

    def get(self, address: str) -> bytes:
        return _good(self.browser.get(address), address)

    def api(self, address: str) -> bytes:
        return _good(self.program.get(address), address)

    def search(self, text: str) -> bytes:
        return _good(self.browser.post("/search/", {"q": text}), text)


def _good(response, what: str) -> bytes:
    if response.status_code != 200:
        sys.exit(f"{what}: {response.status_code} {response.content[:500].decode()}")
    return response.content


class Run:
    """All measurements of one size; `found` collects them."""

    def __init__(self, matters: int):
        from benchmarks.bare import Bare

        self.matters, self.name = matters, places.database(matters)
        self.counts = world.Counts(matters)
        self.sessions = {size: Session(f"pol-police-{size}") for size in SIZES}
        self.bare = {
            size: Bare(os.environ["OWNER_DATABASE_URL"], self.name, one.tokens) for size, one in self.sessions.items()
        }
        self.cases = {size: self._cases(size) for size in SIZES}
        self.found: list[dict] = []

    def _cases(self, size: str) -> list[str]:
        """Some cases that the agency leads."""
        _names, rows = self.bare[size].rows(
            "SELECT matter_id::text FROM access_feed WHERE token = %(token)s AND kind = 'case' ORDER BY matter_id LIMIT %(few)s",
            token=4 * self.sessions[size].user.agency_id, few=FEW,
        )  # fmt: skip
        return [row[0] for row in rows]

    def note(self, what: str, size: str, times: Times, bare: Times | None = None, **more) -> None:
        line = {"what": what, "agency": size} | times.told() | more
        if bare:
            line |= {"bare_p50": round(bare.p50, 3), "against_bare": round(times.p50 / bare.p50, 2),
                     "against_bare_fast": round(times.p05 / bare.p05, 2)}  # fmt: skip
        self.found.append(line)
        print(json.dumps(line), file=sys.stderr, flush=True)

    def lists(self) -> None:
        for size, session in self.sessions.items():
            bare, api, page = (
                self.bare[size].cases,
                partial(session.api, "/api/v1/cases/"),
                partial(session.get, "/cases/"),
            )
            session.refill()
            self._same(api(), bare())
            times, under = beside(api, bare)
            more = {"queries": self._queries(api), "bytes": len(api())}
            if size in ("large", "tiny"):
                stock = measure(partial(session.api, "/stock/cases/"), budget=8)
                more |= {"stock_p50": round(stock.p50, 2), "stock_against": round(stock.p50 / times.p50, 1)}
            self.note("API list", size, times, under, **more)
            times, under = beside(page, bare)
            self.note("HTML list", size, times, under, queries=self._queries(page), bytes=len(page()))

    def _same(self, answer: bytes, bare: bytes) -> None:
        """The API and the bare SQL must tell the same cases and people in the same order."""
        ours, theirs = (
            [(row["id"], sorted(each["id"] for each in row["people"])) for row in json.loads(text)["results"]]
            for text in (answer, bare)
        )
        if ours != theirs:
            sys.exit("The bare SQL does not give the rows of the API: mend bare.py.")

    def one(self) -> None:
        for size, session in self.sessions.items():
            each, plain = cycle(self.cases[size]), self.bare[size]
            bare = lambda each=each, plain=plain: plain.case_page(next(each))  # noqa: E731
            audited = lambda each=each, plain=plain, user=session.user: plain.case_page_audited(next(each), user)  # noqa: E731
            api = lambda each=each, session=session: session.api(f"/api/v1/cases/{next(each)}/")  # noqa: E731
            page = lambda each=each, session=session: session.get(f"/cases/{next(each)}/")  # noqa: E731
            for what, work in (("API case", api), ("case page", page)):
                session.refill()
                times, under = beside(work, bare)
                session.refill()
                again, whole = beside(work, audited, pairs=60)
                self.note(
                    what,
                    size,
                    times,
                    under,
                    queries=self._queries(work),
                    against_audited=round(again.p50 / whole.p50, 2),
                    audited_p50=round(whole.p50, 3),
                )

    def names(self) -> None:
        from benchmarks.search import Searches

        for size in ("large", "tiny"):
            session, searches = self.sessions[size], Searches(self, size)
            for kind, texts in searches.texts().items():
                each, again = cycle(texts), cycle(texts)
                times, bare = beside(
                    lambda each=each, session=session: session.search(next(each)),
                    lambda again=again, searches=searches: searches.bare(next(again)),
                )
                found = sum(bool(searches.bare(text)) for text in texts)
                self.note(
                    f"search: {kind}",
                    size,
                    times,
                    bare,
                    answered=f"{found} of {len(texts)}",
                    queries=self._queries(lambda: session.search(texts[0])),
                )

    def figures(self) -> None:
        for size in ("large", "tiny"):
            session = self.sessions[size]
            page = partial(session.get, "/dashboard/")
            self.note(
                "dashboard",
                size,
                measure(page),
                measure(self.bare[size].dashboard),
                queries=self._queries(page),
                bytes=len(page()),
            )

    def work(self) -> None:
        for size, session in self.sessions.items():
            page = partial(session.get, "/")
            self.note("my work", size, measure(page), queries=self._queries(page))
        for name in ("dat-msdhs", "fap-fund", "pay-fund", "shg-shelter-1400"):
            page = partial(Session(name).get, "/")
            self.note("my work", name, measure(page), queries=self._queries(page))
        for name in ("pol-police-large", "pol-police-tiny", "dat-msdhs"):
            session = Session(name)
            for what, ask in (
                ("limits", partial(session.get, "/clocks/")),
                ("API limits", partial(session.api, "/api/v1/clocks/")),
            ):
                session.refill()
                self.note(what, name, measure(ask), queries=self._queries(ask))

    def others(self) -> None:
        """The other lists, as pages of those who use them most."""
        pairs = [("pol-police-large", "people"), ("pol-police-large", "suspects"), ("pol-police-large", "assignments"),
                 ("dat-msdhs", "identification-decisions"), ("fap-fund", "fund-payments"), ("pay-fund", "fund-payments"),
                 ("shg-shelter-1400", "placements"), ("hot-hotline", "reports")]  # fmt: skip
        for name, slug in pairs:
            session = Session(name)
            self._other_list(session, name, slug, self._an_hour_before_the_newest(slug))
        case = self.cases["large"][0]
        session = self.sessions["large"]
        session.refill()
        for slug in ("people", "suspects"):
            api = partial(session.api, f"/api/v1/{slug}/?case={case}")
            self.note(f"API list of {slug} of a case", "large", measure(api), queries=self._queries(api))

    def _other_list(self, session: Session, name: str, slug: str, since: str) -> None:
        """As a page, over the API, and as whoever keeps a copy asks: what has changed in the last hour, and since."""
        asks = {
            f"HTML list of {slug}": partial(session.get, f"/{slug}/"),
            f"API list of {slug}": partial(session.api, f"/api/v1/{slug}/"),
            f"API {slug} changed in an hour": partial(session.api, f"/api/v1/{slug}/?updated_since={since}"),
            f"API {slug}, none changed": partial(session.api, f"/api/v1/{slug}/?updated_since=2100-01-01T00:00:00Z"),
        }
        for what, ask in asks.items():
            session.refill()
            self.note(what, name, measure(ask), queries=self._queries(ask))

    def _an_hour_before_the_newest(self, slug: str) -> str:
        from actip.records import catalogue

        moment = "to_char((max(updated_at) - interval '1 hour') AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
        return self.bare["large"].rows(f"SELECT {moment} FROM {catalogue.get(slug).table}")[1][0][0]

    def security(self) -> None:
        from benchmarks.security import Switch

        for size, session in self.sessions.items():
            switch = Switch(session)
            session.refill()
            statements = switch.statements(partial(session.api, "/api/v1/cases/"))
            on, off = beside(
                partial(switch.run, "default", statements), partial(switch.run, "owner", statements), pairs=200
            )
            self.note(
                "list statements, row security on / off",
                size,
                on,
                off_p50=round(off.p50, 3),
                ratio=round(on.p50 / off.p50, 3),
                queries=len(statements),
            )
            each = cycle(self.cases[size])
            for what, request in (
                ("list", partial(session.api, "/api/v1/cases/")),
                ("case", lambda each=each, session=session: session.api(f"/api/v1/cases/{next(each)}/")),
            ):
                on, off, ratio = switch.requests(request)
                self.note(
                    f"API {what}, row security on / off", size, on, off_p50=round(off.p50, 3), ratio=round(ratio, 3)
                )

    def _queries(self, work) -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            work()
        return len(captured)


PARTS = ("lists", "one", "names", "figures", "work", "others", "security")

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("matters", type=int)
    parser.add_argument("--only", nargs="*", default=PARTS, choices=PARTS)
    given = parser.parse_args()
    os.environ["LOG_LEVEL"] = "ERROR"
    places.set_up(places.database(given.matters))
    from django.test.utils import override_settings

    with override_settings(ROOT_URLCONF="benchmarks.urls", DEBUG=False):
        run = Run(given.matters)
        for part in given.only:
            getattr(run, part)()
    json.dump(run.found, sys.stdout)
