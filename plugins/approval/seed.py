"""The cases that `xiaoneng seed` copies: each road of an application, from its receipt to where it now stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from core.demo import Stage
from plugins.approval import commands as cmd
from plugins.approval.county import demo as county
from plugins.approval.demo import AID, BOOTH, ELDER, FELL, HOUSE, LEASE, REASONS
from plugins.approval.demo_road import PEOPLE, Road
from plugins.approval.rules import GRANT, REFUSE

# Of so many stencils one stays open, as most of what a township keeps was ended long ago.
OPEN_ONE_IN = 3
# Working days back from today: where closed ones end, how far they reach, and what open ones stand within.
RECENT, REACH, STANDING = 40, 440, 24

Play = Callable[[Road, int], object]


def stencils(stage: Stage, tenant: int, number: int) -> None:
    """Play so many cases in a township, received on different days of the last two years."""
    for place, (item, play, back) in enumerate(islice(_roads(number), number)):
        who = list(PEOPLE)[place % len(PEOPLE)]
        channel = "online" if place % 4 == 1 else "window"
        play(Road(stage, f"stencil{place}", tenant, item, who, stage.back(back), channel=channel), back)


def _roads(number: int) -> Iterator[tuple[str, Play, int]]:
    """Item, road, and how many working days ago it began."""
    for place in range(number):
        if place % OPEN_ONE_IN == 0:
            item, play = OPEN[place // OPEN_ONE_IN % len(OPEN)]
            yield item, play, 1 + place * 7 % STANDING
        else:
            item, play = ENDED[place % len(ENDED)]
            yield item, play, RECENT + place * (REACH - RECENT) // number


def _stay(road: Road, back: int) -> None:
    """Received, and nothing else yet."""


def _accepted(road: Road, back: int) -> Road:
    return road.accept(road.stage.back(back))


def _reviewed(road: Road, back: int) -> Road:
    return _accepted(road, back).review(road.stage.back(max(back - 2, 0)))


def _paused(road: Road, back: int) -> None:
    day = road.stage.back(max(back - 1, 0))
    _accepted(road, back).act(
        day,
        "start_special",
        "handler",
        cmd.StartSpecial,
        ground="专家评审",
        document="专家评审告知书",
        told_on=day,
        expected_days=15,
    )


def _proposed(road: Road, back: int) -> None:
    _reviewed(road, back).act(
        road.stage.back(max(back - 3, 0)), "propose", "station_head", cmd.Propose, decision=GRANT, reasons=REASONS
    )


def _granted(road: Road, back: int) -> None:
    day = road.stage.back
    _reviewed(road, back).decide(day(back - 4), day(back - 6), GRANT, REASONS).deliver(day(back - 8))


def _refused(road: Road, back: int) -> None:
    day = road.stage.back
    _reviewed(road, back).decide(day(back - 12), day(back - 19), REFUSE, "不符合法定条件。").deliver(day(back - 21))


def _late(road: Road, back: int) -> None:
    """Decided after its limit: what the county's figures count as late."""
    day = road.stage.back
    _reviewed(road, back).decide(day(back - 28), day(back - 30), GRANT, REASONS).deliver(day(back - 32))


def _relayed(road: Road, back: int) -> None:
    day = road.stage.back
    _reviewed(road, back).act(day(back - 5), "forward", "station_head", cmd.Forward, opinion="符合条件，建议确认。")
    county.sent(road, day(back - 5))
    county.decided(road, day(back - 12), day(back - 15), GRANT, "经确认符合条件。").deliver(day(back - 16))


def _withdrawn(road: Road, back: int) -> None:
    road.act(road.stage.back(back - 1), "withdraw", "window_clerk", cmd.Withdraw, reason="申请人暂不办理。")


def _not_accepted(road: Road, back: int) -> None:
    road.act(
        road.stage.back(back - 1),
        "refuse_acceptance",
        "window_clerk",
        cmd.RefuseAcceptance,
        ground="not_needed",
        reasons="申请事项依法不需要取得行政许可。",
    )


OPEN: tuple[tuple[str, Play], ...] = (
    (BOOTH, _stay),
    (HOUSE, _accepted),
    (HOUSE, _reviewed),
    (ELDER, _accepted),
    (HOUSE, _paused),
    (FELL, _proposed),
    (AID, _reviewed),
)
ENDED: tuple[tuple[str, Play], ...] = (
    (BOOTH, _granted),
    (ELDER, _withdrawn),
    (AID, _relayed),
    (FELL, _not_accepted),
    (LEASE, _withdrawn),
    (HOUSE, _refused),
    (LEASE, _withdrawn),
    (BOOTH, _not_accepted),
    (LEASE, _granted),
    (HOUSE, _withdrawn),
    (HOUSE, _late),
)
