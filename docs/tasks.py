"""What common tasks take: keys here, clicks in programs that are worked with the mouse.

`tests/test_tasks.py` presses these keys and looks whether the task is done; `docs/keys.md` shows
them. What the other programs take is what their own documentation says, and nothing where it was
silent or could not be had.
"""

from __future__ import annotations

from typing import NamedTuple

NVIVO, ATLAS, MAXQDA, TAGUETTE, QUALCODER = PROGRAMS = (
    "NVivo",
    "ATLAS.ti",
    "MAXQDA",
    "Taguette",
    "QualCoder",
)


class Steps(NamedTuple):
    """What another program takes, step by step, and the page that says so, by its short name."""

    steps: tuple[str, ...]
    page: str


class Task(NamedTuple):
    """A task with its keys as Textual names them; what stands in “…” is typed, and not counted."""

    name: str
    keys: tuple[str, ...]
    elsewhere: dict[str, Steps]


PAGES = {
    "NVivo 12": (
        "NVivo 12 (Windows) help, Coding techniques",
        "https://help-nv.qsrinternational.com/12/win/v12.1.90-d3ea61/Content/coding/coding-techniques.htm",
    ),
    "NVivo 14": (
        "NVivo 14 (Windows) help, Remove coding",
        "https://help-nv.qsrinternational.com/14/win/Content/coding/remove-coding.htm",
    ),
    "ATLAS.ti 22": (
        "ATLAS.ti 22 (Windows) manual, Working with Codes",
        "https://doc.atlasti.com/ManualWin.v22/Codes/CodesWorkingWith.html",
    ),
    "ATLAS.ti Mac": (
        "ATLAS.ti (Mac) manual, Code Manager",
        "https://manuals.atlasti.com/Mac/en/manual/Managers/ManagerForCodes.html",
    ),
    "Hanze": (
        "Hanze University library, ATLAS.ti guide",
        "https://libguides.hanze.nl/c.php?g=680403&p=4850978",
    ),
    "MAXQDA 24": (
        "MAXQDA 24 help, How to code",
        "https://www.maxqda.com/help-mx24/coding/how-to-code",
    ),
    "MAXQDA 22": (
        "MAXQDA 22 help, Further ways of coding",
        "https://www.maxqda.com/help-mx22/05-coding/further-ways-of-coding",
    ),
    "Emory": (
        "Emory University library, MAXQDA guide",
        "https://guides.libraries.emory.edu/c.php?g=990707&p=7167233",
    ),
    "Toronto": (
        "University of Toronto, introduction to MAXQDA",
        "https://mdlutoronto.github.io/maxqda-intro-quali-data-analysis/part_1/work-with-codes-and-activation/",
    ),
    "Taguette": (
        "Taguette, Getting started (as of 2018)",
        "https://www.taguette.org/getting-started.html",
    ),
    "QualCoder": (
        "QualCoder documentation, Coding text",
        "https://github.com/QualCoder-Org/qualcoder-org.github.io/blob/main/docs/doc/en/4.1.-Coding-Text.md",
    ),
}

_DRAG = "drag over the words"
_DRAG_ON_CODE = (_DRAG, "drag them onto the code")

