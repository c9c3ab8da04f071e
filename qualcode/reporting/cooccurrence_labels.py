"""The words of co-occurrences for people, in the project's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.reporting.labels import labels_in

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class CooccurrenceLabels:
    """What tables and figures of a co-occurrence say. Braces are places for values.

    `counted` says what n12 counts and `own` what n1 counts, by the unit, or `within`, `sequence`
    or `nested` for pairs near, after or inside one another. `measures` names what cells show and
    `short` the same in a heading, by `PairMeasure`. `units` are the names of units, `unit`
    those of one. `directed` are headings where A with B is
    something else than B with A, by their English names.
    """

    title: str
    measured: str
    counted: Mapping[str, str]
    own: Mapping[str, str]
    units: Mapping[str, str]
    unit: Mapping[str, str]
    measures: Mapping[str, str]
    short: Mapping[str, str]
    shuffled: str
    shuffled_adjusted: str
    directed: Mapping[str, str]
    rows_columns: str
    counted_note: str
    directed_note: str
    diagonal_note: str
    undirected_note: str
    strength_note: str
    open_note: str
    test_note: str
    no_test_note: str
    dependent_note: str
    cases_note: str
    few_note: str
    shuffled_note: str
    strongest_links: str
    not_shown_links: str
    strength: str
    heatmap_alt: str
    measured_alt: str
    network_alt: str
    undefined: str
    below: str
    above: str


_NB = CooccurrenceLabels(
    title="Samforekomst",
    measured="Samforekomst: {measure}",
    counted={
        "overlap": "par av kodinger som overlapper",
        "within": "par av kodinger med høyst {within} {units} imellom",
        "sequence": "par av kodinger der A er slutt før B begynner, høyst {within} {units} senere",
        "nested": "par av kodinger der A ligger inne i B",
        "sentence": "setninger med begge koder",
        "turn": "replikker med begge koder",
        "source": "kilder med begge koder",
        "case": "caser med begge koder",
    },
    own={
        "overlap": "kodinger med koden",
        "within": "kodinger med koden",
        "sequence": "kodinger med koden",
        "nested": "kodinger med koden",
        "sentence": "setninger med koden",
        "turn": "replikker med koden",
        "source": "kilder med koden",
        "case": "caser med koden",
    },
    units={
        "sentence": "setninger",
        "turn": "replikker",
        "source": "kilder",
        "case": "caser",
    },
    unit={"sentence": "setning", "turn": "replikk"},
    measures={
        "count": "antall",
        "c": "koeffisienten c",
        "jaccard": "Jaccard-indeksen",
        "lift": "løft",
        "pmi": "punktvis gjensidig informasjon",
        "p": "eksakt p-verdi",
        "p-adjusted": "p-verdi korrigert for antall par",
    },
    short={
        "count": "n12",
        "c": "c",
        "jaccard": "Jaccard",
        "lift": "løft",
        "pmi": "PMI",
        "p": "p",
        "p-adjusted": "p korr.",
    },
    shuffled="p ved stokking",
    shuffled_adjusted="p ved stokking, korr.",
    directed={
        "code 1": "kode A",
        "code 2": "kode B",
        "n1": "n(A)",
        "n2": "n(B)",
        "n12": "n(A, B)",
    },
    rows_columns="Radene er A, kolonnene B.",
    counted_note="n12 er antall {together}; n1 og n2 er antall {own}. c = n12 / (n1 + n2 − n12).",
    directed_note="n(A, B) er antall {together}; n(A) og n(B) er antall {own}. "
    "c = n(A, B) / (n(A) + n(B) − n(A, B)).",
    diagonal_note="På diagonalen står antall {own}.",
    undirected_note="A med B er noe annet enn B med A. Jaccard, løft, PMI og p ser ikke retningen: "
    "de sier om de to kodene er i samme enhet.",
    strength_note="Jaccard, løft og PMI er regnet på {number} {units}. Løft er hvor mange ganger "
    "så mange som har begge koder, som om kodene ikke hadde noe med hverandre å gjøre; PMI er "
    "logaritmen av det (med grunntall 2), udefinert for koder som aldri er sammen.",
    open_note="Av {units} som en intervjuer begynner, teller bare de som noe kodet berører.",
    test_note="p er Fishers eksakte test på {number} {units} (tosidig), korrigert for {pairs} par "
    "av koder etter Benjamini og Hochberg. Der alle enheter har en kode, eller ingen, er p "
    "udefinert.",
    no_test_note="Her er ingenting å teste: for hvert par har alle de {number} enhetene "
    "({units}) en av kodene, eller ingen har den. Stokking (--rounds) tester innenfor intervjuene.",
    dependent_note="Varsel: {units} i samme intervju er ikke uavhengige av hverandre, så p blir "
    "for liten. Test på caser eller kilder, eller stokk (--rounds).",
    cases_note="Kodinger i samme intervju er ikke uavhengige trekninger. Derfor er testen på "
    "{units}: den sier om det er de samme som har begge koder, ikke om de snakker om dem på samme "
    "sted.",
    few_note="Varsel: med {number} {units} kan bare svært sterke sammenhenger vise seg i testen.",
    shuffled_note="p ved stokking: hver kode er flyttet tilfeldig innenfor hver kilde, {rounds} "
    "ganger (frø {seed}), og talt på nytt i {units}. Da er alt annet likt enn hvor kodene står i "
    "forhold til hverandre.",
    strongest_links="De {shown} sterkeste av {all} forbindelser.",
    not_shown_links="{number} koder uten forbindelse er utelatt.",
    strength="Tykkere og mørkere strek: flere {together}. Større sirkel: flere {own}.",
    heatmap_alt="Varmekart over {codes} koder. Jo mørkere rute, desto flere {together}.",
    measured_alt="Varmekart over {codes} koder: {measure}. Jo mørkere rute, desto sterkere bånd.",
    network_alt="Nettverk av {codes} koder med {links} forbindelser. Koder som ofte opptrer "
    "sammen, står nær hverandre; tykkere strek betyr flere {together}.",
    undefined="– udefinert",
    below="under {bound}",
    above="{bound} eller mer",
)
_NN = CooccurrenceLabels(
    title="Samførekomst",
    measured="Samførekomst: {measure}",
    counted={
        "overlap": "par av kodingar som overlappar",
        "within": "par av kodingar med høgst {within} {units} imellom",
        "sequence": "par av kodingar der A er slutt før B byrjar, høgst {within} {units} seinare",
        "nested": "par av kodingar der A ligg inne i B",
        "sentence": "setningar med begge kodane",
        "turn": "replikkar med begge kodane",
        "source": "kjelder med begge kodane",
        "case": "casar med begge kodane",
    },
    own={
        "overlap": "kodingar med koden",
        "within": "kodingar med koden",
        "sequence": "kodingar med koden",
        "nested": "kodingar med koden",
        "sentence": "setningar med koden",
        "turn": "replikkar med koden",
        "source": "kjelder med koden",
        "case": "casar med koden",
    },
    units={
        "sentence": "setningar",
        "turn": "replikkar",
        "source": "kjelder",
        "case": "casar",
    },
    unit={"sentence": "setning", "turn": "replikk"},
    measures={
        "count": "tal",
        "c": "koeffisienten c",
        "jaccard": "Jaccard-indeksen",
        "lift": "løft",
        "pmi": "punktvis gjensidig informasjon",
        "p": "eksakt p-verdi",
        "p-adjusted": "p-verdi korrigert for talet på par",
    },
    short={
        "count": "n12",
        "c": "c",
        "jaccard": "Jaccard",
        "lift": "løft",
        "pmi": "PMI",
        "p": "p",
        "p-adjusted": "p korr.",
    },
    shuffled="p ved stokking",
    shuffled_adjusted="p ved stokking, korr.",
    directed={
        "code 1": "kode A",
        "code 2": "kode B",
        "n1": "n(A)",
        "n2": "n(B)",
        "n12": "n(A, B)",
    },
    rows_columns="Radene er A, kolonnane B.",
    counted_note="n12 er talet på {together}; n1 og n2 er talet på {own}. "
    "c = n12 / (n1 + n2 − n12).",
    directed_note="n(A, B) er talet på {together}; n(A) og n(B) er talet på {own}. "
    "c = n(A, B) / (n(A) + n(B) − n(A, B)).",
    diagonal_note="På diagonalen står talet på {own}.",
    undirected_note="A med B er noko anna enn B med A. Jaccard, løft, PMI og p ser ikkje retninga: "
    "dei seier om dei to kodane er i same eining.",
    strength_note="Jaccard, løft og PMI er rekna på {number} {units}. Løft er kor mange gonger så "
    "mange som har begge kodane, som om kodane ikkje hadde noko med kvarandre å gjere; PMI er "
    "logaritmen av det (med grunntal 2), udefinert for kodar som aldri er saman.",
    open_note="Av {units} som ein intervjuar byrjar, tel berre dei som noko koda rører ved.",
    test_note="p er Fishers eksakte test på {number} {units} (tosidig), korrigert for {pairs} par "
    "av kodar etter Benjamini og Hochberg. Der alle einingar har ein kode, eller ingen, er p "
    "udefinert.",
    no_test_note="Her er ingenting å teste: for kvart par har alle dei {number} einingane "
    "({units}) ein av kodane, eller ingen har han. Stokking (--rounds) testar innanfor intervjua.",
    dependent_note="Varsel: {units} i same intervju er ikkje uavhengige av kvarandre, så p blir "
    "for liten. Test på casar eller kjelder, eller stokk (--rounds).",
    cases_note="Kodingar i same intervju er ikkje uavhengige trekningar. Difor er testen på "
    "{units}: han seier om det er dei same som har begge kodane, ikkje om dei snakkar om dei på "
    "same staden.",
    few_note="Varsel: med {number} {units} kan berre svært sterke samanhengar vise seg i testen.",
    shuffled_note="p ved stokking: kvar kode er flytt tilfeldig innanfor kvar kjelde, {rounds} "
    "gonger (frø {seed}), og talt på nytt i {units}. Då er alt anna likt enn kvar kodane står i "
    "høve til kvarandre.",
    strongest_links="Dei {shown} sterkaste av {all} samband.",
    not_shown_links="{number} kodar utan samband er utelatne.",
    strength="Tjukkare og mørkare strek: fleire {together}. Større sirkel: fleire {own}.",
    heatmap_alt="Varmekart over {codes} kodar. Jo mørkare rute, dess fleire {together}.",
    measured_alt="Varmekart over {codes} kodar: {measure}. Jo mørkare rute, dess sterkare band.",
    network_alt="Nettverk av {codes} kodar med {links} samband. Kodar som ofte opptrer saman, "
    "står nær kvarandre; tjukkare strek tyder fleire {together}.",
    undefined="– udefinert",
    below="under {bound}",
    above="{bound} eller meir",
)
_EN = CooccurrenceLabels(
    title="Co-occurrence",
    measured="Co-occurrence: {measure}",
    counted={
        "overlap": "pairs of overlapping codings",
        "within": "pairs of codings at most {within} {units} apart",
        "sequence": "pairs of codings where A has ended before B begins, at most {within} {units} "
        "later",
        "nested": "pairs of codings where A lies inside B",
        "sentence": "sentences with both codes",
        "turn": "turns with both codes",
        "source": "sources with both codes",
        "case": "cases with both codes",
    },
    own={
        "overlap": "codings of the code",
        "within": "codings of the code",
        "sequence": "codings of the code",
        "nested": "codings of the code",
        "sentence": "sentences with the code",
        "turn": "turns with the code",
        "source": "sources with the code",
        "case": "cases with the code",
    },
    units={
        "sentence": "sentences",
        "turn": "turns",
        "source": "sources",
        "case": "cases",
    },
    unit={"sentence": "sentence", "turn": "turn"},
    measures={
        "count": "count",
        "c": "the coefficient c",
        "jaccard": "the Jaccard index",
        "lift": "lift",
        "pmi": "pointwise mutual information",
        "p": "exact p-value",
        "p-adjusted": "p-value corrected for the number of pairs",
    },
    short={
        "count": "n12",
        "c": "c",
        "jaccard": "Jaccard",
        "lift": "lift",
        "pmi": "PMI",
        "p": "p",
        "p-adjusted": "p adj.",
    },
    shuffled="p by shuffling",
    shuffled_adjusted="p by shuffling, adj.",
    directed={
        "code 1": "code A",
        "code 2": "code B",
        "n1": "n(A)",
        "n2": "n(B)",
        "n12": "n(A, B)",
    },
    rows_columns="Rows are A, columns B.",
    counted_note="n12 counts {together}; n1 and n2 count {own}. c = n12 / (n1 + n2 − n12).",
    directed_note="n(A, B) counts {together}; n(A) and n(B) count {own}. "
    "c = n(A, B) / (n(A) + n(B) − n(A, B)).",
    diagonal_note="The diagonal counts {own}.",
    undirected_note="A with B is something else than B with A. Jaccard, lift, PMI and p do not see "
    "the direction: they say whether the two codes are in the same unit.",
    strength_note="Jaccard, lift and PMI are on {number} {units}. Lift is how many times as many "
    "have both codes as if the codes had nothing to do with each other; PMI is its logarithm (to "
    "base 2), undefined for codes that are never together.",
    open_note="Of {units} that an interviewer begins, only those count that a coding touches.",
    test_note="p is Fisher's exact test on {number} {units} (two-sided), corrected for {pairs} "
    "pairs of codes after Benjamini and Hochberg. Where all units have a code, or none has, p is "
    "undefined.",
    no_test_note="There is nothing to test: of each pair all of the {number} units ({units}) have "
    "one of the codes, or none has it. Shuffling (--rounds) tests within the interviews.",
    dependent_note="Warning: {units} of one interview are not independent of each other, so that p "
    "is too small. Test on cases or sources, or shuffle (--rounds).",
    cases_note="Codings within an interview are not independent draws. That is why the test is on "
    "{units}: it says whether it is the same ones that have both codes, not whether they speak of "
    "them in the same place.",
    few_note="Warning: with {number} {units} only very strong ties can show in the test.",
    shuffled_note="p by shuffling: every code was moved at random within each source, {rounds} "
    "times (seed {seed}), and counted again in {units}. All is then as it was but for where the "
    "codes lie beside each other.",
    strongest_links="The {shown} strongest of {all} links.",
    not_shown_links="{number} codes without a link are left out.",
    strength="Thicker and darker line: more {together}. Larger circle: more {own}.",
    heatmap_alt="Heat map of {codes} codes. The darker a cell, the more {together}.",
    measured_alt="Heat map of {codes} codes: {measure}. The darker a cell, the stronger the tie.",
    network_alt="Network of {codes} codes with {links} links. Codes that often occur together "
    "stand near each other; a thicker line means more {together}.",
    undefined="– undefined",
    below="below {bound}",
    above="{bound} or more",
)
_LABELS = {"nb": _NB, "nn": _NN, "en": _EN}


def cooccurrence_labels_in(language: str) -> CooccurrenceLabels:
    """The labels in one of `labels.LANGUAGES`."""
    labels_in(language)  # refuses a language that reports are not written in
    return _LABELS[language]
