"""The Reports screen: every kind, its form, its filter, its cells, its files; and saved queries."""

from __future__ import annotations

from functools import partial
from threading import Event

import pytest
import study
from driving import drive, line, screen_text, unchanged, until
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Input, Static

from qualcode.codebook.edit import add_code
from qualcode.errors import InputError
from qualcode.project import Project
from qualcode.project.codings import NewCoding, add_codings, codings_where, remove_codings
from qualcode.project.queries.saved import saved_queries
from qualcode.project.sources import source_ids
from qualcode.reporting.formats import FORMATS
from qualcode.reporting.kinds.known import known_names
from qualcode.reporting.kinds.options import Known, Option, options_of
from qualcode.reporting.kinds.registry import KINDS, make_report
from qualcode.reporting.tables import Table
from qualcode.reporting.written import written_rows
from qualcode.tui import report_fields
from qualcode.tui.heat import NOTHING, PLAIN, TEXT
from qualcode.tui.report_making import Asked, exports, make, same_cell
from qualcode.tui.report_table import lines_of, ordered, report_grid
from qualcode.tui.screens.excerpts import Excerpts
from qualcode.tui.screens.export import ExportDialogue
from qualcode.tui.screens.queries import QueryDialogue
from qualcode.tui.screens.reports import Reports
from qualcode.tui.screens.search import Search
from tools.catalogue import messages

SAID = {
    "crosstab": {"variable": "perspektiv, kommune"},
    "compare": {"variable": "kommune"},
    "compare-cases": {"variable": "kommune"},
    "keyness": {"variable": "kommune"},
    "kwic": {"word": "tid"},
}
"""What has to be said of some kinds."""
FILTERS = {"contrast": "Tid"}


def walk(project, steps, *keys, size=(160, 50)):
    """Open the screen, press keys, and go on from there."""

    async def go(pilot):
        await pilot.press("ctrl+r")
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
        await settle(pilot)
        await steps(pilot, pilot.app.screen)

    known = list(source_ids(project))
    drive(project, go, size=size, source=known[0] if known else "")


async def settle(pilot):
    """Wait until what was begun beside has been shown."""
    await pilot.pause()
    for worker in [one for one in pilot.app.workers if one.group in ("counting", "reading")]:
        await worker.wait()
    await pilot.pause()


async def choose(pilot, kind):
    """Put the bar on a kind, and come to its form."""
    await pilot.press("f2")
    pilot.app.screen.kinds.highlighted = list(KINDS).index(kind)
    await pilot.press("f3")
    await pilot.pause()
    assert pilot.app.screen._shown_kind == kind


def field(screen, name):
    return next(one for one in screen.form.fields if one.option.name == name)


def say(screen, **said):
    for name, words in said.items():
        field(screen, name).query_one(Input).value = words


def cell(screen):
    row, column = screen.grid.cursor
    return screen.grid.grid.text_of(row, column).strip()


def put(screen, row, column):
    """Put the cursor in a cell by the words of its row and column."""
    grid = screen.grid.grid
    rows = [label.name for label in grid.labels]
    screen.grid.move_to(rows.index(row), grid.headings.index(column))


def problem(screen):
    return str(screen.query_one("#problem", Static).content)


# Every kind


def test_every_kind_is_made_from_its_form(project):
    async def steps(pilot, screen):
        for kind in KINDS:
            await made_from_its_form(pilot, screen, kind)

    async def made_from_its_form(pilot, screen, kind):
        await choose(pilot, kind)
        say(screen, **SAID.get(kind, {}))
        screen.filter_line.value = FILTERS.get(kind, "")
        await pilot.press("f10")
        await settle(pilot)
        assert screen.made is not None, screen_text(pilot)
        assert screen.made.asked.kind == kind
        table = screen.made.table
        given = {name: words.split(", ") for name, words in SAID.get(kind, {}).items()}
        given = {name: words if len(words) > 1 else words[0] for name, words in given.items()}
        assert table == make_report(project, kind, screen.made.asked.selection, **given).readable
        assert screen.grid.grid.rows == len(table.rows)
        assert table.title[:20] in screen_text(pilot)
        if table.rows:
            assert screen.focused is screen.grid
            assert screen.clipping().startswith(screen.made.rows[0][0])
        offered = {one.suffix for one in screen.exports()}
        assert offered == {
            suffix
            for suffix, form in FORMATS.items()
            if form.part == "table"
            or (form.part == "figure" and screen.made.report.figures)
            or (form.part == "network" and screen.made.report.network)
        }

    walk(project, steps)


