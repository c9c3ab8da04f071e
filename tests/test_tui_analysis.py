"""The Analysis screen: what it counts, says and opens, key by key."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import replace

import pytest
import study
from driving import drive, line, screen_text
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Input

from qualcode.analysis.clusters import cluster_order
from qualcode.analysis.cooccurrence import cooccurrence
from qualcode.analysis.unit import Counted, Unit
from qualcode.codebook.edit import add_code, delete_code
from qualcode.project import Project
from qualcode.project.cases import set_value
from qualcode.project.codes import codes
from qualcode.project.codings import NewCoding, add_codings
from qualcode.project.sources import source_ids
from qualcode.reporting.formats import FORMATS, Part, suffixes
from qualcode.reporting.kinds.registry import make_report
from qualcode.reporting.results import frequency_by_table
from qualcode.reporting.shades import STEPS, bounds, even_bounds
from qualcode.reporting.tables import to_csv
from qualcode.tui.figures import Look, Question
from qualcode.tui.filtering import Facet
from qualcode.tui.grid import Grid, Label, scroll_to_row
from qualcode.tui.heat import level, ranges
from qualcode.tui.matrix import matrix
from qualcode.tui.matrix_words import ways_of_counting
from qualcode.tui.palette import hues
from qualcode.tui.screens import analysis as module
from qualcode.tui.screens.analysis import Analysis
from qualcode.tui.screens.excerpts import Excerpts
from qualcode.tui.tally import table, table_by


def walk(project, steps, *keys, size=(120, 40)):
    """Open the screen, press keys, and go on from there."""

    async def go(pilot):
        await pilot.press("f8", *keys)
        await pilot.pause()
        assert isinstance(pilot.app.screen, Analysis)
        await steps(pilot, pilot.app.screen)

    known = list(source_ids(project))
    drive(project, go, size=size, source=known[0] if known else "")


async def settle(pilot):
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def words(screen):
    return str(screen.query_one("#words").content)


def about(screen):
    return str(screen.query_one("#about").content)


def labels(screen):
    return [label.name.strip() for label in screen.grid.grid.labels]


def put(screen, row, column):
    """Put the cursor in the cell of two codes, or of a code and a heading."""
    at = labels(screen).index(row)
    headings = [heading.strip() for heading in screen.grid.grid.headings]
    screen.grid.move_to(
        at, headings.index(column) if column in headings else labels(screen).index(column)
    )


def number(screen):
    row, column = screen.grid.cursor
    return screen.grid.grid.numbers[row][column]


# Numbers and what is behind them


def figures(project):
    """Every figure that keys lead to, in some looks."""
    colours = hues(codes(project))
    ways = [(unit, None) for unit in Unit] + [(Unit.SENTENCE, 1), (Unit.TURN, 0)]
    for facets in ((), (Facet("variable", "Tromsø", "kommune"),), (Facet("coder", "Kari"),)):
        for unit, within in ways:
            for depth in (None, 0):
                question = Question("cooccurrence", facets, "", unit, within, depth)
                look = Look("clusters", empty_rows=depth is None)
                yield matrix(question.answer(project), question, look, colours)
        for _told, way in ways_of_counting()[-3:]:  # after or inside one another
            question = replace(way, facets=facets)
            yield matrix(question.answer(project), question, Look(), colours)
        question = Question("frequencies", facets, depth=1)
        yield table(question.answer(project), question, Look(empty_rows=False), colours)
        for variable in ("perspektiv", "kommune"):
            question = Question("by", facets, variable=variable)
            for counted in Counted:
                look = Look(counted=counted, subcodes=counted is Counted.SOURCES)
                yield table_by(question.answer(project), question, look, colours)


def test_every_number_has_just_as_many_excerpts_behind_it(project):
    cells = 0
    for figure in figures(project):
        for row in range(figure.grid.rows):
            for column in range(figure.grid.columns):
                count = figure.grid.numbers[row][column]
                listing = figure.listing(row, column)
                assert len(listing.read(project) if listing else ()) == count, figure.about
                assert figure.words(row, column).endswith(".")
                cells += count > 0
    assert cells > 500


def test_a_cell_is_explained_and_opens_what_it_counts(project):
    async def steps(pilot, screen):
        put(screen, "Tid", "Koordinatorrollen")
        assert words(screen).startswith(
            "“Ressursbarrierer > Tid” and “Koordinatorrollen” overlap in 1 pair of codings, "
            "in 1 transcript. “Tid”: 3, “Koordinatorrollen”: 1; c = 0.33."
        )
        assert "pairs of overlapping codings" in about(screen)
        assert "by Kari, Per, counted together" in about(screen)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, Excerpts)
        assert "1 excerpt from 1 transcript" in screen_text(pilot)
        assert "Hun kalte" in screen_text(pilot)
        await pilot.press("escape")
        assert pilot.app.screen is screen, "Esc comes back to the matrix"
        assert number(screen) == 1

    walk(project, steps)


def test_the_diagonal_is_each_codes_own(project):
    async def steps(pilot, screen):
        put(screen, "Tid", "Tid")
        assert words(screen).startswith("“Ressursbarrierer > Tid” has 3 codings, in 2 transcripts.")
        assert "diagonal" in words(screen)
        assert "each code’s own" in screen_text(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert "3 excerpts from 2 transcripts" in screen_text(pilot)

    walk(project, steps)


def test_nothing_is_behind_a_zero(project):
    async def steps(pilot, screen):
        put(screen, "Tid", "Penger")
        assert "never overlap" in words(screen)
        await pilot.press("enter")
        assert pilot.app.screen is screen
        assert "nothing behind it" in line(pilot, "hints")

    walk(project, steps)


def test_the_place_is_found_again_after_a_look_at_the_text(project):
    async def steps(pilot, screen):
        await pilot.press("d")
        put(screen, "Samordning", "Samordning")
        await pilot.press("escape", "f8")
        await pilot.pause()
        assert pilot.app.screen is not screen
        assert "rolled up to themes" in about(pilot.app.screen)
        assert "“Samordning” has 3 codings" in words(pilot.app.screen)

    walk(project, steps)


def test_going_on_from_the_excerpts_leaves_one_screen_over_the_text(project):
    async def steps(pilot, screen):
        put(screen, "Tid", "Tid")
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("f6")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert pilot.app.screen is pilot.app.workspace()

    walk(project, steps)


# Asking otherwise


def test_the_unit_is_chosen_and_named(project):
    async def steps(pilot, screen):
        await pilot.press("w", "down", "down", "enter")
        await pilot.pause()
        assert "turns with both codes" in about(screen)
        put(screen, "Økonomi", "Rutiner")
        assert words(screen).startswith("1 turn has both")
        await pilot.press("plus")
        assert "near one another" in line(pilot, "hints")
        await pilot.press("w", *["down"] * 6, "enter")
        await pilot.pause()
        assert "at most 1 turns apart" in about(screen)
        await pilot.press("plus")
        assert "at most 2 turns apart" in about(screen)
        await pilot.press("minus", "minus", "minus")
        assert "at most 0 turns apart" in about(screen)

    walk(project, steps)


def test_orders_keep_the_numbers_with_their_codes(project):
    async def steps(pilot, screen):
        known = {}

        def pairs():
            grid = screen.grid.grid
            keys = screen._figure
            return {
                (keys.rows[row], keys.columns[column]): grid.numbers[row][column]
                for row in range(grid.rows)
                for column in range(grid.columns)
            }

        known = pairs()
        first = labels(screen)
        await pilot.press("s")
        assert "most used first" in about(screen)
        own = [screen.grid.grid.numbers[at][at] for at in range(screen.grid.grid.rows)]
        assert own == sorted(own, reverse=True)
        assert pairs() == known
        await pilot.press("s")
        assert "neighbours occur together" in about(screen)
        assert pairs() == known
        put(screen, "Tid", "Tid")
        await pilot.press("o")
        assert "ordered by “Tid”" in about(screen)
        column = screen.grid.cursor[1]
        shown = [row[column] for row in screen.grid.grid.numbers]
        assert shown == sorted(shown, reverse=True)
        assert pairs() == known
        await pilot.press("s")
        assert labels(screen) == first

    walk(project, steps)


def test_codes_that_meet_no_other_are_hidden(project):
    async def steps(pilot, screen):
        assert "Rutiner" in labels(screen)
        put(screen, "Tid", "Tid")
        await pilot.press("h")
        assert labels(screen) == ["Økonomi", "Penger", "Stillinger", "Tid", "Koordinatorrollen"]
        assert screen.grid.cursor == (3, 3), "the cursor stays with its code"
        await pilot.press("h")
        assert "Rutiner" in labels(screen)

    walk(project, steps)


def test_frequencies_order_by_a_column(project):
    async def steps(pilot, screen):
        assert list(screen.grid.grid.headings) == [
            "codings", "Σ", "transcr.", "Σ", "cases", "Σ",
        ]  # fmt: skip
        put(screen, "Ressursbarrierer", "Σ")
        assert "with the codes under it has 6 codings" in words(screen)
        await pilot.press("o")
        assert labels(screen)[0] == "Ressursbarrierer"
        assert labels(screen)[-1] == "All codes together"
        assert screen.grid.grid.headings[1] == "Σ ▾"
        await pilot.press("enter")
        await settle(pilot)
        assert "6 excerpts from 3 transcripts" in screen_text(pilot)

    walk(project, steps, "t")


def test_frequencies_by_a_variable(project):
    async def steps(pilot, screen):
        names = list(project.rows("SELECT name FROM variables ORDER BY id"))
        wanted = [row[0] for row in names].index("kommune")
        await pilot.press("v", *["down"] * wanted, "enter")
        await pilot.pause()
        assert screen.grid.grid.headings == ("Tromsø", "Ålesund", "all")
        put(screen, "Ressursbarrierer", "Tromsø")
        assert number(screen) == 5
        assert "where kommune is Tromsø" in words(screen)
        await pilot.press("enter")
        await settle(pilot)
        assert "5 excerpts from 2 transcripts" in screen_text(pilot)
        await pilot.press("escape", "a")
        assert "each code alone" in about(screen)
        assert number(screen) == 0
        await pilot.press("w", "down", "down", "enter", "a")
        await pilot.pause()
        assert "cases by kommune" in about(screen)
        assert number(screen) == 2

    walk(project, steps)


def test_a_filter_holds_for_numbers_words_and_excerpts(project):
    async def steps(pilot, screen):
        await pilot.press("f")
        pilot.app.screen.query_one(Input).value = "coder per"
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert "coder Per" in about(screen)
        put(screen, "Tid", "Tid")
        assert number(screen) == 2
        await pilot.press("enter")
        await settle(pilot)
        assert "2 excerpts from 2 transcripts" in screen_text(pilot)

    walk(project, steps)


def test_only_my_codings_holds_here_too(project):
    async def go(pilot):
        await pilot.press("o", "f8")
        await pilot.pause()
        screen = pilot.app.screen
        put(screen, "Tid", "Tid")
        assert number(screen) == 1
        assert "coder Kari" in about(screen)

    drive(project, go)


def test_two_codes_are_found_by_their_letters(project):
    async def steps(pilot, screen):
        await pilot.press("g", *"tid")
        await pilot.press("tab")
        pilot.app.screen.query_one(Input).value = "koordinator"
        await pilot.pause()
        await pilot.press("tab", "enter")
        await pilot.pause()
        assert words(screen).startswith("“Ressursbarrierer > Tid” and “Koordinatorrollen”")
        await pilot.press("g", *"tverrfaglige", "enter")
        await pilot.pause()
        assert labels(screen)[screen.grid.cursor[0]] == "Tverrfaglige team"

    walk(project, steps)


# The mouse


def test_a_click_moves_two_open_and_a_heading_orders(project):
    async def steps(pilot, screen):
        grid = screen.grid
        left = grid.label_width
        await pilot.click(grid, offset=(left + grid.grid.starts[2] + 1, 3))
        assert grid.cursor == (2, 2)
        await pilot.click(grid, offset=(left + grid.grid.starts[1] + 1, 0))
        assert "ordered by" in about(screen)
        await pilot.click(grid, offset=(2, 2))
        assert grid.cursor[0] == 1
        row = labels(screen).index(labels(screen)[0])
        await pilot.click(grid, offset=(left + grid.grid.starts[1] + 1, row + 1), times=2)
        await settle(pilot)
        assert isinstance(pilot.app.screen, Excerpts)

    walk(project, steps)


# Sizes and colours


def test_forty_two_codes_are_read_by_scrolling(project):
    with project.action("Made codes"):
        ids = [add_code(project, f"Kode nummer {one} med et langt navn") for one in range(42)]
    source_id = next(iter(source_ids(project).values()))
    add_codings(project, [NewCoding(source_id, code, 3, 9) for code in ids], label="Coded")

    async def steps(pilot, screen):
        for key in ("ctrl+end", "end"):
            await pilot.press(key)
        text = screen_text(pilot)
        assert "Kode nummer 41 med" in text
        heading = next(row for row in text.splitlines() if " 50 " in row + " ")
        assert "1 " not in heading[:20], "the row headings stand still"
        assert "and" not in words(screen).partition("has 1 coding")[0]
        await pilot.press("home")
        assert "“Kode nummer 41 med et langt navn” and “Ressursbarrierer" in words(screen)
        assert "Kode nummer 41 med" in screen_text(pilot)
        await pilot.press("ctrl+home", "pagedown", "ctrl+right", "ctrl+left", "pageup")
        assert screen.grid.cursor == (0, 0)

    walk(project, steps, size=(80, 24))


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (250, 70)])
def test_fits_any_window(project, size):
    async def steps(pilot, screen):
        for key in ("m", "t"):
            await pilot.press(key, "down")
            text = screen_text(pilot)
            assert "Ressurs" in text
            assert "coding" in words(screen)
            assert len(text.splitlines()) == size[1]
        await pilot.resize_terminal(60, 20)
        assert "Ressurs" in screen_text(pilot)

    walk(project, steps, size=size)


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light", "textual-light"])
def test_shades_differ_in_every_theme(project, theme):
    async def steps(pilot, screen):
        pilot.app.theme = theme
        await pilot.pause()
        assert len(set(screen.grid.heat.shades)) == STEPS
        assert screen.grid.heat.cursor not in screen.grid.heat.shades

    walk(project, steps)


def test_without_colours_shades_are_told_by_their_letters(project, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")

    async def steps(pilot, screen):
        shades = screen.grid.heat.shades
        assert len(set(shades)) == STEPS
        assert all(one.color is None and one.bgcolor is None for one in shades)

    walk(project, steps)


# After and inside one another, and how strong ties are


def test_one_after_the_other_has_a_direction(project):
    async def steps(pilot, screen):
        await pilot.press("w", *["down"] * 8, "enter", "+", "+")
        await settle(pilot)
        assert "at most 3 turns after the row’s" in about(screen)
        put(screen, "Samordning", "Koordinatorrollen")
        assert number(screen) == 1
        assert "is followed by “Koordinatorrollen” within 3 turns 1 time" in words(screen)
        put(screen, "Koordinatorrollen", "Samordning")
        assert number(screen) == 0
        await pilot.press("w", "end", "enter")
        await settle(pilot)
        assert "the row’s inside the column’s" in about(screen)
        put(screen, "Penger", "Økonomi")
        assert number(screen) == 1
        await pilot.press("enter")
        await settle(pilot)
        assert "pengene" in screen_text(pilot)

    walk(project, steps)


def test_the_matrix_shows_how_strong_ties_are(project, tmp_path):
    async def steps(pilot, screen):
        await pilot.press("c", "down", "enter")
        await settle(pilot)
        put(screen, "Tid", "Koordinatorrollen")
        assert number(screen) == "0.33"
        assert "c-coefficient: 0.3333." in words(screen)
        assert "0.2–0.4" in screen_text(pilot), "what the shades stand for"
        await pilot.press("c", "end", "enter")
        await settle(pilot)
        put(screen, "Tid", "Koordinatorrollen")
        assert "p corrected for all pairs" in about(screen)
        assert "below 0.05" in screen_text(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert "Hun kalte" in screen_text(pilot), "the words that both have, as for counts"
        await pilot.press("escape", "t", "c")
        await pilot.pause()
        assert "m shows it" in screen_text(pilot)

    walk(project, steps)


# Writing to a file


def test_the_matrix_is_exported_as_the_command_line_does(project, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    async def steps(pilot, screen):
        await pilot.press("d", "X", *["down"] * 3, *"par", "enter")
        await settle(pilot)
        assert pilot.app.screen is screen
        assert screen.exports()[0].suffix == ".csv"

    walk(project, steps)
    written = (tmp_path / "par.csv").read_text("utf-8-sig")
    assert written == to_csv(make_report(project, "cooccurrence", depth=0).table)


def test_the_matrix_is_exported_in_every_form(project, tmp_path):
    question = Question(nested=True)
    offered = matrix(question.answer(project), question, Look(), {}).exports
    assert {one.suffix for one in offered} == set(FORMATS)
    assert len({one.label for one in offered}) == len(offered)
    for position, export in enumerate(offered):
        out = tmp_path / f"{position}{export.suffix}"
        export.write(project, out)
        assert out.stat().st_size > 100


def test_tables_are_exported_with_what_is_shown(project, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    question = Question("by", (Facet("coder", "Kari"),), variable="kommune")
    look = Look(counted=Counted.CASES, subcodes=True)
    figure = table_by(question.answer(project), question, look, {})
    assert {one.suffix for one in figure.exports} == {*suffixes(Part.TABLE, Part.FIGURE)}
    figure.exports[0].write(project, tmp_path / "a.csv")
    shown = (tmp_path / "a.csv").read_text("utf-8-sig").splitlines()
    assert shown[0] == "code,kommune=Tromsø,kommune=Ålesund,total"
    assert [row.split(",")[1:] for row in shown[1:]] == [
        [str(number) for number in row] for row in figure.grid.numbers
    ]
    question = Question("frequencies")
    figure = table(question.answer(project), question, Look(), {})
    figure.exports[1].write(project, tmp_path / "a.json")
    assert len(json.loads((tmp_path / "a.json").read_text())["rows"]) == len(codes(project))


def test_values_that_look_like_headings_do_not_collide(project):
    with project.action("Variables"):
        for source_id, value in zip(source_ids(project).values(), ("code", "total"), strict=False):
            set_value(project, "rar", value, source_id=source_id)
    question = Question("by", variable="rar")
    shown = frequency_by_table(question.answer(project))
    assert shown.columns == ("code", "rar=code", "rar=total", "no rar", "total")
    figure = table_by(question.answer(project), question, Look(), {})
    assert len(set(figure.columns)) == len(figure.columns)


# Little, nothing, much


def test_an_empty_project_says_what_to_do(empty_project):
    async def steps(pilot, screen):
        assert "There are no codes yet" in screen_text(pilot)
        for key in ("t", "w", "down", "enter", "d", "s", "o", "h", "v", "plus", "X", "m", "end"):
            await pilot.press(key)
        assert "There are no codes yet" in screen_text(pilot)
        await pilot.press("v")
        await pilot.pause()
        assert "no variables yet" in line(pilot, "hints")

    walk(empty_project, steps, size=(80, 24))


def test_a_code_but_no_coding_and_then_one(empty_project):
    with empty_project.action("Made a code"):
        code = add_code(empty_project, "Ventetid")
    source_id = study.add(empty_project, "A", [("Mor", "Vi ventet lenge.")])

    async def steps(pilot, screen):
        assert "There are no codings yet" in screen_text(pilot)
        await pilot.press("t")
        assert "“Ventetid” has 0 codings" in words(screen)
        await pilot.press("m")
        with Project.open(empty_project.path, coder="Per") as other:
            add_codings(other, [NewCoding(source_id, code, 5, 9)], label="Coded")
        screen._poll()
        assert "“Ventetid” has 1 coding, in 1 transcript." in words(screen)
        await pilot.press("s", "s", "h")
        assert "No two codes meet here" in screen_text(pilot)

    walk(empty_project, steps)


def test_a_filter_that_leaves_nothing_says_so(project):
    with project.action("Made a coder"):
        project.id_of("coders", "Ola")

    async def steps(pilot, screen):
        await pilot.press("f", *"Ola")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert "No coding fits the filter" in screen_text(pilot)
        await pilot.press("f", "delete")
        await pilot.pause()

    walk(project, steps)


def test_a_code_deleted_by_another_program_is_gone_and_nothing_breaks(project):
    async def steps(pilot, screen):
        put(screen, "Tid", "Tid")
        with Project.open(project.path, coder="Per") as other:
            delete_code(other, study.code(other, "Tid"))
        await pilot.press("enter")  # before the screen has noticed
        await settle(pilot)
        assert "no longer in the codebook" in screen_text(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert "Tid" not in labels(screen)
        await pilot.press("u")
        await pilot.pause()
        await pilot.press("down", "enter")  # it was somebody else's
        await settle(pilot)
        assert "Tid" in labels(screen), "undo works here as everywhere"

    walk(project, steps)


def test_a_variable_that_is_gone_is_named(project):
    async def steps(pilot, screen):
        await pilot.press("v", "enter")
        await pilot.pause()
        with Project.open(project.path, coder="Per") as other, other.action("Removed"):
            other.connection.execute("DELETE FROM variables")
        screen._poll()
        await pilot.pause()
        assert "There is no variable" in screen_text(pilot)
        await pilot.press("m")
        await pilot.pause()
        assert "pairs of overlapping codings" in about(screen)

    walk(project, steps)


def test_values_that_are_missing_or_many(project):
    with project.action("Variables"):
        one = next(iter(source_ids(project).values()))
        set_value(project, "dato", "2023-11-02", source_id=one)

    async def steps(pilot, screen):
        await pilot.press("v", "end", "enter")
        await pilot.pause()
        assert screen.grid.grid.headings == ("2023-11-02", "no value", "all")
        await pilot.press("end", "left")
        assert "in transcripts without a value of dato" in words(screen)

    walk(project, steps)


def test_two_hundred_values_and_three_hundred_codes(empty_project):
    with empty_project.action("Made much"):
        ids = [add_code(empty_project, f"Kode {one}") for one in range(300)]
    for one in range(200):
        source_id = study.add(empty_project, f"Kilde {one}", [("Mor", "Vi ventet lenge.")])
        with empty_project.action("Set"):
            set_value(empty_project, "dag", f"dag {one}", source_id=source_id)
        new = [NewCoding(source_id, ids[(one * 7 + step) % 300], 5, 9) for step in range(4)]
        add_codings(empty_project, new, label="Coded")

    async def steps(pilot, screen):
        assert screen.grid.grid.rows == 300
        await pilot.press("s", "s", "ctrl+end", "end", "v")
        await pilot.pause()
        assert screen.grid.grid.columns == 201
        assert "dag 10" in screen.grid.grid.headings[10]
        await pilot.press("end", "ctrl+end")
        assert "All codes together has 800 codings" in words(screen)

    walk(empty_project, steps, size=(80, 24))


def test_a_project_for_reading_only_is_counted(project_file):
    async def steps(pilot, screen):
        put(screen, "Tid", "Tid")
        assert number(screen) == 3

    with Project.open(project_file, coder="Kari", read_only=True) as project:
        walk(project, steps)


def test_many_codings_are_counted_beside_the_interface(project, monkeypatch):
    monkeypatch.setattr(module, "_AT_ONCE", 3)

    async def steps(pilot, screen):
        await settle(pilot)
        assert not screen.has_class("-counting")
        put(screen, "Tid", "Tid")
        assert number(screen) == 3
        go_on, read = threading.Event(), screen._read
        monkeypatch.setattr(screen, "_read", lambda *how: go_on.wait(10) and read(*how))
        await pilot.press("d")
        assert screen.has_class("-counting")
        assert "Tid" in labels(screen), "what was there stays"
        await pilot.press("d")  # the count before is given up
        go_on.set()
        await settle(pilot)
        assert "rolled up to level 2" in about(screen)
        await pilot.press("v", "enter", "escape", "escape")
        await settle(pilot)

    walk(project, steps)


def test_a_failure_beside_the_interface_is_told(project, monkeypatch):
    monkeypatch.setattr(module, "_AT_ONCE", 3)

    async def steps(pilot, screen):
        await settle(pilot)
        screen._ask(Question("by", variable="finnes ikke"))
        await settle(pilot)
        assert "There is no variable" in screen_text(pilot)

    walk(project, steps)


def test_the_counting_is_loaded_with_this_screen_only():
    program = "import sys, qualcode.tui.app; sys.exit('qualcode.analysis.spans' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], env=os.environ, check=False)
    assert done.returncode == 0


# The parts


@given(st.integers(0, 10**7), st.sampled_from([bounds, even_bounds]))
def test_shades_rise_with_the_numbers(highest, make):
    lowest = make(highest)
    assert list(lowest) == sorted(set(lowest))
    assert len(lowest) <= STEPS
    numbers = sorted({0, *lowest, *(bound - 1 for bound in lowest), highest})
    levels = [level(number, lowest) for number in numbers]
    assert levels == sorted(levels)
    assert levels[0] == 0
    assert all(1 <= one <= STEPS for one in levels[1:])
    shown = ranges(lowest, highest)
    assert bool(shown) == bool(highest)
    if highest:
        assert shown[0][0].partition("–")[0] == "1"
        assert shown[-1][0].rpartition("–")[2] == str(highest)


@given(
    st.lists(st.integers(0, 10**5), min_size=1, max_size=40),
    st.integers(0, 39),
    st.integers(0, 200),
    st.integers(8, 100),
)
def test_the_column_at_the_cursor_is_always_in_view(numbers, column, offset, room):
    grid = Grid((Label("A"),), tuple(f"v{one}" for one in numbers), [numbers], [[0] * len(numbers)])
    column %= len(numbers)
    offset = grid.scroll_to_column(column, offset, room)
    assert offset <= grid.starts[column]
    assert grid.starts[column + 1] <= offset + room
    assert grid.column_at(grid.starts[column]) == column
    assert grid.column_at(grid.starts[-1]) is None


@given(st.integers(0, 500), st.integers(0, 500), st.integers(1, 60))
def test_the_row_at_the_cursor_is_always_in_view(row, offset, room):
    offset = scroll_to_row(row, offset, room)
    assert offset <= row < offset + room


def test_codes_that_occur_together_become_neighbours(empty_project):
    with empty_project.action("Made codes"):
        ids = [add_code(empty_project, name) for name in ("a1", "b1", "a2", "b2", "c", "a3")]
    source_id = study.add(empty_project, "A", [("Mor", "ord " * 60)])
    places = {0: (5, 60), 2: (8, 50), 5: (10, 55), 1: (100, 130), 3: (105, 125), 4: (200, 210)}
    new = [NewCoding(source_id, ids[one], *place) for one, place in places.items()]
    add_codings(empty_project, new, label="Coded")
    result = cooccurrence(empty_project)
    order = "".join(result.codes[position].name[0] for position in cluster_order(result))
    assert sorted(order) == sorted("ababca")
    assert "aaa" in order and "bb" in order
