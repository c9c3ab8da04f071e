"""Consent withdrawn: whatever was done with a case's words, no file holds them afterwards."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import study
from hypothesis import given, settings
from test_history import CHANGES, STEPS, Timeline

from qualcode.codebook import edit
from qualcode.errors import NotFoundError, ProjectError
from qualcode.model import Decision, Origin
from qualcode.project import Project, back_up, check, history, plan_withdrawal, redo, undo, withdraw
from qualcode.project.cases import assign_case, cases, set_value
from qualcode.project.codes import codes
from qualcode.project.codings import NewCoding, add_codings, codings
from qualcode.project.memos import memos, write_memo
from qualcode.project.project import now
from qualcode.project.search import search, vocabulary
from qualcode.project.sources import (
    Original,
    add_source,
    find_source,
    remove_source,
    source_ids,
    sources,
)

CASE = "Tordensønn (mor)"
SPOKEN = "Grågåsøyet så ærfuglstøv over nøkkerosene den kvelden."
MORE = "Skrømtet bar 😔 vàrgsøvn inn i huset."
# Words of the case that stand nowhere else, each planted in some of the places below.
WORDS = (
    "Tordensønn",  # the case's name, a speaker, source names, labels
    "ærfuglstøv",  # the interview, quotations
    "nøkkerosene",
    "vàrgsøvn",  # an interview whose import was undone
    "Skrømtet",
    "måltrostkvæde",  # one that was removed
    "isnålskjær",  # memos: kept, changed, deleted
    "fløyelsmyrdøl",
    "rimfrøstjerne",
    "Hålogalandsøya",  # a value of the case, and one of the source
    "kvitsymredøgn",
)


def forms(word: str) -> Iterator[bytes]:
    """The bytes under which a word may lie in a file."""
    for text in {word, word.lower(), word.upper()}:
        yield text.encode()
        yield text.encode("utf-16-le")
        escaped = json.dumps(text)[1:-1]
        yield escaped.encode()
        yield json.dumps(escaped)[1:-1].encode()


def planted(folder: Path, pieces: list[bytes]) -> set[str]:
    """Which of the words, and of the original file's pieces, some file in the folder holds."""
    content = b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
    found = {word for word in WORDS if any(form in content for form in forms(word))}
    return found | {f"piece {n}" for n, piece in enumerate(pieces) if piece in content}


def word_document() -> bytes:
    """An original whose words no search in the raw bytes would find."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:t>{SPOKEN}</w:t>" * 50 + str(list(range(900))))
    return file.getvalue()


class Study:
    """The small study with a case whose words went into every place there is."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.folder = project.path.parent
        self.document = word_document()
        self.pieces = [self.document[n : n + 32] for n in range(0, len(self.document) - 32, 32)]
        self.others = study.dump(project)

    def add(self, name: str, words: str, content: bytes) -> int:
        made = study.transcript(
            [("Intervjuer", "Hva hendte?"), ("Tordensønn", f"{words} {words}"), ("Mor", words)]
        )
        with self.project.action(f"Imported the transcript {name}"):
            source_id = add_source(
                self.project,
                name=name,
                transcript=made,
                sentences=study.sentences(made),
                original=Original(f"{name}.docx", content),
                language="nb",
            )
            assign_case(self.project, source_id, CASE)
        return source_id

    def plant(self) -> None:
        project = self.project
        source_id = self.add("Tordensønn 2023", SPOKEN, self.document)
        other_id = source_ids(project)["Ansatt i PPT"]
        case_id = project.id_of("cases", CASE)
        with project.action("Set values"):
            set_value(project, "kommune", "Hålogalandsøya", case_id=case_id)
            set_value(project, "bølge", "kvitsymredøgn", source_id=source_id)
            set_value(project, "bølge", "2024", source_id=source_id)
        tid, samordning = study.code(project, "Tid"), study.code(project, "Samordning")
        for start in range(20, 30):
            new = NewCoding(source_id, tid.id, start, start + 40, memo=f"isnålskjær {start}")
            add_codings(project, [new], label=f"Coded “{SPOKEN}”")
        for subject, subject_id in (("source", source_id), ("case", case_id), ("coding", 11)):
            for text in ("fløyelsmyrdøl ja", "nei", "rimfrøstjerne ja", ""):
                with project.action("Wrote a memo"):
                    write_memo(project, subject, subject_id, text)
        edit.merge_codes(project, [tid], samordning)
        undo(project)
        study.suggest(
            project, [(source_id, 20, 60, tid.id, 0.5), (source_id, 70, 80, tid.id, 0.5)],
            Decision.OPEN,
        )  # fmt: skip
        self.quote(project, other_id)
        self.add("Tordensønn fjernet", f"{MORE} måltrostkvæde", b"rimfrost")
        remove_source(project, find_source(project, "Tordensønn fjernet"))
        self.add("Tordensønn angret", MORE, MORE.encode())
        undo(project)

    def quote(self, project: Project, other_id: int) -> None:
        """Words of the case where they explain other things, and where a person put them."""
        study.suggest(project, [(other_id, 5, 9, 1, 0.5)], Decision.OPEN)
        with project.action("Suggested with an example"):
            project.connection.execute(
                "UPDATE suggestions SET evidence = ? WHERE id = (SELECT max(id) FROM suggestions)",
                (json.dumps([{"like": {"words": [SPOKEN]}}]),),
            )
            project.connection.execute(
                "UPDATE suggestion_runs SET settings = ? "
                "WHERE id = (SELECT max(id) FROM suggestion_runs)",
                (json.dumps({"sources": ["Tordensønn 2023"]}, ensure_ascii=False),),
            )
        code = study.code(project, "Koordinatorrollen")
        edit.edit_code(project, code, definition=f"Som i: {SPOKEN}", examples=[SPOKEN])
        edit.edit_code(project, code, definition="Rollen.", examples=[])
        for text in (f"Sml. {SPOKEN.upper()}", "Sml. den andre."):
            with project.action("Wrote a memo"):
                write_memo(project, "source", other_id, text)


