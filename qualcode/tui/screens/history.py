"""Everything that was done: by whom, when, what it changed, and where the project stands now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from textual.content import Content

from qualcode.model import Action, Span
from qualcode.project.changes import changes, names_for, step_counts
from qualcode.project.history import (
    action_coders,
    action_moments,
    actions,
    history,
    undoable,
)
from qualcode.tui.actions import bindings
from qualcode.tui.actions import keys_by_name as key
from qualcode.tui.changes import KINDS, code_of, counts_in_words, place_of, tell
from qualcode.tui.describe import moment
from qualcode.tui.exporting import Export
from qualcode.tui.i18n import N_, _, ngettext
from qualcode.tui.labels import translated
from qualcode.tui.layout import cells, fitted
from qualcode.tui.passages import Group, Line
from qualcode.tui.screens.rows import RowsScreen
from qualcode.tui.study import Study

if TYPE_CHECKING:
    from qualcode.project import Project

_READ_AT_ONCE = 100  # actions
_TOLD = 100  # changes of one action; a run may have many thousands
_CODER_WIDTH = 10
_ROWS_WIDTH = 10
_WIDE_ENOUGH = 56  # cells, for all columns


def by_day(moments: Iterable[tuple[int, str]]) -> list[tuple[str, list[int]]]:
    """Actions by the day on the clock on the wall, in the order in which they are given."""
    days: list[tuple[str, list[int]]] = []
    minute = ""
    for action_id, at in moments:
        if at[:16] != minute:  # many actions are done in one minute
            minute = at[:16]
            day = moment(f"{minute}:00+00:00")[:10]
            if not days or days[-1][0] != day:
                days.append((day, []))
        days[-1][1].append(action_id)
    return days


@dataclass
class ActionRows:
    """Draws an action in one row; actions are read from the project when they come into view."""

    study: Study
    order: list[int] = field(default_factory=list)
    now: int | None = None  # the action that undo would take back
    _read: dict[int, Action] = field(default_factory=dict)
    _place: dict[int, int] = field(default_factory=dict)

    def forget(self) -> None:
        """Read everything anew."""
        self._read.clear()

    def action(self, action_id: int) -> Action:
        """An action, read with those around it."""
        if action_id not in self._read:
            at = self._place[action_id]
            around = self.order[max(at - _READ_AT_ONCE, 0) : at + _READ_AT_ONCE]
            for action in actions(self.study.project, around):
                self._read[action.id] = action
        return self._read[action_id]

    def position(self, action_id: int | None) -> int | None:
        """Where an action stands in the list, from 0."""
        return self._place.get(action_id) if action_id is not None else None

    def put_in_order(self, order: list[int]) -> None:
        """Take in which actions there are."""
        self.order = order
        self._place = {action_id: at for at, action_id in enumerate(order)}

    def rows(self, passage: int, width: int) -> int:  # noqa: ARG002  a look may need them
        """One."""
        return 1

    def lines(self, passage: int, width: int) -> Sequence[Line]:
        """The row of an action."""
        action = self.action(passage)
        taken_back = action.undone and action.kind == "change"
        mark = "▶ " if passage == self.now else "  "
        time = f"{moment(action.at)[11:]}  "
        coder = fitted(action.coder, _CODER_WIDTH)
        coder += " " * (_CODER_WIDTH + 2 - cells(coder))
        number = ngettext("{number} row", "{number} rows", action.changes)
        number = f"  {number.format(number=f'{action.changes:,}'):>{_ROWS_WIDTH}}"
        kind = (
            _("undone") if taken_back else "" if action.kind == "change" else _(KINDS[action.kind])
        )
        kind = f"  {kind}" if kind else ""
        if width < _WIDE_ENOUGH:
            coder = number = ""
        room = width - cells(mark + time + coder + number + kind)
        label = fitted(" ".join(translated(action.label).split()), room)
        return [
            [
                (mark[0], "hit" if mark.strip() else ""),
                (mark[1:], ""),
                (time, "quiet"),
                (coder, "quiet"),
                (label, "quiet" if taken_back or action.kind in ("undo", "redo") else "words"),
                (kind, "quiet"),
                (" " * (room - cells(label)), ""),
                (number, "quiet"),
            ]
        ]


class History(RowsScreen):
    """Lists the actions, the latest first, with the changes of the one in the bar."""

    NAME = N_("History")
    PLACES = ("history", "study")
    BINDINGS = bindings("history")

    def __init__(self, study: Study) -> None:
        super().__init__(study)
        self._look = ActionRows(study)
        self._coder = ""
        self._place: tuple[int, Span] | None = None
        self._code_id: int | None = None

    def look(self) -> ActionRows:
        """How actions are drawn."""
        return self._look

    def placeholder(self) -> str:
        """What can be typed."""
        return _("Words in what was done")

    # What is shown

    def show_keys(self) -> None:
        """Name the keys that matter in the line of hints."""
        hints = (
            (_("{key} goes to the place"), "history.show_place"),
            (_("{key} undoes"), "study.undo"),
            (_("{key} redoes"), "study.redo"),
            (_("{key} words"), "history.filter"),
            (_("{key} coder"), "history.next_coder"),
            (_("{key} CSV"), "study.export"),
            (_("{key} all keys"), "everywhere.help"),
        )
        self.show_hint(" · ".join(hint.format(key=key(name)) for hint, name in hints))

    def reload(self) -> None:
        """Read anew what was done; the bar stays on its action."""
        project = self.study.project
        self.study.read_codebook()
        here = self.rows.at_cursor
        found = action_moments(project, coder=self._coder, text=self.words, told=translated)
        days = by_day(found)
        last = undoable(project)
        self._look.now = last.id if last else None
        self._look.forget()
        self._look.put_in_order([action_id for action_id, _at in found])
        position = self._look.position(here)
        groups = [Group(day, ids) for day, ids in days]
        self.rows.show(groups, message=self._nothing(), cursor=position or 0)

    def _nothing(self) -> str:
        if self._coder and self.words:
            return _("{coder} has done nothing with these words.").format(coder=self._coder)
        return _("Nothing that was done has these words.")

    def describe(self) -> Content:
        """What the action in the bar changed."""
        self._place = self._code_id = None
        action_id = self.rows.at_cursor
        if action_id is None:
            return Content("")
        project, action = self.study.project, self._look.action(action_id)
        told = changes(project, action_id, limit=_TOLD * 4)
        names = names_for(project, told)
        parts: list[tuple[str, str] | str | Content] = [
            (translated(action.label), "bold"),
            (f"\n{moment(action.at)} · {action.coder} · {self._state(action)}", "dim"),
            (f"\n{counts_in_words(step_counts(project, action_id))}", "dim"),
        ]
        for change in told[:_TOLD]:
            words = tell(change, names)
            parts.append(f"\n\n{words.head}")
            for heading, text in words.lines:
                parts += [(f"\n  {heading}: ", "dim"), text]
            if self._place is None and self._code_id is None:
                self._place, self._code_id = place_of(change, names), code_of(change)
        if len(told) > _TOLD:
            parts.append("\n\n" + _("… and more, which are counted above."))
        return Content.assemble(*parts)

    def _state(self, action: Action) -> str:
        if action.undone and action.kind == "change":
            return _("undone")
        if action.id == self._look.now:
            return _("here the project stands now: {key} takes this back").format(
                key=key("study.undo")
            )
        return _(KINDS[action.kind])

    # Going to places

    def chosen(self) -> None:
        """A double click does as Enter does."""
        self.action_show_place()

    def action_show_place(self) -> None:
        """Go to the words in the transcript, or to the code in the codebook."""
        self.show_details()  # which finds the place, however quickly the key was pressed
        if self._code_id in self.study.code_by_id:
            from qualcode.tui.screens.codebook import CodebookEditor

            self.app.show_over_workspace(CodebookEditor(self.study, code_id=self._code_id))
        elif self._place and self._is_there(self._place[0]):
            source_id, span = self._place
            if span.start == span.end:
                span = self.study.first_words(source_id)
            self.app.show_place(source_id, span)
        else:
            self.say(_("There is no place in a transcript or the codebook to go to."))

    def _is_there(self, source_id: int) -> bool:
        return bool(
            self.study.project.value("SELECT count(*) FROM sources WHERE id = ?", (source_id,))
        )

    # Filters and moving

    def action_next_coder(self) -> None:
        """Show what the next coder did, at last what everybody did."""

        def show() -> None:
            choices = ["", *action_coders(self.study.project)]
            at = choices.index(self._coder) if self._coder in choices else 0
            self._coder = choices[(at + 1) % len(choices)]
            self.reload()
            told = _("Only what {coder} did") if self._coder else _("What everybody did")
            self.say(told.format(coder=self._coder))

        self.attempt(show)

    def action_group(self, direction: int) -> None:
        """Go to the next day or the one before."""
        self.rows.move_group(direction)

    def action_now(self) -> None:
        """Go to the action that undo would take back."""
        position = self._look.position(self._look.now)
        if position is None:
            self.say(_("Nothing that could be undone is listed."))
        else:
            self.rows.move_to(position)

    def _replayed(self, message: str, action: Action) -> None:
        """After undo and redo, go to where the project stands then."""
        super()._replayed(message, action)
        position = self._look.position(self._look.now)
        if position is not None:
            self.rows.move_to(position)

    def clipping(self) -> str:
        """The action in the bar with its changes."""
        return self.describe().plain

    def exports(self) -> Sequence[Export]:
        """The actions that are listed, as a table."""
        coder, text = self._coder, self.words

        def write(project: Project, path: Path) -> None:
            from qualcode.reporting.formats import write_report
            from qualcode.reporting.history import history_table

            listed = history(project, coder=coder, text=text, told=translated)
            write_report(project, history_table(listed), path)

        return [Export(_("History as a table (CSV)"), ".csv", write)]
