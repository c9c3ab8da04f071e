"""Codes, codings and places in words, for status lines and panes."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from qualcode.model import Code, Coding
from qualcode.reporting.labels import stamp_text
from qualcode.tui.document import Document
from qualcode.tui.i18n import _
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


def describe_place(document: Document, offset: int, room: int) -> str:
    """Where the cursor is: turn, speaker, time, line, how far into the text; less in little room.

    At least the turn, or the line where there are no turns, is named.
    """
    parts = []
    turn = document.turn_at(offset)
    if turn is not None:
        found = document.turns[turn]
        parts.append(_("turn {number}").format(number=turn + 1))
        if found.speaker:
            parts.append(found.speaker)
        if found.time_start is not None:
            parts.append(stamp_text(found.time_start))
    parts.append(_("line {number}").format(number=document.line_at(offset)))
    parts.append(f"{round(100 * offset / max(len(document.drawn), 1))} %")
    while len(parts) > 1 and len(" · ".join(parts)) > room:
        parts.pop()
    return " · ".join(parts)


def quotation(text: str, length: int) -> str:
    """Selected words in one line, the middle left out if there are many."""
    words = " ".join(text.split())
    if len(words) <= length:
        return f"“{words}”"
    half = max((length - 3) // 2, 1)
    return f"“{words[:half].rstrip()} … {words[-half:].lstrip()}”"
