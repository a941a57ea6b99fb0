"""docs/reference/limits.md is what the rules say, and every article they cite is in the clone."""

from __future__ import annotations

import re

import pytest

from core import plugins
from core.citations import numeral
from core.deadlines.rules import DeadlineRule, Unit
from scripts import limits

KNOWN = limits.texts()
SOURCES = [*KNOWN["laws"], *KNOWN["missing"]]
RULES = plugins.registry().rules
PAIRS = {pair for rule in RULES for citation in limits.sources(rule) for pair in limits.cited(citation, SOURCES)}
WORDS = {Unit.WORKING: ("日", "个工作日"), Unit.NATURAL: ("日",), Unit.MONTH: ("个月",), Unit.YEAR: ("年",)}
# Numbers that no text has: computed, of the product, or called 两.
NO_NUMBER = {"penalty.surcharge_cap", "licensing.renewal_decide", "litigation.inaction_wait"}


def test_the_page_is_up_to_date() -> None:
    assert limits.PAGE.read_text(encoding="utf-8") == limits.page(), "run `make reference`"


def test_every_cited_article_has_its_text_and_no_other_is_kept() -> None:
    kept = {(law, number) for law, source in KNOWN["laws"].items() for number in source["articles"]}
    assert {(law, number) for law, number in PAIRS if law in KNOWN["laws"]} == kept


def test_sources_without_a_text_are_named_with_a_reason_and_cited() -> None:
    assert {law for law, _ in PAIRS} - set(KNOWN["laws"]) == set(KNOWN["missing"])
    assert all(KNOWN["missing"].values())


@pytest.mark.parametrize(("law", "number"), sorted(pair for pair in PAIRS if pair[0] in KNOWN["laws"]))
def test_a_text_begins_with_its_number(law: str, number: str) -> None:
    assert KNOWN["laws"][law]["articles"][number].startswith(f"第{numeral(int(number))}条　")


@pytest.mark.parametrize(
    "rule",
    [
        pytest.param(rule, id=f"{rule.code} {rule.since}")
        for rule in RULES
        if rule.law in KNOWN["laws"] and rule.length and "本级规定" not in rule.override and rule.code not in NO_NUMBER
    ],
)
def test_the_article_itself_has_the_length(rule: DeadlineRule) -> None:
    assert rule.length is not None
    text = "".join(
        KNOWN["laws"][law]["articles"].get(number, "")
        for law, number in limits.cited(f"{rule.law}{rule.article}", SOURCES)
        if law in KNOWN["laws"]
    )
    numbers = (numeral(rule.length), str(rule.length))
    assert any(number + word in text for number in numbers for word in WORDS[rule.unit])


def test_a_citation_is_taken_apart() -> None:
    known = ["行政处罚法", "行政处罚法（旧法）", "行政强制法", "实施方案"]
    assert list(limits.cited("行政处罚法72①(一)；行政强制法45②,46", known)) == [
        ("行政处罚法", "72"),
        ("行政强制法", "45"),
        ("行政强制法", "46"),
    ]
    assert list(limits.cited("行政处罚法（旧法）42(一)", known)) == [("行政处罚法（旧法）", "42")]
    assert list(limits.cited("实施方案四(二)1(1)", known)) == [("实施方案", "")]
    with pytest.raises(LookupError, match="某法"):
        list(limits.cited("某法1", known))


def test_links_lead_to_texts() -> None:
    page = limits.page()
    assert set(re.findall(r"\]\(#(.+?)\)", page)) <= set(re.findall(r'<a id="(.+?)">', page))
