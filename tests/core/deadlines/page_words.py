"""What the page says in English, in the Chinese of the rules: typed a second time, for the comparison of cells."""

from __future__ import annotations

from core.deadlines import rules

# Laws: the section's own, as the page abbreviates others, and what its old text is called.
SECTION_LAWS = {
    "licensing": "行政许可法",
    "penalty": "行政处罚法",
    "compulsion": "行政强制法",
    "reconsideration": "行政复议法",
    "litigation": "行政诉讼法",
    "disclosure": "政府信息公开条例",
    "petition": "信访工作条例",
    "consult": "重大行政决策程序暂行条例",
}
OLD_LAWS = {
    "penalty": "行政处罚法（旧法）",
    "reconsideration": "行政复议法（旧法）",
    "disclosure": "政府信息公开条例（旧条例）",
    "petition": "信访条例",
    "village": "村民委员会组织法（旧法）",
}
ABBREVIATIONS = {  # longest first
    "行诉解释": "最高人民法院关于适用〈中华人民共和国行政诉讼法〉的解释",
    "重大行政决策条例": "重大行政决策程序暂行条例",
    "村委会组织法": "村民委员会组织法",
    "行诉": "行政诉讼法",
    "强制法": "行政强制法",
    "处罚法": "行政处罚法",
    "复议": "行政复议法",
    "scheme": "实施方案",
}
DECREES = {"reconsideration": "行政复议法实施条例", "disclosure": "政府信息公开条例"}  # what "条例" means there
# Why a limit in working days is one: a law's own article on counting, else the article of the limit itself.
COUNTING = {
    "licensing": "行政许可法82",
    "penalty": "行政处罚法85",
    "compulsion": "行政强制法69",
    "reconsideration": "行政复议法88②",
}

TRIGGERS = {
    "year of filing": "报送之年",
    "any day of the quarter": "该季度任何一日",
    "any day of the month": "该月任何一日",
}

# Longest length of the extension (None: no maximum), approver, and a word of its notice.
EXTENSIONS: dict[str, tuple[int | None, str, str] | None] = {
    "–": None,
    "– (other law/法规/规章 prevails)": None,
    "– (法律、法规、规章另有规定 ⇒ item override, rule 19)": None,
    "– (convert to ordinary, 55: then decide from the **original** acceptance)": None,
    "– (当场告知 first)": None,
    "– (statutory extension only moves the statutory limit)": None,
    "longer limit in another law prevails": None,
    "law/法规/规章 limit or the limit in the decision prevails": None,
    "shorter only with a published reason": None,
    "+10wd 本机关负责人批准,告知申请人理由": (10, "本机关负责人", "理由告知申请人"),
    "+15wd 本级人民政府负责人批准,告知理由": (15, "本级人民政府负责人", "理由告知"),
    "new date set by the organ (暂缓/分期 66②), no maximum": (None, "本机关", "暂缓或者分期"),
    "+30nd 机关负责人批准,书面告知理由": (30, "机关负责人", "理由书面告知"),
    "new date by 复议机关, 正当理由, no maximum": (None, "行政复议机关", "正当理由"),
    "+30nd **复议机构**负责人批准,书面告知": (30, "行政复议机构负责人", "书面告知"),
    "+30nd **复议机关**负责人批准,告知": (30, "行政复议机关负责人", "告知"),
    "行诉48② court": (None, "人民法院", ""),
    "延期提供 by court (36①)": (None, "人民法院", "延期提供"),
    "+20wd 公开工作机构负责人同意,告知": (20, "政府信息公开工作机构负责人", "告知"),
    "+15wd same approver": (15, "政府信息公开工作机构负责人", "告知"),
    "+30nd 本机关单位负责人批准,告知理由": (30, "本机关单位负责人", "告知信访人延期理由"),
    "+15wd 机关负责人": (15, "机关负责人", ""),
    "new date by the organ": (None, "本机关", "另定"),
}

