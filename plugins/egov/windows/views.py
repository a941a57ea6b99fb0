"""The queue at the counter, its printed number, the hall's screen, and the desk that answers the telephone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.accounts import throttle
from core.accounts.access import public, requires
from core.accounts.actor import Actor
from core.db import ScopedSession
from core.web import request as web_request
from core.web.forms import KeyedForm, carry_out, status_of
from core.web.search import portal_search
from plugins.egov.permissions import Perm
from plugins.egov.windows import earlier, queries, rules, services
from plugins.egov.windows.forms import BookForm, CallForm, EarlierForm, TicketForm
from plugins.egov.windows.models import Booking, Ticket

bp = Blueprint("egov_queue", __name__, url_prefix="/w/<int:code>/queue", template_folder="../templates")
screen = Blueprint("egov_screen", __name__, url_prefix="/t/<int:code>/queue", template_folder="../templates")
DESK, BOOKED = "queue_desk", "booked_visit"
REFRESH_SECONDS = 15
ENDS: Mapping[str, Callable[[ScopedSession, Actor, UUID], Ticket]] = {
    "served": partial(services.end, came=True),
    "absent": partial(services.end, came=False),
    "again": services.recall,
}


@bp.route("/", methods=["GET", "POST"])
@requires(Perm.QUEUE)
def index(code: int) -> ResponseReturnValue:
    """Who waits and who is served; the next one is called here."""
    actor, form = web_request.actor(), CallForm()
    if request.method == "GET":
        form.desk.data = session.get(DESK, "")
    if form.validate_on_submit():
        desk = str(form.desk.data)
        row = carry_out(form, lambda writer: services.call(writer, actor, desk))
        if row is not None:
            session[DESK] = desk
            flash(gettext("请%(no)s号到%(desk)s窗口。", no=row.no, desk=desk))
            return redirect(url_for(".index", code=code), 303)
    page = render_template(
        "egov/queue.html",
        form=form,
        ending=KeyedForm(),
        queue=queries.today(web_request.reading()),
        priorities=rules.PRIORITIES,
        expected=queries.expected(web_request.reading()),
        hours=rules.HOURS,
        bookings=rules.BOOKINGS,
    )
    return page, status_of(form)


@bp.route("/new", methods=["GET", "POST"])
@requires(Perm.QUEUE)
def new(code: int) -> ResponseReturnValue:
    """Give out a number."""
    actor, form = web_request.actor(), TicketForm()
    if form.validate_on_submit():
        errand, priority, key = str(form.errand.data or ""), str(form.priority.data or ""), str(form.key.data)
        row = carry_out(form, lambda writer: services.give(writer, actor, errand, priority, key))
        if row is not None:
            return redirect(url_for(".ticket", code=code, ticket_id=row.id), 303)
    return render_template("egov/ticket_new.html", form=form), status_of(form)


@bp.get("/<uuid:ticket_id>")
@requires(Perm.QUEUE)
def ticket(code: int, ticket_id: UUID) -> ResponseReturnValue:
    """The number on paper, with how long it may take."""
    reader = web_request.reading()
    row, queue = queries.ticket(reader, ticket_id), queries.today(reader)
    ahead = next((place for place, one in enumerate(queue.waiting) if one.id == row.id), 0)
    minutes = rules.share(queue.minutes, ahead, len(queue.waiting))
    return render_template("egov/ticket.html", row=row, ahead=ahead, minutes=minutes, priorities=rules.PRIORITIES)


@bp.post("/<uuid:ticket_id>/<how>")
@requires(Perm.QUEUE)
def end(code: int, ticket_id: UUID, how: str) -> ResponseReturnValue:
    """Served, nobody came, or came late and waits again."""
    actor, form = web_request.actor(), KeyedForm()
    if how not in ENDS:
        abort(404)
    if form.validate_on_submit():
        done = carry_out(form, lambda writer: ENDS[how](writer, actor, ticket_id))
        if done is None:
            flash(" ".join(form.form_errors), "warning")
    return redirect(url_for(".index", code=code), 303)


@bp.post("/bookings/<uuid:booking_id>")
@requires(Perm.QUEUE)
def arrive(code: int, booking_id: UUID) -> ResponseReturnValue:
    """Who booked a visit is here: their number."""
    actor, form = web_request.actor(), KeyedForm()
    if form.validate_on_submit():
        row = carry_out(form, lambda writer: services.arrive(writer, actor, booking_id))
        if row is not None:
            return redirect(url_for(".ticket", code=code, ticket_id=row.id), 303)
        flash(" ".join(form.form_errors), "warning")
    return redirect(url_for(".index", code=code), 303)


@bp.route("/phone", methods=["GET", "POST"])
@requires(Perm.TAKE)
def phone(code: int) -> ResponseReturnValue:
    """The desk of telephone and window: one search over what is published, what somebody said before, and the log.

    What was said before is for who reads voices or serves the queue; whose it is goes into no address.
    """
    words = request.args.get("q", "").strip()[:100]
    results = portal_search(words, 1) if words else None
    actor, form, found = web_request.actor(), None, None
    if actor.may(Perm.VOICES) or actor.may(Perm.QUEUE):
        form = EarlierForm()
        if form.validate_on_submit():
            found = earlier.said(web_request.reading(), actor, str(form.who.data).strip())
    page = render_template("egov/phone.html", words=words, results=results, form=form, found=found)
    return page, 200 if form is None else status_of(form)


@screen.get("/")
@public
def hall(code: int) -> ResponseReturnValue:
    """The hall's screen: which number goes to which window, how many wait, and how long; anew by itself."""
    page = render_template("egov/queue_hall.html", queue=queries.today(web_request.private_reading()))
    return page, {"Refresh": str(REFRESH_SECONDS)}


@screen.route("/book", methods=["GET", "POST"])
@public
def book(code: int) -> ResponseReturnValue:
    """Book a visit, without an account."""
    form = BookForm()
    form.offer(queries.days(web_request.private_reading()))
    if form.validate_on_submit():
        visit, key = form.to_book(), str(form.key.data)
        row = carry_out(form, lambda writer: _slowly(writer, code, visit, key))
        if row is not None:
            session[BOOKED] = str(row.id)
            return redirect(url_for(".booked", code=code), 303)
    return render_template("egov/book.html", form=form), status_of(form)


def _slowly(writer: ScopedSession, code: int, visit: rules.Book, key: str) -> Booking:
    """Take it in, if not too many came from this address."""
    if wait := throttle.enter(writer, f"booking:{code}:{request.remote_addr}"):
        raise throttle.TooMany(wait)
    return services.book(writer, visit, key)


@screen.route("/booked", methods=["GET", "POST"])
@public
def booked(code: int) -> ResponseReturnValue:
    """The visit that this browser booked; it is cancelled here."""
    kept, form = session.get(BOOKED), KeyedForm()
    if kept is None:
        abort(404)
    if form.validate_on_submit() and carry_out(form, lambda writer: services.cancel(writer, UUID(kept))):
        flash(gettext("已取消预约。"))
        return redirect(url_for(".booked", code=code), 303)
    row = queries.booking(web_request.private_reading(), UUID(kept))
    page = render_template("egov/booked.html", form=form, row=row, hours=rules.HOURS, bookings=rules.BOOKINGS)
    return page, status_of(form)
