"""Every action of the user interface: the one place where keys, labels and help stand.

Bindings, the help screen and the command palette are made from this list. An action `id` of a
place is the method `action_<id>` of the screen or widget there. No key needs AltGr on a Norwegian
keyboard.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from textual.binding import Binding, BindingType

Where = Literal["everywhere", "transcript", "workspace", "picker", "memo"]


def N_(message: str) -> str:  # noqa: N802  the name that message extraction knows
    """Mark a message for the catalogue; it is translated where it is shown."""
    return message


@dataclass(frozen=True, slots=True)
class Action:
    """Something a user can do. `keys` are Textual's names; the first is the one that is shown.

    `priority`: the key works even while a text field has the focus. `key_shown` stands for keys
    that belong together.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    group: str
    where: Where
    priority: bool = False
    key_shown: str = ""


MOVE, SELECT, CODE = N_("Moving"), N_("Selecting"), N_("Coding")
SHOW, GENERAL = N_("Looking"), N_("In general")


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
        move("coding_right", "n", N_("Next coding"), N_("To where the next coding begins.")),
        move("coding_left", "p", N_("Previous coding"), N_("To where the coding before begins.")),
        extend("left", "shift+left", N_("Extend by a character back")),
        extend("right", "shift+right", N_("Extend by a character")),
        extend("up", "shift+up", N_("Extend by a row up")),
        extend("down", "shift+down", N_("Extend by a row")),
        extend("word_left", "ctrl+shift+left", N_("Extend by a word back")),
        extend("word_right", "ctrl+shift+right", N_("Extend by a word")),
        extend("page_up", "shift+pageup", N_("Extend by a page up")),
        extend("page_down", "shift+pagedown", N_("Extend by a page")),
        extend("row_start", "shift+home", N_("Extend to the start of the row")),
        extend("row_end", "shift+end", N_("Extend to the end of the row")),
    ]


def _selections() -> list[Action]:
    def grow(unit: str, key: str, label: str) -> Action:
        hint = N_("Again: one more. After coding: the next one.")
        return Action(f"grow('{unit}')", (key,), label, hint, SELECT, "transcript")

    def shrink(unit: str, key: str, label: str) -> Action:
        hint = N_("Leaves out the last one of the selection.")
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
            N_("Every movement extends the selection, until Esc."),
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


