"""The words that a whole report adds to what the researcher wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qualcode.reporting.building.plan import Exhibit


@dataclass(frozen=True, slots=True)
class BuildingLabels:
    """The words of one language. Braces are places for values."""

    exhibits: Mapping[Exhibit, str]
    rows_left_out: str
    excerpts_left_out: str
    no_excerpts: str
    authors: str
    method: str
    method_intro: str
    material: str
    material_text: str
    variable: str
    values: str
    sources_of_values: str
    without_value: str
    coders: str
    coders_text: str
    coder: str
    by_hand: str
    from_suggestions: str
    imported: str
    first: str
    last: str
    codebook: str
    codebook_text: str
    when_to_use: str
    when_not_to_use: str
    agreement: str
    agreement_missing: str
    suggestions: str
    suggestions_none: str
    suggestions_text: str
    run: str
    suggester: str
    started: str
    accepted: str
    rejected: str
    open: str
    counting: str
    counting_text: str
    history: str
    history_text: str
    actions: str
    from_day: str
    to_day: str
    withdrawals: str
    software: str
    software_text: str


_LABELS = {
    "nb": BuildingLabels(
        exhibits={Exhibit.TABLE: "Tabell", Exhibit.FIGURE: "Figur"},
        rows_left_out="{number} rader til er ikke vist.",
        excerpts_left_out="{shown} av {all} utdrag er vist.",
        no_excerpts="Ingen utdrag svarer til dette.",
        authors="Av",
        method="Metode",
        method_intro=(
            "Dette vedlegget er skrevet av qualcode ut fra prosjektets egne data og forteller "
            "hva tallene i rapporten bygger på."
        ),
        material="Materiale",
        material_text=(
            "Prosjektet har {sources} kilder fra {cases} caser, til sammen {words} ord i "
            "replikkene. {coded} av kildene har kodinger i utvalget, {codings} i alt. Utvalg: "
            "{selection}."
        ),
        variable="Variabel",
        values="Verdi",
        sources_of_values="Kilder",
        without_value="(uten verdi)",
        coders="Kodere",
        coders_text="Kodingene i utvalget fordeler seg slik på kodere.",
        coder="Koder",
        by_hand="For hånd",
        from_suggestions="Fra forslag",
        imported="Importert",
        first="Første",
        last="Siste",
        codebook="Kodeboka",
        codebook_text=(
            "Kodeboka har {codes} koder, {themes} av dem på øverste nivå. Antallet gjelder "
            "kodinger i utvalget med selve koden, uten underkoder."
        ),
        when_to_use="Brukes",
        when_not_to_use="Brukes ikke",
        agreement="Samsvar mellom kodere",
        agreement_missing=(
            "Samsvar mellom kodere er ikke regnet ut, fordi ingen kilder i utvalget er kodet av "
            "to eller flere kodere."
        ),
        suggestions="Forslag fra programmet",
        suggestions_none="Ingen kodinger bygger på forslag fra programmet.",
        suggestions_text=(
            "Programmet har foreslått kodinger i kjøringene nedenfor. Ingen av dem er blitt en "
            "koding uten at en person har godtatt den."
        ),
        run="Kjøring",
        suggester="Metode",
        started="Startet",
        accepted="Godtatt",
        rejected="Avvist",
        open="Åpne",
        counting="Slik er det telt",
        counting_text=(
            "Hver tabell og figur sier hva den teller, i hvilket utvalg og hvem som har kodet. "
            "En koding er én kode satt av én koder på ett tekststed; en case telles én gang "
            "uansett hvor mange kodinger den har. Tall som ikke er definert, står som udefinert "
            "og aldri som 0. Kodinger i samme intervju er ikke uavhengige av hverandre, så "
            "tester som regner med det, står bare der det er sagt."
        ),
        history="Historikk",
        history_text=(
            "Hver endring i prosjektet er skrevet til historikken med koder og tidspunkt. Denne "
            "rapporten kan etterprøves mot den."
        ),
        actions="Endringer",
        from_day="Fra",
        to_day="Til",
        withdrawals=(
            "{number} caser har trukket samtykket; ordene deres er fjernet fra prosjektet og "
            "fra tallene."
        ),
        software="Programvare",
        software_text="Regnet ut med {versions}.",
    ),
    "nn": BuildingLabels(
        exhibits={Exhibit.TABLE: "Tabell", Exhibit.FIGURE: "Figur"},
        rows_left_out="{number} rader til er ikkje viste.",
        excerpts_left_out="{shown} av {all} utdrag er viste.",
        no_excerpts="Ingen utdrag svarar til dette.",
        authors="Av",
        method="Metode",
        method_intro=(
            "Dette vedlegget er skrive av qualcode ut frå prosjektet sine eigne data og fortel "
            "kva tala i rapporten byggjer på."
        ),
        material="Materiale",
        material_text=(
            "Prosjektet har {sources} kjelder frå {cases} casar, til saman {words} ord i "
            "replikkane. {coded} av kjeldene har kodingar i utvalet, {codings} i alt. Utval: "
            "{selection}."
        ),
        variable="Variabel",
        values="Verdi",
        sources_of_values="Kjelder",
        without_value="(utan verdi)",
        coders="Kodarar",
        coders_text="Kodingane i utvalet fordeler seg slik på kodarar.",
        coder="Kodar",
        by_hand="For hand",
        from_suggestions="Frå framlegg",
        imported="Importerte",
        first="Første",
        last="Siste",
        codebook="Kodeboka",
        codebook_text=(
            "Kodeboka har {codes} kodar, {themes} av dei på øvste nivå. Talet gjeld kodingar i "
            "utvalet med sjølve koden, utan underkodar."
        ),
        when_to_use="Vert brukt",
        when_not_to_use="Vert ikkje brukt",
        agreement="Samsvar mellom kodarar",
        agreement_missing=(
            "Samsvar mellom kodarar er ikkje rekna ut, fordi ingen kjelder i utvalet er koda av "
            "to eller fleire kodarar."
        ),
        suggestions="Framlegg frå programmet",
        suggestions_none="Ingen kodingar byggjer på framlegg frå programmet.",
        suggestions_text=(
            "Programmet har gjort framlegg om kodingar i køyringane nedanfor. Ingen av dei har "
            "vorte ei koding utan at ein person har godteke det."
        ),
        run="Køyring",
        suggester="Metode",
        started="Starta",
        accepted="Godtekne",
        rejected="Avviste",
        open="Opne",
        counting="Slik er det talt",
        counting_text=(
            "Kvar tabell og figur seier kva han tel, i kva utval og kven som har koda. Ei "
            "koding er éin kode sett av éin kodar på éin stad i teksten; ein case tel éin gong "
            "same kor mange kodingar han har. Tal som ikkje er definerte, står som udefinerte "
            "og aldri som 0. Kodingar i same intervju er ikkje uavhengige av kvarandre, så "
            "testar som reknar med det, står berre der det er sagt."
        ),
        history="Historikk",
        history_text=(
            "Kvar endring i prosjektet er skriven til historikken med kodar og tidspunkt. Denne "
            "rapporten kan etterprøvast mot han."
        ),
        actions="Endringar",
        from_day="Frå",
        to_day="Til",
        withdrawals=(
            "{number} casar har trekt samtykket; orda deira er fjerna frå prosjektet og frå tala."
        ),
        software="Programvare",
        software_text="Rekna ut med {versions}.",
    ),
    "en": BuildingLabels(
        exhibits={Exhibit.TABLE: "Table", Exhibit.FIGURE: "Figure"},
        rows_left_out="{number} more rows are not shown.",
        excerpts_left_out="{shown} of {all} excerpts are shown.",
        no_excerpts="No excerpts answer to this.",
        authors="By",
        method="Method",
        method_intro=(
            "This appendix is written by qualcode from the project's own data and tells what "
            "the numbers in the report rest on."
        ),
        material="Material",
        material_text=(
            "The project has {sources} sources from {cases} cases, with {words} words in their "
            "turns. {coded} of the sources have codings in the selection, {codings} in all. "
            "Selection: {selection}."
        ),
        variable="Variable",
        values="Value",
        sources_of_values="Sources",
        without_value="(no value)",
        coders="Coders",
        coders_text="The codings in the selection by coder.",
        coder="Coder",
        by_hand="By hand",
        from_suggestions="From suggestions",
        imported="Imported",
        first="First",
        last="Last",
        codebook="Codebook",
        codebook_text=(
            "The codebook has {codes} codes, {themes} of them at the top. The number is of "
            "codings in the selection with the code itself, without its sub-codes."
        ),
        when_to_use="Used",
        when_not_to_use="Not used",
        agreement="Agreement between coders",
        agreement_missing=(
            "Agreement between coders was not computed, since no source in the selection is "
            "coded by two or more coders."
        ),
        suggestions="Suggestions by the program",
        suggestions_none="No coding rests on a suggestion by the program.",
        suggestions_text=(
            "The program suggested codings in the runs below. None of them became a coding "
            "without a person accepting it."
        ),
        run="Run",
        suggester="Method",
        started="Started",
        accepted="Accepted",
        rejected="Rejected",
        open="Open",
        counting="How it was counted",
        counting_text=(
            "Each table and figure says what it counts, in what selection, and who coded. A "
            "coding is one code applied by one coder to one place in a text; a case counts once "
            "however many codings it has. Numbers that are not defined stand as undefined and "
            "never as 0. Codings in one interview are not independent of each other, so tests "
            "that take them as such stand only where that is said."
        ),
        history="History",
        history_text=(
            "Every change to the project is written to its history with coder and moment. This "
            "report can be checked against it."
        ),
        actions="Changes",
        from_day="From",
        to_day="To",
        withdrawals=(
            "{number} cases have withdrawn their consent; their words are gone from the project "
            "and from the numbers."
        ),
        software="Software",
        software_text="Computed with {versions}.",
    ),
}


def building_labels_in(language: str) -> BuildingLabels:
    """The words in nb, nn or en."""
    return _LABELS[language]
