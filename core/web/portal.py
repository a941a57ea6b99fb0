"""The public portal: county and township homes, search, tracking, and the reader's own choices."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

from flask import Blueprint, abort, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Length

from core import clock
from core.accounts import throttle
from core.accounts.access import is_local_path, public
from core.calendar import services as calendars
from core.cases import doors, lost_codes
from core.cases.codes import clean
from core.errors import DomainError
from core.notices.channels import SMS
from core.publishing import queries
from core.publishing.models import Published
from core.search.service import Results
from core.settings import web as settings_web
from core.web import days, party, reader
from core.web import request as web_request
from core.web.cache import cached
from core.web.fields import needed, plain
from core.web.filters import problem_words
from core.web.forms import status_of
from core.web.lists import kinds_on
from core.web.published import blocks, sections
from core.web.search import county_search as everywhere
from core.web.search import portal_search

bp = Blueprint("web", __name__)
NEWEST = 12


class TrackForm(FlaskForm):
    """A number, and the code where the content is wanted too."""

    number = StringField(
        lazy_gettext("编号"),
        [needed(lazy_gettext("请填写办件编号。")), Length(max=60, message=lazy_gettext("编号不超过60个字。"))],
    )
    code = StringField(lazy_gettext("查询码"), [Length(max=40, message=lazy_gettext("查询码是八位字母和数字。"))])


class LostCodeForm(FlaskForm):
    """A number and the telephone that was left with it."""

    number = StringField(
        lazy_gettext("编号"),
        [needed(lazy_gettext("请填写办件编号。")), Length(max=60, message=lazy_gettext("编号不超过60个字。"))],
    )
    phone = StringField(
        lazy_gettext("申请时留的手机号码"),
        [
            needed(lazy_gettext("请填写申请时留的手机号码。")),
            Length(max=30, message=lazy_gettext("请填写11位手机号码。")),
        ],
    )


@bp.get("/")
@public
@cached
def home() -> ResponseReturnValue:
    """The county's portal over all its townships: search, the townships, and what is new in any of them."""
    newest: Sequence[Published] = ()
    if web_request.county() is not None:
        newest = queries.latest(web_request.public_reading(), queries.anywhere(), NEWEST)
    return render_template(
        "portal/county_home.html",
        townships=web_request.townships(),
        newest=newest,
        names=web_request.place_names(),
    )


@bp.get("/search")
@public
def county_search() -> ResponseReturnValue:
    """Search over what the county and all its townships published."""
    return _found(everywhere, url_for("web.home"), web_request.place_names())


@bp.get("/t/<int:code>/")
@public
@cached
def township(code: int) -> ResponseReturnValue:
    """A township's home: search first, then what people come for, then the newest of every column."""
    if web_request.tenant().is_county:
        return redirect(url_for("web.home"), 308)
    return render_template("portal/home.html", sections=sections(), blocks=blocks(), **_example())


@bp.get("/t/<int:code>/search")
@public
def search(code: int) -> ResponseReturnValue:
    """Search over what the township published."""
    return _found(portal_search, url_for("web.township", code=code))


def _found(search: Callable[[str, int], Results], home: str, names: Mapping[int, str] | None = None) -> str:
    words = request.args.get("q", "").strip()[:100]
    page = search(words, max(request.args.get("page", 1, type=int), 1))
    here = url_for(str(request.endpoint), **(request.view_args or {}), q=words)
    return render_template("portal/search.html", words=words, page=page, names=names, home_url=home, here_url=here)


@bp.route("/t/<int:code>/track", methods=["GET", "POST"])
@public
def track(code: int) -> ResponseReturnValue:
    """A number shows the state only; a number with its code opens the case. Wrong and absent look the same."""
    form = TrackForm()
    if request.args.get("number") and not form.number.data:
        form.number.data = request.args["number"]
    reader = web_request.private_reading()
    # The QR code on a paper leads here with the number: what it shows alone is shown at once.
    shown = request.method == "GET" and form.number.data
    state = doors.public_state(reader, str(form.number.data), kinds_on()) if shown else None
    if form.validate_on_submit():
        number = str(form.number.data)
        if clean(str(form.code.data or "")):
            try:
                case = party.by_code(number, str(form.code.data))
            except DomainError as error:
                form.code.errors = list(map(problem_words, error.problems))
            else:
                party.let_in(case)
                return redirect(url_for("party.case", code=code, case_id=case.id), 303)
        else:
            state = doors.public_state(reader, number, kinds_on())
            if state is None:
                form.number.errors = [gettext("没有找到这个编号。请核对收件凭证上的编号。")]
    return render_template("portal/track.html", form=form, state=state, **_example()), status_of(form)


@bp.route("/t/<int:code>/track/code", methods=["GET", "POST"])
@public
def lost_code(code: int) -> ResponseReturnValue:
    """Have a lost code sent to the telephone of the application; the answer is the same whether there is one or not."""
    form, reachable = LostCodeForm(), bool(web_request.current_settings().gateways.get(SMS))
    if request.method == "GET" and request.args.get("number"):
        form.number.data = request.args["number"]
    sent = bool(reachable and form.validate_on_submit() and _asked_for(form))
    return render_template(
        "portal/lost_code.html", form=form, reachable=reachable, sent=sent, where=settings_web.site()
    ), status_of(form)


def _asked_for(form: LostCodeForm) -> bool:
    """Send what was asked for; False with the words at the form where it was asked for too often."""
    number, phone = str(form.number.data), plain(str(form.phone.data))
    key = f"code:{web_request.tenant().id}:{doors.parts(number)}:{request.remote_addr}"
    with web_request.writing() as writer:
        if (wait := throttle.enter(writer, key)) > 0:  # never cleared: nothing tells a right one from a wrong one
            form.phone.errors = [problem_words(throttle.TooMany(wait).problems[0])]
            return False
        lost_codes.send(writer, number, phone, kinds_on())
    return True


@bp.get("/language/<locale>")
@public
def language(locale: str) -> ResponseReturnValue:
    """Read in Chinese or English from now on."""
    if locale not in current_app.config["LOCALES"]:
        abort(404)
    session["locale"] = locale
    return redirect(_back())


@bp.get("/reader/<choice>/<value>")
@public
def choose(choice: str, value: str) -> ResponseReturnValue:
    """One of the reader's own choices 长辈版、字号、对比度、指针、朗读, kept in their cookie."""
    try:
        session[reader.KEY] = reader.choose(session, choice, value)
    except LookupError:
        abort(404)
    return redirect(_back())


@bp.get("/day")
@public
def day() -> ResponseReturnValue:
    """The day that was typed with its weekday and its nature, for the words below the field."""
    try:
        found = days.read(request.args.get("q", "")[:40], clock.today(), calendars.latest())
        return {"day": found.isoformat(), "words": days.about(found, calendars.latest())}
    except (ValueError, DomainError):
        return {"day": None, "words": gettext(days.UNREADABLE)}


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return {"status": "ok"}


@bp.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """The database answers."""
    web_request.county_id()
    return {"status": "ready"}


def _example() -> dict[str, str]:
    """A number as this township's papers carry it."""
    return {"example_number": f"{web_request.tenant().settings['prefix']}许〔{clock.today().year}〕12号"}


def _back() -> str:
    wanted = request.args.get("next", "/")
    if is_local_path(wanted):
        return wanted
    referrer = urlsplit(request.referrer or "/")
    return referrer.path if referrer.netloc == request.host and is_local_path(referrer.path) else "/"
