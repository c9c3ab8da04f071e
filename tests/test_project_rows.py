"""Sources, cases, variables, codings, memos and codes, one call at a time."""

from __future__ import annotations

from dataclasses import replace

import pytest
import study

from qualcode.codebook import edit
from qualcode.errors import InputError, NotFoundError, ProjectError
from qualcode.model import Origin, Role, Span
from qualcode.project import Project, check, history, undo
from qualcode.project.cases import (
    assign_case,
    cases,
    find_case,
    set_value,
    values_by_source,
    variable_names,
)
from qualcode.project.codes import codes, effective_colours, find_code, with_descendants
from qualcode.project.codings import (
    NewCoding,
    add_codings,
    change_coding,
    codings,
    remove_codings,
)
from qualcode.project.memos import memos, write_memo
from qualcode.project.sources import (
    find_source,
    original_content,
    remove_source,
    sentence_spans,
    source,
    sources,
    turns,
)


def test_a_source_comes_back_as_it_was_stored(project: Project) -> None:
    source = find_source(project, "Leder pa\u030a  Ålesund vgs ")
    made = study.transcript(study.INTERVIEWS["Leder på Ålesund vgs"])
    assert (source.text, source.case, source.language) == (made.text, "L-03", "nb")
    assert turns(project, source.id) == list(made.turns)
    assert turns(project, source.id)[0].role is Role.INTERVIEWER
    assert sentence_spans(project, source.id) == study.sentences(made)
    original = original_content(project, source.id)
    assert original.filename == "Leder på Ålesund vgs.txt"
    assert original.content == b"\xef\xbb\xbf" + made.text.encode()
    assert [found.name for found in sources(project)] == sorted(study.INTERVIEWS)


def test_a_source_that_is_not_there(project: Project) -> None:
    with pytest.raises(NotFoundError, match="“Ansatt i PPT”"):
        find_source(project, "Ansatt i PP")
    for look in (source, sentence_spans, original_content):
        with pytest.raises(NotFoundError, match="no longer there"):
            look(project, 99)


def test_two_sources_of_one_name(project: Project) -> None:
    before = study.dump(project)
    with pytest.raises(InputError, match="is a source “Ansatt i PPT” already"):
        study.add(project, " Ansatt  i PPT", [("Mor", "Ja.")])
    assert study.dump(project) == before


def test_an_empty_source(empty_project: Project) -> None:
    study.add(empty_project, "Tom", [])
    (source,) = sources(empty_project)
    assert source.text == ""
    assert turns(empty_project, source.id) == sentence_spans(empty_project, source.id) == []
    assert check(empty_project) == []
    with pytest.raises(InputError):
        add_codings(empty_project, [NewCoding(source.id, 1, 0, 1)], label="Coded")


def test_a_file_that_two_sources_share_stays_with_the_other(project: Project) -> None:
    made = study.INTERVIEWS["Ansatt i PPT"]
    study.add(project, "Kopi", made)
    content = original_content(project, find_source(project, "Kopi").id).content
    remove_source(project, find_source(project, "Kopi"))
    source = find_source(project, "Ansatt i PPT")
    assert original_content(project, source.id).content == content
    assert check(project) == []


def test_remove_source_takes_what_stands_on_it(project: Project) -> None:
    source = find_source(project, "Familie i nord")
    remove_source(project, source)
    assert source.id not in {coding.source_id for coding in codings(project)}
    for table in ("turns", "originals", "suggestions", "source_values"):
        assert not project.rows(f"SELECT 1 FROM {table} WHERE source_id = ?", (source.id,))
    assert check(project) == []


def test_cases(project: Project) -> None:
    found = {case.name: case for case in cases(project)}
    assert list(found) == ["A-02", "F-01", "L-03"]
    assert found["F-01"].values == {"perspektiv": "familie", "kommune": "Tromsø"}
    assert found["F-01"].sources == ("Familie i nord",)
    assert variable_names(project) == ["perspektiv", "kommune", "bølge"]
    with pytest.raises(NotFoundError, match="“F-01”"):
        find_case(project, "F-1")


def test_names_are_the_same_however_they_are_typed(project: Project) -> None:
    source = find_source(project, "Ansatt i PPT")
    with project.action("Assigned"):
        assign_case(project, source.id, "A\u030ashild\u00a0 B")
        set_value(project, "bo\u0308lge", " Vår\r\n", source_id=source.id)
        set_value(project, "bölge", "Vår", source_id=source.id)
    assert find_case(project, "Åshild B") == find_case(project, " A\u030ashild B")
    assert values_by_source(project)[source.id]["bölge"] == "Vår"
    for table, name in (("cases", " "), ("coders", ""), ("variables", "\n")):
        with pytest.raises(InputError, match="name is missing"), project.action("Named"):
            project.id_of(table, name)


def test_a_value_is_cleared(project: Project) -> None:
    source = find_source(project, "Ansatt i PPT")
    with project.action("Cleared"):
        set_value(project, "bølge", "", source_id=source.id)
        set_value(project, "kommune", " ", case_id=find_case(project, "A-02"))
    assert values_by_source(project)[source.id] == {"perspektiv": "ansatt"}


def test_add_codings(project: Project) -> None:
    source = find_source(project, "Ansatt i PPT")
    tid = find_code(project, "Tid")
    new = NewCoding(source.id, tid.id, 0, len(source.text), memo="NFD: a\u030a\r\nslutt")
    before = len(codings(project))
    assert add_codings(project, [new, new, replace(new, coder=" Per ")], label="Coded") == 2
    assert add_codings(project, [new], label="Coded", origin=Origin.IMPORT) == 0
    added = [coding for coding in codings(project) if coding.end == len(source.text)]
    assert len(codings(project)) == before + 2
    assert {coding.coder for coding in added} == {"Kari", "Per"}
    assert {coding.memo for coding in added} == {"NFD: å\nslutt"}
    assert {coding.origin for coding in added} == {Origin.HAND}


