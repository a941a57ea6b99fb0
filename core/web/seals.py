"""The county's page of seal pictures: one person brings a picture of a township's seal, another confirms it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import FileField, SelectField

from core.accounts.access import requires
from core.db import Scope, ScopedSession
from core.documents import seal_pictures
from core.documents.permissions import Perm
from core.errors import DomainError, Problem
from core.files import services as files
from core.files.kinds import MIB, Limits
from core.files.web import incoming, send
from core.i18n import N_
from core.web import request as web_request
from core.web.fields import needed
from core.web.forms import KeyedForm, carry_out, status_of

bp = Blueprint("seals", __name__, url_prefix="/county/seals")
LIMITS = Limits(size=MIB, pixels=4_000_000)


class BringForm(KeyedForm):
    """The picture of a seal."""

    place = SelectField(_("哪个机关的印章"), [needed(_("请选择机关。"))])
    file = FileField(
        _("图片文件"), description=_("背景透明的PNG，按实物大小42毫米见方印出，不超过1MB。只有县级管理员看得到。")
    )


@bp.route("/", methods=["GET", "POST"])
@requires(Perm.SEALS)
def index() -> ResponseReturnValue:
    """The pictures there are, and a form for another."""
    form = BringForm()
    _offer(form)
    if form.validate_on_submit() and _brought(form):
        flash(gettext("已上传。请另一位县级管理员核对以后确认。"))
        return redirect(url_for(".index"), 303)
    return _page(form)


@bp.post("/<uuid:seal_id>/confirm")
@requires(Perm.SEALS)
def confirm(seal_id: UUID) -> ResponseReturnValue:
    """Let it count; never by who brought it."""
    return _stepped(seal_id, seal_pictures.confirm, _("已确认。乡镇的设置允许时，印发的公文会盖上这个印章图片。"))


@bp.post("/<uuid:seal_id>/end")
@requires(Perm.SEALS)
def end(seal_id: UUID) -> ResponseReturnValue:
    """Let it count no more."""
    return _stepped(seal_id, seal_pictures.end, _("已停用。已经印发的公文不变。"))


def _stepped(seal_id: UUID, step: Callable[..., object], done: str) -> ResponseReturnValue:
    """Take a step with a picture in a turn of the tenant whose seal it is, and say that it is done."""
    form, turn = KeyedForm(), _turn(_place_of(seal_id))
    act = partial(step, actor=web_request.actor(), seal_id=seal_id)
    if form.validate_on_submit() and carry_out(form, act, turn):
        flash(str(done))
        return redirect(url_for(".index"), 303)
    return _page(BringForm(formdata=None), form)


@bp.get("/<uuid:seal_id>/picture")
@requires(Perm.SEALS)
def picture(seal_id: UUID) -> ResponseReturnValue:
    """The picture, to be compared with the seal."""
    with web_request.database().read(Scope.one(_place_of(seal_id))) as reader:
        row = seal_pictures.file_of(reader, seal_id)
        reader.expunge_all()
    return send(row, web_request.store())


def places() -> dict[int, str]:
    """The county and its townships by code."""
    county = web_request.tenant()
    return {county.id: county.name, **{place.id: place.name for place in web_request.townships()}}


def _place_of(seal_id: UUID) -> int:
    """The tenant whose seal it is; 404 where the county has none of this id below it."""
    with web_request.database().read(Scope.tree(web_request.tenant().id)) as reader:
        return seal_pictures.one(reader, seal_id).tenant_id


def _turn(place: int) -> Callable[[], AbstractContextManager[ScopedSession]]:
    """The write turn of the tenant whose seal it is; 404 where there is none."""
    if place not in places():
        abort(404)
    return partial(web_request.database().write, Scope.one(place))


def _brought(form: BringForm) -> bool:
    """Keep the picture that was sent; what is wrong with it stands at its field."""
    actor, key, place = web_request.actor(), str(form.key.data), int(form.place.data)
    given = next(incoming("file"), None)
    if given is None:
        form.add_problems([Problem(N_("请选择印章图片。"), "file")])
        return False
    try:
        with given.stream as stream:
            kept = files.keep(web_request.store(), stream, given.name, LIMITS)
    except DomainError as error:
        form.add_problems([Problem(one.message, "file", one.params) for one in error.problems])
        return False
    return carry_out(form, lambda session: seal_pictures.bring(session, actor, kept, key), _turn(place)) is not None


def _offer(form: BringForm) -> None:
    form.place.choices = [("", gettext("请选择")), *((str(code), name) for code, name in places().items())]


def _page(form: BringForm, failed: KeyedForm | None = None) -> ResponseReturnValue:
    with web_request.database().read(Scope.tree(web_request.tenant().id)) as reader:
        rows = seal_pictures.all_of(reader)  # as they are after this request's own writing
        reader.expunge_all()
    _offer(form)
    page = render_template(
        "admin/seals.html",
        form=form,
        failed=failed,
        rows=rows,
        places=web_request.place_names(),
        stages=seal_pictures.STAGES,
        me=web_request.actor().account_id,
    )
    return page, 422 if failed is not None else status_of(form)
