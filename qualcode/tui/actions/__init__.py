"""Every action of the user interface: the one place where keys, labels and help stand.

Bindings, the help screen, the command palette and `docs/keys.md` are made from this list. An
action `id` of a place is the method `action_<id>` of the screen or widget there. No key needs
AltGr on a Norwegian keyboard.
"""

from __future__ import annotations

from textual.binding import Binding, BindingType

from qualcode.tui.actions import (
    analysis,
    codebook,
    dialogues,
    disagreements,
    everywhere,
    excerpts,
    export,
    history,
    home,
    querying,
    reports,
    review,
    search,
    transcript,
    workspace,
)
from qualcode.tui.actions.base import (
    GROUPS,
    Action,
    Where,
    key_name,
    keys_of,
    keys_shown,
    use_keys,
)

__all__ = [
    "ACTIONS",
    "GROUPS",
    "Action",
    "Where",
    "actions_of",
    "bindings",
    "key_name",
    "keys_by_name",
    "keys_shown",
    "use_keys",
    "with_keys",
]

ACTIONS: tuple[Action, ...] = (
    *transcript.ACTIONS,
    *workspace.ACTIONS,
    *review.ACTIONS,
    *disagreements.ACTIONS,
    *search.ACTIONS,
    *excerpts.ACTIONS,
    *codebook.ACTIONS,
    *analysis.ACTIONS,
    *reports.ACTIONS,
    *querying.ACTIONS,
    *history.ACTIONS,
    *home.ACTIONS,
    *dialogues.ACTIONS,
    *export.ACTIONS,
    *everywhere.ACTIONS,
)
_BY_NAME = {action.name: action for action in ACTIONS}


def actions_of(*places: Where) -> list[Action]:
    """The actions of some places, in the order of the list."""
    return [action for action in ACTIONS if action.where in places]


def keys_by_name(name: str) -> str:
    """The first key of an action, for hints: `keys_by_name("study.undo")` is `u`."""
    return key_name(keys_of(_BY_NAME[name])[0])


def with_keys(message: str, **names: str) -> str:
    """A message with keys in its places: `with_keys(_("{key} undoes"), key="study.undo")`."""
    return message.format(**{place: keys_by_name(name) for place, name in names.items()})


def bindings(where: Where) -> list[BindingType]:
    """The bindings for the screen or widget of a place."""
    return [
        Binding(
            key,
            action.id,
            action.label,
            show=False,
            priority=action.priority,
            system=True,
            id=action.name,
        )
        for action in actions_of(where)
        for key in action.keys
    ]
