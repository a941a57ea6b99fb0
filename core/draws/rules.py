"""The method of a draw, pure: a commitment in public, a seed out of secrets, an order that anybody finds again.

Every step is SHA-256 over plain text, so that ``sha256sum`` alone repeats it (docs/reference/draws.md).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.contracts import Candidate
from core.errors import Problem
from core.i18n import N_

METHOD = "xiaoneng-draw-1"
MOST, LONGEST = 5000, 100
CODE = re.compile(r"[^\s:]{1,40}")
# Letters, digits and hyphens alone: the same bytes on every machine, whatever types them.
SECRET = re.compile(r"[0-9A-Za-z-]{20,80}")
SIZE = re.compile(r"[1-9]\d{0,3}(/[1-9]\d{0,3})?", re.ASCII)

STATES: Mapping[str, tuple[str, str]] = {
    "begun": (N_("已公布清单，待签名"), "wait"),
    "sealed": (N_("已签名，待揭示"), "busy"),
    "drawn": (N_("已抽取"), "done"),
    "void": (N_("已作废"), "stop"),
}


@dataclass(frozen=True, slots=True)
class Ticket:
    """A candidate with its place in the drawn order, from 1, and the digest that gave it the place."""

    place: int
    code: str
    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class Commitment:
    """What was published before anybody knew the seed, read from its text."""

    title: str
    size: str
    take: int
    candidates: tuple[Candidate, ...]
    recused: Mapping[str, str]


def sha256(text: str) -> str:
    """The SHA-256 of a text in UTF-8, in hexadecimal, as ``sha256sum`` prints it."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_lines(typed: str) -> list[tuple[str, str]]:
    """Lines such as ``LYS 林业站`` as (first word, the rest); a line of one word is both."""
    found = []
    for line in unicodedata.normalize("NFC", typed).splitlines():
        words = line.split(None, 1)
        if words:
            found.append((words[0], " ".join(words[-1].split())))
    return found


