"""What the screens are made of: the row, its colours, finding codes, recent codes."""

from __future__ import annotations

import pytest
import study as example
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.color import Color

from qualcode.codebook.edit import add_code
from qualcode.model import Code, Coding, Decision, Origin, Role, Span, Suggestion, Turn
from qualcode.project.codes import codes
from qualcode.project.codings import codings
from qualcode.project.sources import source, source_ids
from qualcode.reporting.labels import stamp_text
from qualcode.tui import i18n
from qualcode.tui.describe import fit_hint
from qualcode.tui.document import load_document, make_document
from qualcode.tui.fuzzy import matching
from qualcode.tui.highlights import Hits
from qualcode.tui.lanes import CodingIndex, RangeIndex
from qualcode.tui.palette import Ink, hues, palette
from qualcode.tui.sheet import Marks, Sheet, fit_gutter
from qualcode.tui.study import Study, coded_share

DARK = {"background": "#121212", "foreground": "#e0e0e0", "primary": "#0178D4"}
LIGHT = {"background": "#e0e0e0", "foreground": "#1f1f1f", "primary": "#004578"}


def code(number: int, *path: str, parent: int | None = None, colour: str = "") -> Code:
    return Code(number, f"guid-{number}", parent, path[-1], path, number, colour=colour)


CODES = [
    code(1, "Samordning"),
    code(2, "Samordning", "Ventetid og kø", parent=1),
    code(3, "Ressurser", colour="#AA3377"),
    code(4, "Ressurser", "Tid", parent=3),
    code(5, "Ressurser", "Penger", parent=3, colour="rosa"),
]


# Finding codes


def names(typed: str, recent: tuple[int, ...] = ()) -> list[str]:
    return [found.name for found in matching(CODES, typed, recent)]


def test_what_is_typed_finds_codes():
    assert names("tid") == ["Tid", "Ventetid og kø"], "the code that is called so comes first"
    assert names("VENTE") == ["Ventetid og kø"]
    assert names("ress pen") == ["Penger"], "every word fits somewhere in the path"
    assert names("vtkø") == ["Ventetid og kø"], "letters apart, where none fit together"
    assert names("xyz") == []


def test_nothing_typed_lists_all_with_the_recent_ones_first():
    assert names("")[:2] == ["Samordning", "Ventetid og kø"]
    assert names(" ", (5, 4))[:3] == ["Penger", "Tid", "Samordning"]


# Colours


def test_hues_come_from_the_theme_and_never_fail():
    found = hues(CODES)
    assert found[3] == found[4] == found[5] == "#AA3377", "a colour that is none is the theme's"
    assert found[1] == found[2]
    assert found[1] != found[3]


