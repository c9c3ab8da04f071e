"""More like some words: what is likest to them in the whole project, to look at and to code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.widgets import Static

from qualcode.analysis.find import hits_at
from qualcode.errors import InputError, QualcodeError
from qualcode.model import Span
from qualcode.project.search import Hit
from qualcode.tui.actions import bindings
from qualcode.tui.actions import keys_by_name as name_of
from qualcode.tui.describe import quotation
from qualcode.tui.exporting import Export
from qualcode.tui.filtering import together
from qualcode.tui.hit_list import HitLook, Key, counted, in_its_turn, key, place_of, spans_by_source
from qualcode.tui.i18n import N_, _
from qualcode.tui.passages import Group, PassageList
from qualcode.tui.queue_list import fitted
from qualcode.tui.screens.base import StudyScreen
from qualcode.tui.screens.busy import Busy
from qualcode.tui.screens.hit_coding import HitCoding
from qualcode.tui.screens.passages import Progress
from qualcode.tui.study import Study

if TYPE_CHECKING:
    from qualcode.project import Project

_MOST = 50
_PREVIEW_ROWS = 5


@dataclass(frozen=True, slots=True)
class Likeness:
    """What is like some words: how like each place is, the likest first."""

    words: str
    of: dict[Key, float]


@dataclass(frozen=True, slots=True)
class Left:
    """What the screen finds again if the user comes back from the place where it led to."""

    found: Likeness
    unmarked: frozenset[Key]
    cursor: int
    place: tuple[int, Span]


def heed(given_up: Event) -> None:
    """Raise an error if the work at hand has been given up; Busy tells nobody of it."""
    if given_up.is_set():
        raise InputError("The work was given up.")


def prepare(project: Project, given_up: Event) -> None:
    """Build the lexicon, which takes seconds the first time on a machine."""
    from qualcode.language import lexicon
    from qualcode.language.languages import is_norwegian

    if is_norwegian(project.language):
        lexicon.prepare(lambda _: heed(given_up))


async def look_for_similar(screen: StudyScreen, source_id: int, span: Span) -> None:
    """Look for what is like some words, and list it over the workspace."""
    given_up = Event()
    find = partial(_find, source_id, span, given_up)
    message = _("Looking for more like this …")
    found = await screen.app.push_screen_wait(Busy(screen.study, message, find, given_up))
    if found is None:
        return
    if found.of:
        screen.app.show_over_workspace(Similar(screen.study, found))
    else:
        screen.say(_("Nothing in the project is like these words."))


def _find(source_id: int, span: Span, given_up: Event, project: Project) -> Likeness:
    from qualcode.suggesting.why import find_similar

    prepare(project, given_up)
    pause = partial(heed, given_up)
    found = find_similar(project, source_id, span, limit=_MOST, pause=pause)
    text = project.value("SELECT text FROM sources WHERE id = ?", (source_id,))
    return Likeness(
        text[slice(*span)], {(like.source_id, *like.span): like.likeness for like in found}
    )


class SimilarLook(HitLook):
    """A row for each: how like it is, its transcript, and the words in the midst of their turn."""

    def __init__(self, found: Likeness) -> None:
        super().__init__()
        self._found = found

    def _place(self, hit: Hit, width: int) -> str:
        like = f"{self._found.of.get(key(hit), 0):.2f} "
        if width < 56:
            return like
        if width < 90:
            return f"{like}{fitted(hit.source, 14)} "
        return f"{like}{fitted(hit.source, 20)} {fitted(hit.speaker, 12)} "


class Similar(HitCoding):
    """Lists what is like some words; `left` is how the user left the list."""

    NAME = N_("More like this")
    PLACES = ("similar", "passages", "study")
    BINDINGS = bindings("similar")
    DEFAULT_CSS = """
    Similar #about { height: auto; max-height: 2; padding: 0 1; text-style: bold; }
    Similar #found { height: 1; padding: 0 1; color: $text-muted; text-wrap: nowrap; }
    Similar #preview { height: 7; padding: 0 1; border-top: solid $panel; }
    Similar.-low #preview { display: none; }
    """

    def __init__(self, study: Study, found: Likeness, left: Left | None = None) -> None:
        super().__init__(study)
        self._found = found
        self._begin = left.cursor if left else 0
        self.look = SimilarLook(found)
        if left:
            self.look.unmarked = set(left.unmarked)

    def compose_body(self) -> ComposeResult:
        """Lay out the words, what is like them, and the turn of what is in the bar."""
        yield Static(quotation(self._found.words, 300), id="about", markup=False)
        yield Static(_("reading …"), id="found", markup=False)
        yield PassageList(self.look)
        yield Static(id="preview", markup=False)

    def on_mount(self) -> None:
        """Read the words that were found."""
        self.passages.on_moved = self._moved
        self.passages.on_chosen = self.action_show_place
        self.passages.focus()
        told = _("Enter show · {mark} mark · {code} code all · {more} more like it · {help} help")
        names = {"mark": "similar.mark", "code": "similar.code_all", "help": "everywhere.help"}
        names["more"] = "similar.find_similar"
        self.show_hint(told.format(**{name: name_of(action) for name, action in names.items()}))
        self._read(self._begin)

    def reload(self) -> None:
        """Read the words anew: transcripts may be gone."""
        self.study.read_codebook()
        self._read(self.passages.cursor)

    def _read(self, cursor: int) -> None:
        places = [(source_id, Span(start, end)) for source_id, start, end in self._found.of]
        self.read_beside(partial(_hits, places), partial(self._show, cursor=cursor))

    def _show(self, hits: list[Hit], cursor: int, failure: str = "") -> None:
        self.hits = hits
        group = Group(_("The likest first"), hits)
        message = failure or _("There is nothing here any more. Esc leads to the text.")
        self.passages.show([group], message=message, cursor=cursor)
        self.show_found()

    def show_failure(self, error: QualcodeError) -> None:
        """Say what went wrong where the list would be."""
        self._show([], 0, f"{error.what} {error.remedy}".strip())

    def show_found(self) -> None:
        """Tell how many there are, and how many are marked."""
        parts = [counted(self.hits)]
        if self.look.unmarked:
            parts.append(_("{number} marked").format(number=f"{len(self.marked()):,}"))
        self.query_one("#found", Static).update(together(parts), layout=False)

    def _moved(self) -> None:
        hit = self.passages.at_cursor
        room = max(self.size.width - 4, 20) * _PREVIEW_ROWS
        shown = in_its_turn(hit, room) if hit else ""
        self.query_one("#preview", Static).update(shown, layout=False)

    # Going on

    def action_show_place(self) -> None:
        """Go to the words in their transcript."""
        hit: Hit | None = self.passages.at_cursor
        if hit:
            place = (hit.source_id, Span(hit.start, hit.end))
            self.study.left["similar"] = Left(
                self._found, frozenset(self.look.unmarked), self.passages.cursor, place
            )
            self._mark_in_text()
            self.app.show_place(*place)

    def _mark_in_text(self) -> None:
        self.app.workspace().show_hits(spans_by_source(self.hits))

    def action_back(self) -> None:
        """Go back to the text, where what was found is marked."""
        self._mark_in_text()
        super().action_back()

    @work
    async def action_find_similar(self) -> None:
        """Look for what is like the words in the bar."""
        hit: Hit | None = self.passages.at_cursor
        if hit:
            await look_for_similar(self, hit.source_id, Span(hit.start, hit.end))

    def clipping(self) -> str:
        """The turn of the words in the bar, with its place."""
        hit: Hit | None = self.passages.at_cursor
        return f"{hit.turn_text} ({place_of(hit)})" if hit else ""

    def exports(self) -> Sequence[Export]:
        """What is marked as a table."""
        if not self.marked():
            return ()
        write = partial(_write, list(self.marked()))
        return (Export(_("Hits as a table"), ".csv", write), Export(_("Hits"), ".jsonl", write))


def _hits(
    places: Sequence[tuple[int, Span]],
    project: Project,
    progress: Progress,  # noqa: ARG001
) -> list[Hit]:
    return hits_at(project, places)


def _write(hits: Sequence[Hit], project: Project, path: Path) -> None:
    from qualcode.reporting.formats import write_report
    from qualcode.reporting.results import hit_table

    write_report(project, hit_table(hits), path)
    project.record_written_file("export", path)
