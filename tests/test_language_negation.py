"""Negation scope, measured on hand-labelled sentences that were written before the code."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from qualcode.language.negation import negated
from qualcode.language.sentences import sentences
from qualcode.model import Span

os.environ.setdefault("QUALCODE_CACHE", str(Path(tempfile.gettempdir()) / "qualcode-tests"))

# language, the match between { }, and whether a reader takes it as negated.
CASES = """
nb	yes	Vi har ikke {koordinator} ennå.
nb	no	Vi har {koordinator} nå.
nb	yes	Vi fikk aldri noen {hjelp} fra kommunen.
nb	yes	Det finnes ingen {rutiner} for dette.
nb	yes	Vi klarte oss uten {støtte}.
nb	yes	Tjenestene {samarbeider} ikke.
nb	yes	De {samarbeider} nesten aldri om barna.
nb	no	Det var ikke lett, men {samarbeidet} gikk bra.
nb	no	Jeg vet ikke; {koordinatoren} ringte i går.
nb	no	Vi fikk ikke svar og {koordinatoren} sluttet.
nb	yes	Vi har verken {tid} eller penger.
nb	no	Det er {hjelp} å få, ikke sant?
nb	no	Vi har ikke bare {kontaktlærer} men også koordinator.
nb	yes	Ikke én eneste {tjeneste} tok ansvar.
nb	no	Ikke minst {koordinatoren} var viktig.
nb	no	{Koordinatoren} som ikke ringte, sluttet.
nb	no	Vi fikk {koordinator}. Ikke lenge etter sluttet hun.
nb	yes	Hun mente at vi ikke trengte {avlastning} lenger.
nb	no	Det gikk ikke fordi {koordinatoren} var syk.
nb	yes	{Koordinator} har vi ikke.
nb	yes	{Hjelp} fikk vi aldri.
nb	no	Uten at noen visste det, hadde vi en {koordinator}.
nb	no	Ingen tvil om at {samarbeidet} er bra.
nb	yes	Jeg tror ikke de har {koordinator}.
nn	yes	Me har ikkje {koordinator}.
nn	yes	Dei fekk inga {hjelp}.
nn	yes	Det var inkje {samarbeid}.
nn	yes	Me gjorde det utan {støtte} frå kommunen.
nn	no	Ho er ei {koordinator} som ringjer.
nb	yes	Æ har itj fått {hjælp}.
nb	yes	Vi {fikk} itj hjelp.
nb	yes	Vi har ikke hatt noe som helst {samarbeid} med Nav.
nb	no	Ikke vet jeg hvem som bestemte det, men vi fikk en {plan} til slutt.
en	yes	We do not have a {coordinator}.
en	yes	They didn't {help} us.
en	yes	They helped us but not the {school}.
en	yes	We never got any {support}.
en	yes	We managed without {support}.
en	no	Not only the {school} but the whole town knew.
en	yes	There was no {plan}.
nb	no	Det er ikke sånn at vi aldri fikk {hjelp}.
nb	yes	Vi har ikke, hva skal jeg si, noen fast {koordinator}.
nb	yes	Vi har ikke fått koordinator eller {plan}.
nb	no	Vi visste ikke hvem vi skulle ringe før {koordinatoren} kom.
nb	yes	Noen {koordinator} har kommunen aldri gitt oss.
nb	no	De sier at de {samarbeider}, ikke at de krangler.
nn	yes	Dei {samarbeider} ikkje med skulen.
nn	yes	{Hjelp} fekk me aldri.
nb	yes	Æ fikk aldri nåkka {støtte}.
en	no	It was not easy and the {coordinator} left.
"""


def is_negated(marked: str, language: str) -> bool:
    """Whether the stretch between the braces is negated within its sentence."""
    start, end = marked.index("{"), marked.index("}") - 1
    text = marked.replace("{", "").replace("}", "")
    spans = sentences(text, [Span(0, len(text))], language)
    sentence = next(span for span in spans if span.start <= start < span.end)
    return negated(text, sentence, Span(start, end), language)


def test_labelled_cases(
    capsys: pytest.CaptureFixture[str], record_property: Callable[[str, object], None]
) -> None:
    cases = [line.split("\t") for line in CASES.strip().splitlines()]
    wrong = [marked for code, want, marked in cases if is_negated(marked, code) != (want == "yes")]
    score = f"negation: {len(cases) - len(wrong)}/{len(cases)} cases right"
    record_property("score", score)
    with capsys.disabled():
        sys.stdout.write(f"\n{score}\n")
    assert len(cases) - len(wrong) >= 45, wrong


def test_the_reach_is_six_words() -> None:
    assert is_negated("Ikke en to tre fire fem {plan}", "nb")
    assert not is_negated("Ikke en to tre fire fem seks {plan}", "nb")


def test_nothing_outside_the_sentence_counts() -> None:
    text = "Vi har ikke. Plan"
    assert not negated(text, Span(13, 17), Span(13, 17), "nb")
    assert negated(text, Span(0, 17), Span(13, 17), "nb")


@pytest.mark.parametrize("language", ["de", "tlh", ""])
def test_other_languages_know_no_negation(language: str) -> None:
    assert not is_negated("Vi har ikke {plan}.", language)


def test_the_article_ei_negates_nothing() -> None:
    assert not is_negated("Me fekk ei {avtale} med dei.", "nn")
