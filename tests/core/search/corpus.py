"""Made documents, dense in a few words, and what a search over them must find, told without any index."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from uuid import UUID

from core.search.backend import Doc, Query
from core.search.tokens import Word, cut_query, index_tokens, norm

WORDS = (
    *("行政复议", "行政", "复议机关", "许可", "行政许可", "听证", "申请", "期限", "申请期限", "宅基地", "低保", "户口"),
    *("广瓦村", "勐约乡", "户早村", "岩罕", "李卫国", "小军", "代理人", "税", "法", "排污", "養豬場", "公務員"),
    *("0692-5123456", "2026", "A4", "勐政发〔2026〕6号", "Form-7", "，", "。", "、", " "),
)
ACL = ("pub", "visit.read:all", "visit.read:aa", "visit.read:bb", "handler:cc")
TENANTS = ("1", "2", "33")
SOURCES = frozenset({"case", "item"})
QUESTIONS = (
    *(
        "复议",
        "复议机关",
        "行政复议申请期限",
        "广瓦村宅基地",
        "勐约乡低保",
        "行政 许可",
        "“行政许可”",
        "税",
        "法",
        "军",
    ),
    *(
        "养猪场排污",
        "公務員",
        "0692-5123456",
        "5123456",
        "06925123456",
        "a4",
        "４",
        "勐政发[2026]6号",
        "form7",
        "無此詞",
    ),
    *("听证 代理人 期限", "“申请期限” 李卫国", "户早村小军", "许可许可"),
)


def key(source: str, number: int) -> str:
    return f"{source}:{UUID(int=number)}"


def doc(
    number: int,
    title: str = "",
    body: str = "",
    *,
    source: str = "item",
    tenant: str = "1",
    acl: Iterable[str] = ("pub",),
    date: dt.date = dt.date(2026, 1, 1),
    docno: str = "",
) -> Doc:
    tokens = frozenset(f"{tenant}|{each}" for each in acl)
    return Doc(key(source, number), tenant, source, tokens, date, title, body, docno, "", 1)


def documents(count: int, seed: int = 7) -> list[Doc]:
    rng = random.Random(seed)
    return [
        doc(
            number,
            "".join(rng.choices(WORDS, k=4)),
            "".join(rng.choices(WORDS, k=rng.randint(3, 30))),
            source=rng.choice(sorted(SOURCES)),
            tenant=rng.choice(TENANTS),
            acl=rng.sample(ACL, rng.randint(1, 3)),
            date=dt.date(2026, 1, 1) + dt.timedelta(days=rng.randint(0, 300)),
            docno=f"许〔2026〕{number}号",
        )
        for number in range(count)
    ]


def expected(docs: Iterable[Doc], query: Query) -> set[str]:
    """The keys a search must find, by looking into every text."""
    words = cut_query(query.words)
    return {
        doc.key
        for doc in docs
        if words and doc.acl & query.acl and doc.source in query.sources and all(_holds(doc, word) for word in words)
    }


def _holds(doc: Doc, word: Word) -> bool:
    texts = (doc.title, doc.docno, doc.body)
    if word.is_cjk:
        return any(word.text in norm(text) for text in texts)
    return any(word.text in index_tokens(text) for text in texts)
