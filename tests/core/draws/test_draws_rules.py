"""The method of draws: proved by a script of its own, and by what holds for every list and every secret."""

from __future__ import annotations

import copy
import hashlib
import json
import math
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from core.cli import main
from core.contracts import Candidate
from core.draws import rules

HEAD = {"tenant": "1", "draw": "d", "kind": "k", "title": "样例抽查"}
FIRST, SECOND = "a1b2c3-a1b2c3-a1b2c3", "0000-1111-2222-3333-4"
CODES = st.text("ABCDEFG0123456789站所", min_size=1, max_size=8)
LISTS = st.lists(CODES, min_size=2, max_size=30, unique=True)
SECRETS = st.text("abcdefghij-0123456789", min_size=20, max_size=40)


def listed(codes: list[str]) -> list[Candidate]:
    return [Candidate(code, f"{code}名") for code in codes]


def data(text: str) -> dict[str, object]:
    seats = [{"seat": "s", "hash": rules.sha256(secret), "secret": secret} for secret in (FIRST, SECOND)]
    return rules.published(text, seats)


def by_hand(text: str, first: str, second: str) -> list[str]:
    """The codes that are drawn, by nothing but the published description."""

    def sha(words: str) -> str:
        return hashlib.sha256(words.encode("utf-8")).hexdigest()

    lines = [line.split("\t") for line in text.split("\n")]
    recused = {line[1] for line in lines if line[0] == "recused"}
    codes = [line[1] for line in lines if line[0] == "unit"]
    (size,) = (line[1] for line in lines if line[0] == "size")
    number = math.ceil(len(codes) * int(size[0]) / int(size[2:])) if "/" in size else int(size)
    seed = sha(first + "\n" + second + "\n" + sha(text) + "\n")
    return sorted((code for code in codes if code not in recused), key=lambda code: sha(seed + ":" + code))[:number]


@settings(max_examples=60, deadline=None)
@given(LISTS, SECRETS, SECRETS, st.data())
def test_an_independent_script_draws_the_same_units(codes: list[str], one: str, two: str, more: st.DataObject) -> None:
    recused = dict.fromkeys(more.draw(st.lists(st.sampled_from(codes), unique=True, max_size=len(codes) // 2)), "理由")
    text = rules.commitment(HEAD, listed(codes), "1/2", recused)
    drawn = [ticket.code for ticket in rules.drawn(text, (one, two))]
    assert drawn == by_hand(text, one, two)
    assert len(drawn) == min(-(-len(codes) // 2), len(codes) - len(recused))
    assert not set(drawn) & set(recused)


@settings(max_examples=30, deadline=None)
@given(LISTS, st.randoms())
def test_the_order_of_the_list_makes_no_difference(codes: list[str], random: object) -> None:
    mixed = list(codes)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert rules.commitment(HEAD, listed(codes), "1", {}) == rules.commitment(HEAD, listed(mixed), "1", {})


def test_no_one_secret_determines_the_result() -> None:
    text = rules.commitment(HEAD, listed([f"U{number:02}" for number in range(12)]), "1", {})
    for fixed in (lambda other: (FIRST, other), lambda other: (other, FIRST)):
        found = {rules.drawn(text, fixed(f"secret-of-the-other-{number:03}"))[0].code for number in range(200)}
        assert len(found) == 12


def test_a_changed_list_changes_the_seed() -> None:
    text = rules.commitment(HEAD, listed(["A", "B", "C"]), "1", {})
    other = rules.commitment(HEAD, listed(["A", "B", "D"]), "1", {})
    assert rules.seed((FIRST, SECOND), rules.sha256(text)) != rules.seed((FIRST, SECOND), rules.sha256(other))


@pytest.mark.parametrize(("size", "all_", "take"), [("1/2", 7, 4), ("1/2", 8, 4), ("1/3", 7, 3), ("3", 7, 3)])
def test_a_share_is_rounded_up(size: str, all_: int, take: int) -> None:
    assert rules.needed(size, all_) == take


@pytest.mark.parametrize(
    ("codes", "size", "recused", "field"),
    [
        ([], "1", {}, "population"),
        (["A", "A"], "1", {}, "population"),
        (["A:B"], "1", {}, "population"),
        (["A", "B"], "半数", {}, "size"),
        (["A", "B"], "3/2", {}, "size"),
        (["A", "B"], "0", {}, "size"),
        (["A", "B"], "3", {}, "size"),
        (["A", "B"], "2", {"A": "是检查组成员"}, "size"),
        (["A", "B"], "1", {"C": "理由"}, "recusals"),
        (["A", "B"], "1", {"A": "A"}, "recusals"),
    ],
)
def test_what_cannot_be_drawn_is_told_at_its_field(
    codes: list[str], size: str, recused: dict[str, str], field: str
) -> None:
    assert {problem.field for problem in rules.problems(listed(codes), size, recused)} == {field}


def test_lines_are_a_code_and_the_rest() -> None:
    assert rules.read_lines("LYS  林业站 二组\n\n水利站\n") == [("LYS", "林业站 二组"), ("水利站", "水利站")]


def test_the_command_proves_a_file_and_names_what_was_changed_in_it(tmp_path: Path) -> None:
    good = data(rules.commitment(HEAD, listed(["A", "B", "C"]), "1/2", {"B": "理由"}))
    bad = copy.deepcopy(good)
    bad["commitment"] = str(bad["commitment"]).replace("\tC\tC名", "\tD\tC名")
    stolen = copy.deepcopy(good)
    stolen["drawn"] = list(reversed(stolen["drawn"]))  # type: ignore[call-overload]
    answers = {}
    for name, given_ in (("good", good), ("bad", bad), ("stolen", stolen), ("no", {"seats": 3})):
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(given_), encoding="utf-8")
        answers[name] = CliRunner().invoke(main, ["draws", "check", str(path)])
    assert [answers[name].exit_code for name in ("good", "bad", "stolen", "no")] == [0, 1, 1, 2]
    assert "1\t" in answers["good"].output
    assert "digest、seed" in answers["bad"].output
    assert "drawn" in answers["stolen"].output


def test_another_secret_than_the_signed_one_is_found() -> None:
    good = data(rules.commitment(HEAD, listed(["A", "B", "C"]), "1", {}))
    good["seats"][0]["hash"] = rules.sha256("another")  # type: ignore[index]
    assert rules.faults(good) == ["seats[0]"]
