"""Finding codes by typing a few letters of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.fuzzy import FuzzySearch

from qualcode.model import Code


def matching(codes: Sequence[Code], typed: str, recent: Sequence[int] = ()) -> list[Code]:
    """The codes that fit what was typed, the best first; the recent ones first if that is nothing.

    Every word typed has to fit somewhere in the code's path; a hit in the code's own name counts
    more than one in a theme above it. Letters may stand apart only if nothing has them together.
    """
    words = typed.casefold().split()
    if not words:
        order = {code_id: position for position, code_id in enumerate(recent)}
        return sorted(codes, key=lambda code: order.get(code.id, len(order)))
    search = FuzzySearch()
    return _ranked(codes, words, _together) or _ranked(
        codes, words, lambda word, name: search.match(word, name)[0]
    )


def _ranked(
    codes: Sequence[Code], words: Sequence[str], score: Callable[[str, str], float]
) -> list[Code]:
    ranked: list[tuple[float, Code]] = []
    for code in codes:
        name, path = code.name.casefold(), code.label.casefold()
        scores = [max(2 * score(word, name), score(word, path)) for word in words]
        if all(scores):
            ranked.append((sum(scores), code))
    ranked.sort(key=lambda pair: -pair[0])
    return [code for _, code in ranked]


def _together(word: str, name: str) -> float:
    """How well a name holds a word: best at its beginning, then at that of one of its words."""
    at = name.find(word)
    if at < 0:
        return 0.0
    begins = 2.0 if at == 0 else 1.5 if not name[at - 1].isalnum() else 1.0
    return begins + len(word) / len(name)