def test_every_text_on_kinds_and_options_is_in_the_catalogue():
    known = {one.id for one in messages()}
    for name, kind in KINDS.items():
        assert report_fields.kind_name(name) != name, "it has a name for people"
        assert report_fields.kind_name(name) in known
        assert kind.__doc__ in known
        for option in options_of(kind):
            assert option.help in known
            assert option.name.replace("_", " ") in known
            if hasattr(option.type, "__members__"):
                assert {word.value.replace("-", " ") for word in option.type} <= known


def test_every_number_of_a_report_has_its_excerpts(project):
    counted = {"codings", "sources", "cases"}
    made = make(project.path, "Kari", Asked("frequencies"), Event())
    columns = [n for n, name in enumerate(made.report.table.columns) if name in counted]
    assert len(columns) == 3
    for row, cells in enumerate(made.table.rows):
        for column in columns:
            assert len(made.excerpts(row, column)) == cells[column]
            assert len(made.read(row, column, project)) == cells[column]
    assert made.excerpts(0, 0) is None
    made.close()
    assert len(made.read(0, columns[0], project)) == made.table.rows[0][columns[0]]


def test_a_cell_is_found_again_when_the_report_has_changed(project):
    made = make(project.path, "Kari", Asked("frequencies"), Event())
    column = made.report.table.columns.index("codings")
    row = next(n for n, line in enumerate(made.rows) if line[0].endswith("Tid"))
    before = len(made.excerpts(row, column))
    (coding,) = [one for one in codings_where(project, "1") if one.memo.startswith("Tid igjen")]
    remove_codings(project, [coding.id])
    assert len(made.read(row, column, project)) == before - 1
    made.close()


def test_a_row_that_is_gone_is_not_taken_for_another():
    before = Table("", ("code", "n"), (("A", 1), ("A", 2), ("B", 3)))
    now = Table("", ("code", "x", "n"), (("A", 0, 1), ("B", 0, 4)))
    assert same_cell(before, now, 0, 1) == (0, 2)
    assert same_cell(before, now, 1, 1) is None
    assert same_cell(before, now, 2, 1) == (1, 2)
    assert same_cell(now, before, 0, 1) is None


def test_every_form_is_written(project, tmp_path):
    asked = Asked("cooccurrence", {"depth": 0})
    offered = exports(asked, make_report(project, "cooccurrence", depth=0))
    assert [one.suffix for one in offered] == list(FORMATS)
    for export in offered:
        export.write(project, tmp_path / f"a{export.suffix}")
        assert (tmp_path / f"a{export.suffix}").stat().st_size > 50


# The form


def option(**told):
    plain = {"name": "x", "type": str, "several": False, "required": False, "default": ""}
    return Option(**{**plain, "help": "what", **told})


@given(st.integers(-(10**9), 10**9), st.text(" ", max_size=3))
def test_numbers_are_read_as_they_are_written(number, blanks):
    whole = option(type=int)
    assert report_fields.read(whole, f"{blanks}{number}{blanks}") == number
    assert report_fields.read(option(type=float), f"{number},5") == float(f"{number}.5")


@given(st.lists(st.text("abcå 1", min_size=1).map(str.strip).filter(bool), max_size=4))
def test_several_are_parted_by_commas(names):
    several = option(several=True, default=())
    assert report_fields.read(several, report_fields.written(several, names)) == tuple(names)


@pytest.mark.parametrize(("told", "typed"), [({"type": int}, "tre"), ({"type": float}, "5 %")])
def test_what_is_no_number_is_told(told, typed):
    with pytest.raises(InputError, match=typed):
        report_fields.read(option(**told), typed)