ACTIONS: tuple[Action, ...] = (
    *_moves(),
    *_selections(),
    Action(
        "pick",
        ("enter", "c"),
        N_("Code the selection"),
        N_("Opens the list of codes. Without a selection, the sentence at the cursor is taken."),
        CODE,
        "workspace",
    ),
    *(
        Action(
            f"recent({number})",
            (str(number),),
            N_("A recent code"),
            N_("Codes the selection with the code of that number in the row below the text."),
            CODE,
            "workspace",
            key_shown="1–9",
        )
        for number in range(1, 10)
    ),
    Action(
        "repeat",
        ("full_stop", "."),
        N_("The last code again"),
        N_("Codes the selection with the code that was used last."),
        CODE,
        "workspace",
    ),
    Action(
        "remove",
        ("x", "delete"),
        N_("Remove a coding"),
        N_("Removes the coding at the cursor; asks which if there are several."),
        CODE,
        "workspace",
    ),
    Action(
        "change_borders",
        ("g",),
        N_("Change a coding's borders"),
        N_("Gives the coding that the selection touches the borders of the selection."),
        CODE,
        "workspace",
    ),
    Action(
        "memo",
        ("m",),
        N_("Write a memo on a coding"),
        N_("On the coding at the cursor; asks which if there are several."),
        CODE,
        "workspace",
    ),
    Action(
        "undo",
        ("u", "ctrl+z"),
        N_("Undo"),
        N_("Takes back the project's last action, and says which."),
        CODE,
        "workspace",
    ),
    Action(
        "redo",
        ("r", "ctrl+y"),
        N_("Redo"),
        N_("Brings back what was undone last."),
        CODE,
        "workspace",
    ),
    Action(
        "toggle_sources",
        ("f2",),
        N_("Sources"),
        N_("Goes to the list of transcripts, opening it; again: back to the text."),
        SHOW,
        "workspace",
    ),
    Action(
        "toggle_codebook",
        ("f3",),
        N_("Codebook"),
        N_("Goes to the codebook, opening it; again: back to the text."),
        SHOW,
        "workspace",
    ),
    Action(
        "next_source",
        ("N",),
        N_("Next transcript"),
        N_("Opens the next in the list."),
        SHOW,
        "workspace",
    ),
    Action(
        "previous_source",
        ("P",),
        N_("Previous transcript"),
        N_("Opens the one before."),
        SHOW,
        "workspace",
    ),
    Action(
        "group_sources",
        ("f4",),
        N_("Group transcripts"),
        N_("By the next variable: perspective, wave, …"),
        SHOW,
        "workspace",
    ),
    Action(
        "line_numbers", ("l",), N_("Line numbers"), N_("Shows or hides them."), SHOW, "workspace"
    ),
    Action(
        "own_codings",
        ("o",),
        N_("Only my codings"),
        N_("Hides what other coders did, or shows it again."),
        SHOW,
        "workspace",
    ),
    Action("quit", ("q",), N_("Quit"), N_("Everything is on disk already."), GENERAL, "workspace"),
    Action(
        "mark_code",
        ("tab",),
        N_("Mark a code"),
        N_("Marks the code, to apply several at once."),
        CODE,
        "picker",
        True,
    ),
    Action(
        "apply",
        ("enter",),
        N_("Apply"),
        N_("Applies the marked codes, or the one in the bar."),
        CODE,
        "picker",
        True,
    ),
    Action("step(-1)", ("up",), N_("Code above"), "", MOVE, "picker", True),
    Action("step(1)", ("down",), N_("Code below"), "", MOVE, "picker", True),
    Action("step(-10)", ("pageup",), N_("Ten codes up"), "", MOVE, "picker", True),
    Action("step(10)", ("pagedown",), N_("Ten codes down"), "", MOVE, "picker", True),
    Action(
        "cancel",
        ("escape",),
        N_("Cancel"),
        N_("Back to the text; nothing is coded."),
        GENERAL,
        "picker",
        True,
    ),
    Action(
        "save",
        ("ctrl+s", "f10"),
        N_("Save the memo"),
        N_("An empty text takes it away."),
        CODE,
        "memo",
        True,
    ),
    Action(
        "cancel",
        ("escape",),
        N_("Leave"),
        N_("Leaves the memo; asks for a second Esc if it was changed."),
        GENERAL,
        "memo",
        True,
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


def actions_of(*places: Where) -> list[Action]:
    """The actions of some places, in the order of the list."""
    return [action for action in ACTIONS if action.where in places]


def bindings(where: Where) -> list[BindingType]:
    """The bindings for the screen or widget of a place."""
    return [
        Binding(key, action.id, action.label, show=False, priority=action.priority, system=True)
        for action in actions_of(where)
        for key in action.keys
    ]


_KEY_NAMES = {
    "left": "←", "right": "→", "up": "↑", "down": "↓", "pageup": "PgUp", "pagedown": "PgDn",
    "escape": "Esc", "full_stop": ".", "delete": "Del", "ctrl": "Ctrl", "alt": "Alt",
    "shift": "Shift", "enter": "Enter", "space": "Space", "tab": "Tab", "home": "Home",
    "end": "End",
}  # fmt: skip


def key_name(key: str) -> str:
    """A key as keyboards and people name it: `Ctrl+←`."""
    parts = [
        part if len(part) == 1 else _KEY_NAMES.get(part, part.upper()) for part in key.split("+")
    ]
    return "+".join(parts)


def keys_shown(action: Action) -> str:
    """An action's keys, for help: the first and its aliases."""
    if action.key_shown:
        return action.key_shown
    return ", ".join(dict.fromkeys(key_name(key) for key in action.keys if key != "."))
