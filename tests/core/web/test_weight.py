"""Our sheets: sent small, all asked for, and no class without a rule; tests/rights/test_weight.py weighs the pages."""

from __future__ import annotations

import re

import pytest

from core.web.assets import STATIC, small

pytestmark = pytest.mark.only_on("sqlite", "sheets are the same over either database")

OWN = sorted(path.name for path in STATIC.glob("*.css"))


@pytest.mark.parametrize("name", OWN)
def test_a_sheet_is_sent_small_and_means_the_same(name: str) -> None:
    whole = (STATIC / name).read_text(encoding="utf-8")
    short = small(whole)
    assert "/*" not in short
    assert len(short) < len(whole)
    # Space that means something stays: in calc, between words of a value and parts of a selector.
    calculations = [re.sub(r"\s+", " ", found) for found in re.findall(r"calc\([^;]*\)", whole)]
    assert [found for found in calculations if found not in short] == []
    assert short.count("{") == re.sub(r"/\*.*?\*/", "", whole, flags=re.DOTALL).count("{")
    assert short.count("}") == short.count("{")


def test_small_keeps_what_a_selector_means() -> None:
    assert small("a :is(b, c) > d:hover { margin: 0 1px; }  /* x */\n@media (min-width: 1rem) { e { f: g } }") == (
        "a :is(b,c) > d:hover{margin:0 1px;}@media (min-width:1rem){e{f:g}}"
    )


def test_every_sheet_is_asked_for_somewhere() -> None:
    root = STATIC.parents[2]
    sources = [
        path for part in ("core", "plugins") for path in (root / part).rglob("*") if path.suffix in {".html", ".py"}
    ]
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    assert [name for name in OWN if f'"{name}"' not in text and f"'{name}'" not in text] == []


def test_every_class_of_ours_in_the_pages_has_a_rule_or_a_reason() -> None:
    """A class nobody draws is a slip of the pen, or what is left of something gone."""
    root = STATIC.parents[2]
    sheets = "".join((STATIC / name).read_text(encoding="utf-8") for name in OWN)
    drawn = set(re.findall(r"\.(xn-[a-z0-9_-]+)", sheets))
    templates = [path for part in ("core", "plugins") for path in (root / part).rglob("*.html")]
    used = {
        name
        for path in templates
        for given in re.findall(r'class="([^"]*)"', path.read_text(encoding="utf-8"))
        for name in re.findall(r"xn-[a-z0-9_-]+", given)
        if not name.endswith("-")
    }
    assert sorted(used - drawn) == []
    built = {"xn-figure", "xn-state", "xn-limit", "xn-mark", "xn-day", "xn-qr"}
    scripts = "".join((STATIC / name).read_text(encoding="utf-8") for name in ("xiaoneng.js", "aloud.js"))
    left = {name for name in drawn - used if not any(name == kind or name.startswith(f"{kind}-") for kind in built)}
    assert sorted(name for name in left if name not in scripts) == []
