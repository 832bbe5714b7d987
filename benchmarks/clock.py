"""Timing: warm up, measure, give the middle and the slow end."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field

CALLS, WARM = 80, 20
BUDGET = 12.0  # seconds for one measurement; slow ones make fewer calls, at least FEWEST
FEWEST = 5


@dataclass
class Times:
    """Milliseconds of the measured calls."""

    calls: list[float] = field(default_factory=list)

    @property
    def p50(self) -> float:
        return statistics.median(self.calls)

    @property
    def p95(self) -> float:
        return sorted(self.calls)[max(0, round(0.95 * len(self.calls)) - 1)]

    @property
    def p05(self) -> float:
        """The fast end: what a call takes while the machine does nothing else."""
        return sorted(self.calls)[round(0.05 * len(self.calls))]

    def told(self) -> dict:
        return {
            "p05": round(self.p05, 3),
            "p50": round(self.p50, 3),
            "p95": round(self.p95, 3),
            "calls": len(self.calls),
        }


def once(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def measure(work: Callable[[], object], calls: int = CALLS, warm: int = WARM, budget: float = BUDGET) -> Times:
    """Times of `work`, called `calls` times of which the first `warm` do not count."""
    times, begun = [], time.monotonic()
    gc.collect()
    for _ in range(calls):
        times.append(once(work))
        if time.monotonic() - begun > budget and len(times) > FEWEST:
            break
    counted = times[warm:] if len(times) > warm + FEWEST else times[1:]
    return Times(counted)


def beside(
    one: Callable[[], object], other: Callable[[], object], pairs: int = CALLS, warm: int = WARM
) -> tuple[Times, Times]:
    """Times of two ways of one thing, called in turn so that the noise of the machine falls on both."""
    first, second, begun = [], [], time.monotonic()
    gc.collect()
    for place in range(pairs):
        if time.monotonic() - begun > BUDGET and place > warm + FEWEST:
            break
        order = ((one, first), (other, second))
        for work, times in order if place % 2 else order[::-1]:
            times.append(once(work))
    return Times(first[warm:]), Times(second[warm:])
