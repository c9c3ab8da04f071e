from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import study

from qualcode.analysis.usage import Usage, coders_using, usage
from qualcode.codebook.edit import (
    add_code,
    delete_code,
    edit_code,
    merge_codes,
    move_code,
    rename_code,
    reorder_code,
    split_code,
)
from qualcode.codebook.effects import delete_effect, merge_effect
from qualcode.errors import InputError, NotFoundError
from qualcode.model import Code, Decision
from qualcode.project import Project, check, history, redo, undo
from qualcode.project.codes import codes
from qualcode.project.codings import NewCoding, add_codings, codings
from qualcode.project.memos import Subject, memos, write_memo

SOURCE = "Ansatt i PPT"


@pytest.fixture(autouse=True)
def undone(project: Project) -> Iterator[None]:
    """After each test everything it did is undone and redone, to the row."""
    before, actions = study.dump(project), len(history(project))
    yield
    after, done = study.dump(project), len(history(project)) - actions
    assert check(project) == []
    for _ in range(done):
        undo(project)
    assert study.dump(project) == before
    assert check(project) == []
    for _ in range(done):
        redo(project)
    assert study.dump(project) == after


def labels(project: Project) -> list[str]:
    return [code.label for code in codes(project)]


def put(project: Project, name: str, start: int, end: int, memo: str = "", by: str = "") -> None:
    source_id = study.find(project, SOURCE, "rutiner")[0]
    new = NewCoding(source_id, study.code(project, name).id, start, end, by, memo)
    assert add_codings(project, [new], label="Coded") == 1


def spans(project: Project, name: str) -> list[tuple[int, int, str, str]]:
    source_id, wanted = study.find(project, SOURCE, "rutiner")[0], study.code(project, name).id
    return [
        (coding.start, coding.end, coding.coder, coding.memo)
        for coding in codings(project)
        if (coding.source_id, coding.code_id) == (source_id, wanted)
    ]


def test_add(project: Project) -> None:
    parent = study.code(project, "Penger")
    new_id = add_code(
        project,
        " Nye  pa\u030alegg ",
        parent=parent,
        definition="a\u030a\r\n",
        examples=["x", "", "x"],
        colour="#aabbcc",
    )
    code = study.code(project, "Nye pålegg")
    assert (code.id, code.parent_id, code.depth) == (new_id, parent.id, 3)
    assert (code.definition, code.examples, code.colour) == ("å", ("x",), "#aabbcc")
    assert history(project, limit=1)[0].label == "Added the code Nye pålegg"
    add_code(project, "Nye pålegg")
    assert labels(project)[-1] == "Nye pålegg"


@pytest.mark.parametrize("name", ["", " \n", "A > B", ">"])
def test_names_that_no_code_has(project: Project, name: str) -> None:
    tid = study.code(project, "Tid")
    for attempt in (
        lambda: add_code(project, name),
        lambda: rename_code(project, tid, name),
        lambda: split_code(project, tid, name, [1]),
    ):
        with pytest.raises(InputError, match="not empty and has no >"):
            attempt()


def test_no_two_codes_of_one_name_under_one_parent(project: Project) -> None:
    tid, barriers = study.code(project, "Tid"), study.code(project, "Ressursbarrierer")
    add_code(project, "ØKONOMI")
    for attempt in (
        lambda: add_code(project, "tid", parent=barriers),
        lambda: rename_code(project, tid, "o\u0308konomi".replace("o\u0308", "ø")),
        lambda: move_code(project, study.code(project, "ØKONOMI"), barriers),
        lambda: move_code(project, study.code(project, "Ressursbarrierer > Økonomi"), None),
        lambda: split_code(
            project, tid, "økonomi", [c.id for c in codings(project) if c.code_id == tid.id]
        ),
    ):
        with pytest.raises(InputError, match="There would be two codes"):
            attempt()
    rename_code(project, tid, "TID")
    assert "Ressursbarrierer > TID" in labels(project)


