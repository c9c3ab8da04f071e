from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import study
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.codebook import edit
from qualcode.codebook.draft import DraftCode, DraftCodebook
from qualcode.codebook.store import current_codebook, import_codebook
from qualcode.errors import NotFoundError, ProjectError, QualcodeError
from qualcode.model import Decision, Span
from qualcode.project import Project, check, history, redo, undo
from qualcode.project.cases import assign_case, set_value
from qualcode.project.codes import codes
from qualcode.project.codings import (
    NewCoding,
    add_codings,
    change_coding,
    codings,
    remove_codings,
)
from qualcode.project.memos import write_memo
from qualcode.project.project import now
from qualcode.project.sources import remove_source, sources

NAMES = ("Tid", "tid", "Økonomi", "A\u030apenhet", "Ro", "Savn", "Å", "Tillit")
WORDS = (
    "",
    "Hva mener hun?",
    "NFD: a\u030a",
    "Linje 1\r\nlinje 2",
    "😔" * 3,
    "'; DROP TABLE codes",
)


class Chooser:
    """Chooses by numbers that hypothesis drew, so that it can shrink them."""

    def __init__(self, numbers: list[int]) -> None:
        self.numbers = numbers

    def number(self, below: int) -> int:
        return self.numbers.pop() % below if self.numbers else 0

    def one(self, items: Any) -> Any:
        return items[self.number(len(items))]

    def some(self, items: list[Any]) -> list[Any]:
        start = self.number(len(items) + 1)
        return items[start : start + 1 + self.number(3)]


def add_some_codings(project: Project, choose: Chooser) -> None:
    new = []
    for _ in range(1 + choose.number(4)):
        source = choose.one(sources(project))
        start = choose.number(len(source.text))
        end = min(len(source.text), start + 1 + choose.number(40))
        coder, memo = choose.one(("", "Per", "Ny koder")), choose.one(WORDS)
        new.append(NewCoding(source.id, choose.one(codes(project)).id, start, end, coder, memo))
    add_codings(project, new, label="Coded")


def change_a_coding(project: Project, choose: Chooser) -> None:
    coding = choose.one(codings(project))
    start = choose.number(40)
    change_coding(
        project,
        coding.id,
        span=choose.one((None, Span(start, start + 1 + choose.number(9)))),
        code_id=choose.one((None, choose.one(codes(project)).id)),
    )


def remove_some_codings(project: Project, choose: Chooser) -> None:
    remove_codings(project, [coding.id for coding in choose.some(codings(project))])


def write_some_memo(project: Project, choose: Chooser) -> None:
    subject = choose.one(("coding", "source", "code", "case", "project"))
    table = "codings" if subject == "coding" else f"{subject}s"
    ids = (
        [0] if subject == "project" else [row[0] for row in project.rows(f"SELECT id FROM {table}")]
    )
    with project.action("Wrote a memo"):
        write_memo(project, subject, choose.one(ids), choose.one(WORDS))


def add_a_code(project: Project, choose: Chooser) -> None:
    parent = choose.one([None, *codes(project)])
    edit.add_code(project, choose.one(NAMES), parent=parent, examples=choose.some(list(WORDS)))


def edit_a_code(project: Project, choose: Chooser) -> None:
    code, colour = choose.one(codes(project)), choose.one(("", "#4477AA"))
    edit.edit_code(project, code, definition=choose.one(WORDS), colour=colour)


def rename_a_code(project: Project, choose: Chooser) -> None:
    edit.rename_code(project, choose.one(codes(project)), choose.one(NAMES))


def move_a_code(project: Project, choose: Chooser) -> None:
    edit.move_code(project, choose.one(codes(project)), choose.one([None, *codes(project)]))


def merge_some_codes(project: Project, choose: Chooser) -> None:
    edit.merge_codes(project, choose.some(codes(project)), choose.one(codes(project)))


def split_a_code(project: Project, choose: Chooser) -> None:
    coding = choose.one(codings(project))
    (code,) = (code for code in codes(project) if code.id == coding.code_id)
    edit.split_code(project, code, choose.one(NAMES), [coding.id])


