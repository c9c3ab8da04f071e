"""Suggestions and search hits in the text: going from one to the next, and deciding there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from qualcode.model import Span, Suggestion
from qualcode.tui.actions import keys_by_name as key
from qualcode.tui.describe import quotation, suggestion_names
from qualcode.tui.highlights import Hits
from qualcode.tui.i18n import _
from qualcode.tui.screens.dialogue import Dialogue
from qualcode.tui.screens.reading import Reading
from qualcode.tui.study import Study


class ChooseSuggestion(Dialogue[Suggestion | None]):
    """Gives the suggestion that is meant; None for none."""

    BINDINGS: ClassVar = [
        Binding("escape", "dismiss(None)"),
        *(Binding(str(number), f"choose({number})", priority=True) for number in range(1, 10)),
    ]

    def __init__(
        self, study: Study, question: str, suggestions: Sequence[Suggestion], text: str
    ) -> None:
        super().__init__()
        self._study = study
        self._question = question
        self._suggestions = suggestions
        self._text = text

    def compose(self) -> ComposeResult:
        """Lay out the dialogue."""
        with Vertical(classes="dialogue small"):
            yield Static(self._question, classes="quotation", markup=False)
            yield OptionList(*map(self._option, range(len(self._suggestions))), markup=False)
            yield Static(_("Enter or its number chooses · Esc leaves"), classes="keys")

    def _option(self, position: int) -> Option:
        suggestion = self._suggestions[position]
        words = quotation(self._text[suggestion.start : suggestion.end], 48)
        names = suggestion_names(self._study, [suggestion])
        return Option(Content.assemble((f"{position + 1:>2}", "dim"), names, f"\n     {words}"))

    def on_mount(self) -> None:
        """Begin with the first."""
        self.query_one(OptionList).highlighted = 0

    def action_choose(self, number: int) -> None:
        """Choose by number."""
        if number <= len(self._suggestions):
            self.dismiss(self._suggestions[number - 1])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose this one."""
        self.dismiss(self._suggestions[event.option_index])


class MarkKeys(Reading):
    """Decides on the suggestions at the cursor, and shows what a search has found."""

    # Suggestions

    async def _choose_suggestion(self, question: str) -> Suggestion | None:
        here = self._suggestions_here()
        document = self.transcript.document
        if not here or document is None:
            told = _("Nothing is suggested here: {key} goes to the next suggestion.")
            self.say(told.format(key=key("transcript.suggestion-1")))
            return None
        if len(here) == 1:
            return here[0]
        chooser = ChooseSuggestion(self.study, question, here, document.source.text)
        return await self.app.push_screen_wait(chooser)

    def _decide(self, suggestion: Suggestion, decide: Callable[[], str]) -> None:
        """Decide on a suggestion and draw what that did; `decide` gives what to tell of it."""

        def change() -> None:
            told = decide()
            changed = self.transcript.suggestions.remove([suggestion.id])
            words = Span(suggestion.start, suggestion.end)
            here = self.study.codings_of(suggestion.source_id, words)
            changed += self.transcript.codings.put(here)
            if self.transcript.caret.selects:
                self.transcript.finish_selection()
            self.transcript.redraw(changed)
            self._panes_later([suggestion.code_id])
            names = {"code": self.study.name(suggestion.code_id), "key": key("study.undo")}
            self.say(told.format(**names))

        self.attempt(change)

    @work
    async def action_accept_suggestion(self) -> None:
        """Make a coding of a suggestion at the cursor."""
        suggestion = await self._choose_suggestion(_("Which suggestion is to be accepted?"))
        if suggestion is None:
            return

        def accept() -> str:
            if self.study.accept(suggestion):
                return _("Accepted {code}; {key} takes it back.")
            return _("Accepted {code}, which these words had already; {key} takes it back.")

        self._decide(suggestion, accept)

    @work
    async def action_reject_suggestion(self) -> None:
        """Turn a suggestion at the cursor down."""
        suggestion = await self._choose_suggestion(_("Which suggestion is to be rejected?"))
        if suggestion is None:
            return

        def reject() -> str:
            self.study.reject(suggestion)
            return _("Rejected {code}; {key} takes it back.")

        self._decide(suggestion, reject)

    # Hits

    def show_hits(self, spans_by_source: dict[int, list[Span]]) -> None:
        """Mark what a search has found, until Esc; nothing at all takes the marks away."""
        self._hits = {
            source_id: Hits(spans).spans for source_id, spans in spans_by_source.items() if spans
        }
        if self._source_id is not None:
            self.transcript.show_hits(self._hits.get(self._source_id, ()))

    def action_hit(self, step: int) -> None:
        """Go to the next hit (1), or the one before (-1), if need be in another transcript."""
        if not self._hits:
            told = _("Nothing was searched for: {key} opens the search.")
            self.say(told.format(key=key("study.go-search")))
        elif not self.transcript.go_to_hit(step):
            self._hit_elsewhere(step)

    def _hit_elsewhere(self, step: int) -> None:
        order = self._order
        place = order.index(self._source_id) if self._source_id in order else 0
        beyond = order[place + 1 :] if step > 0 else order[:place][::-1]
        for source_id in beyond:
            if spans := self._hits.get(source_id):
                self.show_place(source_id, spans[0] if step > 0 else spans[-1])
                return
        total = sum(map(len, self._hits.values()))
        if total == 1:
            told = _("That is the only hit.")
        elif step > 0:
            told = _("That was the last of {number} hits.")
        else:
            told = _("That was the first of {number} hits.")
        self.say(told.format(number=total))

    def action_back(self) -> None:
        """Leave the panes for the text; from there, drop the hits."""
        if self._hits and self.transcript.has_focus and not self.query(".-open"):
            self.show_hits({})
        else:
            super().action_back()

    # The line of keys

    def _hint(self, text: str) -> str:
        here = self._suggestions_here()
        caret = self.transcript.caret
        if here and (not caret.selects or Span(here[0].start, here[0].end) == caret.span):
            hint = _(" {accept} accept · {reject} reject · {next} next · {pick} another code · Esc")
            return hint.format(
                accept=key("workspace.accept_suggestion"),
                reject=key("workspace.reject_suggestion"),
                next=key("transcript.suggestion-1"),
                pick=key("workspace.pick"),
            )
        if self.transcript.hits.number(caret.span):
            hint = _(" {words}  {pick} code · 1–9 recent · {next} next hit · Esc")
            keys = {"pick": key("workspace.pick"), "next": key("workspace.hit-1")}
            room = max(self.size.width - len(hint.format(words="", **keys)), 12)
            return hint.format(words=quotation(text[slice(*caret.span)], room), **keys)
        if self._hits and not caret.selects:
            hint = _(" {next} next hit · {before} hit before · Esc drops the hits · {help} help")
            return hint.format(
                next=key("workspace.hit-1"),
                before=key("workspace.hit--1"),
                help=key("everywhere.help"),
            )
        return super()._hint(text)
