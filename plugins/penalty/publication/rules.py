"""Rules of publication, pure: what may be published, and what must be taken down (行政处罚法 48)."""

from __future__ import annotations

from core.errors import Problem
from core.i18n import N_
from plugins.penalty.ordinary.rules import Facts
from plugins.penalty.publication import commands as cmd


def publishable(facts: Facts) -> list[Problem]:
    """Decided and served, not overturned, and not on its way already."""
    problems = []
    if facts.served_on is None:
        problems.append(Problem(N_("决定书还没有送达，不能公开。")))
    if facts.overturned:
        problems.append(Problem(N_("决定已被变更、撤销、确认违法或者无效，不能公开（行政处罚法48②）。")))
    if facts.publication:
        problems.append(Problem(N_("已经起草或者公开。")))
    return problems


def publish(facts: Facts, command: cmd.Publish) -> list[Problem]:
    """What its social impact is, and a summary that names nobody needlessly."""
    return [
        Problem(message, name)
        for name, typed, message in (
            ("impact", command.impact, N_("请写明有什么社会影响（行政处罚法48①）。")),
            ("summary", command.summary, N_("请写明公开的内容。")),
        )
        if not typed.strip()
    ]


def published(facts: Facts) -> list[Problem]:
    """Something is to be taken down."""
    return [] if facts.publication else [Problem(N_("没有公开这一决定。"))]


def take_down(facts: Facts, command: cmd.TakeDown) -> list[Problem]:
    """The reason, which everybody reads (48②)."""
    return [] if command.reason.strip() else [Problem(N_("请写明撤回的理由，读者会看到。"), "reason")]
