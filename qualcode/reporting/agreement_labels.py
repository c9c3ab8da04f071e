"""The words of agreement between coders for people, in the project's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.reporting.labels import labels_in

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class AgreementLabels:
    """What tables and figures of agreement say. Braces are places for values.

    `unit` and `units` go by `AgreementUnit`. `coefficients` are the names, and `how` how each
    treats uncoded text, by `Coefficient`; `unitizing` are the names of the unitizing alphas.
    """

    title: str
    unit: Mapping[str, str]
    units: Mapping[str, str]
    present: str
    coefficients: Mapping[str, str]
    low: str
    high: str
    disagreements: str
    unit_note: str
    how: Mapping[str, str]
    overall_note: str
    pairs_note: str
    undefined_note: str
    coders_note: str
    outside_note: str
    sources_note: str
    left_out_note: str
    not_coded_note: str
    interval_note: str
    few_note: str
    no_interval_note: str
    disagreements_note: str
    not_correct_note: str
    forest_alt: str
    all_alt: str
    lowest_alt: str
    undefined_alt: str
    guides: str
    ring: str
    unitizing_title: str
    unitizing: Mapping[str, str]
    codes: str
    coverage: str
    because: str
    overlap: str
    unitizing_note: str
    coverage_note: str
    stretches: str
    stretches_title: str
    source: str
    start: str
    end: str
    coded_by: str
    not_by: str
    text: str
    who: str
    stretches_note: str
    stretches_alt: str


_NB = AgreementLabels(
    title="Enighet mellom kodere",
    unit={
        "character": "tegn",
        "sentence": "setning",
        "turn": "replikk",
        "source": "kilde",
    },
    units={
        "character": "tegn",
        "sentence": "setninger",
        "turn": "replikker",
        "source": "kilder",
    },
    present="{units}: {coder}",
    coefficients={
        "agreement": "enighet",
        "cohen": "Cohens kappa",
        "fleiss": "Fleiss’ kappa",
        "brennan-prediger": "Brennan–Prediger",
        "alpha": "Krippendorffs alfa",
        "u-alpha": "u-alfa",
    },
    low="{name}, nedre",
    high="{name}, øvre",
    disagreements="uenigheter",
    unit_note="Enhet: {unit}. En kode er til stede i hver enhet som en koding berører, ellers "
    "fraværende. Det er {number} {units} i kildene, kodet eller ikke.",
    how={
        "agreement": "Enighet er andelen par av verdier som er like. Ukodet tekst teller som "
        "enighet, så mye ukodet tekst gjør tallet høyt av seg selv.",
        "cohen": "Cohens kappa trekker fra den enigheten som er å vente når hver koder bruker "
        "koden så ofte som de gjør. I ukodet tekst er koden fraværende hos begge; jo mer av den, "
        "desto mer enighet er å vente.",
        "fleiss": "Fleiss’ kappa gjør det samme, men venter ut fra hvor ofte koderne til sammen "
        "bruker koden.",
        "brennan-prediger": "Brennan–Prediger venter halvparten, hvor sjelden koden enn er: mye "
        "ukodet tekst gjør tallet høyt.",
        "alpha": "Krippendorffs alfa (nominal) er som Fleiss’ kappa, korrigert for få enheter.",
        "u-alpha": "u-alfa er på tegn: ukodet tekst er hull, som teller med sin lengde, og "
        "kodingenes grenser teller med.",
    },
    overall_note="(alle koder): observert og ventet uenighet, hver som gjennomsnitt over kodene.",
    pairs_note="Cohens kappa er gjennomsnittet over par av kodere.",
    undefined_note="Udefinert der bare én verdi forekommer. Koder som ingen av dem har brukt, er "
    "ikke med.",
    coders_note="En koder er aldri enig med seg selv: egne kodinger som overlapper, er slått "
    "sammen først.",
    outside_note="{number} berører ingen {unit} og er holdt utenfor.",
    sources_note="Kilder som teller ({number}): {names}.",
    left_out_note="Holdt utenfor fordi ikke alle har kodet dem ({number}): {names}.",
    not_coded_note="Teller fordi de er nevnt, men uten kodinger: {names}.",
    interval_note="95 %-intervaller er persentiler av {rounds} trekk av kilder (startverdi "
    "{seed}). Udefinert med én kilde, og der tallet er udefinert i mer enn 5 % av trekkene.",
    few_note="{number} er få kilder å trekke fra: ta intervallene som grove.",
    no_interval_note="Uten intervaller er tallene bare om disse kildene.",
    disagreements_note="Uenigheter er strekk som noen har kodet slik og andre ikke; velg tallet "
    "for å lese dem.",
    not_correct_note="Enighet sier ikke at kodingen er riktig, og uenighet ikke hvem som tar feil.",
    forest_alt="{coefficient} for {codes} og for alle under ett, {coders}.",
    all_alt="Alle koder: {value}.",
    lowest_alt="Lavest: {each}.",
    undefined_alt="Udefinert: {each}.",
    guides="Stiplet: 0,667 og 0,800, Krippendorffs grenser for forsiktige og trygge slutninger.",
    ring="Ring: intervallet er ukjent.",
    unitizing_title="Unitizing-alfa",
    unitizing={
        "u-alpha": "u-alfa",
        "|u-alpha": "|u-alfa",
        "cu-alpha": "cu-alfa",
        "(k)u-alpha": "(k)u-alfa",
    },
    codes="koder",
    coverage="dekning",
    because="udefinert fordi",
    overlap="en koders kodinger av ulike koder overlapper",
    unitizing_note="Enhet: tegn. En koders kodinger av samme kode som overlapper eller møtes, er "
    "én enhet. u-alfa: hva som er kodet med hva, hull medregnet. |u-alfa: kodet mot ikke kodet. "
    "cu-alfa: bare kodene, der enheter møtes. (k)u-alfa: én kode, der enheter møtes.",
    coverage_note="Dekning: andelen av teksten, eller av koden, der to kodere begge har en kode.",
    stretches="uenigheter",
    stretches_title="Uenigheter mellom kodere",
    source="kilde",
    start="start",
    end="slutt",
    coded_by="kodet av",
    not_by="ikke av",
    text="tekst",
    who="bare {coders}",
    stretches_note="Hver rad er et strekk som noen har kodet slik og andre ikke. Start og slutt er "
    "tegn i kilden.",
    stretches_alt="Prikkdiagram over {what} for {codes} etter {variables}: {groups}. Jo "
    "større prikk, desto flere.",
)
_NN = AgreementLabels(
    title="Semje mellom kodarar",
    unit={
        "character": "teikn",
        "sentence": "setning",
        "turn": "replikk",
        "source": "kjelde",
    },
    units={
        "character": "teikn",
        "sentence": "setningar",
        "turn": "replikkar",
        "source": "kjelder",
    },
    present="{units}: {coder}",
    coefficients={
        "agreement": "semje",
        "cohen": "Cohens kappa",
        "fleiss": "Fleiss’ kappa",
        "brennan-prediger": "Brennan–Prediger",
        "alpha": "Krippendorffs alfa",
        "u-alpha": "u-alfa",
    },
    low="{name}, nedre",
    high="{name}, øvre",
    disagreements="usemjer",
    unit_note="Eining: {unit}. Ein kode er til stades i kvar eining som ei koding rører ved, elles "
    "fråverande. Det er {number} {units} i kjeldene, koda eller ikkje.",
    how={
        "agreement": "Semje er delen av par av verdiar som er like. Ukoda tekst tel som semje, så "
        "mykje ukoda tekst gjer talet høgt av seg sjølv.",
        "cohen": "Cohens kappa trekkjer frå den semja som er å vente når kvar kodar bruker koden "
        "så ofte som dei gjer. I ukoda tekst er koden fråverande hos begge; jo meir av han, dess "
        "meir semje er å vente.",
        "fleiss": "Fleiss’ kappa gjer det same, men ventar ut frå kor ofte kodarane til saman "
        "bruker koden.",
        "brennan-prediger": "Brennan–Prediger ventar halvparten, kor sjeldan koden enn er: mykje "
        "ukoda tekst gjer talet høgt.",
        "alpha": "Krippendorffs alfa (nominal) er som Fleiss’ kappa, korrigert for få einingar.",
        "u-alpha": "u-alfa er på teikn: ukoda tekst er hol, som tel med lengda si, og grensene til "
        "kodingane tel med.",
    },
    overall_note="(alle kodar): observert og venta usemje, kvar som gjennomsnitt over kodane.",
    pairs_note="Cohens kappa er gjennomsnittet over par av kodarar.",
    undefined_note="Udefinert der berre éin verdi finst. Kodar som ingen av dei har brukt, er "
    "ikkje med.",
    coders_note="Ein kodar er aldri samd med seg sjølv: eigne kodingar som overlappar, er slegne "
    "saman først.",
    outside_note="{number} rører ikkje ved nokon {unit} og er ikkje med.",
    sources_note="Kjelder som tel ({number}): {names}.",
    left_out_note="Haldne utanfor fordi ikkje alle har koda dei ({number}): {names}.",
    not_coded_note="Tel fordi dei er nemnde, men utan kodingar: {names}.",
    interval_note="95 %-intervall er persentilar av {rounds} trekk av kjelder (startverdi {seed}). "
    "Udefinert med éi kjelde, og der talet er udefinert i meir enn 5 % av trekka.",
    few_note="{number} er få kjelder å trekkje frå: ta intervalla som grove.",
    no_interval_note="Utan intervall er tala berre om desse kjeldene.",
    disagreements_note="Usemjer er strekk som nokre har koda slik og andre ikkje; vel talet for å "
    "lese dei.",
    not_correct_note="Semje seier ikkje at kodinga er rett, og usemje ikkje kven som tek feil.",
    forest_alt="{coefficient} for {codes} og for alle under eitt, {coders}.",
    all_alt="Alle kodar: {value}.",
    lowest_alt="Lågast: {each}.",
    undefined_alt="Udefinert: {each}.",
    guides="Stipla: 0,667 og 0,800, grensene til Krippendorff for varsame og trygge slutningar.",
    ring="Ring: intervallet er ukjent.",
    unitizing_title="Unitizing-alfa",
    unitizing={
        "u-alpha": "u-alfa",
        "|u-alpha": "|u-alfa",
        "cu-alpha": "cu-alfa",
        "(k)u-alpha": "(k)u-alfa",
    },
    codes="kodar",
    coverage="dekning",
    because="udefinert fordi",
    overlap="kodingane til ein kodar av ulike kodar overlappar",
    unitizing_note="Eining: teikn. Kodingane til ein kodar av same koden som overlappar eller "
    "møtest, er éi eining. u-alfa: kva som er koda med kva, hol medrekna. |u-alfa: koda mot ikkje "
    "koda. cu-alfa: berre kodane, der einingar møtest. (k)u-alfa: éin kode, der einingar møtest.",
    coverage_note="Dekning: delen av teksten, eller av koden, der to kodarar begge har ein kode.",
    stretches="usemjer",
    stretches_title="Usemjer mellom kodarar",
    source="kjelde",
    start="start",
    end="slutt",
    coded_by="koda av",
    not_by="ikkje av",
    text="tekst",
    who="berre {coders}",
    stretches_note="Kvar rad er eit strekk som nokre har koda slik og andre ikkje. Start og slutt "
    "er teikn i kjelda.",
    stretches_alt="Prikkdiagram over {what} for {codes} etter {variables}: {groups}. Jo "
    "større prikk, dess fleire.",
)
_EN = AgreementLabels(
    title="Agreement between coders",
    unit={
        "character": "character",
        "sentence": "sentence",
        "turn": "turn",
        "source": "source",
    },
    units={
        "character": "characters",
        "sentence": "sentences",
        "turn": "turns",
        "source": "sources",
    },
    present="{units}: {coder}",
    coefficients={
        "agreement": "agreement",
        "cohen": "Cohen’s kappa",
        "fleiss": "Fleiss’ kappa",
        "brennan-prediger": "Brennan–Prediger",
        "alpha": "Krippendorff’s alpha",
        "u-alpha": "u-alpha",
    },
    low="{name}, low",
    high="{name}, high",
    disagreements="disagreements",
    unit_note="Unit: {unit}. A code is present on each unit that a coding touches, else absent. "
    "There are {number} {units} in the sources, coded or not.",
    how={
        "agreement": "Agreement is the share of pairs of values that are the same. Uncoded text "
        "counts as agreement, so that much of it makes the number high by itself.",
        "cohen": "Cohen’s kappa takes off the agreement to expect when each coder uses the code as "
        "often as they do. In uncoded text the code is absent for both; the more of it, the more "
        "agreement is to be expected.",
        "fleiss": "Fleiss’ kappa does the same, but expects from how often the coders together use "
        "the code.",
        "brennan-prediger": "Brennan–Prediger expects one half, however rare the code is: much "
        "uncoded text makes the number high.",
        "alpha": "Krippendorff’s alpha (nominal) is as Fleiss’ kappa, corrected for few units.",
        "u-alpha": "u-alpha is on characters: uncoded text is gaps, which count by their length, "
        "and the borders of codings count too.",
    },
    overall_note="(all codes): observed and expected disagreement, each averaged over the codes.",
    pairs_note="Cohen’s kappa is the mean of the pairs of coders.",
    undefined_note="Undefined where only one value occurs. Codes that none of them used are left "
    "out.",
    coders_note="Nobody agrees with themselves: a coder’s own codings that overlap are united "
    "first.",
    outside_note="Left out, since they touch no {unit}: {number}.",
    sources_note="Sources that count ({number}): {names}.",
    left_out_note="Left out, since not all have coded them ({number}): {names}.",
    not_coded_note="Count because they were named, though without codings: {names}.",
    interval_note="95 % intervals are percentiles of {rounds} rounds of drawing sources (seed "
    "{seed}). Undefined with one source, and where the number is undefined in more than 5 % of "
    "the rounds.",
    few_note="{number} is few sources to draw from: take the intervals as rough.",
    no_interval_note="Without intervals the numbers are about these sources only.",
    disagreements_note="Disagreements are stretches that some have coded so and others not; choose "
    "the number to read them.",
    not_correct_note="Agreement does not say that the coding is right, nor disagreement who is "
    "wrong.",
    forest_alt="{coefficient} of {codes} and of all together, {coders}.",
    all_alt="All codes: {value}.",
    lowest_alt="Lowest: {each}.",
    undefined_alt="Undefined: {each}.",
    guides="Dashed: 0.667 and 0.800, Krippendorff’s limits for tentative and for safe conclusions.",
    ring="Ring: the interval is unknown.",
    unitizing_title="Unitizing alphas",
    unitizing={
        "u-alpha": "u-alpha",
        "|u-alpha": "|u-alpha",
        "cu-alpha": "cu-alpha",
        "(k)u-alpha": "(k)u-alpha",
    },
    codes="codes",
    coverage="coverage",
    because="undefined because",
    overlap="a coder’s codings of different codes overlap",
    unitizing_note="Unit: character. A coder’s codings of one code that overlap or touch are one "
    "unit. u-alpha: what is coded with what, gaps included. |u-alpha: coded against not coded. "
    "cu-alpha: the codes alone, where units meet. (k)u-alpha: one code, where units meet.",
    coverage_note="Coverage: the share of the text, or of the code, where two coders both have a "
    "code.",
    stretches="disagreements",
    stretches_title="Disagreements between coders",
    source="source",
    start="start",
    end="end",
    coded_by="coded by",
    not_by="not by",
    text="text",
    who="only {coders}",
    stretches_note="Each row is a stretch that some have coded so and others not. Start and end "
    "are characters of the source.",
    stretches_alt="Dot plot of {what} of {codes} by {variables}: {groups}. The larger a dot, "
    "the more.",
)
_LABELS = {"nb": _NB, "nn": _NN, "en": _EN}


def agreement_labels_in(language: str) -> AgreementLabels:
    """The labels in one of `labels.LANGUAGES`."""
    labels_in(language)  # refuses a language that reports are not written in
    return _LABELS[language]