@pytest.fixture
def planted_study(project: Project) -> Study:
    made = Study(project)
    made.plant()
    return made


# Tables in which quoting a case changed nothing of the others'.
UNTOUCHED = ("project", "sources", "originals", "turns", "cases", "case_values", "source_values",
             "codings")  # fmt: skip


def assert_others_are_whole(project: Project, before: dict[str, list[Any]]) -> None:
    after = study.dump(project)
    for table in UNTOUCHED:
        assert set(before[table]) <= set(after[table]), table


def test_no_word_is_left(planted_study: Study) -> None:
    project, folder, pieces = planted_study.project, planted_study.folder, planted_study.pieces
    first = back_up(project)
    (folder / "kopier").mkdir()
    second = back_up(project, folder / "kopier" / "kopi.qualcode")
    everything = {*WORDS, *(f"piece {n}" for n in range(len(pieces)))}
    assert planted(folder, pieces) == everything
    actions = len(history(project))
    plan = withdraw(project, CASE)

    assert planted(folder, pieces) == set()
    assert check(project) == []
    assert set(plan.backups) == {first, second}
    assert not second.exists()
    (new,) = folder.glob("* backup *")  # if only for a second, it may have the first one's name
    assert len(history(project)) == actions + 1
    assert vocabulary(project)
    assert not set(vocabulary(project)) & {word.casefold() for word in WORDS}
    assert search(project, "ærfuglstøv") == []
    assert_others_are_whole(project, planted_study.others)
    project.close()
    assert planted(folder, pieces) == set()
    assert {path for path in folder.rglob("*") if path.is_file()} == {project.path, new}
    with Project.open(new) as backup:
        assert check(backup) == []
        assert_others_are_whole(backup, planted_study.others)


def test_undo_after_a_withdrawal_brings_no_word_back(planted_study: Study) -> None:
    project, folder, pieces = planted_study.project, planted_study.folder, planted_study.pieces
    withdraw(project, CASE)
    with pytest.raises(NotFoundError, match="nothing to redo"):
        redo(project)
    states = [study.dump(project)]
    while True:
        try:
            undo(project)
        except NotFoundError:
            break
        states.append(study.dump(project))
        assert check(project) == []
    # Only what the withdrawal emptied was passed over, so the study was undone to its beginning.
    assert all(not rows for table, rows in states[-1].items() if table != "project")
    assert planted(folder, pieces) == set()
    for state in reversed(states[:-1]):
        redo(project)
        assert study.dump(project) == state
    assert planted(folder, pieces) == set()
    assert CASE not in {case.name for case in cases(project)}


def test_the_record_has_counts_only(planted_study: Study) -> None:
    project = planted_study.project
    before = now()
    plan = plan_withdrawal(project, CASE)
    assert (plan.sources, plan.codings, plan.suggestions) == (("Tordensønn 2023",), 10, 2)
    assert plan.words == len(find_source(project, "Tordensønn 2023").text.split())
    assert plan.memos == 9  # of ten codings one lost its memo
    assert withdraw(project, CASE) == plan
    (row,) = map(dict, project.rows("SELECT * FROM withdrawals"))
    assert before <= row.pop("withdrawn_at") <= row.pop("finished_at") <= now()
    assert row == {
        "id": 1, "coder": "Kari", "sources": 1, "words": plan.words, "codings": 10, "memos": 9,
        "suggestions": 2,
    }  # fmt: skip
    assert (history(project)[0].label, history(project)[0].kind) == (
        "Withdrew a case", "withdrawal"
    )  # fmt: skip
    with pytest.raises(NotFoundError, match="no case"):
        withdraw(project, CASE)


