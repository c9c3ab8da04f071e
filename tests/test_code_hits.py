"""Coding what was found: the words, their sentences or their turns, each once."""

from __future__ import annotations

import pytest
import study
from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis import find as find_module
from qualcode.analysis.code_hits import HitUnit, _widened, code_hits, count_known, widen
from qualcode.analysis.find import find_codes, find_query, find_words, prepare_words
from qualcode.analysis.retrieval import overlapping
from qualcode.errors import InputError, NotFoundError
from qualcode.language.keys import keys
from qualcode.language.stems import stem
from qualcode.model import Span
from qualcode.project import undo
from qualcode.project.codes import find_code
from qualcode.project.history import history
from qualcode.project.search import vocabulary
from qualcode.project.selection import Selection
from qualcode.project.sources import sources


def places_of(hits):
    return [(hit.source_id, Span(hit.start, hit.end)) for hit in hits]


def texts_of(project, places):
    texts = {source.id: source.text for source in sources(project)}
    return [texts[source_id][slice(*span)] for source_id, span in places]


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        (HitUnit.HIT, ["tid", "tid"]),
        (HitUnit.SENTENCE, ["Ja, men hun hadde ikke tid.", "Nei, tid er tid."]),
        (HitUnit.TURN, ["Ja, men hun hadde ikke tid. Hun kalte", "Nei, tid er tid."]),
    ],
)
def test_units(project, unit, words):
    study.add(project, "Tid", [("Mor", "Nei, tid er tid.")])
    found = find_words(project, "tid", exact=True)
    assert len(found) == 3
    got = texts_of(project, widen(project, places_of(found + found), unit))
    if unit is HitUnit.HIT:
        assert got == ["tid"] * 3
    else:
        assert [text[: len(start)] for text, start in zip(got, words, strict=True)] == words


def test_coding_is_one_action_and_knows_what_is_there(project):
    code = find_code(project, "Tid")
    study.apply(project, "Familie i nord", "Ja, men hun hadde ikke tid.", "Tid")
    before = study.dump(project)["codings"]
    places = places_of(find_words(project, "tid", exact=True))
    stretches = widen(project, places, HitUnit.SENTENCE)
    assert count_known(project, stretches, [code.id]) == 1
    other = find_code(project, "Penger")
    done = code_hits(project, places, [code.id, other.id], HitUnit.SENTENCE)
    assert (done.places, done.added, done.known) == (1, 1, 1)
    assert history(project, limit=1)[0].label == "Coded 1 sentence with Tid, Penger"
    undo(project)
    assert study.dump(project)["codings"] == before


def test_another_coders_coding_is_not_known(project):
    places = [(one, Span(start, end)) for one, start, end in [
        study.find(project, "Leder på Ålesund vgs", "kapasiteten")]]  # fmt: skip
    assert count_known(project, places, [find_code(project, "Tid").id]) == 0


def test_nothing_found_changes_nothing(project):
    before = len(history(project))
    done = code_hits(project, [], [find_code(project, "Tid").id], HitUnit.TURN)
    assert (done.places, done.added, done.known) == (0, 0, 0)
    assert len(history(project)) == before


spans = st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda p: Span(p[0], p[0] + p[1]))


@given(st.lists(spans, max_size=8), st.lists(st.integers(1, 9), max_size=8))
def test_widening_takes_whole_units(places, sizes):
    units, at = [], 0
    for size in sizes:
        units.append(Span(at, at + size))
        at += size + 1  # a blank between units is in none
    for place, wide in zip(places, _widened(units, places), strict=True):
        assert wide.start <= place.start
        assert wide.end >= place.end
        touched = [unit for unit in units if unit.start < place.end and place.start < unit.end]
        assert all(wide.start <= unit.start and unit.end <= wide.end for unit in touched)
        assert wide.start in {place.start, *(unit.start for unit in touched)}
        assert wide.end in {place.end, *(unit.end for unit in touched)}


# Where to look


def test_filters_of_a_search(project):
    def count(words, **where):
        return len(find_words(project, words, **where))

    assert count("hva") == 2
    assert count("hva", interviewers=False) == 1
    assert count("hva", selection=Selection(variables=(("perspektiv", "leder"),))) == 1
    assert count("hva", selection=Selection(cases=("A-02",)), interviewers=False) == 1
    assert count("hva", selection=Selection(sources=("Ansatt i PPT",)), exact=True) == 1
    with pytest.raises(NotFoundError, match="perspektvi"):
        count("hva", selection=Selection(variables=(("perspektvi", "leder"),)))
    for nothing in ("", " "):
        with pytest.raises(InputError, match="no word"):
            count(nothing, exact=True)


def test_the_line_of_a_hit(project):
    text = {source.name: source.text for source in sources(project)}
    for hit in find_words(project, "hva"):
        assert hit.text in text[hit.source].split("\n")[hit.line - 1]


def test_words_are_prepared_with_progress_and_can_be_stopped(project):
    told = []
    prepare_words(project, told.append)
    assert told == sorted(told)
    assert told[-1] == 1

    def stop(share):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prepare_words(project, stop)
    assert find_words(project, "koordinator")


def test_codes_that_meet_are_hits(project):
    both = find_codes(project, "Tid", and_code="Koordinatorrollen")
    assert [hit.text for hit in both] == ["Hun kalte"]
    (hit,) = both
    (excerpt,) = overlapping(project, "Tid", and_code="Koordinatorrollen")
    assert (hit.source, hit.turn, hit.line) == (excerpt.source, excerpt.turn, excerpt.line)
    inside = slice(hit.start - hit.turn_start, hit.end - hit.turn_start)
    assert hit.turn_text[inside] == hit.text
    kari = Selection(coders=("Kari",))
    assert find_codes(project, "Tid", and_code="Koordinatorrollen", selection=kari) == []
    assert find_query(project, "Tid AND Koordinatorrollen") == both


def test_looking_up_the_words_keeps_only_their_keys(project, monkeypatch):
    monkeypatch.setattr(find_module, "_FORGOTTEN_EVERY", 5)
    keys.cache_clear()
    prepare_words(project, lambda _share: None)
    assert keys.cache_info().currsize >= len(vocabulary(project))
    assert stem.cache_info().currsize < 100
    found = [hit.text for hit in find_words(project, "møte")]
    assert "møter" in found
