"""Write ``docs/reference/limits.md``: every limit with its versions and the text of the articles it rests on.

The texts are in ``docs/reference/articles.toml``; what it has no text of, it lists under ``missing`` with the reason.
``check`` instead of nothing says whether the page is up to date, and exits 1 when it is not.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from core.deadlines.rules import DeadlineRule, Fixed

PAGE = ROOT / "docs" / "reference" / "limits.md"
ARTICLES = ROOT / "docs" / "reference" / "articles.toml"
UNITS = {"working_day": "working days", "natural_day": "natural days", "month": "months", "year": "years"}
PERIODS = {"year": "year", "half": "half year", "quarter": "quarter", "month": "month"}
KINDS = {
    "by": "to be done by the day",
    "wait": "to be waited for: allowed from the day after",
    "before": "to be done so long before an event",
    "info": "a day for information",
    "cal": "a calendar date",
}
ROLLS = {
    "-": "",
    "A": ", carried past rest days",
    "B": ", carried past rest days by analogy",
    "N": ", never carried on",
}
BEARERS = {"organ": "the organ", "party": "the party", "other": "another organ or a third person", "court": "the court"}
HEAD = """# Legal limits

Written by `make reference` from the rules of the plugins; do not edit. `deadline-rules.md` is the catalogue they are
compared with, and says how days are counted. Every limit excludes the day that triggers it.

"""


def texts() -> dict[str, Any]:
    """The laws with their articles, and what is missing."""
    with ARTICLES.open("rb") as file:
        return tomllib.load(file)


def cited(citation: str, known: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The (law, article number) pairs of a citation like ``行政处罚法72①(一)；行政强制法45②``.

    Args:
        known: laws with a text and sources without; a source without articles gives an empty number.

    Raises:
        LookupError: a part of the citation begins with no known source.
    """
    names = sorted(known, key=len, reverse=True)
    for part in filter(None, citation.split("；")):
        law = next((name for name in names if part.startswith(name)), None)
        if law is None:
            raise LookupError(f"no source is known for {part!r}")
        numbers = re.findall(r"(?:^|,)(\d+)", part.removeprefix(law))
        yield from ((law, number) for number in numbers or [""])


def sources(rule: DeadlineRule) -> tuple[str, ...]:
    """Every citation of a rule."""
    return (f"{rule.law}{rule.article}", rule.formerly, rule.count_article, rule.stop_article)


def page() -> str:
    """The whole page."""
    from core import plugins

    registry, known = plugins.registry(), texts()
    parts = [HEAD]
    needed: dict[tuple[str, str], None] = {}
    for name, rules in registry.each("register_deadline_rules"):
        parts.append(f"## {name} {registry.plugins[name].label}\n\n")
        versions: dict[str, list[DeadlineRule]] = {}
        for rule in rules:
            versions.setdefault(rule.code, []).append(rule)
        for code, group in versions.items():
            parts.append(f"### `{code}` {group[0].name}\n\n")
            parts += [_version(rule, known, needed) for rule in group]
            parts.append("\n")
    return "".join([*parts, *_articles(known, needed), *_missing(known, needed)]).rstrip() + "\n"


def _version(rule: DeadlineRule, known: dict[str, Any], needed: dict[tuple[str, str], None]) -> str:
    facts = [
        f"{_length(rule)}; {KINDS[rule.kind]}{ROLLS[rule.roll]}",
        f"day 0 {rule.day_zero}",
        f"owed by {BEARERS[rule.bearer]}",
        _links(f"{rule.law}{rule.article}", known, needed) + _formerly(rule, known, needed),
    ]
    if rule.count_article and rule.count_article != f"{rule.law}{rule.article}":
        facts.append(f"counted by {_links(rule.count_article, known, needed)}")
    if rule.extension:
        most = "without a maximum" if rule.extension.most is None else f"by at most {rule.extension.most}"
        facts.append(f"may be lengthened {most}: {rule.extension.approver}")
    if rule.stops:
        facts.append(f"not counted: {'、'.join(rule.stops)} ({_links(rule.stop_article, known, needed)})")
    if rule.override:
        facts.append(f"another length by {'、'.join(rule.override)}")
    if rule.on_expiry:
        facts.append(f"when it has passed: {rule.on_expiry}")
    return f"- **{_force(rule)}**: " + "; ".join(facts) + ".\n"


def _length(rule: DeadlineRule) -> str:
    if rule.fixed is not None:
        return _date(rule.fixed)
    if rule.length is None:
        return f"the item's own number of {UNITS[rule.unit]}"
    unit = UNITS[rule.unit]
    return f"{rule.length} {unit.removesuffix('s') if rule.length == 1 else unit}"


def _date(fixed: Fixed) -> str:
    day = f"day {fixed.day}" if fixed.day else "the last day"
    first, last = fixed.within
    within = "" if (first, last) == (1, 12) else f", months {first} to {last}"
    if fixed.every == "month":
        return f"{day} of {'the next' if fixed.shift else 'each'} month{within}"
    month = f"month {fixed.month}" if fixed.month else "the last month"
    later = " (in the year after)" if fixed.shift else ""
    return f"{day} of {month}, counted from the beginning of each {PERIODS[fixed.every]}{later}{within}"


def _force(rule: DeadlineRule) -> str:
    if rule.since is None and rule.until is None:
        return "at any time"
    filed = "filed " if rule.by_filing else ""
    return f"{filed}from {rule.since}" + (f" to {rule.until}" if rule.until else "")


def _formerly(rule: DeadlineRule, known: dict[str, Any], needed: dict[tuple[str, str], None]) -> str:
    return f", formerly {_links(rule.formerly, known, needed)}" if rule.formerly else ""


def _links(citation: str, known: dict[str, Any], needed: dict[tuple[str, str], None]) -> str:
    """The citation, each part linked to the text of its first article."""
    parts = []
    for part in citation.split("；"):
        pairs = list(cited(part, [*known["laws"], *known["missing"]]))
        needed.update(dict.fromkeys(pairs))
        law, number = pairs[0]
        parts.append(f"[{part}](#{_anchor(law, number)})" if law in known["laws"] else f"{part} (no text)")
    return "；".join(parts)


def _anchor(law: str, number: str) -> str:
    return re.sub(r"\W", "", law) + f"-{number}"


def _articles(known: dict[str, Any], needed: dict[tuple[str, str], None]) -> Iterator[str]:
    yield "## Texts\n\n"
    for law, source in known["laws"].items():
        numbers = sorted(int(number) for name, number in needed if name == law)
        if numbers:
            yield f"### {source['title']}\n\nText of {source['date']}.\n\n"
        for number in numbers:
            words = source["articles"][str(number)].replace("\n", "\n>\n> ")
            yield f'<a id="{_anchor(law, str(number))}"></a>\n\n> {words}\n\n'


def _missing(known: dict[str, Any], needed: dict[tuple[str, str], None]) -> Iterator[str]:
    yield "## Without a text here\n\n"
    names = {law for law, _ in needed}
    yield from (f"- {law}: {reason}\n" for law, reason in known["missing"].items() if law in names)


def main() -> int:
    """Write the page, or check it."""
    if sys.argv[1:] not in ([], ["check"]):
        print("usage: limits.py [check]", file=sys.stderr)
        return 2
    fresh = page()
    if sys.argv[1:] == ["check"]:
        return int(PAGE.read_text(encoding="utf-8") != fresh)
    PAGE.write_text(fresh, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