@pytest.mark.parametrize(("start", "end"), [(0, 0), (-1, 2), (5, 4), (0, 10**6)])
def test_a_span_outside_of_its_source(project: Project, start: int, end: int) -> None:
    coding = codings(project)[0]
    with pytest.raises(InputError, match="does not lie in its source"):
        add_codings(project, [NewCoding(coding.source_id, 1, start, end)], label="Coded")
    with pytest.raises(InputError, match="does not lie in its source"):
        change_coding(project, coding.id, span=Span(start, end))


def test_change_coding(project: Project) -> None:
    coding = next(coding for coding in codings(project) if coding.memo and coding.coder == "Kari")
    tid = find_code(project, "Tid")
    change_coding(project, coding.id, span=Span(0, 4), code_id=tid.id)
    (changed,) = codings(project, [coding.id])
    assert changed == replace(coding, start=0, end=4, code_id=tid.id)
    study.apply(project, find_source_name(project, coding.source_id), "Intervjuer", "Samordning")
    with pytest.raises(InputError, match="from the same coder already"):
        change_coding(project, coding.id, span=Span(0, 10), code_id=code_id(project, "Samordning"))
    with pytest.raises(ProjectError, match="no longer in the project"):
        change_coding(project, coding.id, code_id=99)
    remove_codings(project, [coding.id])
    with pytest.raises(NotFoundError, match="no longer there"):
        change_coding(project, coding.id, span=Span(0, 3))


def find_source_name(project: Project, source_id: int) -> str:
    return next(source.name for source in sources(project) if source.id == source_id)


def code_id(project: Project, name: str) -> int:
    return find_code(project, name).id


def test_remove_codings(project: Project) -> None:
    before = study.dump(project)
    ids = [coding.id for coding in codings(project)]
    with pytest.raises(NotFoundError, match="no longer there"):
        remove_codings(project, [*ids, 999])
    assert study.dump(project) == before
    remove_codings(project, ids)
    assert codings(project) == []
    assert project.rows("SELECT 1 FROM memos WHERE coding_id NOT NULL") == []
    assert history(project)[0].label == f"Removed {len(ids)} codings"
    undo(project)
    assert study.dump(project) == before


def test_memos(project: Project) -> None:
    with Project.open(project.path, coder="Per") as per:
        for text in ("Først", "Så", "Så"):
            with per.action("Wrote a memo"):
                write_memo(per, "case", find_case(per, "F-01"), text)
        with per.action("Wrote a memo"):
            write_memo(per, "project", 0, "Pers")
    with project.action("Wrote a memo"):
        write_memo(project, "case", find_case(project, "F-01"), "Karis")
        write_memo(project, "project", 0, "")

    def on(subject, subject_id=0):
        return [(memo.coder, memo.text) for memo in memos(project, subject, subject_id)]

    assert on("case", find_case(project, "F-01")) == [("Per", "Så"), ("Kari", "Karis")]
    assert on("project") == [("Per", "Pers")]
    assert on("code", code_id(project, "Tid")) == [("Kari", "Tid eller kapasitet?")]
    with pytest.raises(ProjectError, match="no longer in the project"), project.action("Wrote"):
        write_memo(project, "coding", 999, "Borte")


def test_codes(project: Project) -> None:
    labels = [code.label for code in codes(project)]
    assert labels == [
        "Ressursbarrierer",
        "Ressursbarrierer > Økonomi",
        "Ressursbarrierer > Økonomi > Penger",
        "Ressursbarrierer > Økonomi > Stillinger",
        "Ressursbarrierer > Tid",
        "Samordning",
        "Samordning > Rutiner",
        "Samordning > Tverrfaglige team",
        "Koordinatorrollen",
    ]
    assert [code.depth for code in codes(project)] == [0, 1, 2, 2, 1, 0, 1, 1, 0]
    under = with_descendants(codes(project), [code_id(project, "Økonomi")])
    assert {code.name for code in codes(project) if code.id in under} == {
        "Økonomi", "Penger", "Stillinger"
    }  # fmt: skip


@pytest.mark.parametrize(
    "reference", ["penger", "PENGER", "Økonomi > Penger", "ressursbarrierer>o\u0308", "O"]
)
def test_find_code(project: Project, reference: str) -> None:
    if reference.casefold().endswith("penger"):
        assert find_code(project, reference).name == "Penger"
    else:
        with pytest.raises(NotFoundError):
            find_code(project, reference)


def test_a_name_that_two_codes_have(project: Project) -> None:
    edit.add_code(project, "Tid", parent=find_code(project, "Koordinatorrollen"))
    with pytest.raises(InputError, match="name of 2 codes") as caught:
        find_code(project, "tid")
    assert "“Koordinatorrollen > Tid”" in caught.value.remedy
    assert find_code(project, "koordinatorrollen > tid").depth == 1
    edit.add_code(project, "Tid")
    assert find_code(project, "tid").depth == 0


def test_effective_colours(project: Project) -> None:
    edit.edit_code(project, find_code(project, "Ressursbarrierer"), colour="#112233")
    edit.edit_code(project, find_code(project, "Økonomi"), colour="#445566")
    colours = effective_colours(codes(project))
    assert colours[code_id(project, "Tid")] == "#112233"
    assert colours[code_id(project, "Penger")] == "#445566"
    assert colours[code_id(project, "Samordning")] == ""
