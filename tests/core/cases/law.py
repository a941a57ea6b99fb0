"""A measure whose cases run real limits of the catalogue: what each makes of silence is one act of the law."""

from __future__ import annotations

from core import plugins
from core.contracts import CaseKind, Lapse, PluginInfo, Silence, State, Transition
from core.deadlines.rules import DeadlineRule, Effect
from core.hookspecs import hookimpl
from tests.core.cases.toys import ACT, Do, begun

SILENT = "law.silent"
STATES = {"accepted": "accepted", "renewed": "renewed", "abandoned": "abandoned"}
STATES |= dict.fromkeys(("consent", "unpaid", "undecided", "released", "passed"), "=")


def effects() -> dict[str, Effect]:
    """Code → what silence is taken for, of every limit of the catalogue that says so."""
    found: dict[str, Effect] = {}
    for rule in plugins.registry().rules:
        if rule.effect is not None:
            found[rule.code] = rule.effect
    return found


def act_of(code: str, effect: Effect) -> Transition:
    target = STATES[effect.deemed]
    ends = () if effect.goes_on else (Lapse(code),)
    return Transition(code, code, ("open",), target, "", Do, f"{code}的条文", clocks=ends, by_system=True)


def kind(known: dict[str, Effect]) -> CaseKind:
    acts = tuple(act_of(code, effect) for code, effect in known.items() if not effect.flag)
    return CaseKind(
        code=SILENT,
        label="默事",
        series="默",
        initial="open",
        states=(
            State("open", "在办", "办理中"),
            State("accepted", "视为受理", "办理中"),
            State("renewed", "视为延续", "已办结", final=True),
            State("abandoned", "视为放弃", "已办结", final=True),
        ),
        transitions=acts,
        opening=begun(known),
        opening_article="样法3",
        silences=tuple(Silence(act.code, act.code, lambda case, on: Do(version=case.version, on=on)) for act in acts),
        answerable=False,
        read=ACT,
    )


class Law:
    """The plugin, over the rules that are installed when it is made."""

    def __init__(self) -> None:
        self.kind = kind(effects())

    @hookimpl
    def register_plugin(self) -> PluginInfo:
        return PluginInfo("law", "法", "法", "0")

    @hookimpl
    def register_case_kinds(self) -> tuple[CaseKind, ...]:
        return (self.kind,)


def with_effect() -> list[DeadlineRule]:
    """Every version of a limit that says what silence is taken for; one whose length each case gives has none here."""
    return [rule for rule in plugins.registry().rules if rule.effect is not None and rule.length is not None]
