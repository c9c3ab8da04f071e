"""Excerpts, key by key."""

from __future__ import annotations

import csv
import sqlite3

import pytest
import study
from docx import Document
from driving import (
    drive,
    line,
    put_cursor,
    screen_text,
    selected,
    stored,
    unchanged,
    until,
    view,
    workspace,
)
from textual.widgets import Input, TextArea

from qualcode.analysis.retrieval import excerpts, overlapping, with_context
from qualcode.model import Excerpt
from qualcode.project import Project
from qualcode.project.memos import memos
from qualcode.tui.excerpt_list import BY_CODE, ExcerptLook, Grouping, grouped, groupings
from qualcode.tui.listing import Listing
from qualcode.tui.screens.excerpts import Excerpts
from qualcode.tui.screens.filters import FilterDialogue
from qualcode.tui.screens.memo import MemoEditor
from qualcode.tui.screens.picker import Picker


def shows(pilot, kind):
    return lambda: isinstance(pilot.app.screen, kind)


async def read(pilot):
    """Wait until the list is read."""

    def rests():
        return not [one for one in pilot.app.workers if one.group == "reading"]

    await pilot.pause()
    await until(pilot, rests)


async def press(pilot, *keys):
    await pilot.press(*keys)
    await read(pilot)


async def choose(pilot, letters):
    await until(pilot, shows(pilot, Picker))
    pilot.app.screen.query_one(Input).value = letters
    await pilot.press("enter")
    await until(pilot, shows(pilot, Excerpts))
    await read(pilot)


def words(pilot):
    return [excerpt.text for excerpt in pilot.app.screen.passages.passages]


# What is listed


def test_the_code_at_the_cursor_with_its_excerpts(project):
    async def steps(pilot):
        put_cursor(pilot, "hun hadde")
        await press(pilot, "f7")
        shown = screen_text(pilot)
        assert "all codings of Tid and below" in shown
        assert "3 excerpts from 2 transcripts · by code" in shown
        assert words(pilot) == ["hun hadde ikke tid", "hadde ikke tid. Hun kalte", "kapasiteten"]
        assert "Familie i nord · turn 4 · line 4 · Mor" in shown
        assert "Kari ✎" in shown, "the coder, and that there is a memo"
        assert "+ Koordinatorrollen" in shown, "other codes on the words"

    with unchanged(project):
        drive(project, steps)


def test_another_code_with_and_without_those_below(project):
    async def steps(pilot):
        await press(pilot, "f7", "p")
        await choose(pilot, "ressursbarrierer")
        assert "all codings of Ressursbarrierer and below" in screen_text(pilot)
        assert len(words(pilot)) == 6
        assert "Ressursbarrierer > Økonomi > Penger · 1 excerpt" in screen_text(pilot)
        await press(pilot, "s")
        assert "all codings of Ressursbarrierer itself" in screen_text(pilot)
        assert "Nothing has this code yet" in screen_text(pilot)
        await press(pilot, "s")
        assert len(words(pilot)) == 6

    with unchanged(project):
        drive(project, steps)


def test_grouping_goes_through_sources_cases_and_variables(project):
    async def steps(pilot):
        put_cursor(pilot, "hun hadde")
        await press(pilot, "f7", "down")
        expected = {
            "by transcript": "Familie i nord · 2 excerpts",
            "by case": "F-01 · 2 excerpts",
            "by perspektiv": "leder · 1 excerpt",
            "by kommune": "Ålesund · 1 excerpt",
            "by bølge": "2023 · 3 excerpts",
            "by code": "Ressursbarrierer > Tid · 3 excerpts",
        }
        for grouping, heading in expected.items():
            await press(pilot, "g")
            assert grouping in screen_text(pilot)
            assert heading in screen_text(pilot)
            assert pilot.app.screen.passages.at_cursor.text == "hadde ikke tid. Hun kalte"

    with unchanged(project):
        drive(project, steps)


def test_a_filter_stands_on_the_screen_in_words(project):
    async def keep(pilot, letters, *keys):
        await pilot.press("f")
        await until(pilot, shows(pilot, FilterDialogue))
        if "f4" in keys:
            await pilot.press("f4")
        pilot.app.screen.query_one(Input).value = letters
        await press(pilot, *[key for key in keys if key != "f4"])

    async def steps(pilot):
        put_cursor(pilot, "hun hadde")
        await press(pilot, "f7")
        await keep(pilot, "leder", "enter")
        assert "all codings of Tid and below · perspektiv leder" in screen_text(pilot)
        assert words(pilot) == ["kapasiteten"]
        await keep(pilot, "ikke tid", "f4", "enter")
        assert "all codings · words “ikke tid”" in screen_text(pilot)
        assert len(words(pilot)) == 2
        await keep(pilot, "coder per", "enter")
        assert words(pilot) == ["hadde ikke tid. Hun kalte"]
        await keep(pilot, "coder kari", "escape")
        assert len(words(pilot)) == 1
        await keep(pilot, "coder kari", "tab", "enter")
        assert len(words(pilot)) == 2, "coders are alternatives"

    with unchanged(project):
        drive(project, steps)


