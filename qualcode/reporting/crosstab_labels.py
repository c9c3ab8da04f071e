"""The words of crosstabs for people, in the project's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.reporting.labels import labels_in

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class CrosstabLabels:
    """What tables and figures of a crosstab say. Braces are places for values.

    `figures` names what cells show, and `titles` how a title goes on, by `CrosstabFigure`.
    """

    title: str
    variables: str
    figures: Mapping[str, str]
    titles: Mapping[str, str]
    p_adjusted: str
    groups_note: str
    group_amount: str
    few_note: str
    row_note: str
    column_of_codings_note: str
    column_of_units_note: str
    residual_note: str
    small_note: str
    test_note: str
    fisher: str
    permutation: str
    overall_note: str
    no_test_note: str
    unknown_note: str
    area: str
    more: str
    fewer: str
    small: str
    alt: str
    more_alt: str
    fewer_alt: str


_NB = CrosstabLabels(
    title="{counted} etter {variables}",
    variables="{first} og {second}",
    figures={
        "count": "antall",
        "row": "rad-%",
        "column": "kolonne-%",
        "residual": "residual",
        "words": "ord",
        "per-1000-words": "per 1000 ord",
        "per-case": "per case",
    },
    titles={
        "count": "",
        "row": ", med radprosent",
        "column": ", med kolonneprosent",
        "residual": ", med residualer",
        "words": ", med ord",
        "per-1000-words": ", med kodinger per 1000 ord",
        "per-case": ", med kodinger per case",
    },
    p_adjusted="p korr.",
    groups_note="I hver gruppe: {each}.",
    group_amount="{group} {sources}, {cases}, {words}",
    few_note="Få caser ({each}): tallene kan ikke bære en slutning om andre enn dem. Les "
    "utdragene.",
    row_note="Radprosent er av kodens {counted}.",
    column_of_codings_note="Kolonneprosent er av gruppens kodinger.",
    column_of_units_note="Kolonneprosent er av gruppens {counted}, med koden eller ikke.",
    residual_note="Residualer er justerte og standardiserte: så mange standardfeil ligger tallet "
    "over eller under det en ville vente om kodene ikke hang sammen med gruppene. Utenfor ±2 "
    "skiller et tall seg ut, om alle var uavhengige trekk; det er kodinger ikke.",
    small_note="* Sier lite: en ville vente færre enn {expected}, eller færre enn {cases} caser "
    "står bak.",
    test_note="V og p for en kode: har en case koden eller ikke, etter gruppe ({tested}, "
    "hver én gang i hver gruppe den er i). V er Cramérs V, korrigert for skjevhet. p er fra "
    "{test}. Kodinger fra én person er ikke uavhengige trekk; derfor prøves caser. p korr. er "
    "korrigert for antall koder (Benjamini og Hochberg).",
    fisher="Fishers eksakte test",
    permutation="{rounds} permutasjoner av hele caser (startverdi {seed})",
    overall_note="V og p for alle kodinger: kode etter gruppe, {rounds} permutasjoner av hele "
    "caser (startverdi {seed}).",
    no_test_note="V og p for kodene er udefinert: de krever to grupper av caser, og en kode som "
    "noen caser har og andre ikke.",
    unknown_note="Residualer, V og p er uten kilder som mangler verdi.",
    area="Prikkens areal: antall {counted}.",
    more="▲ mer enn ventet (residual over 2)",
    fewer="▼ mindre enn ventet (residual under −2)",
    small="* sier lite: en ventet for få, eller for få caser",
    alt="Prikkdiagram over {what} for {codes} etter {variables}: {groups}. Jo større prikk, "
    "desto høyere tall.",
    more_alt="Mer enn ventet: {each}.",
    fewer_alt="Mindre enn ventet: {each}.",
)
_NN = CrosstabLabels(
    title="{counted} etter {variables}",
    variables="{first} og {second}",
    figures={
        "count": "tal",
        "row": "rad-%",
        "column": "kolonne-%",
        "residual": "residual",
        "words": "ord",
        "per-1000-words": "per 1000 ord",
        "per-case": "per case",
    },
    titles={
        "count": "",
        "row": ", med radprosent",
        "column": ", med kolonneprosent",
        "residual": ", med residualar",
        "words": ", med ord",
        "per-1000-words": ", med kodingar per 1000 ord",
        "per-case": ", med kodingar per case",
    },
    p_adjusted="p korr.",
    groups_note="I kvar gruppe: {each}.",
    group_amount="{group} {sources}, {cases}, {words}",
    few_note="Få casar ({each}): tala kan ikkje bere ei slutning om andre enn dei. Les utdraga.",
    row_note="Radprosent er av {counted} som koden har.",
    column_of_codings_note="Kolonneprosent er av kodingane i gruppa.",
    column_of_units_note="Kolonneprosent er av {counted} i gruppa, med koden eller ikkje.",
    residual_note="Residualar er justerte og standardiserte: så mange standardfeil ligg talet over "
    "eller under det ein ville vente om kodane ikkje hang saman med gruppene. Utanfor ±2 skil eit "
    "tal seg ut, om alle var uavhengige trekk; det er kodingar ikkje.",
    small_note="* Seier lite: ein ville vente færre enn {expected}, eller færre enn {cases} casar "
    "står bak.",
    test_note="V og p for ein kode: har ein case koden eller ikkje, etter gruppe ({tested}, "
    "kvar éin gong i kvar gruppe han er i). V er Cramérs V, korrigert for skeivskap. p er frå "
    "{test}. Kodingar frå éin person er ikkje uavhengige trekk; difor blir casar prøvde. p korr. "
    "er korrigert for talet på kodar (Benjamini og Hochberg).",
    fisher="Fishers eksakte test",
    permutation="{rounds} permutasjonar av heile casar (startverdi {seed})",
    overall_note="V og p for alle kodingar: kode etter gruppe, {rounds} permutasjonar av heile "
    "casar (startverdi {seed}).",
    no_test_note="V og p for kodane er udefinerte: dei krev to grupper av casar, og ein kode som "
    "nokre casar har og andre ikkje.",
    unknown_note="Residualar, V og p er utan kjelder som manglar verdi.",
    area="Arealet av prikken: talet på {counted}.",
    more="▲ meir enn venta (residual over 2)",
    fewer="▼ mindre enn venta (residual under −2)",
    small="* seier lite: ein venta for få, eller for få casar",
    alt="Prikkdiagram over {what} for {codes} etter {variables}: {groups}. Jo større prikk, "
    "dess høgare tal.",
    more_alt="Meir enn venta: {each}.",
    fewer_alt="Mindre enn venta: {each}.",
)
_EN = CrosstabLabels(
    title="{counted} by {variables}",
    variables="{first} and {second}",
    figures={
        "count": "number",
        "row": "row %",
        "column": "column %",
        "residual": "residual",
        "words": "words",
        "per-1000-words": "per 1,000 words",
        "per-case": "per case",
    },
    titles={
        "count": "",
        "row": ", with row percentages",
        "column": ", with column percentages",
        "residual": ", with residuals",
        "words": ", with words",
        "per-1000-words": ", with codings per 1,000 words",
        "per-case": ", with codings per case",
    },
    p_adjusted="p adj.",
    groups_note="In each group: {each}.",
    group_amount="{group} {sources}, {cases}, {words}",
    few_note="Few cases ({each}): the numbers carry no conclusion about others than these. Read "
    "the excerpts.",
    row_note="Row percentages are of the code's {counted}.",
    column_of_codings_note="Column percentages are of the group's codings.",
    column_of_units_note="Column percentages are of the group's {counted}, with the code or not.",
    residual_note="Residuals are adjusted and standardised: so many standard errors is the number "
    "above or below what it would be if codes had nothing to do with groups. Beyond ±2 a number "
    "stands out, were all independent draws; codings are not.",
    small_note="* Says little: fewer than {expected} are expected, or fewer than {cases} cases are "
    "behind it.",
    test_note="V and p of a code: has a case the code or not, by group ({tested}, each once "
    "in every group that it is in). V is Cramér's V, corrected for bias. p is by {test}. Codings "
    "of one person are not independent draws, so that the test takes cases. p adj. is corrected "
    "for the number of codes (Benjamini and Hochberg).",
    fisher="Fisher's exact test",
    permutation="{rounds} permutations of whole cases (seed {seed})",
    overall_note="V and p of all codings: code by group, {rounds} permutations of whole cases "
    "(seed {seed}).",
    no_test_note="V and p of codes are undefined: they need two groups of cases, and a code that "
    "some cases have and others have not.",
    unknown_note="Residuals, V and p leave out the sources without a value.",
    area="The area of a dot: the number of {counted}.",
    more="▲ more than expected (residual above 2)",
    fewer="▼ fewer than expected (residual below −2)",
    small="* says little: too few expected, or too few cases",
    alt="Dot plot of {what} of {codes} by {variables}: {groups}. The larger a dot, the "
    "higher the number.",
    more_alt="More than expected: {each}.",
    fewer_alt="Fewer than expected: {each}.",
)
_LABELS = {"nb": _NB, "nn": _NN, "en": _EN}


def crosstab_labels_in(language: str) -> CrosstabLabels:
    """The labels in one of `labels.LANGUAGES`."""
    labels_in(language)  # refuses a language that reports are not written in
    return _LABELS[language]
