"""The page of a unit's reading drive, with its forms."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField, TextAreaField

from core import clock as time
from core.accounts.access import requires
from core.web import request as web_request
from core.web.fields import DayField, needed
from core.web.forms import KeyedForm, carry_out, status_of
from plugins.training.permissions import Perm
from plugins.training.plan.forms import at_most
from plugins.training.reading import queries, services
from plugins.training.reading.services import Event
from plugins.training.who import YEARS, may_edit, unit_of

bp = Blueprint(
    "training_reading",
    __name__,
    url_prefix="/w/<int:code>/training/units/<uuid:unit_id>/<int:year>/reading",
    template_folder="../templates",
)


class BookForm(KeyedForm):
    """A book."""

    title = StringField(_("书名"), [needed(_("请填写书名。")), at_most(100)])
    author = StringField(_("作者"), [at_most(60)])


class NoteForm(KeyedForm):
    """A note on a book."""

    book = SelectField(_("书"), [needed(_("请选择书。"))])
    words = TextAreaField(_("读书笔记"), [needed(_("请填写笔记。")), at_most(5000)])


class EventForm(KeyedForm):
    """An event."""

    held_on = DayField(_("活动日期"), [needed(_("请填写活动日期。"))], default=time.today)
    name = StringField(_("活动名称"), [needed(_("请填写活动名称。")), at_most(100)])
    place = StringField(_("地点"), [at_most(60)])
    about = TextAreaField(_("活动情况"), [at_most(2000)])


@bp.route("", methods=["GET", "POST"])
@requires(Perm.READ)
def show(code: int, unit_id: UUID, year: int) -> ResponseReturnValue:
    """Books with notes, and events; which form was sent says its button."""
    reader, actor = web_request.reading(), web_request.actor()
    if year not in YEARS:
        abort(404)
    unit = unit_of(reader, actor, unit_id)
    books = queries.books_of(reader, unit_id, year)
    sent = request.form.get("act", "") if request.method == "POST" else ""
    if request.method == "POST" and sent not in {"book", "note", "event"}:
        abort(400)
    book, note, event = (
        made() if sent == name else made(formdata=None)
        for name, made in (("book", BookForm), ("note", NoteForm), ("event", EventForm))
    )
    note.book.choices = [(str(each.id), each.title) for each in books]
    kept = {"book": _add_book, "note": _add_note, "event": _add_event}
    form = {"book": book, "note": note, "event": event}.get(sent)
    if form is not None and form.validate() and kept[sent](form, unit_id, year):
        flash(gettext("已登记。"))
        return redirect(url_for(".show", code=code, unit_id=unit_id, year=year), 303)
    own = services.may_note(actor, unit_id)
    page = render_template(
        "training/reading.html",
        unit=unit,
        year=year,
        books=books,
        notes=queries.notes_of(reader, books) if own else {},
        counts=queries.count_notes(reader, books),
        events=queries.events_of(reader, unit_id, year),
        forms=(book, note, event),
        may_edit=may_edit(actor, unit_id),
        may_note=own,
    )
    return page, status_of(book, note, event)


def _add_book(form: BookForm, unit_id: UUID, year: int) -> bool:
    actor, title, author = web_request.actor(), str(form.title.data).strip(), str(form.author.data or "").strip()
    return carry_out(form, lambda writer: services.add_book(writer, actor, unit_id, year, title, author)) is not None


def _add_note(form: NoteForm, unit_id: UUID, year: int) -> bool:
    actor, book, words, key = web_request.actor(), UUID(form.book.data), str(form.words.data), str(form.key.data)
    return carry_out(form, lambda writer: services.note(writer, actor, book, words.strip(), key)) is not None


def _add_event(form: EventForm, unit_id: UUID, year: int) -> bool:
    actor, day, key = web_request.actor(), form.held_on.data, str(form.key.data)
    assert day is not None  # needed
    if day.year != year:
        form.held_on.errors = [gettext("活动日期应当在%(year)d年。", year=year)]
        return False
    words = [str(form[name].data or "").strip() for name in ("name", "place", "about")]
    return (
        carry_out(form, lambda writer: services.add_event(writer, actor, unit_id, Event(day, *words), key)) is not None
    )
