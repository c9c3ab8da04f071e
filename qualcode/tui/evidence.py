"""Why something was suggested, in words: what a suggester's evidence says, of any kind.

A suggester's evidence is a list of JSON objects. Known are a matched `term` or `word` with its
place and perhaps its `pull` (above 0 for the code, below against it), how the sentences `around`
pull, the `nearest` coded passage (by its place, or in words), and how far the score is to be
trusted (`trust`). Anything else is shown as it stands.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from qualcode.model import Span
from qualcode.tui.i18n import _, ngettext, quoted

Item = Mapping[str, Any]
Quote = Callable[[int, Span], str]
"""Gives the words of a source at a place, with its name; "" if they are no longer there."""

_LONGEST = 400  # code points of a piece of evidence that is of no known kind


class Piece(NamedTuple):
    """A line of evidence: what it is, and the words it is about."""

    kind: str
    words: str


def places(evidence: Sequence[Item], length: int) -> list[Span]:
    """The words of a text of that length that speak for the code, in order."""
    found = set()
    for item in evidence:
        span = _place(item)
        if span and span.end <= length and _pull(item) >= 0 and "nearest" not in item:
            found.add(span)
    return sorted(found)


def pieces(evidence: Sequence[Item], quote: Quote = lambda _source, _span: "") -> list[Piece]:
    """Evidence in words; what is said twice is said once, and words that pull stand together."""
    found: dict[Piece, None] = {}
    pulling = [item for item in evidence if "pull" in item and _is_matched(item)]
    for item in evidence:
        if "pull" in item and _is_matched(item):
            found |= dict.fromkeys(_pulls(pulling))
        else:
            found[_piece(item, quote)] = None
    return [piece for piece in found if piece.words]


def _piece(item: Item, quote: Quote) -> Piece:
    if "nearest" in item:
        return Piece(_("Like this excerpt"), _nearest(item, quote))
    if isinstance(item.get("trust"), Mapping):
        return Piece(_("Learned from"), _trust(item["trust"]))
    if isinstance(item.get("around"), int | float):
        around = float(item["around"])
        return Piece(_("The sentences around"), _for_or_against(around) if around else "")
    if _is_matched(item):
        return Piece(str(item.get("term") or _("Word")), _negated(quoted(_words(item)), item))
    return Piece(_("Evidence"), _plain(item))


def _is_matched(item: Item) -> bool:
    return "term" in item or "word" in item


def _pull(item: Item) -> float:
    pull = item.get("pull", 0)
    if pull in ("up", "down"):
        return 1.0 if pull == "up" else -1.0
    return float(pull) if isinstance(pull, int | float) else 0.0


def _place(item: Item) -> Span | None:
    start, end = item.get("start"), item.get("end")
    if isinstance(start, int) and isinstance(end, int) and 0 <= start < end:
        return Span(start, end)
    return None


def _pulls(items: Sequence[Item]) -> list[Piece]:
    """The words that speak for a code, and those against it."""
    sides = (
        (_("Speaks for it"), [item for item in items if _pull(item) >= 0]),
        (_("Speaks against it"), [item for item in items if _pull(item) < 0]),
    )
    return [
        Piece(kind, ", ".join(dict.fromkeys(map(_word, chosen))))
        for kind, chosen in sides
        if chosen
    ]


def _word(item: Item) -> str:
    """A word with the stem or the part by which it pulls."""
    words = _words(item)
    part = str(item.get("term") or "")
    shown = f"{words} ({part})" if part and part != words.casefold() else words
    return _negated(shown, item)


def _words(item: Item) -> str:
    named = (item.get(name) for name in ("words", "word", "term"))
    return next((one for one in named if isinstance(one, str) and one), _plain(item))


def _negated(words: str, item: Item) -> str:
    return _("{words}, negated").format(words=words) if item.get("negated") else words


def _for_or_against(pull: float) -> str:
    told = _("speak for it ({pull})") if pull > 0 else _("speak against it ({pull})")
    return told.format(pull=f"{pull:+.2g}")


def _trust(trust: Mapping[str, Any]) -> str:
    examples, sources = trust.get("examples"), trust.get("sources")
    if not isinstance(examples, int) or not isinstance(sources, int):
        return _plain(trust)
    told = ngettext("{number} example", "{number} examples", examples).format(number=examples)
    if sources:
        where = ngettext("in {number} transcript", "in {number} transcripts", sources)
        told = f"{told} {where.format(number=sources)}"
    return _("{examples}: weak").format(examples=told) if trust.get("weak") else told


def _nearest(item: Item, quote: Quote) -> str:
    nearest = item["nearest"]
    if isinstance(nearest, str):
        return _with_source(nearest, item.get("source"))
    if not isinstance(nearest, Mapping):
        return _plain(item)
    span, source_id = _place(nearest), nearest.get("source_id")
    if span and isinstance(source_id, int):
        return quote(source_id, span)
    words = nearest.get("text") or nearest.get("words")
    return _with_source(str(words), nearest.get("source")) if words else _plain(nearest)


def _with_source(words: str, source: Any) -> str:
    shown = quoted(" ".join(words.split()))
    return f"{shown} ({source})" if source else shown


def _plain(value: Any) -> str:
    if isinstance(value, Mapping):
        shown = "; ".join(f"{key}: {_text(one)}" for key, one in value.items())
    else:
        shown = _text(value)
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
