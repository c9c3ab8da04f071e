"""Walking through matrices and tables."""

from __future__ import annotations

from qualcode.tui.actions.base import GO, MOVE, SHOW, Action
from qualcode.tui.actions.walking import walking
from qualcode.tui.i18n import N_


def _show(name: str, keys: str, label: str, hint: str) -> Action:
    return Action(name, tuple(keys.split()), label, hint, SHOW, "analysis")


ACTIONS: tuple[Action, ...] = (
    Action(
        "open_cell",
        ("enter",),
        N_("The excerpts behind the number"),
        N_("Lists just what the cell counts; Esc comes back."),
        GO,
        "analysis",
    ),
    *walking("analysis"),
    Action(
        "find_code",
        ("g",),
        N_("Go to a code"),
        N_("Goes to its row; with two codes marked, to the number of the two."),
        MOVE,
        "analysis",
    ),
    _show("matrix", "m", N_("Co-occurrence"), N_("Which codes occur together.")),
    _show("table", "t", N_("Frequencies"), N_("Codings, transcripts and cases of each code.")),
    _show(
        "by_variable",
        "v",
        N_("Frequencies by variable"),
        N_("A column for each value: perspective, wave, …"),
    ),
    _show(
        "count",
        "w",
        N_("What is counted"),
        N_("Overlaps, units, codings near, after or inside one another; transcripts, cases."),
    ),
    _show(
        "measure",
        "c",
        N_("Counts, or how strong ties are"),
        N_("What the matrix shows: numbers, c, Jaccard, lift, PMI, or an exact test."),
    ),
    Action(
        "stretch(1)",
        ("plus", "+"),
        N_("Further apart"),
        N_("Where codings near one another are counted: one sentence or turn more."),
        SHOW,
        "analysis",
        key_shown="+",
    ),
    Action(
        "stretch(-1)",
        ("minus", "-"),
        N_("Less far apart"),
        N_("One sentence or turn less."),
        SHOW,
        "analysis",
        key_shown="-",
    ),
    _show("depth", "d", N_("Roll up"), N_("Only themes, themes and one level, …, every code.")),
    _show(
        "subcodes",
        "a",
        N_("Alone, or with the codes below"),
        N_("What a number by variable counts of a code."),
    ),
    _show(
        "order",
        "s",
        N_("Another order"),
        N_("The codebook’s, most used first, or neighbours occur together."),
    ),
    _show(
        "order_by_column",
        "o",
        N_("Order by this column"),
        N_("Highest numbers first; again: back to the order before."),
    ),
    _show("empty_rows", "h", N_("Hide empty rows"), N_("Codes that meet no other, or have none.")),
    _show(
        "filter",
        "f4 f",
        N_("Filter"),
        N_("Which codings are counted: by coder, variable, case, transcript, code, words."),
    ),
)
