"""The language of the user interface. Every string a user sees goes through `_`.

English stands in the code. A catalogue `locale/<language>/LC_MESSAGES/qualcode.mo` in this package
replaces it. Nynorsk and Danish readers get bokmål, which is nearer to them than English.
"""

from __future__ import annotations

import gettext
import locale
import os
from pathlib import Path

_DOMAIN = "qualcode"
_CATALOGUES = Path(__file__).parent / "locale"
LANGUAGES = ("nb", "en")
"""The languages of the user interface: bokmål and English."""

_translations: gettext.NullTranslations = gettext.NullTranslations()


def use_language(language: str = "") -> None:
    """Speak a language (one of `LANGUAGES`) from now on; that of the locale if none is named."""
    global _translations  # noqa: PLW0603  the language is the program's, as the locale is
    _translations = gettext.translation(
        _DOMAIN, _CATALOGUES, languages=[language or locale_language()], fallback=True
    )


def locale_language() -> str:
    """The language that the computer is set to: bokmål for any Scandinavian one, else English."""
    settings = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    chosen = next(filter(None, settings), "") or locale.getlocale()[0] or ""
    scandinavian = ("nb", "nn", "no", "da", "sv", "norwegian", "danish", "swedish")
    return "nb" if chosen.casefold().replace("-", "_").split("_")[0] in scandinavian else "en"


def _(message: str) -> str:
    """A message in the language of the user interface."""
    return _translations.gettext(message) if message else ""  # "" is the catalogue's header


def N_(message: str) -> str:  # noqa: N802  the name that message extraction knows
    """Mark a message for the catalogue; it is translated where it is shown."""
    return message


def quoted(words: str) -> str:
    """Words in the quotation marks of the language of the user interface."""
    return _("“{words}”").format(words=words)


def ngettext(singular: str, plural: str, number: int) -> str:
    """A message that depends on a number, in the language of the user interface."""
    return _translations.ngettext(singular, plural, number)