def test_names_that_an_option_takes(project):
    names = {known: known_names(project, option(known=known), ["kommune"]) for known in Known}
    assert names[Known.VARIABLE] == ["perspektiv", "kommune", "bølge"]
    assert names[Known.VALUE] == ["Tromsø", "Ålesund"]
    assert names[Known.INDICATOR] == ["Hadde tid"]
    assert names[Known.ORDER][:2] == ["imported", "name"]
    assert known_names(project, option(), []) == []


def test_what_is_wrong_is_told_at_its_field(project):
    async def steps(pilot, screen):
        await choose(pilot, "crosstab")
        await pilot.press("enter")
        await pilot.pause()
        assert "This has to be said: one or two variables." in screen_text(pilot)
        assert screen.form.at_focus.option.name == "variable"
        assert screen.made.asked.kind == "frequencies", "nothing was made"
        await pilot.press(*"kommune", *["down"] * 3, *"to", "enter")
        await settle(pilot)
        assert "This has to be said" not in screen_text(pilot)
        assert "Write a whole number; “to” is none." in screen_text(pilot)
        assert screen.form.at_focus.option.name == "depth"
        await pilot.press("backspace", "backspace", "0", "enter")
        await settle(pilot)
        assert screen.made.asked.options["depth"] == 0
        assert "kommune" in screen.made.table.title

    walk(project, steps, size=(80, 24))


def test_words_are_chosen_by_arrows_and_names_from_a_list(project):
    async def steps(pilot, screen):
        await choose(pilot, "frequencies")
        told = str(screen.query_one("#option-help", Static).content)
        assert told.endswith("One of: perspektiv, kommune, bølge")
        await pilot.press("ctrl+l")
        await pilot.pause()
        await pilot.press("down", "enter")
        await pilot.pause()
        assert field(screen, "by").said == "kommune"
        await pilot.press("down", "right", "right", "down", "space", "enter")
        await settle(pilot)
        options = screen.made.asked.options
        assert (options["by"], options["count"], options["subcodes"]) == ("kommune", "cases", True)
        assert "Tromsø" in screen_text(pilot)

    walk(project, steps, size=(80, 24))


def test_a_name_is_completed_as_it_is_typed(project):
    async def steps(pilot, screen):
        await choose(pilot, "crosstab")
        await pilot.press(*"perspektiv, komm")
        await pilot.pause(0.1)
        await pilot.press("right")
        assert field(screen, "variable").said == "perspektiv, kommune"

    walk(project, steps)


def test_what_was_said_is_there_when_one_comes_back(project):
    async def steps(pilot, screen):
        await choose(pilot, "kwic")
        await pilot.press(*"tid", "enter")
        await settle(pilot)
        await choose(pilot, "words")
        await choose(pilot, "kwic")
        assert field(screen, "word").said == "tid"
        await pilot.press("escape", "down", "escape", "ctrl+r")
        await settle(pilot)
        again = pilot.app.screen
        assert again is not screen
        assert again.made.asked.kind == "kwic"
        assert again.grid.cursor == (1, 0)
        assert field(again, "word").said == "tid"

    walk(project, steps)


# The filter


def test_a_query_chooses_what_is_counted(project):
    async def steps(pilot, screen):
        screen.filter_line.value = "coder=Per AND kommune="
        await pilot.press("f4", "end", *"Tromsø", "enter")
        await settle(pilot)
        selection = screen.made.asked.selection
        assert selection.coders == ("Per",)
        assert selection.variables == (("kommune", "Tromsø"),)
        assert "Kodere: Per" in screen_text(pilot)
        put(screen, "Ressursbarrierer > Tid", "kodinger")
        assert cell(screen) == "1"

    walk(project, steps)


def test_a_wrong_filter_is_told_and_nothing_is_counted(project):
    wrong = {
        "coder=Ola": "There is no coder “Ola”",
        "Tid NEAR/1 turns Penger": "makes passages of words, and here codings are counted",
        "coder=": "breaks off",
        "@mangler": "There is no saved query “mangler”",
    }

    async def steps(pilot, screen):
        def shown(words):
            return words in problem(screen)

        before = screen.made
        await pilot.press("f4")
        for query, told in wrong.items():
            screen.filter_line.value = query
            await until(pilot, partial(shown, told))  # when the typing rests
            await pilot.press("enter")
            await settle(pilot)
            assert told in problem(screen)
            assert screen.made is before
            assert screen.focused is screen.filter_line

    walk(project, steps)


