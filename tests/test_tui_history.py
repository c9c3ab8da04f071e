"""The history screen, key by key, and changes in words."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import time
from time import perf_counter

import pytest
import study
from driving import drive, line, screen_text, selected, unchanged
from hypothesis import given
from hypothesis import strategies as st

from qualcode.cli import main
from qualcode.codebook.draft import DraftCode, DraftCodebook
from qualcode.codebook.edit import delete_code, edit_code, merge_codes, move_code, rename_code
from qualcode.codebook.store import import_codebook
from qualcode.errors import NotFoundError
from qualcode.model import Span
from qualcode.project import Project, history, undo, withdraw
from qualcode.project.cases import assign_case
from qualcode.project.changes import (
    Change,
    Names,
    changes,
    find_action,
    names_for,
    step_counts,
    together,
)
from qualcode.project.codings import change_coding, codings, remove_codings
from qualcode.project.history import action_coders, action_moments, actions, undoable
from qualcode.project.memos import write_memo
from qualcode.project.schema import TRACKED_TABLES
from qualcode.project.sources import find_source, remove_source, source_ids
from qualcode.tui.changes import code_of, counts_in_words, place_of, tell
from qualcode.tui.screens.codebook import CodebookEditor
from qualcode.tui.screens.history import History, by_day
from qualcode.tui.screens.workspace import Workspace

REST = 0.15  # seconds until the details have followed


async def open_history(pilot) -> History:
    await pilot.press("H")
    await pilot.pause(REST)
    assert isinstance(pilot.app.screen, History)
    return pilot.app.screen


async def go_to(pilot, label: str) -> None:
    """Put the bar on the latest action of a label."""
    screen = pilot.app.screen
    project = screen.study.project
    (wanted, *_rest) = [one.id for one in history(project) if one.label == label]
    screen.rows.move_to(screen._look.position(wanted))
    await pilot.pause(REST)


def words_of(project: Project, label: str = "") -> list[str]:
    """The changes of the latest action, or of the latest of a label, in words."""
    action = next(one for one in history(project) if not label or one.label == label)
    found = changes(project, action.id)
    names = names_for(project, found)
    told = [tell(change, names) for change in found]
    return ["\n".join([one.head, *(f"{head}: {text}" for head, text in one.lines)]) for one in told]


# The screen


def test_actions_are_listed_latest_first_with_their_changes(project):
    async def steps(pilot):
        await open_history(pilot)
        rows = screen_text(pilot).splitlines()
        assert "Wrote memos" in rows[2]
        assert "Suggested" in rows[3]
        assert "Tid eller kapasitet?" in screen_text(pilot)
        await go_to(pilot, "Coded Rutiner")
        shown = screen_text(pilot)
        assert "Coding added: Samordning > Rutiner (Kari)" in shown
        assert "“Vi har rutiner”" in shown
        await pilot.press("end")
        await pilot.pause(REST)
        assert "Project made: Nullpunkt" in screen_text(pilot)
        await pilot.press("escape")
        assert isinstance(pilot.app.screen, Workspace)

    with unchanged(project):
        drive(project, steps)


def test_enter_goes_to_the_words_or_to_the_code(project):
    rename_code(project, study.code(project, "Penger"), "Penger og rom")

    async def steps(pilot):
        await open_history(pilot)
        await go_to(pilot, "Coded Rutiner")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Workspace)
        assert selected(pilot) == "Vi har rutiner"
        await open_history(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, CodebookEditor)
        assert pilot.app.screen.code.name == "Penger og rom"
        await open_history(pilot)
        await go_to(pilot, "Imported the transcript Ansatt i PPT")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Workspace)
        assert "Ansatt i PPT" in line(pilot, "title")
        await open_history(pilot)
        await pilot.press("end", "enter")
        await pilot.pause()
        assert "There is no place" in line(pilot, "hints")

    drive(project, steps)


def test_undo_and_redo_step_with_the_mark_of_now(project):
    async def steps(pilot):
        screen = await open_history(pilot)

        def now() -> str:
            (row,) = [row for row in screen_text(pilot).splitlines() if "▶" in row]
            return row

        assert "Wrote memos" in now()
        await pilot.press("u")
        await pilot.pause(REST)
        assert "Suggested" in now()
        assert "Wrote memos  undone" in screen_text(pilot)
        assert "Undid: Wrote memos" in line(pilot, "hints")
        assert screen._look.action(screen.rows.at_cursor).label == "Suggested"
        assert "here the project stands now" in screen.describe().plain
        await pilot.press("u")
        assert [one.undone for one in history(project) if one.kind == "change"][:2] == [True, True]
        await pilot.press("r", "r")
        await pilot.pause(REST)
        assert "Wrote memos" in now()
        await pilot.press("end", "n")
        assert screen._look.action(screen.rows.at_cursor).label == "Wrote memos"

    before = study.dump(project)
    drive(project, steps)
    assert study.dump(project) == before


def test_filters_by_words_and_coder(project):
    with Project.open(project.path, coder="Per") as other:
        rename_code(other, study.code(other, "Tid"), "Ventetid")

    async def steps(pilot):
        screen = await open_history(pilot)
        everything = len(screen.rows.passages)
        await pilot.press("f", *"coded TID")
        await pilot.pause()
        assert len(screen.rows.passages) == 3
        await pilot.press("escape")
        await pilot.pause()
        assert len(screen.rows.passages) == everything
        await pilot.press("c", "c")
        await pilot.pause()
        assert len(screen.rows.passages) == 1
        assert "Only what Per did" in line(pilot, "hints")
        await pilot.press("f", *"qq")
        await pilot.pause()
        assert "Per has done nothing with these words." in screen_text(pilot)
        await pilot.press("escape", "c")
        await pilot.pause()
        assert len(screen.rows.passages) == everything

    drive(project, steps)


def test_what_another_program_does_appears_and_the_bar_stays(project):
    async def steps(pilot):
        screen = await open_history(pilot)
        await go_to(pilot, "Coded Rutiner")
        with Project.open(project.path, coder="Per") as other:
            rename_code(other, study.code(other, "Tid"), "Ventetid")
        await pilot.pause(1.2)
        assert "Renamed the code Tid to Ventetid" in screen_text(pilot)
        assert screen._look.action(screen.rows.at_cursor).label == "Coded Rutiner"

    drive(project, steps)


def test_withdrawn_words_are_said_to_be_gone(project):
    withdraw(project, "A-02")

    async def steps(pilot):
        await open_history(pilot)
        await go_to(pilot, "Coded Rutiner")
        shown = " ".join(screen_text(pilot).split())
        assert "an informant has withdrawn" in shown
        assert "Vi har" not in shown
        await pilot.press("enter")
        await pilot.pause()
        assert "There is no place" in line(pilot, "hints")
        await pilot.press("home")
        await pilot.pause(REST)
        assert "withdrawal" in screen_text(pilot)

    drive(project, steps, size=(160, 40))


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (250, 70)])
def test_every_size_shows_actions_and_changes(project, size):
    async def steps(pilot):
        await open_history(pilot)
        assert "Wrote" in screen_text(pilot)
        await pilot.press("f3")
        await pilot.pause()
        assert "Memo written on the project" in screen_text(pilot)
        await pilot.press("space", "b", "escape")
        assert isinstance(pilot.app.screen, History)

    with unchanged(project):
        drive(project, steps, size=size)


def test_a_new_project_has_its_beginning(empty_project):
    async def steps(pilot):
        await open_history(pilot)
        assert "Created the project" in screen_text(pilot)
        await pilot.press("u")
        await pilot.pause()
        assert any("nothing to undo" in one.message for one in pilot.app._notifications)
        await pilot.press("n")
        assert "Nothing that could be undone" in line(pilot, "hints")

    drive(empty_project, steps, source="")


def test_a_project_for_reading_only_and_a_locked_one(project_file):
    with Project.open(project_file, coder="Kari", read_only=True) as project:

        async def reading(pilot):
            await open_history(pilot)
            await pilot.press("u")
            await pilot.pause()
            assert any("reading only" in one.message for one in pilot.app._notifications)
            assert "undone" not in screen_text(pilot)

        drive(project, reading)
    with Project.open(project_file, coder="Kari") as project:

        async def locked(pilot):
            await open_history(pilot)
            other = sqlite3.connect(project.path, isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
            project.connection.execute("PRAGMA busy_timeout = 20")
            await pilot.press("u")
            await pilot.pause()
            assert "Another program" in screen_text(pilot)
            await pilot.press("escape")
            await pilot.pause()
            assert "undone" not in screen_text(pilot)
            other.execute("ROLLBACK")
            other.close()

        drive(project, locked)


def test_twenty_thousand_actions(project):
    with project.transaction():
        project.connection.executemany(
            "INSERT INTO actions (guid, coder, at, label, kind) VALUES (?, ?, ?, ?, 'change')",
            (
                (f"g{n}", "Kari", f"2026-01-{1 + n // 1000:02}T10:00:00+00:00", f"Gjorde {n}")
                for n in range(20_000)
            ),
        )

    async def steps(pilot):
        started = perf_counter()
        screen = await open_history(pilot)
        assert perf_counter() - started < 3, "a bound for slow machines"
        assert len(screen.rows.passages) > 20_000
        assert len(screen._look._read) < 1000, "only what is near the view is read"
        await pilot.press("end")
        assert "Created the project" in screen_text(pilot)
        await pilot.press("f", *"gjorde 19999")
        await pilot.pause()
        assert len(screen.rows.passages) == 1

    drive(project, steps)


def test_the_export_is_a_table_of_what_is_listed(project):
    async def steps(pilot):
        screen = await open_history(pilot)
        await pilot.press("f", *"Coded Tid")
        await pilot.pause()
        (export,) = screen.exports()
        out = project.path.parent / "historie.csv"
        export.write(project, out)
        rows = out.read_text("utf-8-sig").splitlines()
        assert len(rows) == 4
        assert "Coded Tid,change" in rows[1]

    drive(project, steps)


# In words


def test_codings_in_words(project):
    source_id, start, end = study.find(project, "Ansatt i PPT", "Vi har rutiner")
    coding = next(
        one for one in codings(project) if (one.source_id, one.start) == (source_id, start)
    )
    change_coding(project, coding.id, span=Span(start + 3, end))
    assert words_of(project) == [
        "Coding with other borders: Samordning > Rutiner (Kari)\n"
        "before: “Vi har rutiner”\nafter: “har rutiner”  (Ansatt i PPT)"
    ]
    change_coding(project, coding.id, code_id=study.code(project, "Penger").id)
    assert words_of(project)[0].startswith(
        "Coding went from Samordning > Rutiner to Ressursbarrierer > Økonomi > Penger (Kari)"
    )
    with project.action("Memo"):
        write_memo(project, "coding", coding.id, "Bra.")
    assert words_of(project) == [
        "Memo written on the coding Ressursbarrierer > Økonomi > Penger (Kari)\n"
        "words: “har rutiner”  (Ansatt i PPT)\ntext: Bra."
    ]
    with project.action("Memo"):
        write_memo(project, "coding", coding.id, "Bedre.")
    assert words_of(project)[0].endswith("before: Bra.\nafter: Bedre.")
    remove_codings(project, [coding.id])
    told = words_of(project)
    assert any(one.startswith("Memo removed from the coding Ressurs") for one in told)
    assert any(one.startswith("Coding removed: Ressurs") for one in told)
    undo(project)
    assert any(one.startswith("Coding added: Ressurs") for one in words_of(project))


def test_codes_in_words(project):
    tid = study.code(project, "Tid")
    edit_code(project, tid, name="Ventetid", examples=["a", "b"], colour="#112233")
    assert words_of(project) == [
        "Code Ventetid: renamed from Tid, edited\nExamples, before: nothing\n"
        "Examples, after: a\nb\nColour, before: nothing\nColour, after: #112233"
    ]
    move_code(project, study.code(project, "Ventetid"), None)
    assert words_of(project) == ["Code Ventetid: moved from Ressursbarrierer to the top"]
    merge_codes(project, [study.code(project, "Penger")], study.code(project, "Økonomi"))
    told = words_of(project)
    assert any(one.startswith("Code removed: Ressursbarrierer > Økonomi > Penger") for one in told)
    assert any(
        one.startswith("Coding went from Penger to Ressursbarrierer > Økonomi") for one in told
    )
    assert words_of(project, "Coded Penger")[0].startswith("Coding added: Penger (Kari)")
    delete_code(project, study.code(project, "Ventetid"))
    assert words_of(project, "Coded Tid")[0].startswith("Coding added: Ventetid (Per)")
    told = words_of(project)
    assert "Suggestion removed: Ventetid" in told[-2]
    assert told[-1].startswith("Code removed: Ventetid")


def test_no_guid_is_shown_for_a_code_that_was_called_by_it_for_a_moment(project):
    draft = DraftCodebook(
        (DraftCode("Rutiner", 1, "x", children=(DraftCode("Samordning", 2, "y"),)),)
    )
    import_codebook(project, draft)
    told = "\n".join(words_of(project))
    assert "Code Rutiner: moved" in told
    for row in project.rows("SELECT guid FROM codes"):
        assert row["guid"] not in told


def test_sources_cases_and_values_in_words(project):
    sources = source_ids(project)
    with project.action("Assigned"):
        assign_case(project, sources["Ansatt i PPT"], "F-01")
    told = "\n".join(words_of(project))
    assert "Transcript changed: Ansatt i PPT\ncase before: A-02\ncase after: F-01" in told
    assert "kommune of F-01\ntext: Tromsø" in "\n".join(words_of(project, "Imported variables"))
    remove_source(project, find_source(project, "Familie i nord"))
    told = "\n".join(words_of(project))
    assert "Transcript removed: Familie i nord" in told
    assert "words that are gone" in "\n".join(words_of(project, "Coded Koordinatorrollen"))


def test_places(project):
    found = changes(project, next(a.id for a in history(project) if a.label == "Coded Penger"))
    names = names_for(project, found)
    place = study.find(project, "Ansatt i PPT", "pengene")
    assert [place_of(change, names) for change in found] == [
        (place[0], Span(*place[1:])),
        (place[0], Span(*place[1:])),
    ], "a memo on a coding is where the coding is"
    rename_code(project, study.code(project, "Tid"), "Ventetid")
    (change,) = changes(project, history(project, limit=1)[0].id)
    assert code_of(change) == study.code(project, "Ventetid").id
    assert place_of(change, Names()) is None


def test_every_action_of_a_study_can_be_told(project):
    withdraw(project, "L-03")
    undo(project)
    for action in history(project):
        found = changes(project, action.id)
        names = names_for(project, found)
        for change in found:
            told = tell(change, names)
            assert told.head
            assert "{" not in told.head
        counted = step_counts(project, action.id)
        assert sum(counted.values()) == action.changes
        assert counts_in_words(counted) or not action.changes


ROWS = st.none() | st.fixed_dictionaries({"name": st.sampled_from("abc")})
STEPS = st.lists(st.tuples(st.integers(1, 4), ROWS), max_size=20)


@given(STEPS)
def test_steps_together_lead_from_the_first_state_to_the_last(targets):
    """Rows go from state to state; what is told of each is its first and its last."""
    state: dict[int, dict[str, str] | None] = {}
    steps = []
    first: dict[int, dict[str, str] | None] = {}
    for row_id, after in targets:
        before = state.get(row_id)
        if before != after:
            first.setdefault(row_id, before)
            steps.append(Change("codes", row_id, before, after))
            state[row_id] = after
    told = {change.row_id: (change.before, change.after) for change in together(steps)}
    assert told == {
        row_id: (first[row_id], state[row_id]) for row_id in first if first[row_id] != state[row_id]
    }


@given(st.sampled_from(TRACKED_TABLES), st.integers(1, 3))
def test_withdrawn_rows_are_told_once(table, number):
    steps = [Change(table, 1, None, None)] * number
    (change,) = together(steps)
    assert change.event == "withdrawn"
    assert "withdrawn" in tell(change, Names()).head


# The history as data


def test_history_by_coder_and_words(project):
    with Project.open(project.path, coder="Per") as other:
        rename_code(other, study.code(other, "Tid"), "Åpen tid")
    assert [one.label for one in history(project, coder="Per")] == [
        "Renamed the code Tid to Åpen tid"
    ]
    assert len(history(project, text="CODED  tid")) == 3
    assert len(history(project, text="coded tid", limit=2)) == 2
    assert history(project, text="åpen")[0].coder == "Per"
    assert action_coders(project) == ["Kari", "Per"]
    assert [one for one, _ in action_moments(project)] == [one.id for one in history(project)]
    assert actions(project, [10_000]) == []
    assert find_action(project, 1).kind == "creation"
    with pytest.raises(NotFoundError, match="no action 10000"):
        find_action(project, 10_000)


def test_undoable_is_what_undo_takes_back(project, empty_project):
    for _ in range(3):
        expected = undoable(project)
        assert undo(project) == expected
    assert undoable(empty_project) is None


def test_days_are_those_of_the_clock_on_the_wall(monkeypatch):
    monkeypatch.setenv("TZ", "Europe/Oslo")
    time.tzset()
    try:
        moments = [
            (3, "2026-06-30T22:30:00+00:00"),
            (2, "2026-06-30T21:59:59+00:00"),
            (1, "2026-06-30T10:00:00+00:00"),
        ]
        assert by_day(moments) == [("2026-07-01", [3]), ("2026-06-30", [2, 1])]
    finally:
        monkeypatch.undo()
        time.tzset()


# The command


@pytest.fixture
def qualcode(monkeypatch, capsys):
    def run(*arguments) -> str:
        monkeypatch.setattr("sys.argv", ["qualcode", *map(str, arguments)])
        with pytest.raises(SystemExit) as caught:
            main()
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return out if not caught.value.code else err

    return run


def test_the_command_shows_filters_and_writes_the_history(qualcode, project_file, tmp_path):
    with Project.open(project_file, coder="Per") as project:
        rename_code(project, study.code(project, "Tid"), "Ventetid")
        number = history(project, limit=1)[0].id
    shown = qualcode("history", project_file, "--by", "Per")
    assert "Renamed the code Tid to Ventetid" in shown
    assert "Wrote memos" not in shown
    shown = qualcode("history", project_file, "--show", number)
    assert "Code Ventetid: renamed from Tid" in shown
    assert "no action 999" in qualcode("history", project_file, "--show", 999)
    out = tmp_path / "historie.json"
    qualcode("history", project_file, "--text", "coded", "--out", out)
    assert len(json.loads(out.read_text("utf-8"))["rows"]) == 9


def test_the_command_changes_codes_as_the_screen_does(qualcode, project_file, tmp_path):
    qualcode("codebook", "reorder", project_file, "Koordinatorrollen", "--up", 2)
    qualcode(
        "codebook", "edit", project_file, "Tid", "--term", "kø", "--term", "tid", "--definition", ""
    )
    place = ("--under", "Ressursbarrierer", "--after", "Økonomi")
    qualcode("codebook", "move", project_file, "Rutiner", *place)
    said = qualcode("codebook", "merge", project_file, "Penger", "--into", "Økonomi", "--dry-run")
    assert "1 coding would go over" in said
    assert "Nothing to change" in qualcode("codebook", "edit", project_file, "Tid")
    assert "stays where it is" in qualcode("codebook", "reorder", project_file, "Tid", "--down", 3)
    with Project.open(project_file, read_only=True) as project:
        tid = study.code(project, "Tid")
        assert (tid.indicator_terms, tid.definition) == (("kø", "tid"), "")
        rows = project.rows("SELECT name FROM codes ORDER BY position")
        order = [row["name"] for row in rows]
        assert order[0] == "Koordinatorrollen"
        assert order.index("Rutiner") < order.index("Tid")
        assert "Penger" in order
    qualcode("codebook", "export", project_file, tmp_path / "ut.yaml")
    with Project.open(project_file, read_only=True) as project:
        assert project.value("SELECT kind FROM written_files") == "export"


def test_the_wording_needs_no_user_interface():
    """The command line tells changes without loading Textual."""
    code = "import sys, qualcode.tui.changes; sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
