"""Settling differences by keys: what is on the screen, and what is in the file afterwards."""

from __future__ import annotations

import csv
import sqlite3

import pytest
import study
from driving import SOURCE, drive, line, screen_text, stored, unchanged, until
from textual.widgets import Input, OptionList, TextArea

from qualcode.model import Span
from qualcode.project import Project, history
from qualcode.project.codings import change_coding
from qualcode.project.consensus import consensus_coders, decisions
from qualcode.tui.dispute_text import DisputeView
from qualcode.tui.screens.choice import Choice
from qualcode.tui.screens.disagreements import Disagreements
from qualcode.tui.screens.filters import FilterDialogue
from qualcode.tui.screens.picker import Picker

EMPLOYEE, LEADER = "Ansatt i PPT", "Leder på Ålesund vgs"


def drive_differences(project, steps, *, size=(160, 40)):
    async def open_first(pilot):
        await pilot.press("V")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Disagreements)
        await steps(pilot)

    drive(project, open_first, size=size)


def settled(project, coder="consensus"):
    """The consensus coder's codings in the file as another connection reads them."""
    return {(code, words) for code, words, who in stored(project) if who == coder}


def at_hand(pilot):
    """Source and codes of the dispute under the bar."""
    dispute = pilot.app.screen._dispute
    return dispute.source, sorted(code.name for code in dispute.codes)


def told(pilot):
    return " ".join(one.message for one in pilot.app._notifications)


async def press(pilot, *keys):
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


@pytest.fixture
def differing(project):
    """Kari and Per differ on one sentence's code, too."""
    study.apply(
        project, EMPLOYEE, "Hva som er nytt", "Rutiner", by="Kari", memo="Sagt flere ganger."
    )
    study.apply(project, EMPLOYEE, "Hva som er nytt", "Samordning", by="Per")
    return project


async def go_to(pilot, source, *codes):
    """Put the bar on the dispute on these codes."""
    await press(pilot, "home")
    for _ in range(30):
        if at_hand(pilot) == (source, sorted(codes)):
            return
        await press(pilot, "n")
    raise AssertionError(f"not listed: {source} {codes}")


def test_what_is_shown(differing):
    async def steps(pilot):
        await go_to(pilot, EMPLOYEE, "Rutiner", "Samordning")
        shown = screen_text(pilot)
        assert "0 of 10 settled" in shown
        assert "1 Kari · 2 Per · = consensus" in shown
        assert "1 Rutiner · 2 Samordning" in shown
        assert "alpha" in shown and "Cohen" in shown
        assert "Det som gjelder samordning." in shown, "the definition of the code"
        assert "Sagt flere ganger." in shown, "a coder's memo"
        assert "12  " in shown and "[Hva som er nytt" in shown
        await go_to(pilot, SOURCE, "Tid")
        row = next(row for row in screen_text(pilot).splitlines() if "[hadde ikke tid" in row)
        assert "hun[hadde ikke tid." in row.replace("] ", "]")

    drive_differences(differing, steps)


def test_deciding_by_keys(differing):
    async def steps(pilot):
        for key, kept in (
            ("1", {("Rutiner", "Hva som er nytt")}),
            ("2", {("Samordning", "Hva som er nytt")}),
            ("a", {("Rutiner", "Hva som er nytt"), ("Samordning", "Hva som er nytt")}),
            ("x", set()),
        ):
            await go_to(pilot, EMPLOYEE, "Rutiner", "Samordning")
            here = pilot.app.screen._dispute.key
            steps_before = len(history(differing))
            await press(pilot, key)
            assert settled(differing) == kept
            assert len(history(differing)) == steps_before + 1
            assert "1 of 10 settled" in screen_text(pilot)
            assert "takes it back" in line(pilot, "hints")
            assert pilot.app.screen._dispute.key != here, "the next one has come"
            await press(pilot, "u")
            assert settled(differing) == set()
            assert "0 of 10 settled" in screen_text(pilot)
            assert pilot.app.screen._dispute.key == here, "undo leads back"
            assert "Undid" in line(pilot, "hints")
        await press(pilot, "9")
        assert settled(differing) == set(), "there is no ninth coder"

    own = [one for one in stored(differing) if one[2] != "consensus"]
    drive_differences(differing, steps)
    assert [one for one in stored(differing) if one[2] != "consensus"] == own