def test_only_my_codings_are_counted_where_the_query_names_no_coder(project):
    async def steps(pilot, screen):
        screen.study.own_only = True
        await pilot.press("f10")
        await settle(pilot)
        assert screen.made.asked.selection.coders == ("Kari",)
        screen.filter_line.value = "coder=Per"
        await pilot.press("f10")
        await settle(pilot)
        assert screen.made.asked.selection.coders == ("Per",)

    walk(project, steps)


# The table


def test_a_number_leads_to_its_excerpts_and_back(project):
    async def steps(pilot, screen):
        await pilot.press("t")
        put(screen, "Ressursbarrierer > Tid", "kodinger")
        assert cell(screen) == "3"
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(pilot.app.screen, Excerpts)
        assert "3 excerpts from 2 transcripts" in screen_text(pilot)
        assert "kapasiteten" in screen_text(pilot)
        await pilot.press("x")  # removes a coding
        await settle(pilot)
        assert "2 excerpts" in screen_text(pilot)
        await pilot.press("escape")
        await settle(pilot)
        await until(pilot, lambda: cell(screen) == "2")
        await pilot.press("u")
        await settle(pilot)
        await until(pilot, lambda: cell(screen) == "3")
        put(screen, "Samordning > Rutiner", "ord")
        await pilot.press("enter")
        await settle(pilot)
        assert "counts no excerpts" in line(pilot, "hints")

    walk(project, steps, size=(80, 24))


def test_a_nought_and_a_report_without_excerpts(project):
    async def steps(pilot, screen):
        await pilot.press("t")
        put(screen, "Ressursbarrierer", "kodinger")
        await pilot.press("enter")
        await settle(pilot)
        assert "The number is 0" in line(pilot, "hints")
        await choose(pilot, "disagreements")
        await pilot.press("f10")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert "no excerpts behind" in line(pilot, "hints")

    walk(project, steps)


def test_rows_are_ordered_by_a_column_and_sums_stay_below(project):
    async def steps(pilot, screen):
        await choose(pilot, "frequencies")
        say(screen, by="kommune")
        await pilot.press("f10")
        await settle(pilot)
        labels = [label.name for label in screen.grid.grid.labels]
        await pilot.press("o")
        numbers = [int(row[0]) for row in screen.grid.grid.numbers]
        assert numbers[:-1] == sorted(numbers[:-1], reverse=True)
        assert screen.grid.grid.labels[-1].name == labels[-1]
        assert "ordered by Tromsø" in screen_text(pilot)
        await pilot.press("o")
        assert [label.name for label in screen.grid.grid.labels] == labels

    walk(project, steps)


