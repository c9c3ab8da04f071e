"""The words of joint displays in the project's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qualcode.project.survey import Fit
from qualcode.reporting.labels import labels_in


@dataclass(frozen=True, slots=True)
class JointLabels:
    """Every word of a joint display in one language; braces are places for values.

    `decimal` stands between whole numbers and fractions, `quotes` around what somebody said.
    `headings` are those of the table, by their English names. `fits` name how findings fit.
    """

    decimal: str
    quotes: tuple[str, str]
    title: str
    part: str
    unit: str
    headings: Mapping[str, str]
    fits: Mapping[Fit, str]
    fit: str
    about: str
    no_figure: str
    no_interviews: str
    no_cases: str
    no_year: str
    chosen: str
    by_rule: str
    cases_of: str
    survey_key: str
    cases_key: str
    survey_head: str
    cases_head: str
    more_codes: str
    rows_note: str
    undivided_note: str
    people_note: str
    fit_note: str
    quotation_note: str
    unknown_n_note: str
    about_note: str
    strangers_note: str
    unlinked_note: str
    without_case_note: str
    groups_note: str
    alt: str
    alt_line: str


_NB = JointLabels(
    decimal=",",
    quotes=("«", "»"),
    title="Undersøkelse og intervjuer side om side (joint display)",
    part="del {part} av {parts}",
    unit="caser med koden, blant de intervjuede casene i gruppen og året; kodinger",
    headings={
        "indicator": "indikator",
        "group": "gruppe",
        "year": "år",
        "survey %": "undersøkelsen, %",
        "n": "n",
        "code": "kode",
        "codings": "kodinger",
        "cases with the code": "caser med koden",
        "cases": "intervjuede caser",
        "quotation": "sitat",
        "fit": "forskernes vurdering",
    },
    fits={
        Fit.CONFIRMATION: "bekreftelse",
        Fit.EXPANSION: "utvidelse",
        Fit.DISCORDANCE: "uoverensstemmelse",
        Fit.OPEN: "ikke avgjort",
    },
    fit="Samsvar",
    about="ca.",
    no_figure="ingen tall",
    no_interviews="ingen intervjuer",
    no_cases="ingen caser",
    no_year="uten år",
    chosen="valgt",
    by_rule="etter regelen",
    cases_of="{number} av {all}",
    survey_key="prosent i undersøkelsen",
    cases_key="andel av de intervjuede casene med koden",
    survey_head="under-\nsøkelsen",
    cases_head="caser med koden",
    more_codes="og {number} koder til i tabellen",
    rows_note="Hver rad er en kode (med kodene under den) i en gruppe og et år, ved siden av "
    "tallet fra undersøkelsen. Gruppene er verdier av {by}, årene av {year}.",
    undivided_note="Hver rad er en kode (med kodene under den) i en gruppe, ved siden av tallet "
    "fra undersøkelsen. Gruppene er verdier av {by}. Ingen variabel har årene i undersøkelsen, så "
    "intervjuer fra alle år står ved siden av hvert tall.",
    people_note="Andelen av intervjuede caser anslår ingenting for en befolkning. De som er "
    "intervjuet, er få og valgt ut for det de kan fortelle, og en case har koden også når "
    "informanten omtaler andre. Tallene skal leses ved siden av hverandre, ikke trekkes fra "
    "hverandre.",
    fit_note="Samsvar er forskernes vurdering: bekreftelse (funnene støtter hverandre), utvidelse "
    "(det ene utdyper det andre eller viser en annen side) eller uoverensstemmelse (funnene "
    "strider mot hverandre). Se Fetters, Curry og Creswell 2013; Guetterman, Fetters og Creswell "
    "2015.",
    quotation_note="Sitater er valgt av en forsker eller tatt etter en regel som ikke ser på "
    "innholdet: fra en case som ikke er sitert på indikatoren, helst informantens ord i én "
    "replikk, 8–60 ord, nærmest 30. Et sitat etter regelen er en illustrasjon, ikke et belegg.",
    unknown_n_note="Antall svar (n) er ukjent for {number} av {all} tall, så hvor usikre de er, "
    "kan ikke sies.",
    about_note="Omtrentlige tall ({number}) er kjent bare som «om lag».",
    strangers_note="Grupper i undersøkelsen som ingen intervjuer har: {names}.",
    unlinked_note="Indikatorer uten kode er ikke med ({number}): {names}.",
    without_case_note="{number} hører ikke til noen case: kodingene i dem er med, men ikke "
    "blant casene.",
    groups_note="Grupper som undersøkelsen ikke har spurt om en indikator, er ikke med.",
    alt="Prikkdiagram med {indicators} og {lines}, en for hver gruppe og hvert "
    "år. Fylt sirkel: prosent i undersøkelsen. Åpne figurer: andel av de intervjuede casene.",
    alt_line="{indicator}, {group} {year}: {survey}; {themes}",
)
_NN = JointLabels(
    decimal=",",
    quotes=("«", "»"),
    title="Undersøking og intervju side om side (joint display)",
    part="del {part} av {parts}",
    unit="casar med koden, blant dei intervjua casane i gruppa og året; kodingar",
    headings={
        "indicator": "indikator",
        "group": "gruppe",
        "year": "år",
        "survey %": "undersøkinga, %",
        "n": "n",
        "code": "kode",
        "codings": "kodingar",
        "cases with the code": "casar med koden",
        "cases": "intervjua casar",
        "quotation": "sitat",
        "fit": "vurderinga til forskarane",
    },
    fits={
        Fit.CONFIRMATION: "stadfesting",
        Fit.EXPANSION: "utviding",
        Fit.DISCORDANCE: "usemje",
        Fit.OPEN: "ikkje avgjort",
    },
    fit="Samsvar",
    about="ca.",
    no_figure="ingen tal",
    no_interviews="ingen intervju",
    no_cases="ingen casar",
    no_year="utan år",
    chosen="valt",
    by_rule="etter regelen",
    cases_of="{number} av {all}",
    survey_key="prosent i undersøkinga",
    cases_key="del av dei intervjua casane med koden",
    survey_head="under-\nsøkinga",
    cases_head="casar med koden",
    more_codes="og {number} kodar til i tabellen",
    rows_note="Kvar rad er ein kode (med kodane under han) i ei gruppe og eit år, ved sida av "
    "talet frå undersøkinga. Gruppene er verdiar av {by}, åra av {year}.",
    undivided_note="Kvar rad er ein kode (med kodane under han) i ei gruppe, ved sida av talet frå "
    "undersøkinga. Gruppene er verdiar av {by}. Ingen variabel har åra i undersøkinga, så intervju "
    "frå alle år står ved sida av kvart tal.",
    people_note="Delen av intervjua casar seier ingenting om ei befolkning. Dei som er intervjua, "
    "er få og valde ut for det dei kan fortelje, og ein case har koden òg når informanten omtalar "
    "andre. Tala skal lesast ved sida av kvarandre, ikkje trekkjast frå kvarandre.",
    fit_note="Samsvar er forskarane si vurdering: stadfesting (funna støttar kvarandre), utviding "
    "(det eine utdjupar det andre eller viser ei anna side) eller usemje (funna strir mot "
    "kvarandre). Sjå Fetters, Curry og Creswell 2013; Guetterman, Fetters og Creswell 2015.",
    quotation_note="Sitat er valde av ein forskar eller tekne etter ein regel som ikkje ser på "
    "innhaldet: frå ein case som ikkje er sitert på indikatoren, helst orda til informanten i éin "
    "replikk, 8–60 ord, nærast 30. Eit sitat etter regelen er ein illustrasjon, ikkje eit belegg.",
    unknown_n_note="Talet på svar (n) er ukjent for {number} av {all} tal, så kor usikre dei er, "
    "kan ein ikkje seie.",
    about_note="Omtrentlege tal ({number}) er kjende berre som «om lag».",
    strangers_note="Grupper i undersøkinga som ingen intervju har: {names}.",
    unlinked_note="Indikatorar utan kode er ikkje med ({number}): {names}.",
    without_case_note="{number} høyrer ikkje til nokon case: kodingane i dei er med, men "
    "ikkje blant casane.",
    groups_note="Grupper som undersøkinga ikkje har spurt om ein indikator, er ikkje med.",
    alt="Prikkdiagram med {indicators} og {lines}, ei for kvar gruppe og kvart "
    "år. Fylt sirkel: prosent i undersøkinga. Opne figurar: del av dei intervjua casane.",
    alt_line="{indicator}, {group} {year}: {survey}; {themes}",
)
_EN = JointLabels(
    decimal=".",
    quotes=("“", "”"),
    title="Survey and interviews side by side (joint display)",
    part="part {part} of {parts}",
    unit="cases with the code, among the cases interviewed in the group and year; codings",
    headings={"cases": "cases interviewed", "fit": "the researchers' judgement"},
    fits={fit: fit.value for fit in Fit} | {Fit.OPEN: "undecided"},
    fit="Fit",
    about="about",
    no_figure="no figure",
    no_interviews="no interviews",
    no_cases="no cases",
    no_year="no year",
    chosen="chosen",
    by_rule="by the rule",
    cases_of="{number} of {all}",
    survey_key="per cent in the survey",
    cases_key="share of the interviewed cases with the code",
    survey_head="survey",
    cases_head="cases with the code",
    more_codes="and {number} more codes in the table",
    rows_note="Each row is a code (with the codes under it) in a group and a year, beside the "
    "survey's figure. Groups are values of {by}, years of {year}.",
    undivided_note="Each row is a code (with the codes under it) in a group, beside the survey's "
    "figure. Groups are values of {by}. No variable has the survey's years, so that interviews of "
    "all years stand beside every figure.",
    people_note="A share of interviewed cases is no estimate for a population. Those who were "
    "interviewed are few and were chosen for what they can tell, and a case has the code also when "
    "the informant speaks of others. Read the numbers beside each other; do not subtract them.",
    fit_note="Fit is the researchers' judgement: confirmation (the findings support each other), "
    "expansion (the one goes further than the other or shows another side) or discordance (they "
    "contradict each other). See Fetters, Curry and Creswell 2013; Guetterman, Fetters and "
    "Creswell 2015.",
    quotation_note="Quotations are chosen by a researcher or taken by a rule that does not look at "
    "what is said: from a case that is not quoted on the indicator yet, rather the informant's "
    "words within one turn, 8–60 words, nearest to 30. A quotation by the rule illustrates; it is "
    "no evidence.",
    unknown_n_note="The number of respondents (n) is unknown for {number} of {all} figures, so "
    "that nothing can be said of how uncertain they are.",
    about_note="Approximate figures ({number}) are known only as “about”.",
    strangers_note="Groups of the survey that no interview has: {names}.",
    unlinked_note="Indicators without a code are left out ({number}): {names}.",
    without_case_note="Belonging to no case: {number}. Their codings count, but no cases.",
    groups_note="Groups that the survey did not ask about an indicator are left out.",
    alt="Dot plot of {indicators} in {lines}, one for each group and year. Filled "
    "circle: per cent in the survey. Open shapes: share of the interviewed cases.",
    alt_line="{indicator}, {group} {year}: {survey}; {themes}",
)
_LABELS = {"nb": _NB, "nn": _NN, "en": _EN}


def joint_labels_in(language: str) -> JointLabels:
    """The labels in one of `labels.LANGUAGES`."""
    labels_in(language)  # refuses a language that reports are not written in
    return _LABELS[language]


def percent_text(percent: float, words: JointLabels) -> str:
    """A percentage with as many digits as it has."""
    return f"{percent:g}".replace(".", words.decimal)