SPECIAL = ("听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审")
STAYED = ("中止", "补正", "协商、指定受理", "勘验", "鉴定")
OBSTACLE = ("不可抗力", "其他不属于其自身的原因")
# Grounds that exclude days, and their article.
STOPS: dict[str, tuple[tuple[str, ...], str]] = {
    "none": ((), ""),
    "none (override only)": ((), ""),
    "none (main case is stayed)": ((), ""),
    "**restart** at receipt of the correction (31③)": ((), ""),
    "听证、招标、拍卖、检验、检测、检疫、鉴定、专家评审, time told to applicant in writing (45)": (
        SPECIAL,
        "行政许可法45",
    ),
    "licensing: as decide": (SPECIAL, "行政许可法45"),
    "as decide (45 covers the whole section)": (SPECIAL, "行政许可法45"),
    "licensing.decide's stops if the published guide says so": (SPECIAL, "行政许可法45"),
    "复议、诉讼期间 (73③)": (("行政复议期间", "行政诉讼期间"), "行政处罚法73③"),
    "检测、检验、检疫、技术鉴定, period fixed and told in writing (25③)": (
        ("检测", "检验", "检疫", "技术鉴定"),
        "行政强制法25③",
    ),
    "不可抗力/其他正当理由, continues afterwards (20②)": (("不可抗力", "其他正当理由"), "行政复议法20②"),
    "中止(39);补正、协商/指定受理、勘验、鉴定 (条例29,30,34,37)": (
        STAYED,
        "行政复议法39；行政复议法实施条例29,30,34,37",
    ),
    "reconsideration: as decide": (STAYED, "行政复议法39；行政复议法实施条例29,30,34,37"),
    "中止 (条例41); same 条例 grounds": (STAYED, "行政复议法实施条例29,30,34,37,41"),
    "不可抗力等 (行诉48①)": (OBSTACLE, "行政诉讼法48①"),
    "litigation: as direct": (OBSTACLE, "行政诉讼法48①"),
    "征求第三方和其他机关意见 (33③); **restart** on the day the corrected application is received (30); "
    "35: reasoned later date set by the organ": (("征求第三方和其他机关意见",), "政府信息公开条例33③"),
    "征求第三方意见": (("征求第三方意见",), "政府信息公开条例（旧条例）24"),
    "听证 (36②)": (("听证",), "信访工作条例36②"),
}

# Who may give an item another length: rule 19, the column "ext", and the township for every configurable default.
OVERRIDES: dict[str, tuple[str, ...]] = {
    "licensing.decide": ("法律", "法规"),
    "licensing.decide_joint": ("法律", "法规"),
    "licensing.first_review": ("法律", "法规"),
    "licensing.renewal_apply": ("法律", "法规", "规章"),
    "penalty.decide": ("法律", "法规", "规章"),
    "disclosure.proactive": ("法律", "法规"),
    "reconsideration.apply": ("法律",),
    "reconsideration.decide": ("法律",),
    "reconsideration.redo": ("法律", "法规", "规章", "行政复议决定"),
    "consult.decision": ("公开说明缩短的理由",),
}

