"""What an action did, in words: for the history screen and for `qualcode history --show`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from qualcode.model import Span
from qualcode.project.changes import Change, Event, Names
from qualcode.tui.i18n import N_, _, quoted

_LONGEST = 300  # characters of the words of a coding

_TABLES = {
    "project": N_("the project"),
    "coders": N_("coders"),
    "cases": N_("cases"),
    "variables": N_("variables"),
    "sources": N_("transcripts"),
    "originals": N_("original files"),
    "turns": N_("turns"),
    "case_values": N_("values of cases"),
    "source_values": N_("values of transcripts"),
    "codes": N_("codes"),
    "suggestion_runs": N_("runs of suggestions"),
    "suggestion_run_sources": N_("transcripts of runs"),
    "suggestions": N_("suggestions"),
    "codings": N_("codings"),
    "memos": N_("memos"),
    "queries": N_("saved queries"),
    "survey_indicators": N_("indicators of the survey"),
    "survey_figures": N_("figures of the survey"),
    "survey_links": N_("codes beside the survey"),
    "survey_notes": N_("notes on the survey"),
    "survey_quotations": N_("quotations beside the survey"),
}
_EVENTS: dict[Event, str] = {
    "added": N_("{number} added"),
    "changed": N_("{number} changed"),
    "removed": N_("{number} removed"),
    "withdrawn": N_("{number} gone for good: an informant has withdrawn"),
}
KINDS = {
    "creation": N_("beginning"),
    "change": N_("change"),
    "undo": N_("undo"),
    "redo": N_("redo"),
    "withdrawal": N_("withdrawal"),
}
_CODE_FIELDS = {
    "definition": N_("Definition"),
    "when_to_use": N_("When to use"),
    "when_not_to_use": N_("When not"),
    "examples": N_("Examples"),
    "indicator_terms": N_("Indicator terms"),
    "colour": N_("Colour"),
    "extra": N_("Other fields"),
}
_DECISIONS = {
    "open": N_("Suggestion open again: {code}"),
    "accepted": N_("Suggestion accepted: {code}"),
    "rejected": N_("Suggestion rejected: {code}"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A change in words: what happened, and lines of (what it is, words) below."""

    head: str
    lines: tuple[tuple[str, str], ...] = ()


def counts_in_words(counts: Mapping[tuple[str, Event], int]) -> str:
    """How many rows an action touched: `codings: 3 added, 1 removed · memos: 1 changed`."""
    by_table: dict[str, list[str]] = {}
    for (table, event), number in counts.items():
        by_table.setdefault(table, []).append(_(_EVENTS[event]).format(number=f"{number:,}"))
    return " · ".join(
        f"{_(_TABLES.get(table, table))}: {', '.join(found)}" for table, found in by_table.items()
    )


def tell(change: Change, names: Names) -> Told:
    """A change of one row in words."""
    if change.event == "withdrawn":
        table = _(_TABLES.get(change.table, change.table))
        told = _("The words are gone, because an informant has withdrawn ({table}).")
        return Told(told.format(table=table))
    teller = _TELLERS.get(change.table)
    if teller is None:
        return Told(counts_in_words({(change.table, change.event): 1}))
    return teller(change, names)


def place_of(change: Change, names: Names) -> tuple[int, Span] | None:
    """Where in a transcript a change is, if its words are still there."""
    row: Mapping[str, Any] = change.row
    if change.table == "memos":
        row = names.codings.get(row.get("coding_id") or 0, row)
    if change.table in ("codings", "suggestions", "memos") and "start" in row:
        span = Span(row["start"], row["end"])
        return (row["source_id"], span) if names.words_of(row) else None
    source_id = change.row_id if change.table == "sources" else row.get("source_id")
    there = source_id is not None and (change.table != "sources" or change.after is not None)
    return (source_id, Span(0, 0)) if there and source_id is not None else None


def code_of(change: Change) -> int | None:
    """The code that a change is on, where it is on one."""
    if change.table == "codes" and change.after is not None:
        return change.row_id
    if change.table == "memos":
        code_id = change.row.get("code_id")
        return code_id if isinstance(code_id, int) else None
    return None


def _code(names: Names, code_id: int | None) -> str:
    if code_id is None:
        return _("the top")
    return names.codes.get(code_id) or _("a code that is gone")


def _quoted(names: Names, row: Mapping[str, Any]) -> str:
    words = " ".join(names.words_of(row).split())
    if not words:
        return _("words that are gone")
    return quoted(words if len(words) <= _LONGEST else words[:_LONGEST] + "…")


