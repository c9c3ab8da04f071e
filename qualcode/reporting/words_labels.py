"""The words around reports on words, in the project's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qualcode.reporting.labels import labels_in


@dataclass(frozen=True, slots=True)
class WordLabels:
    """Every word that tables and figures of words add, in one language.

    `headings` are those of tables, by their English names. Braces are places for values.
    """

    unit: str
    headings: Mapping[str, str]
    frequencies: str
    keyness: str
    contrast: str
    collocations: str
    kwic: str
    rest: str
    others_than: str
    other_words: str
    informants: str
    everyone: str
    roles: str
    notes_in_text: str
    amount: str
    different: str
    stems: str
    forms: str
    listed: str
    unspread: str
    dispersion: str
    groups: str
    group: str
    statistics: str
    not_draws: str
    one_case: str
    few_cases: str
    without: str
    first_rows: str
    first_of_group: str
    no_words: str
    no_keywords: str
    no_pairs: str
    no_hits: str
    excerpts: str
    against: Mapping[str, str]
    left_out: str
    window: str
    pairs: str
    ordered_by: Mapping[str, str]
    hits: str
    hit_forms: str
    in_all_forms: str
    exact: str
    place: str
    one_source: str
    one_case_mark: str
    axis_per_1000: str
    axis_log_ratio: str
    axis_g2: str
    axis_pmi: str
    filled: str
    rates_beside: str
    figure_shows: str
    frequencies_alt: str
    keyness_alt: str
    collocations_alt: str


_NB = WordLabels(
    unit="ord",
    headings={
        "word": "ord",
        "forms": "former",
        "count": "antall",
        "per 1,000 words": "per 1000 ord",
        "sources": "kilder",
        "cases": "caser",
        "DP": "DP",
        "group": "gruppe",
        "count elsewhere": "antall ellers",
        "per 1,000 words elsewhere": "per 1000 ord ellers",
        "cases elsewhere": "caser ellers",
        "log ratio": "logratio",
        "G2": "G²",
        "p adjusted": "p justert",
        "first word": "første ord",
        "second word": "andre ord",
        "first count": "første i alt",
        "second count": "andre i alt",
        "PMI": "PMI",
        "source": "kilde",
        "case": "case",
        "speaker": "taler",
        "place": "sted",
        "left": "før",
        "right": "etter",
    },
    frequencies="Ordfrekvenser",
    keyness="Nøkkelord etter {variable}",
    contrast="Ordene i utdragene med {code}",
    collocations="Ord som står sammen",
    kwic="«{words}» i sammenheng",
    rest="de andre",
    others_than="alle andre enn {group}",
    other_words="de andre ordene",
    informants="Bare informantenes replikker teller. I en kilde der ingen er merket som informant, "
    "teller alt som ikke er intervjuerens.",
    everyone="Alle replikker teller, også intervjuerens.",
    roles="Bare replikker fra disse teller: {roles}.",
    notes_in_text="Ord i parentes og klammer, som (ler) og [pause], er utskriverens og teller "
    "ikke.",
    amount="Tallene er på {words} løpende ord i {sources} fra {cases}; {stop} av ordene "
    "er stoppord eller utelatt.",
    different="Av {all} ulike ord er {listed} med.",
    stems="Bøyde former av et ord er talt sammen, også på nynorsk og dialekt, under den vanligste "
    "av dem. Det skjer etter regler og ordlister og kan slå feil: se på formene.",
    forms="Hver form er talt for seg.",
    listed="Med er det som står minst {count} × og hos minst {cases} (en kilde uten case teller "
    "som én).",
    unspread="Utelatt fordi færre caser bruker dem: {number}.",
    dispersion="DP sier hvor ujevnt et ord er spredt over kildene, fra 0 (jevnt) til 1 (bare i den "
    "minste) (Gries 2008; Lijffijt og Gries 2012).",
    groups="I hver gruppe: {groups}.",
    group="{group} {words} ord, {sources}, {cases}",
    statistics="Ordene står under gruppen som bruker dem mest, ordnet etter G² (log-likelihood; "
    "Rayson og Garside 2000), som sier hvor sikker forskjellen er. Logratio sier hvor stor den er: "
    "1 er dobbelt så ofte, 2 fire ganger, og ingen forekomst regnes som en halv (Hardie 2014). "
    "p er justert for {tested} (Benjamini og Hochberg 1995).",
    not_draws="p tar hvert ord for en uavhengig trekning, og det er ikke ordene til én person. "
    "Bruk p til å ordne ordene, ikke som bevis, og se hvor mange caser som bruker dem.",
    one_case="* Bare én kilde eller én case i gruppen bruker ordet.",
    few_cases="Få caser i {group} ({cases}): det som skiller gruppen ut, kan være disse "
    "personenes måte å snakke på.",
    without="Holdt utenfor fordi de ikke har noen verdi for {variable} ({number}): {names}",
    first_rows="De {shown} første av {all}.",
    first_of_group="De {shown} første i hver gruppe, {listed} av {all}.",
    no_words="Ingen ord står ofte nok og hos nok caser; stoppord er ikke med.",
    no_keywords="Ingen ord skiller gruppene som står ofte nok og hos nok caser; stoppord er ikke "
    "med.",
    no_pairs="Ingen par av ord står ofte nok sammen og hos nok caser; stoppord er ikke med.",
    no_hits="Ingen steder i utvalget.",
    excerpts="Ordene med koden er fra {codings}. Et ord teller én gang, også der flere "
    "kodinger overlapper.",
    against={
        "all": "De sammenlignes med alle andre ord i kildene som disse koderne har kodet.",
        "coded": "De sammenlignes med de andre ordene som disse koderne har satt en kode på.",
        "uncoded": "De sammenlignes med ordene som disse koderne ikke har satt noen kode på.",
    },
    left_out="Holdt utenfor fordi ingen av dem har kodet dem ({number}): {names}",
    window="Par av ord i samme setning, det første før det andre, innenfor {window} ord. Stoppord "
    "er ikke med i par, men beholder plassen sin mellom ordene.",
    pairs="Første og andre i alt: hvor ofte hvert ord står i alt. G² (Dunning 1993) sier hvor "
    "sikkert det er at de hører sammen, PMI (Church og Hanks 1990) hvor fast: 1 er dobbelt så ofte "
    "som ved tilfeldighet, 2 fire ganger. PMI blir høy av seg selv for sjeldne ord. Begge er "
    "regnet ut med NLTK; bare par som står sammen oftere enn ved tilfeldighet, er med.",
    ordered_by={
        "log-likelihood": "Ordnet etter G².",
        "pmi": "Ordnet etter PMI.",
        "place": "Ordnet etter sted.",
        "left": "Ordnet etter ordene før, bakfra.",
        "word": "Ordnet etter ordet selv.",
        "right": "Ordnet etter ordene etter.",
    },
    hits="{hits} i {sources} fra {cases}.",
    hit_forms="Former: {forms}.",
    in_all_forms="Ordet er søkt i alle former og som del av sammensetninger.",
    exact="Søkt som det står.",
    place="replikk {turn}, linje {line}",
    one_source="én kilde",
    one_case_mark="én case",
    axis_per_1000="per 1000 ord",
    axis_log_ratio="logratio: 1 er dobbelt så ofte, 2 fire ganger",
    axis_g2="G²",
    axis_pmi="PMI",
    filled="Fylt: p justert under 0,05. Åpen: ikke.",
    rates_beside="Til høyre: per 1000 ord i gruppen / ellers.",
    figure_shows="Figuren viser {shown} av {all}.",
    frequencies_alt="Prikkdiagram over {words} ord og hvor ofte de står per 1000 ord.",
    keyness_alt="Prikkdiagram over de {words} ordene som skiller gruppene mest, med logratio.",
    collocations_alt="Prikkdiagram over de {words} sterkeste parene av ord, med {measure}.",
)
_NN = WordLabels(
    unit="ord",
    headings={
        "word": "ord",
        "forms": "former",
        "count": "tal",
        "per 1,000 words": "per 1000 ord",
        "sources": "kjelder",
        "cases": "casar",
        "DP": "DP",
        "group": "gruppe",
        "count elsewhere": "tal elles",
        "per 1,000 words elsewhere": "per 1000 ord elles",
        "cases elsewhere": "casar elles",
        "log ratio": "logratio",
        "G2": "G²",
        "p adjusted": "p justert",
        "first word": "første ord",
        "second word": "andre ord",
        "first count": "første i alt",
        "second count": "andre i alt",
        "PMI": "PMI",
        "source": "kjelde",
        "case": "case",
        "speaker": "talar",
        "place": "stad",
        "left": "før",
        "right": "etter",
    },
    frequencies="Ordfrekvensar",
    keyness="Nøkkelord etter {variable}",
    contrast="Orda i utdraga med {code}",
    collocations="Ord som står saman",
    kwic="«{words}» i samanheng",
    rest="dei andre",
    others_than="alle andre enn {group}",
    other_words="dei andre orda",
    informants="Berre replikkane til informantane tel. I ei kjelde der ingen er merkt som "
    "informant, tel alt som ikkje er intervjuaren sitt.",
    everyone="Alle replikkar tel, òg dei til intervjuaren.",
    roles="Berre replikkar frå desse tel: {roles}.",
    notes_in_text="Ord i parentes og klammer, som (ler) og [pause], er utskrivaren sine og tel "
    "ikkje.",
    amount="Tala er på {words} løpande ord i {sources} frå {cases}; {stop} av orda er "
    "stoppord eller utelatne.",
    different="Av {all} ulike ord er {listed} med.",
    stems="Bøygde former av eit ord er talde saman, òg på bokmål og dialekt, under den vanlegaste "
    "av dei. Det skjer etter reglar og ordlister og kan slå feil: sjå på formene.",
    forms="Kvar form er tald for seg.",
    listed="Med er det som står minst {count} × og hos minst {cases} (ei kjelde utan case tel som "
    "éin).",
    unspread="Utelatne fordi færre casar bruker dei: {number}.",
    dispersion="DP seier kor ujamt eit ord er spreidd over kjeldene, frå 0 (jamt) til 1 (berre i "
    "den minste) (Gries 2008; Lijffijt og Gries 2012).",
    groups="I kvar gruppe: {groups}.",
    group="{group} {words} ord, {sources}, {cases}",
    statistics="Orda står under gruppa som bruker dei mest, ordna etter G² (log-likelihood; Rayson "
    "og Garside 2000), som seier kor sikker skilnaden er. Logratio seier kor stor han er: 1 er "
    "dobbelt så ofte, 2 fire gonger, og ingen førekomst blir rekna som ein halv (Hardie 2014). "
    "p er justert for {tested} (Benjamini og Hochberg 1995).",
    not_draws="p tek kvart ord for ei uavhengig trekking, og det er ikkje orda til éin person. "
    "Bruk p til å ordne orda, ikkje som prov, og sjå kor mange casar som bruker dei.",
    one_case="* Berre éi kjelde eller éin case i gruppa bruker ordet.",
    few_cases="Få casar i {group} ({cases}): det som skil gruppa ut, kan vere måten desse "
    "personane snakkar på.",
    without="Haldne utanfor fordi dei ikkje har nokon verdi for {variable} ({number}): {names}",
    first_rows="Dei {shown} første av {all}.",
    first_of_group="Dei {shown} første i kvar gruppe, {listed} av {all}.",
    no_words="Ingen ord står ofte nok og hos nok casar; stoppord er ikkje med.",
    no_keywords="Ingen ord skil gruppene som står ofte nok og hos nok casar; stoppord er ikkje "
    "med.",
    no_pairs="Ingen par av ord står ofte nok saman og hos nok casar; stoppord er ikkje med.",
    no_hits="Ingen stader i utvalet.",
    excerpts="Orda med koden er frå {codings}. Eit ord tel éin gong, òg der fleire "
    "kodingar overlappar.",
    against={
        "all": "Dei blir samanlikna med alle andre ord i kjeldene som desse kodarane har koda.",
        "coded": "Dei blir samanlikna med dei andre orda som desse kodarane har sett ein kode på.",
        "uncoded": "Dei blir samanlikna med orda som desse kodarane ikkje har sett nokon kode på.",
    },
    left_out="Haldne utanfor fordi ingen av dei har koda dei ({number}): {names}",
    window="Par av ord i same setning, det første før det andre, innanfor {window} ord. Stoppord "
    "er ikkje med i par, men held på plassen sin mellom orda.",
    pairs="Første og andre i alt: kor ofte kvart ord står i alt. G² (Dunning 1993) seier kor "
    "sikkert det er at dei høyrer saman, PMI (Church og Hanks 1990) kor fast: 1 er dobbelt så ofte "
    "som ved tilfelle, 2 fire gonger. PMI blir høg av seg sjølv for sjeldne ord. Begge er rekna ut "
    "med NLTK; berre par som står saman oftare enn ved tilfelle, er med.",
    ordered_by={
        "log-likelihood": "Ordna etter G².",
        "pmi": "Ordna etter PMI.",
        "place": "Ordna etter stad.",
        "left": "Ordna etter orda før, bakfrå.",
        "word": "Ordna etter ordet sjølv.",
        "right": "Ordna etter orda etter.",
    },
    hits="{hits} i {sources} frå {cases}.",
    hit_forms="Former: {forms}.",
    in_all_forms="Ordet er søkt i alle former og som del av samansetjingar.",
    exact="Søkt som det står.",
    place="replikk {turn}, linje {line}",
    one_source="éi kjelde",
    one_case_mark="éin case",
    axis_per_1000="per 1000 ord",
    axis_log_ratio="logratio: 1 er dobbelt så ofte, 2 fire gonger",
    axis_g2="G²",
    axis_pmi="PMI",
    filled="Fylt: p justert under 0,05. Open: ikkje.",
    rates_beside="Til høgre: per 1000 ord i gruppa / elles.",
    figure_shows="Figuren viser {shown} av {all}.",
    frequencies_alt="Prikkdiagram over {words} ord og kor ofte dei står per 1000 ord.",
    keyness_alt="Prikkdiagram over dei {words} orda som skil gruppene mest, med logratio.",
    collocations_alt="Prikkdiagram over dei {words} sterkaste para av ord, med {measure}.",
)
_EN = WordLabels(
    unit="words",
    headings={"G2": "G²"},
    frequencies="Word frequencies",
    keyness="Keywords by {variable}",
    contrast="The words of excerpts coded {code}",
    collocations="Words that stand together",
    kwic="“{words}” in context",
    rest="the others",
    others_than="all but {group}",
    other_words="the other words",
    informants="Only the turns of informants count. In a source where nobody is marked as one, all "
    "that is not an interviewer's does.",
    everyone="All turns count, interviewers' too.",
    roles="Only turns of these count: {roles}.",
    notes_in_text="Words in brackets, as (laughs) and [pause], are the transcriber's and do not "
    "count.",
    amount="The numbers are on {words} running words in {sources} from {cases}; "
    "{stop} of the words are stop words or left out.",
    different="Of {all} different words, {listed} are listed.",
    stems="The inflected forms of a word are counted together, under the commonest of them. That "
    "is done by rules and word lists and can go wrong: look at the forms.",
    forms="Each form is counted by itself.",
    listed="Listed is what stands at least {count} × and with at least {cases} (a source without a "
    "case counts as one).",
    unspread="Left out, since fewer cases use them: {number}.",
    dispersion="DP says how unevenly a word is spread over the sources, from 0 (evenly) to 1 (only "
    "in the smallest) (Gries 2008; Lijffijt and Gries 2012).",
    groups="In each group: {groups}.",
    group="{group} {words} words, {sources}, {cases}",
    statistics="Words stand under the group that uses them more, by G² (log-likelihood; Rayson and "
    "Garside 2000), which says how sure the difference is. The log ratio says how large it is: 1 "
    "is twice as often, 2 four times, and no occurrence is taken for half a one (Hardie 2014). p "
    "is adjusted for {tested} (Benjamini and Hochberg 1995).",
    not_draws="p takes each word for an independent draw, which the words of one person are not. "
    "Let it order the words, not prove anything, and look at how many cases use them.",
    one_case="* Only one source or one case of the group uses the word.",
    few_cases="Few cases in {group} ({cases}): what sets the group apart may be these persons' "
    "way of speaking.",
    without="Left out, since they have no value of {variable} ({number}): {names}",
    first_rows="The first {shown} of {all}.",
    first_of_group="The first {shown} of each group, {listed} of {all}.",
    no_words="No word stands often enough and with enough cases; stop words are not listed.",
    no_keywords="No word that sets the groups apart stands often enough and with enough cases; "
    "stop words are not listed.",
    no_pairs="No pair of words stands together often enough and with enough cases; stop words are "
    "not listed.",
    no_hits="No place in the selection.",
    excerpts="The words with the code are of {codings}. A word counts once, also where "
    "codings overlap.",
    against={
        "all": "They are compared with all other words of the sources that these coders coded.",
        "coded": "They are compared with the other words that these coders put a code on.",
        "uncoded": "They are compared with the words that these coders put no code on.",
    },
    left_out="Left out, since nobody of them has coded it ({number}): {names}",
    window="Pairs of words in one sentence, the first before the second, within {window} words. "
    "Stop words are in no pair, but keep their places between words.",
    pairs="First and second count: how often each word stands at all. G² (Dunning 1993) says how "
    "sure it is that they belong together, PMI (Church and Hanks 1990) how firmly: 1 is twice as "
    "often as by chance, 2 four times. PMI is high by itself for rare words. Both are NLTK's; only "
    "pairs that stand together more often than by chance are listed.",
    ordered_by={
        "log-likelihood": "Ordered by G².",
        "pmi": "Ordered by PMI.",
        "place": "Ordered by place.",
        "left": "Ordered by the words before, backwards.",
        "word": "Ordered by the word itself.",
        "right": "Ordered by the words after.",
    },
    hits="{hits} in {sources} from {cases}.",
    hit_forms="Forms: {forms}.",
    in_all_forms="The word was looked for in all forms and inside compounds.",
    exact="Looked for as it is written.",
    place="turn {turn}, line {line}",
    one_source="one source",
    one_case_mark="one case",
    axis_per_1000="per 1,000 words",
    axis_log_ratio="log ratio: 1 is twice as often, 2 four times",
    axis_g2="G²",
    axis_pmi="PMI",
    filled="Filled: p adjusted below 0.05. Open: not.",
    rates_beside="On the right: per 1,000 words in the group / elsewhere.",
    figure_shows="The figure shows {shown} of {all}.",
    frequencies_alt="Dot plot of {words} words and how often they stand per 1,000 words.",
    keyness_alt="Dot plot of the {words} words that set the groups apart most, with log ratios.",
    collocations_alt="Dot plot of the {words} strongest pairs of words, with {measure}.",
)
_LABELS = {"nb": _NB, "nn": _NN, "en": _EN}


def word_labels_in(language: str) -> WordLabels:
    """The labels in one of `labels.LANGUAGES`."""
    labels_in(language)  # refuses a language that reports are not written in
    return _LABELS[language]
