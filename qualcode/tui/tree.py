"""The codebook as rows: which codes are seen, how each is drawn, and all that is said of one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from textual.content import Content

from qualcode.analysis.usage import Usage
from qualcode.model import Code
from qualcode.project.memos import Memo
from qualcode.tui.describe import definition, moment
from qualcode.tui.i18n import _, ngettext
from qualcode.tui.layout import cells, fitted
from qualcode.tui.passages import Line

_LEAST_NAME = 12  # cells; with less room for the name, the numbers go


def unfolded(codes: Sequence[Code], folded: Collection[int]) -> list[Code]:
    """The codes that do not lie under a folded one, in the codebook's order."""
    hidden: set[int] = set()
    seen = []
    for code in codes:  # parents come before their children
        if code.parent_id in hidden or code.parent_id in folded:
            hidden.add(code.id)
        else:
            seen.append(code)
    return seen


@dataclass
class CodeRows:
    """Draws a code in one row: its colour and name, and how much it is used."""

    hues: Mapping[int, str] = field(default_factory=dict)
    usage: Mapping[int, Usage] = field(default_factory=dict)
    below: Mapping[int, int] = field(default_factory=dict)  # how many codes lie under each
    used_below: Mapping[int, int] = field(default_factory=dict)  # and how many codings those have
    folded: Collection[int] = ()
    cut: int | None = None
    flat: bool = False  # with the path instead of the indent

    def rows(self, passage: Code, width: int) -> int:  # noqa: ARG002  a look may need them
        """One."""
        return 1

    def lines(self, passage: Code, width: int) -> Sequence[Line]:
        """The row of a code."""
        code = passage
        indent = "" if self.flat else "  " * min(code.depth, max(width // 8, 1))
        name = code.name
        if code.id in self.folded and not self.flat:
            name += f"  +{self.below[code.id]}"
        if code.id == self.cut:
            name += "  " + _("(cut)")
        path = f"  {' > '.join(code.path[:-1])}" if self.flat and code.depth else ""
        used = self._used(code)
        room = width - len(indent) - 2 - cells(used) - 2
        if room < _LEAST_NAME:
            return [[(indent, ""), ("■ ", self.hues[code.id]), (name, "words")]]
        shown = fitted(name, room)
        path = fitted(path, room - cells(shown))
        blank = " " * (room - cells(shown) - cells(path) + 2)
        return [
            [
                (indent, ""),
                ("■ ", self.hues[code.id]),
                (shown, "strong" if code.depth == 0 and not self.flat else "words"),
                (path, "quiet"),
                (blank, ""),
                (used, "quiet"),
            ]
        ]

    def _used(self, code: Code) -> str:
        used = self.usage.get(code.id)
        if used:
            return _("{codings} in {sources}").format(
                codings=f"{used.codings:,}", sources=used.sources
            )
        below = self.used_below.get(code.id, 0)
        return _("{codings} below").format(codings=f"{below:,}") if below else _("never used")

    def heading(self, width: int) -> str:
        """What the columns are, over the rows of a list of that width."""
        left, right = _("code"), _("codings in transcripts")
        return f"  {left}{right.rjust(max(width - len(left) - 4, 0))}"


def counted_below(
    codes: Sequence[Code], usage: Mapping[int, Usage]
) -> tuple[dict[int, int], dict[int, int]]:
    """How many codes lie under each code, and how many codings those have."""
    number = {code.id: 0 for code in codes}
    codings = dict(number)
    for code in reversed(codes):  # children come after their parents
        if code.parent_id is not None:
            number[code.parent_id] += number[code.id] + 1
            own = usage[code.id].codings if code.id in usage else 0
            codings[code.parent_id] += codings[code.id] + own
    return number, codings


def describe_code(
    code: Code,
    hue: str,
    *,
    used: Usage,
    used_below: int,
    coders: Sequence[tuple[str, int]],
    memos: Sequence[Memo],
) -> Content:
    """All that is said of a code."""
    codings = ngettext("{number} coding", "{number} codings", used.codings)
    sources = ngettext("in {number} transcript", "in {number} transcripts", used.sources)
    counted = _("never")
    if used.codings:
        counted = f"{codings.format(number=used.codings)} {sources.format(number=used.sources)}"
    if coders:
        by = ", ".join(f"{name} ({number:,})" for name, number in coders)
        counted += _(", by {coders}").format(coders=by)
    if used_below:
        counted += _("; {number} under the codes below").format(number=used_below)
    blocks = [
        (_("Used"), counted),
        (_("Indicator terms"), ", ".join(code.indicator_terms)),
        (_("Colour"), code.colour),
    ]
    blocks += [
        (
            _("Memo, {coder}, {when}").format(coder=memo.coder, when=moment(memo.changed_at)),
            memo.text,
        )
        for memo in memos
    ]
    parts: list[Content | tuple[str, str]] = [definition(code, hue)]
    for heading, text in blocks:
        if text:
            parts += [(f"\n\n{heading}: ", "bold"), (text, "")]
    return Content.assemble(*parts)
