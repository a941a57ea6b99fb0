"""The law's own lists 行政复议法: what is reviewed by whom, what comes first, and how a review can end. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.i18n import N_

LAW = "行政复议法"
PERSON, ORGANISATION = "person", "organisation"
APPLICANTS: Mapping[str, str] = {PERSON: N_("公民"), ORGANISATION: N_("法人或者其他组织")}

# 行政复议法 11, each with its place there.
PENALTY, COMPULSION, LICENCE, RESOURCE, DUTY, BENEFIT, DISCLOSURE = (
    "penalty",
    "compulsion",
    "licence",
    "resource",
    "duty",
    "benefit",
    "disclosure",
)
ACTS: Mapping[str, str] = {
    PENALTY: N_("行政处罚决定"),
    COMPULSION: N_("行政强制措施、行政强制执行决定"),
    LICENCE: N_("行政许可的决定，或者对许可申请不予答复"),
    RESOURCE: N_("确认自然资源所有权、使用权的决定"),
    "taking": N_("征收征用决定及其补偿决定"),
    "compensation": N_("赔偿决定或者不予赔偿决定"),
    "injury": N_("工伤认定"),
    "management": N_("侵犯经营自主权、农村土地承包经营权或者经营权"),
    "competition": N_("滥用行政权力排除、限制竞争"),
    "levy": N_("违法集资、摊派费用或者要求履行其他义务"),
    DUTY: N_("不履行保护人身权、财产权、受教育权等的法定职责"),
    BENEFIT: N_("抚恤金、社会保险、最低生活保障等没有依法给付"),
    "agreement": N_("行政协议"),
    DISCLOSURE: N_("政府信息公开"),
    "other": N_("其他行政行为"),
}

# 行政复议法 23①: the ticks of an application that bring it here before the court.
ON_SPOT, OWN_RESOURCE, INACTION, WITHHELD = "on_spot", "own_resource", "inaction", "withheld"
FIRST: Mapping[str, str] = {
    ON_SPOT: N_("当场作出的行政处罚决定"),
    OWN_RESOURCE: N_("侵犯已经依法取得的自然资源的所有权或者使用权"),
    INACTION: N_("没有履行法定职责（申请以后拒绝、拖延或者不予答复）"),
    WITHHELD: N_("申请政府信息公开，不予公开"),
}
FIRST_PLACES = dict(zip(FIRST, "一二三四", strict=True))


@dataclass(frozen=True, slots=True)
class Forum:
    """Who reviews the acts of a sort of respondent: this county's government, or who else (`organ`)."""

    label: str
    article: str
    organ: str = ""


TOWNSHIP, DEPARTMENT, DISPATCHED, AUTHORISED, VERTICAL, JUSTICE, ELSEWHERE = (
    "township",
    "department",
    "dispatched",
    "authorised",
    "vertical",
    "justice",
    "elsewhere",
)
FORUMS: Mapping[str, Forum] = {
    TOWNSHIP: Forum(N_("本县的乡镇人民政府"), "24①(二)"),
    DEPARTMENT: Forum(N_("本县人民政府的工作部门"), "24①(一)"),
    DISPATCHED: Forum(N_("县级工作部门的派出机构（以自己的名义作出）"), "24④"),
    AUTHORISED: Forum(N_("法律、法规、规章授权的组织"), "24①(四)"),
    JUSTICE: Forum(N_("县司法局（也可以向上一级司法行政部门申请）"), "28"),
    VERTICAL: Forum(N_("海关、金融、外汇管理等垂直领导的机关，税务、国家安全机关"), "27", N_("该机关的上一级主管部门")),
    ELSEWHERE: Forum(N_("上级机关或者其他县的机关"), "24", N_("管辖该机关的人民政府")),
}

PORTAL, WINDOW, ORAL, POST, INTAKE = "portal", "window", "oral", "post", "intake"
WAYS: Mapping[str, str] = {
    PORTAL: N_("网上提交"),
    WINDOW: N_("当面提交申请书"),
    ORAL: N_("口头申请，当场记录"),
    POST: N_("邮寄"),
    INTAKE: N_("代办点或者原机关转来"),
}
CHANNELS: Mapping[str, str] = {PORTAL: "online", WINDOW: "window", ORAL: "oral", POST: "window", INTAKE: "window"}

