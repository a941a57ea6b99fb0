"""Pages of letters: the thread of a case for staff and for the party, what waits for an answer, the templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from uuid import UUID

from flask import Blueprint, abort, after_this_request, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import clock, plugins
from core.accounts.access import public, requires
from core.accounts.actor import Actor
from core.accounts.permissions import Perm
from core.cases.models import Case
from core.db import ScopedSession, new_id
from core.errors import DomainError, NotFound, Problem
from core.files.kinds import tidy_name
from core.files.services import Kept
from core.files.web import incoming, keep, send
from core.i18n import N_
from core.letters import queries, rules, services
from core.letters.forms import CloseForm, OfficeLetterForm, PartyLetterForm, RecallForm, TemplateForm
from core.letters.models import Letter
from core.letters.queries import Key
from core.notes.queries import of_case as notes_of
from core.notices import queries as notices
from core.notices import services as telling
from core.notices.channels import SMS
from core.notices.forms import ConsentForm
from core.notices.web import after_answer
from core.organisations.rules import APPLY, READ
from core.tenancy.models import Unit
from core.web import request as web_request
from core.web.filters import problem_words
from core.web.forms import KeyedForm, carry_out, status_of
from core.web.lists import case_url, kept, kinds_on
from core.web.party import acting, member_of, own_case
from core.web.workspace import staff_case

staff = Blueprint("letters", __name__, url_prefix="/w/<int:code>")
party = Blueprint("party_letters", __name__, url_prefix="/t/<int:code>/case/<uuid:case_id>/letters")
templates = Blueprint("letter_templates", __name__, url_prefix="/w/<int:code>/admin/letters")


@staff.get("/letters")
@requires(Perm.WRITE_LETTERS)
def waiting(code: int) -> ResponseReturnValue:
    """Letters that wait for an answer, the longest waiting first."""
    reader, actor = web_request.reading(), web_request.actor()
    rows, after = queries.worklist(reader, actor, kinds_on(), _after())
    key = f"{after[0].astimezone(dt.UTC).replace(tzinfo=None).isoformat()}_{after[1]}" if after else ""
    return render_template(
        "letters/waiting.html",
        rows=rows,
        now=clock.now(),
        first_url=url_for("letters.waiting", code=code) if "after" in request.args else "",
        next_url=url_for("letters.waiting", code=code, after=key) if key else "",
    )


@staff.route("/cases/<uuid:case_id>/letters", methods=["GET", "POST"])
@requires(Perm.WORK)
def thread(code: int, case_id: UUID) -> ResponseReturnValue:
    """The thread of a case: read it, and write to the party."""
    found, actor = _threaded(case_id), web_request.actor()
    may_write = actor.visiting is None and actor.may(Perm.WRITE_LETTERS, found.unit_id)
    if request.method == "POST" and not may_write:
        abort(403)
    offered = queries.offered(web_request.reading(), found.state)
    form = OfficeLetterForm()
    form.offer(offered)
    if request.method == "POST" and "use" in request.form:
        chosen = next((one for one in offered if one.code == form.template.data), None)
        if chosen is not None:
            form.use(chosen, slots_of(found))
    elif form.validate_on_submit() and _send(form, actor, found.id, form.to_text):
        flash(gettext("信已发出。10分钟内对方还没有看的，可以撤回。"))
        return redirect(url_for("letters.thread", code=code, case_id=case_id, **kept()), 303)  # type: ignore[arg-type]
    if may_write and queries.has_unread(web_request.reading(), case_id, by_party=False):
        after_this_request(after_answer(lambda session: services.read(session, case_id, by_party=False)))
    return _staff_page(found, actor, form, CloseForm(), may_write=may_write)


@staff.post("/cases/<uuid:case_id>/letters/close")
@requires(Perm.WORK)
def close(code: int, case_id: UUID) -> ResponseReturnValue:
    """Say why no further answer is needed."""
    found, actor, form = _threaded(case_id), web_request.actor(), CloseForm()
    if not actor.may(Perm.WRITE_LETTERS, found.unit_id):
        abort(403)
    if form.validate_on_submit():
        key, reason = str(form.key.data), str(form.reason.data)
        if carry_out(form, lambda session: services.close(session, actor, case_id, reason, key)):
            flash(gettext("已说明不需要再答复，当事人能看到。"))
            return redirect(url_for("letters.thread", code=code, case_id=case_id), 303)
    fresh = OfficeLetterForm(formdata=None)
    fresh.offer(queries.offered(web_request.reading(), found.state))
    return _staff_page(found, actor, fresh, form, may_write=True)


@staff.post("/cases/<uuid:case_id>/letters/<uuid:letter_id>/recall")
@requires(Perm.WORK)
def recall(code: int, case_id: UUID, letter_id: UUID) -> ResponseReturnValue:
    """Take one's own letter back."""
    found, actor = _threaded(case_id), web_request.actor()
    if not actor.may(Perm.WRITE_LETTERS, found.unit_id):
        abort(403)
    return _recall(actor, case_id, letter_id, url_for("letters.thread", code=code, case_id=case_id))


