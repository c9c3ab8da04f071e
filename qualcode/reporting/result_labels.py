"""The words around results in tables for people, pages and figures, in the project's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.reporting.labels import SELECTED, labels_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from qualcode.project.selection import Selection


@dataclass(frozen=True, slots=True)
class ResultLabels:
    """Every word that tables, pages and figures add to the project's own, in one language.

    `decimal` stands between whole numbers and fractions. `headings` are those of tables, by their
    English names. Braces are places for values.
    """

    decimal: str
    about: str
    unit: str
    selection: str
    everything: str
    version: str
    notes: str
    figure: str
    undefined: str
    all_codes: str
    total: str
    without: str
    code: str
    headings: Mapping[str, str]
    frequencies: str
    frequencies_by: str
    counted: Mapping[str, str]
    outside_note: str
    words_note: str
    material_note: str
    left_out_note: str
    unlike_note: str
    alone_note: str
    with_subcodes_note: str
    sources_note: str
    cases_note: str
    source_once_note: str
    together_note: str
    rolled_up_note: str
    alone: str
    with_subcodes: str
    shown_codes: str
    no_codings: str
    bars_alt: str
    dots_alt: str
    most: str
    sort: str
    how_to_read: str
    no_rows: str
    close: str
    cell_excerpts: str
    closed_cells: str
    too_large: str
    no_scripts: str


_NB = ResultLabels(
    decimal=",",
    about="Om tallene",
    unit="Enhet",
    selection="Utvalg",
    everything="alt",
    version="Versjon",
    notes="Merknader",
    figure="Figur",
    undefined="udefinert",
    all_codes="(alle koder)",
    total="i alt",
    without="uten {variable}",
    code="kode",
    headings={
        "code": "kode",
        "code 1": "kode 1",
        "code 2": "kode 2",
        "codings": "kodinger",
        "sources": "kilder",
        "cases": "caser",
        "words": "ord",
        "codings with sub-codes": "kodinger med underkoder",
        "sources with sub-codes": "kilder med underkoder",
        "cases with sub-codes": "caser med underkoder",
        "words with sub-codes": "ord med underkoder",
        "codings per 1,000 words": "kodinger per 1000 ord",
        "codings per 1,000 words with sub-codes": "kodinger per 1000 ord med underkoder",
        "codings per case": "kodinger per case",
        "codings per case with sub-codes": "kodinger per case med underkoder",
    },
    frequencies="Frekvenser",
    frequencies_by="{counted} etter {variable}",
    counted={"codings": "kodinger", "sources": "kilder", "cases": "caser"},
    outside_note="Ikke i noen enhet, og derfor holdt utenfor: {codings}.",
    words_note="Ord: de som har koden, hvert ord én gang for hver koder. Per 1000 ord og per case: "
    "kodinger.",
    material_note="Andeler og rater er av {sources}, {cases} og {words}: kildene "
    "som disse koderne har kodet, uansett kode, og ordene i replikkene der.",
    left_out_note="Holdt utenfor fordi ingen av dem har kodet dem ({number}): {names}",
    unlike_note="Koderne har ikke kodet de samme kildene ({each}): der flere har kodet, teller de "
    "mer til sammen.",
    alone_note="Tallene er antall {counted}, hver kode for seg.",
    with_subcodes_note="Tallene er antall {counted}, hver kode med kodene under den.",
    sources_note="Kilder: {each}.",
    cases_note="En case med ulike kilder teller under flere verdier, men én gang i summen.",
    source_once_note="En kilde med flere koder teller én gang for alle koder.",
    together_note="Kodinger fra flere kodere er talt sammen.",
    rolled_up_note="Kodene er slått sammen til nivå {depth} i kodeboka (0 er temaene).",
    alone="koden alene",
    with_subcodes="med kodene under",
    shown_codes="Figuren viser {shown} av {all} koder; de andre har de laveste tallene.",
    no_codings="Ingen kodinger i utvalget.",
    bars_alt="Stolpediagram over antall kodinger for {codes}.",
    dots_alt="Prikkdiagram over antall {counted} for {codes} etter {variable}: {values}. Jo "
    "større prikk, desto høyere tall.",
    most="Høyest: {most}.",
    sort="Sorter etter {column}",
    how_to_read="Velg en overskrift for å sortere, og et understreket tall for å lese utdragene "
    "som det teller.",
    no_rows="Ingen rader i utvalget.",
    close="Lukk",
    cell_excerpts="{row}, {column}: {number} utdrag",
    closed_cells="{number} tall kan ikke åpnes: fila rommer {limit} utdrag, og høyst {per_cell} "
    "for ett tall. Et smalere utvalg viser resten.",
    too_large="Figuren er ikke med: {reason}",
    no_scripts="Sortering og utdrag krever at nettleseren tillater JavaScript.",
)
_NN = ResultLabels(
    decimal=",",
    about="Om tala",
    unit="Eining",
    selection="Utval",
    everything="alt",
    version="Versjon",
    notes="Merknader",
    figure="Figur",
    undefined="udefinert",
    all_codes="(alle kodar)",
    total="i alt",
    without="utan {variable}",
    code="kode",
    headings={
        "code": "kode",
        "code 1": "kode 1",
        "code 2": "kode 2",
        "codings": "kodingar",
        "sources": "kjelder",
        "cases": "casar",
        "words": "ord",
        "codings with sub-codes": "kodingar med underkodar",
        "sources with sub-codes": "kjelder med underkodar",
        "cases with sub-codes": "casar med underkodar",
        "words with sub-codes": "ord med underkodar",
        "codings per 1,000 words": "kodingar per 1000 ord",
        "codings per 1,000 words with sub-codes": "kodingar per 1000 ord med underkodar",
        "codings per case": "kodingar per case",
        "codings per case with sub-codes": "kodingar per case med underkodar",
    },
    frequencies="Frekvensar",
    frequencies_by="{counted} etter {variable}",
    counted={"codings": "kodingar", "sources": "kjelder", "cases": "casar"},
    outside_note="Ikkje i noka eining, og difor halde utanfor: {codings}.",
    words_note="Ord: dei som har koden, kvart ord éin gong for kvar kodar. Per 1000 ord og per "
    "case: kodingar.",
    material_note="Delar og ratar er av {sources}, {cases} og {words}: kjeldene "
    "som desse kodarane har koda, same kva kode, og orda i replikkane der.",
    left_out_note="Haldne utanfor fordi ingen av dei har koda dei ({number}): {names}",
    unlike_note="Kodarane har ikkje koda dei same kjeldene ({each}): der fleire har koda, tel dei "
    "meir til saman.",
    alone_note="Tala er talet på {counted}, kvar kode for seg.",
    with_subcodes_note="Tala er talet på {counted}, kvar kode med kodane under han.",
    sources_note="Kjelder: {each}.",
    cases_note="Ein case med ulike kjelder tel under fleire verdiar, men éin gong i summen.",
    source_once_note="Ei kjelde med fleire kodar tel éin gong for alle kodane.",
    together_note="Kodingar frå fleire kodarar er talde saman.",
    rolled_up_note="Kodane er slegne saman til nivå {depth} i kodeboka (0 er temaa).",
    alone="koden åleine",
    with_subcodes="med kodane under",
    shown_codes="Figuren viser {shown} av {all} kodar; dei andre har dei lågaste tala.",
    no_codings="Ingen kodingar i utvalet.",
    bars_alt="Stolpediagram over talet på kodingar for {codes}.",
    dots_alt="Prikkdiagram over talet på {counted} for {codes} etter {variable}: {values}. "
    "Jo større prikk, dess høgare tal.",
    most="Høgast: {most}.",
    sort="Sorter etter {column}",
    how_to_read="Vel ei overskrift for å sortere, og eit understreka tal for å lese utdraga som "
    "det tel.",
    no_rows="Ingen rader i utvalet.",
    close="Lukk",
    cell_excerpts="{row}, {column}: {number} utdrag",
    closed_cells="{number} tal kan ikkje opnast: fila rommar {limit} utdrag, og høgst {per_cell} "
    "for eitt tal. Eit smalare utval viser resten.",
    too_large="Figuren er ikkje med: {reason}",
    no_scripts="Sortering og utdrag krev at nettlesaren tillèt JavaScript.",
)
_EN = ResultLabels(
    decimal=".",
    about="About the numbers",
    unit="Unit",
    selection="Selection",
    everything="everything",
    version="Version",
    notes="Notes",
    figure="Figure",
    undefined="undefined",
    all_codes="(all codes)",
    total="total",
    without="no {variable}",
    code="code",
    headings={},
    frequencies="Frequencies",
    frequencies_by="{counted} by {variable}",
    counted={"codings": "codings", "sources": "sources", "cases": "cases"},
    outside_note="In no unit, and so left out: {codings}.",
    words_note="Words: those under the code, each once for every coder. Per 1,000 words and per "
    "case: codings.",
    material_note="Shares and rates are on {sources}, {cases} and {words}: the "
    "sources that these coders have coded, with whatever code, and in them the words of turns.",
    left_out_note="Left out, since nobody of them has coded it ({number}): {names}",
    unlike_note="Coders have not coded the same sources ({each}): together they count more where "
    "more have coded.",
    alone_note="The numbers count {counted}, each code alone.",
    with_subcodes_note="The numbers count {counted}, each code with the codes under it.",
    sources_note="Sources: {each}.",
    cases_note="A case whose sources differ counts under several values, once in the total.",
    source_once_note="A source with several codes counts once for all codes together.",
    together_note="Codings of several coders are counted together.",
    rolled_up_note="Codes are rolled up to depth {depth} of the codebook (0 is the themes).",
    alone="the code alone",
    with_subcodes="with the codes under it",
    shown_codes="The figure shows {shown} of {all} codes; the others have the lowest numbers.",
    no_codings="No codings in the selection.",
    bars_alt="Bar chart of the number of codings of {codes}.",
    dots_alt="Dot plot of the number of {counted} of {codes} by {variable}: {values}. The "
    "larger a dot, the higher the number.",
    most="Highest: {most}.",
    sort="Sort by {column}",
    how_to_read="Choose a heading to sort, and an underlined number to read the excerpts that it "
    "counts.",
    no_rows="No rows in the selection.",
    close="Close",
    cell_excerpts="{row}, {column}: {number} excerpts",
    closed_cells="{number} numbers cannot be opened: the file holds {limit} excerpts, and at most "
    "{per_cell} for one number. A narrower selection shows the rest.",
    too_large="The figure is left out: {reason}",
    no_scripts="Sorting and excerpts need a browser that allows JavaScript.",
)
_LABELS = {"nb": _NB, "nn": _NN, "en": _EN}


def result_labels_in(language: str) -> ResultLabels:
    """The labels in one of `labels.LANGUAGES`."""
    labels_in(language)  # refuses a language that reports are not written in
    return _LABELS[language]


def selection_text(selection: Selection, language: str) -> str:
    """What was selected, in words."""
    labels = labels_in(language)
    known = {name: getattr(labels, name) for name in SELECTED}
    parts = [f"{known.get(what, what)}: {which}" for what, which in selection.described()]
    return "; ".join(parts) or result_labels_in(language).everything


def about(
    selection: Selection, coders: Sequence[str], unit: str, language: str
) -> tuple[tuple[str, str], ...]:
    """The unit, the selection and the coders of a result, each with its label."""
    labels, words = labels_in(language), result_labels_in(language)
    return (
        (words.unit, unit),
        (words.selection, selection_text(selection, language)),
        (labels.coders, ", ".join(coders) or "–"),
    )