# 行政复议法 30①: on which of its conditions an application fails.
REFUSALS: Mapping[str, str] = {
    "一": N_("没有明确的申请人或者符合规定的被申请人"),
    "二": N_("申请人与被申请复议的行政行为没有利害关系"),
    "三": N_("没有具体的行政复议请求和理由"),
    "四": N_("超过法定申请期限"),
    "五": N_("不属于行政复议范围"),
    "六": N_("不属于本机关管辖"),
    "七": N_("已经受理过同一申请人对同一行政行为的复议申请或者行政诉讼"),
}
NOT_HERE = "六"

ORDINARY, SUMMARY = "ordinary", "summary"
PROCEDURES: Mapping[str, str] = {ORDINARY: N_("普通程序"), SUMMARY: N_("简易程序")}
AGREED = "53②"
SUMMARY_GROUNDS: Mapping[str, str] = {
    "53①(一)": N_("被申请复议的行政行为是当场作出"),
    "53①(二)": N_("被申请复议的行政行为是警告或者通报批评"),
    "53①(三)": N_("案件涉及款额三千元以下"),
    "53①(四)": N_("属于政府信息公开案件"),
    AGREED: N_("当事人各方同意适用简易程序"),
}

# 行政复议法 39①.
STAYS: Mapping[str, str] = {
    "一": N_("申请人死亡，近亲属尚未确定是否参加"),
    "二": N_("申请人丧失行为能力，尚未确定法定代理人"),
    "三": N_("申请人下落不明"),
    "四": N_("申请的法人或者其他组织终止，尚未确定权利义务承受人"),
    "五": N_("因不可抗力或者其他正当理由不能参加"),
    "六": N_("调解、和解，申请人和被申请人同意中止"),
    "七": N_("法律适用问题需要有权机关解释或者确认"),
    "八": N_("以其他案件的审理结果为依据，其他案件尚未审结"),
    "九": N_("正在处理规范性文件或者依据的合法性"),
    "十": N_("需要中止的其他情形"),
}
OF_RULES = "九"
OWN, OTHER = "own", "other"
RULES_BY: Mapping[str, str] = {
    OWN: N_("本机关有权处理，三十日内处理"),
    OTHER: N_("本机关无权处理，七个工作日内转送"),
}
LIMITED_STAYS = frozenset({"一", "二", "四"})  # 41(五)

# 行政复议法 41.
ENDS: Mapping[str, str] = {
    "一": N_("申请人撤回申请，准予撤回"),
    "二": N_("申请人死亡，没有近亲属或者近亲属放弃"),
    "三": N_("法人或者其他组织终止，没有承受人或者承受人放弃"),
    "四": N_("因同一违法行为涉嫌犯罪，被采取刑事强制措施"),
    "五": N_("中止满六十日，原因仍未消除"),
}

# 行政复议法 42.
HALTS: Mapping[str, str] = {
    "一": N_("被申请人认为需要停止执行"),
    "二": N_("行政复议机关认为需要停止执行"),
    "三": N_("申请人、第三人申请，行政复议机关认为合理"),
    "四": N_("法律、法规、规章规定停止执行的其他情形"),
}

