"""Reading: transcripts at the left, the text in the middle, the codebook at the right."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static, Tree

from qualcode.model import Coding, Span, Suggestion
from qualcode.tui.actions import keys_by_name as key
from qualcode.tui.bar import CodingBar
from qualcode.tui.definition import DefinitionView
from qualcode.tui.describe import (
    coding_names,
    definition,
    describe_place,
    fit_hint,
    quotation,
    suggestion_names,
)
from qualcode.tui.document import Document
from qualcode.tui.i18n import _, ngettext
from qualcode.tui.lanes import CodingIndex, RangeIndex
from qualcode.tui.movement import Caret
from qualcode.tui.panes import CodeTree, SourceTree
from qualcode.tui.screens.base import StudyScreen
from qualcode.tui.study import Study, coded_share
from qualcode.tui.transcript import Transcript

_PANES_SECONDS = 0.4  # the side panes follow when the keyboard rests
_DEFINITION_SECONDS = 0.15  # nobody reads definitions while keys are held down
_NAMED = 12  # codings in the status line: no more have room, and a whole text has thousands


@dataclass(frozen=True, slots=True)
class OpenSource:
    """A transcript ready to be shown, with the cursor at an offset."""

    document: Document
    codings: CodingIndex
    suggestions: RangeIndex[Suggestion]
    offset: int = 0


def open_source(study: Study, source_id: int, offset: int = 0) -> OpenSource:
    """Read a transcript with its codings and its open suggestions."""
    document = study.documents.get(source_id)
    return OpenSource(
        document,
        CodingIndex(study.codings_of(source_id)),
        RangeIndex(study.suggestions_of(source_id)),
        min(offset, len(document.source.text)),
    )


class Reading(StudyScreen):
    """Shows a transcript with its codings, and keeps everything on the screen up to date."""

    DEFAULT_CSS = """
    Reading #empty { display: none; width: 1fr; height: 1fr; padding: 1 2; }
    Reading.-empty #empty { display: block; }
    Reading.-empty #transcript, Reading.-empty #bar { display: none; }
    """

    def __init__(self, study: Study, opened: OpenSource | None) -> None:
        super().__init__(study)
        self._opened = opened
        self._source_id: int | None = None
        self._variable: str | None = next(iter(study.variables()), None)
        self._panes_timer: Timer | None = None
        self._code_in_view: int | None = -1
        self._code_at_cursor: int | None = None
        self._definition_timer: Timer | None = None
        self._hint_in_view = ""
        self._recent_in_view: list[int] | None = None
        self._hits: dict[int, list[Span]] = {}  # what the last search has found, by source
        self._touched: set[int] = set()  # codes whose counts have changed since the last rest

    def compose_body(self) -> ComposeResult:
        """Lay out panes and lines."""
        with Horizontal(id="body"):
            yield SourceTree()
            yield (transcript := Transcript())
            yield CodingBar(transcript)
            yield Static(id="empty", markup=False)
            with Vertical(id="codebook"):
                yield CodeTree()
                yield DefinitionView()
        yield Static(id="recent", markup=False)
        yield Static(id="status", markup=False)

    def on_mount(self) -> None:
        """Show the text first and fill the panes afterwards."""
        self.transcript = self.query_one(Transcript)
        self._status = self.query_one("#status", Static)
        self._hints = self.query_one("#hints", Static)
        self._definition = self.query_one(DefinitionView)
        self._bar = self.query_one(CodingBar)
        self.transcript.on_moved = self._moved
        self.transcript.on_redrawn = self._redrawn
        self.transcript.on_scrolled = self._bar.follow
        self.transcript.on_told = self.say
        self.transcript.focus()
        if self._opened:
            self._show(self._opened)
        else:
            self._show_nothing()
        self._show_recent()
        self.call_after_refresh(self._fill_panes)

    # What is shown

    def _open(self, source_id: int) -> None:
        self._show(open_source(self.study, source_id))

    def _show(self, opened: OpenSource) -> None:
        self._source_id = opened.document.source.id
        self.remove_class("-empty")
        self.show_title(opened.document.source.name)
        self.transcript.show(
            opened.document,
            opened.codings,
            self.study.hues,
            suggestions=opened.suggestions,
            hits=self._hits.get(self._source_id, ()),
        )
        if opened.offset:
            self.transcript.place(Caret(opened.offset, opened.offset), centre=True)
        self.set_timer(_PANES_SECONDS, _settle_memory)

    def _show_nothing(self) -> None:
        """Say what can be done in a project without transcripts."""
        self._source_id = None
        self.transcript.show_nothing()
        self.add_class("-empty")
        self.show_title(_("No transcripts yet"))
        told = _(
            "This project has no transcripts yet.\n\n"
            "{importing} imports interviews, after a look at each of them.\n"
            "{codebook} makes and edits the codebook, which need not wait for them.\n"
            "{home} goes to the home screen, and to other projects."
        )
        names = {"importing": "study.go-importing", "codebook": "study.go-codebook"}
        names["home"] = "study.home"
        told = told.format(**{name: key(action) for name, action in names.items()})
        self.query_one("#empty", Static).update(told)
        self._status.update("", layout=False)
        hint = _("{importing} import · {help} help · {quit} quits")
        names |= {"help": "everywhere.help", "quit": "workspace.quit"}
        self.show_hint(hint.format(**{name: key(action) for name, action in names.items()}))

    def _show_recent(self) -> None:
        if self.study.recent == self._recent_in_view:
            return
        self._recent_in_view = list(self.study.recent)
        parts: list[tuple[str, str]] = []
        for number, code_id in enumerate(self.study.recent, 1):
            parts += [
                (f" {number} ", "bold"),
                ("■ ", self.study.hues[code_id]),
                (_short(self.study.code_by_id[code_id].name, 22) + " ", ""),
            ]
        if not parts:
            parts = [(" " + _("The codes you use get the keys 1–9."), "dim")]
        self.query_one("#recent", Static).update(Content.assemble(*parts), layout=False)

    def _codings_here(self) -> list[Coding]:
        selection = self.transcript.selection
        codings = self.transcript.codings
        if selection:
            return codings.overlapping(*selection)
        return codings.at(self.transcript.caret.head)

    def _suggestions_here(self) -> list[Suggestion]:
        """Those of just the selected words; else those that touch them, or the cursor."""
        transcript = self.transcript
        if not transcript.suggestions_shown:
            return []
        if not transcript.caret.selects:
            return transcript.suggestions.at(transcript.caret.head)
        found = transcript.suggestions.overlapping(*transcript.caret.span)
        meant = [one for one in found if Span(one.start, one.end) == transcript.caret.span]
        return meant or found

    def _hits_told(self) -> str:
        """How many hits are shown, and which of them is selected."""
        if not self._hits:
            return ""
        here, total = len(self.transcript.hits), sum(map(len, self._hits.values()))
        if number := self.transcript.hits.number(self.transcript.caret.span):
            for source_id in takewhile(lambda one: one != self._source_id, self._order):
                number += len(self._hits.get(source_id, ()))
            told = _("hit {number} of {total}").format(number=number, total=total)
        else:
            told = ngettext("{number} hit", "{number} hits", here).format(number=here)
            if total > here:
                told += " " + _("({total} in all)").format(total=total)
        return f"{told} · "

    @property
    def _order(self) -> list[int]:
        """The transcripts as they stand in the list."""
        return self.query_one(SourceTree).order

    def _moved(self) -> None:
        document = self.transcript.document
        if document is None:
            return
        here = self._codings_here()
        proposed = self._suggestions_here()
        names = [
            coding_names(self.study, here[:_NAMED]),
            suggestion_names(self.study, proposed[:_NAMED]),
        ]
        if proposed and Span(proposed[0].start, proposed[0].end) == self.transcript.caret.span:
            names.reverse()  # it is this one that is being looked at
            here = []
        line = Content.assemble(*names)
        hits = self._hits_told()
        room = self.size.width - line.cell_length - len(hits) - 2
        place = hits + describe_place(document, self.transcript.caret.head, room)
        room = self.size.width - len(place) - 2
        line = line.truncate(max(room, 0), ellipsis=True, pad=True)
        self._status.update(Content.assemble(line, (f" {place} ", "dim")), layout=False)
        if (hint := self._hint(document.source.text)) != self._hint_in_view:
            self._hint_in_view = hint
            self._hints.update(fit_hint(hint, self.size.width), layout=False)
        looked_at: Sequence[Coding | Suggestion] = here or proposed
        innermost = min(looked_at, key=lambda one: one.end - one.start, default=None)
        self._code_at_cursor = innermost.code_id if innermost else None
        self.study.code_in_focus = self._code_at_cursor
        self.study.place_in_focus = (document.source.id, self.transcript.caret.span)
        if self._definition_timer:
            self._definition_timer.stop()
            self._definition_timer = None
        if self._code_at_cursor != self._code_in_view:
            self._definition_timer = self.set_timer(_DEFINITION_SECONDS, self._define)

    def _redrawn(self, changed: list[Span] | None) -> None:
        if changed is None:
            self._bar.forget()
        else:
            self._bar.update_marks(changed)

    def _hint(self, text: str) -> str:
        selection = self.transcript.selection
        if not text:
            return " " + _("This transcript has no text.")
        if selection is None:
            hint = _(
                " {s} sentence · {w} word · {t} turn · {v} select · {n} next coding · {help} help"
            )
            return hint.format(
                s=key("transcript.grow-sentences"),
                w=key("transcript.grow-words"),
                t=key("transcript.grow-turns"),
                v=key("transcript.mark"),
                n=key("transcript.coding-1"),
                help=key("everywhere.help"),
            )
        keys = _("{pick} code · 1–9 recent · {repeat} repeat · Esc").format(
            pick=key("workspace.pick"), repeat=key("workspace.repeat")
        )
        words = quotation(text[slice(*selection)], max(self.size.width - len(keys) - 6, 12))
        return f" {words}  {keys}"

    def _define(self) -> None:
        self._definition_timer = None
        self._show_definition(self._code_at_cursor)

    def _show_definition(self, code_id: int | None) -> None:
        if code_id != self._code_in_view:
            self._code_in_view = code_id
            code = self.study.code_by_id.get(code_id) if code_id is not None else None
            hue = self.study.hues.get(code_id, "") if code_id is not None else ""
            self._definition.show(definition(code, hue))

    def _fill_panes(self) -> None:
        self._fill_sources()
        self.query_one(CodeTree).show(self.study.codes, self.study.hues, self.study.counts())

    def _fill_sources(self) -> None:
        entries = self.study.sources()
        self.query_one(SourceTree).show(entries, self._variable, self._source_id or 0)

    def _panes_later(self, code_ids: Iterable[int]) -> None:
        """Let counts and shares follow once the keyboard rests."""
        self._touched |= set(code_ids)
        if self._panes_timer:
            self._panes_timer.stop()
        self._panes_timer = self.set_timer(_PANES_SECONDS, self._update_panes)

    def _update_panes(self) -> None:
        touched, self._touched = self._touched, set()
        self.query_one(CodeTree).show_counts(self.study.counts(touched))
        document = self.transcript.document
        if document:
            share = coded_share(document.turns, self.transcript.codings.all())
            self.query_one(SourceTree).show_progress(
                document.source.id, share, len(self.transcript.suggestions)
            )

    def reload(self) -> None:
        """Read codebook and codings anew; a text that is gone gives way to another."""
        self.study.read_codebook()
        self._code_in_view = -1
        self._recent_in_view = None
        self._show_recent()
        self._fill_panes()
        known = self._order
        if self._source_id in known:
            self.transcript.show_marks(
                CodingIndex(self.study.codings_of(self._source_id)),
                self.study.hues,
                RangeIndex(self.study.suggestions_of(self._source_id)),
            )
        elif known:
            self._open(known[0])
            self.say(_("The transcript that was open is no longer in the project."))
        else:
            self._show_nothing()

    def say(self, message: str) -> None:
        """Tell something in the lowest line, until the cursor moves."""
        self._hint_in_view = ""
        super().say(message)

    def show_place(self, source_id: int, span: Span) -> None:
        """Show words of a transcript, selected; tells if it, or they, are no longer there."""

        def show() -> None:
            if source_id != self._source_id:
                self._open(source_id)
                self._fill_sources()
            document = self.transcript.document
            length = len(document.source.text) if document else 0
            start, end = (min(max(offset, 0), length) for offset in span)
            self.transcript.place(Caret(start, max(start, end)), centre=True)
            if span.end > length:
                self.say(_("The text ends before the place that was asked for."))

        self.attempt(show)
        self.transcript.focus()

    def action_back(self) -> None:
        """Leave the panes for the text."""
        for pane in self.query(".-open"):
            pane.remove_class("-open")
        self.transcript.focus()

    # Looking

    def _toggle(self, pane: str, focus: str) -> None:
        widget, target = self.query_one(pane), self.query_one(focus)
        if target.has_focus:
            widget.remove_class("-open")
            self.transcript.focus()
        else:
            for other in self.query(".-open"):
                other.remove_class("-open")
            widget.add_class("-open")
            self.call_after_refresh(target.focus)

    def action_toggle_sources(self) -> None:
        """Go to the transcripts, or back."""
        self._toggle("#sources", "#sources")

    def action_toggle_codebook(self) -> None:
        """Go to the codebook, or back."""
        self._toggle("#codebook", "#codes")

    def _step_source(self, step: int) -> None:
        order = self._order
        if self._source_id in order:
            position = order.index(self._source_id) + step
            if 0 <= position < len(order):
                self._open(order[position])
                self._fill_sources()
            elif step > 0:
                self.say(_("This is the last transcript of the list."))
            else:
                self.say(_("This is the first transcript of the list."))

    def action_next_source(self) -> None:
        """Open the next transcript of the list."""
        self._step_source(1)

    def action_previous_source(self) -> None:
        """Open the transcript before in the list."""
        self._step_source(-1)

    def action_group_sources(self) -> None:
        """Group the transcripts by the next variable, at last by none."""
        choices = [*self.study.variables(), None]
        self._variable = choices[(choices.index(self._variable) + 1) % len(choices)]
        self._fill_sources()

    def action_quit(self) -> None:
        """Leave the program."""
        self.app.exit()

    def action_line_numbers(self) -> None:
        """Show or hide line numbers."""
        self.transcript.toggle_line_numbers()

    def action_own_codings(self) -> None:
        """Show only the coder's own codings, or everybody's."""
        self.study.own_only = not self.study.own_only
        if self.transcript.document:
            self.show_title(self.transcript.document.source.name)
        self.reload()

    def on_tree_node_selected(self, event: Tree.NodeSelected[int]) -> None:
        """Open the transcript that was chosen."""
        if isinstance(event.node.tree, SourceTree) and event.node.data is not None:
            event.node.tree.remove_class("-open")
            self.transcript.focus()
            self._open(event.node.data)
            self._fill_sources()

    def on_tree_node_highlighted(self, event: Tree.NodeHighlighted[int]) -> None:
        """Show the definition of the code in the bar."""
        if isinstance(event.node.tree, CodeTree) and event.node.tree.has_focus:
            self.study.code_in_focus = event.node.data
            self._show_definition(event.node.data)


def _settle_memory() -> None:
    """Keep the garbage collector from going through a document again and again."""
    gc.collect()
    gc.freeze()


def _short(name: str, length: int) -> str:
    return name if len(name) <= length else name[: length - 1] + "…"