def needed(size: str, total: int) -> int:
    """How many are drawn of `total`: a number such as ``3`` itself, a share such as ``1/2`` rounded up."""
    above, _, below = size.partition("/")
    return int(above) if not below else -(-total * int(above) // int(below))


def problems(candidates: Sequence[Candidate], size: str, recused: Mapping[str, str]) -> list[Problem]:
    """Why a draw can't be begun like this; at the fields ``population``, ``size`` and ``recusals``."""
    found = []
    codes = [one.code for one in candidates]
    twice = tuple(sorted({code for code in codes if codes.count(code) > 1})) if len(codes) <= MOST else ()
    bad = tuple(one.code[:40] for one in candidates if not CODE.fullmatch(one.code) or len(one.name) > LONGEST)
    if not candidates or len(codes) > MOST:
        found.append(Problem(N_("名单应当有1至%(most)s个。"), "population", {"most": MOST}))
    elif twice:
        found.append(Problem(N_("这些代码重复了：%(codes)s。"), "population", {"codes": twice}))
    elif bad:
        words = N_("代码最多40个字，不能有冒号，名称最多%(most)s个字，请改正：%(codes)s。")
        found.append(Problem(words, "population", {"codes": bad, "most": LONGEST}))
    if unknown := tuple(code[:40] for code in recused if code not in codes):
        found.append(Problem(N_("回避的代码不在名单里：%(codes)s。"), "recusals", {"codes": unknown}))
    if silent := tuple(code for code, reason in recused.items() if reason in {"", code}):
        found.append(Problem(N_("请写明回避的理由：%(codes)s。"), "recusals", {"codes": silent}))
    if not SIZE.fullmatch(size) or ("/" in size and int(size.split("/")[0]) > int(size.split("/")[1])):
        found.append(Problem(N_("请填写抽取的个数，例如3；或者比例，例如1/2。"), "size"))
    elif not found and needed(size, len(codes)) > len(codes) - len(recused):
        words = N_("应当抽取%(take)s个，除去回避的只有%(left)s个。")
        params = {"take": needed(size, len(codes)), "left": len(codes) - len(recused)}
        found.append(Problem(words, "size", params))
    return found


def commitment(head: Mapping[str, str], candidates: Sequence[Candidate], size: str, recused: Mapping[str, str]) -> str:
    """The text that is published and whose SHA-256 is the commitment: lines of words apart by tabs, units by code."""
    lines = [("method", METHOD), *head.items(), ("size", size), ("take", str(needed(size, len(candidates))))]
    units = [("unit", one.code, one.name) for one in sorted(candidates, key=lambda one: one.code.encode())]
    left = [("recused", code, recused[code]) for code in sorted(recused, key=str.encode)]
    return "".join("\t".join(" ".join(word.split()) for word in line) + "\n" for line in [*lines, *units, *left])


def read(text: str) -> Commitment:
    """What a commitment says.

    Raises:
        ValueError: it is none of this method.
    """
    rows = [line.split("\t") for line in text.splitlines()]
    said = {row[0]: row[1] for row in rows if len(row) == 2}
    if said.get("method") != METHOD or not SIZE.fullmatch(said.get("size", "")):
        raise ValueError("not a commitment of this method")
    units = tuple(Candidate(row[1], row[2]) for row in rows if row[0] == "unit" and len(row) == 3)
    recused = {row[1]: row[2] for row in rows if row[0] == "recused" and len(row) == 3}
    return Commitment(said.get("title", ""), said["size"], needed(said["size"], len(units)), units, recused)


def seed(secrets: Sequence[str], digest: str) -> str:
    """SHA-256 of the secrets in the order of the seats and the commitment's digest, each on a line of its own."""
    return sha256("".join(f"{words}\n" for words in (*secrets, digest)))


def order(text: str, seed_hex: str) -> tuple[Ticket, ...]:
    """Everybody who is not recused, in the order of SHA-256 of ``seed:code``; the first `take` are drawn."""
    said = read(text)
    able = [one for one in said.candidates if one.code not in said.recused]
    digests = sorted((sha256(f"{seed_hex}:{one.code}"), one.code, one.name) for one in able)
    return tuple(Ticket(place, code, name, digest) for place, (digest, code, name) in enumerate(digests, 1))


def drawn(text: str, secrets: Sequence[str]) -> tuple[Ticket, ...]:
    """Those that are drawn, in their order."""
    return order(text, seed(secrets, sha256(text)))[: read(text).take]


def published(text: str, seats: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """The draw as data for everybody: result and seed only once every secret is known.

    Args:
        seats: ``{"seat": …, "hash": …, "secret": …}`` in their order; what is not known yet is empty.
    """
    digest, secrets = sha256(text), [seat["secret"] for seat in seats]
    known = bool(secrets) and all(secrets)
    return {
        "method": METHOD,
        "commitment": text,
        "digest": digest,
        "seats": [dict(seat) for seat in seats],
        "seed": seed(secrets, digest) if known else "",
        "drawn": [
            {"place": one.place, "code": one.code, "name": one.name, "digest": one.digest}
            for one in (drawn(text, secrets) if known else ())
        ],
    }


def faults(given: Any) -> list[str]:
    """What does not hold in data that `published` made, by the names of its parts; empty where all of it holds.

    Raises:
        ValueError: it is no such data, or not all secrets are known yet.
    """
    try:
        text, seats = given["commitment"], [(str(seat["hash"]), str(seat["secret"])) for seat in given["seats"]]
        again = published(text, [{"secret": secret} for _, secret in seats])
        said = {name: given[name] for name in ("digest", "seed", "drawn")}
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not the data of a draw") from error
    if not again["seed"]:
        raise ValueError("not drawn yet")
    wrong = [f"seats[{at}]" for at, (hashed, secret) in enumerate(seats) if sha256(secret) != hashed]
    if len(seats) < 2 or len({hashed for hashed, _ in seats}) < len(seats):
        wrong.append("seats")
    return [*wrong, *(name for name, value in said.items() if value != again[name])]
