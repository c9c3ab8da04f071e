"""A small study for tests, made through the public functions: three interviews, two coders."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from qualcode.codebook.edit import add_code
from qualcode.model import Code, Decision, Origin, Role, Span, Transcript, Turn
from qualcode.project import Project
from qualcode.project.cases import assign_case, set_value
from qualcode.project.codes import find_code
from qualcode.project.codings import NewCoding, add_codings
from qualcode.project.memos import write_memo
from qualcode.project.project import new_guid, now
from qualcode.project.queries.saved import save_query
from qualcode.project.schema import TRACKED_TABLES
from qualcode.project.sources import Original, add_source, source_ids, sources
from qualcode.project.survey import (
    Fit,
    SurveyFigure,
    choose_quotations,
    find_indicator,
    link_codes,
    store_figures,
    write_survey_note,
)
from qualcode.text import normalise

INTERVIEWS = {
    "Familie i nord": (
        ("Intervjuer", "Hvordan har dere opplevd hjelpeapparatet?"),
        (
            "Mor",
            "Vi måtte bære alt selv. Ingen snakket sammen, og ventetida var på åtte måneder 😔.",
        ),
        ("Intervjuer", "Fikk dere en koordinator?"),
        ("Mor", "Ja, men hun hadde ikke tid. Hun kalte inn til møter, det var alt."),
    ),
    "Ansatt i PPT": (
        ("Intervjuer", "Kjenner du til lovendringene?"),
        ("Ansatt", "Jeg har hørt om dem. Hva som er nytt, vet jeg ærlig talt ikke."),
        ("Ansatt", "Vi har rutiner. Det er pengene det står på, og stillingene."),
    ),
    "Leder på Ålesund vgs": (
        ("Intervjuer", "Hva skal til?"),
        ("Leder", "Tverrfaglige team. Vi møtes hver uke, så det går seg til."),
        ("Leder", "Men kapasiteten… Ja, den er som den er!"),
    ),
}
CODEBOOK = {
    "Ressursbarrierer": {"Økonomi": {"Penger": {}, "Stillinger": {}}, "Tid": {}},
    "Samordning": {"Rutiner": {}, "Tverrfaglige team": {}},
    "Koordinatorrollen": {},
}
CASES = {
    "Familie i nord": ("F-01", {"perspektiv": "familie", "kommune": "Tromsø"}),
    "Ansatt i PPT": ("A-02", {"perspektiv": "ansatt", "kommune": "Tromsø"}),
    "Leder på Ålesund vgs": ("L-03", {"perspektiv": "leder", "kommune": "Ålesund"}),
}
CODINGS = (
    ("Kari", "Familie i nord", "Ingen snakket sammen", "Samordning", ""),
    ("Kari", "Familie i nord", "hun hadde ikke tid", "Tid", "Tid igjen, som hos lederen."),
    ("Per", "Familie i nord", "Hun kalte inn til møter", "Koordinatorrollen", "Bare møter?"),
    ("Per", "Familie i nord", "hadde ikke tid. Hun kalte", "Tid", ""),
    ("Kari", "Ansatt i PPT", "Vi har rutiner", "Rutiner", ""),
    ("Kari", "Ansatt i PPT", "pengene", "Penger", "Sagt rett ut."),
    ("Per", "Ansatt i PPT", "det er pengene det står på, og stillingene", "Økonomi", ""),
    ("Kari", "Leder på Ålesund vgs", "Tverrfaglige team", "Tverrfaglige team", ""),
    ("Per", "Leder på Ålesund vgs", "kapasiteten", "Tid", ""),
)
ASKED = {"2009": None, "2023": 210}
SUGGESTIONS = (
    ("Familie i nord", "ventetida var på åtte måneder", "Tid", 0.1234567890123456, Decision.OPEN),
    ("Ansatt i PPT", "stillingene", "Stillinger", 0.75, Decision.ACCEPTED),
    ("Leder på Ålesund vgs", "Vi møtes hver uke", "Rutiner", 1 / 3, Decision.REJECTED),
)


def transcript(turns: Iterable[tuple[str, str]]) -> Transcript:
    """A transcript with a line for each (speaker, words); `Intervjuer` asks."""
    text, found = "", []
    for speaker, words in turns:
        words = normalise(words)
        text += f"{speaker}: "
        role = Role.INTERVIEWER if speaker == "Intervjuer" else Role.INFORMANT
        found.append(Turn(len(text), len(text) + len(words), speaker, role, len(found) * 7.1))
        text += f"{words}\n"
    return Transcript(text, tuple(found), "plain", "utf-8")


def sentences(made: Transcript) -> list[Span]:
    """The stretches of a transcript's turns that end in a full stop, question or other mark."""
    return [
        Span(turn.start + match.start(), turn.start + match.end())
        for turn in made.turns
        for match in re.finditer(r"\S[^.?!]*[.?!]*", made.text[turn.start : turn.end])
    ]


