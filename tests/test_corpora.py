"""The example studies are what the corpora's README says."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from qualcode.codebook.store import read_codebook
from qualcode.importing.registry import read_transcript
from qualcode.language.keys import key_index, matching_words
from qualcode.model import Role

ROOT = Path(__file__).parent.parent
STUDY = ROOT / "corpora" / "samordning"
INTERVIEWERS = ("Silje Intervjuer", "Jonas Intervjuer")
TRANSCRIPTS = {".docx", ".txt", ".vtt", ".odt", ".rtf", ".md"}


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_study(name):
    folder = ROOT / "corpora" / name
    return {
        path.stem: read_transcript(path.read_bytes(), path.name, interviewers=INTERVIEWERS)
        for path in sorted(folder.iterdir())
        if path.suffix in TRANSCRIPTS
    }


@pytest.fixture(scope="module")
def interviews():
    return read_study("samordning")


@pytest.fixture(scope="module")
def codings():
    return {name: rows(STUDY / f"codings_{name}.csv") for name in ("anne", "bjørn")}


@pytest.fixture(scope="module")
def codebook():
    return {
        code.name: code for _, code in read_codebook(ROOT / "codebooks" / "samordning.yaml").walk()
    }


@pytest.mark.parametrize("study", ["samordning", "commons"])
def test_every_span_is_what_its_line_says(study):
    texts = read_study(study)
    tables = sorted((ROOT / "corpora" / study).glob("codings_*.csv"))
    codes = {code.name for _, code in read_codebook(ROOT / "codebooks" / f"{study}.yaml").walk()}
    assert tables
    for table in tables:
        for row in rows(table):
            text = texts[row["source"]].text
            assert text[int(row["start"]) : int(row["end"])] == row["text"], row
            assert row["code"] in codes
            assert row["coder"] == table.stem.removeprefix("codings_")


def test_interviews(interviews):
    assert len(interviews) == 18
    for name, transcript in interviews.items():
        words = sum(len(transcript.text[t.start : t.end].split()) for t in transcript.turns)
        assert 1_500 <= words <= 3_000, name
        roles = {turn.role for turn in transcript.turns if turn.speaker}
        assert roles == {Role.INTERVIEWER, Role.INFORMANT}, name
    suffixes = {path.suffix for path in STUDY.iterdir()}
    assert suffixes >= {".docx", ".txt", ".vtt", ".odt", ".rtf"}
    assert interviews["K01_2023"].encoding == "cp1252"
    assert any(turn.time_start for turn in interviews["F04_2023"].turns)


def test_variables(interviews):
    found = rows(STUDY / "variables.csv")
    assert {row["source"] for row in found} == set(interviews)
    waves = Counter((row["case"], row["wave"]) for row in found)
    returning = {case for case, wave in waves if wave == "2025" and (case, "2023") in waves}
    assert len(returning) >= 3
    assert {row["perspective"] for row in found} == {"familier", "ansatte", "ledere", "kommuner"}


def test_codebook(codebook):
    draft = read_codebook(ROOT / "codebooks" / "samordning.yaml")
    assert len(draft.codes) >= 5
    assert len(codebook) >= 25
    assert max(len(path) for path, _ in draft.walk()) == 3
    by_name = {theme.name: theme for theme in draft.codes}
    for theme in ("Usikkerhet om hva som er nytt", "Ressursbarrierer", "Sprik i koordinatorrollen"):
        assert len(by_name[theme].children) >= 4
    for code in codebook.values():
        assert code.definition and code.when_to_use and code.when_not_to_use, code.name
        assert code.examples and code.indicator_terms, code.name


def test_two_coders(codings, interviews):
    assert {row["source"] for row in codings["anne"]} == set(interviews)
    assert len({row["source"] for row in codings["bjørn"]}) >= len(interviews) / 3
    used = Counter(row["code"] for row in codings["anne"])
    assert min(Counter({code: used[code] for code in used}).values()) >= 1
    # They differ: many of the one's codings meet none of the same code of the other's.
    both = {row["source"] for row in codings["bjørn"]}
    anne = [row for row in codings["anne"] if row["source"] in both]

    def met(row, others):
        return any(
            other["source"] == row["source"]
            and other["code"] == row["code"]
            and int(other["start"]) < int(row["end"])
            and int(row["start"]) < int(other["end"])
            for other in others
        )

    share = sum(met(row, codings["bjørn"]) for row in anne) / len(anne)
    assert 0.3 < share < 0.8


def test_coded_by_meaning(codings, codebook, interviews):
    """Codes apply where no term of theirs stands, and terms stand where the code does not apply."""
    words = {word.casefold() for row in codings["anne"] for word in row["text"].split()}
    words = {word.strip(".,!?…«»()[]:;\"'–-") for word in words}
    index = key_index(words, "nb")
    without_term = with_term = 0
    for name, code in codebook.items():
        forms = set()
        for term in code.indicator_terms:
            by_word = matching_words(term, index, "nb")
            if len(by_word) == 1:
                forms |= set(by_word[0])
        for row in codings["anne"]:
            if row["code"] == name:
                found = {
                    word.strip(".,!?…«»()[]:;\"'–-") for word in row["text"].casefold().split()
                }
                with_term += bool(found & forms)
                without_term += not found & forms
    assert without_term > 0.3 * (with_term + without_term)
    terms_elsewhere = 0
    for name, code in codebook.items():
        spans = [row for row in codings["anne"] if row["code"] == name]
        for source, transcript in interviews.items():
            text = transcript.text.casefold()
            for term in code.indicator_terms:
                at = text.find(term.casefold())
                if at >= 0 and not any(
                    row["source"] == source and int(row["start"]) <= at < int(row["end"])
                    for row in spans
                ):
                    terms_elsewhere += 1
    assert terms_elsewhere > 100