def delete_a_code(project: Project, choose: Chooser) -> None:
    code, target = choose.one(codes(project)), choose.one([None, *codes(project)])
    edit.delete_code(project, code, codings_to=target)


def import_a_codebook(project: Project, choose: Chooser) -> None:
    """Import what the project has, with codes left out, renamed, new, and other fields."""

    def change(drafts: tuple[DraftCode, ...]) -> tuple[DraftCode, ...]:
        changed = []
        for draft in drafts:
            match choose.number(6):
                case 0:
                    continue
                case 1:
                    draft = replace(draft, name=choose.one(NAMES))
                case 2:
                    draft = replace(draft, extra={"kilde": [1, None, {"å": 0.1}]}, guid="")
                case 3:
                    changed.append(DraftCode(choose.one(NAMES), 0))
            changed.append(replace(draft, children=change(draft.children)))
        return tuple(changed[:: choose.one((1, -1))])

    draft = current_codebook(project)
    draft = DraftCodebook(change(draft.codes), {"version": choose.number(3)})
    paths = [tuple(name.casefold() for name in path) for path, _ in draft.walk()]
    if len(set(paths)) == len(paths):
        import_codebook(project, draft)


def set_a_value(project: Project, choose: Chooser) -> None:
    source = choose.one(sources(project))
    with project.action("Set a value"):
        variable, value = choose.one(("bølge", "ny")), choose.one(("", "2024", "ja"))
        set_value(project, variable, value, source_id=source.id)


def assign_a_case(project: Project, choose: Chooser) -> None:
    with project.action("Assigned a case"):
        assign_case(project, choose.one(sources(project)).id, choose.one(("F-01", "N-09")))


def add_a_source(project: Project, choose: Chooser) -> None:
    study.add(
        project,
        choose.one(("Nytt", "Nyere")),
        [("Ny", choose.one(WORDS) + " Ja, det gjorde vi.")] * 2,
    )


def remove_a_source(project: Project, choose: Chooser) -> None:
    remove_source(project, choose.one(sources(project)))


def suggest_something(project: Project, choose: Chooser) -> None:
    source, code = choose.one(sources(project)), choose.one(codes(project))
    start, score = choose.number(20), choose.number(10**6) / 7
    study.suggest(project, [(source.id, start, start + 5, code.id, score)], Decision.OPEN)


def decide_something(project: Project, choose: Chooser) -> None:
    row = choose.one(project.rows("SELECT * FROM suggestions"))
    with project.action("Accepted a suggestion"):
        new = NewCoding(
            row["source_id"], row["code_id"], row["start"], row["end"], suggestion_id=row["id"]
        )
        add_codings(project, [new], label="")
        project.connection.execute(
            "UPDATE suggestions SET decision = 'accepted', decided_at = ? WHERE id = ?",
            (now(), row["id"]),
        )


CHANGES: list[Callable[[Project, Chooser], None]] = [
    add_some_codings,
    change_a_coding,
    remove_some_codings,
    write_some_memo,
    add_a_code,
    edit_a_code,
    rename_a_code,
    move_a_code,
    merge_some_codes,
    split_a_code,
    delete_a_code,
    import_a_codebook,
    set_a_value,
    assign_a_case,
    add_a_source,
    remove_a_source,
    suggest_something,
    decide_something,
]
STEPS = st.lists(
    st.tuples(
        st.sampled_from([*CHANGES, undo, redo, Project.close]),
        st.lists(st.integers(0, 2**16), min_size=4, max_size=12),
    ),
    min_size=1,
    max_size=25,
)
SCORES = st.floats(-1e100, 1e100, allow_subnormal=False)


