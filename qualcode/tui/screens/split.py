"""Splitting a code: excerpts are marked, and get a new code beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from qualcode.model import Code, Coding
from qualcode.project.codings import codings_where
from qualcode.project.sources import sources
from qualcode.text import normalise
from qualcode.tui.actions import Where, bindings
from qualcode.tui.actions import keys_by_name as key
from qualcode.tui.code_names import brief
from qualcode.tui.definition import DefinitionView
from qualcode.tui.folding import fold
from qualcode.tui.i18n import _, ngettext
from qualcode.tui.passages import Group, Line, PassageList
from qualcode.tui.screens.dialogue import Dialogue, key_line
from qualcode.tui.screens.line import LineDialogue
from qualcode.tui.study import Study


@dataclass(frozen=True, slots=True)
class Piece:
    """A coding with its words and the name of its transcript."""

    coding: Coding
    words: str
    source: str


def pieces_of(study: Study, code: Code) -> list[Piece]:
    """The codings of just this code that are seen, in the order of transcripts and words."""
    condition, parameters = "code_id = ?", [code.id]
    found = codings_where(study.project, condition, parameters)
    if study.own_only:
        found = [coding for coding in found if coding.coder == study.project.coder]
    wanted = {coding.source_id for coding in found}
    texts = {one.id: one for one in sources(study.project) if one.id in wanted}
    pieces = [
        Piece(
            coding,
            texts[coding.source_id].text[coding.start : coding.end],
            texts[coding.source_id].name,
        )
        for coding in found
    ]
    return sorted(pieces, key=lambda piece: (piece.source, piece.coding.start))


class _Marked:
    """Draws an excerpt in one row, with a mark."""

    def __init__(self) -> None:
        self.ids: set[int] = set()

    def rows(self, passage: Piece, width: int) -> int:  # noqa: ARG002  a look may need them
        """One."""
        return 1

    def lines(self, passage: Piece, width: int) -> Sequence[Line]:
        """The row of an excerpt."""
        mark = "[x] " if passage.coding.id in self.ids else "[ ] "
        words = fold(" ".join(passage.words.split()), max(width - len(mark), 4), limit=1)
        return [[(mark, "strong"), (words[0] if words else "", "words")]]


class SplitDialogue(Dialogue[None]):
    """Lets some of a code's excerpts be marked and given to a new code.

    `store` gets the new code's name and the marked codings, and gives what was wrong, "" for
    nothing; until nothing is, everything stays as it was marked and typed.
    """

    PLACES: ClassVar[tuple[Where, ...]] = ("split",)
    BINDINGS = bindings("split")
    DEFAULT_CSS = """
    SplitDialogue #box {
        width: 130; max-width: 100%; height: 90%; background: $surface;
        border: round $primary; padding: 0 1;
    }
    SplitDialogue.-flat #box { height: 100%; border: none; }
    SplitDialogue #heading { height: auto; max-height: 2; color: $text-muted; }
    SplitDialogue #words { display: none; border: none; height: 1; background: $boost; }
    SplitDialogue.-filtering #words { display: block; }
    SplitDialogue #definition { height: 5; border-top: solid $panel; }
    SplitDialogue.-flat #definition { display: none; }
    SplitDialogue #keys { height: 1; color: $text-muted; }
    """

    def __init__(
        self,
        study: Study,
        code: Code,
        pieces: Sequence[Piece],
        store: Callable[[str, Sequence[int]], str],
    ) -> None:
        super().__init__()
        self.pieces = pieces
        self._study = study
        self._code = code
        self._store = store
        self._marked = _Marked()

    def compose(self) -> ComposeResult:
        """Lay out the excerpts, and the one in the bar in full."""
        with Vertical(id="box"):
            yield Static(id="heading", markup=False)
            yield Input(placeholder=_("Letters in the excerpts"), id="words")
            yield PassageList(self._marked)
            yield DefinitionView()
            yield Static(
                key_line(
                    (_("{key} marks").format(key=key("split.mark")), "mark"),
                    (_("{key} all").format(key=key("split.mark_all")), "mark_all"),
                    (_("{key} find").format(key=key("split.filter")), "filter"),
                    (_("Enter goes on"), "go_on"),
                    (_("Esc leaves"), "cancel"),
                ),
                id="keys",
            )

    def on_mount(self) -> None:
        """Begin in the list."""
        self._rows.on_moved = self._moved
        self._list()
        self._rows.focus()

    @property
    def _rows(self) -> PassageList[Piece]:
        return self.query_one(PassageList)

    def _list(self) -> None:
        words = normalise(self.query_one("#words", Input).value).casefold().split()
        groups: dict[str, list[Piece]] = {}
        for piece in self.pieces:
            text = piece.words.casefold()
            if all(word in text for word in words):
                groups.setdefault(piece.source, []).append(piece)
        shown = [Group(source, found) for source, found in groups.items()]
        self._rows.show(shown, message=_("No excerpt has these letters."))
        self._tell()

    def _tell(self) -> None:
        marked = len(self._marked.ids)
        told = ngettext(
            "Split {code}: {marked} of {number} excerpt marked",
            "Split {code}: {marked} of {number} excerpts marked",
            len(self.pieces),
        )
        told = told.format(code=self._code.name, marked=marked, number=len(self.pieces))
        self.query_one("#heading", Static).update(told)

    def _moved(self) -> None:
        piece = self._rows.at_cursor
        shown = Content("")
        if piece:
            shown = Content.assemble(
                (f"{piece.source}, {piece.coding.coder}\n", "dim"),
                piece.words,
                (f"\n✎ {piece.coding.memo}" if piece.coding.memo else "", "italic"),
            )
        self.query_one(DefinitionView).show(shown)

    def on_input_changed(self) -> None:
        """List the excerpts with these letters."""
        self._list()

    def on_input_submitted(self) -> None:
        """Go on in the list."""
        self._rows.focus()

    # Doing

    def action_step(self, steps: int) -> None:
        """Move the bar."""
        self._rows.move(steps)

    def action_page(self, direction: int) -> None:
        """Move the bar by a page."""
        self._rows.page(direction)

    def action_filter(self) -> None:
        """Open the line for letters."""
        self.add_class("-filtering")
        self.call_after_refresh(self.query_one("#words", Input).focus)

    def action_mark(self) -> None:
        """Mark the excerpt in the bar or clear its mark, and go on to the next."""
        if piece := self._rows.at_cursor:
            self._marked.ids ^= {piece.coding.id}
            self._rows.draw_again()
            self._rows.move(1)
            self._tell()

    def action_mark_all(self) -> None:
        """Mark everything that is listed, or nothing of it."""
        listed = {piece.coding.id for piece in self._rows.passages}
        if listed <= self._marked.ids:
            self._marked.ids -= listed
        else:
            self._marked.ids |= listed
        self._rows.draw_again()
        self._tell()

    def action_go_on(self) -> None:
        """Ask for the new code's name."""
        if not self._marked.ids:
            told = _("Mark the excerpts that are to get a new code: {key}.")
            self.notify(told.format(key=key("split.mark")), severity="warning")
            return
        marked = [piece.coding.id for piece in self.pieces if piece.coding.id in self._marked.ids]
        number = len(marked)
        heading = ngettext(
            "The name of the code that gets {number} coding of {code}",
            "The name of the code that gets {number} codings of {code}",
            number,
        ).format(number=number, code=brief(self._code.label))

        def leave(accepted: bool | None) -> None:
            if accepted:
                self.dismiss(None)

        line = LineDialogue(heading, "", lambda name: self._store(name, marked))
        self.app.push_screen(line, leave)

    def action_cancel(self) -> None:
        """Close the line for letters, or leave."""
        if self.has_class("-filtering"):
            self.remove_class("-filtering")
            self.query_one("#words", Input).value = ""
            self._rows.focus()
        else:
            self.dismiss(None)
