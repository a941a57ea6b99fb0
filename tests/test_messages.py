"""Every Chinese string a person can meet has its English in the catalogue of its domain, and nothing else is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages import Catalog

from scripts import messages

pytestmark = pytest.mark.only_on("sqlite", "catalogues are files")


@pytest.fixture
def sources() -> Catalog:
    """One plain string and one with a parameter."""
    catalogue = Catalog(locale="en")
    catalogue.add("受理")
    catalogue.add("还有 %(days)s 天")
    return catalogue


def translated(**words: str) -> Catalog:
    catalogue = Catalog(locale="en")
    for message, string in words.items():
        catalogue.add(message, string)
    return catalogue


@pytest.mark.parametrize("domain", messages.domains())
def test_the_english_catalogue_is_complete(domain: str) -> None:
    folder = messages.domains()[domain]
    source = messages.extract(domain, folder.parent)
    assert list(messages.problems(source, messages.read(messages.catalogue_path(domain, folder), domain))) == []


def test_a_complete_catalogue_has_no_problem(sources: Catalog) -> None:
    complete = translated(**{"受理": "accept", "还有 %(days)s 天": "%(days)s days left"})
    assert list(messages.problems(sources, complete)) == []


def test_each_fault_is_named(sources: Catalog) -> None:
    faulty = translated(**{"还有 %(days)s 天": "%(day)s days left", "退回": "return"})
    faults = [problem.split(":")[0] for problem in messages.problems(sources, faulty)]
    assert faults[0] == "missing"
    assert "placeholder" in faults[1]
    assert faults[2] == "no longer in the sources"
    faulty = translated(**{"受理": "", "还有 %(days)s 天": "%(days)s days left"})
    faulty.get("还有 %(days)s 天").flags.add("fuzzy")
    assert [problem.split(":")[0] for problem in messages.problems(sources, faulty)] == ["empty", "fuzzy"]


def test_merging_keeps_words_drops_old_strings_and_guesses_nothing(sources: Catalog) -> None:
    merged = messages.merge(sources, translated(**{"受理": "accept", "受理。": "Accepted.", "退回": "return"}))
    assert {message.id: message.string for message in merged if message.id} == {
        "受理": "accept",
        "还有 %(days)s 天": None,
    }


def test_python_and_templates_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    (tmp_path / "rules.py").write_text('LABEL = N_("决定")\nprint(_("送达"))\n', encoding="utf-8")
    page = tmp_path / "templates" / "page.html"
    page.parent.mkdir()
    page.write_text("{{ _('申请') }}{% trans n=3 %}{{ n }} 件{% endtrans %}", encoding="utf-8")
    found = {message.id for message in messages.extract("toy", tmp_path) if message.id}
    assert found == {"决定", "送达", "申请", "%(n)s 件"}
