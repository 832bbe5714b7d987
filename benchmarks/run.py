"""Measure the databases that make_matters.py made and print one table: `python benchmarks/run.py --sizes 10000 1000000`.

Each size is measured in a process of its own, on its own database. The figures are kept as JSON in benchmarks/results/.
What is measured and what is included: README.md beside this file.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import core, places  # noqa: E402
from benchmarks.measure import PARTS  # noqa: E402

RESULTS = Path(__file__).parent / "results"
# What the project wants at the largest size: (what, column, at most) or, with a minus, at least.
WANTED = [
    ("API list", "against_bare", 2.5),
    ("API list", "stock_against", -15),
    ("API case", "against_bare", 4),
    ("API case", "against_audited", 4),
    ("HTML list", "against_bare", 6),
    ("API list, row security on / off", "ratio", 1.10),
    ("API case, row security on / off", "ratio", 1.10),
]
SLOPE = 2.0
# What that is wanted of; of the lists measured besides it is told.
NAMED = ("API list (", "HTML list (", "API case (", "case page (", "search: ", "dashboard (")
# Of more records more change in an hour.
NOT_SLOPED = ("case page of", "list statements", "row security", "changed in an hour")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[10_000, 1_000_000])
    parser.add_argument("--only", nargs="*", default=PARTS, choices=PARTS)
    given = parser.parse_args()
    for size in given.sizes:
        if not places.exists(places.admin(), places.database(size)):
            sys.exit(f"There is no {places.database(size)} yet: python benchmarks/make_matters.py {size}")
        places.bring_up_to_date(places.database(size))
    begun = datetime.now(UTC)
    load = [os.getloadavg()[0]]
    found = {}
    with core.shared() as placed:
        for size in given.sizes:
            command = [sys.executable, str(Path(__file__).with_name("measure.py")), str(size), "--only", *given.only]
            done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
            found[size] = json.loads(done.stdout)
            load.append(os.getloadavg()[0])
    text = told(found, begun, load, placed)
    print(text)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "last.json").write_text(json.dumps({"at": begun.isoformat(), "load": load, "found": found}, indent=1))
    (RESULTS / "last.txt").write_text(text)


def told(found: dict[int, list[dict]], begun: datetime, load: list[float], placed: str) -> str:
    """The table, and beside each goal whether it was met."""
    first, last = min(found), max(found)
    lines = [
        f"ACTIP Case Tracker, {begun:%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, Python {platform.python_version()},"
        f" PostgreSQL {_server()}; load average {' '.join(f'{value:.1f}' for value in load)}",
        f"Milliseconds. Requests: Django's in-process client, the whole middleware, one database connection. {placed}",
        "",
        f"{'':44}{'agency':17}"
        + "".join(f"{f'{size:,} p50':>15}{'p95':>8}" for size in sorted(found))
        + f"{'growth':>8}{'bare p50':>10}{'x bare':>8}{'fast':>6}{'stock':>9}{'x stock':>8}{'queries':>8}",
    ]
    earlier = {(line["what"], line["agency"]): line for line in found[first]}
    for line in found[last]:
        before = earlier.get((line["what"], line["agency"]), line)
        row = f"{line['what'][:43]:44}{line['agency']:17}"
        for each in (before, line) if first != last else (line,):
            row += f"{each['p50']:15.2f}{each['p95']:8.1f}"
        row += f"{line['p50'] / before['p50']:8.2f}"
        row += _cell(line, "bare_p50", 10, ".2f") if "bare_p50" in line else _cell(line, "off_p50", 10, ".2f")
        row += _cell(line, "against_bare", 8, ".2f") if "against_bare" in line else _cell(line, "ratio", 8, ".2f")
        lines.append(
            row
            + _cell(line, "stock_p50", 9, ".1f")
            + _cell(line, "stock_against", 8, ".1f")
            + _cell(line, "queries", 8, "d")
        )
    return "\n".join([*lines, "", *_verdicts(found[last], earlier, last), ""])


def _cell(line: dict, name: str, width: int, shape: str) -> str:
    return f"{line[name]:{width}{shape}}" if name in line else " " * width


def _verdicts(lines: list[dict], earlier: dict, size: int) -> list[str]:
    """Each goal with the worst of the agencies."""
    found = [f"Wanted at {size:,}:"]
    for what, column, limit in WANTED:
        values = [line[column] for line in lines if line["what"] == what and column in line]
        if not values:
            continue
        least = limit < 0
        worst = min(values) if least else max(values)
        is_met = worst >= -limit if least else worst <= limit
        found.append(
            f"  {'met   ' if is_met else 'MISSED'}  {what}, {column} {'>=' if least else '<='} {abs(limit)}: worst {worst}"
        )
    slow = {
        f"{line['what']} ({line['agency']})": line["p50"] / earlier[line["what"], line["agency"]]["p50"]
        for line in lines
        if (line["what"], line["agency"]) in earlier and not any(word in line["what"] for word in NOT_SLOPED)
    }
    named = {name: value for name, value in slow.items() if name.startswith(NAMED)}
    over = {name: value for name, value in slow.items() if value > SLOPE}
    found.append(
        f"  {'met   ' if over.keys().isdisjoint(named) else 'MISSED'}  every one within {SLOPE:.0f}x of its own time at the smaller size:"
        f" worst {max(named.values(), default=0):.2f}"
    )
    return found + [f"{'' if name in named else 'besides':>15}  {name}: {value:.2f}" for name, value in over.items()]


def _server() -> str:
    return places.run(places.admin(), "SHOW server_version")[0][0].split()[0]


if __name__ == "__main__":
    main()
