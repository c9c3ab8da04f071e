"""The kinds of reports and their options in the words of the user interface.

What a kind says of itself stands in English in `qualcode.reporting.kinds`; the catalogue has each
of its texts (`messages_of`), so that they are translated where they are shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from qualcode.errors import InputError
from qualcode.reporting.kinds.options import Kind, Option, options_of
from qualcode.tui.i18n import N_, _

_NAMES = {
    "frequencies": N_("Frequencies"),
    "cooccurrence": N_("Co-occurrence"),
    "crosstab": N_("Crosstab"),
    "compare": N_("Comparison of groups or waves"),
    "compare-cases": N_("Comparison, case by case"),
    "joint": N_("Joint display with a survey"),
    "agreement": N_("Agreement between coders"),
    "unitizing": N_("Agreement on borders"),
    "disagreements": N_("List of disagreements"),
    "saturation": N_("Saturation"),
    "codebook": N_("Codebook quality"),
    "words": N_("Word frequencies"),
    "keyness": N_("Key words of groups"),
    "contrast": N_("Words of a code’s excerpts"),
    "collocations": N_("Words that stand together"),
    "kwic": N_("Words in context"),
}


def kind_name(name: str) -> str:
    """What a kind of report is called."""
    return _(_NAMES[name]) if name in _NAMES else name


def kind_help(kind: Kind) -> str:
    """What a report of a kind says, in a sentence."""
    return _(_sentence(kind))


def option_label(option: Option) -> str:
    """What an option is called."""
    label = _(_plain(option.name))
    return label[:1].upper() + label[1:]


def option_help(option: Option) -> str:
    """What an option is for."""
    return _(option.help)


def word_label(word: StrEnum) -> str:
    """One of the words that an option takes."""
    return _(_plain(word.value))


def messages_of(kind: Kind) -> Iterator[str]:
    """Every English text on a kind and its options that the user interface shows."""
    yield _sentence(kind)
    for option in options_of(kind):
        yield _plain(option.name)
        yield option.help
        if issubclass(option.type, StrEnum):
            yield from (_plain(word.value) for word in option.type)


def _sentence(kind: Kind) -> str:
    return (kind.__doc__ or "").strip().partition("\n")[0]


def _plain(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")


def written(option: Option, value: Any) -> str:
    """A value as it stands in a line; "" for none."""
    if option.several:
        return ", ".join(map(str, value or ()))
    return "" if value is None else str(value)


def read(option: Option, text: str) -> Any:
    """The value that was typed for an option of numbers or texts; the default for nothing.

    Raises `InputError`, which says what is wrong.
    """
    text = text.strip()
    if not text:
        if option.required:
            raise InputError(_("This has to be said: {what}.").format(what=option_help(option)))
        return option.default
    if option.several:
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if option.type is int:
        return _whole_number(text)
    return _number(text) if option.type is float else text


def _whole_number(text: str) -> int:
    try:
        return int(text.replace(" ", "").replace("\xa0", ""))
    except ValueError:
        told = _("Write a whole number; “{text}” is none.")
        raise InputError(told.format(text=text)) from None


def _number(text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        told = _("Write a number such as {example}; “{text}” is none.")
        raise InputError(told.format(example="0.05", text=text)) from None
