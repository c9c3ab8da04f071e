"""What coders differ on: the list, both codings in the text, and what is known of the codes."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import replace
from threading import Event

from textual import work
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.widgets import ProgressBar, Static

from qualcode.analysis.agreement.consensus import Order
from qualcode.analysis.agreement.disputes import Dispute
from qualcode.errors import QualcodeError
from qualcode.model import Coding, Span
from qualcode.project import Project
from qualcode.project.codings import codings_where
from qualcode.tui.about_dispute import about
from qualcode.tui.actions import keys_by_name as key
from qualcode.tui.definition import DefinitionView
from qualcode.tui.describe import describe_place
from qualcode.tui.dispute_list import CONSENSUS, DisputeList
from qualcode.tui.dispute_text import DisputeView, Lane
from qualcode.tui.disputes import (
    UNITS,
    DisputesView,
    Loaded,
    in_words,
    listed,
    next_open,
    place_of,
    whole,
)
from qualcode.tui.document import Document, load_document
from qualcode.tui.filtering import Kind, facets_of, selection_of
from qualcode.tui.i18n import N_, _
from qualcode.tui.queue import Edge, Unit, move_border
from qualcode.tui.screens.base import StudyScreen
from qualcode.tui.screens.choice import Choice
from qualcode.tui.screens.filters import FilterDialogue
from qualcode.tui.study import Study

_DOCUMENTS = 6  # by code, the list goes back and forth between transcripts
_AT_ONCE = 20_000  # codings that are compared without anybody noticing
_STEPS_BETWEEN_LOOKS = 20_000  # of SQLite's machine, until it looks whether to stop
_NAMED = 3  # coders that the line of keys names
_FILTERS: tuple[Kind, ...] = ("code", "source", "coder", "variable", "case")


class Disputes(StudyScreen):
    """Shows the disputes one by one, with the codings of all who are compared."""

    NAME = N_("Differences")
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    Disputes {
        #wanted { height: 1; padding: 0 1; color: $text-muted; background: $surface; }
        #wanted, #place { text-wrap: nowrap; text-overflow: ellipsis; }
        #disputes { height: 25%; min-height: 3; border-bottom: solid $panel; }
        #beside { height: 1fr; layout: vertical; }
        #place { height: 1; padding: 0 1; color: $text-muted; }
        #definition { height: 7; padding: 0 1; border-top: solid $panel; background: $surface; }
        ProgressBar { display: none; height: 1; padding: 0 1; }
        &.-reading ProgressBar { display: block; }
        &.-defined #definition { height: 2fr; }
        &.-wide #disputes, &.-vast #disputes { height: 33%; }
        &.-wide #beside, &.-vast #beside { layout: horizontal; }
        &.-wide #definition, &.-vast #definition {
            width: 40%; max-width: 64; height: 1fr; border-top: none; border-left: solid $panel;
        }
        &.-low #disputes { height: 2; min-height: 2; border-bottom: none; }
        &.-low #definition { height: 3; border-top: none; }
        &.-low.-defined #definition { height: 1fr; }
        &.-low #place { display: none; }
        &.-empty #disputes, &.-empty #definition, &.-empty #place { display: none; }
    }
    """

    def __init__(self, study: Study) -> None:
        super().__init__(study)
        left = study.left.get("disagreements")
        self._view = left if isinstance(left, DisputesView) else DisputesView()
        study.left["disagreements"] = self._view
        self._loaded: Loaded | None = None
        self._span = Span(0, 0)
        self._there: list[Coding] = []
        self._documents: OrderedDict[int, Document] = OrderedDict()
        self._stop = Event()
        self._reasons: dict[str, str] = {}  # by key, written before the decision

    def compose_body(self) -> ComposeResult:
        """Lay out the list, and below it the words in context beside what is said of them."""
        yield Static(id="wanted", markup=False)
        yield ProgressBar(show_eta=False, show_percentage=False)
        yield DisputeList()
        with Container(id="beside"):
            with Vertical():
                yield Static(id="place", markup=False)
                yield DisputeView()
            yield DefinitionView()

    def on_mount(self) -> None:
        """Begin where the settling was left."""
        self._list = self.query_one(DisputeList)
        self._list.on_chosen = self._move_to
        self._text = self.query_one(DisputeView)
        self._text.on_stretched = self._set_borders
        self._about = self.query_one(DefinitionView)
        self._fill()

    def on_unmount(self) -> None:
        """Stop reading."""
        self._stop.set()

    # Reading

    def reload(self) -> None:
        """Read anew, and stay on the dispute at hand if it is still there."""
        self.study.read_codebook()
        self._documents.clear()
        self._fill()

    def _fill(self) -> None:
        self._stop.set()
        if int(self.study.project.value("SELECT count(*) FROM codings")) > _AT_ONCE:
            self._read_beside()
            return
        try:
            self._take(self._view.read(self.study.project))
        except QualcodeError as error:
            self._show_failure(error)

    @work(exclusive=True, group="reading")
    async def _read_beside(self) -> None:
        """Read in a thread; what is on the screen stays until the answer is there."""
        stop = self._stop = Event()
        self.add_class("-reading")
        try:
            loaded = await asyncio.to_thread(self._read, replace(self._view), stop)
            if not stop.is_set():
                self._take(loaded)
        except QualcodeError as error:
            if not stop.is_set():
                self._show_failure(error)
        finally:
            stop.set()
            if self._stop is stop:
                self.remove_class("-reading")

    def _read(self, view: DisputesView, stop: Event) -> Loaded:
        opened = self.study.project
        with Project.open(opened.path, coder=opened.coder, read_only=True) as project:
            project.connection.set_progress_handler(stop.is_set, _STEPS_BETWEEN_LOOKS)
            return view.read(project)

    def _take(self, loaded: Loaded) -> None:
        self._loaded = loaded
        if not self._view.current:
            first = next_open(loaded.settlement.disputes, -1)
            self._view.current = loaded.settlement.disputes[first].key if first is not None else ""
        self._show_list()

    # What is shown

    @property
    def _dispute(self) -> Dispute | None:
        """The dispute at hand."""
        return self._list.at_bar if self._loaded else None

    def _show_list(self) -> None:
        assert self._loaded is not None
        shown = listed(self._loaded.settlement.disputes, self._view)
        position = place_of(shown, self._view.current, self._list.position)
        self._list.show(shown, position, self.study.hues)
        self._show_wanted()
        self._show_dispute()

    def _show_wanted(self) -> None:
        assert self._loaded is not None
        shown = in_words(self._loaded.settlement, self._view)
        self.query_one("#wanted", Static).update(shown, layout=False)

    def _show_failure(self, error: QualcodeError) -> None:
        self._loaded = None
        self._list.show((), 0, self.study.hues)
        self.query_one("#wanted", Static).update("", layout=False)
        self.set_class(True, "-empty")
        self._text.show_message(f"{error.what} {error.remedy}".strip())
        told = _("{filter} filter · {all} no filter · Esc back · F1 help")
        self.show_hint(
            told.format(filter=key("disagreements.filter"), all=key("disagreements.everything"))
        )

    def _show_dispute(self) -> None:
        dispute = self._dispute
        self.set_class(dispute is None, "-empty")
        self._view.current = dispute.key if dispute else ""
        if dispute is None:
            self._text.show_message(self._why_empty())
            self._show_keys()
            return
        self._span = whole(dispute)
        start = min([dispute.start, *(one.start for one in dispute.codings)])
        end = max([dispute.end, *(one.end for one in dispute.codings)])
        self._there = codings_where(
            self.study.project,
            "source_id = ? AND start < ? AND end > ?",
            (dispute.source_id, end, start),
        )
        self._draw(dispute)
        self._show_keys()

    def _draw(self, dispute: Dispute) -> None:
        """Show the words at issue, or those that were set instead."""
        document = self._document(dispute.source_id)
        changed = self._span != whole(dispute)
        self._text.show_lanes(
            document, self._span, self._lanes(dispute), self.study.hues, changed=changed
        )
        place = describe_place(document, dispute.start, self.size.width)
        who = " · ".join(f"{number} {coder}" for number, coder in enumerate(dispute.coders, 1))
        consensus = self._loaded.settlement.consensus if self._loaded else ""
        shown = f"{who} · {CONSENSUS} {consensus} · {document.source.name} · {place}"
        self.query_one("#place", Static).update(shown, layout=False)
        self._tell_about(dispute)

    def _lanes(self, dispute: Dispute) -> list[Lane]:
        """What each coder has of the codes at issue, and what the consensus has there."""
        assert self._loaded is not None
        ids = {code.id for code in dispute.codes}
        lanes = [
            Lane(
                str(number) if number < 10 else "+",
                [one for one in self._there if one.coder == coder and one.code_id in ids],
            )
            for number, coder in enumerate(dispute.coders, 1)
        ]
        consensus = self._loaded.settlement.consensus
        settled = [one for one in self._there if one.coder == consensus]
        return [*lanes, Lane(CONSENSUS, settled)]

    def _document(self, source_id: int) -> Document:
        if source_id not in self._documents:
            self._documents[source_id] = load_document(self.study.project, source_id)
            if len(self._documents) > _DOCUMENTS:
                self._documents.popitem(last=False)
        self._documents.move_to_end(source_id)
        return self._documents[source_id]

    def _tell_about(self, dispute: Dispute) -> None:
        assert self._loaded is not None
        shown = about(
            self.study,
            dispute,
            self._loaded.figures,
            self._there,
            self._document(dispute.source_id).source.text,
            reason=dispute.reason or self._reasons.get(dispute.key, ""),
            changed=self._span != whole(dispute),
            defined=self.has_class("-defined") or not self.has_class("-narrow"),
        )
        self._about.show(shown)

    def _show_keys(self) -> None:
        dispute = self._dispute
        if dispute is None:
            told = _("{hide} settled ones · {agreed} take over · {all} no filter · F1 help")
        else:
            told = _(
                "{coders} · {both} both · {neither} nobody’s · {code} other · {why} why · {next} "
                "next open · {agreed} take over agreed · {filter} filter · F1 help"
            )
        names = (
            [f"{number} {coder}" for number, coder in enumerate(dispute.coders, 1)]
            if dispute
            else []
        )
        self.show_hint(
            told.format(
                coders=" · ".join(names[:_NAMED]),
                both=key("disagreements.both"),
                neither=key("disagreements.neither"),
                code=key("disagreements.otherwise"),
                why=key("disagreements.reason"),
                next=key("disagreements.next_open"),
                agreed=key("disagreements.take_over"),
                hide=key("disagreements.hide"),
                filter=key("disagreements.filter"),
                all=key("disagreements.everything"),
            )
        )

    def _why_empty(self) -> str:
        assert self._loaded is not None
        found = self._loaded.settlement
        if found.disputes:
            told = _("All of it is settled: {key} shows what was decided.")
            return told.format(key=key("disagreements.hide"))
        told = _("{coders} do not differ anywhere here. {key} compares by another unit.")
        return told.format(coders=_(" and ").join(found.coders), key=key("disagreements.unit"))

    # Moving

    def _move_to(self, position: int) -> None:
        if self._list.disputes:
            last = len(self._list.disputes) - 1
            self._list.move_to(max(min(position, last), 0))
            self.attempt(self._show_dispute, kept=False)

    def action_step(self, steps: int) -> None:
        """Go to the next dispute or the one before."""
        self._move_to(self._list.position + steps)

    def action_next_open(self) -> None:
        """Go to the next dispute that is not settled."""
        found = next_open(self._list.disputes, self._list.position)
        if found is None:
            self.say(_("All of it is settled."))
        else:
            self._move_to(found)

    def action_page(self, direction: int) -> None:
        """Go a page on or back."""
        self._move_to(self._list.position + direction * max(self._list.size.height - 1, 1))

    def action_end(self, direction: int) -> None:
        """Go to the first or the last."""
        self._move_to(len(self._list.disputes) if direction > 0 else 0)

    def action_show_place(self) -> None:
        """Go to the words in the text."""
        if dispute := self._dispute:
            self.app.show_place(dispute.source_id, whole(dispute))

    # The words that another code is put on

    def action_border(self, edge: Edge, unit: Unit, step: int) -> None:
        """Move a border by a word or a sentence."""
        if dispute := self._dispute:
            document = self._document(dispute.source_id)
            self._set_borders(move_border(document, self._span, edge, unit, step))

    def _set_borders(self, span: Span) -> None:
        dispute = self._dispute
        if dispute and span != self._span:
            self._span = span
            self._draw(dispute)

    def action_back(self) -> None:
        """Give up the words that were set, or else go back to the text."""
        dispute = self._dispute
        if dispute and self._span != whole(dispute):
            self._set_borders(whole(dispute))
        else:
            super().action_back()

    # Filters, order and unit

    def _want(self, **changes: object) -> None:
        for name, value in changes.items():
            setattr(self._view, name, value)
        self.attempt(self._fill, kept=False)

    @work
    async def action_filter(self) -> None:
        """Choose codes, transcripts, coders, variables, cases."""
        ticked = facets_of(self._view.selection)
        facets = await self.app.push_screen_wait(FilterDialogue(self.study, _FILTERS, ticked))
        if facets is not None:
            self._want(selection=selection_of(facets))

    def action_this_code(self) -> None:
        """Show only disputes on the code at hand, or on all codes again."""
        selection, dispute = self._view.selection, self._dispute
        label = dispute.codes[0].label if dispute else ""
        codes = (label,) if label and selection.codes != (label,) else ()
        self._want(selection=replace(selection, codes=codes))

    def action_everything(self) -> None:
        """Show all disputes."""
        self._want(selection=DisputesView().selection, hidden=False)

    def action_hide(self) -> None:
        """Hide what is settled, or show it greyed."""
        if self._loaded:
            self._view.hidden = not self._view.hidden
            self.attempt(self._show_list, kept=False)

    def action_order(self) -> None:
        """Put the list into the other order; the dispute at hand stays."""
        self._want(order=Order.CODE if self._view.order is Order.TEXT else Order.TEXT)

    @work
    async def action_unit(self) -> None:
        """Compare by another unit."""
        question = _("Where do coders differ?")
        answers = [_(name) for _unit, name in UNITS]
        chosen = await self.app.push_screen_wait(Choice(question, answers))
        if chosen is not None:
            self._want(unit=UNITS[chosen][0])

    def action_definition(self) -> None:
        """Give what is known of the codes more room, or less."""
        self.toggle_class("-defined")
        if dispute := self._dispute:
            self.call_after_refresh(self._tell_about, dispute)
