"""What works on every screen, and on every screen of a project."""

from __future__ import annotations

from qualcode.tui.actions.base import EDIT, GENERAL, GO, Action
from qualcode.tui.i18n import N_


def _go(screen: str, keys: str, label: str, hint: str) -> Action:
    return Action(f"go('{screen}')", tuple(keys.split()), label, hint, GO, "study")


ACTIONS: tuple[Action, ...] = (
    Action(
        "undo",
        ("u", "ctrl+z"),
        N_("Undo"),
        N_("Takes back the project's last action, and says which."),
        EDIT,
        "study",
    ),
    Action(
        "redo",
        ("r", "ctrl+y"),
        N_("Redo"),
        N_("Brings back what was undone last."),
        EDIT,
        "study",
    ),
    _go("review", "f5", N_("Suggestions"), N_("Accept or reject what was suggested.")),
    _go("search", "f6 slash ctrl+f", N_("Search"), N_("Find words and codes in all transcripts.")),
    _go("excerpts", "f7", N_("Excerpts"), N_("Everything under a code or a filter.")),
    _go("analysis", "f8", N_("Analysis"), N_("Which codes meet, and how often each was used.")),
    _go("reports", "ctrl+r", N_("Reports"), N_("Every kind of table and figure, by cell.")),
    _go("disagreements", "V", N_("Differences"), N_("Settle one by one what coders differ on.")),
    _go("codebook", "f12 B", N_("Edit the codebook"), N_("Move, rename, merge, split, define.")),
    _go("history", "H", N_("History"), N_("Everything that was done, by whom and when.")),
    _go("importing", "I", N_("Import"), N_("Bring in transcripts, after a look at each.")),
    Action(
        "home",
        ("ctrl+o",),
        N_("Home"),
        N_("Leaves this project, for another one."),
        GO,
        "study",
    ),
    Action(
        "export",
        ("ctrl+e", "X"),
        N_("Export"),
        N_("Writes what this screen shows to a file: Word, CSV."),
        GO,
        "study",
    ),
    Action(
        "copy",
        ("y",),
        N_("Copy the words"),
        N_("The selection, or what is under the bar, to the clipboard, with its place."),
        GO,
        "study",
    ),
    Action(
        "write_words",
        ("Y",),
        N_("Write the words to a file"),
        N_("The same, for terminals that do not reach the clipboard."),
        GO,
        "study",
    ),
    Action(
        "tour",
        ("ctrl+g",),
        N_("The tour"),
        N_("Five minutes of doing; the same key goes on."),
        GENERAL,
        "study",
    ),
    Action("end_tour", ("ctrl+x",), N_("End the tour"), "", GENERAL, "study"),
    Action(
        "back",
        ("escape",),
        N_("Back to the text"),
        N_("Leaves this screen."),
        GO,
        "study",
    ),
    Action(
        "help", ("f1",), N_("Help"), N_("The keys of this screen."), GENERAL, "everywhere", True
    ),
    Action(
        "command_palette",
        ("ctrl+p", "f9"),
        N_("All commands"),
        N_("A list of everything, found by typing."),
        GENERAL,
        "everywhere",
        True,
    ),
    Action(
        "quit",
        ("ctrl+q",),
        N_("Quit from anywhere"),
        N_("Everything is on disk already."),
        GENERAL,
        "everywhere",
        True,
    ),
)
