"""The suggester that learns: from the codebook, from codings, from decisions."""

from __future__ import annotations

import json

import pytest
import study as small

from qualcode.codebook.edit import add_code, edit_code
from qualcode.errors import InputError, NotFoundError
from qualcode.model import Decision, Span
from qualcode.project import check
from qualcode.project.codes import codes, find_code
from qualcode.project.codings import NewCoding, add_codings, codings, remove_codings
from qualcode.project.selection import Selection
from qualcode.project.sources import find_source, sources
from qualcode.suggesting.decisions import accept, reject, suggestions
from qualcode.suggesting.ordering import least_certain, spread_over_sources
from qualcode.suggesting.runs import Settings, find_run, resume, run, runs
from qualcode.suggesting.why import Reason, explain, find_similar, load_engine

TOPICS = {
    "Ventetid": ("ventetida var {} måneder", "vi sto i kø i {} uker", "køen var lang, {} uker"),
    "Penger": (
        "budsjettet var {} kroner",
        "det koster {} kroner",
        "pengene tok slutt, {} kroner",
    ),
    "Møter": ("møtet varte i {} timer", "vi møttes {} ganger", "de kalte inn til {} møter"),
}
FILLER = ("Ja, det var det.", "Nei, det husker jeg ikke.", "Vi bor i et gult hus ved sjøen.")


@pytest.fixture
def talk(empty_project):
    """Six interviews in which each topic comes up six times, with a code for each topic."""
    for name in TOPICS:
        add_code(empty_project, name)
    for number in range(6):
        turns = []
        for round_ in range(6):
            said = [
                f"{sentences[(number + round_) % 3].format(number + round_ + 2).capitalize()}."
                for sentences in TOPICS.values()
            ]
            for at, sentence in enumerate(said):
                turns.append(("Intervjuer", "Hva skjedde da?"))
                turns.append(("Mor", f"{sentence} {FILLER[(at + round_) % 3]}"))
        small.add(empty_project, f"Samtale {number}", turns)
    return empty_project


def about(project, name):
    """Every sentence about a topic, as (source, start, end)."""
    words = {"Ventetid": ("ventetid", "kø"), "Penger": ("budsjett", "koster", "pengene")}.get(
        name, ("møte", "møtte")
    )
    return [
        (source, unit.start, unit.end)
        for source in sources(project)
        for unit in _sentences(project, source.id)
        if any(word in source.text[slice(*unit)].casefold() for word in words)
    ]


def _sentences(project, source_id):
    from qualcode.project.sources import sentence_spans

    return sentence_spans(project, source_id)


def code_all(project, name, in_sources):
    """Code every sentence about a topic in some of the interviews."""
    code_id = find_code(project, name).id
    new = [
        NewCoding(source.id, code_id, start, end)
        for source, start, end in about(project, name)
        if source.name in in_sources
    ]
    add_codings(project, new, label="coded")
    return len(new)


HALF = ("Samtale 0", "Samtale 1", "Samtale 2")


def texts_of(project, found):
    texts = {source.id: source.text for source in sources(project)}
    return [texts[one.source_id][one.start : one.end] for one in found]


def test_the_codebook_alone_is_a_start(talk):
    edit_code(talk, find_code(talk, "Ventetid"), definition="Å stå i kø og vente lenge på hjelp.")
    run(talk, Settings(codes=("Ventetid",)))
    found = suggestions(talk)
    assert found
    best = texts_of(talk, found[:5])
    assert all("entetid" in words or "kø" in words.casefold() for words in best), best
    assert all(0 <= one.score <= 1 for one in found)
    assert found[0].evidence[0]["trust"]["weak"] is True


def test_learns_from_codings_and_calibrates(talk):
    for name in TOPICS:
        assert code_all(talk, name, HALF) >= 10
    run(talk)
    found = suggestions(talk)
    assert {one.source_id for one in found}.isdisjoint(
        {find_source(talk, name).id for name in HALF}
    )
    for name in TOPICS:
        wanted = {
            (source.id, start) for source, start, _ in about(talk, name) if source.name not in HALF
        }
        told = suggestions(talk, Selection(codes=(name,)))
        found = {(one.source_id, one.start) for one in told}
        assert found <= wanted
        assert len(found) > 0.7 * len(wanted)
        assert min(one.score for one in told) > 0.4
        assert not any(one.evidence[0]["trust"]["weak"] for one in told)


