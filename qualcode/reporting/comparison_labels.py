"""The words of comparisons for people, in the project's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.reporting.labels import labels_in

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class ComparisonLabels:
    """What tables and figures of a comparison say. Braces are places for values.

    `titles`, `units`, `measures` and `compared` go by `Measure`, `whose` by `Cases`, `changes`
    and `most` by `Change`.
    """

    title: str
    titles: Mapping[str, str]
    units: Mapping[str, str]
    measures: Mapping[str, str]
    compared: Mapping[str, str]
    points: str
    which: str
    whose: Mapping[str, str]
    all_groups: str
    other: str
    with_code: str
    of_cases: str
    difference: str
    low: str
    high: str
    changes: Mapping[str, str]
    difference_note: str
    interval_note: str
    few_note: str
    columns_note: str
    nobody_note: str
    changes_note: str
    again_note: str
    most: Mapping[str, str]
    no_code: str
    clear_note: str
    by_chance: str
    no_case_note: str
    no_value_note: str
    shares_alt: str
    clear_alt: str
    changes_title: str
    changes_alt: str
    cases_title: str
    case: str
    change: str
    cases_note: str
    not_there_note: str
    figure_rows: str
    interval_key: str


_NB = ComparisonLabels(
    title="{measure} etter {variable}, {baseline} som utgangspunkt",
    titles={
        "cases": "Caser med koden",
        "per-1000-words": "Kodinger per 1000 ord",
        "per-case": "Kodinger per case",
    },
    units={"cases": "caser", "per-1000-words": "kodinger per 1000 ord", "per-case": "kodinger"},
    measures={"cases": "%", "per-1000-words": "per 1000 ord", "per-case": "per case"},
    compared={
        "cases": "andelen av casene som har koden",
        "per-1000-words": "kodinger per 1000 ord hos casene",
        "per-case": "kodinger per case, også caser uten noen",
    },
    points=" i prosentpoeng",
    which="hvilke caser",
    whose={"all": "alle", "again": "på begge sider", "once": "bare på én side"},
    all_groups="(alle)",
    other="sammenlignet",
    with_code="{value}: med koden",
    of_cases="{value}: caser",
    difference="forskjell",
    low="nedre",
    high="øvre",
    changes={
        "gained": "kommet til",
        "lost": "falt bort",
        "kept": "fortsatt",
        "never": "aldri",
    },
    difference_note="Det som sammenlignes, er {compared}. Forskjellen er fra {baseline}{points}, "
    "med nedre og øvre grense for 95 %-intervallet.",
    interval_note="Intervaller er persentiler av {rounds} trekk av caser, ikke av kodinger "
    "(startverdi {seed}). Udefinert med færre enn {fewest} caser på en side, og der alle trekk gir "
    "samme forskjell.",
    few_note="Få caser (den minste siden har {number}): intervallene er grove, og for smale der "
    "alle caser på en side har koden, eller ingen. De bærer ingen slutning alene; les utdragene.",
    columns_note="«Med koden» er antall caser med minst én koding.",
    nobody_note="Ingen case er på begge sider: gruppene er ulike mennesker.",
    changes_note="Kommet til, falt bort, fortsatt og aldri gjelder casene på begge sider, én for "
    "én. «Falt bort» viser ordene fra {baseline}, «fortsatt» ordene fra begge sider.",
    again_note="{later}, av {number} på begge sider: {each}.",
    most={"gained": "oftest kommet til: {codes}", "lost": "oftest falt bort: {codes}"},
    no_code="ingen kode",
    clear_note="Intervaller uten 0: {clear} av {known}{by_chance}{each}.",
    by_chance=" (omtrent {number} ved tilfeldighet alene)",
    no_case_note="Holdt utenfor: {number} som ikke hører til noen case.",
    no_value_note="Holdt utenfor: {number} uten {variable}.",
    shares_alt="Punktdiagram over {measure} for {codes}: {baseline} mot {later}, og "
    "forskjellen med 95 %-intervall.",
    clear_alt="Intervaller uten 0: {each}.",
    changes_title="Casene på begge sider: hva som ble av hver kode fra {baseline} til {later}",
    changes_alt="Stolpediagram over {number} for {codes}: falt bort, fortsatt, kommet "
    "til og aldri. {most}.",
    cases_title="Kodinger hos hver case etter {variable}",
    case="case",
    change="endring",
    cases_note="Endring er fra {baseline} til den siste verdien der casen er med.",
    not_there_note="Udefinert: casen er ikke med der.",
    figure_rows="Figuren viser {shown} av {all} koder; de andre har de minste forskjellene.",
    interval_key="Forskjellen er med 95 %-intervall (trekk av caser). Ring: udefinert intervall.",
)
_NN = ComparisonLabels(
    title="{measure} etter {variable}, {baseline} som utgangspunkt",
    titles={
        "cases": "Casar med koden",
        "per-1000-words": "Kodingar per 1000 ord",
        "per-case": "Kodingar per case",
    },
    units={"cases": "casar", "per-1000-words": "kodingar per 1000 ord", "per-case": "kodingar"},
    measures={"cases": "%", "per-1000-words": "per 1000 ord", "per-case": "per case"},
    compared={
        "cases": "delen av casane som har koden",
        "per-1000-words": "kodingar per 1000 ord hos casane",
        "per-case": "kodingar per case, òg casar utan nokon",
    },
    points=" i prosentpoeng",
    which="kva casar",
    whose={"all": "alle", "again": "på begge sider", "once": "berre på éi side"},
    all_groups="(alle)",
    other="samanlikna",
    with_code="{value}: med koden",
    of_cases="{value}: casar",
    difference="skilnad",
    low="nedre",
    high="øvre",
    changes={
        "gained": "kome til",
        "lost": "falle bort",
        "kept": "framleis",
        "never": "aldri",
    },
    difference_note="Det som blir samanlikna, er {compared}. Skilnaden er frå {baseline}{points}, "
    "med nedre og øvre grense for 95 %-intervallet.",
    interval_note="Intervalla er persentilar av {rounds} trekk av casar, ikkje av kodingar "
    "(startverdi {seed}). Udefinert med færre enn {fewest} casar på ei side, og der alle trekk gir "
    "same skilnaden.",
    few_note="Få casar (den minste sida har {number}): intervalla er grove, og for smale der alle "
    "casar på ei side har koden, eller ingen. Dei ber inga slutning åleine; les utdraga.",
    columns_note="«Med koden» er talet på casar med minst éi koding.",
    nobody_note="Ingen case er på begge sider: gruppene er ulike menneske.",
    changes_note="Kome til, falle bort, framleis og aldri gjeld casane på begge sider, éin for "
    "éin. «Falle bort» viser orda frå {baseline}, «framleis» orda frå begge sider.",
    again_note="{later}, av {number} på begge sider: {each}.",
    most={"gained": "oftast kome til: {codes}", "lost": "oftast falle bort: {codes}"},
    no_code="ingen kode",
    clear_note="Intervall utan 0: {clear} av {known}{by_chance}{each}.",
    by_chance=" (om lag {number} ved slump åleine)",
    no_case_note="Ikkje med: {number} som ikkje høyrer til nokon case.",
    no_value_note="Ikkje med: {number} utan {variable}.",
    shares_alt="Punktdiagram over {measure} for {codes}: {baseline} mot {later}, og "
    "skilnaden med 95 %-intervall.",
    clear_alt="Intervall utan 0: {each}.",
    changes_title="Casane på begge sider: kva som vart av kvar kode frå {baseline} til {later}",
    changes_alt="Stolpediagram over {number} for {codes}: falle bort, framleis, kome "
    "til og aldri. {most}.",
    cases_title="Kodingar hos kvar case etter {variable}",
    case="case",
    change="endring",
    cases_note="Endring er frå {baseline} til den siste verdien der casen er med.",
    not_there_note="Udefinert: casen er ikkje med der.",
    figure_rows="Figuren viser {shown} av {all} kodar; dei andre har dei minste skilnadene.",
    interval_key="Skilnaden er med 95 %-intervall (trekk av casar). Ring: udefinert intervall.",
)
_EN = ComparisonLabels(
    title="{measure} by {variable}, {baseline} as the baseline",
    titles={
        "cases": "Cases with the code",
        "per-1000-words": "Codings per 1,000 words",
        "per-case": "Codings per case",
    },
    units={"cases": "cases", "per-1000-words": "codings per 1,000 words", "per-case": "codings"},
    measures={"cases": "%", "per-1000-words": "per 1,000 words", "per-case": "per case"},
    compared={
        "cases": "the share of cases that have the code",
        "per-1000-words": "codings on 1,000 words of the cases",
        "per-case": "codings on each case, those without any among them",
    },
    points=" in percentage points",
    which="which cases",
    whose={"all": "all", "again": "on both sides", "once": "on one side only"},
    all_groups="(all)",
    other="compared",
    with_code="{value}: with the code",
    of_cases="{value}: cases",
    difference="difference",
    low="low",
    high="high",
    changes={"gained": "gained", "lost": "lost", "kept": "kept", "never": "never"},
    difference_note="Compared is {compared}. The difference is from {baseline}{points}, with the "
    "low and high ends of its 95 % interval.",
    interval_note="Percentile intervals from {rounds} rounds of drawing cases, not codings (seed "
    "{seed}). Undefined with fewer than {fewest} cases on a side, and where all rounds have the "
    "same difference.",
    few_note="Few cases (the smallest side has {number}): intervals are rough, and too narrow "
    "where all cases of a side have the code, or none. They carry no conclusion alone; read the "
    "excerpts.",
    columns_note="“With the code” is the number of cases with at least one coding.",
    nobody_note="No case is on both sides: the groups are different people.",
    changes_note="Gained, lost, kept and never are of the cases on both sides, one by one. “Lost” "
    "shows the words from {baseline}, “kept” those from both sides.",
    again_note="{later}, of {number} on both sides: {each}.",
    most={"gained": "most often gained: {codes}", "lost": "most often lost: {codes}"},
    no_code="no code",
    clear_note="Intervals without 0: {clear} of {known}{by_chance}{each}.",
    by_chance=" (about {number} by chance alone)",
    no_case_note="Left out, since they belong to no case: {number}.",
    no_value_note="Left out: {number} without {variable}.",
    shares_alt="Dot plot of {measure} for {codes}: {baseline} against {later}, and the "
    "difference with its 95 % interval.",
    clear_alt="Intervals without 0: {each}.",
    changes_title="Cases on both sides: what became of each code from {baseline} to {later}",
    changes_alt="Bar chart of {number} for {codes}: lost, kept, gained and never. {most}.",
    cases_title="Codings of each case by {variable}",
    case="case",
    change="change",
    cases_note="Change is from {baseline} to the last value at which the case is there.",
    not_there_note="Undefined: the case is not there.",
    figure_rows="The figure shows {shown} of {all} codes; the others have the smallest "
    "differences.",
    interval_key="Differences have 95 % intervals (drawing cases). Ring: undefined interval.",
)
_LABELS = {"nb": _NB, "nn": _NN, "en": _EN}


def comparison_labels_in(language: str) -> ComparisonLabels:
    """The labels in one of `labels.LANGUAGES`."""
    labels_in(language)  # refuses a language that reports are not written in
    return _LABELS[language]
