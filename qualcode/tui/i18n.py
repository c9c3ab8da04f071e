"""The language of the user interface. Every string a user sees goes through `_`.

English stands in the code. A catalogue `locale/<language>/LC_MESSAGES/qualcode.mo` in this package
replaces it; without one for the locale's language the English stays.
"""

from __future__ import annotations

import gettext
from pathlib import Path

_DOMAIN = "qualcode"
_CATALOGUES = Path(__file__).parent / "locale"

_translations: gettext.NullTranslations = gettext.NullTranslations()


def use_language(language: str | None = None) -> None:
    """Speak a language (nb, en) from now on; None for that of the locale."""
    global _translations  # noqa: PLW0603  the language is the program's, as the locale is
    _translations = gettext.translation(
        _DOMAIN, _CATALOGUES, languages=[language] if language else None, fallback=True
    )


def _(message: str) -> str:
    """A message in the language of the user interface."""
    return _translations.gettext(message) if message else ""  # "" is the catalogue's header