def test_context_and_unfolding(project):
    long = "Det tok tid. " * 80
    study.add(project, "Lang", [("Intervjuer", "Hvor lenge?"), ("Mor", long), ("Mor", "Ja da.")])
    study.apply(project, "Lang", long.strip(), "Tid", "Svært lenge.")

    async def steps(pilot):
        put_cursor(pilot, "hun hadde")
        await press(pilot, "f7", "end")
        assert pilot.app.screen.passages.at_cursor.source == "Lang"
        folded = screen_text(pilot).count("Det tok tid.")
        assert "…" in screen_text(pilot)
        await press(pilot, "plus")
        assert "± 1 turn" in screen_text(pilot)
        assert "Hvor lenge?" in screen_text(pilot)
        assert "Ja da." in screen_text(pilot)
        await press(pilot, "space")
        assert screen_text(pilot).count("Det tok tid.") > folded
        assert "✎ Svært lenge." in screen_text(pilot)
        await press(pilot, "minus", "minus", "space")
        assert "Hvor lenge?" not in screen_text(pilot)
        assert screen_text(pilot).count("Det tok tid.") == folded

    with unchanged(project):
        drive(project, steps, size=(100, 40))


def test_enter_leads_to_the_place_and_f7_back_to_the_list(project):
    async def steps(pilot):
        put_cursor(pilot, "hun hadde")
        await press(pilot, "f7", "g", "g", "end", "enter")
        assert pilot.app.screen is workspace(pilot)
        assert selected(pilot) == "kapasiteten"
        assert view(pilot).document.source.name == "Leder på Ålesund vgs"
        await press(pilot, "f7")
        assert "by case" in screen_text(pilot)
        assert pilot.app.screen.passages.at_cursor.text == "kapasiteten"
        await press(pilot, "escape")
        assert pilot.app.screen is workspace(pilot)

    with unchanged(project):
        drive(project, steps)


def test_a_listing_of_another_screen(project):
    def both(project):
        return overlapping(project, "Tid", and_code="Koordinatorrollen")

    async def steps(pilot):
        study_ = workspace(pilot).study
        pilot.app.push_screen(Excerpts(study_, Listing("Tid × Koordinatorrollen", both)))
        await read(pilot)
        assert "Tid × Koordinatorrollen" in screen_text(pilot)
        assert words(pilot) == ["Hun kalte"]
        await press(pilot, "s")
        assert "what was counted" in line(pilot, "hints")
        await press(pilot, "plus")
        assert "Fikk dere en koordinator?" in screen_text(pilot)
        await press(pilot, "x")
        await pilot.press("enter")  # which of the two codings
        await until(pilot, shows(pilot, Excerpts))
        await read(pilot)
        assert "nothing here any more" in screen_text(pilot)
        await press(pilot, "u")
        assert words(pilot) == ["Hun kalte"]
        assert [one.suffix for one in pilot.app.screen.exports()] == [
            ".csv",
            ".xlsx",
            ".html",
            ".json",
            ".jsonl",
        ]

    with unchanged(project):
        drive(project, steps)


# Changing


def test_removing_recoding_and_a_memo(project):
    before = stored(project)

    async def steps(pilot):
        put_cursor(pilot, "hun hadde")
        await press(pilot, "f7", "x")
        assert ("Tid", "hun hadde ikke tid", "Kari") not in stored(project)
        assert len(words(pilot)) == 2
        assert "Removed Ressursbarrierer > Tid" in line(pilot, "hints")
        await press(pilot, "u")
        assert stored(project) == before
        assert len(words(pilot)) == 3
        await press(pilot, "home", "c")
        await choose(pilot, "penger")
        assert ("Penger", "hun hadde ikke tid", "Kari") in stored(project)
        assert len(words(pilot)) == 2
        await press(pilot, "u", "end", "m")
        await until(pilot, shows(pilot, MemoEditor))
        pilot.app.screen.query_one(TextArea).text = "Nok en gang."
        await pilot.press("ctrl+s")
        await until(pilot, shows(pilot, Excerpts))
        await read(pilot)
        excerpt = pilot.app.screen.passages.at_cursor
        assert excerpt.memos == ("Nok en gang.",)
        (coding_id,) = excerpt.coding_ids
        assert [memo.text for memo in memos(project, "coding", coding_id)] == ["Nok en gang."]

    drive(project, steps)


