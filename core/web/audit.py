"""The auditor's page: who did what in the whole county, read-only, with an export sealed against later changes."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from core import citations, clock, plugins
from core.accounts.access import always, requires
from core.accounts.permissions import Perm
from core.audit import queries, sealed
from core.audit.models import Audit
from core.audit.queries import AuditFilter, Key
from core.audit.services import REVEAL, record
from core.cases.models import Case
from core.i18n import N_
from core.jobs import services
from core.web import request as web_request
from core.web.filters import translated

bp = Blueprint("audit", __name__, url_prefix="/county/audit")
PAGE = 50
NAMES = ("tenant", "since", "until", "actor", "action", "subject")
# The acts of core by the beginning of their codes; those of cases are named by their kinds.
ACTS = {
    REVEAL: N_("查看当事人的联系方式"),
    "supervision.campaign.": N_("拟订、签字、登记或者结束专项整治"),
    "supervision.meeting.": N_("召集、记录联席会议，登记议定事项"),
    "core.case.code": N_("按当事人请求用短信发送查询码"),
    "core.plugin.switch": N_("开启或者关闭功能模块"),
    "core.organisation.": N_("登记办事单位，邀请、移除成员，更换管理人"),
    "core.calendar": N_("改变工作日历"),
    "core.audit.export": N_("导出审计记录"),
    "approval.item": N_("编辑、核对、公布或者停止审批事项"),
    "approval.law": N_("更新审批事项的法律依据"),
    "approval.entry": N_("更新事项进驻情况"),
    "frontline.diary": N_("写民情日记"),
    "frontline.visit": N_("安排或者取消领导走访"),
    "frontline.project": N_("管理为民办实事项目"),
    "frontline.consultation": N_("公开征求意见或者公布采纳情况"),
    "frontline.circular": N_("拟办理情况通报"),
    "egov.reading": N_("阅看传阅的公文"),
    "egov.annual": N_("起草政府信息公开年度报告"),
    "egov.booking": N_("预约或者取消办事预约"),
    "egov.catalogue": N_("登记应当公开的信息或者编入目录"),
    "egov.voice.publish": N_("拟来信答复的公开稿"),
    "egov.village": N_("填报、核对、张贴或者撤下村务公开"),
    "egov.ticket": N_("窗口取号、叫号"),
    "egov.dispatch": N_("向其他单位发送或者撤回公文"),
    "goals.inspection": N_("登记重点工作的抽查"),
    "training.plan": N_("编制、报送或者变更培训计划"),
    "training.session": N_("登记培训、到场人员或者课件"),
    "training.make_up": N_("确认或者撤回补课"),
    "training.certificate": N_("存入或者删除培训证书"),
    "training.check": N_("登记培训抽查或者答复整改情况"),
    "training.book": N_("加入书目或者分享读书笔记"),
    "training.event": N_("登记读书活动"),
    "penalty.offence": N_("加入、确认或者公布处罚事项"),
    "penalty.standard": N_("起草或者公布裁量基准"),
    "penalty.booklet": N_("起草、审核、印发或者签收裁量基准手册"),
    "penalty.inspection": N_("公布抽查计划，登记或者公布检查结果"),
    "penalty.officer": N_("登记或者停用执法证件"),
    "reconsideration.staffing": N_("登记行政复议人员和保障情况"),
    "core.file": N_("文件损坏、丢失或者查出病毒"),
    "core.document": N_("起草、核稿、签发、印发或者撤销公文"),
    "core.seal": N_("上传、确认或者停用印章图片"),
    "core.clock.accept": N_("确认服务器时钟正确"),
    "core.paper.print": N_("打印文书"),
    "core.paper.serve": N_("记录文书送达"),
    "core.paper.recall": N_("撤销或者替换文书"),
    "core.paper.wording": N_("改变文书用语"),
    "supervision.visit": N_("登记检查指导"),
    "supervision.brief": N_("登记信息报送"),
    "core.draw": N_("发起抽查、签名、揭示、作废或者列入抽查名单"),
    "core.pad": N_("领用或者核销编号票据"),
    "core.register.take": N_("生成登记簿"),
    "core.token": N_("发放或者收回接口令牌"),
    "core.webhook": N_("登记、更换密钥或者停用推送地址"),
    "core.tenant": N_("迁入或者撤并乡镇"),
    "core.visit.enter": N_("上级进入乡镇"),
    "core.visit.leave": N_("上级离开乡镇"),
    "core.visit.read": N_("上级在乡镇查看"),
    "core.circular.send": N_("发出通知"),
    "core.parcel.received": N_("签收来件"),
    "core.parcel.refused": N_("退回来件"),
    "core.scheme": N_("编制、确认或者印发年度方案"),
    "core.duty": N_("报送、接收或者提醒任务"),
    "core.feed": N_("改变日历订阅"),
    "core.plugin.template": N_("规定乡镇可以开关哪些功能模块"),
    "core.unit_plugin": N_("为单位停用或者恢复功能模块"),
    "core.unit.": N_("新增、更名或者撤销单位"),
    "core.person.hand_over": N_("移交案件"),
    "core.person.": N_("管理人员和账号"),
    "core.grant": N_("授予或者收回角色"),
    "core.deputy": N_("指定或者收回代理人"),
    "core.setting": N_("修改设置"),
    "core.publication": N_("核对、签发或者撤回信息"),
    "core.column": N_("改变门户栏目"),
    "core.mistake": N_("答复纠错留言"),
    "core.letter.template": N_("编写消息模板"),
    "core.letter": N_("给当事人写信、撤回或者办结来信"),
    "core.note": N_("写批注"),
    "core.comment": N_("审看或者答复公众的意见"),
    "core.notice.choose": N_("改变消息设置"),
    "core.notice": N_("当事人同意或者撤回同意接收消息"),
    "core.batch.undo": N_("撤销批量办理"),
    "core.batch": N_("批量办理"),
    "core.export": N_("导出列表"),
    "core.import": N_("导入和撤销导入"),
    services.RETRY: N_("重试后台事项"),
    "account.signed_in": N_("登录"),
    "account.sign_in_failed": N_("登录失败"),
    "account.proof_failed": N_("再次验证身份失败"),
    "account.activated": N_("启用账号"),
    "account.password_changed": N_("更换密码"),
    "account.code_failed": N_("动态口令错误"),
    "account.factor_added": N_("设置动态口令"),
    "account.factor_dropped": N_("停用动态口令"),
    "account.recovery_code_used": N_("使用恢复码"),
    "account.recovery_codes_renewed": N_("更换恢复码"),
    "account.sign_ins_ended": N_("退出其他登录"),
}
DETAILS = {"number": N_("编号"), "version": N_("版本"), "reason": N_("理由"), "source": N_("文号")}


@bp.get("/")
@requires(Perm.AUDIT)
def trail() -> ResponseReturnValue:
    """The rows of a filter, the newest first."""
    wanted, bad = _wanted()
    page = queries.page(web_request.reading(), wanted, _after(), limit=PAGE)
    kept: dict[str, Any] = {name: request.values[name] for name in NAMES if request.values.get(name)}
    return render_template(
        "county/audit.html",
        rows=page.rows,
        wanted=wanted,
        bad=bad,
        places=web_request.place_names(),
        acts=_acts(),
        label_of=_label_of,
        details_of=_details_of,
        numbers=_numbers(page.rows),
        kept=kept,
        first_url=url_for("audit.trail", **kept) if "after" in request.args else "",
        next_url=url_for("audit.trail", **kept, after=_key(page.after)) if page.after else "",
    )


@bp.post("/export")
@requires(Perm.AUDIT, proof=always)
def export() -> ResponseReturnValue:
    """The rows of a filter as a sealed file; that it was taken is a row of the audit itself."""
    wanted, _bad = _wanted()
    actor = web_request.actor()
    made = sealed.make(web_request.reading(), wanted, actor.name)
    with web_request.writing() as session:
        asked = {name: request.form[name] for name in NAMES if request.form.get(name)}
        record(session, actor, "core.audit.export", clock.today().isoformat(), asked)
    answer: Response = send_file(
        io.BytesIO(made), "application/zip", as_attachment=True, download_name=f"audit-{clock.today()}.zip"
    )
    return answer


def _wanted() -> tuple[AuditFilter, list[str]]:
    """The filter in the address or form, and the names of dates that can't be read."""
    days: dict[str, dt.date | None] = {}
    bad = []
    for name in ("since", "until"):
        typed = request.values.get(name, "").strip()
        try:
            days[name] = dt.date.fromisoformat(typed) if typed else None
        except ValueError:
            days[name] = None
            bad.append(name)
    tenant = request.values.get("tenant", "")
    return AuditFilter(
        tenant_id=int(tenant) if tenant.isdecimal() and len(tenant) <= 12 else None,
        since=days["since"],
        until=days["until"],
        actor=request.values.get("actor", "").strip()[:50],
        action=request.values.get("action", "").strip()[:80],
        subject=request.values.get("subject", "").strip()[:80],
    ), bad