def _words_and_place(names: Names, row: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    source = names.of("sources", row["source_id"])
    return ((_("words"), f"{_quoted(names, row)}{f'  ({source})' if source else ''}"),)


def _before_and_after(change: Change, column: str) -> Iterator[tuple[str, str]]:
    """A column's value: of a row that stayed, both values."""
    if change.event != "changed":
        yield _("text"), _text(change.row[column])
        return
    for heading, side in ((_("before"), change.before), (_("after"), change.after)):
        if side is not None:
            yield heading, _text(side[column]) or _("nothing")


def _text(value: object) -> str:
    """A stored value as people read it: lists of texts a line each."""
    text = str(value)
    if text.startswith(("[", "{")):
        try:
            loaded = json.loads(text)
        except ValueError:
            return text
        if isinstance(loaded, list):
            return "\n".join(map(str, loaded))
        return "" if not loaded else text
    return text


def _tell_coding(change: Change, names: Names) -> Told:
    code = _code(names, change.row["code_id"])
    who = names.of("coders", change.row["coder_id"])
    if change.event == "changed" and change.before is not None:
        lines = _words_and_place(names, change.row)
        if change.differs("start") or change.differs("end"):
            lines = ((_("before"), _quoted(names, change.before)), (_("after"), lines[0][1]))
        if change.differs("code_id"):
            before = _code(names, change.before["code_id"])
            head = _("Coding went from {before} to {after} ({coder})")
            return Told(head.format(before=before, after=code, coder=who), lines)
        if change.differs("start") or change.differs("end"):
            head = _("Coding with other borders: {code} ({coder})")
        else:
            head = _("Coding changed: {code} ({coder})")
        return Told(head.format(code=code, coder=who), lines)
    heads = {
        "added": _("Coding added: {code} ({coder})"),
        "removed": _("Coding removed: {code} ({coder})"),
    }
    head = heads[change.event].format(code=code, coder=who)
    return Told(head, _words_and_place(names, change.row))


def _tell_memo(change: Change, names: Names) -> Told:
    row = change.row
    lines: tuple[tuple[str, str], ...] = ()
    if row.get("coding_id"):
        coding = names.codings.get(row["coding_id"])
        about = _("a coding")
        if coding:
            about = _("the coding {code}").format(code=_code(names, coding["code_id"]))
            lines = _words_and_place(names, coding)
    elif row.get("code_id"):
        about = _("the code {code}").format(code=_code(names, row["code_id"]))
    elif row.get("source_id"):
        source = names.of("sources", row["source_id"])
        about = _("the transcript {name}").format(name=source)
    elif row.get("case_id"):
        about = _("the case {name}").format(name=names.of("cases", row["case_id"]))
    else:
        about = _("the project")
    heads = {
        "added": _("Memo written on {about} ({coder})"),
        "changed": _("Memo changed on {about} ({coder})"),
        "removed": _("Memo removed from {about} ({coder})"),
    }
    head = heads[change.event].format(about=about, coder=names.of("coders", row["coder_id"]))
    return Told(head, (*lines, *_before_and_after(change, "text")))


def _tell_code(change: Change, names: Names) -> Told:
    row = change.row
    if change.event != "changed" or change.before is None:
        heads = {"added": _("Code added: {code}"), "removed": _("Code removed: {code}")}
        parent = _code(names, row["parent_id"]) if row["parent_id"] else ""
        name = row["name"] if row["name"] != row["guid"] else names.codes.get(change.row_id, "?")
        label = f"{parent} > {name}" if parent else name
        lines = [(_("definition"), row["definition"])] if row["definition"] else []
        return Told(heads[change.event].format(code=label), tuple(lines))
    name = row["name"]
    happened = []
    if change.differs("name"):
        renamed = _("renamed from {before}").format(before=change.before["name"])
        happened.append(renamed)
    if change.differs("parent_id"):
        moved = _("moved from {before} to {after}")
        before, after = (_code(names, side["parent_id"]) for side in (change.before, row))
        happened.append(moved.format(before=before, after=after))
    elif change.differs("position"):
        happened.append(_("put in another place of the list"))
    lines = []
    for column, heading in _CODE_FIELDS.items():
        if change.differs(column):
            found = _before_and_after(change, column)
            lines += [(f"{_(heading)}, {side}", text) for side, text in found]
    if lines:
        happened.append(_("edited"))
    return Told(_("Code {code}: {what}").format(code=name, what=", ".join(happened)), tuple(lines))


def _tell_suggestion(change: Change, names: Names) -> Told:
    code = _code(names, change.row["code_id"])
    lines = _words_and_place(names, change.row)
    if change.differs("decision"):
        return Told(_(_DECISIONS[change.row["decision"]]).format(code=code), lines)
    heads = {
        "added": _("Suggestion: {code}"),
        "changed": _("Suggestion changed: {code}"),
        "removed": _("Suggestion removed: {code}"),
    }
    return Told(heads[change.event].format(code=code), lines)


def _tell_value(change: Change, names: Names) -> Told:
    row = change.row
    table, column = ("cases", "case_id") if "case_id" in row else ("sources", "source_id")
    head = _("{variable} of {name}").format(
        variable=names.of("variables", row["variable_id"]), name=names.of(table, row[column])
    )
    return Told(head, tuple(_before_and_after(change, "value")))


def _tell_source(change: Change, names: Names) -> Told:
    heads = {
        "added": _("Transcript added: {name}"),
        "changed": _("Transcript changed: {name}"),
        "removed": _("Transcript removed: {name}"),
    }
    lines: list[tuple[str, str]] = []
    if change.differs("name"):
        lines += _before_and_after(change, "name")
    if change.differs("case_id") and change.before is not None:
        for heading, side in ((_("case before"), change.before), (_("case after"), change.row)):
            lines.append((heading, names.of("cases", side["case_id"]) or _("none")))
    return Told(heads[change.event].format(name=change.row["name"]), tuple(lines))


def _tell_named(added: str, changed: str, removed: str) -> Callable[[Change, Names], Told]:
    heads = {"added": added, "changed": changed, "removed": removed}

    def teller(change: Change, names: Names) -> Told:  # noqa: ARG001  all tellers are alike
        lines = _before_and_after(change, "name") if change.differs("name") else ()
        return Told(_(heads[change.event]).format(name=change.row["name"]), tuple(lines))

    return teller


def _tell_run(change: Change, names: Names) -> Told:  # noqa: ARG001  all tellers are alike
    heads = {
        "added": _("Run of suggestions begun: {name}"),
        "changed": _("Run of suggestions went on: {name}"),
        "removed": _("Run of suggestions forgotten: {name}"),
    }
    return Told(heads[change.event].format(name=change.row["suggester"]))


def _tell_project(change: Change, names: Names) -> Told:  # noqa: ARG001  all tellers are alike
    head = {
        "added": _("Project made: {name}"),
        "changed": _("About the project changed: {name}"),
        "removed": _("Project removed: {name}"),
    }[change.event]
    lines = [
        (f"{_(heading)}, {side}", text)
        for column, heading in (
            ("name", N_("Name")),
            ("language", N_("Language")),
            ("codebook", N_("About the codebook")),
        )
        if change.differs(column)
        for side, text in _before_and_after(change, column)
    ]
    return Told(head.format(name=change.row["name"]), tuple(lines))


def _tell_query(change: Change, names: Names) -> Told:  # noqa: ARG001  all tellers are alike
    head = {
        "added": _("Query saved: {name}"),
        "changed": _("Saved query changed: {name}"),
        "removed": _("Saved query removed: {name}"),
    }[change.event]
    if change.differs("text"):
        lines = tuple(_before_and_after(change, "text"))
    else:
        lines = ((_("query"), change.row["text"]),)
    return Told(head.format(name=change.row["name"]), lines)


def _tell_survey_figure(change: Change, names: Names) -> Told:  # noqa: ARG001
    head = {
        "added": _("Figure of the survey added: {group}, {year}: {percent} %"),
        "changed": _("Figure of the survey changed: {group}, {year}: {percent} %"),
        "removed": _("Figure of the survey removed: {group}, {year}: {percent} %"),
    }[change.event]
    row = change.row
    percent = f"{row['percent']:g}"
    return Told(head.format(group=row["respondents"], year=row["year"], percent=percent))


def _tell_survey_note(change: Change, names: Names) -> Told:
    head = {
        "added": _("Note on the survey added ({coder})"),
        "changed": _("Note on the survey changed ({coder})"),
        "removed": _("Note on the survey removed ({coder})"),
    }[change.event]
    who = names.of("coders", change.row["coder_id"])
    return Told(head.format(coder=who), tuple(_before_and_after(change, "text")))


_TELLERS: dict[str, Callable[[Change, Names], Told]] = {
    "codings": _tell_coding,
    "memos": _tell_memo,
    "codes": _tell_code,
    "suggestions": _tell_suggestion,
    "case_values": _tell_value,
    "source_values": _tell_value,
    "sources": _tell_source,
    "coders": _tell_named(
        N_("Coder added: {name}"), N_("Coder changed: {name}"), N_("Coder removed: {name}")
    ),
    "cases": _tell_named(
        N_("Case added: {name}"), N_("Case changed: {name}"), N_("Case removed: {name}")
    ),
    "variables": _tell_named(
        N_("Variable added: {name}"),
        N_("Variable changed: {name}"),
        N_("Variable removed: {name}"),
    ),
    "suggestion_runs": _tell_run,
    "project": _tell_project,
    "queries": _tell_query,
    "survey_indicators": _tell_named(
        N_("Indicator of the survey added: {name}"),
        N_("Indicator of the survey changed: {name}"),
        N_("Indicator of the survey removed: {name}"),
    ),
    "survey_figures": _tell_survey_figure,
    "survey_notes": _tell_survey_note,
}
