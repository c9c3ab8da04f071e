"""Reviewing suggestions in tests: a queue made by hand, and what its screen shows."""

from __future__ import annotations

import json
import sqlite3

import study
from driving import SOURCE, drive

from qualcode.project.project import new_guid, now
from qualcode.suggesting.decisions import reject, suggestions
from qualcode.tui.screens.review import Review

PROPOSED = (  # source, words, code, score, the word that speaks for it, negated
    ("Ansatt i PPT", "Hva som er nytt, vet jeg ærlig talt ikke.", "Rutiner", 0.875, "nytt", False),
    ("Ansatt i PPT", "Jeg har hørt om dem.", "Samordning", 0.75, "hørt", False),
    (SOURCE, "Ja, men hun hadde ikke tid.", "Tid", 0.5, "tid", True),
    (SOURCE, "Ingen snakket sammen, og ventetida var på åtte måneder 😔.", "Tid", 0.4, "ventetida",
     False),
    ("Leder på Ålesund vgs", "Vi møtes hver uke, så det går seg til.", "Rutiner", 0.3, "uke",
     False),
)  # fmt: skip


def propose(project, proposed=PROPOSED):
    """Store suggestions as one run of indicator terms."""
    with project.action("Suggestion run (indicator-terms)"):
        run_id = project.insert(
            "suggestion_runs",
            {
                "guid": new_guid(),
                "suggester": "indicator-terms",
                "coder_id": project.id_of("coders", project.coder),
                "settings": "{}",
                "versions": "{}",
                "codebook_hash": "",
                "started_at": now(),
                "finished_at": now(),
            },
        )
        for source_id in {study.find(project, source, words)[0] for source, words, *_ in proposed}:
            project.insert("suggestion_run_sources", {"run_id": run_id, "source_id": source_id})
        for source, words, name, score, word, negated in proposed:
            source_id, start, end = study.find(project, source, words)
            at = start + words.index(word)
            evidence = {"term": word[:4], "words": word, "start": at, "end": at + len(word)}
            project.insert(
                "suggestions",
                {
                    "guid": new_guid(),
                    "run_id": run_id,
                    "source_id": source_id,
                    "code_id": study.code(project, name).id,
                    "start": start,
                    "end": end,
                    "score": score,
                    "evidence": json.dumps([{**evidence, "negated": negated}]),
                    "negated": negated,
                },
            )
    return run_id


def drive_review(project, steps, *, size=(120, 40)):
    async def open_first(pilot):
        await pilot.press("f5")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Review)
        await steps(pilot)

    drive(project, open_first, size=size)


def decisions(project):
    """The suggestions of run 4 in the file as another connection reads them, by their words."""
    connection = sqlite3.connect(project.path)
    found = connection.execute(
        "SELECT substr(text, start + 1, end - start), decision FROM suggestions "
        "JOIN sources ON sources.id = source_id WHERE run_id = 4"
    ).fetchall()
    connection.close()
    return dict(found)


def at_hand(pilot):
    found = pilot.app.screen._suggestion
    return None if found is None else (study_label(pilot, found.code_id), found.score)


def words_at_hand(pilot):
    """The words that would be coded now."""
    screen = pilot.app.screen
    return screen._document(screen._suggestion.source_id).source.text[slice(*screen._span)]


def study_label(pilot, code_id):
    return pilot.app.screen.study.code_by_id[code_id].name


def told(pilot):
    return " ".join(one.message for one in pilot.app._notifications)


def make_queue(project):
    """Let five open suggestions of run 4 be all that is open."""
    reject(project, suggestions(project))
    propose(project)
    return project