@staff.get("/cases/<uuid:case_id>/letters/files/<uuid:enclosure_id>")
@requires(Perm.WORK)
def file(code: int, case_id: UUID, enclosure_id: UUID) -> ResponseReturnValue:
    """What went with a letter."""
    return _file(web_request.reading(), staff_case(case_id), enclosure_id)


def _threaded(case_id: UUID) -> Case:
    """A case whose party has letters of it; 404 for every other."""
    found = staff_case(case_id)
    if not plugins.registry().case_kinds[found.kind].letters:
        abort(404)
    return found


@party.route("", methods=["GET", "POST"])
@public
def own(code: int, case_id: UUID) -> ResponseReturnValue:
    """The thread as the party reads it, and where they write."""
    found, form = own_case(case_id, APPLY if request.method == "POST" else READ), PartyLetterForm()
    actor = acting(found)
    if form.validate_on_submit() and _send(form, actor, found.id, form.to_text):
        flash(gettext("信已发出，办理机关会答复您。10分钟内对方还没有看的，可以撤回。"))
        return redirect(url_for("party_letters.own", code=code, case_id=case_id), 303)
    return _party_page(found, form, ConsentForm(formdata=None))


@party.post("/<uuid:letter_id>/recall")
@public
def take_back(code: int, case_id: UUID, letter_id: UUID) -> ResponseReturnValue:
    """Take one's own letter back."""
    found = own_case(case_id)
    return _recall(acting(found), case_id, letter_id, url_for("party_letters.own", code=code, case_id=case_id))


@party.get("/files/<uuid:enclosure_id>")
@public
def own_file(code: int, case_id: UUID, enclosure_id: UUID) -> ResponseReturnValue:
    """What went with a letter."""
    return _file(web_request.private_reading(), own_case(case_id, READ), enclosure_id)


@party.post("/notices")
@public
def consent(code: int, case_id: UUID) -> ResponseReturnValue:
    """Agree to short messages about this case, or take it back."""
    found, form = own_case(case_id), ConsentForm()
    if not form.validate_on_submit():
        return _party_page(found, PartyLetterForm(formdata=None), form)
    actor, wanted = acting(found), form.agree.data == "yes"
    with web_request.writing() as writer:
        (telling.agree if wanted else telling.withdraw)(writer, actor, case_id, SMS)
    flash(gettext("已同意用短信告知进展，随时可以在这里取消。") if wanted else gettext("已取消短信告知。"))
    return redirect(url_for("party_letters.own", code=code, case_id=case_id), 303)


@templates.get("")
@requires(Perm.LETTER_TEMPLATES)
def index(code: int) -> ResponseReturnValue:
    """The templates of the township."""
    return render_template("letters/templates.html", rows=queries.templates(web_request.reading()), states=_states())


@templates.route("/<name>", methods=["GET", "POST"])
@requires(Perm.LETTER_TEMPLATES)
def edit(code: int, name: str) -> ResponseReturnValue:
    """Write one: an existing one by its code, a new one under ``new``."""
    known = next((one for one in queries.templates(web_request.reading()) if one.code == name), None)
    if known is None and name != "new":
        abort(404)
    given = None
    if known is not None:
        given = {field: getattr(known, field) for field in ("title", "body", "states", "wants_reply", "active")}
    form = TemplateForm(_states(), data=given)
    if form.validate_on_submit():
        key = name if known is not None else f"own-{form.key.data or new_id().hex}"
        actor = web_request.actor()
        if carry_out(form, lambda session: services.keep_template(session, actor, key, form.to_wording())):
            flash(gettext("模板已保存。"))
            return redirect(url_for("letter_templates.index", code=code), 303)
    page = render_template("letters/template.html", form=form, known=known, slots=rules.SLOTS)
    return page, status_of(form)


