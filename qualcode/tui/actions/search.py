"""Searching transcripts, going through what was found, and filters."""

from __future__ import annotations

from qualcode.tui.actions.base import CODE, EDIT, GENERAL, GO, MOVE, SHOW, Action
from qualcode.tui.actions.querying import query_action
from qualcode.tui.i18n import N_

_SEARCH = (
    Action(
        "show_place",
        ("enter",),
        N_("Show in the text"),
        N_("Goes to the hit in its transcript. While typing: to the list of hits."),
        GO,
        "search",
    ),
    Action(
        "code_all",
        ("c",),
        N_("Code all marked hits"),
        N_("The words, their sentences or their turns; one action, which u takes back."),
        CODE,
        "search",
    ),
    Action(
        "mark",
        ("space",),
        N_("Mark or unmark the hit"),
        N_("Hits without a mark are left out of coding."),
        CODE,
        "search",
    ),
    Action(
        "mark_all",
        ("x",),
        N_("Mark no hit, or all"),
        N_("Clears all marks; where there are none, marks everything."),
        CODE,
        "search",
    ),
    Action(
        "toggle_exact",
        ("f2", "e"),
        N_("All forms, or just these words"),
        N_('Just these words: also "a phrase", begin*, AND, OR, NOT.'),
        SHOW,
        "search",
    ),
    Action(
        "pick_codes",
        ("f3", "a"),
        N_("Search by two codes"),
        N_("The words that have one code AND another, or one but NOT another."),
        SHOW,
        "search",
    ),
    Action(
        "filter",
        ("f4", "f"),
        N_("Filter"),
        N_("By variable, case or transcript; without the interviewers’ turns."),
        SHOW,
        "search",
    ),
    query_action("search", N_("Finds coded words by a query, or a saved one, in place of words.")),
)

_SIMILAR = (
    Action(
        "show_place",
        ("enter",),
        N_("Show in the text"),
        N_("Goes to the words in their transcript; = there comes back to the list."),
        GO,
        "similar",
    ),
    Action(
        "find_similar",
        ("equals_sign",),
        N_("More like this one"),
        N_("Looks for what is like the words in the bar."),
        GO,
        "similar",
    ),
    Action(
        "code_all",
        ("c",),
        N_("Code all that is marked"),
        N_("The words, their sentences or their turns; one action, which u takes back."),
        CODE,
        "similar",
    ),
    Action(
        "mark",
        ("space",),
        N_("Mark or unmark"),
        N_("What has no mark is left out of coding."),
        CODE,
        "similar",
    ),
    Action(
        "mark_all",
        ("x",),
        N_("Mark nothing, or all"),
        N_("Clears all marks; where there are none, marks everything."),
        CODE,
        "similar",
    ),
)

_PASSAGES = (
    Action("step(-1)", ("up", "k"), N_("One up"), "", MOVE, "passages"),
    Action("step(1)", ("down", "j"), N_("One down"), "", MOVE, "passages"),
    Action("page(-1)", ("pageup", "b"), N_("A page up"), "", MOVE, "passages"),
    Action("page(1)", ("pagedown",), N_("A page down"), "", MOVE, "passages"),
    Action("group(-1)", ("K", "ctrl+up"), N_("The group before"), "", MOVE, "passages"),
    Action("group(1)", ("J", "ctrl+down"), N_("The next group"), "", MOVE, "passages"),
    Action("end(-1)", ("home", "ctrl+home"), N_("To the first"), "", MOVE, "passages"),
    Action("end(1)", ("end", "ctrl+end"), N_("To the last"), "", MOVE, "passages"),
)

_FILTER = (
    Action(
        "tick",
        ("tab",),
        N_("Tick, or clear the tick"),
        N_("Values of one variable are alternatives; all else has to hold together."),
        EDIT,
        "filter",
        True,
    ),
    Action(
        "apply",
        ("enter",),
        N_("Apply the filter"),
        N_("After typing, what is in the bar is taken too."),
        EDIT,
        "filter",
        True,
    ),
    Action("everything", ("f4",), N_("No filter"), N_("Clears all ticks."), EDIT, "filter", True),
    Action("step(-1)", ("up",), N_("One up"), "", MOVE, "filter", True),
    Action("step(1)", ("down",), N_("One down"), "", MOVE, "filter", True),
    Action("step(-10)", ("pageup",), N_("Ten up"), "", MOVE, "filter", True),
    Action("step(10)", ("pagedown",), N_("Ten down"), "", MOVE, "filter", True),
    Action(
        "cancel",
        ("escape",),
        N_("Leave"),
        N_("The filter stays as it was."),
        GENERAL,
        "filter",
        True,
    ),
)

ACTIONS: tuple[Action, ...] = (*_SEARCH, *_SIMILAR, *_PASSAGES, *_FILTER)
