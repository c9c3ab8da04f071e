"""Retrieval: excerpts lead back to their words; AND and NOT hold for every character."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.analysis.retrieval import excerpts, overlapping, selected_codings
from qualcode.errors import NotFoundError
from qualcode.model import Span
from qualcode.project.codes import codes, find_code
from qualcode.project.codings import NewCoding, add_codings, codings, remove_codings
from qualcode.project.selection import Selection, parse_variables
from qualcode.project.sources import find_source, sources


def test_an_excerpt_leads_back_to_its_words(project):
    texts = {source.name: source.text for source in sources(project)}
    found = excerpts(project)
    assert len(found) == project.value("SELECT count(*) FROM codings")
    for excerpt in found:
        text = texts[excerpt.source]
        assert text[excerpt.start : excerpt.end] == excerpt.text
        assert excerpt.text[:10] in text.split("\n")[excerpt.line - 1]
        assert excerpt.turn is not None
        turn = project.rows(
            "SELECT turns.* FROM turns JOIN sources ON sources.id = source_id "
            "WHERE name = ? AND position = ?",
            (excerpt.source, excerpt.turn),
        )[0]
        assert turn["start"] <= excerpt.start < turn["end"]
        assert (turn["speaker"], turn["time_start"]) == (excerpt.speaker, excerpt.time_start)


def test_overlapping_codings_name_one_another(project):
    by_text = {excerpt.text: excerpt for excerpt in excerpts(project)}
    time = by_text["hun hadde ikke tid"]
    assert time.codes == (("Ressursbarrierer", "Tid"),)
    assert time.coders == ("Kari",)
    assert time.memos == ("Tid igjen, som hos lederen.",)
    assert time.case == "F-01"
    assert time.variables == {"perspektiv": "familie", "kommune": "Tromsø", "bølge": "2023"}
    assert ("Koordinatorrollen",) in by_text["hadde ikke tid. Hun kalte"].other_codes
    assert time.other_codes == ()  # the other coding here has the same code


def test_context_brings_whole_turns_with_their_labels(project):
    (excerpt,) = excerpts(project, Selection(text="Ingen snakket"), context=1)
    source = find_source(project, excerpt.source)
    whole = excerpt.before + excerpt.text + excerpt.after
    assert whole in source.text
    assert excerpt.before.startswith("Intervjuer: Hvordan har dere")
    assert excerpt.after.endswith("Fikk dere en koordinator?")


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(coders=("Per",)), 4),
        (Selection(codes=("Ressursbarrierer",)), 6),
        (Selection(codes=("Ressursbarrierer",), subtree=False), 0),
        (Selection(codes=("tid", "RUTINER")), 4),
        (Selection(sources=("Ansatt i PPT",)), 4),
        (Selection(cases=("F-01", "L-03")), 6),
        (Selection(variables=(("kommune", "Tromsø"),)), 8),
        (Selection(variables=(("kommune", "Tromsø"), ("perspektiv", "ansatt"))), 4),
        (Selection(variables=(("perspektiv", "leder"), ("perspektiv", "ansatt"))), 6),
        (Selection(text="HADDE IKKE TID"), 2),
        (Selection(coders=("Kari",), text="tid"), 1),
    ],
)
def test_filters(project, selection, expected):
    found = selected_codings(project, selection)
    assert len(found) == expected
    assert len(excerpts(project, selection)) == expected


@pytest.mark.parametrize(
    "selection",
    [
        Selection(codes=("Tidd",)),
        Selection(coders=("Pål",)),
        Selection(sources=("Familie i sør",)),
        Selection(cases=("X",)),
        Selection(variables=(("fylke", "Troms"),)),
        Selection(variables=(("kommune", "Bodø"),)),
    ],
)
def test_a_name_that_does_not_exist_is_an_error(project, selection):
    with pytest.raises(NotFoundError) as caught:
        excerpts(project, selection)
    assert caught.value.remedy


def test_conditions_are_read_as_written():
    assert parse_variables(["kommune = Ås", "wave=2=3"]) == (("kommune", "Ås"), ("wave", "2=3"))


spans = st.lists(st.tuples(st.integers(0, 150), st.integers(1, 60)), max_size=6)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(left=spans, right=spans)
def test_and_and_not_hold_for_every_character(project, left, right):
    remove_codings(project, [coding.id for coding in codings(project)])
    source = find_source(project, "Familie i nord")
    ids = {name: find_code(project, name).id for name in ("Penger", "Rutiner")}

    def put(code, pieces):
        new = [
            NewCoding(source.id, ids[code], start, min(start + length, len(source.text)))
            for start, length in pieces
        ]
        add_codings(project, new, label="put")
        return {i for coding in new for i in range(coding.start, coding.end)}

    has_left, has_right = put("Penger", left), put("Rutiner", right)
    for options, wanted in (
        ({"and_code": "Samordning"}, has_left & has_right),  # with everything under it
        ({"not_code": "Rutiner"}, has_left - has_right),
    ):
        found = overlapping(project, "Penger", **options)
        covered = {i for excerpt in found for i in range(excerpt.start, excerpt.end)}
        bare = {i for i in wanted if not source.text[i].isspace()}
        assert bare <= covered <= wanted
        for excerpt in found:
            assert excerpt.text == excerpt.text.strip() != ""
            assert all(("Penger" in path) or ("Rutiner" in path) for path in excerpt.codes)


def test_other_codes_equal_a_look_at_all_pairs(project):
    source = find_source(project, "Familie i nord")
    everything = [code.id for code in codes(project)]
    add_codings(
        project,
        [
            NewCoding(source.id, everything[n % len(everything)], n, n + 1 + (n * 7) % 40)
            for n in range(0, 150, 3)
        ],
        label="many",
    )
    path = {code.id: code.path for code in codes(project)}
    stored = {coding.id: coding for coding in codings(project)}
    for excerpt in excerpts(project, Selection(sources=("Familie i nord",))):
        mine = stored[excerpt.coding_ids[0]]
        expected = {
            path[other.code_id]
            for other in stored.values()
            if other.source_id == mine.source_id
            and other.start < mine.end
            and mine.start < other.end
        } - {path[mine.code_id]}
        assert set(excerpt.other_codes) == expected
        assert Span(excerpt.start, excerpt.end) == (mine.start, mine.end)