def _send(form: KeyedForm, actor: Actor, case_id: UUID, to_text: Callable[[Sequence[Kept]], services.Text]) -> bool:
    """Store what goes with a letter, then write it; one file that is refused stops the letter, and is named."""
    taken: list[Kept] = []
    problems: list[Problem] = []
    uploads = list(incoming("files"))
    if len(uploads) > rules.FILES:
        problems.append(Problem(N_("附件最多%(count)d个。"), "files", {"count": rules.FILES}))
        uploads = []
    for upload in uploads:
        try:
            taken.append(keep(upload))
        except DomainError as error:
            problems += [_refused(upload.name, problem) for problem in error.problems]
    if problems:
        form.add_problems(problems)
        return False
    key = str(form.key.data)
    return carry_out(form, lambda session: services.write(session, actor, case_id, to_text(taken), key)) is not None


def _refused(name: str, problem: Problem) -> Problem:
    return Problem(
        N_("“%(name)s”没有收下：%(words)s"), "files", {"name": tidy_name(name), "words": problem_words(problem)}
    )


def _staff_page(
    found: Case, actor: Actor, form: OfficeLetterForm, closing: CloseForm, *, may_write: bool
) -> ResponseReturnValue:
    reader = web_request.reading()
    rows = queries.of_case(reader, found.id)
    page = render_template(
        "letters/thread.html",
        case=found,
        letters=rows,
        files=queries.files_of(reader, rows),
        turn=queries.turn_of(reader, found.id),
        mine=_mine(rows, actor),
        form=form,
        closing=closing,
        recalling=RecallForm(formdata=None),
        may_write=may_write,
        case_url=case_url(found),
        kept=kept(),
        notes=len(notes_of(reader, actor, found.id)),
    )
    return page, status_of(form, closing)


def _party_page(found: Case, form: PartyLetterForm, consenting: ConsentForm) -> ResponseReturnValue:
    reader, case_id = web_request.private_reading(), found.id  # the row is not at hand any more after the answer
    if queries.has_unread(reader, case_id, by_party=True):
        after_this_request(after_answer(lambda session: services.read(session, case_id, by_party=True)))
    rows = queries.of_case(reader, found.id)
    ours = member_of(found)
    may_write = ours is None or ours.may(APPLY)
    page = render_template(
        "letters/own.html",
        case=found,
        letters=rows,
        files=queries.files_of(reader, rows),
        turn=queries.turn_of(reader, found.id),
        mine=_mine(rows, acting(found)) if may_write else set(),
        may_write=may_write,
        form=form,
        recalling=RecallForm(formdata=None),
        consenting=consenting,
        agreed=SMS in notices.consents(reader, found.id),
        consent_words=telling.CONSENT,
        reachable=bool(plugins.registry().matters["case"].telephone(reader, found.id)),
    )
    return page, status_of(form, consenting)


def _mine(rows: Sequence[Letter], actor: Actor) -> set[UUID]:
    """The letters this reader may still take back."""
    now = clock.now()
    return {row.id for row in rows if row.author_id == actor.account_id and rules.recallable(row.entry, now)}


def _recall(actor: Actor, case_id: UUID, letter_id: UUID, back: str) -> ResponseReturnValue:
    if not RecallForm().validate_on_submit():
        abort(400)
    try:
        with web_request.writing() as writer:
            services.recall(writer, actor, case_id, letter_id)
    except DomainError as error:
        flash(" ".join(problem_words(problem) for problem in error.problems), "error")
    except NotFound:
        abort(404)
    else:
        flash(gettext("信已撤回，对方看不到内容。"))
    return redirect(back, 303)


def _file(reader: ScopedSession, found: Case, file_id: UUID) -> ResponseReturnValue:
    row = queries.file_of(reader, found.id, file_id)
    if row is None:
        abort(404)
    return send(row, web_request.store())


def slots_of(found: Case) -> dict[str, str]:
    """What the slots of a template are filled with for a case."""
    unit = web_request.reading().get_one(Unit, (found.tenant_id, found.unit_id))
    settings = web_request.tenant().settings
    return {
        "编号": found.number,
        "事项": found.title,
        "单位": unit.name,
        "电话": str(settings.get("phone", "")),
        "期限": found.due_on.isoformat() if found.due_on else gettext("没有进行中的时限"),
    }


def _states() -> dict[str, str]:
    """The states of the kinds that are on: code → label."""
    kinds = [kind for code, kind in plugins.registry().case_kinds.items() if code in kinds_on()]
    return {state.code: state.label for kind in kinds for state in kind.states}


def _after() -> Key | None:
    try:
        at, case_id = request.args["after"].split("_")
        return dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC), UUID(case_id)
    except (KeyError, ValueError, OverflowError):
        return None