def test_every_unit_has_a_score_when_asked(talk):
    code_all(talk, "Penger", HALF)
    done = run(talk, Settings(units="sentence", min_score=0, codes=("Penger",)))
    units = sum(
        1
        for source in sources(talk)
        for turn in small_turns(talk, source.id)
        for unit in _sentences(talk, source.id)
        if turn.start <= unit.start and unit.end <= turn.end
    )
    assert done.proposed == units
    assert done.added == units - len(codings(talk))
    scores = [one.score for one in suggestions(talk)]
    assert min(scores) >= 0 and max(scores) <= 1 and len(set(scores)) > 10


def small_turns(project, source_id):
    from qualcode.model import Role
    from qualcode.project.sources import turns

    return [turn for turn in turns(project, source_id) if turn.role is Role.INFORMANT]


@pytest.mark.parametrize("units", ["sentence", "turn", "span"])
def test_units(talk, units):
    code_all(talk, "Penger", HALF)
    run(talk, Settings(units=units))
    for one in suggestions(talk, Selection(codes=("Penger",))):
        source = next(source for source in sources(talk) if source.id == one.source_id)
        turn = next(
            turn for turn in small_turns(talk, source.id) if turn.start <= one.start < turn.end
        )
        assert one.end <= turn.end
        words = source.text[one.start : one.end]
        assert words == words.strip()
        if units == "turn":
            assert (one.start, one.end) == (turn.start, turn.end)
        if units == "sentence":
            assert Span(one.start, one.end) in _sentences(talk, source.id)


def test_neighbouring_sentences_become_one_span(empty_project):
    add_code(empty_project, "Ventetid", definition="Ventetid og kø.")
    said = "Ventetida er lang. Ventetida var et år i kø. Så gikk vi hjem og spiste middag."
    small.add(empty_project, "En", [("Intervjuer", "Ventetid?"), ("Mor", said)])
    small.add(empty_project, "To", [("Mor", "Katten heter Pus. Hunden bjeffer. Fisken svømmer.")])
    run(empty_project, Settings(aim="balanced"))
    source = find_source(empty_project, "En")
    found = [one for one in suggestions(empty_project) if one.source_id == source.id]
    (best,) = [one for one in found if source.text[one.start :].startswith("Ventetida er lang")]
    assert source.text[best.start : best.end].startswith("Ventetida er lang. Ventetida var et år")
    assert "Ventetid?" not in texts_of(empty_project, found)


def test_words_pull_and_stand_where_they_say(talk):
    code_all(talk, "Penger", HALF)
    run(talk, Settings(codes=("Penger",)))
    texts = {source.id: source.text for source in sources(talk)}
    for one in suggestions(talk):
        told = [item for item in one.evidence if "pull" in item]
        assert told
        for item in told:
            assert texts[one.source_id][item["start"] : item["end"]] == item["words"]
            assert one.start <= item["start"] < item["end"] <= one.end
        nearest = [item["nearest"] for item in one.evidence if "nearest" in item]
        assert nearest
        coded = {(coding.source_id, coding.start) for coding in codings(talk)}
        assert all((place["source_id"], place["start"]) in coded for place in nearest)
        assert not any("words" in item for item in one.evidence if "nearest" in item)
    strongest = {
        max((i for i in one.evidence if "pull" in i), key=lambda i: i["pull"])["term"]
        for one in suggestions(talk)
    }
    assert strongest & {"peng", "budsjett", "kron", "kost"}


def test_a_compound_is_explained_by_its_part(talk):
    code_all(talk, "Ventetid", HALF)
    small.add(talk, "Ny", [("Mor", "Ventetidsgarantien ble brutt.")])
    source = find_source(talk, "Ny")
    (told,) = explain(talk, source.id, Span(5, 30), find_code(talk, "Ventetid").id)
    word = next(item for item in told.evidence if item.get("words") == "Ventetidsgarantien")
    assert word["pull"] > 0
    assert word["term"] in ("ventetid", "vent", "tid", "vent+tid")