def test_what_is_settled_is_remembered_greyed_and_skipped(differing):
    async def settle(pilot):
        await press(pilot, "home", "1")
        assert pilot.app.screen._list.position == 1
        await press(pilot, "home", "N")
        assert pilot.app.screen._list.position == 1
        assert "✓ ■" in screen_text(pilot)
        await press(pilot, "h")
        assert "✓ ■" not in screen_text(pilot) and "settled ones hidden" in screen_text(pilot)
        while pilot.app.screen._dispute:
            await press(pilot, "x")
        assert "All of it is settled" in screen_text(pilot)
        assert "10 of 10 settled" in screen_text(pilot)
        await press(pilot, "x", "a", "c", "O", "m", "N", "g", "y", "left", "n", "p", "end")
        await press(pilot, "h")
        assert "✓ ■" in screen_text(pilot)

    async def again(pilot):
        assert "10 of 10 settled" in screen_text(pilot)
        await press(pilot, "home")
        assert "(Kari, 20" in screen_text(pilot), "who decided, and when"
        await press(pilot, "O")
        assert "9 of 10 settled" in screen_text(pilot)
        await press(pilot, "2")
        assert "10 of 10 settled" in screen_text(pilot)

    drive_differences(differing, settle)
    drive_differences(differing, again)


def test_another_code_on_other_words(differing):
    async def steps(pilot):
        await go_to(pilot, SOURCE, "Samordning")
        await press(pilot, "right", "c")
        assert isinstance(pilot.app.screen, Picker)
        assert "snakket sammen" in screen_text(pilot)
        pilot.app.screen.query_one(Input).value = "rutin"
        await pilot.pause()
        await press(pilot, "enter")
        assert settled(differing) == {("Rutiner", "snakket sammen")}
        await press(pilot, "u", "right", "right")
        assert "Other words than the coders" in screen_text(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, Disagreements)
        assert "Other words than the coders" not in screen_text(pilot)
        await press(pilot, "shift+right", "c", "escape")
        assert settled(differing) == set()

    drive_differences(differing, steps)


def test_why_is_written_before_or_after(differing):
    async def write(pilot, text):
        await press(pilot, "m")
        pilot.app.screen.query_one(TextArea).text = text
        await press(pilot, "f10")

    async def steps(pilot):
        await go_to(pilot, SOURCE, "Samordning")
        await write(pilot, "Hun sier det selv.")
        assert decisions(differing, "consensus") == []
        assert "Hun sier det selv." in screen_text(pilot)
        await press(pilot, "1")
        (decision,) = decisions(differing, "consensus")
        assert decision.reason == "Hun sier det selv."
        memos = sqlite3.connect(differing.path).execute("SELECT text FROM memos").fetchall()
        assert ("Hun sier det selv.",) in memos, "it stands with the coding, too"
        await go_to(pilot, SOURCE, "Samordning")
        await write(pilot, "Begge hørte det.")
        assert decisions(differing, "consensus")[0].reason == "Begge hørte det."
        await press(pilot, "u")
        assert decisions(differing, "consensus")[0].reason == "Hun sier det selv."

    drive_differences(differing, steps)


def test_taking_over_what_is_agreed(differing):
    for by in ("Kari", "Per"):
        study.apply(differing, LEADER, "Vi møtes hver uke", "Rutiner", by=by)

    async def steps(pilot):
        assert "2 agreed on: t" in screen_text(pilot)
        await press(pilot, "t")
        assert isinstance(pilot.app.screen, Choice)
        await press(pilot, "down", "enter")
        assert settled(differing) == set()
        await press(pilot, "t", "enter")
        await until(pilot, lambda: "done" in line(pilot, "hints"))
        assert settled(differing) == {("Rutiner", "Vi møtes hver uke"), ("Tid", "hadde ikke tid")}
        assert "agreed on" not in screen_text(pilot)
        await press(pilot, "t")
        assert "has all that is agreed" in line(pilot, "hints")
        await press(pilot, "u")
        assert settled(differing) == set() and "2 agreed on" in screen_text(pilot)

    drive_differences(differing, steps)


