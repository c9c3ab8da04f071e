"""The queue of suggestions: the list, the words in their context, why, and filters."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from textual import work
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.widgets import Static

from qualcode.errors import NotFoundError
from qualcode.model import Coding, Span, Suggestion
from qualcode.project.codings import codings_where
from qualcode.suggesting.decisions import suggestions
from qualcode.suggesting.queue import ALL, Wanted, entries, queue, tallies
from qualcode.tui.about_suggestion import about
from qualcode.tui.actions import keys_by_name as key
from qualcode.tui.actions import with_keys
from qualcode.tui.context import ContextView, Marked
from qualcode.tui.definition import DefinitionView
from qualcode.tui.describe import describe_place
from qualcode.tui.document import Document
from qualcode.tui.evidence import places
from qualcode.tui.filtering import Kind, facets_of, selection_of
from qualcode.tui.i18n import N_, _, ngettext
from qualcode.tui.queue import (
    Edge,
    QueueView,
    Unit,
    in_words,
    move_border,
    next_order,
    place_of,
)
from qualcode.tui.queue_list import QueueList
from qualcode.tui.screens.ask_score import AskScore
from qualcode.tui.screens.base import StudyScreen
from qualcode.tui.screens.filters import FilterDialogue
from qualcode.tui.screens.new_run import suggester_name
from qualcode.tui.study import Study


class Queue(StudyScreen):
    """Shows the open suggestions one by one; `wanted` filters them from the start."""

    NAME = N_("Suggestions")
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    Queue {
        #wanted { height: 1; padding: 0 1; color: $text-muted; background: $surface; }
        #wanted, #place { text-wrap: nowrap; text-overflow: ellipsis; }
        #queue { height: 30%; min-height: 3; border-bottom: solid $panel; }
        #beside { height: 1fr; layout: vertical; }
        #place { height: 1; padding: 0 1; color: $text-muted; }
        #definition { height: 7; padding: 0 1; border-top: solid $panel; background: $surface; }
        &.-defined #definition { height: 2fr; }
        &.-wide #queue, &.-vast #queue { height: 38%; }
        &.-wide #beside, &.-vast #beside { layout: horizontal; }
        &.-wide #definition, &.-vast #definition {
            width: 40%; max-width: 64; height: 1fr; border-top: none; border-left: solid $panel;
        }
        &.-low #queue { height: 3; border-bottom: none; }
        &.-low #definition { height: 3; }
        &.-low.-defined #definition { height: 1fr; }
        &.-low #place { display: none; }
        &.-empty #queue, &.-empty #definition, &.-empty #place { display: none; }
    }
    """

    def __init__(self, study: Study, *, wanted: Wanted | None = None) -> None:
        super().__init__(study)
        left = study.left.get("review")
        self._view = left if isinstance(left, QueueView) else QueueView()
        if wanted is not None:
            self._view.wanted = wanted
        study.left["review"] = self._view
        self._suggesters: dict[int, str] = {}
        self._total = 0
        self._suggestion: Suggestion | None = None
        self._span = Span(0, 0)
        self._codings: list[Coding] = []

    def compose_body(self) -> ComposeResult:
        """Lay out the queue, and below it the words in context beside what is said of them."""
        yield Static(id="wanted", markup=False)
        yield QueueList(partial(entries, self.study.project))
        with Container(id="beside"):
            with Vertical():
                yield Static(id="place", markup=False)
                yield ContextView()
            yield DefinitionView()

    def on_mount(self) -> None:
        """Begin where the queue was left."""
        self._list = self.query_one(QueueList)
        self._list.on_chosen = self._move_to
        self._text = self.query_one(ContextView)
        self._text.on_stretched = self._set_borders
        self._about = self.query_one(DefinitionView)
        self._fill()

    # What is shown

    def reload(self) -> None:
        """Read the queue anew, and stay on the suggestion at hand if it is still open."""
        self.study.read_codebook()
        self.study.forget_missing_codes()
        self._fill()

    def _fill(self) -> None:
        project, view = self.study.project, self._view
        problem = ""
        try:
            ids = queue(project, view.wanted, view.order)
        except NotFoundError as error:  # what the filter names is gone
            view.wanted, problem = ALL, error.what
            ids = queue(project, ALL, view.order)
        self._suggesters = self.study.suggesters()
        filtered = view.wanted != ALL
        self._total = sum(one.open for one in tallies(project).values()) if filtered else len(ids)
        names = {code.id: code.name for code in self.study.codes}
        position = place_of(ids, view.current, self._list.position)
        self._list.show(ids, position, names, self.study.hues)
        self._show_wanted()
        self._show_suggestion()
        if problem:
            self.say(_("{problem} So there is no filter now.").format(problem=problem))

    def _show_wanted(self) -> None:
        count = ngettext("{number} open", "{number} open", len(self._list.ids))
        shown = count.format(number=f"{len(self._list.ids):,}")
        if self._view.wanted != ALL:
            shown = _("{number} of {total} open").format(
                number=f"{len(self._list.ids):,}", total=f"{self._total:,}"
            )
        self.query_one("#wanted", Static).update(
            in_words(shown, self._view.wanted, self._view.order), layout=False
        )

    def _show_suggestion(self) -> None:
        ids = self._list.ids
        self.set_class(not ids, "-empty")
        self._suggestion, self._view.current = None, None
        if not ids:
            self._text.show_message(self._why_empty())
            told = _("{new} suggests · {runs} runs · {all} no filter · {back} back · {help} help")
            self.show_hint(
                told.format(
                    new=key("review.new_run"),
                    runs=key("review.runs"),
                    all=key("review.everything"),
                    back=key("study.back"),
                    help=key("everywhere.help"),
                )
            )
            return
        self._view.current = ids[self._list.position]
        try:
            (found,) = suggestions(self.study.project, ids=[self._view.current])
        except NotFoundError:  # decided or taken away by another program a moment ago
            self._text.show_message(_("This suggestion is no longer open."))
            return
        self._suggestion = found
        self._span = Span(found.start, found.end)
        self._codings = codings_where(
            self.study.project,
            "source_id = ? AND start < ? AND end > ?",
            (found.source_id, found.end, found.start),
        )
        document = self._document(found.source_id)
        self._text.show(document, self._marked())
        place = describe_place(document, found.start, self.size.width)
        shown = f"{document.source.name} · {place}"
        self.query_one("#place", Static).update(shown, layout=False)
        self._tell_about()
        self._show_keys()

    def _show_keys(self) -> None:
        told = _(
            "{accept} accept · {reject} reject · {code} code · {less}{more} borders · {next} next"
            " · {filter} filter · {help} help"
        )
        self.show_hint(
            told.format(
                accept=key("review.accept"),
                reject=key("review.reject"),
                code=key("review.other_code"),
                less=key("review.border-start-words--1"),
                more=key("review.border-start-words-1"),
                next=key("review.step-1"),
                filter=key("review.filter"),
                help=key("everywhere.help"),
            )
        )

    def _document(self, source_id: int) -> Document:
        return self.study.documents.get(source_id)

    def _marked(self) -> Marked:
        found = self._suggestion
        assert found is not None
        text = self._document(found.source_id).source.text
        return Marked(self._span, places(found.evidence, len(text)))

    def _tell_about(self) -> None:
        found = self._suggestion
        if found:
            suggester = suggester_name(self._suggesters.get(found.run_id, "?"))
            defined = self.has_class("-defined") or not self.has_class("-narrow")
            shown = about(self.study, found, suggester, self._span, self._codings, defined=defined)
            self._about.show(shown)

    def _why_empty(self) -> str:
        project = self.study.project
        if not project.value("SELECT count(*) FROM sources"):
            return _("This project has no transcripts yet: import some first.")
        if not self.study.codes:
            told = _("The codebook is empty, so nothing can be suggested: {key} opens it.")
            return with_keys(told, key="study.go-codebook")
        if self._total:
            left = ngettext(
                "None of {number} open suggestion fits the filter: {key} shows it.",
                "None of {number} open suggestions fits the filter: {key} shows them.",
                self._total,
            )
            return left.format(number=f"{self._total:,}", key=key("review.everything"))
        if not self._suggesters:
            told = _("Nothing has been suggested yet: {key} lets codes be suggested.")
            return with_keys(told, key="review.new_run")
        told = _(
            "Every suggestion has been decided: {key} lets more be suggested, {runs} shows the "
            "runs."
        )
        return with_keys(told, key="review.new_run", runs="review.runs")

    # Moving

    def _move_to(self, position: int) -> None:
        if self._list.ids:
            self._list.move_to(max(min(position, len(self._list.ids) - 1), 0))
            self.attempt(self._show_suggestion)

    def action_step(self, steps: int) -> None:
        """Go to the next suggestion or the one before."""
        self._move_to(self._list.position + steps)

    def action_page(self, direction: int) -> None:
        """Go a page on or back."""
        self._move_to(self._list.position + direction * max(self._list.size.height - 1, 1))

    def action_end(self, direction: int) -> None:
        """Go to the first or the last."""
        self._move_to(len(self._list.ids) if direction > 0 else 0)

    def action_show_place(self) -> None:
        """Go to the words in the text."""
        if self._suggestion:
            self.app.show_place(self._suggestion.source_id, self._span)

    # Borders

    def action_border(self, edge: Edge, unit: Unit, step: int) -> None:
        """Let the words begin or end a word or a sentence earlier or later."""
        if self._suggestion:
            document = self._document(self._suggestion.source_id)
            self._set_borders(move_border(document, self._span, edge, unit, step))

    def _set_borders(self, span: Span) -> None:
        if self._suggestion and span != self._span:
            self._span = span
            self._text.mark(self._marked())
            self._tell_about()

    def action_back(self) -> None:
        """Give the words back the borders suggested, or else go back to the text."""
        found = self._suggestion
        if found and self._span != Span(found.start, found.end):
            self._set_borders(Span(found.start, found.end))
        else:
            super().action_back()

    # Filters and order

    def _want(self, wanted: Wanted) -> None:
        self._view.wanted = wanted
        self.attempt(self._fill)

    @work
    async def action_filter(self) -> None:
        """Choose codes, variables, cases, transcripts, words."""
        ticked = facets_of(self._view.wanted.selection)
        kinds: tuple[Kind, ...] = ("code", "variable", "case", "source", "text")
        facets = await self.app.push_screen_wait(FilterDialogue(self.study, kinds, ticked))
        if facets is not None:
            self._want(replace(self._view.wanted, selection=selection_of(facets)))

    def action_this_code(self) -> None:
        """Show only suggestions of the code at hand, or of all codes again."""
        selection = self._view.wanted.selection
        label = self.study.label(self._suggestion.code_id) if self._suggestion else ""
        codes = (label,) if label and selection.codes != (label,) else ()
        self._want(replace(self._view.wanted, selection=replace(selection, codes=codes)))

    @work
    async def action_min_score(self) -> None:
        """Ask from which score up suggestions are wanted."""
        score = await self.app.push_screen_wait(AskScore(self._view.wanted.min_score))
        if score is not None:
            self._want(replace(self._view.wanted, min_score=score.least))

    def action_negated(self) -> None:
        """Show only negated suggestions, then none of them, then all."""
        following = {None: True, True: False, False: None}
        negated = following[self._view.wanted.negated]
        self._want(replace(self._view.wanted, negated=negated))

    def action_everything(self) -> None:
        """Show every open suggestion."""
        self._want(ALL)

    def action_order(self) -> None:
        """Put the queue into the next order; the suggestion at hand stays."""
        self._view.order = next_order(self._view.order)
        self.attempt(self._fill)

    def action_definition(self) -> None:
        """Give the code's definition more room, or less."""
        self.toggle_class("-defined")
        self.call_after_refresh(self._tell_about)