TASKS = (
    Task(
        "Code a sentence",
        ("enter", "“tid”", "enter"),
        {
            NVIVO: Steps(_DRAG_ON_CODE, "NVivo 12"),
            MAXQDA: Steps(_DRAG_ON_CODE, "MAXQDA 24"),
            TAGUETTE: Steps(
                (_DRAG, "click “new highlight”", "tick the tag", "click “Save & Close”"), "Taguette"
            ),
            QUALCODER: Steps((_DRAG, "click the code"), "QualCoder"),
        },
    ),
    Task(
        "Code a sentence with the code used last",
        (".",),
        {
            NVIVO: Steps((_DRAG, "click “Code” on the Quick Coding bar"), "NVivo 12"),
            ATLAS: Steps((_DRAG, "right click", "Quick coding"), "Hanze"),
            QUALCODER: Steps((_DRAG, "Q"), "QualCoder"),
        },
    ),
    Task(
        "Code a sentence with one of nine recent codes",
        ("2",),
        {
            NVIVO: Steps((_DRAG, "right click", "Code to Recent Nodes", "the node"), "NVivo 12"),
            MAXQDA: Steps((_DRAG, "the shortcut that the code was given"), "MAXQDA 22"),
            QUALCODER: Steps((_DRAG, "R", "the code"), "QualCoder"),
        },
    ),
    Task(
        "Put two codes on a sentence",
        ("enter", "“tid”", "tab", "“penger”", "tab", "enter"),
        {
            TAGUETTE: Steps(
                (
                    _DRAG,
                    "click “new highlight”",
                    "tick a tag",
                    "tick another",
                    "click “Save & Close”",
                ),
                "Taguette",
            ),
        },
    ),
    Task(
        "Make a new code (here under a theme) and code a sentence with it",
        ("enter", "“alene”", "ctrl+n", "“samord”", "enter"),
        {
            NVIVO: Steps((_DRAG, "drag them below the list of nodes", "type, OK"), "NVivo 12"),
            MAXQDA: Steps((_DRAG, "click “Code with a new code”", "type, OK"), "Emory"),
        },
    ),
    Task(
        "Make a code that is called after two words",
        ("w", "w", "i", "enter", "enter"),
        {
            NVIVO: Steps((_DRAG, "right click", "Code In Vivo"), "NVivo 12"),
            ATLAS: Steps((_DRAG, "right click", "In Vivo coding"), "Hanze"),
            QUALCODER: Steps((_DRAG, "V"), "QualCoder"),
        },
    ),
    Task(
        "Make a coding a word longer",
        ("g", "w", "g"),
        {
            ATLAS: Steps(("click the quotation’s bar", "drag its handle"), "ATLAS.ti 22"),
            QUALCODER: Steps(("right click the code", "Resize", "drag a handle"), "QualCoder"),
        },
    ),
    Task(
        "Give a coding another code",
        ("C", "“penger”", "enter"),
        {ATLAS: Steps(("drag the other code on top of it",), "ATLAS.ti 22")},
    ),
    Task(
        "Remove a coding",
        ("x",),
        {
            NVIVO: Steps((_DRAG, "Uncode", "the code under Recent Codes"), "NVivo 14"),
            ATLAS: Steps(("right click the code", "Unlink"), "ATLAS.ti 22"),
            TAGUETTE: Steps(("click the words", "Delete"), "Taguette"),
            QUALCODER: Steps(("click the words", "Unmark, or U"), "QualCoder"),
        },
    ),
    Task(
        "Undo what was done last",
        ("u",),
        {QUALCODER: Steps(("Ctrl+Z (brings back what was unmarked)",), "QualCoder")},
    ),
    Task(
        "Write a memo on a coding",
        ("m", "“tanke”", "ctrl+s"),
        {},
    ),
    Task(
        "Accept the next suggestion",
        ("f", "a"),
        {},
    ),
    Task(
        "Find words in all transcripts and code every hit",
        ("slash", "“hun”", "enter", "c", "enter", "“penger”", "enter", "enter"),
        {},
    ),
    Task(
        "See every excerpt of a code",
        ("f7",),
        {
            ATLAS: Steps(("double click the code in the Code Manager",), "ATLAS.ti Mac"),
            MAXQDA: Steps(
                ("click the circle of Documents", "that of the code", "Retrieved Segments"),
                "Toronto",
            ),
        },
    ),
)


def is_typed(key: str) -> bool:
    """Whether this is text to be typed, not a key to be pressed."""
    return key.startswith("“")


def count(task: Task) -> int:
    """How many keys a task takes, without the letters of names and words."""
    return sum(not is_typed(key) for key in task.keys)