def test_filter_order_and_unit(differing):
    async def steps(pilot):
        await press(pilot, "f")
        assert isinstance(pilot.app.screen, FilterDialogue)
        pilot.app.screen.query_one(Input).value = "Ansatt i PPT"
        await pilot.pause()
        await press(pilot, "enter")
        assert {each.source for each in pilot.app.screen._list.disputes} == {EMPLOYEE}
        await press(pilot, "C")
        code = pilot.app.screen._dispute.codes[0].name
        assert f"only {code} and below" in screen_text(pilot)
        await press(pilot, "C", "F")
        assert len(pilot.app.screen._list.disputes) == 10
        before = pilot.app.screen._dispute.key
        await press(pilot, "o")
        assert "in the codebook's order" in screen_text(pilot)
        assert pilot.app.screen._dispute.key == before
        codes = [each.codes[0].path for each in pilot.app.screen._list.disputes]
        order = [code.path for code in pilot.app.screen.study.codes]
        assert codes == sorted(codes, key=order.index)
        await press(pilot, "U")
        pilot.app.screen.query_one(OptionList).highlighted = 2
        await press(pilot, "enter")
        assert "by characters" in screen_text(pilot)
        await press(pilot, "escape")
        await press(pilot, "V")
        assert "by characters" in screen_text(pilot), "as it was left"

    drive_differences(differing, steps)


def test_who_stands_for_the_consensus(differing):
    async def name(pilot, who):
        await press(pilot, "G")
        pilot.app.screen.query_one(Input).value = who
        await press(pilot, "enter")

    async def steps(pilot):
        await name(pilot, "felles")
        assert consensus_coders(differing) == ["felles"]
        assert "= felles" in screen_text(pilot)
        await go_to(pilot, SOURCE, "Samordning")
        await press(pilot, "1")
        assert settled(differing, "felles") == {("Samordning", "Ingen snakket sammen")}
        await name(pilot, "Per")
        assert "has codings already" in told(pilot)
        assert consensus_coders(differing) == ["felles"]

    drive_differences(differing, steps)


