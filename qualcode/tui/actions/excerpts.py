"""Looking through excerpts."""

from __future__ import annotations

from qualcode.tui.actions.base import CODE, GO, SHOW, Action
from qualcode.tui.actions.querying import query_action
from qualcode.tui.i18n import N_

ACTIONS: tuple[Action, ...] = (
    Action(
        "show_place",
        ("enter",),
        N_("Show in the text"),
        N_("Goes to the excerpt in its transcript; F7 there comes back to the list."),
        GO,
        "excerpts",
    ),
    Action(
        "unfold",
        ("space",),
        N_("Unfold or fold"),
        N_("Shows the whole excerpt with its memos, or its first rows."),
        SHOW,
        "excerpts",
    ),
    Action(
        "group_by",
        ("g",),
        N_("Group by the next"),
        N_("Code, transcript, case, then each variable."),
        SHOW,
        "excerpts",
    ),
    Action(
        "pick_code",
        ("p",),
        N_("Excerpts of another code"),
        N_("Chooses the code to be listed."),
        SHOW,
        "excerpts",
    ),
    Action(
        "toggle_below",
        ("s",),
        N_("With the codes below, or without"),
        N_("A theme by itself, or with everything under it."),
        SHOW,
        "excerpts",
    ),
    Action(
        "filter",
        ("f4", "f"),
        N_("Filter"),
        N_("By coder, variable, case, transcript, code, or words in the excerpt."),
        SHOW,
        "excerpts",
    ),
    query_action("excerpts", N_("Lists what a query finds; queries can be saved under a name.")),
    Action(
        "context(1)",
        ("+", "plus"),
        N_("More context"),
        N_("One turn more before and after each excerpt."),
        SHOW,
        "excerpts",
        key_shown="+",
    ),
    Action(
        "context(-1)",
        ("-", "minus"),
        N_("Less context"),
        N_("One turn less."),
        SHOW,
        "excerpts",
        key_shown="-",
    ),
    Action(
        "find_similar",
        ("equals_sign",),
        N_("More like this"),
        N_("Lists what is most like the words of this excerpt, to look at and to code."),
        GO,
        "excerpts",
    ),
    Action(
        "memo",
        ("m",),
        N_("Write a memo"),
        N_("On the coding of this excerpt."),
        CODE,
        "excerpts",
    ),
    Action(
        "change_code",
        ("c",),
        N_("Give it another code"),
        N_("Chooses the code that takes the place of this one."),
        CODE,
        "excerpts",
    ),
    Action(
        "remove",
        ("x", "delete"),
        N_("Remove the coding"),
        N_("The words stay; u brings the coding back."),
        CODE,
        "excerpts",
    ),
)
