"""Coding what a search has found: marking hits, and putting codes on all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from textual import work

from qualcode.analysis.code_hits import CodedHits, HitUnit, Place, code_hits, count_known, widen
from qualcode.model import Span
from qualcode.project import Project
from qualcode.project.search import Hit
from qualcode.tui.actions import with_keys
from qualcode.tui.filtering import together
from qualcode.tui.hit_list import HitLook, key
from qualcode.tui.i18n import _, ngettext
from qualcode.tui.screens.busy import Busy
from qualcode.tui.screens.choice import Choice
from qualcode.tui.screens.passages import PassagesScreen
from qualcode.tui.screens.picker import Picker
from qualcode.tui.study import Study

Result = TypeVar("Result")


class HitCoding(PassagesScreen):
    """A list of hits that can be marked and coded."""

    def __init__(self, study: Study) -> None:
        super().__init__(study)
        self.look = HitLook()
        self.hits: list[Hit] = []

    def show_found(self) -> None:
        """Tell how many hits there are; called when others are marked than before."""

    def action_mark(self) -> None:
        """Take the hit out of what is coded, or in again, and go on to the next."""
        hit: Hit | None = self.passages.at_cursor
        if hit:
            self.look.unmarked ^= {key(hit)}
            self.passages.draw_again()
            self.show_found()
            self.passages.move(1)

    def action_mark_all(self) -> None:
        """Mark no hit, or all."""
        self.look.unmarked = set(map(key, self.hits)) if self.marked() else set()
        self.passages.draw_again()
        self.show_found()

    def marked(self) -> list[Hit]:
        """The hits that are to be coded."""
        unmarked = self.look.unmarked
        return [hit for hit in self.hits if key(hit) not in unmarked] if unmarked else self.hits

    @work
    async def action_code_all(self) -> None:
        """Code all marked hits: choose how much of them, then the codes, then confirm."""
        marked = self.marked()
        if self.study.project.read_only:
            self.say(_("The project is open for reading only: nothing can be coded."))
        elif not self.hits:
            self.say(_("There is no hit to code."))
        elif not marked:
            self.say(_("No hit is marked: Space marks one, x all."))
        else:
            await self._code([(hit.source_id, Span(hit.start, hit.end)) for hit in marked])

    async def _code(self, places: Sequence[Place]) -> None:
        stretches = await self._busy(
            _("Counting sentences and turns …"),
            lambda project: {unit: widen(project, places, unit) for unit in HitUnit},
        )
        if stretches is None:
            return
        units = list(HitUnit)
        answers = [
            together([_unit_name(unit), _stretches(unit, len(stretches[unit]))]) for unit in units
        ]
        hits = ngettext("{number} hit", "{number} hits", len(places))
        question = _("{hits}: what is to be coded?").format(hits=hits.format(number=len(places)))
        answer = await self.app.push_screen_wait(Choice(question, answers))
        if answer is None:
            return
        unit = units[answer]
        what = _stretches(unit, len(stretches[unit]))
        heading = _("{what}: which code?").format(what=what)
        codes = await self.app.push_screen_wait(Picker(self.study, heading))
        if not codes or not await self._confirmed(stretches[unit], what, codes):
            return
        done = await self._busy(
            _("Coding {what} …").format(what=what),
            lambda project: code_hits(project, places, codes, unit),
        )
        if done is not None:
            self.study.remember(codes)
            self.attempt(lambda: None)  # what was written beside is read
            self.say(_told(done, unit))

    async def _busy(self, message: str, do: Callable[[Project], Result]) -> Result | None:
        """Do something that may take a while; None if it failed or the user gave it up."""
        return await self.app.push_screen_wait(Busy(self.study, message, do))

    async def _confirmed(self, stretches: Sequence[Place], what: str, codes: Sequence[int]) -> bool:
        known = count_known(self.study.project, stretches, codes)
        names = ", ".join(self.study.name(code) for code in codes)
        question = _("Code {what} with {codes}?").format(what=what, codes=names)
        if known:
            there = ngettext(
                "{number} coding is there already.", "{number} codings are there already.", known
            )
            question += " " + there.format(number=f"{known:,}")
        new = len(stretches) * len(codes) - known
        code = ngettext("Make {number} coding", "Make {number} codings", new)
        answers = [code.format(number=f"{new:,}"), _("Make none")]
        return await self.app.push_screen_wait(Choice(question, answers)) == 0


def _unit_name(unit: HitUnit) -> str:
    return {
        HitUnit.HIT: _("The words found"),
        HitUnit.SENTENCE: _("Their sentences"),
        HitUnit.TURN: _("Their turns"),
    }[unit]


def _stretches(unit: HitUnit, number: int) -> str:
    """So many hits, sentences or turns, in words."""
    if unit is HitUnit.HIT:
        told = ngettext("{number} hit", "{number} hits", number)
    elif unit is HitUnit.SENTENCE:
        told = ngettext("{number} sentence", "{number} sentences", number)
    else:
        told = ngettext("{number} turn", "{number} turns", number)
    return told.format(number=f"{number:,}")


def _told(done: CodedHits, unit: HitUnit) -> str:
    told = _("Coded {what}: {new}.").format(
        what=_stretches(unit, done.places),
        new=ngettext("{number} new coding", "{number} new codings", done.added).format(
            number=f"{done.added:,}"
        ),
    )
    if done.known:
        there = ngettext("{number} was there", "{number} were there", done.known)
        told = told[:-1] + ", " + there.format(number=f"{done.known:,}") + "."
    return told + with_keys(_(" {key} takes it back."), key="study.undo")
