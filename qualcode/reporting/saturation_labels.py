"""The words of the report on saturation, in the project's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from qualcode.reporting.labels import labels_in


class SaturationView(StrEnum):
    """Which table the report shows: units in order, codes × units, or a row for each group."""

    CURVE = "curve"
    PRESENCE = "presence"
    GROUPS = "groups"


@dataclass(frozen=True, slots=True)
class SaturationLabels:
    """Every word that the report adds to the project's own. Braces are places for values.

    `headings` are by the names that programs read. `one` and `many` are what is counted, by unit.
    """

    title: str
    presence_title: str
    groups_title: str
    headings: Mapping[str, str]
    one: Mapping[str, str]
    many: Mapping[str, str]
    each: Mapping[str, str]
    everything: str
    unit: str
    orders: Mapping[str, str]
    order_by: str
    order_note: str
    at_once_note: str
    without_mark_note: str
    without_case_note: str
    curve_note: str
    codes_of: str
    reached: str
    not_reached: str
    too_few: str
    no_base: str
    exceeded: str
    strict: str
    strict_exceeded: str
    never_strict: str
    shuffled: str
    never_shuffled: str
    estimate: str
    estimate_none: str
    estimate_undefined: str
    closed_codebook: str
    made_beforehand: str
    late: str
    imported: str
    run_note: str
    estimate_note: str
    meaning_note: str
    presence_note: str
    too_many_units: str
    too_many_groups: str
    new_codes: str
    observed: str
    expected: str
    band: str
    in_codebook: str
    threshold: str
    curve_alt: str
    curve_alt_of: str
    presence_alt: str
    units_with: str
    first: str


_NB = SaturationLabels(
    title="Metning: nye koder per {one}",
    presence_title="Kode × {one}",
    groups_title="Metning etter {variable}",
    headings={
        "group": "gruppe",
        "place": "nr.",
        "source": "kilde",
        "case": "case",
        "codings": "kodinger",
        "codes": "koder",
        "new codes": "nye koder",
        "codes so far": "koder til nå",
        "expected": "forventet",
        "shuffled low": "5 %",
        "shuffled median": "median",
        "shuffled high": "95 %",
        "new in run": "nye i serien",
        "% new in run": "% nytt i serien",
        "which": "hvilke nye",
        "units": "antall",
        "codes in base": "koder i grunnlaget",
        "reached": "nådd",
        "reached at 0 %": "nådd ved 0 %",
        "% of shuffled orders": "% av rekkefølgene",
        "in one": "hos én",
        "in two": "hos to",
        "Chao2": "Chao2",
        "low": "fra",
        "high": "til",
        "code": "kode",
        "total": "i alt",
        "sources": "kilder",
        "cases": "caser",
    },
    one={"source": "intervju", "case": "case"},
    many={"source": "kilder", "case": "caser"},
    each={"source": "hvert intervju", "case": "hver case"},
    everything="Alle",
    unit="koder som {many} er de første til å ha",
    orders={"imported": "slik kildene ble importert", "name": "etter navn"},
    order_by="etter {variable}, ved likhet slik kildene ble importert",
    order_note="Rekkefølge: {order}.",
    at_once_note="Alle kildene ble importert på samme tid: rekkefølgen sier ikke når intervjuene "
    "ble gjort. Velg en variabel som sier det (--order).",
    without_mark_note="{number} uten {variable} står sist.",
    without_case_note="{number} uten case er holdt utenfor.",
    curve_note="Forventet: gjennomsnittet av alle rekkefølger, regnet nøyaktig (Ugland, Gray og "
    "Ellingsen 2003; Colwell, Mao og Chang 2004). Median, 5 % og 95 % er av {rounds} tilfeldige "
    "rekkefølger (frø {seed}).",
    codes_of="{who}: {codes} i {units}.",
    reached="Terskelen på {threshold} % nytt nås ved {reached}+{run}: etter {reached} {many} ga de "
    "{run} neste {new}, {share} % av de {base_codes} i de {base} første.",
    not_reached="Terskelen på {threshold} % nytt nås ikke (grunnlag {base} {many} med {base_codes} "
    "koder, serier på {run}).",
    too_few="Terskelen kan ikke regnes: det trengs minst {needed} {many}.",
    no_base="Terskelen kan ikke regnes: de {base} første har ingen koder.",
    exceeded="Senere er det over terskelen igjen, i nr. {runs}.",
    strict="Uten noe nytt i en serie: {reached}+{run}.",
    strict_exceeded="Senere kommer det noe nytt igjen, i nr. {runs}.",
    never_strict="Ingen serie er uten noe nytt.",
    shuffled="I {share} % av de tilfeldige rekkefølgene nås terskelen, i midten ved {median}+{run} "
    "(5–95 %: {low}–{high}).",
    never_shuffled="Terskelen nås ikke i noen av de tilfeldige rekkefølgene.",
    estimate="Chao2: minst {estimate} koder i alt (95 %-intervall {low}–{high}); {once} er "
    "bare hos én, {twice} hos to.",
    estimate_none="Chao2 anslår ingen usette koder ({once} er bare hos én, {twice} hos to).",
    estimate_undefined="Chao2 er udefinert: det trengs minst to {many} og én kode.",
    closed_codebook="Kodeboka har {available} i utvalget, og {used} av dem er i bruk: ingen "
    "kurve kan gå over det, heller ikke Chao2 så lenge ingen lager nye koder.",
    made_beforehand="Alle kodene var laget før den første kodingen. En kodebok som er laget på "
    "forhånd, kan ikke vokse: «nye» koder er her koder som brukes for første gang, og en flat "
    "kurve viser at kodeboka er tatt i bruk, ikke at det ikke er mer å finne.",
    late="{number} kom til etter at noen kilder var kodet ferdig, og kunne ikke brukes der: "
    "{each}. Les de kildene på nytt før tallene brukes.",
    imported="{imported} av {codings} kodinger er importert: når de ble gjort, og om alle kodene "
    "fantes da, vet ikke historikken. Var kodeboka laget på forhånd, kunne den ikke vokse.",
    run_note="Terskel for ny informasjon: Guest, Namey og Chen 2020. Hver serie begynner ett "
    "hakk etter den forrige; den første på eller under terskelen gjelder.",
    estimate_note="Chao2 (Chao 1987, korrigert for skjevhet) forutsetter at {many} er tilfeldig "
    "trukket fra det samme. Utvalg i kvalitative studier er sjelden det: les det som et tegn, "
    "ikke som et antall.",
    meaning_note="Metning av koder er ikke metning av mening: at ingen ny kode trengs, sier ikke "
    "at det som er sagt under kodene, er forstått, eller at andre informanter ikke ville sagt noe "
    "annet.",
    presence_note="Tallene er kodinger. En ramme viser hvor koden kom først.",
    too_many_units="{number} er flere enn en figur har plass til ({limit}).",
    too_many_groups="Figuren viser de {shown} første av {all} grupper.",
    new_codes="nye koder",
    observed="koder til nå",
    expected="forventet over alle rekkefølger",
    band="5–95 % av tilfeldige rekkefølger",
    in_codebook="{number} i kodeboka",
    threshold="terskel",
    curve_alt="Kurve over hvor mange koder som er sett etter {each}, med stolper for nye koder.",
    curve_alt_of="{who}: {first} i den første, {codes} etter {units}; halvparten er sett "
    "etter {half}.",
    presence_alt="Tabell over {codes} og {units}: mørkere rute betyr flere kodinger, "
    "en ramme at koden kom først der.",
    units_with="i {number}",
    first="kom først her",
)
_NN = SaturationLabels(
    title="Metting: nye kodar per {one}",
    presence_title="Kode × {one}",
    groups_title="Metting etter {variable}",
    headings={
        "group": "gruppe",
        "place": "nr.",
        "source": "kjelde",
        "case": "case",
        "codings": "kodingar",
        "codes": "kodar",
        "new codes": "nye kodar",
        "codes so far": "kodar til no",
        "expected": "venta",
        "shuffled low": "5 %",
        "shuffled median": "median",
        "shuffled high": "95 %",
        "new in run": "nye i serien",
        "% new in run": "% nytt i serien",
        "which": "kva for nye",
        "units": "tal på",
        "codes in base": "kodar i grunnlaget",
        "reached": "nådd",
        "reached at 0 %": "nådd ved 0 %",
        "% of shuffled orders": "% av rekkjefølgjene",
        "in one": "hos éin",
        "in two": "hos to",
        "Chao2": "Chao2",
        "low": "frå",
        "high": "til",
        "code": "kode",
        "total": "i alt",
        "sources": "kjelder",
        "cases": "casar",
    },
    one={"source": "intervju", "case": "case"},
    many={"source": "kjelder", "case": "casar"},
    each={"source": "kvart intervju", "case": "kvar case"},
    everything="Alle",
    unit="kodar som {many} er dei første til å ha",
    orders={"imported": "slik kjeldene vart importerte", "name": "etter namn"},
    order_by="etter {variable}, ved likskap slik kjeldene vart importerte",
    order_note="Rekkjefølgje: {order}.",
    at_once_note="Alle kjeldene vart importerte på same tid: rekkjefølgja seier ikkje når "
    "intervjua vart gjorde. Vel ein variabel som seier det (--order).",
    without_mark_note="{number} utan {variable} står sist.",
    without_case_note="Ikkje med: {number} utan case.",
    curve_note="Venta: gjennomsnittet av alle rekkjefølgjer, rekna nøyaktig (Ugland, Gray og "
    "Ellingsen 2003; Colwell, Mao og Chang 2004). Median, 5 % og 95 % er av {rounds} tilfeldige "
    "rekkjefølgjer (frø {seed}).",
    codes_of="{who}: {codes} i {units}.",
    reached="Terskelen på {threshold} % nytt blir nådd ved {reached}+{run}: etter {reached} {many} "
    "gav dei {run} neste {new}, {share} % av dei {base_codes} i dei {base} første.",
    not_reached="Terskelen på {threshold} % nytt blir ikkje nådd (grunnlag {base} {many} med "
    "{base_codes} kodar, seriar på {run}).",
    too_few="Terskelen kan ikkje reknast: det trengst minst {needed} {many}.",
    no_base="Terskelen kan ikkje reknast: dei {base} første har ingen kodar.",
    exceeded="Seinare er det over terskelen att, i nr. {runs}.",
    strict="Utan noko nytt i ein serie: {reached}+{run}.",
    strict_exceeded="Seinare kjem det noko nytt att, i nr. {runs}.",
    never_strict="Ingen serie er utan noko nytt.",
    shuffled="I {share} % av dei tilfeldige rekkjefølgjene blir terskelen nådd, i midten ved "
    "{median}+{run} (5–95 %: {low}–{high}).",
    never_shuffled="Terskelen blir ikkje nådd i nokon av dei tilfeldige rekkjefølgjene.",
    estimate="Chao2: minst {estimate} kodar i alt (95 %-intervall {low}–{high}); {once} er "
    "berre hos éin, {twice} hos to.",
    estimate_none="Chao2 reknar ikkje med usedde kodar ({once} er berre hos éin, {twice} hos to).",
    estimate_undefined="Chao2 er udefinert: det trengst minst to {many} og éin kode.",
    closed_codebook="Kodeboka har {available} i utvalet, og {used} av dei er i bruk: inga "
    "kurve kan gå over det, heller ikkje Chao2 så lenge ingen lagar nye kodar.",
    made_beforehand="Alle kodane var laga før den første kodinga. Ei kodebok som er laga på "
    "førehand, kan ikkje vekse: «nye» kodar er her kodar som blir brukte for første gong, og ei "
    "flat kurve viser at kodeboka er teken i bruk, ikkje at det ikkje er meir å finne.",
    late="{number} kom til etter at nokre kjelder var koda ferdig, og kunne ikkje brukast "
    "der: {each}. Les dei kjeldene på nytt før tala blir brukte.",
    imported="{imported} av {codings} kodingar er importerte: når dei vart gjorde, og om alle "
    "kodane fanst då, veit ikkje historikken. Var kodeboka laga på førehand, kunne ho ikkje vekse.",
    run_note="Terskel for ny informasjon: Guest, Namey og Chen 2020. Kvar serie tek til eitt "
    "hakk etter den førre; den første på eller under terskelen gjeld.",
    estimate_note="Chao2 (Chao 1987, korrigert for skeivskap) føreset at {many} er tilfeldig "
    "trekte frå det same. Utval i kvalitative studiar er sjeldan det: les det som eit teikn, ikkje "
    "som eit tal.",
    meaning_note="Metting av kodar er ikkje metting av meining: at ingen ny kode trengst, seier "
    "ikkje at det som er sagt under kodane, er forstått, eller at andre informantar ikkje ville "
    "sagt noko anna.",
    presence_note="Tala er kodingar. Ei ramme viser kvar koden kom først.",
    too_many_units="{number} er fleire enn ein figur har plass til ({limit}).",
    too_many_groups="Figuren viser dei {shown} første av {all} grupper.",
    new_codes="nye kodar",
    observed="kodar til no",
    expected="venta over alle rekkjefølgjer",
    band="5–95 % av tilfeldige rekkjefølgjer",
    in_codebook="{number} i kodeboka",
    threshold="terskel",
    curve_alt="Kurve over kor mange kodar som er sedde etter {each}, med stolpar for nye kodar.",
    curve_alt_of="{who}: {first} i den første, {codes} etter {units}; halvparten er sedd "
    "etter {half}.",
    presence_alt="Tabell over {codes} og {units}: mørkare rute tyder fleire kodingar, "
    "ei ramme at koden kom først der.",
    units_with="i {number}",
    first="kom først her",
)
_EN = SaturationLabels(
    title="Saturation: new codes per {one}",
    presence_title="Code × {one}",
    groups_title="Saturation by {variable}",
    headings={"place": "no.", "shuffled low": "5 %", "shuffled high": "95 %"}
    | {"shuffled median": "median", "which": "which are new"},
    one={"source": "interview", "case": "case"},
    many={"source": "sources", "case": "cases"},
    each={"source": "each interview", "case": "each case"},
    everything="All",
    unit="codes that {many} are the first to have",
    orders={"imported": "as the sources were imported", "name": "by name"},
    order_by="by {variable}, and where that is the same as the sources were imported",
    order_note="Order: {order}.",
    at_once_note="All sources were imported at the same time: the order says nothing of when the "
    "interviews were made. Choose a variable that does (--order).",
    without_mark_note="{number} without {variable} come last.",
    without_case_note="Left out: {number} without a case.",
    curve_note="Expected: the mean of all orders, computed exactly (Ugland, Gray and Ellingsen "
    "2003; Colwell, Mao and Chang 2004). Median, 5 % and 95 % are of {rounds} random orders (seed "
    "{seed}).",
    codes_of="{who}: {codes} in {units}.",
    reached="The threshold of {threshold} % new is reached at {reached}+{run}: after {reached} "
    "{many} the next {run} brought {new}, {share} % of the {base_codes} in the first "
    "{base}.",
    not_reached="The threshold of {threshold} % new is not reached (base {base} {many} with "
    "{base_codes} codes, runs of {run}).",
    too_few="The threshold cannot be computed: it takes at least {needed} {many}.",
    no_base="The threshold cannot be computed: the first {base} have no codes.",
    exceeded="Later it is above the threshold again, in no. {runs}.",
    strict="With nothing new in a run: {reached}+{run}.",
    strict_exceeded="Later there is something new again, in no. {runs}.",
    never_strict="No run is without anything new.",
    shuffled="In {share} % of the random orders the threshold is reached, in the middle at "
    "{median}+{run} (5–95 %: {low}–{high}).",
    never_shuffled="The threshold is reached in none of the random orders.",
    estimate="Chao2: at least {estimate} codes in all (95 % interval {low}–{high}); {once} in "
    "one only, {twice} in two.",
    estimate_none="Chao2 estimates no unseen codes ({once} in one only, {twice} in two).",
    estimate_undefined="Chao2 is undefined: it takes at least two {many} and one code.",
    closed_codebook="The codebook has {available} in the selection, and {used} of them are "
    "in use: no curve can pass that, nor what Chao2 stands for while nobody makes new codes.",
    made_beforehand="All codes were made before the first coding. A codebook that was made "
    "beforehand cannot grow: “new” codes are codes in use for the first time, and a flat curve "
    "shows that the codebook has been put to use, not that there is no more to find.",
    late="Made after the coding of some sources had ended: {number}, which could not be "
    "used there: {each}. Read those sources again before the numbers are used.",
    imported="{imported} of {codings} codings were imported: when they were made, and whether all "
    "codes were there then, the history does not know. If the codebook was made beforehand, it "
    "could not grow.",
    run_note="New-information threshold: Guest, Namey and Chen 2020. Each run begins one step "
    "after the one before; the first at or under the threshold counts.",
    estimate_note="Chao2 (Chao 1987, bias-corrected) takes {many} to be drawn at random from the "
    "same. Samples of qualitative studies rarely are: read it as a sign, not as a number.",
    meaning_note="Saturation of codes is not saturation of meaning: that no new code is needed "
    "does not say that what was said under the codes has been understood, or that other informants "
    "would not have said something else.",
    presence_note="Numbers are codings. A frame shows where a code came first.",
    too_many_units="{number} are more than a figure has room for ({limit}).",
    too_many_groups="The figure shows the first {shown} of {all} groups.",
    new_codes="new codes",
    observed="codes so far",
    expected="expected over all orders",
    band="5–95 % of random orders",
    in_codebook="{number} in the codebook",
    threshold="threshold",
    curve_alt="Curve of how many codes have been seen after {each}, with bars for new codes.",
    curve_alt_of="{who}: {first} in the first, {codes} after {units}; half are seen after {half}.",
    presence_alt="Table of {codes} and {units}: a darker cell means more codings, a "
    "frame that the code came first there.",
    units_with="in {number}",
    first="came first here",
)
_LABELS = {"nb": _NB, "nn": _NN, "en": _EN}


def saturation_labels_in(language: str) -> SaturationLabels:
    """The labels in one of `labels.LANGUAGES`."""
    labels_in(language)  # refuses a language that reports are not written in
    return _LABELS[language]
