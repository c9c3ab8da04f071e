"""Reading: transcripts at the left, the text in the middle, the codebook at the right."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static, Tree

from qualcode.errors import QualcodeError
from qualcode.model import Coding, Span
from qualcode.tui.bar import CodingBar
from qualcode.tui.definition import DefinitionView
from qualcode.tui.describe import coding_names, definition, describe_place, quotation
from qualcode.tui.document import Document, load_document
from qualcode.tui.i18n import _
from qualcode.tui.lanes import CodingIndex
from qualcode.tui.panes import CodeTree, SourceTree
from qualcode.tui.study import Study, coded_share
from qualcode.tui.transcript import Transcript

_POLL_SECONDS = 1.0
_PANES_SECONDS = 0.4  # the side panes follow when the keyboard rests
_DEFINITION_SECONDS = 0.15  # nobody reads definitions while keys are held down
_SMALLEST = (40, 10)


@dataclass(frozen=True, slots=True)
class OpenSource:
    """A transcript ready to be shown."""

    document: Document
    codings: CodingIndex


def open_source(study: Study, source_id: int) -> OpenSource:
    """Read a transcript with its codings."""
    document = load_document(study.project, source_id)
    return OpenSource(document, CodingIndex(study.codings_of(source_id)))


class Reading(Screen[None]):
    """Shows a transcript with its codings, and keeps everything on the screen up to date."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (140, "-vast")]  # noqa: RUF012

    def __init__(self, study: Study, opened: OpenSource | None) -> None:
        super().__init__()
        self.study = study
        self._opened = opened
        self._source_id: int | None = None
        self._variable: str | None = next(iter(study.variables()), None)
        self._panes_timer: Timer | None = None
        self._code_in_view: int | None = -1
        self._code_at_cursor: int | None = None
        self._definition_timer: Timer | None = None
        self._hint_in_view = ""
        self._recent_in_view: list[int] | None = None
        self._touched: set[int] = set()  # codes whose counts have changed since the last rest

    def compose(self) -> ComposeResult:
        """Lay out panes and lines."""
        yield Static(id="title", markup=False)
        with Horizontal(id="body"):
            yield SourceTree()
            yield (transcript := Transcript())
            yield CodingBar(transcript)
            with Vertical(id="codebook"):
                yield CodeTree()
                yield DefinitionView()
        yield Static(id="recent", markup=False)
        yield Static(id="status", markup=False)
        yield Static(id="hints", markup=False)
        yield Static(id="small", markup=False)

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
        self.transcript.focus()
        if self._opened:
            self._show(self._opened)
        else:
            self._status.update(_("This project has no transcripts yet."))
            self._hints.update(_("Import some: qualcode import PROJECT FOLDER · q quits"))
        self._show_recent()
        self.call_after_refresh(self._fill_panes)
        self.set_interval(_POLL_SECONDS, self._poll)

    def on_resize(self, event: events.Resize) -> None:
        """Leave out what has no room."""
        width, height = event.size
        small = width < _SMALLEST[0] or height < _SMALLEST[1]
        self.set_class(small, "-small")
        self.set_class(height < 16, "-low")
        if small:
            message = _("This window has {width}×{height} cells; qualcode needs 40×10.")
            self.query_one("#small", Static).update(message.format(width=width, height=height))

    # What is shown

    def _open(self, source_id: int) -> None:
        self._show(open_source(self.study, source_id))

    def _show(self, opened: OpenSource) -> None:
        self._source_id = opened.document.source.id
        self._show_title(opened.document.source.name)
        self.transcript.show(opened.document, opened.codings, self.study.hues)
        self.set_timer(_PANES_SECONDS, _settle_memory)

    def _show_title(self, source: str) -> None:
        project = self.study.project
        parts = [source, project.name, project.coder]
        if project.read_only:
            parts.append(_("for reading only"))
        if self.study.own_only:
            parts.append(_("only my codings"))
        self.query_one("#title", Static).update(
            Content.assemble((f" {parts[0]} ", "bold"), (" · ".join(["", *parts[1:]]), ""))
        )

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

    def _moved(self) -> None:
        document = self.transcript.document
        if document is None:
            return
        here = self._codings_here()
        line = coding_names(self.study, here)
        room = self.size.width - line.cell_length - 2
        place = describe_place(document, self.transcript.caret.head, room)
        room = self.size.width - len(place) - 2
        line = line.truncate(max(room, 0), ellipsis=True, pad=True)
        self._status.update(Content.assemble(line, (f" {place} ", "dim")), layout=False)
        if (hint := self._hint(document.source.text)) != self._hint_in_view:
            self._hint_in_view = hint
            self._hints.update(hint, layout=False)
        innermost = min(here, key=lambda one: one.end - one.start, default=None)
        self._code_at_cursor = innermost.code_id if innermost else None
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
        if selection is None:
            return _(" s sentence · w word · t turn · v select · n next coding · F1 help")
        keys = _("Enter code · 1–9 recent · . repeat · Esc")
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
            self.query_one(SourceTree).show_share(document.source.id, share)

    def _poll(self) -> None:
        """Show what another program has changed."""
        try:
            if self.study.changed_elsewhere():
                self._reload()
        except QualcodeError as error:
            self._tell_error(error)

    def _reload(self) -> None:
        """Read codebook and codings anew; a text that is gone gives way to another."""
        self.study.read_codebook()
        self.study.forget_missing_codes()
        self._code_in_view = -1
        self._recent_in_view = None
        self._show_recent()
        self._fill_panes()
        known = self.query_one(SourceTree).order
        if self._source_id in known:
            codings = CodingIndex(self.study.codings_of(self._source_id))
            self.transcript.show_codings(codings, self.study.hues)
        elif known:
            self._open(known[0])

    def _say(self, message: str) -> None:
        """Tell something in the lowest line, until the cursor moves."""
        self._hint_in_view = ""
        self._hints.update(Content.styled(f" {message}", "bold $text-warning"), layout=False)

    def _tell_error(self, error: QualcodeError) -> None:
        self.notify(f"{error.what}\n{error.remedy}".strip(), severity="error", markup=False)

    def _attempt(self, change: Callable[[], None]) -> None:
        """Carry out a change; what went wrong is told, and nothing is drawn that is not stored."""
        try:
            change()
        except QualcodeError as error:
            self._tell_error(error)
            self._reload()

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
        order = self.query_one(SourceTree).order
        if self._source_id in order:
            position = order.index(self._source_id) + step
            if 0 <= position < len(order):
                self._open(order[position])
                self._fill_sources()

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
            self._show_title(self.transcript.document.source.name)
        self._reload()

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
            self._show_definition(event.node.data)


def _settle_memory() -> None:
    """Keep the garbage collector from going through a document again and again."""
    gc.collect()
    gc.freeze()


def _short(name: str, length: int) -> str:
    return name if len(name) <= length else name[: length - 1] + "…"
