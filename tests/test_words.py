"""Words counted, compared, paired and shown in context, against plain counting, scipy and NLTK."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import numpy as np
import pytest
import study
from hypothesis import given
from hypothesis import strategies as st
from nltk.collocations import BigramCollocationFinder
from nltk.metrics.association import BigramAssocMeasures
from scipy import stats

from qualcode.analysis.find import find_words
from qualcode.analysis.words.choices import CollocationMeasure, KwicOrder, OtherWords
from qualcode.analysis.words.collocations import collocations
from qualcode.analysis.words.contrast import contrast
from qualcode.analysis.words.corpus import Corpus, read_corpus
from qualcode.analysis.words.counting import Counting, read_stop_words
from qualcode.analysis.words.frequencies import word_frequencies
from qualcode.analysis.words.keyness import keyness
from qualcode.analysis.words.kwic import kwic
from qualcode.analysis.words.measures import log_likelihood, log_ratio
from qualcode.analysis.words.places import word_excerpts
from qualcode.analysis.words.tallies import Counted
from qualcode.analysis.words.terms import Terms
from qualcode.codebook.edit import add_code
from qualcode.errors import InputError, NotFoundError
from qualcode.language.roots import root
from qualcode.language.stop_words import is_stop_word
from qualcode.project.cases import assign_case, set_value
from qualcode.project.selection import EVERYTHING, Selection
from qualcode.project.sources import source_ids

EACH = Counting(stem=False, all_words=True, min_count=1, min_cases=1)
TALK = {
    "mor": (
        ("Intervjuer", "Hva med koordinatoren, koordinatoren?"),
        ("Mor", "Vi ventet på en individuell plan. [pause] Ventetida tok tid (ler)."),
        ("Mor", "Skolen ringte. Skolen ringte igjen 😔, og vi søkte om individuell plan."),
    ),
    "far": (
        ("Far", "Skolen ville ikke. Eg venta på skulen, og æ fikk itj svar fra NAV-kontoret."),
        ("Intervjuer", "Og planen?"),
        ("Far", "Ingen individuell plan. Ingen barnekoordinator."),
    ),
    "leder": (
        ("Leder", "Budsjettet er stramt. Budsjettet styrer, og lederne venter på penger."),
        ("Leder", "Pengene kom aldri. Vi fikk koordinator på papiret."),
    ),
}


@pytest.fixture
def talk(empty_project):
    for name, turns in TALK.items():
        study.add(empty_project, name, turns)
    with empty_project.action("Set variables"):
        for name, group in (("mor", "familie"), ("far", "familie"), ("leder", "leder")):
            source_id = source_ids(empty_project)[name]
            assign_case(empty_project, source_id, name.upper())
            set_value(empty_project, "gruppe", group, source_id=source_id)
    return empty_project


def spoken(name, *, everyone=False):
    """The words of an interview by plain means, without brackets."""
    turns = [words for who, words in TALK[name] if everyone or who != "Intervjuer"]
    plain = re.sub(r"\[[^]]*\]|\([^)]*\)", " ", " ".join(turns))
    return re.findall(r"[^\W_]+(?:-[^\W_]+)*", plain.casefold())


def texts_of(project):
    return {row["id"]: row["text"] for row in project.rows("SELECT id, text FROM sources")}


# Measures


@pytest.mark.parametrize(
    ("count", "other", "words", "other_words", "published"),
    [
        # The lecture of the makers of the calculator: 52 in 50,000 and 57 in 75,000 words.
        (52, 57, 50_000, 75_000, 2.65),
        # Rayson, Corpora list, 18 January 2002: learners and native speakers, a million words each.
        (348, 99, 1e6, 1e6, 147),
        (15, 14, 1e6, 1e6, 0),
        (9, 32, 1e6, 1e6, 14),
        (21, 25, 1e6, 1e6, 0),
        (392, 170, 1e6, 1e6, 90),
    ],
)
def test_log_likelihood_as_published(count, other, words, other_words, published):
    (found,) = log_likelihood(np.array([count * 1.0]), np.array([other * 1.0]), words, other_words)
    assert found == pytest.approx(published, abs=0.51 if published != 2.65 else 0.005)


@given(st.integers(0, 500), st.integers(0, 500), st.integers(500, 10**6), st.integers(500, 10**6))
def test_log_likelihood_as_scipy_has_it(count, other, words, other_words):
    (found,) = log_likelihood(np.array([count * 1.0]), np.array([other * 1.0]), words, other_words)
    together = count + other
    if not together:
        assert found == 0
        return
    expected = [together * side / (words + other_words) for side in (words, other_words)]
    wanted = stats.power_divergence([count, other], expected, lambda_="log-likelihood").statistic
    assert found == pytest.approx(wanted, abs=1e-6)


def test_log_ratio():
    # Hardie (2014): 0.0006 and 0.0002 of the words is a ratio of three.
    assert log_ratio(np.array([6.0]), np.array([2.0]), 1e4, 1e4) == pytest.approx(np.log2(3))
    assert log_ratio(np.array([4.0]), np.array([0.0]), 1e3, 1e3) == pytest.approx(3)  # of a half
    assert log_ratio(np.array([5.0]), np.array([5.0]), 100, 200) == pytest.approx(1)


def made_corpus(parts):
    """A corpus and its terms from lists of terms, one for each source."""
    term = np.array([each for part in parts for each in part], dtype=np.int64)
    source = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    nothing = np.zeros(len(term), dtype=np.int64)
    size = int(term.max(initial=0)) + 1
    names = tuple(map(str, range(size)))
    ids = np.arange(1, len(parts) + 1)
    corpus = Corpus(
        names, ("nb",) * size, term, source, *[nothing] * 3, nothing[:0], ids, ids // 2, False
    )
    return corpus, Terms(names, tuple((name,) for name in names), term, 0, ())


def test_dispersion_as_published():
    """Gries (2008): the letter a in five parts of 9, 10, 10, 10 and 11 has a DP of 0.18."""
    parts = [
        [0] * number + [1] * (size - number)
        for number, size in zip((1, 2, 3, 4, 5), (9, 10, 10, 10, 11), strict=True)
    ]
    corpus, terms = made_corpus(parts)
    tally = Counted(corpus, terms, np.zeros(len(corpus), dtype=np.int64)).tally([0])
    assert tally.dp[0] * (1 - 9 / 50) == pytest.approx(0.18)
    alone, _ = made_corpus(parts[:1]), None
    tally = Counted(*alone, np.zeros(9, dtype=np.int64)).tally([0])
    assert np.isnan(tally.dp).all()  # one source has no spread


@given(st.lists(st.lists(st.integers(0, 4), max_size=12), min_size=1, max_size=6), st.data())
def test_tallies_as_plain_counting_has_them(parts, data):
    corpus, terms = made_corpus(parts)
    if not len(corpus):
        return
    group = np.array(
        data.draw(st.lists(st.integers(-1, 2), min_size=len(corpus), max_size=len(corpus)))
    )
    groups = sorted(set(range(int(group.max()) + 1)))
    if not groups:
        return
    wanted = data.draw(st.lists(st.sampled_from(groups), min_size=1, unique=True))
    tally = Counted(corpus, terms, group).tally(wanted)
    inside = [at for at in range(len(corpus)) if group[at] in wanted]
    places = [(int(corpus.form[at]), int(corpus.source[at])) for at in inside]
    for term in range(len(terms)):
        here = [source for each, source in places if each == term]
        assert tally.count[term] == len(here)
        assert tally.sources[term] == len(set(here))
        assert tally.cases[term] == len({int(corpus.cases[source]) for source in here})
        sizes = Counter(source for _, source in places)
        if len(sizes) < 2 or not here:
            assert np.isnan(tally.dp[term])
            continue
        share = {source: number / len(inside) for source, number in sizes.items()}
        found = Counter(here)
        off = sum(abs(found[source] / len(here) - share[source]) for source in sizes)
        assert tally.dp[term] == pytest.approx(off / 2 / (1 - min(share.values())))
    assert tally.amount.words == len(inside)


# Which words count


def test_running_words(talk):
    corpus = read_corpus(talk, EVERYTHING, everyone=False)
    texts = texts_of(talk)
    for rank, (source_id, name) in enumerate(
        (id_, n) for n, id_ in sorted(source_ids(talk).items(), key=lambda pair: pair[1])
    ):
        here = np.flatnonzero(corpus.source == rank)
        assert [corpus.forms[form] for form in corpus.form[here]] == spoken(name)
        for at in here.tolist():
            word = texts[source_id][corpus.start[at] : corpus.end[at]]
            assert word.casefold().strip("-") == corpus.forms[corpus.form[at]]
            first, last = corpus.sentences[corpus.sentence[at]]
            assert first <= corpus.start[at] < corpus.end[at] <= last
    everyone = read_corpus(talk, EVERYTHING, everyone=True)
    assert len(everyone) == sum(len(spoken(name, everyone=True)) for name in TALK)


def test_a_source_without_named_speakers_counts_what_is_not_an_interviewers(empty_project):
    study.add(empty_project, "svar", [("Intervjuer", "Spørsmål"), ("Mor", "Svaret")])
    with empty_project.action("Forget who speaks"):
        empty_project.connection.execute("UPDATE turns SET role = 'unknown' WHERE speaker = 'Mor'")
    found = word_frequencies(empty_project, counting=EACH)
    assert [row.word for row in found.rows] == ["svaret"]
    with empty_project.action("Forget turns"):
        empty_project.connection.execute("DELETE FROM turns")
    words = {row.word for row in word_frequencies(empty_project, counting=EACH).rows}
    assert {"spørsmål", "svaret"} <= words
    asked = word_frequencies(empty_project, Selection(roles=("unknown",)), counting=EACH)
    assert {row.word for row in asked.rows} == words


@pytest.mark.parametrize(
    ("word", "language", "stops"),
    [
        ("ikke", "nb", True),
        ("ikkje", "nb", True),
        ("Korleis", "nn", True),
        ("itj", "nb", True),
        ("Æ", "nb", True),
        ("ehm", "nn", True),
        ("dykkar", "nn", True),
        ("tid", "nb", False),
        ("leder", "nb", False),
        ("plass", "nb", False),
        ("rettar", "nn", False),
        ("n't", "en", True),
        ("yeah", "en", True),
        ("call", "en", False),
        ("och", "sv", True),
        ("ord", "zxx", False),
    ],
)
def test_stop_words(word, language, stops):
    assert is_stop_word(word, language) is stops


@pytest.mark.parametrize(
    "forms",
    [
        "gå går gikk gått gjekk",
        "skole skolen skulane",
        "venter ventet venta",
        "koordinatoren koordinatorar",
    ],
)
def test_inflections_and_spellings_have_one_root(forms):
    assert len({root(form, "nb") for form in forms.split()}) == 1


def test_frequencies(talk):
    found = word_frequencies(talk, counting=EACH)
    plain = Counter(word for name in TALK for word in spoken(name))
    assert {row.word: row.count for row in found.rows} == plain
    assert [row.count for row in found.rows] == sorted(plain.values(), reverse=True)
    assert found.amount.words == sum(plain.values())
    assert found.amount.sources == found.amount.cases == 3
    by_word = {row.word: row for row in found.rows}
    assert by_word["skolen"].per_1000_words == pytest.approx(3000 / found.amount.words)
    assert by_word["skolen"].sources == 2
    for row in found.rows:
        places = found.occurrences.of_term(row.term)
        excerpts = word_excerpts(talk, found.occurrences.corpus, places)
        assert len(excerpts) == row.count
        assert all(row.word in excerpt.text.casefold() for excerpt in excerpts)


def test_stems_bring_inflections_nynorsk_and_dialect_together(talk):
    found = {
        row.word: row
        for row in word_frequencies(talk, counting=Counting(min_count=1, min_cases=1)).rows
    }
    assert found["skolen"].forms == ("skolen", "skulen")
    assert found["skolen"].count == 4
    assert found["individuell"].cases == 2
    assert sorted(found["venta"].forms) == ["venta", "venter", "ventet"]
    assert not {"ikke", "itj", "vi", "eg", "æ", "på", "pause", "ler"} & found.keys()
    assert {"penger", "pengene"} & found.keys()


def test_a_users_stop_words(talk):
    def words(*own, stem=True):
        counting = Counting(stem=stem, stop_words=own, min_count=1, min_cases=1)
        found = word_frequencies(talk, counting=counting)
        return {form for row in found.rows for form in row.forms}

    assert {"skolen", "skulen", "søkte"} <= words()
    assert not {"skolen", "skulen"} & words("skole")
    assert words("skolen", stem=False) & {"skolen", "skulen"} == {"skulen"}
    assert "søkte" not in words(unicodedata.normalize("NFD", "SØKTE"))
    assert read_stop_words("Mor, far\n# alle\nså  # ikke det\n\n") == ("mor", "far", "så")


def test_a_word_from_one_case_only_is_not_listed(talk):
    rows = word_frequencies(talk, counting=Counting(min_count=2)).rows
    assert "individuell" in {row.word for row in rows}
    assert "budsjettet" not in {row.word for row in rows}
    assert all(row.cases >= 2 for row in rows)


# Keyness


def test_keyness_by_plain_counting(talk):
    found = keyness(talk, "gruppe", counting=EACH)
    assert [group.value for group in found.groups] == ["familie", "leder"]
    sides = [Counter(spoken("mor") + spoken("far")), Counter(spoken("leder"))]
    sizes = [sum(side.values()) for side in sides]
    assert [group.amount.words for group in found.groups] == sizes
    p = {}
    for word in sides[0] | sides[1]:
        seen = [side[word] for side in sides]
        expected = [sum(seen) * size / sum(sizes) for size in sizes]
        p[word] = stats.power_divergence(seen, expected, lambda_="log-likelihood").pvalue
    assert found.tested == len(p)
    corrected = dict(zip(p, stats.false_discovery_control(list(p.values())), strict=True))
    assert {row.word for row in found.rows} == set(p)  # no word is used alike
    for row in found.rows:
        here, there = (row.group, row.other)
        assert row.here.count == sides[here][row.word]
        assert row.there.count == sides[there][row.word]
        assert row.here.per_1000_words > row.there.per_1000_words
        assert row.log_ratio > 0
        assert row.p == pytest.approx(p[row.word])
        assert row.p_adjusted == pytest.approx(corrected[row.word])
        for side, groups in ((row.here, (here,)), (row.there, (there,))):
            assert len(found.occurrences.of_term(row.term, groups)) == side.count


def test_each_group_against_all_others(talk):
    study.add(talk, "ansatt", [("Ansatt", "Skolen og budsjettet, skolen og møter.")])
    with talk.action("Set a value"):
        set_value(talk, "gruppe", "ansatt", source_id=source_ids(talk)["ansatt"])
    study.add(talk, "ukjent", [("Ansatt", "Uten gruppe, uten case.")])
    found = keyness(talk, "gruppe", counting=EACH)
    assert [group.value for group in found.groups] == ["ansatt", "familie", "leder"]
    assert found.without == ("ukjent",)
    assert {row.other for row in found.rows} == {None}
    (row,) = (row for row in found.rows if row.word == "budsjettet" and row.group == 2)
    assert (row.here.count, row.there.count) == (2, 1)
    assert found.groups_of(row.other, row.group) == (0, 1)
    one = keyness(talk, "gruppe", "leder", counting=EACH)
    (same,) = (row for row in one.rows if row.word == "budsjettet")
    assert [group.value for group in one.groups] == ["leder", None]
    assert (same.here, same.there, same.g2) == (row.here, row.there, row.g2)
    pair = keyness(talk, "gruppe", "leder", "ansatt", counting=EACH)
    assert [group.value for group in pair.groups] == ["leder", "ansatt"]
    assert sum(group.amount.words for group in pair.groups) == len(spoken("leder")) + 6


def test_a_word_that_one_case_uses_is_no_keyword(talk):
    counting = Counting(stem=False, min_count=2)
    found = keyness(talk, "gruppe", counting=counting)
    assert {row.word for row in found.rows if row.group == 0} >= {"individuell", "skolen"}
    assert "ringte" not in {row.word for row in found.rows}
    assert found.unspread
    # A group of one case cannot have more: its words are listed, and marked in the table.
    assert "budsjettet" in {row.word for row in found.rows if row.group == 1}


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        (("farge",), NotFoundError, "no variable"),
        (("gruppe", "leger"), NotFoundError, "leder"),
        (("gruppe", "leder", "leger"), NotFoundError, "leger"),
        (("gruppe", "leder", "leder"), InputError, "itself"),
        (("gruppe", "", "leder"), InputError, "none to compare"),
        (("gruppe", "", "", Selection(cases=("MOR", "FAR"))), InputError, "All have gruppe"),
        (("gruppe", "", "", Selection(codes=("Tid",))), InputError, "whole transcripts"),
    ],
)
def test_what_cannot_be_compared(talk, arguments, error, said):
    with pytest.raises(error, match=said) as caught:
        keyness(talk, *arguments)
    assert caught.value.remedy


def test_200_values(empty_project):
    with empty_project.action("Import"):
        for number in range(200):
            source_id = study.add(empty_project, f"s{number}", [("Mor", f"Ord nummer {number}.")])
            set_value(empty_project, "nummer", str(number), source_id=source_id)
    with pytest.raises(InputError, match="200 values"):
        keyness(empty_project, "nummer")
    assert keyness(empty_project, "nummer", "7", counting=EACH).groups[0].amount.words == 3


# Contrast


@pytest.fixture
def coded(talk):
    add_code(talk, "Penger")
    add_code(talk, "Skole")
    study.apply(talk, "leder", "Budsjettet er stramt. Budsjettet styrer", "Penger", by="Kari")
    study.apply(talk, "leder", "Budsjettet styrer, og", "Penger", by="Kari")
    study.apply(talk, "leder", "stramt. Budsjettet", "Penger", by="Per")
    study.apply(talk, "mor", "Hva med koordinatoren", "Penger", by="Kari")
    study.apply(talk, "mor", "Skolen ringte", "Skole", by="Kari")
    return talk


def test_contrast_counts_words_once(coded):
    found = contrast(coded, Selection(codes=("Penger",)), counting=EACH)
    under = ["budsjettet", "er", "stramt", "budsjettet", "styrer", "og"]
    rest = Counter(spoken("leder") + spoken("mor")) - Counter(under)
    assert found.words.groups[0].amount.words == len(under)  # the interviewer's are not among them
    assert found.words.groups[1].amount.words == sum(rest.values())
    assert found.left_out == ("far",)  # nobody has looked there
    assert found.codings == 4
    assert found.coders == ("Kari", "Per")
    (row,) = (row for row in found.words.rows if row.word == "budsjettet")
    assert (row.group, row.here.count, row.there.count) == (0, 2, 0)
    by_rest = {
        rest: contrast(coded, Selection(codes=("Penger",)), rest=rest, counting=EACH)
        for rest in OtherWords
    }
    sizes = {rest: each.words.groups[1].amount.words for rest, each in by_rest.items()}
    assert sizes[OtherWords.CODED] == 2
    assert sizes[OtherWords.ALL] == sizes[OtherWords.CODED] + sizes[OtherWords.UNCODED]
    only = contrast(coded, Selection(codes=("Penger",), coders=("Per",)), counting=EACH)
    assert only.words.groups[0].amount.words == 2
    assert only.words.groups[1].amount.words == len(spoken("leder")) - 2


@pytest.mark.parametrize(
    ("selection", "error", "said"),
    [
        (EVERYTHING, InputError, "no code"),
        (Selection(codes=("Finnes ikke",)), NotFoundError, "Finnes ikke"),
        (Selection(codes=("Skole",), coders=("Per",)), InputError, "Nothing in this selection"),
        (Selection(codes=("Penger",), sources=("mor",)), InputError, "that counts is coded"),
    ],
)
def test_what_has_no_contrast(coded, selection, error, said):
    with pytest.raises(error, match=said):
        contrast(coded, selection)


# Collocations


@pytest.mark.parametrize("window", [2, 3, 5])
def test_collocations_as_nltk_finds_them(talk, window):
    padded = []  # between sentences, so that no pair reaches over their ends
    for words in (words for turns in TALK.values() for who, words in turns if who != "Intervjuer"):
        plain = re.sub(r"\[[^]]*\]|\([^)]*\)", " ", words).casefold()
        for sentence in re.split("[.?!]", plain):
            padded += re.findall(r"[^\W_]+(?:-[^\W_]+)*", sentence) + [None] * window
    finder = BigramCollocationFinder.from_words(padded, window_size=window)
    g2 = dict(finder.score_ngrams(BigramAssocMeasures.likelihood_ratio))
    pmi = dict(finder.score_ngrams(BigramAssocMeasures.pmi))
    found = collocations(talk, window=window, counting=EACH)
    assert {row.words for row in found.rows} == {pair for pair in pmi if pmi[pair] > 0}
    for row in found.rows:
        assert row.g2 == pytest.approx(g2[row.words])
        assert row.pmi == pytest.approx(pmi[row.words])
        assert len(found.where(row.first, row.second)) == row.count == finder.ngram_fd[row.words]
    assert [row.g2 for row in found.rows] == sorted((row.g2 for row in found.rows), reverse=True)
    by_pmi = collocations(talk, window=window, measure=CollocationMeasure.PMI, counting=EACH)
    order = [row.pmi for row in by_pmi.rows]
    assert order == sorted(order, reverse=True)


def test_a_collocation_by_hand(talk):
    """`individuell plan` stands 3 times, both words 3 times: PMI is log₂(3 N / 9)."""
    found = collocations(talk, counting=Counting(min_count=3))
    (row,) = found.rows
    assert row.words == ("individuell", "plan")
    assert (row.count, row.first_count, row.second_count, row.cases) == (3, 3, 3, 2)
    words = found.amount.words
    assert row.pmi == pytest.approx(np.log2(3 * words / 9))
    # All or nothing: G² is twice the entropy of 3 in N.
    expected = 2 * (3 * np.log(words / 3) + (words - 3) * np.log(words / (words - 3)))
    assert row.g2 == pytest.approx(expected)
    with pytest.raises(InputError, match="2 to 20"):
        collocations(talk, window=1)


def test_stop_words_keep_their_places_between_words(empty_project):
    study.add(
        empty_project,
        "s",
        [("Mor", "Møter med skolen. Møter med skolen. Ellers ringte naboen ofte.")],
    )
    counting = Counting(stem=False, min_count=2, min_cases=1)
    assert not collocations(empty_project, counting=counting).rows
    (row,) = collocations(empty_project, window=3, counting=counting).rows
    assert (row.words, row.count) == (("møter", "skolen"), 2)


# In context


def test_kwic_shows_the_words_where_they_stand(talk):
    found = kwic(talk, "koordinator", width=1000)
    texts = texts_of(talk)
    assert [(line.source, line.word) for line in found.lines] == [
        ("far", "barnekoordinator"),
        ("leder", "koordinator"),
    ]
    for line in found.lines:
        assert texts[line.source_id][line.start : line.end] == line.word
        around = (line.left + line.word + line.right).strip()
        assert around in " ".join(texts[line.source_id].split())
    everyone = kwic(talk, "koordinator", everyone=True)
    assert len(everyone.lines) == len(find_words(talk, "koordinator")) == 4
    assert dict(everyone.forms) == {"koordinatoren": 2, "barnekoordinator": 1, "koordinator": 1}
    assert (everyone.sources, everyone.cases) == (3, 3)


def test_kwic_takes_what_find_takes(talk):
    nfd = unicodedata.normalize("NFD", "søkte")
    assert [line.word for line in kwic(talk, nfd).lines] == ["søkte"]
    assert {line.word for line in kwic(talk, "skole").lines} == {"Skolen", "skulen"}
    (first, *rest) = kwic(talk, '"individuell plan"', exact=True).lines
    assert first.word == "individuell plan"
    assert len(rest) == 2
    assert kwic(talk, "finnesikke").lines == ()
    with pytest.raises(InputError, match="cannot be read"):
        kwic(talk, '"individuell', exact=True)
    with pytest.raises(InputError, match="no word"):
        kwic(talk, " ")
    assert kwic(talk, "igjen").lines[0].right.startswith(" 😔, og vi")


def test_kwic_in_order(empty_project):
    turns = [
        ("Mor", f"{left} plan {right}.")
        for left, right in zip(
            ("ny ås", "ny øl", "gammel ærlig", "en ås"), ("b", "å", "ø", "a"), strict=True
        )
    ]
    study.add(empty_project, "s", turns)

    def lines(order, side):
        found = kwic(empty_project, "plan", order=order).lines
        return [getattr(line, side).strip(" .") for line in found]

    assert lines(KwicOrder.PLACE, "right") == ["b", "å", "ø", "a"]
    assert lines(KwicOrder.RIGHT, "right") == ["a", "b", "ø", "å"]
    assert lines(KwicOrder.LEFT, "left") == ["gammel ærlig", "ny øl", "en ås", "ny ås"]
    assert lines(KwicOrder.WORD, "right") == ["a", "b", "ø", "å"]


def test_kwic_cuts_between_words(talk):
    (line,) = kwic(talk, "søkte", width=20).lines
    assert (line.left, line.right) == ("…igjen 😔, og vi ", " om individuell…")
    with pytest.raises(InputError, match="1 character"):
        kwic(talk, "søkte", width=0)


# Nothing to count


@pytest.mark.parametrize(
    "report", [word_frequencies, collocations, lambda project: keyness(project, "gruppe")]
)
def test_an_empty_project(empty_project, report):
    with pytest.raises((InputError, NotFoundError)) as caught:
        report(empty_project)
    assert caught.value.remedy


def test_only_the_interviewer_speaks(empty_project):
    study.add(empty_project, "s", [("Intervjuer", "Hallo?"), ("Mor", "…")])
    with pytest.raises(InputError, match="No informant") as caught:
        word_frequencies(empty_project)
    assert "--everyone" in caught.value.remedy
    found = word_frequencies(
        empty_project, counting=Counting(everyone=True, min_count=1, min_cases=1)
    )
    assert [row.word for row in found.rows] == ["hallo"]


def test_nothing_but_stop_words(empty_project):
    source_id = study.add(empty_project, "s", [("Mor", "Ja, ja. Nei, altså, det var jo ikke det.")])
    other = study.add(empty_project, "t", [("Far", "Nei, eg veit ikkje, eg.")])
    with empty_project.action("Set values"):
        set_value(empty_project, "hvem", "mor", source_id=source_id)
        set_value(empty_project, "hvem", "far", source_id=other)
    counting = Counting(min_count=1, min_cases=1, stop_words=("vet",))
    found = word_frequencies(empty_project, counting=counting)
    assert found.rows == ()
    assert found.stop_words == found.amount.words == 14
    assert keyness(empty_project, "hvem", counting=counting).rows == ()
    assert collocations(empty_project, counting=counting).rows == ()