NO_EVIDENCE = "视为没有证据、依据，决定撤销等，第三人提供证据的除外；并追究责任"
EFFECTS: dict[str, rules.Effect] = {
    "no restart possible: reply clock runs from first receipt (design)": rules.PASSED,
    "must handle it": rules.PASSED,
    "silence: organ decides itself": rules.PASSED,
    "**deemed accepted on the receipt date** (licensing.decide then runs from receipt); sanction 72(四)": (
        rules.ACCEPTED_ON_RECEIPT
    ),
    "**deemed renewed** if an application was in; hence never rolled": rules.RENEWED,
    "silence: **deemed accepted on `due`** (30③)": rules.ACCEPTED,
    "deemed accepted on receipt": rules.ACCEPTED_ON_RECEIPT,
    "**deemed abandoned**, record it": rules.ABANDONED,
    "deemed abandoned, no 正当理由": rules.ABANDONED,
    "**deemed no evidence** ⇒ revoke etc. 70 (not if a third party proves); sanction 82": rules.NO_EVIDENCE,
    "same (old 28①四)": rules.NO_EVIDENCE,
    "as reply": rules.NO_EVIDENCE,
    "**deemed no evidence** 34②": rules.NO_EVIDENCE,
    "silence = **consent**": rules.CONSENT,
    "surcharge from the next day (72①一); enforcement": rules.UNPAID,
    "promise broken: decided on the papers that are there": rules.PROMISE_BROKEN,
}
EXPIRY: dict[str, str] = {
    "late; may be urged or supervised": "逾期；可以催办、督办",
    "–": "",
    "**deemed accepted on the receipt date** (licensing.decide then runs from receipt); sanction 72(四)": (
        "自收到申请材料之日起视为受理"
    ),
    "late: sanction 74(二), applicant may 复议/诉讼; **no** deemed grant": (
        "逾期不视为准予；申请人可以申请复议或者提起诉讼"
    ),
    "licensing: as decide": "逾期不视为准予；申请人可以申请复议或者提起诉讼",
    "sanction 74": "依照行政许可法第七十四条追究责任",
    "right lapses for this notice. wd is a design decision: 82 speaks of the organ's limits only": (
        "就本次告知不再享有申请听证的权利"
    ),
    "procedural breach 72(八)": "程序违法",
    "move the hearing date": "应当另定听证日期",
    "move the hearing": "应当另定听证日期",
    "late: warn, do not block (law silent). nd is a design decision (applicant's limit)": (
        "提示逾期，但不因此拒绝接收申请"
    ),
    "**deemed renewed** if an application was in; hence never rolled": "已提出申请的，视为准予延续",
    "ban ends": "禁止申请的期间结束",
    "undiscovered by `due` ⇒ no penalty. N: a bar on power is not lengthened": "未被发现的，不再给予行政处罚",
    "procedural breach 76①(三)": "程序违法，依照行政处罚法第七十六条追究责任",
    "measure ends, return goods (design; usual in 规章)": "措施解除，应当返还物品",
    "right waived": "视为放弃要求听证的权利",
    "breach; 民诉法 service; e-service only with signed consent": (
        "违法；依照民事诉讼法送达，当事人同意并签订确认书的可以电子送达"
    ),
    "breach": "违法",
    "surcharge from the next day (72①一); enforcement": "自次日起可以每日加处罚款，并可以依法强制执行",
    "3%/day reaches 100% on day 34; stop adding": "加处罚款达到罚款数额，停止加处",
    "discipline": "依法给予处分",
    "**must lift and return** 28①(四); N: burden on property": "应当立即解除查封、扣押，退还财物",
    "no longer executed": "不再执行",
    "own enforcement only if law grants the power, else court": "法律授权的可以自行强制执行，否则申请法院强制执行",
    "move the date; not for 52 (立即清除)": "应当另定代履行日期；立即清除的除外",
    "may apply to court from the next day": "自次日起可以申请法院强制执行",
    "court refuses without 正当理由 (行诉解释156)": "没有正当理由的，法院不予受理",
    "ruling stands": "裁定生效",
    "follow up only": "跟踪法院办理情况",
    "不予受理": "不予受理",
    '不予受理 ("超过五年"); roll not litigated': "不予受理",
    "`due` becomes day 0 of reconsideration.apply": "自届满日起计算申请复议的期限",
    "breach; only if it upholds": "违法；维持原处罚决定的才须转送",
    "silence: **deemed accepted on `due`** (30③)": "审查期限届满之日起视为受理",
    "deemed accepted on receipt": "自收到申请之日起视为受理",
    "then decide on the papers as filed": "按现有申请材料审查决定",
    "**deemed abandoned**, record it": "无正当理由逾期不补正的，视为放弃申请，并记录在案",
    "**deemed no evidence** ⇒ revoke etc. 70 (not if a third party proves); sanction 82": NO_EVIDENCE,
    "same (old 28①四)": "视为没有证据、依据，决定撤销",
    "as reply": NO_EVIDENCE,
    "applicant may sue within 15nd (34, 行诉45) and complain upward (35)": (
        "申请人可以在十五日内起诉，也可以向上级行政机关反映"
    ),
    "reconsideration: as decide": "申请人可以在十五日内起诉，也可以向上级行政机关反映",
    "may sue": "申请人可以起诉",
    "decide without it (design)": "不待答复，依法处理",
    "cause still there ⇒ 终止": "中止原因仍未消除的，终止行政复议",
    "sanction": "依法追究责任",
    "条例62": "依照行政复议法实施条例第六十二条追究责任",
    "right to sue lapses": "丧失起诉权",
    "right lapses": "丧失起诉权",
    "right lapses; then compulsion.court_apply may start": "丧失起诉权；行政机关可以申请法院强制执行",
    "may sue from the next day": "自次日起可以起诉",
    "**deemed no evidence** 34②": "不提供或者无正当理由逾期提供证据，视为没有相应证据",
    "sanction 53(一)": "依照条例第五十三条追究责任",
    "applicant may complain, 复议(前置)/诉讼 51; sanction 53": (
        "申请人可以投诉、举报、申请复议或者提起诉讼；依照条例第五十三条追究责任"
    ),
    "no restart possible: reply clock runs from first receipt (design)": (
        "答复期限自最初收到申请之日起计算，不再重新起算"
    ),
    "silence: organ decides itself": "逾期未提出意见的，由行政机关依法决定是否公开",
    "silence = **consent**": "逾期未提出意见的，视为同意公开",
    "49 names county departments only; township by local practice (configurable)": (
        "条例只规定县级以上人民政府部门，乡镇从当地规定"
    ),
    "sanction 44": "依照信访工作条例第四十四条追究责任",
    "must handle it": "应当办理",
    "sanction 45": "依照信访工作条例第四十五条追究责任",
    "matter ends": "该信访事项终结",
    "**publicly explain** the overrun": "应当公开说明超过办理时间的理由",
    "penalties only if 有一定社会影响 (处罚法48①)": "处罚决定有一定社会影响的才须公开",
    "window may not close earlier": "期满前不得结束征求意见",
    '"一般不少于"': "审查时间一般不少于七个工作日",
    "villagers may complain to the township": "村民可以向乡镇反映",
    "may be taken down from the next day": "自次日起可以撤下",
    "reminder": "提醒",
    "recorded as not answered by the day; a conclusion may follow": "记为到期没有说明，可以作出结论",
    "reminder to the village agent who has it": "提醒经手的村级代办员",
    "promise broken: decided on the papers that are there": "承诺没有兑现，按已有材料作出决定",
    "the township may go on without it, saying so": "乡镇说明情况后可以继续办理",
    "supervisor told: delay pushes day 0 of reply": "提醒主管人员：确认之日才是答复期限的起算日",
    "deemed abandoned, no 正当理由": "无正当理由逾期不补正的，视为放弃申请",
    "reminder; 60nd is kept by the filing date at the 代办点": "提醒；申请期限以代办点收到申请之日为准",
    "督办": "督办",
    "chased; the lead may answer without it": "督办；牵头单位可以先行答复",
}
