"""Files on their way into a project: what is known of each, what was set right, and in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from textual.content import Content

from qualcode.importing.files import Correction, Failure, Preview, Speaker
from qualcode.importing.labels import key
from qualcode.importing.variables import VariablesSummary
from qualcode.model import Role
from qualcode.tui.files import shown_path
from qualcode.tui.i18n import _, ngettext

_SAMPLE = 40  # characters of a line that shows an encoding
_MOST_NAMED = 12  # transcripts that a table names and nobody has


@dataclass
class Incoming:
    """A file: what it would become, or why it cannot be read, and what a person set right.

    `found_encoding` is what the file itself was taken for.
    """

    path: Path
    correction: Correction = field(default_factory=Correction)
    outcome: Preview | Failure | None = None
    wanted: bool = True
    found_encoding: str = ""

    @property
    def preview(self) -> Preview | None:
        """What the file would become, if it has been read and can be."""
        return self.outcome if isinstance(self.outcome, Preview) else None

    @property
    def ready(self) -> bool:
        """Whether the file is to be stored as it is shown."""
        preview = self.preview
        return self.wanted and preview is not None and not preview.known_as

    @property
    def doubtful(self) -> bool:
        """Whether a person had better look at the file."""
        preview = self.preview
        return isinstance(self.outcome, Failure) or bool(preview and preview.notes)

    def take(self, outcome: Preview | Failure) -> None:
        """Keep what reading the file gave."""
        self.outcome = outcome
        if isinstance(outcome, Preview) and not self.correction.encoding:
            self.found_encoding = outcome.encoding

    def correct(self, **changes: object) -> None:
        """Set something right."""
        self.correction = replace(self.correction, **changes)  # type: ignore[arg-type]

    def give_role(self, label: str, role: Role) -> None:
        """Set right who a speaker is."""
        self.correct(roles={**self.correction.roles, label: role})


def other_role(speaker: Speaker) -> Role:
    """What a speaker becomes when the role was wrong."""
    return Role.INFORMANT if speaker.role is Role.INTERVIEWER else Role.INTERVIEWER


def give_roles(speakers: Iterable[Speaker], entry: Incoming) -> bool:
    """Let the speakers have the same roles in another file; gives whether that changes any."""
    if entry.preview is None:
        return False
    roles = {key(speaker.label): speaker.role for speaker in speakers if speaker.label}
    wrong = [
        speaker
        for speaker in entry.preview.speakers
        if roles.get(key(speaker.label), speaker.role) is not speaker.role
    ]
    for speaker in wrong:
        entry.give_role(speaker.label, roles[key(speaker.label)])
    return bool(wrong)


def sample(line: str) -> str:
    """The part of a line around its first letter beyond ASCII."""
    at = next((at for at, letter in enumerate(line) if not letter.isascii()), 0)
    start = max(min(at - _SAMPLE // 3, len(line) - _SAMPLE), 0)
    return ("…" if start else "") + line[start : start + _SAMPLE]


# In words


def role_name(role: Role) -> str:
    """A role as people call it."""
    return {
        Role.INTERVIEWER: _("interviewer"),
        Role.INFORMANT: _("informant"),
        Role.UNKNOWN: _("not known"),
    }[role]


def row(entry: Incoming) -> Content:
    """A file in the list."""
    preview = entry.preview
    if not entry.wanted:
        return Content.assemble((f"– {entry.path.name}", "dim"), ("  " + _("left out"), "dim"))
    if isinstance(entry.outcome, Failure):
        return Content.assemble(("✗ ", "$text-error"), entry.path.name)
    if preview is None:
        return Content.assemble(("… ", "dim"), entry.path.name)
    if preview.known_as:
        return Content.assemble((f"= {entry.path.name}", "dim"), ("  " + _("is there"), "dim"))
    mark = ("! ", "$text-warning") if preview.notes else ("✓ ", "$text-success")
    words = ngettext("{count} word", "{count} words", preview.words)
    words = words.format(count=f"{preview.words:,}")
    return Content.assemble(mark, preview.name, (f"  {words}", "dim"))


def facts(entry: Incoming, language: str) -> Content:
    """What a file is; `language` is that of transcripts that are given none."""
    path = (shown_path(entry.path), "dim")
    preview = entry.preview
    if isinstance(entry.outcome, Failure):
        told = _("This file cannot be read; the others can be imported all the same.")
        reason = (entry.outcome.reason, "$text-error")
        return Content.assemble((entry.path.name, "bold"), "\n", path, "\n\n", reason, "\n\n", told)
    if preview is None:
        return Content.assemble((entry.path.name, "bold"), "\n", path, "\n\n", _("Being read …"))
    turns = ngettext("{count} turn", "{count} turns", preview.turns).format(count=preview.turns)
    stamped = _("{count} with a time stamp").format(count=preview.stamped_turns)
    words = ngettext("{count} word", "{count} words", preview.words)
    letters = _("{count} æøå").format(count=f"{preview.norwegian_letters:,}")
    kind = ", ".join(filter(None, (preview.format, preview.encoding)))
    parts: list[tuple[str, str]] = [
        (preview.name, "bold"),
        ("\n" + path[0], "dim"),
        (f"\n{kind} · {words.format(count=f'{preview.words:,}')} · {letters} · {turns}", ""),
        (f", {stamped}" if preview.stamped_turns else "", ""),
        ("\n" + _("Language: {name}").format(name=entry.correction.language or language), ""),
    ]
    if entry.correction.case:
        parts.append((" · " + _("Case: {name}").format(name=entry.correction.case), ""))
    if preview.known_as:
        told = _("In the project already, as {name}: it will be left alone.")
        parts.append(("\n" + told.format(name=preview.known_as), "$text-warning"))
    parts += [(f"\n! {note}", "$text-warning") for note in preview.notes]
    return Content.assemble(*parts)


def speaker_row(number: int, speaker: Speaker) -> Content:
    """A speaker of the file in view, with the number that changes the role."""
    mark = {Role.INTERVIEWER: "?", Role.INFORMANT: "›"}.get(speaker.role, " ")
    turns = ngettext("{count} turn", "{count} turns", speaker.turns).format(count=speaker.turns)
    return Content.assemble(
        (f"{number} " if number < 10 else "  ", "bold"),
        (f"{mark} ", "dim"),
        speaker.label or _("(nobody named)"),
        "  ",
        (role_name(speaker.role), "bold" if speaker.role is Role.INTERVIEWER else ""),
        (f"  {turns}", "dim"),
    )


def variables_in_words(path: Path | None, found: VariablesSummary) -> str:
    """What a table of variables would bring in."""
    rows = ngettext("{count} row", "{count} rows", found.rows).format(count=found.rows)
    names = ", ".join(found.variables) or _("cases")
    told = f"{path.name if path else ''}: {rows}, {names}"
    if found.unknown_sources:
        names = ", ".join(found.unknown_sources[:_MOST_NAMED])
        told += "; " + _("no such transcripts: {names}").format(names=names)
    return told
