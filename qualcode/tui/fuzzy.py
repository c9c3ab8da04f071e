"""Finding codes by typing a few letters of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from qualcode.model import Code


def matching(codes: Sequence[Code], typed: str, recent: Sequence[int] = ()) -> list[Code]:
    """The codes that fit what was typed, the best first; the recent ones first if that is nothing.

    Every word typed has to fit somewhere in the code's path; a hit in the code's own name counts
    more than one in a theme above it. Letters may stand apart only if nothing has them together,
    and then only in the code's own name, from the beginning of one of its words.
    """
    words = typed.casefold().split()
    if not words:
        order = {code_id: position for position, code_id in enumerate(recent)}
        return sorted(codes, key=lambda code: order.get(code.id, len(order)))
    return _ranked(codes, words, _together) or _ranked(codes, words, _apart)


def _ranked(
    codes: Sequence[Code], words: Sequence[str], score: Callable[[str, Code], float]
) -> list[Code]:
    ranked: list[tuple[float, Code]] = []
    for code in codes:
        scores = [score(word, code) for word in words]
        if all(scores):
            ranked.append((sum(scores), code))
    ranked.sort(key=lambda pair: -pair[0])
    return [code for _, code in ranked]


def _together(word: str, code: Code) -> float:
    name, path = code.name.casefold(), code.label.casefold()
    return max(2 * _as_it_stands(word, name), _as_it_stands(word, path))


def _as_it_stands(word: str, name: str) -> float:
    """How well a name holds a word: best at its beginning, then at that of one of its words."""
    at = name.find(word)
    if at < 0:
        return 0.0
    begins = 2.0 if at == 0 else 1.5 if not name[at - 1].isalnum() else 1.0
    return begins + len(word) / len(name)


def _apart(word: str, code: Code) -> float:
    """How closely the letters of a word stand in a name, from 0 (not there) to 1."""
    found = re.search(r"\b" + ".*?".join(map(re.escape, word)), code.name.casefold())
    return len(word) / len(found.group()) if found else 0.0
