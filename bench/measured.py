"""What measurements of reads share: the same work many times, its best and its usual time, beside a peer's."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Report:
    """Figures held against limits; one over its limit makes the run fail."""

    over: list[str] = field(default_factory=list)

    def hold(self, name: str, value: float, limit: float, unit: str = "×") -> None:
        """Print a figure that must not be greater than its limit."""
        good = value <= limit
        print(f"{'ok  ' if good else 'OVER'}  {name}: {value:.2f} {unit} (limit {limit:g} {unit})", flush=True)
        if not good:
            self.over.append(name)

    def reach(self, name: str, value: float, floor: float, unit: str) -> None:
        """Print a figure that must not be less than its floor."""
        good = value >= floor
        print(f"{'ok  ' if good else 'OVER'}  {name}: {value:.0f} {unit} (floor {floor:g} {unit})", flush=True)
        if not good:
            self.over.append(name)

    def end(self) -> None:
        """Exit 1 where something was over its limit."""
        if self.over:
            sys.exit(f"over the limit: {', '.join(self.over)}")


def usual(work: Callable[[], object], times: int = 21) -> float:
    """The median CPU time of a work in milliseconds, its caches warm."""
    took = []
    work()
    for _ in range(times):
        began = time.process_time()
        work()
        took.append((time.process_time() - began) * 1000)
    return statistics.median(took)


def side_by_side(*works: Callable[[], object], times: int = 40) -> list[float]:
    """The best CPU time of each work in milliseconds, taken in turns so that each meets the same machine."""
    best = [float("inf")] * len(works)
    for _ in range(times):
        for place, work in enumerate(works):
            began = time.process_time()
            work()
            best[place] = min(best[place], (time.process_time() - began) * 1000)
    return best