def test_nothing_is_drawn_that_is_not_stored(project):
    async def steps(pilot):
        put_cursor(pilot, "hun hadde")
        await press(pilot, "f7")
        other = sqlite3.connect(project.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        project.connection.execute("PRAGMA busy_timeout = 20")
        await press(pilot, "x")
        assert "Another program" in screen_text(pilot)
        await press(pilot, "escape")
        assert len(words(pilot)) == 3
        other.execute("ROLLBACK")
        other.close()

    with unchanged(project):
        drive(project, steps)


def test_changes_of_another_program_appear(project, project_file):
    async def steps(pilot):
        put_cursor(pilot, "hun hadde")
        await press(pilot, "f7", "down")
        with Project.open(project_file, coder="Per") as other:
            study.apply(other, "Familie i nord", "Vi måtte bære", "Tid")
        await until(pilot, lambda: len(words(pilot)) == 4)
        assert pilot.app.screen.passages.at_cursor.text == "hadde ikke tid. Hun kalte"

    drive(project, steps)


def test_reading_only(project_file):
    async def steps(pilot):
        put_cursor(pilot, "hun hadde")
        await press(pilot, "f7", "x")
        assert len(words(pilot)) == 3
        assert any("reading only" in one.message for one in pilot.app._notifications)

    with Project.open(project_file, read_only=True, coder="Kari") as project, unchanged(project):
        drive(project, steps)


# Sizes, nothing, files


def test_every_size(project):
    async def steps(pilot):
        put_cursor(pilot, "hun hadde")
        await press(pilot, "f7", "pagedown", "up", "home")
        for size in ((250, 70), (80, 24), (40, 10)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert "▸ " in screen_text(pilot)
            assert "│ hun hadde ikke tid" in screen_text(pilot)

    drive(project, steps, size=(100, 30))


def test_an_empty_project(empty_project):
    async def steps(pilot):
        await press(pilot, "f7")
        assert "Nothing is coded yet" in screen_text(pilot)
        await press(
            pilot, "down", "end", "space", "g", "plus", "minus", "s", "x", "m", "c", "enter"
        )
        assert "no excerpt" in line(pilot, "hints")
        assert pilot.app.screen.exports() == ()

    drive(empty_project, steps, source="")


def test_files_hold_what_is_listed(project, tmp_path):
    async def steps(pilot):
        put_cursor(pilot, "hun hadde")
        await press(pilot, "f7")
        for export in pilot.app.screen.exports():
            export.write(project, tmp_path / f"utdrag{export.suffix}")

    drive(project, steps)
    text = "\n".join(one.text for one in Document(str(tmp_path / "utdrag.docx")).paragraphs)
    assert "hun hadde ikke tid" in text
    assert "pengene" not in text
    with (tmp_path / "utdrag.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 3
    assert len((tmp_path / "utdrag.jsonl").read_text("utf-8").splitlines()) == 3


# Plain functions


def test_groups_hold_every_excerpt_once(project):
    found = excerpts(project)
    order = {excerpt.codes[0]: n for n, excerpt in enumerate(found)}
    for grouping in groupings(["perspektiv", "finnes ikke"]):
        groups = grouped(found, grouping, order)
        listed = [excerpt for group in groups for excerpt in group.passages]
        assert sorted(map(id, listed)) == sorted(map(id, found))
        for group in groups:
            assert str(len(group.passages)) in group.heading
    (without,) = grouped(found, Grouping("variable", "finnes ikke"), order)
    assert without.heading.startswith("without a value of finnes ikke")


def test_context_is_that_of_retrieval(project):
    found = excerpts(project)
    assert with_context(project, found, 2) == excerpts(project, context=2)
    assert with_context(project, excerpts(project, context=3), 0) == found


@pytest.mark.parametrize("unfolded", [False, True])
@pytest.mark.parametrize("width", [2, 17, 38, 200])
def test_an_excerpt_takes_as_many_rows_as_are_drawn(project, width, unfolded):
    look = ExcerptLook(lambda _: "#112233")
    strange = (
        "",
        "\n\n",
        "ord" * 300,
        "漢字👩\u200d👧 " * 60,
        "a\tb\xad" * 40,
        "Kort.\nTo linjer.",
    )
    for text in strange:
        excerpt = Excerpt(
            "k", 0, len(text), text, (("T",),), ("Per",), (1,), before=text, after=text,
            memos=("Et notat " * 30,),
        )  # fmt: skip
        if unfolded:
            look.unfolded = {("k", 0, len(text), (1,))}
        for grouping in (BY_CODE, Grouping("source")):
            look.grouping = grouping
            assert len(look.lines(excerpt, width)) == look.rows(excerpt, width)
