"""Fitting passages into little room: a few rows of a long one, or one row around a hit."""

from __future__ import annotations

from rich.cells import set_cell_size, split_graphemes

from qualcode.tui.layout import cells, drawn, is_narrow, pieces, wrap

_MORE = " …"
_JOINER = "\u200d"


def fold(text: str, width: int, *, limit: int | None = None) -> list[str]:
    """A text in rows of a width; at most `limit`, the last then ending in an ellipsis."""
    width = max(width, 2)
    if limit is not None:
        limit = max(limit, 1)
        text = text[: (width + 2) * (limit + 1)]  # a row takes at most its width and one blank
    shown = drawn(text, ())
    layout = wrap(shown, pieces(shown, ()), width)
    rows = [layout.row_text(row) for row in range(layout.rows)]
    if limit is None or len(rows) <= limit:
        return rows
    last = rows[limit - 1].rstrip()
    if cells(last) > width - len(_MORE):
        last = set_cell_size(last, max(width - len(_MORE), 0)).rstrip()
        last = last.rpartition(" ")[0] or last  # no half words, if there is a whole one
    return [*rows[: limit - 1], (last + _MORE)[-width:]]


def fold_start(text: str, width: int, *, limit: int | None = None) -> list[str]:
    """The same, but it is the start that is left out: the last rows of what leads to something."""
    width = max(width, 2)
    if limit is not None:
        limit = max(limit, 1)
        text = text[-(width + 2) * (limit + 1) :]
    rows = fold(text, width)
    if limit is None or len(rows) <= limit:
        return rows
    first = rows[-limit]
    if cells(first) > width - len(_MORE):
        first = _last_cells(first, max(width - len(_MORE), 0)).lstrip()
    return [("… " + first)[:width], *rows[len(rows) - limit + 1 :]]


def folded_rows(text: str, width: int, *, limit: int | None = None) -> int:
    """How many rows `fold` gives, without wrapping what need not be wrapped."""
    width = max(width, 2)
    if limit is not None and len(text) > (width + 1) * max(limit, 1):
        return max(limit, 1)
    if len(text) <= width // 2 and "\n" not in text:
        return 1
    if len(text) <= width and "\n" not in text and is_narrow(text):
        return 1
    return len(fold(text, width, limit=limit))


def concordance(text: str, start: int, end: int, width: int) -> tuple[str, str, str]:
    """A row of a text around `[start, end)`: what is before, the words, and what is after.

    Together they take exactly `width` cells, and the words begin at the same cell in every row,
    two fifths from the left; words that are too long lose their end.
    """
    width = max(width, 1)
    left = width * 2 // 5
    # A joiner would draw the blanks that fill the row into the letter beside it.
    before = _last_cells(_one_row(text[max(start - width, 0) : start]).lstrip(_JOINER), left)
    words = _first_cells(_one_row(text[start : min(end, start + width)]), width - left)
    if end > start + width:
        words = words[:-1] + "…" if len(words) > 1 else words
    rest = max(width - left - cells(words), 0)
    after = _first_cells(_one_row(text[end : end + width]), rest).rstrip(_JOINER)
    return before, words, after + " " * (rest - cells(after))


def _one_row(text: str) -> str:
    return drawn(text, ()).replace("\n", " ")


def _first_cells(text: str, room: int) -> str:
    """The beginning of a text that has room."""
    if is_narrow(text):
        return text[:room]
    at = 0
    for left, _, size in split_graphemes(text)[0]:
        at += size
        if at > room:
            return text[:left]
    return text


def _last_cells(text: str, room: int) -> str:
    """The end of a text, filled up from the left to exactly so many cells."""
    if is_narrow(text):
        return text[max(len(text) - room, 0) :].rjust(room) if room else ""
    at, first = 0, len(text)
    for left, _, size in reversed(split_graphemes(text)[0]):
        if at + size > room:
            break
        at, first = at + size, left
    return " " * (room - at) + text[first:]
