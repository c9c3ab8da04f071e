"""Searching all transcripts, for words or for codes that meet, and coding what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.timer import Timer
from textual.widgets import Input, Static

from qualcode.errors import QualcodeError
from qualcode.model import Span
from qualcode.project.search import Hit
from qualcode.tui.actions import bindings, with_keys
from qualcode.tui.actions import keys_by_name as name_of
from qualcode.tui.exporting import Export
from qualcode.tui.filtering import (
    Facet,
    Kind,
    facets_of,
    parts_in_words,
    selection_of,
    together,
)
from qualcode.tui.hit_list import (
    by_source,
    counted,
    forms,
    in_its_turn,
    place_of,
    spans_by_source,
)
from qualcode.tui.i18n import N_, _
from qualcode.tui.passages import PassageList
from qualcode.tui.querying import query_text, read_selection
from qualcode.tui.screens.choice import Choice
from qualcode.tui.screens.filters import FilterDialogue
from qualcode.tui.screens.hit_coding import HitCoding
from qualcode.tui.screens.picker import Picker
from qualcode.tui.screens.queries import QueryDialogue
from qualcode.tui.searching import (
    Query,
    Read,
    TwoCodes,
    find_by_codes,
    find_by_query,
    find_by_words,
    hit_exports,
)
from qualcode.tui.study import Study

_DEBOUNCE_SECONDS = 0.15
_PREVIEW_ROWS = 5
_ON_SOURCES: tuple[Kind, ...] = ("variable", "case", "source")


@dataclass(frozen=True, slots=True)
class Left:
    """What the screen finds again when it is opened anew."""

    query: Query
    unmarked: frozenset[tuple[int, int, int]]
    cursor: int


class Search(HitCoding):
    """A line to type in, and below it every hit in its context."""

    NAME = N_("Search")
    PLACES = ("search", "passages", "study")
    BINDINGS = bindings("search")
    DEFAULT_CSS = """
    Search #asked { height: 1; background: $surface; }
    Search #words { width: 1fr; height: 1; border: none; padding: 0 1; }
    Search #mode { width: auto; max-width: 60%; padding: 0 1; color: $text-muted; }
    Search #found { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
    Search #preview { height: 7; padding: 0 1; border-top: solid $panel; }
    Search.-low #preview { display: none; }
    """

    def __init__(self, study: Study) -> None:
        super().__init__(study)
        left = study.left.get("search")
        self._left = left if isinstance(left, Left) else None
        self._query = self._left.query if self._left else Query()
        self._timer: Timer | None = None
        self._searching = False
        self._wanted_below = False  # the user has said that the hits are to get the focus

    def compose_body(self) -> ComposeResult:
        """Lay out the line to type in, what was found, and the turn of the hit at the cursor."""
        with Horizontal(id="asked"):
            yield Input(self._query.words, placeholder=_("Words to look for"), id="words")
            yield Static(id="mode", markup=False)
        yield Static(id="found", markup=False)
        yield PassageList(self.look)
        yield Static(id="preview", markup=False)

    def on_mount(self) -> None:
        """Begin where the user will type."""
        self.passages.on_moved = self._moved
        self.passages.on_chosen = self.action_show_place
        self.query_one("#words", Input).focus()
        if self._left:
            self.look.unmarked = set(self._left.unmarked)
            self._search(cursor=self._left.cursor)
        else:
            self._search()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Name the keys of where the focus is."""
        first = (
            _("Enter to the hits")
            if isinstance(event.widget, Input)
            else _("Enter show · {mark} mark · {code} code all").format(
                mark=name_of("search.mark"), code=name_of("search.code_all")
            )
        )
        others = _("{exact} forms · {codes} two codes · {filter} filter · {help} help").format(
            exact=name_of("search.toggle_exact"),
            codes=name_of("search.pick_codes"),
            filter=name_of("search.filter"),
            help=name_of("everywhere.help"),
        )
        self.show_hint(f"{first} · {others}")

    # Asking

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search when the typing rests."""
        if event.value != self._query.words and (event.value or not self._query.of_codings):
            self._type(event.value)

    def _type(self, words: str) -> None:
        self._query = replace(self._query, words=words, codes=None, query="")
        self.look.unmarked.clear()
        if self._timer:
            self._timer.stop()
        self._timer = self.set_timer(_DEBOUNCE_SECONDS, self._search)

    def on_input_submitted(self) -> None:
        """Go to the hits, as soon as they are there."""
        words = self.query_one("#words", Input).value
        if words != self._query.words:
            self._type(words)
        self._wanted_below = True
        if self._timer:
            self._timer.stop()
            self._search()
        elif not self._searching:
            self._go_below()

    def _go_below(self) -> None:
        if self._wanted_below and self.hits:
            self.passages.focus()
        self._wanted_below = False

    def _ask(self, query: Query) -> None:
        self._query = query
        self.look.unmarked.clear()
        self._search()

    def action_go(self, screen: str) -> None:
        """Open another screen; on this one, go to where words are typed."""
        if screen == "search":
            self.query_one("#words", Input).focus()
        else:
            super().action_go(screen)

    def action_toggle_exact(self) -> None:
        """Look for all forms, or for the words as they stand."""
        self._ask(replace(self._query, exact=not self._query.exact, codes=None, query=""))

    @work
    async def action_filter(self) -> None:
        """Choose where to look."""
        kinds = _ON_SOURCES
        if self._query.query:
            self.say(
                _("The query says where to look; {key} changes it.").format(
                    key=name_of("search.query")
                )
            )
            return
        if self._query.codes is None:
            kinds = ("speakers", *kinds)
        facets = await self.app.push_screen_wait(
            FilterDialogue(self.study, kinds, self._query.facets)
        )
        if facets is not None:
            self._ask(replace(self._query, facets=facets))

    @work
    async def action_pick_codes(self) -> None:
        """Choose two codes, and whether words are to have both or only the first."""

        async def pick(heading: str) -> int | None:
            picker = Picker(self.study, heading, several=False)
            chosen = await self.app.push_screen_wait(picker)
            return chosen[0] if chosen else None

        if (first := await pick(_("Words that have this code or one below it …"))) is None:
            return
        name = self.study.name(first)
        answers = [_("AND another code"), _("but NOT another code")]
        question = _("Words that have {code} …").format(code=name)
        answer = await self.app.push_screen_wait(Choice(question, answers))
        if answer is None:
            return
        other = await pick(f"{question} {answers[answer]}")
        if other is not None:
            self.query_one("#words", Input).value = ""
            self._ask(Query(codes=TwoCodes(first, other, answer == 0), facets=self._query.facets))
            self.passages.focus()

    @work
    async def action_query(self) -> None:
        """Find coded words by a query; one on transcripts alone filters the words."""
        begin = self._query.query
        if not begin:
            begin = query_text(selection_of(self._query.facets))
        text = await self.app.push_screen_wait(QueryDialogue(self, begin))
        if text is None or text == begin:
            return
        facets = self._facets_in(text)
        if facets is not None:
            self._ask(replace(self._query, facets=facets, query=""))
            return
        self._query = Query(query=text)  # before the line is emptied, which is news
        self.query_one("#words", Input).value = ""
        self._ask(self._query)
        self.passages.focus()

    def _facets_in(self, text: str) -> tuple[Facet, ...] | None:
        """The filter that a query is, where it only chooses transcripts."""
        try:
            facets = facets_of(read_selection(self.study.project, text))
        except QualcodeError:
            return None  # it makes passages
        return facets if all(facet.kind in _ON_SOURCES for facet in facets) else None

    # Finding

    def reload(self) -> None:
        """Search again: transcripts or codes have changed."""
        self.study.read_codebook()
        self._search(cursor=self.passages.cursor)

    def _search(self, cursor: int = 0) -> None:
        self._timer = None
        codes = self._query.codes
        if codes and not {codes.first, codes.other} <= self.study.code_by_id.keys():
            self._query = replace(self._query, codes=None)
        self._show_mode()
        if not self._query.of_codings and not self._query.words.strip():
            self._show([], 0)
            return
        self._searching = True
        self.read_beside(self._reader(), partial(self._show, cursor=cursor))

    def _reader(self) -> Read:
        """What finds the hits, in a thread: it must not look at the screen."""
        query = self._query
        coder = self.study.project.coder if self.study.own_only else ""
        if query.query:
            return partial(find_by_query, query.query, coder)
        filtered = selection_of(query.facets)
        if query.codes:
            first, other = (
                self.study.label(code) for code in (query.codes.first, query.codes.other)
            )
            which = "and_code" if query.codes.both else "not_code"
            selection = replace(filtered, coders=(coder,) if coder else ())
            return partial(find_by_codes, first, {which: other}, selection)
        interviewers = all(facet.kind != "speakers" for facet in query.facets)
        return partial(find_by_words, query.words, query.exact, filtered, interviewers)

    def show_progress(self, share: float) -> None:
        """Tell how far looking up the words is, which takes a while at first."""
        filled = round(share * 20)
        bar = "█" * filled + "░" * (20 - filled)
        told = _("Looking up the words of the project {bar} {percent} % · Esc leaves")
        self._tell_found(told.format(bar=bar, percent=round(share * 100)))

    def show_failure(self, error: QualcodeError) -> None:
        """Say what went wrong where the hits would be."""
        self._show([], 0, f"{error.what} {error.remedy}".strip())

    def _show(self, hits: list[Hit], cursor: int, failure: str = "") -> None:
        self.hits = hits
        self._searching = False
        self.passages.show(by_source(hits), message=failure or self._why_empty(), cursor=cursor)
        self.show_found()
        self._go_below()

    def _why_empty(self) -> str:
        query = self._query
        if not self.study.project.value("SELECT count(*) FROM turns"):
            return _("There is nothing to search yet: import transcripts first.")
        where = together(parts_in_words(query.facets))
        if where:
            told = _(" Filter: {filter}. {key} changes it.")
            where = told.format(filter=where, key=name_of("search.filter"))
        if query.query:
            return _("No words fit the query; {key} changes it.").format(
                key=name_of("search.query")
            )
        if query.codes:
            return _("No words have these codes.") + where
        if not query.words.strip():
            told = _(
                "Type words to look for. They are found in all their forms and inside compounds: "
                "møte also finds møtene and ansvarsgruppemøte. Several words have to stand in one "
                "turn. {exact} takes the words as they stand; {codes} finds words that have two "
                "codes."
            )
            return with_keys(told, exact="search.toggle_exact", codes="search.pick_codes")
        found = _("No turn has “{words}”.").format(words=query.words.strip())
        hint = with_keys(_(" {key} looks for all forms."), key="search.toggle_exact")
        return found + (hint if query.exact else "") + where

    def _show_mode(self) -> None:
        query = self._query
        if query.codes:
            first, other = (self.study.name(one) for one in (query.codes.first, query.codes.other))
            joined = _("{first} AND {other}") if query.codes.both else _("{first} NOT {other}")
            mode = joined.format(first=first, other=other)
        elif query.query:
            mode = query.query
        else:
            mode = _("just these words") if query.exact else _("all forms")
        self.query_one("#mode", Static).update(together([mode, *parts_in_words(query.facets)]))

    def show_found(self) -> None:
        """Tell how many hits there are, and how many are marked."""
        self._keep()
        if not self.hits:
            self._tell_found("")
            return
        parts = [counted(self.hits)]
        if self.look.unmarked:
            marked = _("{number} marked")
            parts.append(marked.format(number=f"{len(self.marked()):,}"))
        if not self._query.of_codings:
            parts.append(forms(self.hits))
        self._tell_found(together(parts))

    def _tell_found(self, message: str) -> None:
        self.query_one("#found", Static).update(message, layout=False)

    def _moved(self) -> None:
        self._keep()
        hit = self.passages.at_cursor
        room = max(self.size.width - 4, 20) * _PREVIEW_ROWS
        shown = in_its_turn(hit, room) if hit else ""
        self.query_one("#preview", Static).update(shown, layout=False)

    # Going to the text

    def action_show_place(self) -> None:
        """Go to the hit in its transcript."""
        hit: Hit | None = self.passages.at_cursor
        if hit:
            self._mark_in_text()
            self.app.show_place(hit.source_id, Span(hit.start, hit.end))

    def _mark_in_text(self) -> None:
        self.app.workspace().show_hits(spans_by_source(self.hits))

    def clipping(self) -> str:
        """The turn of the hit at the cursor, with its place."""
        hit: Hit | None = self.passages.at_cursor
        return f"{hit.turn_text} ({place_of(hit)})" if hit else ""

    def _keep(self) -> None:
        """Keep the search for when the user comes back."""
        unmarked = frozenset(self.look.unmarked)
        self.study.left["search"] = Left(self._query, unmarked, self.passages.cursor)

    # Leaving

    def action_back(self) -> None:
        """Go back to the text, where the hits are marked."""
        self._mark_in_text()
        super().action_back()

    # Files

    def exports(self) -> Sequence[Export]:
        """The marked hits in every form of a table."""
        if not self.marked():
            return ()
        return hit_exports(list(self.marked()))