IN_PERSON, ONLINE, TELEPHONE, ON_PAPER = "person", "online", "phone", "paper"
MODES: Mapping[str, str] = {
    IN_PERSON: N_("当面听取"),
    ONLINE: N_("互联网听取"),
    TELEPHONE: N_("电话听取"),
    ON_PAPER: N_("书面审理"),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """A way in which a review is decided: its words, the grounds that carry it, and its name among tenants."""

    label: str
    effect: str
    grounds: tuple[str, ...]


UPHOLD, CHANGE, REVOKE, REVOKE_PART, UNLAWFUL, VOID, PERFORM, AGREEMENT, DISMISS_CLAIM, DISMISS = (
    "uphold",
    "change",
    "revoke",
    "revoke_part",
    "unlawful",
    "void",
    "perform",
    "agreement",
    "dismiss_claim",
    "dismiss",
)
MEDIATED, TERMINATED = "mediated", "terminated"
PROCEDURAL = "64①(二)"
_REVOKING = ("64①(一)", "64①(二)", "64①(三)", "64①(四)", "70")
OUTCOMES: Mapping[str, Outcome] = {
    UPHOLD: Outcome(N_("维持"), "upheld", ("68",)),
    CHANGE: Outcome(N_("变更行政行为"), "changed", ("63①(一)", "63①(二)", "63①(三)")),
    REVOKE: Outcome(N_("撤销行政行为"), "revoked", _REVOKING),
    REVOKE_PART: Outcome(N_("部分撤销行政行为"), "revoked_part", _REVOKING),
    UNLAWFUL: Outcome(N_("确认违法"), "unlawful", ("65①(一)", "65①(二)", "65②(一)", "65②(二)", "65②(三)", "70")),
    VOID: Outcome(N_("确认无效"), "void", ("67", "70")),
    PERFORM: Outcome(N_("责令履行"), "ordered", ("66", "70")),
    AGREEMENT: Outcome(N_("承担行政协议责任"), "liable", ("71①", "71②")),
    DISMISS_CLAIM: Outcome(N_("驳回行政复议请求"), "dismissed", ("69",)),
    DISMISS: Outcome(N_("驳回行政复议申请"), "dismissed", ("33",)),
}
# After which of them the respondent acts again within a limit.
REDONE = frozenset({REVOKE, REVOKE_PART, UNLAWFUL, VOID, PERFORM, AGREEMENT})
CORRECTING = frozenset({CHANGE, REVOKE, REVOKE_PART, UNLAWFUL, VOID, PERFORM, AGREEMENT})
GROUNDS: Mapping[str, str] = {
    "68": N_("事实清楚，证据确凿，适用依据正确，程序合法，内容适当"),
    "63①(一)": N_("内容不适当"),
    "63①(二)": N_("未正确适用依据"),
    "63①(三)": N_("事实不清、证据不足，经复议机关查清"),
    "64①(一)": N_("主要事实不清、证据不足"),
    "64①(二)": N_("违反法定程序"),
    "64①(三)": N_("适用的依据不合法"),
    "64①(四)": N_("超越职权或者滥用职权"),
    "65①(一)": N_("应予撤销，但会给国家利益、社会公共利益造成重大损害"),
    "65①(二)": N_("程序轻微违法，对权利不产生实际影响"),
    "65②(一)": N_("违法，但不具有可撤销内容"),
    "65②(二)": N_("被申请人改变原行为，申请人仍要求撤销或者确认违法"),
    "65②(三)": N_("不履行或者拖延履行，责令履行没有意义"),
    "66": N_("被申请人不履行法定职责"),
    "67": N_("不具有行政主体资格或者没有依据等重大且明显违法"),
    "69": N_("没有相应法定职责，或者受理前已经履行"),
    "70": N_("被申请人不提出答复、不提交证据，视为没有证据、依据"),
    "71①": N_("不依法订立、履行或者违法变更、解除行政协议"),
    "71②": N_("变更、解除合法，但补偿不合理"),
    "33": N_("受理后发现不符合受理条件"),
}
ENDINGS: Mapping[str, str] = {
    **{code: outcome.label for code, outcome in OUTCOMES.items()},
    MEDIATED: N_("调解结案"),
    TERMINATED: N_("终止行政复议"),
}

# What is taken down in the course of a review 审理记录.
HEARD, HEARING, INQUIRY, COMMITTEE, THIRD, SUPPLEMENT, ACCESS, AGENT = (
    "heard",
    "hearing",
    "inquiry",
    "committee",
    "third",
    "supplement",
    "access",
    "agent",
)
NOTES: Mapping[str, tuple[str, str]] = {
    INQUIRY: (N_("调查取证、现场勘验（不少于两人，出示证件）"), "45"),
    COMMITTEE: (N_("行政复议委员会的咨询意见"), "52②"),
    THIRD: (N_("第三人参加及其提出的请求、证据"), "16"),
    SUPPLEMENT: (N_("同意被申请人补充证据"), "46②"),
    ACCESS: (N_("申请人、第三人查阅、复制材料"), "47"),
    AGENT: (N_("委托、变更或者解除代理人"), "17"),
}
SURVEY, APPRAISAL, AGREEMENT_TO = "survey", "appraisal", "agreed"
# 实施条例 34③, 37: time that does not count.
EXCLUDED: Mapping[str, str] = {SURVEY: N_("现场勘验"), APPRAISAL: N_("鉴定")}
STOPPED: Mapping[str, str] = {SURVEY: N_("勘验"), APPRAISAL: N_("鉴定")}
ENTRIES: Mapping[str, str] = {
    **EXCLUDED,
    AGREEMENT_TO: N_("各方同意适用简易程序"),
    HEARD: N_("听取意见"),
    HEARING: N_("听证"),
    **{code: label for code, (label, _article) in NOTES.items()},
}


def review_first(ticks: tuple[str, ...]) -> tuple[str, ...]:
    """The grounds on which review comes before the court (23①), in the law's order."""
    return tuple(code for code in FIRST if code in ticks)
