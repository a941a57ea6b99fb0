"""Words kept as data reach the reader in their language: problems with their parameters, remedies, dates, roles."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel

from core import plugins, remedies
from core.errors import Problem
from core.web import filters
from scripts import messages
from scripts.messages import catalogue_path, read


@pytest.fixture
def english() -> Iterator[None]:
    """A request of somebody who reads English."""
    folders = plugins.registry().translations
    if not all((folder / "en" / "LC_MESSAGES" / f"{name}.mo").exists() for name, folder in folders.items()):
        pytest.skip("the catalogues are not compiled: python hatch_build.py")
    app = Flask(__name__)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(map(str, folders.values()))
    app.config["BABEL_DOMAIN"] = ";".join(folders)
    Babel(app, locale_selector=lambda: "en")
    with app.test_request_context():
        yield


@pytest.mark.usefixtures("english")
def test_a_problem_is_english_with_its_parameters() -> None:
    problem = Problem("“%(label)s”需要先开启：%(names)s。", None, {"label": "行政审批", "names": ("案件", "平台")})
    assert str(problem) == "“行政审批”需要先开启：案件、平台。"
    assert filters.problem_words(problem) == "Before “Administrative approval”, switch on: Cases, Platform."


@pytest.mark.usefixtures("english")
def test_remedies_name_the_organ_and_the_court() -> None:
    told = remedies.told(remedies.DIRECT, review="陇川县人民政府", court="陇川县人民法院")
    assert "向陇川县人民法院提起行政诉讼" in told["words"] % told
    assert filters.remedy_words(told).startswith("If you disagree with this decision, you may apply to 陇川县人民政府")


@pytest.mark.usefixtures("english")
def test_dates_on_papers_read_the_same_everywhere() -> None:
    assert filters.written_day("2026-11-04") == "2026-11-04"


@pytest.mark.parametrize("domain", messages.domains())
def test_no_english_string_is_left_in_chinese(domain: str) -> None:
    catalogue = read(catalogue_path(domain, messages.domains()[domain]), domain)
    chinese = [
        message.id
        for message in catalogue
        if message.id
        for words in ([message.string] if isinstance(message.string, str) else message.string)
        if any("\u4e00" <= letter <= "\u9fff" or letter in "，。：；、（）《》" for letter in words)
    ]
    # What people type or papers print stays as it is: words to search for, characters of a number, names of fonts.
    told = [
        "一行一段。以“一、”“（一）”“1.”开头的短行排成小标题；纪要中以“出席：”“请假：”“列席：”开头的行排在正文后面。不得填写涉密内容。",
        "不填：乡长、镇长、县长等，按地名。",
        "不填：地名加“人民政府”。",
        "事由和文种，例如“关于做好森林防火工作的通知”。",
        "例如“勐约”，编号为“勐约许〔2026〕12号”。改后只用于新收的案件。",
        "例如“勐约政函”，用于信函格式。",
        "例如“勐约政发”，用于文件格式。",
        "例如“勐约政纪要”，用于纪要格式。",
        "例如“当场行政处罚决定书”。",
        "公文首页的红字。不填：机关全称加“文件”。",
        "印在版记中。不填：机关全称加“办公室”。",
        "本机没有方正小标宋、仿宋等规定字体时，是：用替代字体印发；否：装好字体以后才能印发。",
        "用您自己的话写，例如：建房、低保、高龄津贴",
        "纪要首页的红字。不填：机关全称加“会议纪要”。",
    ]
    # Bases are noted as papers cite them, and the official list has words of its own.
    noted = [
        "不收费的写“无”；收费的写标准和依据。",
        "乡镇公布为收件点的村民委员会，写全称，用顿号分隔：在这些村登记即为收件，其余的村以乡镇收到为准。",
        "例如“土地管理法实施条例34①”。",
        "依据“%(law)s”没有写明条款，例如“土地管理法62④”。",
        "办理时需要的中介服务，没有的写“无”。",
        "同一人30天内申请过同一事项，确实要再收一份的填“是”。",
        "填“全部”“无”，或者逐一写材料名称，用分号隔开。",
        "法律的简称和条款，一条一行，例如“土地管理法62④”。",
        "申请人已签署容缺承诺的填“是”。",
        "简称和条款，例如“土地管理法62④”，多个用分号隔开。",
        "表中前面已经有同一人、同一事项的申请；确实要收两份的，在“再次申请”填“是”。",
        "请写明收费；不收费的写“无”。",
        "这个人30天内申请过同一事项（%(numbers)s）；确实要再收一份的，在“再次申请”填“是”。",
    ]
    # How an item of a plan stands is typed as the report prints it.
    stands = [
        "“%(line)s”没有写明进展，请在末尾写“：已完成”“：正在办理”或者“：未完成，原因”。",
        "一行写一项，末尾写“：已完成”“：正在办理”或者“：未完成，原因”；已经填好的取自本单位的实施方案。",
    ]
    assert chinese == {"core": told, "approval": noted, "supervision": stands}.get(domain, [])
