"""Titles in lines: words stay whole, lines are of like length, and none begins with 的 or a mark (GB/T 9704-2012)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

# 22 pt on 156 mm.
LONGEST = 20
NEVER_FIRST = "的和与及了、，。：；）〕》”"
MOST_LINES = 4


def balanced(title: str) -> str:
    """A title with the breaks it needs, at most four lines; one that was broken by hand or fits on a line as it is."""
    if "\n" in title or len(title) <= LONGEST:
        return title
    words = _words(title)
    for count in range(-(-len(title) // LONGEST), MOST_LINES + 1):
        fitting = [lines for lines in _broken(words, count) if max(map(len, lines)) <= LONGEST]
        if fitting:
            return "\n".join(min(fitting, key=lambda lines: max(map(len, lines)) - min(map(len, lines))))
    return title


def _words(title: str) -> list[str]:
    """The words, each with the particles and marks that no line may begin with; a long one is as breakable as paper."""
    import rjieba

    words: list[str] = []
    for word in rjieba.cut(title):
        if words and word[0] in NEVER_FIRST:
            words[-1] += word
        else:
            words.append(word)
    return words


def _broken(words: Sequence[str], count: int) -> Iterator[list[str]]:
    for places in combinations(range(1, len(words)), count - 1):
        yield ["".join(words[start:end]) for start, end in zip((0, *places), (*places, len(words)), strict=True)]