def test_labels_lose_names_and_quotations(planted_study: Study) -> None:
    project = planted_study.project
    study.apply(project, "Ansatt i PPT", "rutiner", "Tid")
    withdraw(project, CASE)
    labels = [action.label for action in history(project)]
    assert "Imported the transcript [withdrawn]" in labels
    assert "Removed the source [withdrawn]" in labels
    assert "Undid: Imported the transcript [withdrawn]" in labels
    assert labels.count("[withdrawn]") == 10
    assert "Imported the transcript Ansatt i PPT" in labels
    (settings,) = project.rows("SELECT settings FROM suggestion_runs WHERE settings <> '{}'")
    assert json.loads(settings[0]) == {"sources": ["[withdrawn]"]}
    assert labels[1] == "Coded Tid"


def test_a_plan_changes_nothing(planted_study: Study) -> None:
    project = planted_study.project
    before, actions = study.dump(project), len(history(project))
    plan_withdrawal(project, CASE)
    assert study.dump(project) == before
    assert len(history(project)) == actions


def test_quotations_and_exports_are_named(planted_study: Study, tmp_path: Path) -> None:
    project = planted_study.project
    assert plan_withdrawal(project, CASE).quotations == ()
    quoted = "så ærfuglstøv over nøkkerosene den kvelden"
    edit.add_code(project, "over nøkkerosene den kvelden")
    edit.add_code(project, "Nøkkerosene den")
    edit.add_code(project, "Syn", definition=f"«Grågåsøyet {quoted}»")
    edit.add_code(project, "Sans", indicator_terms=[quoted])
    edit.add_code(project, "Sorg", examples=["så ærfuglstøv over nøkkerosene"])
    with project.action("Wrote memos"):
        write_memo(project, "project", 0, f"Husk: {quoted.upper()}!")
        write_memo(project, "source", find_source(project, "Tordensønn 2023").id, quoted)
    export = tmp_path / "sitater.docx"
    for path in (export, tmp_path / "slettet.docx"):
        project.record_written_file("export", path)
    export.write_bytes(b"")
    plan = plan_withdrawal(project, CASE)
    assert plan.quotations == (
        "the code “Sans”",
        "the code “Syn”",
        "the code “over nøkkerosene den kvelden”",
        f"a memo of Kari of {now()[:10]}",
    )
    assert plan.exports == (export,)
    assert withdraw(project, CASE) == plan
    assert study.code(project, "Syn").definition == f"«Grågåsøyet {quoted}»"


def test_backups_are_found_where_the_project_moved(planted_study: Study) -> None:
    project, folder = planted_study.project, planted_study.folder
    backup = back_up(project)
    project.close()
    # A backup that somebody looked into and that a crash left with its log.
    backup.with_name(f"{backup.name}-wal").write_bytes(SPOKEN.encode())
    moved = folder.parent / f"{folder.name} flyttet"
    shutil.move(folder, moved)
    with Project.open(moved / project.path.name) as again:
        assert withdraw(again, CASE).backups == (moved / backup.name,)
        assert planted(moved, planted_study.pieces) == set()
    folder.mkdir()


def test_a_case_that_only_the_history_knows(project: Project) -> None:
    made = Study(project)
    made.add("Tordensønn angret", MORE, made.document)
    undo(project)
    assert CASE not in {case.name for case in cases(project)}
    assert {"vàrgsøvn", "Skrømtet", "Tordensønn"} <= planted(made.folder, made.pieces)
    plan = withdraw(project, f" {CASE} ")
    assert (plan.sources, plan.codings) == ((), 0)
    assert planted(made.folder, made.pieces) == set()
    assert check(project) == []


def test_a_source_that_was_the_cases_by_mistake_stays(project: Project) -> None:
    source = find_source(project, "Ansatt i PPT")
    before = study.dump(project)
    with project.action("By mistake"):
        assign_case(project, source.id, CASE)
    with project.action("Put right"):
        assign_case(project, source.id, "A-02")
    withdraw(project, CASE)
    assert find_source(project, "Ansatt i PPT") == source
    assert study.dump(project) == before
    assert undo(project).label == "Put right"
    assert find_source(project, "Ansatt i PPT").case is None
    assert undo(project).label == "By mistake"
    assert find_source(project, "Ansatt i PPT") == source
    assert check(project) == []


def test_undo_of_a_mistake_about_a_source_that_was_nobodys(project: Project) -> None:
    source_id = study.add(project, "Ny", [("Far", "Vi var to.")])
    for case in (CASE, "A-02"):
        with project.action(f"Assigned {case}"):
            assign_case(project, source_id, case)
    withdraw(project, CASE)
    assert undo(project).label == "Assigned A-02"
    assert undo(project).label == "Assigned [withdrawn]"
    assert undo(project).label == "Imported the transcript Ny"
    for _ in range(3):
        redo(project)
    assert find_source(project, "Ny").case == "A-02"
    assert check(project) == []


