"""Prints recall and precision of matching names on labelled pairs: `python -m benchmarks.matching [--missed]`.

The pairs stand in tests/data/same_names.csv, composed by tests/data/make_same_names.py. Rules were tuned on the part `tune`
alone; the figures that count are those of the part that was held out. No database is needed: the blind index compares
hashes of the same tokens.
"""

import csv
import sys
from collections import Counter
from pathlib import Path

from actip.thai import alike

PAIRS = Path(__file__).parents[1] / "tests" / "data" / "same_names.csv"


def pairs(part: str = "") -> list[dict[str, str]]:
    """The labelled pairs of a part, or all: kind, one, other, same (yes or no), part."""
    with PAIRS.open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if part in ("", row["part"])]


def measured(rows: list[dict[str, str]]) -> tuple[float, float, list[dict[str, str]]]:
    """Recall, precision, and the pairs that were judged wrongly with the reason given."""
    judged = [row | {"reason": alike.compare(row["one"], row["other"])} for row in rows]
    found = [row for row in judged if row["reason"]]
    right = [row for row in found if row["same"] == "yes"]
    wrong = [row for row in judged if (row["same"] == "yes") != bool(row["reason"])]
    return len(right) / sum(row["same"] == "yes" for row in rows), len(right) / max(len(found), 1), wrong


def main() -> None:
    for part in ("tune", "held_out"):
        rows = pairs(part)
        recall, precision, wrong = measured(rows)
        same = sum(row["same"] == "yes" for row in rows)
        print(
            f"{part:9} {len(rows)} pairs, {same} the same, {len(rows) - same} not: recall {recall:.3f}, precision {precision:.3f}"
        )
        print("          judged wrongly:", dict(Counter(f"{row['kind']} ({row['same']})" for row in wrong)))
        if "--missed" in sys.argv and part == "tune":  # what is held out is not looked at
            for row in wrong:
                print("   ", row["kind"], "|", row["one"], "|", row["other"], "|", row["reason"] or "not found")


if __name__ == "__main__":
    main()