def test_going_to_the_text_copying_and_exporting(differing, tmp_path):
    async def steps(pilot):
        await go_to(pilot, SOURCE, "Samordning")
        await press(pilot, "1")
        await go_to(pilot, SOURCE, "Samordning")
        copied = pilot.app.screen.clipping()
        assert copied.startswith("“Ingen snakket sammen” (Familie i nord, line 2)")
        assert "= Samordning" in copied
        (as_csv, _as_excel) = pilot.app.screen.exports()
        as_csv.write(differing, tmp_path / "ulikt.csv")
        with (tmp_path / "ulikt.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == 10
        (row,) = [row for row in rows if row["text"] == "Ingen snakket sammen"]
        assert (row["Kari"], row["Per"], row["settled"], row["by"]) == (
            "Samordning", "", "Samordning", "Kari"
        )  # fmt: skip
        await press(pilot, "g")
        assert not isinstance(pilot.app.screen, Disagreements)

    drive_differences(differing, steps)


@pytest.mark.parametrize(
    ("size", "colour"), [((80, 24), True), ((40, 10), False), ((250, 70), True)]
)
def test_it_fits(differing, size, colour, monkeypatch):
    if not colour:
        monkeypatch.setenv("NO_COLOR", "1")

    async def steps(pilot):
        assert "of 10" in screen_text(pilot)
        await go_to(pilot, EMPLOYEE, "Rutiner", "Samordning")
        shown = screen_text(pilot)
        assert "Hva som er nytt" in shown
        assert "Rutiner" in shown
        assert all(len(row) <= size[0] for row in shown.splitlines())
        text = pilot.app.screen.query_one(DisputeView)
        strips = [text.render_line(y) for y in range(text.size.height)]
        both = [one.text for strip in strips for one in strip if one.style and one.style.underline]
        letters = "".join("".join(both).split())
        assert letters and letters in "Hvasomernytt", "what both coded, not by colour alone"
        await press(pilot, "f3", "pagedown", "pageup", "end", "home", "x")
        assert "1 of 10" in screen_text(pilot)

    drive_differences(differing, steps, size=size)


def test_a_project_with_nothing_to_compare(empty_project):
    async def steps(pilot):
        await press(pilot, "V")
        assert "There are no codings in this selection" in screen_text(pilot)
        for key in ("1", "a", "x", "c", "m", "O", "t", "n", "p", "N", "pagedown", "home", "end",
                    "left", "w", "o", "C", "h", "F", "f3", "G", "g", "y", "X"):  # fmt: skip
            await press(pilot, key)
            assert isinstance(pilot.app.screen, Disagreements)

    drive(empty_project, steps, source="")


def test_nobody_differs(project):
    """Per has coded alone what is compared with what Ola has not: nothing is left to settle."""

    async def steps(pilot):
        await press(pilot, "f")
        pilot.app.screen.query_one(Input).value = "Koordinatorrollen"
        await pilot.pause()
        await press(pilot, "enter")
        shown = screen_text(pilot)
        assert "do not differ anywhere here" in shown or "0 of 1 settled" in shown
        for by in ("Kari",):
            study.apply(project, SOURCE, "Hun kalte inn til møter", "Koordinatorrollen", by=by)
        await press(pilot, "o")
        assert "Kari and Per do not differ anywhere here" in screen_text(pilot)

    drive_differences(project, steps)


def test_reading_only(differing):
    async def steps(pilot):
        for keys in ("1", "a", "x", "u", "t enter", "G x enter"):
            await press(pilot, *keys.split())
            await pilot.pause(0.1)
            while not isinstance(pilot.app.screen, Disagreements):
                await press(pilot, "escape")
        assert "for reading only" in told(pilot)

    with Project.open(differing.path, read_only=True, coder="Kari") as again, unchanged(again):
        drive_differences(again, steps)


def test_nothing_is_drawn_that_is_not_stored(differing):
    async def steps(pilot):
        other = sqlite3.connect(differing.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        differing.connection.execute("PRAGMA busy_timeout = 20")
        await press(pilot, "1")
        assert "0 of 10 settled" in screen_text(pilot)
        other.execute("ROLLBACK")
        other.close()
        await until(pilot, lambda: "1 of 10 settled" in screen_text(pilot))
        assert settled(differing) == {("Rutiner", "Hva som er nytt")}

    drive_differences(differing, steps)


def test_what_others_do_meanwhile_is_seen(differing):
    async def steps(pilot):
        await go_to(pilot, SOURCE, "Samordning")
        (coding,) = pilot.app.screen._dispute.codings
        with Project.open(differing.path, coder="Kari") as elsewhere:
            change_coding(elsewhere, coding.id, span=Span(coding.start, coding.end - 7))
        await press(pilot, "1")
        assert "have changed meanwhile" in told(pilot)
        assert settled(differing) == set()
        await press(pilot, "1")
        assert settled(differing) == {("Samordning", "Ingen snakket")}

    drive_differences(differing, steps)


def test_a_large_project_is_read_beside(differing, monkeypatch):
    monkeypatch.setattr("qualcode.tui.screens.disputes._AT_ONCE", 3)

    async def steps(pilot):
        await until(pilot, lambda: "0 of 10 settled" in screen_text(pilot))
        await press(pilot, "1")
        assert "1 of 10 settled" in screen_text(pilot)
        await press(pilot, "u")
        await until(pilot, lambda: "0 of 10 settled" in screen_text(pilot))

    drive_differences(differing, steps)