@pytest.mark.parametrize(
    ("fields", "message"),
    [({"colour": "red"}, "is no colour"), ({"colour": "#12345"}, "is no colour"),
     ({"navn": "x"}, "has no field “navn”")],
)  # fmt: skip
def test_fields_that_no_code_has(project: Project, fields: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        edit_code(project, study.code(project, "Tid"), **fields)
    with pytest.raises(InputError, match=message):
        add_code(project, "Ny", **fields)


def test_edit(project: Project) -> None:
    tid = study.code(project, "Tid")
    edit_code(project, tid, when_to_use="Alltid", indicator_terms=("tid", "kapasitet"), colour="")
    edited = study.code(project, "Tid")
    assert (edited.when_to_use, edited.indicator_terms) == ("Alltid", ("tid", "kapasitet"))
    assert edited.definition == tid.definition
    edit_code(project, tid)


def test_move(project: Project) -> None:
    move_code(project, study.code(project, "Økonomi"), study.code(project, "Samordning"))
    assert "Samordning > Økonomi > Penger" in labels(project)
    move_code(project, study.code(project, "Økonomi"), None)
    assert labels(project)[-3:] == ["Økonomi", "Økonomi > Penger", "Økonomi > Stillinger"]
    for below in ("Økonomi", "Stillinger"):
        with pytest.raises(InputError, match="cannot move under itself"):
            move_code(project, study.code(project, "Økonomi"), study.code(project, below))


def test_a_code_that_somebody_deleted_meanwhile(project: Project) -> None:
    gone, tid = study.code(project, "Rutiner"), study.code(project, "Tid")
    with Project.open(project.path, coder="Per") as other:
        delete_code(other, gone)
    attempts = (
        lambda: edit_code(project, gone, definition="x"),
        lambda: rename_code(project, gone, "x"),
        lambda: move_code(project, gone, tid),
        lambda: move_code(project, tid, gone),
        lambda: add_code(project, "x", parent=gone),
        lambda: merge_codes(project, [gone], tid),
        lambda: merge_codes(project, [tid], gone),
        lambda: split_code(project, gone, "x", [1]),
        lambda: delete_code(project, gone),
        lambda: delete_code(project, tid, codings_to=gone),
    )
    for attempt in attempts:
        with pytest.raises(NotFoundError, match="“Samordning > Rutiner” is no longer there"):
            attempt()


def test_merge_joins_overlapping_codings_of_each_coder(project: Project) -> None:
    for name in ("A", "B", "C"):
        add_code(project, name)
    put(project, "A", 0, 10, "a")
    put(project, "B", 5, 15, "b")
    put(project, "C", 14, 20, "c")
    put(project, "A", 20, 25, "touches")
    put(project, "B", 5, 15, "pers", by="Per")
    put(project, "C", 30, 40)
    put(project, "C", 32, 35)  # the target's own, which nothing from elsewhere overlaps
    a, b, c = (study.code(project, name) for name in "ABC")
    assert merge_codes(project, [a, b], c) == 4
    assert spans(project, "C") == [
        (0, 20, "Kari", "a\nb\nc"),
        (5, 15, "Per", "pers"),
        (20, 25, "Kari", "touches"),
        (30, 40, "Kari", ""),
        (32, 35, "Kari", ""),
    ]
    assert not {"A", "B"} & set(labels(project))
    assert history(project, limit=1)[0].label == "Merged A, B into C"


def written(project: Project, subject: Subject, subject_id: int) -> list[tuple[str, str]]:
    return [(memo.coder, memo.text) for memo in memos(project, subject, subject_id)]


def test_merge_keeps_what_each_coder_wrote(project: Project) -> None:
    for name in ("A", "B"):
        add_code(project, name, examples=[name, "x"], indicator_terms=[name.lower()])
    a, b = study.code(project, "A"), study.code(project, "B")
    put(project, "A", 0, 10, "karis a")
    put(project, "B", 5, 15, "karis b")
    with Project.open(project.path, coder="Per") as per, per.action("Wrote memos"):
        for coding in codings(per):
            if coding.code_id in (a.id, b.id):
                write_memo(per, "coding", coding.id, f"pers {coding.start}")
        write_memo(per, "code", a.id, "pers om A")
    with project.action("Wrote memos"):
        write_memo(project, "code", a.id, "om A")
        write_memo(project, "code", b.id, "om B")
    merge_codes(project, [a], b)
    (coding,) = (coding for coding in codings(project) if coding.code_id == b.id)
    assert written(project, "coding", coding.id) == [
        ("Kari", "karis a\nkaris b"),
        ("Per", "pers 0\npers 5"),
    ]
    assert written(project, "code", b.id) == [("Per", "pers om A"), ("Kari", "om A\nom B")]
    merged = study.code(project, "B")
    assert (merged.examples, merged.indicator_terms) == (("B", "x", "A"), ("b", "a"))
    with project.action("Wrote a memo"):
        write_memo(project, "coding", coding.id, "nytt")
    assert spans(project, "B") == [(0, 15, "Kari", "nytt\npers 0\npers 5")]


def test_merge_moves_the_codes_below_and_the_suggestions(project: Project) -> None:
    economy, routines = study.code(project, "Økonomi"), study.code(project, "Rutiner")
    source_id, start, end = study.find(project, SOURCE, "rutiner")
    study.suggest(
        project,
        [
            (source_id, start, end, economy.id, 0.1),
            (source_id, start, end, routines.id, 0.2),
            (source_id, start, end + 1, economy.id, 0.3),
        ],
        Decision.OPEN,
    )
    merge_codes(project, [economy], routines)
    assert "Samordning > Rutiner > Penger" in labels(project)
    rows = project.rows(
        "SELECT score FROM suggestions WHERE code_id = ? AND source_id = ? ORDER BY score",
        (routines.id, source_id),
    )
    assert [row["score"] for row in rows] == [0.2, 0.3]


def test_merge_of_a_code_into_its_parent_and_of_a_whole_branch(project: Project) -> None:
    by_name: dict[str, Code] = {code.name: code for code in codes(project)}
    merge_codes(project, [by_name["Penger"], by_name["Stillinger"]], by_name["Økonomi"])
    add_code(project, "Ressursbarrierer", parent=by_name["Økonomi"])
    # The code below has the name of the code that goes.
    merge_codes(project, [by_name["Økonomi"]], by_name["Tid"])
    assert labels(project)[:3] == [
        "Ressursbarrierer", "Ressursbarrierer > Tid", "Ressursbarrierer > Tid > Ressursbarrierer"
    ]  # fmt: skip
    under = study.code(project, "Ressursbarrierer > Tid > Ressursbarrierer")
    merge_codes(project, [study.code(project, "Tid"), under], by_name["Ressursbarrierer"])
    assert labels(project)[:2] == ["Ressursbarrierer", "Samordning"]
    add_code(project, "X")
    x = study.code(project, "X")
    add_code(project, "X", parent=x)
    merge_codes(project, [x], by_name["Samordning"])
    assert "Samordning > X" in labels(project)
    assert {coding.code_id for coding in codings(project)} <= {code.id for code in codes(project)}


def test_merges_that_cannot_be(project: Project) -> None:
    economy, money = study.code(project, "Økonomi"), study.code(project, "Penger")
    with pytest.raises(InputError, match="cannot be merged into itself"):
        merge_codes(project, [economy, money], economy)
    with pytest.raises(InputError, match="lies under a code"):
        merge_codes(project, [economy], money)
    add_code(project, "PENGER", parent=study.code(project, "Samordning"))
    with pytest.raises(InputError, match="two codes “PENGER” under “Økonomi”"):
        merge_codes(project, [study.code(project, "Samordning")], economy)


def test_split(project: Project) -> None:
    tid = study.code(project, "Tid")
    mine = [coding for coding in codings(project) if coding.code_id == tid.id]
    chosen = [coding.id for coding in mine if coding.coder == "Per"]
    edit_code(project, tid, colour="#112233")
    new_id = split_code(project, tid, "Pers  tid", chosen)
    new = study.code(project, "Pers tid")
    assert (new.id, new.label, new.colour) == (new_id, "Ressursbarrierer > Pers tid", "#112233")
    assert [coding.id for coding in codings(project) if coding.code_id == new_id] == chosen
    assert all(coding.memo == old.memo for coding, old in zip(
        codings(project, [coding.id for coding in mine]), mine, strict=True
    ))  # fmt: skip
    stranger = next(coding.id for coding in codings(project) if coding.code_id != tid.id)
    with pytest.raises(InputError, match="not a coding of “Tid”"):
        split_code(project, tid, "Mer", [stranger])
    with pytest.raises(InputError, match="No codings were chosen"):
        split_code(project, tid, "Mer", [])


def test_delete_with_codings(project: Project) -> None:
    barriers = study.code(project, "Ressursbarrierer")
    gone = {code.id for code in codes(project) if code.path[0] == barriers.name}
    concerned = [coding for coding in codings(project) if coding.code_id in gone]
    assert delete_code(project, barriers) == len(concerned) == 6
    assert labels(project)[0] == "Samordning"
    assert not gone & {coding.code_id for coding in codings(project)}
    assert not project.rows("SELECT 1 FROM suggestions WHERE code_id = ?", (min(gone),))


def test_delete_with_codings_given_to_another_code(project: Project) -> None:
    barriers, role = (study.code(project, name) for name in ("Ressursbarrierer", "Samordning"))
    before = len(codings(project))
    put(project, "Penger", 0, 8, "m")
    put(project, "Stillinger", 4, 12)
    assert delete_code(project, barriers, codings_to=role) == 8
    assert (0, 12, "Kari", "m") in spans(project, "Samordning")
    assert len(codings(project)) == before + 2 - 1
    with pytest.raises(InputError, match="would be deleted too"):
        delete_code(project, role, codings_to=study.code(project, "Rutiner"))


def test_codes_go_up_and_down_among_those_under_the_same_parent(project: Project) -> None:
    def themes() -> list[str]:
        return [code.name for code in codes(project) if code.depth == 0]

    assert themes() == ["Ressursbarrierer", "Samordning", "Koordinatorrollen"]
    assert reorder_code(project, study.code(project, "Koordinatorrollen"), -1) == -1
    assert themes() == ["Ressursbarrierer", "Koordinatorrollen", "Samordning"]
    assert labels(project)[1] == "Ressursbarrierer > Økonomi", "what lies under a code goes along"
    assert reorder_code(project, study.code(project, "Ressursbarrierer"), 9) == 2
    assert themes() == ["Koordinatorrollen", "Samordning", "Ressursbarrierer"]
    latest = history(project, limit=1)[0]
    assert latest.label == "Moved the code Ressursbarrierer down"
    assert reorder_code(project, study.code(project, "Ressursbarrierer"), 1) == 0
    assert history(project, limit=1)[0] == latest, "what changes nothing is no action"


def test_codes_of_one_position_can_be_reordered(project: Project) -> None:
    with project.action("As another program may have left them"):
        project.connection.execute("UPDATE codes SET position = 1")
    before = [code.name for code in codes(project) if code.depth == 0]
    reorder_code(project, study.code(project, before[-1]), -1)
    after = [code.name for code in codes(project) if code.depth == 0]
    assert after == [before[0], before[2], before[1]]


def test_a_code_comes_right_after_another(project: Project) -> None:
    barriers, economy = study.code(project, "Ressursbarrierer"), study.code(project, "Økonomi")
    add_code(project, "Ny", parent=barriers, after=economy)
    below = [code.name for code in codes(project) if code.parent_id == barriers.id]
    assert below == ["Økonomi", "Ny", "Tid"]
    move_code(project, study.code(project, "Koordinatorrollen"), barriers, after=economy)
    below = [code.name for code in codes(project) if code.parent_id == barriers.id]
    assert below == ["Økonomi", "Koordinatorrollen", "Ny", "Tid"]
    with pytest.raises(InputError, match="does not stand at the top"):
        move_code(project, study.code(project, "Ny"), None, after=economy)
    move_code(project, study.code(project, "Ny"), None, after=barriers)
    assert [code.name for code in codes(project) if code.depth == 0][:2] == [
        "Ressursbarrierer",
        "Ny",
    ]


def test_an_edit_may_rename_in_the_same_action(project: Project) -> None:
    actions = len(history(project))
    edit_code(project, study.code(project, "Tid"), name="Ventetid", definition="Å vente.")
    assert study.code(project, "Ventetid").definition == "Å vente."
    assert len(history(project)) == actions + 1
    with pytest.raises(InputError, match="two codes"):
        edit_code(project, study.code(project, "Ventetid"), name="økonomi", definition="x")
    assert study.code(project, "Ventetid").definition == "Å vente.", "all or nothing"


def test_a_merge_does_what_was_said_beforehand(project: Project) -> None:
    put(project, "Tid", 60, 70)
    put(project, "Tid", 65, 75)
    put(project, "Penger", 68, 80)
    put(project, "Penger", 10, 12)
    put(project, "Penger", 68, 80, by="Per")
    tid, money = study.code(project, "Tid"), study.code(project, "Penger")
    said = merge_effect(project, [tid], money)
    before = len(codings(project))
    assert merge_codes(project, [tid], money) == said.codings == 5
    assert before - len(codings(project)) == said.fused == 2


def test_a_deletion_does_what_was_said_beforehand(project: Project) -> None:
    def count(table: str) -> int:
        return int(project.value(f"SELECT count(*) FROM {table}"))

    tables = ("codes", "codings", "suggestions", "memos")
    doomed = study.code(project, "Ressursbarrierer")
    said = delete_effect(project, doomed)
    before = [count(table) for table in tables]
    on_codings = project.value(
        "SELECT count(*) FROM memos WHERE coding_id IN (SELECT id FROM codings "
        "JOIN code_paths USING (code_id) WHERE theme = 'Ressursbarrierer')"
    )
    assert delete_code(project, doomed) == said.codings
    gone = [was - count(table) for was, table in zip(before, tables, strict=True)]
    assert gone == [said.codes + 1, said.codings, said.suggestions, said.memos + on_codings]
    assert not delete_effect(project, study.code(project, "Tverrfaglige team")).codes


def test_usage_counts_codings_and_sources(project: Project) -> None:
    tid = study.code(project, "Tid").id
    assert usage(project)[tid] == Usage(3, 2)
    assert usage(project, coder="Kari")[tid] == Usage(1, 1)
    assert study.code(project, "Ressursbarrierer").id not in usage(project)
    assert coders_using(project, tid) == [("Per", 2), ("Kari", 1)]