class Timeline:
    """A project with the states that undo and redo have to bring back."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.project = self.open()
        self.past = [study.dump(self.project)]
        self.future: list[Any] = []

    def open(self) -> Project:
        project = Project.open(self.path, coder="Kari")
        project.connection.execute("PRAGMA synchronous = OFF")
        return project

    def reopen(self) -> None:
        self.project.close()
        self.project = self.open()

    def change(self, change: Callable[[Project, Chooser], None], numbers: list[int]) -> None:
        actions = len(history(self.project))
        try:
            change(self.project, Chooser(numbers))
        except (QualcodeError, IndexError, ZeroDivisionError):  # refused, or nothing to choose from
            assert study.dump(self.project) == self.past[-1]
        if len(history(self.project)) == actions:
            assert study.dump(self.project) == self.past[-1]
            return
        self.past.append(study.dump(self.project))
        self.future.clear()

    def undo(self) -> None:
        if len(self.past) > 1:
            undo(self.project)
            self.future.append(self.past.pop())
            assert study.dump(self.project) == self.past[-1]

    def redo(self) -> None:
        if not self.future:
            with pytest.raises(NotFoundError):
                redo(self.project)
            return
        redo(self.project)
        self.past.append(self.future.pop())
        assert study.dump(self.project) == self.past[-1]


@settings(max_examples=200, deadline=None)
@given(steps=STEPS)
def test_every_sequence_of_actions_is_undone_and_redone(
    study_file: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[Any]
) -> None:
    folder = tmp_path_factory.mktemp("timeline")
    line = Timeline(Path(shutil.copy(study_file, folder / "p.qualcode")))
    try:
        for step, numbers in steps:
            if step is undo:
                line.undo()
            elif step is redo:
                line.redo()
            elif step is Project.close:
                line.reopen()
            else:
                line.change(step, numbers)
        while line.future:
            line.redo()
        last = len(line.past)
        assert check(line.project) == []
        for _ in range(last):
            line.undo()
        assert check(line.project) == []
        line.reopen()
        for _ in range(last - 1):
            line.redo()
        assert check(line.project) == []
    finally:
        line.project.close()
        shutil.rmtree(folder)


def test_an_action_names_its_coder_time_and_label(project: Project) -> None:
    before = now()
    study.apply(project, "Ansatt i PPT", "rutiner", "Rutiner")
    latest = history(project, limit=1)[0]
    assert (latest.coder, latest.label, latest.kind) == ("Kari", "Coded Rutiner", "change")
    assert before <= latest.at <= now()
    assert not latest.undone
    assert latest.changes == 1


def test_undo_and_redo_are_actions_of_the_one_who_does_them(project_file: Path) -> None:
    with Project.open(project_file, coder="Per") as project:
        last = history(project, limit=1)[0]
        assert undo(project) == last
        redone = redo(project)
        assert redone.id == last.id
        labels = [(action.coder, action.label, action.kind) for action in history(project)[:3]]
    assert labels == [
        ("Per", f"Redid: {last.label}", "redo"),
        ("Per", f"Undid: {last.label}", "undo"),
        (last.coder, last.label, "change"),
    ]


def test_history_tells_what_is_undone(project: Project) -> None:
    last = undo(project)
    assert [action.id for action in history(project) if action.undone] == [last.id]
    redo(project)
    assert [action.label for action in history(project) if action.undone] == [
        f"Undid: {last.label}"
    ]


def test_a_new_action_ends_redo(project: Project) -> None:
    undo(project)
    undo(project)
    redo(project)
    study.apply(project, "Ansatt i PPT", "rutiner", "Rutiner")
    with pytest.raises(NotFoundError, match="nothing to redo"):
        redo(project)


def test_a_new_project_has_nothing_to_undo(empty_project: Project) -> None:
    with pytest.raises(NotFoundError, match="nothing to undo"):
        undo(empty_project)
    with pytest.raises(NotFoundError, match="nothing to redo"):
        redo(empty_project)
    assert [action.kind for action in history(empty_project)] == ["creation"]


def test_undo_goes_on_where_another_program_stopped(project_file: Path) -> None:
    with Project.open(project_file) as one, Project.open(project_file) as other:
        before = study.dump(one)
        first, second = undo(one), undo(other)
        assert second.id < first.id
        redo(one)
        assert redo(other).id == first.id
        assert study.dump(other) == before


def test_an_action_that_changes_nothing_leaves_no_trace(project: Project) -> None:
    undo(project)
    actions = len(history(project))
    source = sources(project)[0]
    tid, codebook = study.code(project, "Tid"), current_codebook(project)
    with project.action("Nothing"):
        set_value(project, "ukjent", "", source_id=source.id)
        write_memo(project, "source", source.id, "  ")
        assign_case(project, source.id, source.case or "")
    edit.edit_code(project, tid, definition=tid.definition)
    edit.rename_code(project, tid, tid.name)
    import_codebook(project, codebook)
    coding = codings(project)[0]
    add_codings(
        project,
        [NewCoding(coding.source_id, coding.code_id, coding.start, coding.end, coding.coder)],
        label="Again",
    )
    assert add_codings(project, [], label="None") == 0
    change_coding(project, coding.id)
    remove_codings(project, [])
    assert len(history(project)) == actions
    redo(project)


def test_an_action_within_an_action_is_one(project: Project) -> None:
    before, actions = study.dump(project), len(history(project))
    with project.action("Outer") as outer, project.action("Inner") as inner:
        assert inner == outer
        edit.add_code(project, "Tillit")
    assert [action.label for action in history(project)[:-actions]] == ["Outer"]
    undo(project)
    assert study.dump(project) == before


def test_a_failing_action_stores_nothing(project: Project) -> None:
    before, actions = study.dump(project), len(history(project))
    source = sources(project)[0]
    good = NewCoding(source.id, study.code(project, "Tid").id, 0, 5)
    with pytest.raises(QualcodeError, match="does not lie in its source"):
        add_codings(project, [good, replace(good, end=10**6)], label="Coded")
    with pytest.raises(ProjectError, match="no longer in the project"):
        add_codings(project, [good, replace(good, code_id=10**6)], label="Coded")
    with pytest.raises(KeyboardInterrupt), project.action("Interrupted"):
        edit.add_code(project, "Tillit")
        raise KeyboardInterrupt
    assert study.dump(project) == before
    assert len(history(project)) == actions
    assert check(project) == []


def test_what_fails_within_an_action_leaves_the_rest_whole(project: Project) -> None:
    source = sources(project)[0]
    with project.action("Outer"):
        edit.add_code(project, "Tillit")
        with pytest.raises(ProjectError), project.action("Inner"):
            edit.add_code(project, "Savn")
            add_codings(project, [NewCoding(source.id, 10**6, 0, 5)], label="Coded")
        edit.add_code(project, "Ro")
    names = {code.name for code in codes(project)}
    assert {"Tillit", "Ro"} <= names
    assert "Savn" not in names
    undo(project)
    assert not {"Tillit", "Ro"} & {code.name for code in codes(project)}
    assert check(project) == []


def test_long_work_in_several_steps_is_one_action(project: Project) -> None:
    before = study.dump(project)
    with project.action("Run") as action_id:
        edit.add_code(project, "Tillit")
    study.apply(project, "Ansatt i PPT", "rutiner", "Tid")
    between = study.dump(project)
    with project.action("Run", continues=action_id):
        edit.add_code(project, "Savn")
    after = study.dump(project)
    assert undo(project).label == "Coded Tid"
    assert undo(project).label == "Run"
    assert study.dump(project) == before
    redo(project)
    redo(project)
    assert study.dump(project) == after != between
    undo(project)
    undo(project)
    with (
        pytest.raises(ProjectError, match="undone from elsewhere"),
        project.action("Run", continues=action_id),
    ):
        edit.add_code(project, "Ro")
    assert study.dump(project) == before


@settings(max_examples=50, deadline=None)
@given(scores=st.lists(SCORES, min_size=1, max_size=5))
def test_numbers_come_back_to_the_last_bit(
    study_file: Path, tmp_path_factory: pytest.TempPathFactory, scores: list[float]
) -> None:
    path = tmp_path_factory.mktemp("scores") / "p.qualcode"
    shutil.copy(study_file, path)
    with Project.open(path) as project:
        code_id, source_id = codes(project)[0].id, sources(project)[0].id
        proposed = [(source_id, n, n + 1, code_id, score) for n, score in enumerate(scores)]
        study.suggest(project, proposed, Decision.OPEN)
        before = study.dump(project)
        undo(project)
        redo(project)
        assert study.dump(project) == before