def test_notes_are_shown_and_scrolled(project):
    async def steps(pilot, screen):
        await pilot.press("t", "n")
        await pilot.pause()
        assert screen.focused is screen.notes
        assert screen.made.table.notes[0][:30] in screen_text(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert screen.focused is screen.grid
        assert screen.made.table.notes[0][:30] not in screen_text(pilot)

    walk(project, steps, size=(80, 24))


def test_undefined_and_marked_cells_look_as_in_the_other_forms():
    table = Table(
        "T",
        ("code", "n", "share", "why"),
        (("A", 12, None, "x\ny"), ("B", 3, 0.25, ""), ("sum", 15, 0.5, "")),
        totals=1,
        marked=frozenset({(1, 1)}),
    )
    lines = lines_of(table, written_rows(table, "nb"))
    grid = report_grid(table, lines, ordered(table, 2))
    assert [label.name for label in grid.labels] == ["B", "A", "sum"]
    assert grid.numbers[0] == ["3*", "0,25", ""]
    assert grid.numbers[1] == ["12 ", "udefinert", "x y"]
    assert grid.levels == [[TEXT, TEXT, NOTHING], [TEXT, NOTHING, TEXT], [PLAIN] * 3]
    assert grid.words == {2}


@given(
    st.lists(st.one_of(st.none(), st.integers(), st.floats(allow_nan=False)), max_size=20),
    st.integers(0, 2),
)
def test_every_row_is_shown_once_in_any_order(numbers, totals):
    rows = tuple(("x", number) for number in numbers)
    table = Table("", ("code", "n"), rows, totals=min(totals, len(rows)))
    body = len(rows) - table.totals
    found = ordered(table, 1)
    assert sorted(found) == list(range(len(rows)))
    assert found[body:] == list(range(body, len(rows)))
    defined = [numbers[row] for row in found[:body] if numbers[row] is not None]
    assert defined == sorted(defined, reverse=True)


def test_a_long_table_takes_no_more_widgets(project):
    async def steps(pilot, screen):
        rows = tuple((f"Kode {n}", *[n % 7] * 12) for n in range(20_000))
        table = Table("Stor", ("kode", *map(str, range(12))), rows)
        widgets = len(list(screen.walk_children()))
        lines = lines_of(table, written_rows(table, "nb"))
        screen._rows = list(range(len(rows)))
        screen.made.report = type(screen.made.report)(table)
        screen.made.rows = lines.texts
        screen.grid.show(report_grid(table, lines, screen._rows), (0, 0))
        await pilot.press("t", "ctrl+end")
        await pilot.pause()
        assert "Kode 19999" in screen_text(pilot)
        assert len(list(screen.walk_children())) == widgets

    walk(project, steps)


def test_long_headings_are_folded_and_stay(project):
    async def steps(pilot, screen):
        await pilot.press("t")
        assert screen.grid.grid.head == 3
        before = screen_text(pilot).split("\n")
        top = next(n for n, row in enumerate(before) if "underkoder" in row) - 1
        await pilot.press("ctrl+end")
        await pilot.pause()
        after = screen_text(pilot).split("\n")
        assert "underkoder" in "".join(after[top : top + 3])

    walk(project, steps, size=(80, 16))


# What cannot be made


def test_one_coder_is_told_where_the_table_would_be(project):
    async def steps(pilot, screen):
        screen.filter_line.value = "coder=Kari"
        await choose(pilot, "agreement")
        await pilot.press("f10")
        await settle(pilot)
        assert screen.made is None
        assert "coder" in str(screen.query_one("#nothing", Static).content)
        assert "F3 goes to the options" in screen_text(pilot).replace("\n", " ")
        assert screen.exports() == ()

    walk(project, steps)


def test_an_unknown_variable_is_told(project):
    async def steps(pilot, screen):
        await choose(pilot, "crosstab")
        await pilot.press(*"komune", "enter")
        await settle(pilot)
        assert "There is no variable “komune”." in screen_text(pilot)
        assert "Did you mean “kommune”?" in screen_text(pilot)

    walk(project, steps)


def test_an_empty_project_gets_clear_words(empty_project):
    async def steps(pilot, screen):
        for kind in KINDS:
            await choose(pilot, kind)
            say(screen, **SAID.get(kind, {}))
            await pilot.press("f10")
            await settle(pilot)
            told = str(screen.query_one("#nothing", Static).content)
            assert told or screen.made.table.rows
            assert "unexpected" not in told

    walk(empty_project, steps)


def test_something_that_nobody_foresaw_is_told_without_a_traceback(project, monkeypatch):
    def broken(*_arguments, **_options):
        raise RuntimeError("ops")

    async def steps(pilot, screen):
        monkeypatch.setitem(KINDS, "saturation", broken)
        screen.kinds.highlighted = list(KINDS).index("saturation")
        await pilot.press("f10")
        await settle(pilot)
        assert "Something unexpected went wrong" in screen_text(pilot)

    walk(project, steps)


def test_leaving_does_not_wait_for_the_report(project, monkeypatch):
    going, gone = Event(), Event()

    def slow(*_arguments, **_options):
        going.set()
        gone.wait(20)
        return make_report(project, "frequencies")

    async def steps(pilot, screen):
        monkeypatch.setitem(KINDS, "saturation", slow)
        screen.kinds.highlighted = list(KINDS).index("saturation")
        await pilot.press("f10")
        await until(pilot, going.is_set)
        assert "Making the report: Saturation" in line(pilot, "hints")
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(pilot.app.screen, Reports)
        gone.set()

    walk(project, steps)


# Windows


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (250, 70)])
def test_fits_any_window(project, size):
    async def steps(pilot, screen):
        assert "Frequencies" in screen_text(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert "kodinger" in screen_text(pilot)
        assert "Ressurs" in screen_text(pilot)
        assert ("Saturation" in screen_text(pilot)) == (size[0] >= 140), "both only where wide"
        await pilot.resize_terminal(60, 20)
        assert "Ressurs" in screen_text(pilot)

    walk(project, steps, size=size)


# Saved queries


def names(project):
    with Project.open(project.path, coder="Per", read_only=True) as other:
        return {query.name: query.text for query in saved_queries(other)}


def test_a_filter_is_saved_used_and_removed(project):
    async def steps(pilot, screen):
        screen.filter_line.value = "coder=Per"
        await pilot.press("f4", "ctrl+l")
        await pilot.pause()
        assert isinstance(pilot.app.screen, QueryDialogue)
        await pilot.press("f2")
        await pilot.pause()
        await pilot.press(*"hos Per", "enter")
        await pilot.pause()
        assert names(project)["hos Per"] == "coder=Per"
        assert "Saved as @hos Per" in screen_text(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert screen.filter_line.value == "@hos Per"
        assert screen.made.asked.selection.coders == ("Per",)
        await pilot.press("Q", "f3")
        await pilot.pause()
        assert "hos Per" not in names(project)
        assert pilot.app.screen.line.value == "coder=Per", "what it stood for"
        await pilot.press("escape", "escape", "u")
        await settle(pilot)
        assert "hos Per" in names(project), "undo brings it back"

    walk(project, steps)


def test_saving_over_a_query_is_asked_about(project):
    async def steps(pilot, screen):
        await pilot.press("Q")
        await pilot.pause()
        await pilot.press(*"Tid", "f2")
        await pilot.pause()
        await pilot.press(*"Knapt", "enter")
        await pilot.pause()
        assert "Enter again replaces it" in screen_text(pilot)
        assert names(project)["Knapt"] != "Tid"
        await pilot.press("enter")
        await pilot.pause()
        assert names(project)["Knapt"] == "Tid"

    walk(project, steps, "t")


def test_what_is_no_query_is_neither_saved_nor_used(project):
    async def steps(pilot, screen):
        with unchanged(project):
            await pilot.press("Q")
            await pilot.pause()
            await pilot.press("f2")
            assert "There is no query to save" in screen_text(pilot)
            await pilot.press(*"Tidd", "f2")
            assert "There is no code “Tidd”" in screen_text(pilot)
            await pilot.press("enter")
            assert isinstance(pilot.app.screen, QueryDialogue)
            await pilot.press("f3")
            assert "takes a saved query into the line" in screen_text(pilot)
            await pilot.press("escape")
            assert pilot.app.screen is screen

    walk(project, steps, "t", size=(80, 24))


def test_nothing_is_saved_in_a_project_for_reading_only(project_file):
    project_file.chmod(0o444)
    with Project.open(project_file, coder="Kari", read_only=True) as project:

        async def steps(pilot, screen):
            await pilot.press("Q")
            await pilot.pause()
            await pilot.press(*"Tid", "f2")
            await pilot.pause()
            await pilot.press(*"tid", "enter")
            await pilot.pause()
            assert "reading only" in screen_text(pilot)

        walk(project, steps, "t")


def test_nothing_is_saved_while_another_program_writes(project):
    async def steps(pilot, screen):
        with Project.open(project.path, coder="Per") as other, other.transaction():
            await pilot.press("Q")
            await pilot.pause()
            await pilot.press(*"Tid", "f2")
            await pilot.pause()
            await pilot.press(*"tid", "enter")
            await pilot.pause()
            assert "tid" not in pilot.app.screen_stack[-2]._names
        assert "tid" not in names(project)
        await pilot.press("enter")
        await pilot.pause()
        assert names(project)["tid"] == "Tid"

    walk(project, steps, "t")


def test_excerpts_of_a_query(project):
    async def steps(pilot, screen):
        await pilot.press("f7")
        await settle(pilot)
        excerpts = pilot.app.screen
        assert isinstance(excerpts, Excerpts)
        await pilot.press("Q")
        await pilot.pause()
        pilot.app.screen.line.value = "Tid NEAR/0 turns Koordinatorrollen"
        await pilot.press("enter")
        await settle(pilot)
        assert "Tid NEAR/0 turns Koordinatorrollen" in screen_text(pilot)
        assert "hun hadde ikke tid. Hun kalte inn til møter" in screen_text(pilot)
        await pilot.press("s")
        assert "shows what a query finds" in line(pilot, "hints")
        offered = {one.suffix: one for one in excerpts.exports()}
        assert set(offered) == {".docx", ".csv", ".xlsx", ".html", ".json", ".jsonl"}
        for suffix, export in offered.items():
            export.write(project, project.path.with_name(f"ut{suffix}"))
        written = project.path.with_name("ut.csv").read_text("utf-8-sig")
        assert "hun hadde ikke tid. Hun kalte inn til møter" in written
        await pilot.press("Q")
        await pilot.pause()
        await pilot.press("down", "enter")
        await settle(pilot)
        assert "@Knapt" in screen_text(pilot)
        assert "kapasiteten" in screen_text(pilot)

    walk(project, steps)


def test_the_filter_of_the_excerpts_is_the_query_to_begin_with(project):
    async def steps(pilot, screen):
        await pilot.press("f7", "p")
        await pilot.pause()
        await pilot.press(*"Tid", "enter")
        await settle(pilot)
        await pilot.press("f", *"Tromsø", "enter")
        await settle(pilot)
        await pilot.press("Q")
        await pilot.pause()
        assert pilot.app.screen.line.value == '"Ressursbarrierer > Tid" AND kommune=Tromsø'

    walk(project, steps)


def test_a_search_by_query(project):
    async def steps(pilot, screen):
        await pilot.press("f6", *"tid")
        await until(pilot, lambda: pilot.app.screen.hits)
        search = pilot.app.screen
        assert isinstance(search, Search)
        sources = {hit.source for hit in search.hits}
        await pilot.press("ctrl+l")
        await pilot.pause()
        pilot.app.screen.line.value = "perspektiv=leder"
        await pilot.press("enter")
        await settle(pilot)
        assert search.query_one("#words", Input).value == "tid", "a query on transcripts filters"
        assert {hit.source for hit in search.hits} < sources | {"x"}
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert pilot.app.screen.line.value == "perspektiv=leder"
        pilot.app.screen.line.value = "Tid AND Koordinatorrollen"
        await pilot.press("enter")
        await settle(pilot)
        assert [hit.text for hit in search.hits] == ["Hun kalte"]
        assert search.query_one("#words", Input).value == ""
        assert "Tid AND Koordinatorrollen" in screen_text(pilot)
        assert {one.suffix for one in search.exports()} == {
            ".csv",
            ".xlsx",
            ".html",
            ".json",
            ".jsonl",
        }

    walk(project, steps)


# Elsewhere


def test_the_screen_is_reached_from_the_analysis_and_written_to_a_file(
    project, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)

    async def steps(pilot, screen):
        await pilot.press("f8", "ctrl+r")
        await settle(pilot)
        assert isinstance(pilot.app.screen, Reports)
        await pilot.press("t", "ctrl+e")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ExportDialogue)
        await pilot.press(*["down"] * 4, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Reports))

    walk(project, steps)
    (written,) = tmp_path.glob("*.html")
    assert "kapasiteten" in written.read_text("utf-8"), "its cells open their excerpts"


def test_thousands_of_excerpts_behind_a_number(empty_project):
    with empty_project.action("Made a lot"):
        code_id = add_code(empty_project, "Mye")
        source_id = study.add(empty_project, "A", [("Mor", "ord " * 5_000)])
    places = [NewCoding(source_id, code_id, 5 + 4 * n, 8 + 4 * n) for n in range(4_000)]
    add_codings(empty_project, places, label="Coded")

    async def steps(pilot, screen):
        await pilot.press("t")
        put(screen, "Mye", "kodinger")
        await pilot.press("enter")
        await settle(pilot)
        assert "4,000 excerpts" in screen_text(pilot)
        await pilot.press("end")
        await pilot.pause()
        assert "▸" in screen_text(pilot)

    walk(empty_project, steps)