def test_a_file_that_another_case_has_too_stays(project: Project) -> None:
    made = Study(project)
    made.add("Tordensønn 2023", "Vi var to.", b"the same file")
    study_id = source_ids(project)["Tordensønn 2023"]
    with project.action("Imported again"):
        copy = study.transcript([("Far", "Vi var to.")])
        add_source(
            project, name="Far", transcript=copy, sentences=[], language="nb",
            original=Original("far.txt", b"the same file"),
        )  # fmt: skip
    withdraw(project, CASE)
    assert study_id not in source_ids(project).values()
    assert check(project) == []


def test_a_withdrawal_while_another_program_reads(planted_study: Study) -> None:
    project, folder, pieces = planted_study.project, planted_study.folder, planted_study.pieces
    project.connection.execute("PRAGMA busy_timeout = 50")
    reader = sqlite3.connect(project.path)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM sources").fetchone()
    with pytest.raises(ProjectError, match="holds on to the file's old pages"):
        withdraw(project, CASE)
    assert CASE not in {case.name for case in cases(project)}
    assert any("withdrawal is not finished" in found for found in check(project))
    reader.close()
    project.close()
    with Project.open(project.path) as again:
        assert planted(folder, pieces) == set()
        assert check(again) == []


def test_a_withdrawal_that_was_cut_short_is_finished_later(
    planted_study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, folder, pieces = planted_study.project, planted_study.folder, planted_study.pieces
    module = import_module("qualcode.project.withdraw")
    back_up(project)
    with monkeypatch.context() as patched:
        patched.setattr(module, "finish_withdrawals", lambda project: None)
        withdraw(project, CASE)
    assert planted(folder, pieces)
    with Project.open(project.path, read_only=True) as reader:
        assert any("withdrawal is not finished" in found for found in check(reader))
    with Project.open(project.path) as again:
        assert len(list(folder.glob("* backup *"))) == 1
        assert planted(folder, pieces) == set()
        assert check(again) == []


def test_a_withdrawal_of_nobody_or_without_the_right_to_write(project: Project) -> None:
    before = study.dump(project)
    with pytest.raises(NotFoundError, match="“F-01”"):
        withdraw(project, "F-1")
    with (
        Project.open(project.path, read_only=True) as reader,
        pytest.raises(ProjectError, match="reading only"),
    ):
        withdraw(reader, "F-01")
    assert study.dump(project) == before


def test_the_study_goes_on_after_a_withdrawal(planted_study: Study) -> None:
    project = planted_study.project
    withdraw(project, CASE)
    before = study.dump(project)
    planted_study.add("Ny", "Et annet intervju.", b"ny")
    study.apply(project, "Ny", "annet", "Tid")
    assert {coding.origin for coding in codings(project)} == {Origin.HAND, Origin.SUGGESTION}
    undo(project)
    undo(project)
    assert study.dump(project) == before
    assert check(project) == []


@settings(max_examples=60, deadline=None)
@given(steps=STEPS)
def test_a_withdrawal_after_any_sequence_of_actions(
    study_file: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[Any]
) -> None:
    folder = tmp_path_factory.mktemp("withdrawal")
    line = Timeline(Path(shutil.copy(study_file, folder / "p.qualcode")))
    try:
        for step, numbers in steps:
            if step is undo:
                line.undo()
            elif step is redo:
                line.redo()
            elif step in CHANGES:
                line.change(step, numbers)
        project = line.project
        family = [found for found in sources(project) if found.name == "Familie i nord"]
        goes = not family or family[0].case == "F-01"
        others = [found for found in sources(project) if found.case != "F-01"]
        withdraw(project, "F-01")
        assert sources(project) == others
        assert check(project) == []
        while True:
            try:
                undo(project)
            except NotFoundError:
                break
        assert check(project) == []
        assert codes(project) == []
        content = b"".join(path.read_bytes() for path in folder.iterdir())
        assert ("ventetida var på åtte måneder".encode() in content) is not goes
    finally:
        line.project.close()
        shutil.rmtree(folder)


def test_a_backup_that_bears_the_name_of_an_earlier_one_does_not_delete_itself(
    planted_study: Study,
) -> None:
    project = planted_study.project
    first = back_up(project)
    withdraw(project, CASE)
    project.close()
    (new,) = planted_study.folder.glob("* backup *")
    new.rename(first)
    with Project.open(first, coder="Kari") as backup, backup.action("Wrote a memo"):
        write_memo(backup, "project", 0, "Etter at den ble åpnet.")
    with Project.open(first, coder="Kari") as backup:
        assert "Etter at den ble åpnet." in [memo.text for memo in memos(backup, "project")]
