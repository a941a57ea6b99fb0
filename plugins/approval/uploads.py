"""Uploads of the portal: each material has its own field; what is refused is told there, what is good is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import abort
from wtforms import MultipleFileField

from core.cases import papers
from core.cases.models import Case
from core.db import Scope
from core.errors import DomainError, Problem
from core.files import services as files
from core.files.kinds import tidy_name
from core.files.models import StoredFile
from core.files.web import incoming, keep
from core.i18n import N_
from core.web import request as web_request
from core.web.filters import problem_words
from core.web.forms import KeyedForm
from plugins.approval import queries
from plugins.approval.deferral import pending

Material = Mapping[str, Any]


def with_uploads(form: type[KeyedForm], materials: Iterable[Material]) -> type[KeyedForm]:
    """A form with one field ``file-<code>`` for each of these materials."""
    return type(form.__name__, (form,), {f"file-{row['code']}": MultipleFileField(row["name"]) for row in materials})


def take(
    materials: Sequence[Material], owner_kind: str, owner_id: UUID, place: Callable[[str], str] = str
) -> list[Problem]:
    """Store the uploaded materials one by one; what is refused comes back, by name and at its field.

    Args:
        place: a material's code → where its files are kept.
    """
    problems: list[Problem] = []
    for slot in (material["code"] for material in materials):
        for upload in incoming(f"file-{slot}"):
            try:
                kept = keep(upload)
                with web_request.writing() as writer:
                    files.attach(writer, kept, owner_kind=owner_kind, owner_id=owner_id, slot=place(slot))
            except DomainError as error:
                problems += [_refused(upload.name, slot, problem) for problem in error.problems]
    return problems


def take_corrections(asked: Sequence[Material], case: Case) -> list[Problem]:
    """Store what was asked for; sending nothing at all is a slip, not an answer."""
    problems = take(asked, "case", case.id)
    if asked and not problems and not {row["code"] for row in asked} & since_notice(case).keys():
        return [Problem(N_("请上传要求补正的材料；只有纸质材料的，请到窗口提交。"), f"file-{asked[0]['code']}")]
    return problems


def take_later(owed: Sequence[Material], case: Case) -> tuple[dict[str, list[StoredFile]], list[Problem]]:
    """Store what was promised, apart until it is handed in: what waits there by material, and why some was refused."""
    problems = take(owed, "case", case.id, pending)
    came = {code: rows for code, rows in waiting(case).items() if code in {row["code"] for row in owed}}
    if not came and not problems:
        problems = [Problem(N_("请上传承诺补交的材料；只有纸质材料的，请到窗口提交。"), f"file-{owed[0]['code']}")]
    return came, problems


def waiting(case: Case) -> dict[str, list[StoredFile]]:
    """What was uploaded of what was promised and is not handed in yet, by material."""
    later, found = pending(""), stored("case", case.id)
    return {slot.removeprefix(later): rows for slot, rows in found.items() if slot.startswith(later)}


def remove(written_id: str, draft_id: UUID) -> None:
    """Take a file out of a draft; 404 where the id is none."""
    try:
        file_id = UUID(written_id)
    except ValueError:
        abort(404)
    with web_request.writing() as writer:
        files.detach(writer, file_id, owner_kind="draft", owner_id=draft_id)


def stored(owner_kind: str, owner_id: UUID) -> dict[str, list[StoredFile]]:
    """What is stored by now, by material: read after this request's own writing."""
    with web_request.database().read(Scope.one(web_request.tenant().id)) as reader:
        found = queries.uploads(reader, owner_kind, owner_id)
        reader.expunge_all()
    return found


def since_notice(case: Case) -> dict[str, list[StoredFile]]:
    """What came after the notice 一次性补正告知书, by material."""
    issued = papers.of_case(web_request.private_reading(), case)
    notice = max(paper.issued_at for paper in issued if paper.code == "approval.correction_notice")
    late = {code: [row for row in rows if row.stored_at > notice] for code, rows in stored("case", case.id).items()}
    return {code: rows for code, rows in late.items() if rows}


def _refused(name: str, slot: str, problem: Problem) -> Problem:
    words = problem_words(problem)
    return Problem(N_("“%(name)s”没有收下：%(words)s"), f"file-{slot}", {"name": tidy_name(name), "words": words})
