"""What the screens know of the project, and the changes they make to it.

Each change is one undoable action of the project and on disk when the function returns. Reading
goes by source, so that a coding costs the same in a large project as in a small one.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from qualcode.codebook.edit import add_code
from qualcode.errors import NotFoundError, QualcodeError
from qualcode.model import Code, Coding, Decision, Span, Suggestion
from qualcode.project.cases import values_by_source, variable_names
from qualcode.project.codes import codes
from qualcode.project.codings import (
    NewCoding,
    add_codings,
    change_coding,
    codings,
    codings_where,
    remove_codings,
)
from qualcode.project.memos import Subject, write_memo
from qualcode.project.sources import source_ids
from qualcode.suggesting.decisions import accept, reject, suggestions
from qualcode.text import intersection, union
from qualcode.tui.beside import is_locked
from qualcode.tui.code_names import MOST, brief
from qualcode.tui.document import Documents
from qualcode.tui.i18n import _
from qualcode.tui.palette import hues

if TYPE_CHECKING:
    from qualcode.project import Project

RECENT = 9
_CACHE_KIB = 8192  # bulk changes, which need more, have connections of their own
_BUSY_MILLISECONDS = 300  # nothing is painted meanwhile; see `Locked` for longer waits


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A transcript in the list: `coded` is the share of its characters under some coding.

    `suggestions` counts the open ones.
    """

    id: int
    name: str
    coded: float
    values: dict[str, str]
    suggestions: int = 0


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code that is to be made; without a parent it is a theme."""

    name: str
    parent: Code | None = None
    definition: str = ""


Chosen = int | NewCode
"""A code: the id of one that is there, or one that is to be made."""


class Study:
    """An open project with its codebook at hand, and the codes used of late."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.documents = Documents(project)
        self.own_only = False
        self.recent = self._recently_used()
        self.last_codes: tuple[int, ...] = tuple(self.recent[:1])
        self._use_order = list(self.recent)
        self.read_codebook()
        self.place_in_focus: tuple[int, Span] | None = None  # where the cursor stands in the text
        self.code_in_focus: int | None = None  # the code that the user looks at
        self._in_file = project.connection.total_changes
        self.left: dict[str, object] = {}  # by screen, what it is to find again when it returns
        project.connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        self._wait(_BUSY_MILLISECONDS)

    def _wait(self, milliseconds: int) -> None:
        """Let other programs finish writing for so long."""
        self.project.connection.execute(f"PRAGMA busy_timeout = {milliseconds}")

    def is_free(self) -> bool:
        """Whether the project could be written now; answers at once."""
        self._wait(0)
        try:
            with self.project.transaction():
                return True
        except QualcodeError as error:
            if not is_locked(error):
                raise
            return False
        finally:
            self._wait(_BUSY_MILLISECONDS)

    # Reading

    def read_codebook(self) -> None:
        """Read the codes anew, and forget texts that are gone."""
        self.documents.forget_missing()
        self.codes: list[Code] = codes(self.project)
        self.code_by_id: dict[int, Code] = {code.id: code for code in self.codes}
        self.hues: dict[int, str] = hues(self.codes)
        self.forget_missing_codes()

    def label(self, code_id: int) -> str:
        """A code's path, as people read it."""
        code = self.code_by_id.get(code_id)
        return code.label if code else "?"

    def brief(self, code_id: int, most: int = MOST) -> str:
        """A code's path, shortened for a message or to so many cells."""
        return brief(self.label(code_id), most)

    def name(self, code_id: int) -> str:
        """A code's own name."""
        code = self.code_by_id.get(code_id)
        return code.name if code else "?"

    def stamp(self) -> tuple[int, int]:
        """What is another whenever something has been written, by this program or another."""
        connection = self.project.connection
        return int(self.project.value("PRAGMA data_version")), connection.total_changes

    def settle(self) -> None:
        """Bring what was stored into the project's file itself, for whoever moves or copies it."""
        changes = self.project.connection.total_changes
        if changes != self._in_file:
            self._in_file = changes
            self.project.write_log_to_file()

    def _coder_condition(self) -> tuple[str, tuple[str, ...]]:
        if not self.own_only:
            return "1", ()
        return "coder_id = (SELECT id FROM coders WHERE name = ?)", (self.project.coder,)

    def codings_of(self, source_id: int, span: Span | None = None) -> list[Coding]:
        """The visible codings of a source, or those that cover just a span of it."""
        condition, parameters = self._coder_condition()
        place = "AND start = ? AND end = ?" if span else ""
        return codings_where(
            self.project,
            f"source_id = ? {place} AND {condition}",
            (source_id, *(span or ()), *parameters),
        )

    def suggestions_of(self, source_id: int) -> list[Suggestion]:
        """The open suggestions of a source."""
        rows = self.project.rows(
            "SELECT id FROM suggestions WHERE source_id = ? AND decision = ?",
            (source_id, Decision.OPEN),
        )
        return suggestions(self.project, ids=[row["id"] for row in rows])

    def suggesters(self) -> dict[int, str]:
        """Who suggested in each run, by the run's id."""
        rows = self.project.rows("SELECT id, suggester FROM suggestion_runs")
        return {row["id"]: row["suggester"] for row in rows}

    def counts(self, code_ids: Collection[int] | None = None) -> dict[int, int]:
        """How many visible codings each of some codes has, or each of all."""
        condition, parameters = self._coder_condition()
        wanted = self.code_by_id if code_ids is None else code_ids
        rows = self.project.rows(
            f"SELECT code_id, count(*) FROM codings WHERE {condition} "
            "AND code_id IN (SELECT value FROM json_each(?)) GROUP BY code_id",
            (*parameters, json.dumps(list(wanted))),
        )
        return dict.fromkeys(wanted, 0) | {row[0]: row[1] for row in rows}

    def sources(self) -> list[SourceEntry]:
        """All transcripts by name."""
        condition, parameters = self._coder_condition()
        coded = self._spans("codings", condition, parameters)
        spoken = self._spans("turns", "1", ())
        values = values_by_source(self.project)
        suggested = {
            row[0]: row[1]
            for row in self.project.rows(
                "SELECT source_id, count(*) FROM suggestions WHERE decision = ? GROUP BY source_id",
                (Decision.OPEN,),
            )
        }
        return [
            SourceEntry(
                source_id,
                name,
                coded_share(spoken.get(source_id, []), coded.get(source_id, [])),
                values.get(source_id, {}),
                suggested.get(source_id, 0),
            )
            for name, source_id in source_ids(self.project).items()
        ]

    def _spans(
        self, table: str, condition: str, parameters: tuple[str, ...]
    ) -> dict[int, list[Span]]:
        spans: dict[int, list[Span]] = {}
        for row in self.project.rows(
            f"SELECT source_id, start, end FROM {table} WHERE {condition}", parameters
        ):
            spans.setdefault(row[0], []).append(Span(row[1], row[2]))
        return spans

    def variables(self) -> list[str]:
        """The variables by which transcripts can be grouped."""
        return variable_names(self.project)

    def first_words(self, source_id: int) -> Span:
        """An empty span before the first words of a transcript."""
        start = self.project.value("SELECT min(start) FROM turns WHERE source_id = ?", (source_id,))
        return Span(start or 0, start or 0)

    def sources_of_case(self, case_id: int) -> list[int]:
        """The transcripts of a case, by name."""
        rows = self.project.rows(
            "SELECT id FROM sources WHERE case_id = ? ORDER BY name", (case_id,)
        )
        return [row["id"] for row in rows]

    def memo_count(self) -> int:
        """How many memos the project has."""
        return int(self.project.value("SELECT count(*) FROM memos"))

    def case_of(self, source_id: int) -> tuple[int, str] | None:
        """The id and name of the case that a transcript belongs to."""
        for row in self.project.rows(
            "SELECT cases.id, cases.name FROM sources JOIN cases ON cases.id = case_id "
            "WHERE sources.id = ?",
            (source_id,),
        ):
            return row["id"], row["name"]
        return None

    def _recently_used(self) -> list[int]:
        rows = self.project.rows(
            "SELECT code_id FROM codings WHERE coder_id = (SELECT id FROM coders WHERE name = ?) "
            "GROUP BY code_id ORDER BY max(id) DESC LIMIT ?",
            (self.project.coder, RECENT),
        )
        return [row["code_id"] for row in rows]

    # Changing

    def code(self, source_id: int, span: Span, chosen: Sequence[Chosen]) -> int:
        """Put codes on words, as one action; gives how many codings are new."""
        label = f"Coded with {', '.join(map(self._name, chosen))}"
        with self.project.action(label):
            code_ids = self._ids(chosen)
            new = [NewCoding(source_id, code_id, *span) for code_id in code_ids]
            added = add_codings(self.project, new, label=label)
        self.remember(code_ids)
        return added

    def _name(self, chosen: Chosen) -> str:
        if isinstance(chosen, NewCode):
            return f"the new code {chosen.name}"
        code = self.code_by_id.get(chosen)
        if code is None:
            raise NotFoundError(
                _("This code has been taken out of the codebook meanwhile."),
                remedy=_("Nothing was changed; choose another one."),
            )
        return code.name

    def _ids(self, chosen: Sequence[Chosen]) -> list[int]:
        """The ids of codes; the new ones are made. In an action."""
        return [
            add_code(self.project, one.name, parent=one.parent, definition=one.definition)
            if isinstance(one, NewCode)
            else one
            for one in chosen
        ]

    def remember(self, code_ids: Sequence[int]) -> None:
        """A code keeps its number; a new one takes that of the code unused for longest."""
        self.last_codes = tuple(code_ids)
        for code_id in code_ids:
            if code_id not in self.recent:
                if len(self.recent) < RECENT:
                    self.recent.append(code_id)
                else:
                    oldest = self._use_order.pop()
                    self.recent[self.recent.index(oldest)] = code_id
            if code_id in self._use_order:
                self._use_order.remove(code_id)
            self._use_order.insert(0, code_id)

    def forget_missing_codes(self) -> None:
        """Drop recent codes that are no longer in the codebook."""
        self.recent = [code_id for code_id in self.recent if code_id in self.code_by_id]
        self._use_order = [code_id for code_id in self._use_order if code_id in self.code_by_id]
        self.last_codes = tuple(one for one in self.last_codes if one in self.code_by_id)

    def remove(self, coding: Coding) -> None:
        """Remove a coding."""
        remove_codings(self.project, [coding.id])

    def change_borders(self, coding: Coding, span: Span) -> Coding:
        """Give a coding other borders; gives it as it is now."""
        with self.project.action(f"Changed the borders of {self._name(coding.code_id)}"):
            change_coding(self.project, coding.id, span=span)
        return codings(self.project, [coding.id])[0]

    def change_code(self, coding: Coding, chosen: Chosen) -> Coding:
        """Give a coding another code; gives it as it is now."""
        before, after = self._name(coding.code_id), self._name(chosen)
        with self.project.action(f"Changed the code {before} to {after}"):
            (code_id,) = self._ids([chosen])
            change_coding(self.project, coding.id, code_id=code_id)
        self.remember([code_id])
        return codings(self.project, [coding.id])[0]

    def write_memo(self, subject: Subject, subject_id: int, about: str, text: str) -> None:
        """Write the coder's memo on something; `about` is how the history names it."""
        done = "Wrote the" if text.strip() else "Removed the"
        with self.project.action(f"{done} memo on {about}"):
            write_memo(self.project, subject, subject_id, text)

    def accept(self, suggestion: Suggestion) -> int:
        """Make a coding of a suggestion; gives how many codings are new."""
        return accept(self.project, [suggestion])

    def reject(self, suggestion: Suggestion) -> None:
        """Turn a suggestion down."""
        reject(self.project, [suggestion])


class Ranged(Protocol):
    """A turn or a coding."""

    @property
    def start(self) -> int: ...  # noqa: D102

    @property
    def end(self) -> int: ...  # noqa: D102


def coded_share(turns: Iterable[Ranged], codings: Iterable[Ranged]) -> float:
    """How much of what was said is under some coding, from 0 to 1."""
    spoken = [Span(turn.start, turn.end) for turn in turns]
    coded = [Span(coding.start, coding.end) for coding in codings]
    both = intersection(spoken, coded)
    said = sum(end - start for start, end in union(spoken))
    return sum(end - start for start, end in both) / said if said else 0.0