def _after() -> Key | None:
    try:
        at, row_id = request.args["after"].split("_")
        instant = dt.datetime.fromisoformat(at)
        return (instant, UUID(row_id)) if instant.tzinfo else None
    except (KeyError, ValueError):
        return None


def _key(key: Key | None) -> str:
    return f"{key[0].isoformat()}_{key[1]}" if key else ""


def _acts() -> dict[str, str]:
    """What can be chosen: the beginning of acts' codes → label (marked ``N_``)."""
    kinds = plugins.registry().case_kinds.values()
    return {**ACTS, **{f"{kind.code}.": kind.label for kind in kinds}}


def _numbers(rows: Sequence[Audit]) -> dict[str, str]:
    """The numbers of the cases that rows are about, by the subject; what is in a case the auditor does not read."""
    kinds = plugins.registry().case_kinds
    ids = [UUID(row.subject) for row in rows if row.action.rpartition(".")[0] in kinds or row.action == REVEAL]
    found = web_request.reading().scalars(select(Case).where(Case.id.in_(ids)))
    return {str(case.id): case.number for case in found}


def _details_of(row: Audit) -> dict[str, str]:
    """What a row says beside its act: name (marked ``N_``) → words; the rest as it was recorded."""
    kind = plugins.registry().case_kinds.get(row.action.rpartition(".")[0])
    body, words = dict(row.body), {}
    if kind is not None:
        code, article = body.pop("state", ""), body.pop("article", "")
        state = next((state.label for state in kind.states if state.code == code), code)
        words = {N_("状态"): translated(state), N_("依据"): citations.spoken(article)}
    words |= {DETAILS.get(name, name): str(value) for name, value in body.items()}
    return {name: value for name, value in words.items() if value}


def _label_of(action: str) -> tuple[str, str]:
    """An act as its kind of case and its own label; the code where nobody named it."""
    kind = plugins.registry().case_kinds.get(action.rpartition(".")[0])
    if kind is not None:
        labels = {"open": N_("收件"), **{act.code: act.label for act in kind.transitions}}
        code = action.rpartition(".")[2]
        return kind.label, labels.get(code, code)
    return "", next((label for begin, label in ACTS.items() if action.startswith(begin)), action)
