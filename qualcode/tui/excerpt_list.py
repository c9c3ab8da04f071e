"""How excerpts are grouped, and how they look in their list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from qualcode.model import Excerpt
from qualcode.project.codes import PATH_SEPARATOR
from qualcode.reporting.labels import stamp_text
from qualcode.tui.filtering import together
from qualcode.tui.folding import fold, fold_start, folded_rows
from qualcode.tui.i18n import _, ngettext
from qualcode.tui.passages import Group, Line
from qualcode.tui.sheet import MEASURE

Key = tuple[str, int, int, tuple[int, ...]]
"""What an excerpt is known by: source, start, end, and its codings."""

Path = tuple[str, ...]
_FOLDED = 3  # rows of a folded excerpt
_FOLDED_TURN = 2  # rows of a turn around it
_INDENT = "  "
_CODED = "│ "  # beside the coded words, as colour alone would not tell them from what is around


@dataclass(frozen=True, slots=True)
class Grouping:
    """By what excerpts are grouped; `variable` where `by` is "variable"."""

    by: Literal["code", "source", "case", "variable"]
    variable: str = ""

    @property
    def label(self) -> str:
        """The grouping in words."""
        return {
            "code": _("by code"),
            "source": _("by transcript"),
            "case": _("by case"),
            "variable": _("by {variable}").format(variable=self.variable),
        }[self.by]


BY_CODE = Grouping("code")


def groupings(variables: Sequence[str]) -> list[Grouping]:
    """All groupings there are, in the order in which a key goes through them."""
    plain = [BY_CODE, Grouping("source"), Grouping("case")]
    return plain + [Grouping("variable", name) for name in variables]


def key(excerpt: Excerpt) -> Key:
    """What an excerpt is known by, also when it is read again."""
    return excerpt.source, excerpt.start, excerpt.end, excerpt.coding_ids


def grouped(
    found: Sequence[Excerpt], grouping: Grouping, code_order: Mapping[Path, int]
) -> list[Group[Excerpt]]:
    """Excerpts in groups with their counts; those without a value come last.

    Codes stand in the order of the codebook, everything else by name.
    """
    members: dict[tuple[bool, int, str], list[Excerpt]] = {}
    for excerpt in found:
        name = _group_name(excerpt, grouping)
        order = 0
        if grouping.by == "code":
            order = min(
                (code_order.get(path, len(code_order)) for path in excerpt.codes), default=0
            )
        members.setdefault((not name, order, name), []).append(excerpt)
    return [
        Group(together([name or _without(grouping), counted(of_it)]), of_it)
        for (_no_name, _order, name), of_it in sorted(members.items(), key=lambda pair: pair[0])
    ]


def _group_name(excerpt: Excerpt, grouping: Grouping) -> str:
    if grouping.by == "code":
        return " + ".join(PATH_SEPARATOR.join(path) for path in excerpt.codes)
    if grouping.by == "source":
        return excerpt.source
    if grouping.by == "case":
        return excerpt.case or ""
    return excerpt.variables.get(grouping.variable, "")


def _without(grouping: Grouping) -> str:
    if grouping.by == "case":
        return _("without a case")
    return _("without a value of {variable}").format(variable=grouping.variable)


def counted(found: Sequence[Excerpt]) -> str:
    """How many excerpts from how many transcripts."""
    number = ngettext("{number} excerpt", "{number} excerpts", len(found))
    sources = len({excerpt.source for excerpt in found})
    return ngettext(
        "{excerpts} from {number} transcript", "{excerpts} from {number} transcripts", sources
    ).format(excerpts=number.format(number=f"{len(found):,}"), number=sources)


def place_of(excerpt: Excerpt) -> str:
    """Where an excerpt stands in its transcript, and whose it is."""
    return together(
        [
            _("turn {number}").format(number=excerpt.turn) if excerpt.turn else "",
            _("line {number}").format(number=excerpt.line),
            excerpt.speaker,
            stamp_text(excerpt.time_start) if excerpt.time_start is not None else "",
            ", ".join(excerpt.coders),
        ]
    )


def _room(width: int) -> int:
    """For words: longer rows would be hard to read."""
    return min(max(width - len(_INDENT), 2), MEASURE)


class ExcerptLook:
    """A row that says where an excerpt stands, and its words, folded unless `unfolded` has it."""

    def __init__(self, hue: Callable[[Path], str]) -> None:
        self.unfolded: set[Key] = set()
        self.grouping = BY_CODE
        self._hue = hue

    def rows(self, excerpt: Excerpt, width: int) -> int:
        """How many rows the excerpt takes."""
        room = _room(width)
        open_ = bool(self.unfolded) and key(excerpt) in self.unfolded
        total = 1 + folded_rows(excerpt.text, room, limit=None if open_ else _FOLDED)
        limit = None if open_ else _FOLDED_TURN
        for around in (excerpt.before, excerpt.after):
            if around and (around := _without_blanks(around)):
                total += folded_rows(around, room, limit=limit)
        if open_:
            total += sum(folded_rows(memo, room, limit=None) for memo in _memos(excerpt))
        return total

    def lines(self, excerpt: Excerpt, width: int) -> Sequence[Line]:
        """The rows of the excerpt."""
        room = _room(width)
        open_ = key(excerpt) in self.unfolded
        limit = None if open_ else _FOLDED_TURN
        before, after = _without_blanks(excerpt.before), _without_blanks(excerpt.after)
        lines = [self._place(excerpt)]
        if before:
            lines += _indented(fold_start(before, room, limit=limit), "quiet")
        lines += _indented(
            fold(excerpt.text, room, limit=None if open_ else _FOLDED), "words", _CODED
        )
        if after:
            lines += _indented(fold(after, room, limit=limit), "quiet")
        if open_:
            for memo in _memos(excerpt):
                lines += _indented(fold(memo, room), "memo")
        return lines

    def _place(self, excerpt: Excerpt) -> Line:
        by = self.grouping.by
        source = excerpt.source if by != "source" else ""
        line = [(together([source, place_of(excerpt)]), "strong")]
        if excerpt.memos:
            line.append((" ✎", "strong"))
        if by != "code":
            for path in excerpt.codes:
                line += [(" ■ ", self._hue(path)), (path[-1], "")]
        if excerpt.other_codes:
            line.append((" + " + ", ".join(path[-1] for path in excerpt.other_codes), "quiet"))
        return line


def _without_blanks(text: str) -> str:
    """A text without blank lines."""
    return "\n".join(line for line in text.split("\n") if line and not line.isspace())


def _memos(excerpt: Excerpt) -> list[str]:
    return [f"✎ {memo}" for memo in excerpt.memos]


def _indented(rows: Sequence[str], look: str, indent: str = _INDENT) -> list[Line]:
    return [[(indent, "quiet"), (row, look)] for row in rows]
