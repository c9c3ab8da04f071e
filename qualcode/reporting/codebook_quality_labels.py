"""The words of the report on the codebook's quality, in the project's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from qualcode.reporting.labels import labels_in


class QualityView(StrEnum):
    """Which table the report shows: a row for each code, each finding, or each share over time."""

    CODES = "codes"
    FINDINGS = "findings"
    DRIFT = "drift"


@dataclass(frozen=True, slots=True)
class QualityLabels:
    """Every word that the report adds to the project's own. Braces are places for values.

    `headings` are by the names that programs read. `checks` name what is looked for, and `told`
    says in words what was found, both by check (`together` and `drift` by their kinds).
    """

    titles: Mapping[str, str]
    headings: Mapping[str, str]
    checks: Mapping[str, str]
    told: Mapping[str, str]
    quotes: tuple[str, str]
    unit: str
    everybody: str
    halves: tuple[str, str]
    nothing_found: str
    more: str
    hint_note: str
    words_note: str
    no_double: str
    double: str
    no_order: str
    few_sources: str
    work_note: str
    comparable_note: str
    not_comparable_note: str
    over_note: str
    over_few: str
    level_note: str
    figure: str
    figure_alt: str
    finding: str


_NB = QualityLabels(
    titles={
        "codes": "Kodeboka: koder og merknader",
        "findings": "Kodeboka: hva som ble funnet",
        "drift": "Kodeboka: bruk over tid",
    },
    headings={
        "code": "kode",
        "codings": "kodinger",
        "sources": "kilder",
        "cases": "caser",
        "coders": "kodere",
        "median words": "ord (median)",
        "definition words": "ord i definisjonen",
        "nearest": "nærmeste kode",
        "% in nearest": "% av ordene der",
        "% of nearest": "% av dens ord her",
        "findings": "merknader",
        "no.": "nr.",
        "finding": "merknad",
        "other code": "annen kode",
        "in words": "med ord",
        "coder": "koder",
        "part": "del",
        "% of codings": "% av kodingene",
        "difference": "forskjell (prosentpoeng)",
        "h": "h",
        "p": "p",
        "p adjusted": "p korrigert",
    },
    checks={
        "unused": "ikke brukt",
        "no-definition": "uten definisjon",
        "together": "nesten alltid sammen",
        "beside-children": "ved siden av underkoder",
        "one-coder": "bare én koder",
        "drift": "ulik bruk over tid",
        "one-source": "bare én kilde",
        "short": "svært korte",
    },
    told={
        "unused": "{code}: ikke brukt i utvalget.",
        "no-definition": "{code}: har ingen definisjon.",
        "together same": "{code} og {other}: {share} % av ordene under den første står også under "
        "den andre, og {back} % andre veien. Kanskje er det samme kode.",
        "together within": "{code}: {share} % av ordene står også under {other}, som har {back} % "
        "av sine her. Kanskje er det en underkode av den.",
        "beside-children": "{code}: brukt selv (kodinger: {own}) ved siden av kodene under seg "
        "({below}); {same} er på ord som samme koder også har gitt en av dem.",
        "one-coder": "{code}: brukt av {coder}, ikke av {others}, i kilder som flere har kodet "
        "(kodinger: {codings}; kilder: {sources} av {both}).",
        "drift work": "{code}: {low} % av kodingene til {coder} i første halvdel av arbeidet, "
        "{high} % i andre (p {p}, korrigert).",
        "drift over": "{code}: {low} % av kodingene med {variable} {first}, {high} % med {last} "
        "(p {p}, korrigert).",
        "one-source": "{code}: alle kodingene ({codings}) er i én kilde.",
        "short": "{code}: halvparten av kodingene er på høyst {words}.",
    },
    quotes=("«", "»"),
    unit="kodinger",
    everybody="(alle)",
    halves=("første halvdel", "andre halvdel"),
    nothing_found="Ingenting å merke seg.",
    more="… og {number} til; --show findings viser alle.",
    hint_note="En merknad er noe å lese etter, ikke en dom: en kode kan med rette være sjelden, "
    "stå ved siden av underkodene sine, eller bli brukt annerledes fordi folk sa noe annet.",
    words_note="Sammen: ord som samme koder har gitt begge koder, av ordene under den som har "
    "færrest; grensen er {overlap} %, og koden må ha minst {fewest} kodinger. Koder over og under "
    "hverandre teller ikke. Svært korte: median på høyst {short} ord.",
    no_double="Ingen kilde er kodet av flere: om en kode brukes av bare én koder, er ikke til å "
    "se.",
    double="{number} er kodet av flere enn én.",
    no_order="{coder}: rekkefølgen i kodingen er ukjent (importert på én gang, eller alt "
    "samtidig), så bruk over tid er udefinert.",
    few_sources="{coder}: for få kilder i de to halvdelene til å si noe om bruk over "
    "tid ({sources}; det trengs {needed}).",
    work_note="{coder}: første halvdel er de {first} kildene som ble påbegynt først, andre "
    "halvdel de {second} siste.",
    comparable_note="Halvdelene er laget innenfor hver verdi av {variable}, så materialet er likt "
    "i det.",
    not_comparable_note="Halvdelene kan inneholde ulike intervjuer: en forskjell kan ligge i "
    "materialet. --comparable VARIABEL deler innenfor verdiene av en variabel.",
    over_note="Mellom verdier av {variable} kan det være folk som sier noe annet, ikke kodere som "
    "koder annerledes.",
    over_few="{variable}: for få kilder eller verdier til en test.",
    level_note="Tester flytter hele kilder, mellom verdier av en variabel hele caser, {rounds} "
    "ganger (frø {seed}), bare for koder med minst {fewest} kodinger. p er korrigert for alle "
    "tester (Benjamini og Hochberg 1995), og en merknad gis ved p ≤ {level}. h er Cohens (1988) "
    "mål for to andeler.",
    figure="Merknader etter kode",
    figure_alt="Tabell over {codes} og hva som er å merke seg ved dem, {findings}.",
    finding="merknad",
)
_NN = QualityLabels(
    titles={
        "codes": "Kodeboka: kodar og merknader",
        "findings": "Kodeboka: kva som vart funne",
        "drift": "Kodeboka: bruk over tid",
    },
    headings={
        "code": "kode",
        "codings": "kodingar",
        "sources": "kjelder",
        "cases": "casar",
        "coders": "kodarar",
        "median words": "ord (median)",
        "definition words": "ord i definisjonen",
        "nearest": "nærmaste kode",
        "% in nearest": "% av orda der",
        "% of nearest": "% av orda til den her",
        "findings": "merknader",
        "no.": "nr.",
        "finding": "merknad",
        "other code": "annan kode",
        "in words": "med ord",
        "coder": "kodar",
        "part": "del",
        "% of codings": "% av kodingane",
        "difference": "skilnad (prosentpoeng)",
        "h": "h",
        "p": "p",
        "p adjusted": "p korrigert",
    },
    checks={
        "unused": "ikkje brukt",
        "no-definition": "utan definisjon",
        "together": "nesten alltid saman",
        "beside-children": "ved sida av underkodar",
        "one-coder": "berre éin kodar",
        "drift": "ulik bruk over tid",
        "one-source": "berre éi kjelde",
        "short": "svært korte",
    },
    told={
        "unused": "{code}: ikkje brukt i utvalet.",
        "no-definition": "{code}: har ingen definisjon.",
        "together same": "{code} og {other}: {share} % av orda under den første står òg under den "
        "andre, og {back} % andre vegen. Kanskje er det same kode.",
        "together within": "{code}: {share} % av orda står òg under {other}, som har {back} % av "
        "sine her. Kanskje er det ein underkode av den.",
        "beside-children": "{code}: brukt sjølv (kodingar: {own}) ved sida av kodane under seg "
        "({below}); {same} er på ord som same kodar òg har gitt ein av dei.",
        "one-coder": "{code}: brukt av {coder}, ikkje av {others}, i kjelder som fleire har koda "
        "(kodingar: {codings}; kjelder: {sources} av {both}).",
        "drift work": "{code}: {low} % av kodingane til {coder} i første halvdel av arbeidet, "
        "{high} % i andre (p {p}, korrigert).",
        "drift over": "{code}: {low} % av kodingane med {variable} {first}, {high} % med {last} "
        "(p {p}, korrigert).",
        "one-source": "{code}: alle kodingane ({codings}) er i éi kjelde.",
        "short": "{code}: halvparten av kodingane er på høgst {words}.",
    },
    quotes=("«", "»"),
    unit="kodingar",
    everybody="(alle)",
    halves=("første halvdel", "andre halvdel"),
    nothing_found="Ingenting å merke seg.",
    more="… og {number} til; --show findings viser alle.",
    hint_note="Ein merknad er noko å lese etter, ikkje ein dom: ein kode kan med rette vere "
    "sjeldan, stå ved sida av underkodane sine, eller bli brukt annleis fordi folk sa noko anna.",
    words_note="Saman: ord som same kodar har gitt begge kodane, av orda under den som har "
    "færrast; grensa er {overlap} %, og koden må ha minst {fewest} kodingar. Kodar over og under "
    "kvarandre tel ikkje. Svært korte: median på høgst {short} ord.",
    no_double="Inga kjelde er koda av fleire: om ein kode blir brukt av berre éin kodar, er ikkje "
    "til å sjå.",
    double="{number} er koda av fleire enn éin.",
    no_order="{coder}: rekkjefølgja i kodinga er ukjend (importert på éin gong, eller alt "
    "samtidig), så bruk over tid er udefinert.",
    few_sources="{coder}: for få kjelder i dei to halvdelane til å seie noko om bruk "
    "over tid ({sources}; det trengst {needed}).",
    work_note="{coder}: første halvdel er dei {first} kjeldene som vart påbyrja først, andre "
    "halvdel dei {second} siste.",
    comparable_note="Halvdelane er laga innanfor kvar verdi av {variable}, så materialet er likt i "
    "det.",
    not_comparable_note="Halvdelane kan ha ulike intervju i seg: ein skilnad kan liggje i "
    "materialet. --comparable VARIABEL deler innanfor verdiane av ein variabel.",
    over_note="Mellom verdiar av {variable} kan det vere folk som seier noko anna, ikkje kodarar "
    "som kodar annleis.",
    over_few="{variable}: for få kjelder eller verdiar til ein test.",
    level_note="Testar flyttar heile kjelder, mellom verdiar av ein variabel heile casar, {rounds} "
    "gonger (frø {seed}), berre for kodar med minst {fewest} kodingar. p er korrigert for alle "
    "testar (Benjamini og Hochberg 1995), og ein merknad kjem ved p ≤ {level}. h er Cohens (1988) "
    "mål for to delar.",
    figure="Merknader etter kode",
    figure_alt="Tabell over {codes} og kva som er å merke seg ved dei, {findings}.",
    finding="merknad",
)
_EN = QualityLabels(
    titles={
        "codes": "The codebook: codes and findings",
        "findings": "The codebook: what was found",
        "drift": "The codebook: use over time",
    },
    headings={"difference": "difference (points)"},
    checks={
        "unused": "not used",
        "no-definition": "no definition",
        "together": "nearly always together",
        "beside-children": "beside its sub-codes",
        "one-coder": "one coder only",
        "drift": "drifting use",
        "one-source": "one source only",
        "short": "very short",
    },
    told={
        "unused": "{code}: not used in the selection.",
        "no-definition": "{code}: has no definition.",
        "together same": "{code} and {other}: {share} % of the words under the first are under the "
        "second, too, and {back} % the other way round. Perhaps they are the same code.",
        "together within": "{code}: {share} % of its words are under {other}, too, which has "
        "{back} % of its own here. Perhaps it is a sub-code of that.",
        "beside-children": "{code}: used itself (codings: {own}) beside the codes under it "
        "({below}); on words that the same coder gave one of those, too: {same}.",
        "one-coder": "{code}: used by {coder}, not by {others}, in sources that several have coded "
        "(codings: {codings}; sources: {sources} of {both}).",
        "drift work": "{code}: {low} % of the codings of {coder} in the first half of the work, "
        "{high} % in the second (p {p}, adjusted).",
        "drift over": "{code}: {low} % of the codings with {variable} {first}, {high} % with "
        "{last} (p {p}, adjusted).",
        "one-source": "{code}: all of its codings ({codings}) are in one source.",
        "short": "{code}: half of its codings are on at most {words}.",
    },
    quotes=("“", "”"),
    unit="codings",
    everybody="(all)",
    halves=("first half", "second half"),
    nothing_found="Nothing to remark.",
    more="… and {number} more; --show findings shows all.",
    hint_note="A finding is something to read for, not a verdict: a code may rightly be rare, "
    "stand beside its sub-codes, or be used otherwise because people said something else.",
    words_note="Together: words that the same coder gave both codes, of the words under the one "
    "that has fewer; the limit is {overlap} %, and the code has to have {fewest} codings. Codes "
    "above and under each other do not count. Very short: a median of at most {short} words.",
    no_double="No source was coded by several: whether a code is used by one coder only cannot be "
    "seen.",
    double="Coded by more than one: {number}.",
    no_order="{coder}: the order of coding is not known (imported in one go, or all at the same "
    "time), so that use over time is undefined.",
    few_sources="{coder}: too few sources in the two halves to say anything of use "
    "over time ({sources}; it takes {needed}).",
    work_note="{coder}: the first half are the {first} sources that were begun first, the second "
    "half the {second} last.",
    comparable_note="The halves were made within each value of {variable}, so that the material is "
    "alike in that.",
    not_comparable_note="The halves may hold different interviews: a difference may lie in the "
    "material. --comparable VARIABLE halves within the values of a variable.",
    over_note="Between values of {variable} it may be people who say something else, not coders "
    "who code otherwise.",
    over_few="{variable}: too few sources or values for a test.",
    level_note="Tests move whole sources, between values of a variable whole cases, {rounds} times "
    "(seed {seed}), only for codes with at least {fewest} codings. p is adjusted for all tests "
    "(Benjamini and Hochberg 1995), and is a finding at p ≤ {level}. h is Cohen's (1988) measure "
    "for two shares.",
    figure="Findings by code",
    figure_alt="Table of {codes} and what there is to remark about them, {findings}.",
    finding="finding",
)
_LABELS = {"nb": _NB, "nn": _NN, "en": _EN}


def quality_labels_in(language: str) -> QualityLabels:
    """The labels in one of `labels.LANGUAGES`."""
    labels_in(language)  # refuses a language that reports are not written in
    return _LABELS[language]
