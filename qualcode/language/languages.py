"""Language codes, and the tables that come with the package."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

_NORWEGIAN = frozenset({"nb", "nn", "no"})


def base(language: str) -> str:
    """The bare lower-case code: `nb-NO` and `nb_NO` are `nb`; `no` is taken as `nb`."""
    code = language.replace("_", "-").partition("-")[0].casefold()
    return "nb" if code == "no" else code


def is_norwegian(language: str) -> bool:
    """Whether a language is bokmål or nynorsk, which share every table of this package."""
    return base(language) in _NORWEGIAN


@cache
def table(name: str) -> dict[str, Any]:
    """One of the package's TOML tables, by its file name without the suffix."""
    return tomllib.loads((files(__package__) / "data" / f"{name}.toml").read_text("utf-8"))


@cache
def word_set(name: str, key: str) -> frozenset[str]:
    """The words of one entry of a table, which are written between blanks; empty if it is absent.

    `key` may name an entry of a section: `nb.inner`.
    """
    entry: Any = table(name)
    for part in key.split("."):
        entry = entry.get(part, {})
    return frozenset(entry.split()) if entry else frozenset()


@cache
def heads(name: str, key: str) -> dict[str, str]:
    """The words of a table's entry that has a group of words on each line, by the line's first.

    The first word of a line stands for itself.
    """
    groups = (line.split() for line in table(name)[key].splitlines())
    return {word: group[0] for group in groups for word in group}