def contrast(style) -> float:
    """Of letters and ground, as WCAG 2 has it."""

    def luminance(colour) -> float:
        parts = Color.from_rich_color(colour).normalized
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(style.color), luminance(style.bgcolor)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("variables", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("hue", [*hues([code(n, str(n)) for n in range(6)]).values(), "#ffffff"])
def test_coded_words_can_be_read(variables, hue):
    made = palette(variables, ansi=False, colourless=False)
    for ink in (
        Ink(hue=hue, depth=1),
        Ink(hue=hue, depth=4),
        Ink(hue=hue, depth=1, outline=hue),
        Ink(outline=hue),
        Ink(hue=hue, depth=2, hit=True),
        Ink(quiet=True),
        Ink(selected=True),
    ):
        assert contrast(made.style(ink)) > 4.2, ink


def test_without_colours_everything_is_marked_otherwise():
    made = palette(DARK, ansi=False, colourless=True)
    coded, selected = made.style(Ink(hue="#4477AA", depth=1)), made.style(Ink(selected=True))
    assert coded.underline
    assert selected.reverse
    suggested, hit = made.style(Ink(outline="#4477AA")), made.style(Ink(hit=True))
    assert suggested.italic
    assert not suggested.underline
    assert hit.reverse
    assert hit.dim
    looks = (coded, selected, suggested, hit)
    assert all(one.color is None and one.bgcolor is None for one in looks)
    assert len({(one.underline, one.reverse, one.italic, one.dim) for one in looks}) == 4


@pytest.mark.parametrize("colourless", [True, False])
@pytest.mark.parametrize("ansi", [True, False])
def test_no_two_marks_look_alike(ansi, colourless):
    made = palette(DARK, ansi=ansi, colourless=colourless)
    hue = "#CCBB44"  # the yellow of the themes, beside that of the hits
    inks = (
        Ink(),
        Ink(hue=hue, depth=1),
        Ink(outline=hue),
        Ink(hue=hue, depth=1, outline=hue),
        Ink(hit=True),
        Ink(selected=True),
        Ink(selected=True, hue=hue, depth=1),
        Ink(cursor=True),
    )
    looks = [made.style(ink) for ink in inks]
    plain = [
        (one.color, one.bgcolor, one.italic, one.underline, one.reverse, one.dim, one.bold)
        for one in looks
    ]
    alike = {plain.index(look) for look in plain}
    assert len(alike) >= len(inks) - 1, "a selected coding may look like any selection"


# The row


def sheet(document, *, width=80, marks=(), suggested=(), hits=(), line_numbers=False) -> Sheet:
    gutter = fit_gutter(document, width, line_numbers=line_numbers, suggestions=bool(suggested))
    layout = document.layout(width - gutter.width - 1)
    made = palette(DARK, ansi=False, colourless=False)
    on_text = Marks(CodingIndex(marks), {1: "#4477AA"}, RangeIndex(suggested), Hits(hits))
    return Sheet(document, layout, gutter, made, on_text)


def rows(drawn: Sheet, width: int = 80) -> list[str]:
    return [drawn.strip(row, None, None, width).text for row in range(drawn.layout.rows)]


@pytest.mark.parametrize("width", [200, 80, 60, 40])
def test_every_row_is_exactly_as_wide_as_the_view(project, width):
    for source_id in source_ids(project).values():
        document = load_document(project, source_id)
        marks = [one for one in codings(project) if one.source_id == source_id]
        drawn = sheet(document, width=width, marks=marks, line_numbers=True)
        for row in range(drawn.layout.rows):
            reach = drawn.layout.row_span(row)
            strip = drawn.strip(row, Span(reach.start, reach.end), reach.start, width)
            assert strip.cell_length == width


def test_a_row_tells_turn_speaker_stamp_and_line(project):
    document = load_document(project, source_ids(project)["Familie i nord"])
    narrow, wide = rows(sheet(document)), rows(sheet(document, width=120), 120)
    assert narrow[1].split()[:2] == ["2", "Mor"]
    assert narrow[2].split()[0] == "0:00:07", "below the speaker"
    assert wide[1].split()[:3] == ["2", "0:00:07", "Mor"]
    assert "Mor:" not in "".join(narrow), "the label in the text is not shown twice"
    assert rows(sheet(document, line_numbers=True))[3].split()[:2] == ["3", "3"]


def test_interviewers_are_dimmer(project):
    document = load_document(project, source_ids(project)["Familie i nord"])
    drawn = sheet(document)
    words = {
        segment.text.strip(): segment.style
        for row in (0, 1)
        for segment in drawn.strip(row, None, None, 80)
    }
    asked = words["Hvordan har dere opplevd hjelpeapparatet?"]
    told = next(style for text, style in words.items() if text.startswith("Vi måtte"))
    assert 4.5 < contrast(asked) < contrast(told)


def test_more_codings_than_lanes_leave_a_mark(project):
    document = load_document(project, source_ids(project)["Familie i nord"])
    start = document.turns[1].start

    def deep(number: int) -> list[Coding]:
        return [
            Coding(one, f"g{one}", 1, 1, "Kari", start, start + 5 + one, Origin.HAND)
            for one in range(number)
        ]

    assert "[[[ Vi" in rows(sheet(document, marks=deep(3)))[1]
    assert "+[[[ Vi" in rows(sheet(document, marks=deep(9)))[1]


def suggestion(number: int, start: int, end: int) -> Suggestion:
    return Suggestion(number, f"s{number}", 1, 1, 1, start, end, 0.5, [], False, Decision.OPEN)


@pytest.mark.parametrize("width", [200, 80, 40])
def test_suggestions_and_hits_keep_rows_as_wide_as_the_view(project, width):
    document = load_document(project, source_ids(project)["Familie i nord"])
    length = len(document.source.text)
    drawn = sheet(
        document,
        width=width,
        suggested=[suggestion(one, one * 7, one * 9 + 5) for one in range(8)],
        hits=[Span(start, start + 5) for start in range(0, length - 5, 11)],
    )
    for row in range(drawn.layout.rows):
        assert drawn.strip(row, None, None, width).cell_length == width


def test_a_suggestion_has_a_lane_of_its_own(project):
    document = load_document(project, source_ids(project)["Familie i nord"])
    start, end = document.turns[1].start, document.turns[1].end
    shown = rows(sheet(document, suggested=[suggestion(1, start, end)]))
    before = rows(sheet(document))
    lane = shown[1].index("╭")
    last = next(row for row in range(2, len(shown)) if shown[row][lane] != "┊")
    assert shown[last][lane] == "╰"
    assert "╭" not in "".join(before)
    assert before[1].index("Vi måtte") + 1 == shown[1].index("Vi måtte")


def test_a_source_without_turns_or_sentences_is_read_by_its_lines(project):
    plain = source(project, source_ids(project)["Familie i nord"])
    document = make_document(plain, [], [])
    assert document.turn_at(5) is None
    assert document.sentences.at(0) == document.turn_units.at(0) == Span(0, plain.text.index("\n"))
    assert "Mor: Vi måtte" in rows(sheet(document))[1]


def test_clock():
    assert [stamp_text(0), stamp_text(59.9), stamp_text(3671)] == ["0:00:00", "0:00:59", "1:01:11"]


# The study


def test_shares_count_what_was_said_and_nothing_twice():
    turns = [Turn(5, 10, "A", Role.INFORMANT), Turn(15, 25)]
    marks = [Span(0, 10), Span(8, 20), Span(9, 12)]
    assert coded_share(turns, marks) == 10 / 15
    assert coded_share([], marks) == 0
    assert coded_share(turns, []) == 0


def test_recent_codes_keep_their_numbers(project):
    opened = Study(project)
    made = [add_code(project, f"Ny {number}") for number in range(9)]
    opened.read_codebook()
    before = list(opened.recent)
    source_id, start, end = example.find(project, "Familie i nord", "Vi måtte")
    for number, code_id in enumerate(made):
        opened.code(source_id, Span(start, end - number % 3), [code_id])
        opened.code(source_id, Span(start, end), [before[0]])
    assert opened.recent[0] == before[0], "in use all the time"
    assert len(opened.recent) == len(set(opened.recent)) == 9
    assert set(made[1:]) <= set(opened.recent), "the code unused for longest gives way"
    assert opened.last_codes == (before[0],)


def test_recent_codes_that_are_gone_are_forgotten(project):
    opened = Study(project)
    gone = opened.recent[0]
    opened.code_by_id.pop(gone)
    opened.forget_missing_codes()
    assert gone not in (*opened.recent, *opened.last_codes)


def test_counts_by_code_and_by_coder(project):
    opened = Study(project)
    by_name = {found.name: found.id for found in codes(project)}
    everybody = opened.counts()
    assert set(everybody) == set(by_name.values())
    opened.own_only = True
    assert opened.counts([by_name["Koordinatorrollen"]]) == {by_name["Koordinatorrollen"]: 0}
    assert sum(opened.counts().values()) < sum(everybody.values())


# The language


def test_english_is_what_stands_in_the_code():
    i18n.use_language("en")
    assert i18n._("Undo") == "Undo"
    assert i18n._("") == ""


# The line of keys


@given(st.lists(st.text("aøé漢😔 ", min_size=1), min_size=1), st.integers(0, 120))
def test_a_line_of_keys_that_is_too_long_keeps_its_first_and_its_last(parts, width):
    hint = " · ".join(parts)
    fitted = fit_hint(hint, width).split(" · ")
    assert [fitted[0], fitted[-1]] == [parts[0], parts[-1]]
    assert cell_len(" · ".join(fitted)) <= width or len(fitted) <= 2
    assert fitted == parts or cell_len(hint) > width
