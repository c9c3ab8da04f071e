"""How hits look in their list, and what is said of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from textual.content import Content

from qualcode.model import Span
from qualcode.project.search import Hit
from qualcode.tui.filtering import together
from qualcode.tui.folding import concordance
from qualcode.tui.i18n import _, ngettext
from qualcode.tui.passages import Group, Line

Key = tuple[int, int, int]
"""What a hit is known by: its source, start and end."""

_FORMS_SHOWN = 12


def key(hit: Hit) -> Key:
    """What a hit is known by, also when the search is made again."""
    return hit.source_id, hit.start, hit.end


class HitLook:
    """A row for each hit: its mark, its place, and the words in the midst of their turn."""

    def __init__(self) -> None:
        self.unmarked: set[Key] = set()

    def rows(self, hit: Hit, width: int) -> int:  # noqa: ARG002
        """One."""
        return 1

    def lines(self, hit: Hit, width: int) -> Sequence[Line]:
        """The row."""
        mark = "  " if key(hit) in self.unmarked else "✓ "
        place = self._place(hit, width)
        start, end = hit.start - hit.turn_start, hit.end - hit.turn_start
        room = width - len(mark) - len(place)
        before, words, after = concordance(hit.turn_text, start, end, room)
        return [[(mark, ""), (place, "quiet"), (before, ""), (words, "hit"), (after, "")]]

    def _place(self, hit: Hit, width: int) -> str:
        turn = _("turn {number}").format(number=hit.turn)
        if width < 56:
            return f"{hit.turn:>4} "
        if width < 90:
            return f"{turn:<12.12} {hit.speaker:<9.9} "
        line = _("line {number}").format(number=hit.line)
        return f"{turn + ', ' + line:<25.25} {hit.speaker:<12.12} "


def by_source(hits: Sequence[Hit]) -> list[Group[Hit]]:
    """Hits under their transcripts, with how many each has."""
    groups = []
    for source, found in groupby(hits, key=lambda hit: hit.source):
        members = list(found)
        count = ngettext("{number} hit", "{number} hits", len(members))
        groups.append(Group(f"{source} · {count.format(number=f'{len(members):,}')}", members))
    return groups


def spans_by_source(hits: Sequence[Hit]) -> dict[int, list[Span]]:
    """Where hits stand, by the id of the source."""
    found: dict[int, list[Span]] = {}
    for hit in hits:
        found.setdefault(hit.source_id, []).append(Span(hit.start, hit.end))
    return found


def counted(hits: Sequence[Hit]) -> str:
    """How many hits in how many transcripts: `34 hits in 12 transcripts`."""
    found = ngettext("{number} hit", "{number} hits", len(hits)).format(number=f"{len(hits):,}")
    sources = len({hit.source_id for hit in hits})
    return ngettext(
        "{hits} in {number} transcript", "{hits} in {number} transcripts", sources
    ).format(hits=found, number=sources)


def forms(hits: Sequence[Hit]) -> str:
    """The forms in which the words were found, the most frequent first."""
    counts: dict[str, int] = {}
    for hit in hits:
        form = hit.text.casefold()
        counts[form] = counts.get(form, 0) + 1
    found = sorted(counts, key=lambda form: (-counts[form], form))
    more = ["…"] if len(found) > _FORMS_SHOWN else []
    return ", ".join(found[:_FORMS_SHOWN] + more)


def place_of(hit: Hit) -> str:
    """Where a hit stands: transcript, turn, line and speaker."""
    return together(
        [
            hit.source,
            _("turn {number}").format(number=hit.turn) if hit.turn else "",
            _("line {number}").format(number=hit.line),
            hit.speaker,
        ]
    )


def in_its_turn(hit: Hit, room: int) -> Content:
    """A hit with where it stands and as much of its turn as has room (in characters)."""
    start, end = hit.start - hit.turn_start, hit.end - hit.turn_start
    first = max(min(start - room // 3, len(hit.turn_text) - room), 0)
    before = ("…" if first else "") + hit.turn_text[first:start]
    return Content.assemble(
        (place_of(hit) + "\n", "bold"),
        (before, ""),
        (hit.turn_text[start:end], "bold underline $text-warning"),
        (hit.turn_text[end : first + room], ""),
        ("…" if first + room < len(hit.turn_text) else "", ""),
    )
