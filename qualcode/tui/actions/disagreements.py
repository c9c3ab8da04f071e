"""Settling what coders differ on."""

from __future__ import annotations

from qualcode.tui.actions.base import DECIDE, EDIT, GO, MOVE, SHOW, Action
from qualcode.tui.i18n import N_

MOST_CODERS = 9  # that have a key of their own


def _decide(name: str, keys: str, label: str, hint: str, shown: str = "") -> Action:
    return Action(name, tuple(keys.split()), label, hint, DECIDE, "disagreements", key_shown=shown)


def _move(name: str, keys: str, label: str, hint: str = "") -> Action:
    return Action(name, tuple(keys.split()), label, hint, MOVE, "disagreements")


def _border(edge: str, unit: str, step: int, keys: str, label: str) -> Action:
    hint = N_("The words that another code is put on; Esc gives them back.")
    name = f"border('{edge}', '{unit}', {step})"
    return Action(name, tuple(keys.split()), label, hint, EDIT, "disagreements")


def _show(name: str, keys: str, label: str, hint: str) -> Action:
    return Action(name, tuple(keys.split()), label, hint, SHOW, "disagreements")


ACTIONS: tuple[Action, ...] = (
    *(
        _decide(
            f"keep({number})",
            str(number),
            N_("Keep a coder's"),
            N_("Of the coder with that number; the consensus gets it, and the next one comes."),
            "1–9",
        )
        for number in range(1, MOST_CODERS + 1)
    ),
    _decide("both", "a", N_("Keep everybody's"), N_("What all of them have there.")),
    _decide("neither", "x d delete", N_("Keep nobody's"), N_("The consensus has no code there.")),
    _decide(
        "otherwise",
        "c",
        N_("Another code or other words"),
        N_("Opens the list of codes; the arrows set the words before."),
    ),
    _decide(
        "reason",
        "m",
        N_("Why"),
        N_("A memo that goes with the decision, before it is made or afterwards."),
    ),
    _decide("reopen", "O", N_("Open it again"), N_("Takes back what was decided on it.")),
    _decide(
        "take_over",
        "t",
        N_("Take over what is agreed"),
        N_("The consensus gets all that everybody coded alike; one action, after a question."),
    ),
    _move("step(1)", "n down j", N_("Next"), N_("Leaves this one as it is.")),
    _move("step(-1)", "p up k", N_("The one before")),
    _move("next_open", "N", N_("Next one that is open")),
    _move("page(1)", "pagedown space", N_("A page down")),
    _move("page(-1)", "pageup b", N_("A page up")),
    _move("end(-1)", "home", N_("The first")),
    _move("end(1)", "end", N_("The last")),
    _border("start", "words", -1, "left", N_("Begin a word earlier")),
    _border("start", "words", 1, "right", N_("Begin a word later")),
    _border("end", "words", -1, "shift+left W", N_("End a word earlier")),
    _border("end", "words", 1, "shift+right w", N_("End a word later")),
    _border("start", "sentences", -1, "ctrl+left", N_("Begin a sentence earlier")),
    _border("start", "sentences", 1, "ctrl+right", N_("Begin a sentence later")),
    _border("end", "sentences", -1, "ctrl+shift+left S", N_("End a sentence earlier")),
    _border("end", "sentences", 1, "ctrl+shift+right s", N_("End a sentence later")),
    _show(
        "filter",
        "f f4",
        N_("Filter"),
        N_("By code with those under it, coder, variable, case or transcript."),
    ),
    _show("this_code", "C", N_("Only this code"), N_("Again: all codes.")),
    _show("everything", "F", N_("No filter"), N_("Shows all differences.")),
    _show("hide", "h", N_("Hide what is settled"), N_("Again: it is shown greyed.")),
    _show("order", "o", N_("Another order"), N_("By the text or by the codebook.")),
    _show(
        "unit",
        "U",
        N_("Another unit"),
        N_("Where coders differ: by sentences, turns, characters or transcripts."),
    ),
    _show("definition", "f3 i", N_("The codes' definitions"), N_("Shows or hides them.")),
    Action(
        "name_consensus",
        ("G",),
        N_("Who stands for the consensus"),
        N_("Asks for the name of the coder who gets what is settled."),
        EDIT,
        "disagreements",
    ),
    Action(
        "show_place",
        ("g",),
        N_("Show in the text"),
        N_("The same key as before leads back here."),
        GO,
        "disagreements",
    ),
)
