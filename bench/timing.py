"""Timing on a machine that others use too: pairs of runs, one after the other, and the median of their ratios."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable

Work = Callable[[], object]
SHORTEST = 0.02


def seconds(work: Work, times: int) -> float:
    """Processor seconds of this process for `times` runs: what neighbours do hardly shows in them."""
    begun = time.process_time()
    for _ in range(times):
        work()
    return time.process_time() - begun


def repetitions(work: Work) -> int:
    """How many runs last long enough to be told from the clock's own grain."""
    times = 1
    while seconds(work, times) < SHORTEST:
        times *= 2
    return times


def ratio(ours: Work, theirs: Work, pairs: int) -> float:
    """The median of `ours` divided by `theirs`, each pair measured back to back, in turned order every other time."""
    for work in (ours, theirs):
        work()
    our_times, their_times = repetitions(ours), repetitions(theirs)
    found = []
    for number in range(pairs):
        if number % 2:
            other = seconds(theirs, their_times) / their_times
            own = seconds(ours, our_times) / our_times
        else:
            own = seconds(ours, our_times) / our_times
            other = seconds(theirs, their_times) / their_times
        found.append(own / other)
    return statistics.median(found)


def nearest(values: list[float], share: float) -> float:
    """The value below which `share` of the values lie (0.95: the p95)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share) - 1)]
