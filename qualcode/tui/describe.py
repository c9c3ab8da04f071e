"""Codes, codings and places in words, for status lines and panes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from rich.cells import cell_len
from textual.content import Content

from qualcode.model import Code, Coding, Origin, Span, Suggestion
from qualcode.project.codings import Provenance
from qualcode.project.memos import Subject
from qualcode.reporting.labels import stamp_text
from qualcode.suggesting.trust import weak_examples
from qualcode.text import one_line
from qualcode.tui.document import Document
from qualcode.tui.i18n import N_, _, ngettext, quoted
from qualcode.tui.study import Study


def definition(code: Code | None, hue: str) -> Content:
    """A code with its definition and when to use it."""
    if code is None:
        return Content.styled(_("No coding at the cursor."), "dim")
    parts: list[tuple[str, str]] = [("■ ", hue), (code.name, "bold")]
    if code.depth:
        parts.append(("\n" + " > ".join(code.path[:-1]), "dim"))
    parts.append(("\n" + (code.definition or _("No definition yet.")), ""))
    for heading, text in (
        (_("Use it"), code.when_to_use),
        (_("Not"), code.when_not_to_use),
        (_("Examples"), "\n".join(f"– {example}" for example in code.examples)),
    ):
        if text:
            parts += [(f"\n\n{heading}: ", "bold"), (text, "")]
    return Content.assemble(*parts)


def coding_names(study: Study, codings: Sequence[Coding]) -> Content:
    """The codes of codings in one line, with the coder where it is somebody else."""
    parts: list[tuple[str, str]] = []
    for coding in codings:
        code = study.code_by_id.get(coding.code_id)
        parts += [(" ■ ", study.hues.get(coding.code_id, "")), (code.name if code else "?", "bold")]
        if coding.coder != study.project.coder:
            parts.append((f" ({coding.coder})", ""))
        if coding.memo:
            parts.append((" ✎", ""))
    return Content.assemble(*parts)


def suggestion_names(study: Study, suggestions: Sequence[Suggestion]) -> Content:
    """The codes that are suggested, in one line, each with its score."""
    parts: list[tuple[str, str]] = []
    for suggestion in suggestions:
        code = study.code_by_id.get(suggestion.code_id)
        parts += [
            (" □ ", study.hues.get(suggestion.code_id, "")),
            (code.name if code else "?", "italic"),
            (f" {short_score(suggestion.score, weak_examples(suggestion.evidence))}", "dim"),
        ]
        if suggestion.negated:
            parts.append((" (" + _("negated") + ")", "dim"))
    return Content.assemble(*parts)


def short_score(score: float, weak: int | None) -> str:
    """A score in few letters; for a weak code, that it is so, with the number of its examples."""
    return f"{score:.2f}" if weak is None else _("weak {number}").format(number=weak)


def describe_place(document: Document, offset: int, room: int) -> str:
    """Where the cursor is: turn, speaker, time, line, how far into the text; less in little room.

    At least the turn, or the line where there are no turns, is named.
    """
    parts = _place(document, offset)
    parts.append(f"{round(100 * offset / max(len(document.drawn), 1))} %")
    while len(parts) > 1 and len(" · ".join(parts)) > room:
        parts.pop()
    return " · ".join(parts)


def _place(document: Document, offset: int) -> list[str]:
    parts = []
    turn = document.turn_at(offset)
    if turn is not None:
        found = document.turns[turn]
        parts.append(_("turn {number}").format(number=turn + 1))
        if found.speaker:
            parts.append(found.speaker)
        if found.time_start is not None:
            parts.append(stamp_text(found.time_start))
    return [*parts, _("line {number}").format(number=document.line_at(offset))]


def cited(document: Document, span: Span) -> str:
    """Words whole with their place, to stand in another text; lines stay lines of their own."""
    lines = map(str.strip, document.source.text[slice(*span)].splitlines())
    words = quoted("\n".join(filter(None, lines)))
    return f"{words} ({' · '.join([document.source.name, *_place(document, span.start)])})"


def quotation(text: str, length: int) -> str:
    """Selected words in one line, the middle left out if there are many."""
    if len(text) > 20 * length:  # somebody has selected half an interview
        text = f"{text[: 10 * length]} {text[-10 * length :]}"
    words = " ".join(text.split())
    if len(words) <= length:
        return quoted(words)
    half = max((length - 3) // 2, 1)
    return quoted(f"{words[:half].rstrip()} … {words[-half:].lstrip()}")


def in_vivo_name(words: str, length: int = 60) -> str:
    """What a code is called after selected words: one line, cut at a word if there are many."""
    name = one_line(words.replace(">", " "))
    if len(name) > length:
        name = name[: length + 1].rpartition(" ")[0] or name[:length]
    return name.strip(" .,;:–-«»“”\"'()")


def moment(at: str) -> str:
    """A moment of the project (ISO 8601 in UTC) to the minute, by the clock on the wall."""
    return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"


def ago(at: str) -> str:
    """How long ago a moment of the project was; after a day, the moment itself."""
    minutes = int((datetime.now(UTC) - datetime.fromisoformat(at)).total_seconds() // 60)
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        told = ngettext("{number} minute ago", "{number} minutes ago", minutes)
        return told.format(number=minutes)
    if minutes < 24 * 60:
        told = ngettext("{number} hour ago", "{number} hours ago", minutes // 60)
        return told.format(number=minutes // 60)
    return moment(at)


def origin_of(coding: Coding, known: Provenance | None) -> str:
    """Where a coding came from, and when."""
    if coding.origin is Origin.HAND:
        origin = _("by hand")
    elif coding.origin is Origin.IMPORT:
        origin = _("imported")
    elif known and known.run_id is not None:
        origin = _("suggested by run {number}").format(number=known.run_id)
    else:
        origin = _("suggested by a run that was forgotten")
    return f"{origin} · {moment(known.created_at)}" if known else origin


def fit_hint(hint: str, width: int) -> str:
    """A line of keys parted by " · " that has room in `width` cells; the last one, help, stays."""
    parts = hint.split(" · ")
    while len(parts) > 2 and cell_len(" · ".join(parts)) > width:
        del parts[-2]
    return " · ".join(parts)


_SUBJECTS: dict[Subject, str] = {
    "coding": N_("Coding"),
    "source": N_("Transcript"),
    "code": N_("Code"),
    "case": N_("Case"),
    "project": N_("Project"),
}


def subject_name(subject: Subject) -> str:
    """What kind of thing a memo is on."""
    return _(_SUBJECTS[subject])


def history_name(subject: Subject, name: str) -> str:
    """How the history, which is in English, names what a memo is on."""
    match subject:
        case "project":
            return "the project"
        case "coding":
            return f"a coding with {name}"
        case "source":
            return f"the transcript {name}"
        case _:
            return f"the {subject} {name}"
