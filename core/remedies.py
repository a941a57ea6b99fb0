"""Remedies 救济途径, as data per kind of act: what an adverse paper must tell (许可法 38②, 复议法 20, 23)."""

from __future__ import annotations

from dataclasses import dataclass

from core.i18n import N_

DIRECT = "direct"
REVIEW_FIRST = "review_first"
LAND_DISPUTE = "land_dispute"
AFTER_REVIEW = "after_review"


@dataclass(frozen=True, slots=True)
class Remedy:
    """The ways a kind of act can be contested; the articles are printed with the words.

    Attributes:
        words: the sentence for the paper, with ``%(review)s`` (the organ of reconsideration) and ``%(court)s``.
    """

    words: str
    articles: tuple[str, ...]


REMEDIES: dict[str, Remedy] = {
    DIRECT: Remedy(
        N_(
            "如不服本决定，可以自知道本决定之日起六十日内向%(review)s申请行政复议，"
            "或者自知道本决定之日起六个月内向%(court)s提起行政诉讼。"
        ),
        ("行政复议法20①", "行政诉讼法46①"),
    ),
    REVIEW_FIRST: Remedy(
        N_(
            "如不服，应当先自知道之日起六十日内向%(review)s申请行政复议；对行政复议决定不服的，"
            "可以再依法向%(court)s提起行政诉讼。"
        ),
        ("行政复议法20①", "行政复议法23①"),
    ),
    LAND_DISPUTE: Remedy(
        N_("如不服本处理决定，可以自接到处理决定通知之日起三十日内向%(court)s起诉。"),
        ("土地管理法14③", "森林法22③"),
    ),
    AFTER_REVIEW: Remedy(
        N_("如不服本决定，可以自收到本决定书之日起十五日内向%(court)s提起行政诉讼。"),
        ("行政诉讼法45", "行政复议法34"),
    ),
}
RESPONDENT = N_("被申请人、被告是%(respondent)s。")


def told(kind: str, *, review: str, court: str, respondent: str = "") -> dict[str, str]:
    """What a paper keeps of a remedy: its words as they are today, and who they name; `remedy_words` reads them out.

    Args:
        review: the organ of reconsideration, e.g. ``陇川县人民政府``.
        court: the court, a setting of the tenant.
        respondent: who is answerable when it is not the organ that hands over the paper (复议法 19③, 行诉法 26⑤).

    Raises:
        KeyError: no such kind of remedy.
    """
    return {"words": REMEDIES[kind].words, "review": review, "court": court, "respondent": respondent}
