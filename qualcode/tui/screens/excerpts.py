"""Excerpts: everything under a code or a filter, in groups, each with the way back to its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from textual import work
from textual.app import ComposeResult
from textual.widgets import Static

from qualcode.errors import QualcodeError
from qualcode.model import Coding, Excerpt, Span
from qualcode.project.codings import codings
from qualcode.project.selection import Selection
from qualcode.project.sources import source_ids
from qualcode.tui.actions import bindings, with_keys
from qualcode.tui.actions import keys_by_name as name_of
from qualcode.tui.describe import history_name, quotation
from qualcode.tui.excerpt_list import (
    BY_CODE,
    ExcerptLook,
    Grouping,
    Key,
    counted,
    grouped,
    groupings,
    key,
    place_of,
)
from qualcode.tui.excerpt_reading import (
    read_found,
    read_listing,
    read_selected,
    table_exports,
    word_export,
)
from qualcode.tui.exporting import Export
from qualcode.tui.filtering import Facet, facets_of, in_words, selection_of, together
from qualcode.tui.i18n import N_, _, ngettext, quoted
from qualcode.tui.listing import Listing
from qualcode.tui.passages import PassageList
from qualcode.tui.querying import query_text
from qualcode.tui.screens.choose import ChooseCoding
from qualcode.tui.screens.filters import FilterDialogue
from qualcode.tui.screens.memo import memo_editor
from qualcode.tui.screens.passages import PassagesScreen
from qualcode.tui.screens.picker import Picker
from qualcode.tui.screens.queries import QueryDialogue
from qualcode.tui.screens.similar import look_for_similar
from qualcode.tui.study import Study

_MOST_CONTEXT = 5  # turns
_KEYS = {
    "query": "excerpts.query",
    "code": "excerpts.pick_code",
    "filter": "excerpts.filter",
    "below": "excerpts.toggle_below",
    "screen": "study.go-excerpts",
}


@dataclass(frozen=True, slots=True)
class View:
    """What is listed and how. `codes` are ids, none for all.

    A listing goes before a query, and a query before codes and filter.
    """

    codes: tuple[int, ...] = ()
    below: bool = True
    facets: tuple[Facet, ...] = ()
    grouping: Grouping = BY_CODE
    context: int = 0
    listing: Listing | None = None
    query: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """What the screen finds again if the user comes back from the place where it led to."""

    view: View
    unfolded: frozenset[Key]
    excerpt: Key
    place: tuple[int, Span]


class Excerpts(PassagesScreen):
    """Lists what is under a code, under a filter, or what another screen has counted.

    Without a listing or a code it begins with the code that the user looked at last; or where the
    user left it, if the cursor in the text still stands where it led to.
    """

    NAME = N_("Excerpts")
    PLACES = ("excerpts", "passages", "study")
    BINDINGS = bindings("excerpts")
    DEFAULT_CSS = """
    Excerpts #about { height: auto; max-height: 2; padding: 0 1; text-style: bold; }
    Excerpts #counted { height: 1; padding: 0 1; color: $text-muted; text-wrap: nowrap; }
    """

    def __init__(
        self, study: Study, listing: Listing | None = None, code_id: int | None = None
    ) -> None:
        super().__init__(study)
        self._look = ExcerptLook(self._hue)
        self._cursor: Key | None = None
        self._found: list[Excerpt] = []
        self._read_once = False
        left = study.left.get("excerpts")
        if listing:
            self._view = View(listing=listing)
        elif code_id is None and isinstance(left, Left) and left.place == study.place_in_focus:
            self._view, self._cursor = left.view, left.excerpt
            self._look.unfolded = set(left.unfolded)
        else:
            begin = code_id if code_id is not None else study.code_in_focus
            known = [one for one in (begin, *study.last_codes) if one in study.code_by_id]
            self._view = View(codes=tuple(one for one in known[:1] if one is not None))

    def compose_body(self) -> ComposeResult:
        """Lay out what is listed in words, how many there are, and the list."""
        yield Static(id="about", markup=False)
        yield Static(id="counted", markup=False)
        yield PassageList(self._look)

    def on_mount(self) -> None:
        """Read what is to be listed."""
        self.passages.on_chosen = self.action_show_place
        self.passages.focus()
        keys = _(
            "Enter show · {unfold} unfold · {group} group · {code} code · {filter} filter · "
            "{context} context · {help} help"
        )
        self.show_hint(
            keys.format(
                unfold=name_of("excerpts.unfold"),
                group=name_of("excerpts.group_by"),
                code=name_of("excerpts.pick_code"),
                filter=name_of("excerpts.filter"),
                context=name_of("excerpts.context-1"),
                help=name_of("everywhere.help"),
            )
        )
        self._read()

    # What is listed

    def _hue(self, path: tuple[str, ...]) -> str:
        for code in self.study.codes:
            if code.path == path:
                return self.study.hues[code.id]
        return ""

    @property
    def _selection(self) -> Selection:
        names = [Facet("code", self.study.label(code)) for code in self._view.codes]
        selection = selection_of([*names, *self._view.facets], subtree=self._view.below)
        if self._own_coder and not selection.coders:
            selection = replace(selection, coders=(self._own_coder,))
        return selection

    @property
    def _own_coder(self) -> str:
        """Whose codings are listed alone; "" for everybody's."""
        return self.study.project.coder if self.study.own_only else ""

    def reload(self) -> None:
        """Read anew: codings or codes have changed."""
        self.study.read_codebook()
        self._read()

    def _read(self) -> None:
        known = tuple(code for code in self._view.codes if code in self.study.code_by_id)
        self._view = replace(self._view, codes=known)
        self._show_about()
        if (excerpt := self.passages.at_cursor) is not None:
            self._cursor = key(excerpt)
        self.read_beside(self._reader(), self._show)

    def _reader(self) -> partial[Sequence[Excerpt]]:
        """What reads the excerpts, in a thread: it must not look at the screen."""
        view = self._view
        if view.listing:
            return partial(read_listing, view.listing, view.context)
        if view.query:
            return partial(read_found, view.query, self._own_coder, view.context)
        return partial(read_selected, self._selection, view.context)

    def show_failure(self, error: QualcodeError) -> None:
        """Say what went wrong where the excerpts would be."""
        self._found = []
        self.passages.show([], message=f"{error.what} {error.remedy}".strip())

    def _show(self, found: Sequence[Excerpt]) -> None:
        self._found = list(found)
        self._read_once = True
        self._show_about()
        self._list()

    def _list(self) -> None:
        self._look.grouping = self._view.grouping
        order = {code.path: position for position, code in enumerate(self.study.codes)}
        groups = grouped(self._found, self._view.grouping, order)
        position = self.passages.cursor
        if self._cursor:
            listed = (key(excerpt) for group in groups for excerpt in group.passages)
            position = next((n for n, one in enumerate(listed) if one == self._cursor), position)
        self.passages.show(groups, message=self._why_empty(), cursor=position)

    def _why_empty(self) -> str:
        if not self.study.project.value("SELECT count(*) FROM codings"):
            return _("Nothing is coded yet. Select words in the text, and Enter chooses a code.")
        if self._view.listing:
            return _("There is nothing here any more. Esc leads to the text.")
        if self._view.query:
            told = _("No words fit this query. {query} changes it, {code} chooses a code instead.")
        elif self._view.facets:
            told = _("No coding fits this filter. {filter} changes it, {code} another code.")
        else:
            told = _(
                "Nothing has this code yet. {code} chooses another one, {below} takes in the codes "
                "below."
            )
        return with_keys(told, **_KEYS)

    def _show_about(self) -> None:
        listing = self._view.listing
        about = listing.heading if listing else self._view.query or in_words(self._selection)
        self.query_one("#about", Static).update(about)
        told = [counted(self._found) if self._read_once else _("reading …")]
        told.append(self._view.grouping.label)
        if self._view.context:
            around = ngettext("± {number} turn", "± {number} turns", self._view.context)
            told.append(around.format(number=self._view.context))
        self.query_one("#counted", Static).update(together(told), layout=False)

    def _change_view(self, view: View) -> None:
        self._view = view
        self._read()

    # Looking

    def action_unfold(self) -> None:
        """Show the whole excerpt, or its first rows."""
        if (excerpt := self.passages.at_cursor) is not None:
            self._look.unfolded ^= {key(excerpt)}
            self.passages.measure_at_cursor()

    def action_group_by(self) -> None:
        """Group by the next."""
        choices = groupings(self.study.variables())
        now = self._view.grouping
        position = choices.index(now) + 1 if now in choices else 0
        self._view = replace(self._view, grouping=choices[position % len(choices)])
        if (excerpt := self.passages.at_cursor) is not None:
            self._cursor = key(excerpt)
        self._show_about()
        self._list()

    def action_context(self, turns: int) -> None:
        """Show more or fewer turns around each excerpt."""
        context = min(max(self._view.context + turns, 0), _MOST_CONTEXT)
        if context != self._view.context:
            self._change_view(replace(self._view, context=context))

    def _is_fixed(self) -> bool:
        """Whether another screen has said what is listed; then that is told."""
        if self._view.listing:
            told = _(
                "This list shows what was counted; {code} lists a code, {screen} in the text too."
            )
            self.say(with_keys(told, **_KEYS))
        elif self._view.query:
            told = _(
                "This list shows what a query finds; {code} lists a code, {query} changes the "
                "query."
            )
            self.say(with_keys(told, **_KEYS))
        return bool(self._view.listing or self._view.query)

    def action_toggle_below(self) -> None:
        """List the code with everything under it, or by itself."""
        if not self._is_fixed():
            self._change_view(replace(self._view, below=not self._view.below))

    @work
    async def action_pick_code(self) -> None:
        """List another code; that ends a listing."""
        picker = Picker(self.study, _("Excerpts of which code?"), several=False)
        chosen = await self.app.push_screen_wait(picker)
        if chosen:
            self._cursor = None
            self._change_view(replace(self._view, codes=tuple(chosen), listing=None, query=""))

    @work
    async def action_query(self) -> None:
        """List what a query finds; that ends a listing."""
        begin = self._view.query
        if not begin and not self._view.listing:
            begin = query_text(self._selection)
        query = await self.app.push_screen_wait(QueryDialogue(self, begin))
        if query is None or query == begin:
            return
        self._cursor = None
        if query:
            self._change_view(replace(self._view, query=query, listing=None))
        else:
            self._change_view(replace(self._view, codes=(), facets=(), query="", listing=None))

    @work
    async def action_filter(self) -> None:
        """Choose what is listed."""
        if self._is_fixed():
            return
        selection = self._selection
        dialogue = FilterDialogue(
            self.study,
            ("text", "variable", "coder", "case", "source", "code"),
            facets_of(replace(selection, coders=selection_of(self._view.facets).coders)),
        )
        facets = await self.app.push_screen_wait(dialogue)
        if facets is not None:
            by_label = {code.label: code.id for code in self.study.codes}
            wanted = [facet.value for facet in facets if facet.kind == "code"]
            codes = tuple(by_label[name] for name in wanted if name in by_label)
            others = tuple(facet for facet in facets if facet.kind != "code")
            self._change_view(replace(self._view, codes=codes, facets=others))

    # Going to the text, and to more of the same

    @work
    async def action_find_similar(self) -> None:
        """Look for what is like the words of the excerpt."""
        excerpt: Excerpt | None = self.passages.at_cursor
        if excerpt is None:
            self.say(_("There is no excerpt."))
            return
        source_id = source_ids(self.study.project).get(excerpt.source)
        if source_id is None:
            self.say(_("That transcript is no longer there."))
        else:
            await look_for_similar(self, source_id, Span(excerpt.start, excerpt.end))

    def action_show_place(self) -> None:
        """Go to the excerpt in its transcript."""
        excerpt: Excerpt | None = self.passages.at_cursor
        if excerpt is None:
            return
        source_id = source_ids(self.study.project).get(excerpt.source)
        if source_id is None:
            self.say(_("That transcript is no longer there."))
            return
        span = Span(excerpt.start, excerpt.end)
        self.app.show_place(source_id, span)
        self.study.left["excerpts"] = Left(
            self._view, frozenset(self._look.unfolded), key(excerpt), (source_id, span)
        )

    def clipping(self) -> str:
        """The words of the excerpt at the cursor, with their place."""
        excerpt: Excerpt | None = self.passages.at_cursor
        return f"{quoted(excerpt.text)} ({excerpt.source} · {place_of(excerpt)})" if excerpt else ""

    # Changing codings

    async def _coding(self, question: str) -> Coding | None:
        """The coding that the excerpt at the cursor stands for; asks which if there are several."""
        excerpt: Excerpt | None = self.passages.at_cursor
        if excerpt is None:
            self.say(_("There is no excerpt."))
            return None
        found = codings(self.study.project, excerpt.coding_ids)
        if len(found) < 2:
            return found[0] if found else None
        text = self.study.project.value(
            "SELECT text FROM sources WHERE id = ?", (found[0].source_id,)
        )
        return await self.app.push_screen_wait(ChooseCoding(self.study, question, found, text))

    @work
    async def action_memo(self) -> None:
        """Write a memo on the excerpt's coding."""
        coding = await self._coding(_("Which coding is the memo on?"))
        excerpt: Excerpt | None = self.passages.at_cursor
        if coding is None or excerpt is None:
            return
        label = self.study.label(coding.code_id)
        heading = f"{label}\n{quotation(excerpt.text, 160)}"
        about = history_name("coding", label)
        self.app.push_screen(
            memo_editor(self, "coding", coding.id, about, heading, stored=self._read)
        )

    @work
    async def action_change_code(self) -> None:
        """Give the excerpt's coding another code."""
        coding = await self._coding(_("Which coding gets another code?"))
        if coding is None:
            return
        before = self.study.brief(coding.code_id)
        picker = Picker(
            self.study, _("Instead of {code}: which code?").format(code=before), several=False
        )
        chosen = await self.app.push_screen_wait(picker)
        if not chosen or chosen[0] == coding.code_id:
            return

        def change() -> None:
            changed = self.study.change_code(coding, chosen[0])
            self.reload()
            told = _("Changed {before} to {after}; {key} takes it back.")
            after = self.study.brief(changed.code_id)
            self.say(told.format(before=before, after=after, key=name_of("study.undo")))

        self.attempt(change)

    @work
    async def action_remove(self) -> None:
        """Remove the excerpt's coding."""
        coding = await self._coding(_("Which coding is to be removed?"))
        if coding is None:
            return

        def change() -> None:
            self.study.remove(coding)
            self._read()
            removed = _("Removed {code}; u brings it back.")
            self.say(removed.format(code=self.study.brief(coding.code_id)))

        self.attempt(change)

    # Files

    def exports(self) -> Sequence[Export]:
        """What is listed, as a Word document and in every form of a table."""
        if not self._found:
            return ()
        view, tables = self._view, table_exports(self._reader())
        if view.listing:
            return tables
        word = word_export(self._selection, view.query, self._own_coder, view.context)
        return [word, *tables]
