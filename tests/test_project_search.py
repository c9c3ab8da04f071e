from __future__ import annotations

import pytest
import study
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.errors import InputError
from qualcode.project import Project, check, undo
from qualcode.project.search import any_of, search, vocabulary
from qualcode.project.sources import remove_source, sources


def words(project: Project, expression: str) -> list[str]:
    texts = {source.id: source.text for source in sources(project)}
    hits = search(project, expression)
    assert all(hit.text == texts[hit.source_id][hit.start : hit.end] for hit in hits)
    assert all(
        texts[hit.source_id].startswith(hit.turn_text, hit.turn_start)
        and hit.turn_start <= hit.start < hit.end <= hit.turn_start + len(hit.turn_text)
        for hit in hits
    )
    return [hit.text for hit in hits]


@pytest.fixture
def letters(empty_project: Project) -> Project:
    study.add(
        empty_project,
        "Bokstaver",
        [
            ("Åse", "Han har bara bårer på båra. Øre, ore, ære, are; ÅRET og året, aret."),
            ("Bo", "Café, cafe. Sma\u030a barn 😔 og små\u00adord. \ue000 Ikon \ue001 her."),
            ("Bo", "små barn, små barn"),
        ],
    )
    return empty_project


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("året", ["ÅRET", "året"]),
        ("ÅRET", ["ÅRET", "året"]),
        ("a\u030aret", ["ÅRET", "året"]),
        ("aret", ["aret"]),
        ("øre", ["Øre"]),
        ("ore", ["ore"]),
        ("ære", ["ære"]),
        ("cafe", ["cafe"]),
        ("bår*", ["bårer", "båra"]),
        ('"små barn"', ["Små barn", "små barn", "små barn"]),
        ("ikon", ["Ikon"]),
        ("her", ["her"]),
        ("bara AND året", ["bara", "ÅRET", "året"]),
        ("ukjent", []),
        ("NEAR(småord små)", []),  # a soft hyphen parts words
    ],
)
def test_norwegian_words(letters: Project, expression: str, found: list[str]) -> None:
    assert words(letters, expression) == found


def test_offsets_are_those_of_the_text(project: Project) -> None:
    (hit,) = search(project, "ventetida")
    assert (hit.source_id, hit.start, hit.end) == study.find(project, "Familie i nord", "ventetida")
    assert (hit.source, hit.turn, hit.speaker) == ("Familie i nord", 2, "Mor")
    assert words(project, any_of(["tid", 'med "hermetegn"', "kapasiteten"])) == [
        "tid", "kapasiteten"
    ]  # fmt: skip


@pytest.mark.parametrize("expression", ["", '"', "AND", "(", "kolonne:ord", "*", "a OR", "\x00"])
def test_an_expression_that_cannot_be_read(project: Project, expression: str) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        search(project, expression)


@settings(max_examples=100, deadline=None)
@given(expression=st.text(max_size=12))
def test_no_expression_is_a_traceback(study_file: object, expression: str) -> None:
    with Project.open(str(study_file), read_only=True) as project:
        try:
            words(project, expression)
        except InputError as error:
            assert "cannot be read" in str(error)


def test_the_index_follows_the_turns(project: Project) -> None:
    (family,) = (source for source in sources(project) if source.name == "Familie i nord")
    assert "ventetida" in vocabulary(project)
    remove_source(project, family)
    assert words(project, "ventetida") == []
    assert "ventetida" not in vocabulary(project)
    undo(project)
    assert words(project, "ventetida") == ["ventetida"]
    assert check(project) == []