def test_why_nothing_here(talk):
    code_all(talk, "Penger", HALF)
    code = find_code(talk, "Penger").id
    coded = codings(talk)[0]
    engine = load_engine(talk)

    def reason(source_id, start, end):
        (told,) = explain(talk, source_id, Span(start, end), code, engine=engine)
        return told

    told = reason(coded.source_id, coded.start, coded.end)
    assert told.reason is Reason.CODED
    source = find_source(talk, "Samtale 5")
    at = source.text.index("Vi bor i et gult hus ved sjøen.")
    told = reason(source.id, at, at + 31)
    assert told.reason is Reason.TOO_LOW
    assert told.score < told.threshold
    assert [item for item in told.evidence if "pull" in item]
    at = source.text.index("Hva skjedde da?")
    told = reason(source.id, at, at + 15)
    assert (told.reason, told.score, told.evidence) == (Reason.NOT_LOOKED_AT, None, [])
    source, start, end = about(talk, "Penger")[-1]
    assert reason(source.id, start, end).reason is Reason.SUGGESTED
    run(talk)
    (open_one,) = [
        one
        for one in suggestions(talk, Selection(codes=("Penger",)))
        if (one.source_id, one.start) == (source.id, start)
    ]
    reject(talk, [open_one])
    assert reason(source.id, start, end).reason is Reason.REJECTED
    with pytest.raises(NotFoundError):
        explain(talk, source.id, Span(start, end), 999, engine=engine)
    with pytest.raises(NotFoundError):
        explain(talk, 999, Span(start, end), code, engine=engine)
    with pytest.raises(InputError, match="no words"):
        explain(talk, source.id, Span(0, 1), code, engine=engine)


def test_more_like_this(talk):
    source, start, end = about(talk, "Penger")[0]
    found = find_similar(talk, source.id, Span(start, end), limit=8)
    assert 0 < len(found) <= 8
    assert [like.likeness for like in found] == sorted(
        (like.likeness for like in found), reverse=True
    )
    places = {(other.id, at) for other, at, _ in about(talk, "Penger")}
    assert all((like.source_id, like.span.start) in places for like in found)
    assert (source.id, Span(start, end)) not in {(like.source_id, like.span) for like in found}


def test_a_rejection_teaches_and_is_not_repeated(talk):
    code_all(talk, "Penger", HALF)
    run(talk)
    chosen = suggestions(talk, Selection(codes=("Penger",)))
    rejected = [one for one in chosen if "koster" in texts_of(talk, [one])[0].casefold()]
    reject(talk, rejected)
    before = {(one.source_id, one.start, one.end) for one in rejected}
    for units in ("span", "sentence", "turn"):
        run(talk, Settings(units=units, min_score=0))
        told = suggestions(talk, Selection(codes=("Penger",)))
        for one in told:
            for source_id, start, end in before:
                same = one.source_id == source_id and one.start < end and start < one.end
                assert not same
    again = run(talk, Settings(again=True, min_score=0, units="sentence"))
    told = {(one.source_id, one.start) for one in suggestions(talk, run_id=again.id)}
    assert {(source_id, start) for source_id, start, _ in before} <= told
    assert check(talk) == []


def test_accepted_and_corrected_suggestions_are_examples(talk):
    edit_code(talk, find_code(talk, "Penger"), indicator_terms=("kroner",))
    run(talk, Settings(codes=("Penger",)))
    chosen = suggestions(talk)[:4]
    accept(talk, chosen[:3])
    other = find_code(talk, "Møter")
    accept(talk, chosen[3:], code_id=other.id)
    engine = load_engine(talk)
    counts = {
        code.name: int(count)
        for code, count in zip(engine.codes, engine.examples.counts, strict=True)
    }
    assert counts == {"Penger": 3, "Møter": 1, "Ventetid": 0}


def snapshot(project):
    return [
        (one.source_id, one.code_id, one.start, one.end, one.score, json.dumps(one.evidence))
        for one in suggestions(project, decision=None)
    ]


def test_repeats_bit_for_bit(talk):
    for name in TOPICS:
        code_all(talk, name, HALF)
    first = run(talk, Settings(min_score=0, seed=7))
    once = snapshot(talk)
    second = run(talk, Settings(min_score=0, seed=7))
    assert snapshot(talk) == once
    assert (second.proposed, second.added) == (first.proposed, 0)
    row = talk.rows("SELECT versions, settings, codebook_hash FROM suggestion_runs")[0]
    assert {"qualcode", "scikit-learn", "scipy", "spacy"} <= set(json.loads(row["versions"]))
    assert json.loads(row["settings"])["seed"] == 7
    assert row["codebook_hash"]


def test_an_open_suggestion_takes_the_new_score(talk):
    code_all(talk, "Penger", HALF[:1])
    run(talk, Settings(units="sentence", min_score=0))
    before = {(one.source_id, one.code_id, one.start): one for one in suggestions(talk)}
    code_all(talk, "Penger", HALF[1:])
    second = run(talk, Settings(units="sentence", min_score=0))
    after = {(one.source_id, one.code_id, one.start): one for one in suggestions(talk)}
    assert second.added == 0
    renewed = [key for key, one in after.items() if one.run_id == second.id]
    assert len(renewed) > 100
    assert any(before[key].score != after[key].score for key in renewed)
    assert len(after) == len(suggestions(talk))


