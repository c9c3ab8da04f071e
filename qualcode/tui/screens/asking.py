"""Asking the suggester about words in the text: why nothing is suggested, and what is like them."""

from __future__ import annotations

from functools import partial
from threading import Event
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from qualcode.model import Span
from qualcode.tui.about_suggestion import why
from qualcode.tui.actions import with_keys
from qualcode.tui.i18n import _
from qualcode.tui.screens.busy import Busy
from qualcode.tui.screens.coding import CodingKeys
from qualcode.tui.screens.dialogue import Dialogue
from qualcode.tui.screens.picker import Picker
from qualcode.tui.screens.reading import OpenSource
from qualcode.tui.study import Study

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.suggesting.engine import Engine
    from qualcode.suggesting.why import Explanation


class Learned:
    """What the suggester has learned, which takes seconds; kept while nothing is written."""

    def __init__(self) -> None:
        self._engine: Engine | None = None
        self._stamp: tuple[int, int] | None = None

    def explain(
        self,
        stamp: tuple[int, int],
        source_id: int,
        span: Span,
        code_id: int,
        given_up: Event,
        project: Project,
    ) -> list[Explanation]:
        """Why a code is suggested for words, or is not; `stamp` is that of the study."""
        from qualcode.suggesting.why import explain, load_engine
        from qualcode.tui.screens.similar import heed, prepare

        pause = partial(heed, given_up)
        if self._engine is None or stamp != self._stamp:
            self._engine = None
            prepare(project, given_up)
            self._engine = load_engine(project, pause=pause)
            self._stamp = stamp
        pause()
        return explain(project, source_id, span, code_id, engine=self._engine)


class WhyDialogue(Dialogue[None]):
    """Shows what the suggester makes of words."""

    BINDINGS: ClassVar = [("escape,enter,question_mark,q", "dismiss", "")]
    DEFAULT_CSS = """
    WhyDialogue VerticalScroll { height: auto; max-height: 60vh; scrollbar-size-vertical: 1; }
    WhyDialogue.-flat VerticalScroll { height: 1fr; max-height: 100%; }
    """

    def __init__(self, heading: str, told: Content) -> None:
        super().__init__()
        self._heading = heading
        self._told = told

    def compose(self) -> ComposeResult:
        """Lay out the words, and what is said of them."""
        with Vertical(classes="dialogue broad"):
            yield Static(self._heading, classes="quotation", markup=False)
            with VerticalScroll():
                yield Static(self._told)
            yield Static(_("↑↓ scroll · Esc leaves"), classes="keys")


class AskKeys(CodingKeys):
    """Asks the suggester about the selection."""

    def __init__(self, study: Study, opened: OpenSource | None) -> None:
        super().__init__(study, opened)
        self._learned = Learned()

    def _asked_about(self) -> tuple[int, Span] | None:
        """The selection, or else the sentence at the cursor."""
        span = self._selection_or_sentence()
        if span is None or self._source_id is None:
            self.say(_("There are no words here to ask about."))
            return None
        return self._source_id, span

    @work
    async def action_why_nothing(self) -> None:
        """Choose a code, and tell why it is not suggested here."""
        if not self.study.codes:
            nothing = _("There are no codes to suggest: {key} opens the codebook.")
            self.say(with_keys(nothing, key="study.go-codebook"))
            return
        asked = self._asked_about()
        if asked is None:
            return
        source_id, span = asked
        heading = _("Why is this not suggested? {words}")
        heading = heading.format(words=self._quoted(span, 160))
        chosen = await self.app.push_screen_wait(Picker(self.study, heading, several=False))
        if not chosen:
            return
        given_up = Event()
        ask = partial(
            self._learned.explain, self.study.stamp(), source_id, span, chosen[0], given_up
        )
        busy = Busy(self.study, _("Learning from what is coded …"), ask, given_up)
        found = await self.app.push_screen_wait(busy)
        document = self.transcript.document
        if found is not None and document is not None and chosen[0] in self.study.code_by_id:
            told = why(self.study, chosen[0], found, document.source.text)
            self.app.push_screen(WhyDialogue(self._quoted(span, 300), told))

    @work
    async def action_find_similar(self) -> None:
        """List what is like the selection; at a place from such a list, the list again."""
        from qualcode.tui.screens.similar import Left, Similar, look_for_similar

        left = self.study.left.get("similar")
        if isinstance(left, Left) and left.place == self.study.place_in_focus:
            self.app.show_over_workspace(Similar(self.study, left.found, left))
        elif asked := self._asked_about():
            await look_for_similar(self, *asked)