def add(project: Project, name: str, turns: Iterable[tuple[str, str]]) -> int:
    """Store an interview, as an action; gives the source's id."""
    made = transcript(turns)
    with project.action(f"Imported the transcript {name}"):
        return add_source(
            project,
            name=name,
            transcript=made,
            sentences=sentences(made),
            original=Original(f"{name}.txt", b"\xef\xbb\xbf" + made.text.encode()),
            language="nb",
        )


def find(project: Project, source: str, words: str) -> tuple[int, int, int]:
    """Where words stand: the source's id, start and end."""
    (text,) = [found.text for found in sources(project) if found.name == source]
    start = text.casefold().index(words.casefold())
    return source_ids(project)[source], start, start + len(words)


def code(project: Project, name: str) -> Code:
    """The code of that name or path."""
    return find_code(project, name)


def apply(
    project: Project, source: str, words: str, name: str, memo: str = "", by: str = ""
) -> None:
    """Put a code on words."""
    source_id, start, end = find(project, source, words)
    coding = NewCoding(source_id, code(project, name).id, start, end, coder=by, memo=memo)
    add_codings(project, [coding], label=f"Coded {name}")


def suggest(
    project: Project, proposed: Sequence[tuple[int, int, int, int, float]], decision: Decision
) -> None:
    """Store suggestions (source, start, end, code, score) as one action, decided as said."""
    with project.action("Suggested"):
        coder_id = project.id_of("coders", project.coder)
        run_id = project.insert(
            "suggestion_runs",
            {
                "guid": new_guid(),
                "suggester": "by hand",
                "coder_id": coder_id,
                "settings": "{}",
                "versions": "{}",
                "codebook_hash": "",
                "started_at": now(),
            },
        )
        for source_id in {proposal[0] for proposal in proposed}:
            project.insert("suggestion_run_sources", {"run_id": run_id, "source_id": source_id})
        for source_id, start, end, code_id, score in proposed:
            words = project.value("SELECT text FROM sources WHERE id = ?", (source_id,))[start:end]
            suggestion_id = project.insert(
                "suggestions",
                {
                    "guid": new_guid(),
                    "run_id": run_id,
                    "source_id": source_id,
                    "code_id": code_id,
                    "start": start,
                    "end": end,
                    "score": score,
                    "evidence": json.dumps([{"word": words}]),  # non-ASCII escaped
                    "negated": 0,
                    "decision": decision.value,
                    "decided_by": None if decision is Decision.OPEN else coder_id,
                },
            )
            if decision is Decision.ACCEPTED:
                coding = NewCoding(source_id, code_id, start, end, suggestion_id=suggestion_id)
                add_codings(project, [coding], label="Accepted", origin=Origin.SUGGESTION)


def build(path: Path, *, first_format: bool = False) -> None:
    """Make the study, with a saved query and a survey if the file has a place for them."""
    with Project.create(path, name="Nullpunkt", coder="Kari") as project:
        for name, turns in INTERVIEWS.items():
            add(project, name, turns)

        def add_all(branch: dict[str, Any], parent: str) -> None:
            for name, below in branch.items():
                above = code(project, parent) if parent else None
                add_code(project, name, parent=above, definition=f"Det som gjelder {name.lower()}.")
                add_all(below, f"{parent} > {name}" if parent else name)

        add_all(CODEBOOK, "")
        with project.action("Imported variables"):
            for name, (case, values) in CASES.items():
                source_id = source_ids(project)[name]
                assign_case(project, source_id, case)
                for variable, value in values.items():
                    set_value(project, variable, value, case_id=project.id_of("cases", case))
                set_value(project, "bølge", "2023", source_id=source_id)
            if not first_format:
                save_query(project, "Knapt", "Tid AND perspektiv=familie,leder")
                ask_families(project)
        for coder, source, words, name, memo in CODINGS:
            apply(project, source, words, name, memo, by=coder)
        for source, words, name, score, decision in SUGGESTIONS:
            where = (*find(project, source, words), code(project, name).id, score)
            suggest(project, [where], decision)
        with project.action("Wrote memos"):
            write_memo(project, "project", 0, "Nullpunktet er ikke nøytralt.")
            write_memo(project, "code", code(project, "Tid").id, "Tid eller kapasitet?")
            if not first_format:
                choose_quotations(project, find_indicator(project, "Hadde tid"), [2])


def ask_families(project: Project) -> None:
    """A survey with one question, a code beside it, and what Per makes of that; in an action."""
    figures = [SurveyFigure("Hadde tid", "familie", year, 8.1, n) for year, n in ASKED.items()]
    store_figures(project, figures, label="Imported survey figures")
    indicator = find_indicator(project, "Hadde tid")
    link_codes(project, indicator, [code(project, "Tid")])
    write_survey_note(project, indicator, Fit.EXPANSION, "Den ene spør om mer.", coder="Per")


def dump(project: Project) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table whose changes the history keeps."""
    return {
        table: [tuple(row) for row in project.rows(f"SELECT * FROM {table} ORDER BY id")]
        for table in TRACKED_TABLES
    }