def test_a_longer_span_takes_the_place_of_an_open_one(talk):
    code_all(talk, "Penger", HALF)
    run(talk, Settings(aim="few-false"))
    run(talk, Settings(aim="miss-little"))
    places = [(one.source_id, one.code_id, one.start, one.end) for one in suggestions(talk)]
    for source_id, code_id, start, end in places:
        overlapping = [
            other
            for other in places
            if other[:2] == (source_id, code_id) and other[2] < end and start < other[3]
        ]
        assert overlapping == [(source_id, code_id, start, end)]


def test_aims_differ(talk):
    code_all(talk, "Penger", HALF[:1])
    proposed = [
        run(talk, Settings(aim=aim)).proposed for aim in ("few-false", "balanced", "miss-little")
    ]
    assert proposed == sorted(proposed)
    assert proposed[0] < proposed[-1]


@pytest.mark.parametrize(
    "settings", [Settings(units="word"), Settings(aim="best"), Settings(min_score=2)]
)
def test_settings_that_mean_nothing(talk, settings):
    before = len(runs(talk))
    with pytest.raises(InputError):
        run(talk, settings)
    assert len(runs(talk)) == before


def stop_at(position):
    def progress(done, total, name):
        if done == position:
            raise KeyboardInterrupt

    return progress


def test_a_stopped_run_goes_on(talk):
    for name in TOPICS:
        code_all(talk, name, HALF)
    run(talk)
    expected = snapshot(talk)
    with talk.action("cleared"):
        talk.connection.execute("DELETE FROM suggestions")
    with pytest.raises(KeyboardInterrupt):
        run(talk, progress=stop_at(4))
    stopped = runs(talk)[0]
    assert stopped.sources_done == 4
    done = resume(talk, stopped.id)
    assert snapshot(talk) == expected
    assert find_run(talk, stopped.id).sources_done == done.sources == 6


def test_stopping_while_it_learns_leaves_a_run_without_suggestions(talk):
    with pytest.raises(KeyboardInterrupt):
        run(talk, progress=stop_at(0))
    assert runs(talk)[0].sources_done == 0
    assert suggestions(talk) == []
    assert check(talk) == []


def test_one_example(talk):
    source, start, end = about(talk, "Penger")[0]
    code = find_code(talk, "Penger")
    add_codings(talk, [NewCoding(source.id, code.id, start, end)], label="one")
    run(talk)
    found = suggestions(talk, Selection(codes=("Penger",)))
    assert found
    assert found[0].evidence[0]["trust"] | {"threshold": 0} == {
        "weak": True,
        "examples": 1,
        "sources": 1,
        "threshold": 0,
    }


def test_every_unit_has_the_code(talk):
    code = find_code(talk, "Penger").id
    new = [
        NewCoding(source.id, code, unit.start, unit.end)
        for source in sources(talk)
        for unit in _sentences(talk, source.id)
    ]
    add_codings(talk, new, label="everything")
    done = run(talk, Settings(min_score=0))
    assert done.added > 0  # the other codes
    assert suggestions(talk, Selection(codes=("Penger",))) == []


def test_no_unit_has_the_code(talk):
    """Everything was read, and nobody found it: its best passages are few, and said to be weak."""
    for name in ("Ventetid", "Penger"):
        code_all(talk, name, [source.name for source in sources(talk)])
    run(talk, Settings(codes=("Møter",)))
    for one in suggestions(talk):
        assert one.evidence[0]["trust"]["weak"] is True
        assert one.evidence[0]["trust"]["examples"] == 0
        assert one.score < 0.5


def test_two_codes_with_the_same_examples(talk):
    code_all(talk, "Penger", HALF)
    twin = find_code(talk, "Møter").id
    remove = [coding.id for coding in codings(talk) if coding.code_id == twin]
    remove_codings(talk, remove)
    add_codings(
        talk,
        [NewCoding(c.source_id, twin, c.start, c.end) for c in codings(talk)],
        label="twins",
    )
    run(talk, Settings(units="sentence", min_score=0.5))
    penger = {(o.source_id, o.start) for o in suggestions(talk, Selection(codes=("Penger",)))}
    twins = {(o.source_id, o.start) for o in suggestions(talk, Selection(codes=("Møter",)))}
    assert penger and len(penger & twins) >= len(penger) / 2


