"""Deciding on suggestions, and the runs that made them."""

from __future__ import annotations

from qualcode.tui.actions.base import DECIDE, EDIT, GO, MOVE, SHOW, Action
from qualcode.tui.i18n import N_


def _decide(name: str, keys: str, label: str, hint: str) -> Action:
    return Action(name, tuple(keys.split()), label, hint, DECIDE, "review")


def _move(name: str, keys: str, label: str, hint: str = "") -> Action:
    return Action(name, tuple(keys.split()), label, hint, MOVE, "review")


def _border(edge: str, unit: str, step: int, keys: str, label: str) -> Action:
    hint = N_("The words that are accepted; Esc gives them back the borders suggested.")
    name = f"border('{edge}', '{unit}', {step})"
    return Action(name, tuple(keys.split()), label, hint, EDIT, "review")


def _show(name: str, keys: str, label: str, hint: str) -> Action:
    return Action(name, tuple(keys.split()), label, hint, SHOW, "review")


def _go(name: str, keys: str, label: str, hint: str) -> Action:
    return Action(name, tuple(keys.split()), label, hint, GO, "review")


_REVIEW = (
    _decide("accept", "a enter", N_("Accept"), N_("Makes it a coding; the next one comes.")),
    _decide("reject", "x d delete", N_("Reject"), N_("It is not suggested again.")),
    _decide("other_code", "c", N_("Accept with another code"), N_("Opens the list of codes.")),
    _decide(
        "accept_all",
        "A",
        N_("Accept all"),
        N_("All that the filter leaves, after a question; one action, which u takes back."),
    ),
    _decide(
        "reject_all",
        "D",
        N_("Reject all"),
        N_("All that the filter leaves, after a question; one action, which u takes back."),
    ),
    _move("step(1)", "n down j", N_("Next"), N_("Leaves this one open.")),
    _move("step(-1)", "p up k", N_("The one before")),
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
        N_("By code with those under it, by variable, case, transcript or words."),
    ),
    _show("this_code", "C", N_("Only this code"), N_("Again: all codes.")),
    _show("min_score", "m", N_("Only from a score up"), N_("Asks for the score.")),
    _show(
        "negated",
        "exclamation_mark",
        N_("Negated ones"),
        N_("Only those whose evidence stands in a negation; again: none of them; again: all."),
    ),
    _show("everything", "F", N_("No filter"), N_("Shows every open suggestion.")),
    _show(
        "order",
        "o",
        N_("Another order"),
        N_("By score, code or place, spread over the transcripts, or least certain first."),
    ),
    _show("definition", "f3 i", N_("The code's definition"), N_("Shows or hides it.")),
    _go("show_place", "g", N_("Show in the text"), N_("F5 leads back here.")),
    _go("new_run", "N", N_("Suggest"), N_("Starts a run; reading and deciding go on meanwhile.")),
    _go("stop_run", "Q", N_("Stop the run"), N_("After the transcript at hand; it can go on.")),
    _go("runs", "R", N_("Runs"), N_("What each run gave; forgetting a run, going on with one.")),
)


def _run(name: str, keys: str, label: str, hint: str = "") -> Action:
    group = MOVE if name.startswith("step") else DECIDE
    return Action(name, tuple(keys.split()), label, hint, group, "runs")


_RUNS = (
    _run("show_run", "enter", N_("Review this run"), N_("Shows its open suggestions only.")),
    _run("go_on", "c", N_("Go on"), N_("With a run that was stopped.")),
    _run(
        "forget",
        "x d delete",
        N_("Forget the run"),
        N_("Takes away its open suggestions; what was decided stays. u brings them back."),
    ),
    _run("new_run", "N", N_("Suggest"), N_("Starts a run.")),
    _run("stop_run", "Q", N_("Stop the run"), N_("After the transcript at hand; it can go on.")),
    _run("step(1)", "down j", N_("Run below")),
    _run("step(-1)", "up k", N_("Run above")),
)

ACTIONS: tuple[Action, ...] = (*_REVIEW, *_RUNS)
