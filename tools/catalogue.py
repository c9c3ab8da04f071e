"""Bring the user interface's catalogue of translations up to date: `make catalogue`.

Collects the messages in the code, and what the kinds of reports say of themselves in docstrings and
`Annotated`; keeps the translations that still fit, leaves new ones empty for a translator, and
compiles the catalogue that the program reads.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from qualcode.reporting.kinds.registry import KINDS
from qualcode.tui.report_fields import messages_of

PACKAGE = Path(__file__).parents[1] / "qualcode"
FOLDER = PACKAGE / "tui" / "locale" / "nb" / "LC_MESSAGES"
PO, MO = FOLDER / "qualcode.po", FOLDER / "qualcode.mo"
_KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}


def messages() -> Catalog:
    """Every message in the code, without translations."""
    found = Catalog(project="qualcode", charset="utf-8")
    for file, _line, message, comments, context in extract_from_dir(
        PACKAGE / "tui", keywords=_KEYWORDS
    ):
        found.add(message, locations=[(file, 0)], auto_comments=comments, context=context)
    for kind in KINDS.values():
        file = f"{kind.__module__.removeprefix('qualcode.').replace('.', '/')}.py"
        for told in messages_of(kind):
            found.add(told, locations=[(file, 0)])
    return found


def translations() -> Catalog:
    """The bokmål catalogue as it is."""
    if not PO.exists():
        return Catalog(locale="nb")
    with PO.open("rb") as opened:
        return read_po(opened, locale="nb")


def updated() -> Catalog:
    """The bokmål catalogue with exactly the messages that the code has now."""
    catalogue = translations()
    catalogue.update(messages(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def as_po(catalogue: Catalog) -> bytes:
    """The catalogue as translators edit it."""
    out = BytesIO()
    write_po(out, catalogue, width=100, omit_header=True, sort_output=True, include_lineno=False)
    return _HEADER + out.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as the program reads it."""
    catalogue.creation_date = datetime.fromtimestamp(0, UTC)  # the same bytes on any day
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


_HEADER = b"""# The user interface of qualcode in bokm\xc3\xa5l.
msgid ""
msgstr ""
"Language: nb\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def main() -> None:
    """Write both files, and say what is still to be translated."""
    catalogue = updated()
    FOLDER.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(as_po(catalogue))
    MO.write_bytes(compiled(translations()))
    missing = sum(not (all(one.string) if one.pluralizable else one.string) for one in catalogue)
    print(f"{len(catalogue)} messages, {max(missing - 1, 0)} without a translation: {PO}")


if __name__ == "__main__":
    main()
