"""Moving and selecting in a transcript."""

from __future__ import annotations

from qualcode.tui.actions.base import DECIDE, GO, MOVE, SELECT, SHOW, Action
from qualcode.tui.i18n import N_


def _moves() -> list[Action]:
    def move(name: str, keys: str, label: str, hint: str) -> Action:
        return Action(f"move('{name}')", tuple(keys.split()), label, hint, MOVE, "transcript")

    def extend(name: str, keys: str, label: str) -> Action:
        return Action(f"move('{name}', True)", tuple(keys.split()), label, "", SELECT, "transcript")

    return [
        move("left", "left", N_("A character back"), ""),
        move("right", "right", N_("A character on"), ""),
        move("up", "up", N_("A row up"), ""),
        move("down", "down", N_("A row down"), ""),
        move("word_left", "ctrl+left", N_("A word back"), N_("To where a word begins.")),
        move("word_right", "ctrl+right", N_("A word on"), N_("To where the next word begins.")),
        move("sentence_left", "k ctrl+up", N_("A sentence back"), N_("To where it begins.")),
        move("sentence_right", "j ctrl+down", N_("A sentence on"), N_("To where it begins.")),
        move("turn_left", "K alt+up", N_("A turn back"), N_("To where it begins.")),
        move("turn_right", "J alt+down", N_("A turn on"), N_("To where the next turn begins.")),
        move("page_up", "pageup b", N_("A page up"), ""),
        move("page_down", "pagedown space", N_("A page down"), ""),
        move("row_start", "home", N_("Start of the row"), ""),
        move("row_end", "end", N_("End of the row"), ""),
        move("text_start", "ctrl+home", N_("Start of the text"), ""),
        move("text_end", "ctrl+end", N_("End of the text"), ""),
        Action(
            "coding(1)",
            ("n",),
            N_("Next coding"),
            N_("To where the next coding begins."),
            MOVE,
            "transcript",
        ),
        Action(
            "coding(-1)",
            ("p",),
            N_("Previous coding"),
            N_("To where the coding before begins."),
            MOVE,
            "transcript",
        ),
        extend("left", "shift+left", N_("Extend by a character back")),
        extend("right", "shift+right", N_("Extend by a character")),
        extend("up", "shift+up", N_("Extend by a row up")),
        extend("down", "shift+down", N_("Extend by a row")),
        extend("word_left", "ctrl+shift+left", N_("Extend by a word back")),
        extend("word_right", "ctrl+shift+right", N_("Extend by a word")),
        extend("sentence_left", "ctrl+shift+up", N_("Extend by a sentence back")),
        extend("sentence_right", "ctrl+shift+down", N_("Extend by a sentence")),
        extend("turn_left", "alt+shift+up", N_("Extend by a turn back")),
        extend("turn_right", "alt+shift+down", N_("Extend by a turn")),
        extend("page_up", "shift+pageup", N_("Extend by a page up")),
        extend("page_down", "shift+pagedown", N_("Extend by a page")),
        extend("row_start", "shift+home", N_("Extend to the start of the row")),
        extend("row_end", "shift+end", N_("Extend to the end of the row")),
    ]


def _selections() -> list[Action]:
    def grow(unit: str, key: str, label: str) -> Action:
        hint = N_("Again: one more, where the cursor is. After coding: the next one.")
        return Action(f"grow('{unit}')", (key,), label, hint, SELECT, "transcript")

    def shrink(unit: str, key: str, label: str) -> Action:
        hint = N_("Leaves out the one of the selection where the cursor is.")
        return Action(f"shrink('{unit}')", (key,), label, hint, SELECT, "transcript")

    return [
        grow("words", "w", N_("Select a word")),
        grow("sentences", "s", N_("Select a sentence")),
        grow("turns", "t", N_("Select a turn")),
        shrink("words", "W", N_("A word less")),
        shrink("sentences", "S", N_("A sentence less")),
        shrink("turns", "T", N_("A turn less")),
        Action(
            "mark",
            ("v",),
            N_("Select from here"),
            N_("Every movement extends the selection, by sentences or turns whole ones."),
            SELECT,
            "transcript",
        ),
        Action(
            "deselect",
            ("escape",),
            N_("Select nothing"),
            N_("Gives up the selection."),
            SELECT,
            "transcript",
        ),
    ]


_SUGGESTIONS = (
    Action(
        "suggestion(1)",
        ("f",),
        N_("Next suggestion"),
        N_("Selects the words that are suggested next."),
        DECIDE,
        "transcript",
    ),
    Action(
        "suggestion(-1)",
        ("F",),
        N_("Previous suggestion"),
        N_("Selects the words of the suggestion before."),
        DECIDE,
        "transcript",
    ),
    Action(
        "accept_suggestion",
        ("a",),
        N_("Accept the suggestion"),
        N_("Codes the words at the cursor as suggested; asks which if there are several."),
        DECIDE,
        "workspace",
    ),
    Action(
        "reject_suggestion",
        ("d",),
        N_("Reject the suggestion"),
        N_("It is not suggested again; asks which if there are several."),
        DECIDE,
        "workspace",
    ),
    Action(
        "why_nothing",
        ("question_mark",),
        N_("Why nothing here"),
        N_("Why a code is not suggested for the selection, else the sentence at the cursor."),
        DECIDE,
        "workspace",
    ),
    Action(
        "find_similar",
        ("equals_sign",),
        N_("More like this"),
        N_("Lists what is most like the selection, else the sentence, to look at and to code."),
        GO,
        "workspace",
    ),
    Action(
        "toggle_suggestions",
        ("h",),
        N_("Suggestions in the text"),
        N_("Hides the open suggestions, or shows them again."),
        SHOW,
        "transcript",
    ),
)

_HITS = (
    Action(
        "hit(1)",
        ("plus",),
        N_("Next hit"),
        N_("To what the last search has found, also in the next transcripts."),
        GO,
        "workspace",
    ),
    Action(
        "hit(-1)",
        ("minus",),
        N_("Previous hit"),
        N_("To the hit before. Esc drops the hits."),
        GO,
        "workspace",
    ),
)

ACTIONS: tuple[Action, ...] = (*_moves(), *_selections(), *_SUGGESTIONS, *_HITS)
