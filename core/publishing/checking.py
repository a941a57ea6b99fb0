"""What the masking check refuses: numbers that stay without a reason, and attachments that can't go out as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from core.errors import Problem
from core.files.models import StoredFile
from core.i18n import N_
from core.publishing import masking
from core.publishing.attachments import Inside


@dataclass(frozen=True, slots=True)
class Check:
    """What the checker decided.

    Attributes:
        keep: numbers that stay readable → why; every other number is masked.
        looked_at: files without readable words that were looked at page by page.
        inside: file → what a program found in it.
    """

    version: int
    keep: Mapping[str, str] = field(default_factory=dict)
    looked_at: frozenset[UUID] = frozenset()
    inside: Mapping[UUID, Inside] = field(default_factory=dict)

    def of(self, file_id: UUID) -> Inside:
        """What was found in a file; one that nobody looked into counts as unreadable."""
        return self.inside.get(file_id, Inside(readable=False))


def problems(found: Sequence[masking.Finding], attached: Sequence[StoredFile], check: Check) -> list[Problem]:
    """Every reason at once, each at its number or file."""
    return [*_unreasoned(found, check.keep), *_file_problems(attached, check)]


def _unreasoned(found: Sequence[masking.Finding], keep: Mapping[str, str]) -> list[Problem]:
    """Numbers that are to stay: an identity number never, others with a reason."""
    problems = {}
    for finding in found:
        if finding.number not in keep:
            continue
        if finding.kind not in masking.MAY_STAY:
            words = N_("身份证号码不能公开，只能遮盖：%(number)s。")
        elif not keep[finding.number].strip():
            words = N_("保留%(number)s的，请写明理由，例如“值班电话”。")
        else:
            continue
        problems[finding.number] = Problem(words, f"why-{finding.number}", {"number": finding.masked})
    return list(problems.values())


def _file_problems(attached: Sequence[StoredFile], found: Check) -> list[Problem]:
    """What in an attachment can't go out. We don't write into people's files: the author uploads another."""
    problems = []
    for file in attached:
        inside, place, name = found.of(file.id), f"file-{file.id}", {"name": file.name}
        if inside.hidden:
            words = N_("附件“%(name)s”里有看不见的内容：%(hidden)s。请清除后重新上传。")
            problems.append(Problem(words, place, {**name, "hidden": inside.hidden}))
        if numbers := tuple(each.masked for each in inside.findings if each.number not in found.keep):
            words = N_("附件“%(name)s”里有个人号码：%(numbers)s。请在附件里遮盖后重新上传，或者写明保留的理由。")
            problems.append(Problem(words, place, {**name, "numbers": numbers}))
        if not inside.readable and file.id not in found.looked_at:
            words = N_("附件“%(name)s”不能自动检查，请逐页看过以后勾选确认。")
            problems.append(Problem(words, place, name))
    return problems