def test_an_empty_corpus_and_an_empty_codebook(empty_project):
    add_code(empty_project, "Penger")
    with pytest.raises(InputError, match="no sources"):
        run(empty_project)
    small.add(empty_project, "Tomt", [("Mor", "…"), ("Mor", "Mm.")])
    assert run(empty_project).finished_at
    with empty_project.action("no codes"):
        empty_project.connection.execute("DELETE FROM codes")
    with pytest.raises(InputError, match="no codes"):
        run(empty_project)


def test_other_languages_and_a_very_long_unit(talk):
    code_all(talk, "Penger", HALF)
    small.add(
        talk,
        "Annet",
        [
            ("Mor", "学校の先生は親切でした。 Учитель был добрым. The money ran out 😔."),
            ("Mor", "penger " * 7_000 + "x" * 2_000),
        ],
    )
    done = run(talk, Settings(units="turn"))
    assert done.finished_at
    source = find_source(talk, "Annet")
    told = explain(talk, source.id, Span(5, 30), find_code(talk, "Penger").id)
    assert all(item.evidence for item in told)


def test_a_source_that_goes_during_a_run(talk, tmp_path):
    from qualcode.project import Project
    from qualcode.project.sources import remove_source

    code_all(talk, "Penger", HALF)

    def remove_meanwhile(done, total, name):
        if done == 2 and name == "Samtale 2":
            with Project.open(talk.path, coder="Per") as other:
                if "Samtale 4" in {source.name for source in sources(other)}:
                    remove_source(other, find_source(other, "Samtale 4"))

    done = run(talk, progress=remove_meanwhile)
    assert done.finished_at
    assert (done.sources, done.sources_done) == (5, 5)
    assert check(talk) == []


def test_what_is_coded_and_a_code_that_goes_during_a_run(talk):
    """Nothing is suggested for words that somebody coded meanwhile, nor for a code that is gone."""
    from qualcode.codebook.edit import delete_code
    from qualcode.project import Project

    code_all(talk, "Penger", HALF)

    def meanwhile(done, total, name):
        if done == 3 and name:
            with Project.open(talk.path, coder="Per") as other:
                if any(code.name == "Møter" for code in codes(other)):
                    code_all(other, "Penger", ["Samtale 4"])
                    delete_code(other, find_code(other, "Møter"))

    done = run(talk, Settings(units="sentence", min_score=0), progress=meanwhile)
    assert done.finished_at
    assert check(talk) == []
    coded = {(source.id, start) for source, start, _ in about(talk, "Penger")}
    after = find_source(talk, "Samtale 4").id
    found = suggestions(talk, Selection(codes=("Penger",), sources=("Samtale 4",)))
    assert found
    assert not {(one.source_id, one.start) for one in found} & {p for p in coded if p[0] == after}
    assert {one.code_id for one in suggestions(talk)} <= {code.id for code in codes(talk)}


def test_decisions_of_others_during_a_run_are_kept(talk):
    from qualcode.project import Project

    code_all(talk, "Penger", HALF)
    run(talk)

    def reject_meanwhile(done, total, name):
        if done == 3:
            with Project.open(talk.path, coder="Per") as other:
                open_ones = suggestions(other, Selection(sources=("Samtale 5",)))
                if open_ones:
                    reject(other, open_ones)

    run(talk, progress=reject_meanwhile)
    kept = suggestions(talk, Selection(sources=("Samtale 5",)), decision=None)
    assert kept
    assert {one.decision for one in kept} == {Decision.REJECTED}


def test_orders_for_review(talk):
    code_all(talk, "Penger", HALF)
    run(talk)
    found = suggestions(talk)
    spread = spread_over_sources(found)
    assert sorted(one.id for one in spread) == sorted(one.id for one in found)
    several = len({one.source_id for one in found})
    assert len({one.source_id for one in spread[:several]}) == several > 1
    assert spread[0] == found[0]
    doubtful = least_certain(found)
    gaps = [abs(one.score - one.evidence[0]["trust"]["threshold"]) for one in doubtful]
    assert gaps == sorted(gaps)
    assert spread_over_sources([]) == least_certain([]) == []


def test_a_pattern_counts_as_evidence(talk):
    code = find_code(talk, "Penger")
    with talk.action("patterns"):
        talk.connection.execute(
            "UPDATE codes SET extra = ? WHERE id = ?",
            (json.dumps({"patterns": [[{"LOWER": "kroner"}]]}), code.id),
        )
    run(talk, Settings(codes=("Penger",), units="sentence", min_score=0))
    found = suggestions(talk)
    with_kroner = [one for one in found if "kroner" in texts_of(talk, [one])[0]]
    best = found[: len(with_kroner)]
    assert all("kroner" in words for words in texts_of(talk, best[:10]))
    assert any("terms" in item for item in best[0].evidence)
