"""The words of a report in the project's language."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

_NORWEGIAN_MONTHS = (
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
)


@dataclass(frozen=True, slots=True)
class Labels:
    """Every word that a report adds to the project's own, in one language.

    `tag` is the BCP 47 tag that a spell checker goes by. `day_end` follows the day of a date,
    `thousands` separates the digits of a number. `page` holds the places `{page}` and `{pages}`.
    `nouns` are of what is counted, for one and for more.
    """

    tag: str
    months: tuple[str, ...]
    day_end: str
    thousands: str
    project: str
    date: str
    contents: str
    coded_excerpts: str
    codes: str
    coders: str
    text: str
    roles: str
    origins: str
    query: str
    table: str
    code_table: str
    code: str
    definition: str
    codings: str
    sources: str
    cases: str
    excerpts: str
    extent: str
    no_excerpts: str
    turn: str
    line: str
    coded_by: str
    also_coded: str
    memo: str
    page: str
    nouns: Mapping[str, tuple[str, str]]


_LABELS = {
    "nb": Labels(
        tag="nb-NO",
        months=_NORWEGIAN_MONTHS,
        day_end=".",
        thousands="\N{NO-BREAK SPACE}",
        project="Prosjekt",
        date="Dato",
        contents="Innhold",
        coded_excerpts="Kodede utdrag",
        codes="Koder",
        coders="Kodere",
        text="Tekst",
        roles="Taler",
        origins="Opphav",
        query="Søk",
        table="Tabell",
        code_table="Kodene med antall kodinger, kilder og caser i utvalget",
        code="Kode",
        definition="Definisjon",
        codings="Kodinger",
        sources="Kilder",
        cases="Caser",
        excerpts="Utdrag",
        extent="Omfang",
        no_excerpts="Ingen utdrag i utvalget.",
        turn="replikk",
        line="linje",
        coded_by="kodet av",
        also_coded="også kodet",
        memo="Memo",
        page="Side {page} av {pages}",
        nouns={
            "sources": ("kilde", "kilder"),
            "cases": ("case", "caser"),
            "words": ("ord", "ord"),
            "pairs": ("par", "par"),
            "places": ("sted", "steder"),
            "codings": ("koding", "kodinger"),
            "tests": ("prøve", "prøver"),
            "codes": ("kode", "koder"),
            "findings": ("merknad", "merknader"),
            "indicators": ("indikator", "indikatorer"),
            "rows": ("rad", "rader"),
            "new codes": ("ny kode", "nye koder"),
        },
    ),
    "nn": Labels(
        tag="nn-NO",
        months=_NORWEGIAN_MONTHS,
        day_end=".",
        thousands="\N{NO-BREAK SPACE}",
        project="Prosjekt",
        date="Dato",
        contents="Innhald",
        coded_excerpts="Koda utdrag",
        codes="Kodar",
        coders="Kodarar",
        text="Tekst",
        roles="Talar",
        origins="Opphav",
        query="Søk",
        table="Tabell",
        code_table="Kodane med talet på kodingar, kjelder og casar i utvalet",
        code="Kode",
        definition="Definisjon",
        codings="Kodingar",
        sources="Kjelder",
        cases="Casar",
        excerpts="Utdrag",
        extent="Omfang",
        no_excerpts="Ingen utdrag i utvalet.",
        turn="replikk",
        line="linje",
        coded_by="koda av",
        also_coded="òg koda",
        memo="Memo",
        page="Side {page} av {pages}",
        nouns={
            "sources": ("kjelde", "kjelder"),
            "cases": ("case", "casar"),
            "words": ("ord", "ord"),
            "pairs": ("par", "par"),
            "places": ("stad", "stader"),
            "codings": ("koding", "kodingar"),
            "tests": ("prøve", "prøver"),
            "codes": ("kode", "kodar"),
            "findings": ("merknad", "merknader"),
            "indicators": ("indikator", "indikatorar"),
            "rows": ("rad", "rader"),
            "new codes": ("ny kode", "nye kodar"),
        },
    ),
    "en": Labels(
        tag="en-GB",
        months=(
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ),
        day_end="",
        thousands=",",
        project="Project",
        date="Date",
        contents="Contents",
        coded_excerpts="Coded excerpts",
        codes="Codes",
        coders="Coders",
        text="Text",
        roles="Speaker",
        origins="Origin",
        query="Query",
        table="Table",
        code_table="The codes with their codings, sources and cases in the selection",
        code="Code",
        definition="Definition",
        codings="Codings",
        sources="Sources",
        cases="Cases",
        excerpts="Excerpts",
        extent="Extent",
        no_excerpts="No excerpts in the selection.",
        turn="turn",
        line="line",
        coded_by="coded by",
        also_coded="also coded",
        memo="Memo",
        page="Page {page} of {pages}",
        nouns={
            "sources": ("source", "sources"),
            "cases": ("case", "cases"),
            "words": ("word", "words"),
            "pairs": ("pair", "pairs"),
            "places": ("place", "places"),
            "codings": ("coding", "codings"),
            "tests": ("test", "tests"),
            "codes": ("code", "codes"),
            "findings": ("finding", "findings"),
            "indicators": ("indicator", "indicators"),
            "rows": ("row", "rows"),
            "new codes": ("new code", "new codes"),
        },
    ),
}
LANGUAGES = tuple(_LABELS)
SELECTED = ("codes", "coders", "sources", "cases", "roles", "origins", "text", "query")
"""The parts of a selection that have labels; the rest are the study's variables."""


def labels_in(language: str) -> Labels:
    """The labels in one of `LANGUAGES`."""
    if language not in _LABELS:
        raise InputError(
            f"Reports cannot be written in the language “{language}”.",
            remedy=f"Choose one of {', '.join(LANGUAGES)}.",
        )
    return _LABELS[language]


def date_text(labels: Labels, date: dt.date) -> str:
    """A date as people write it: `3. mars 2025`."""
    return f"{date.day}{labels.day_end} {labels.months[date.month - 1]} {date.year}"


def number_text(labels: Labels, number: int) -> str:
    """A whole number with its thousands apart."""
    return f"{number:,}".replace(",", labels.thousands)


def how_many(number: int, noun: str, language: str) -> str:
    """A number with its noun: `1 kilde`, `18 kilder`."""
    labels = labels_in(language)
    one, more = labels.nouns[noun]
    return f"{number_text(labels, number)} {one if number == 1 else more}"


def stamp_text(seconds: float) -> str:
    """A moment of a recording as `h:mm:ss`, cut to whole seconds."""
    minutes, second = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{second:02}"
