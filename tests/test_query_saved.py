"""Saved queries: they go on meaning the same codes, and forget who has withdrawn."""

from __future__ import annotations

import json

import pytest
import study
from test_withdraw import CASE, MORE, SPOKEN, forms

from qualcode.analysis.query import query_excerpts
from qualcode.codebook import edit
from qualcode.errors import InputError, NotFoundError
from qualcode.project import Project, back_up, check, history, redo, undo, withdraw
from qualcode.project.cases import assign_case, set_value
from qualcode.project.queries.parsing import parse_query
from qualcode.project.queries.saved import (
    find_query,
    read_query,
    remove_query,
    save_query,
    saved_queries,
)
from qualcode.project.sources import find_source, remove_source


def text_of(project, name):
    return find_query(project, name).text


def test_save_list_replace_remove_and_undo(project):
    assert [one.name for one in saved_queries(project)] == ["Knapt"]
    save_query(project, " @lite  tid ", "tid and not penger")
    saved = find_query(project, "@lite tid")
    assert (saved.name, saved.text, saved.coder) == ("lite tid", "tid NOT penger", "Kari")
    with Project.open(project.path, coder="Per") as other:
        save_query(other, "lite tid", "Tid")
    assert [(one.name, one.text, one.coder) for one in saved_queries(project)] == [
        ("Knapt", "Tid AND perspektiv=familie,leder", "Kari"),
        ("lite tid", "Tid", "Per"),
    ]
    actions = len(history(project))
    save_query(project, "lite tid", "Tid")  # nothing new: no action
    assert len(history(project)) == actions
    remove_query(project, "lite tid")
    assert [one.name for one in saved_queries(project)] == ["Knapt"]
    assert undo(project).label == "Removed the query lite tid"
    assert text_of(project, "lite tid") == "Tid"
    assert undo(project).label == "Saved the query lite tid"
    assert text_of(project, "lite tid") == "tid NOT penger"
    redo(project)
    save_query(project, "kopi", "@lite tid")
    assert text_of(project, "kopi") == "Tid"
    assert check(project) == []


def test_what_cannot_be_saved(project):
    before = study.dump(project)
    for name, query, error in (
        ("x", "Tid AND", InputError),
        ("x", "Tidd", NotFoundError),
        ("x", "kommune=Bodø", NotFoundError),
        (" @ ", "Tid", InputError),
        ("x", "@y", NotFoundError),
    ):
        with pytest.raises(error):
            save_query(project, name, query)
    with pytest.raises(NotFoundError, match="no saved query"):
        remove_query(project, "x")
    assert study.dump(project) == before


def test_a_code_that_is_renamed_or_moved_is_still_meant(project):
    save_query(project, "q", '"Ressursbarrierer > Økonomi > Penger" OR (tid NEAR/2 ONLY Rutiner)')
    found = query_excerpts(project, "@q")
    edit.rename_code(project, study.code(project, "Tid"), "Kapasitet")
    edit.move_code(project, study.code(project, "Penger"), study.code(project, "Samordning"))
    assert text_of(project, "q") == "Penger OR (Kapasitet NEAR/2 turns ONLY Rutiner)"
    assert [(one.text, one.coding_ids) for one in query_excerpts(project, "@q")] == [
        (one.text, one.coding_ids) for one in found
    ]
    # Another code takes the name: the query still means the one that had it.
    edit.rename_code(project, study.code(project, "Rutiner"), "Tid")
    edit.add_code(project, "Penger", parent=study.code(project, "Koordinatorrollen"))
    assert text_of(project, "q") == ('"Samordning > Penger" OR (Kapasitet NEAR/2 turns ONLY Tid)')
    assert query_excerpts(project, "@q")
    for _ in range(4):
        undo(project)
    assert text_of(project, "q").startswith('"Ressursbarrierer > Økonomi > Penger" OR (tid NEAR')


def test_a_code_that_is_gone_is_told_even_if_another_has_its_name(project):
    save_query(project, "q", "Tid AND Penger")
    edit.merge_codes(project, [study.code(project, "Tid")], study.code(project, "Rutiner"))
    edit.add_code(project, "Tid")
    assert find_query(project, "q").gone == ("Tid",)
    with pytest.raises(NotFoundError) as caught:
        read_query(project, "@q")
    assert "The saved query “q” names the code “Tid”" in caught.value.what
    assert "Merged Tid into Rutiner; Kari" in caught.value.remedy
    undo(project), undo(project)
    assert str(read_query(project, "@q")) == "Tid AND Penger"


def test_a_query_that_names_a_code_as_it_was_called_once(project):
    edit.rename_code(project, study.code(project, "Tid"), "Kapasitet")
    edit.delete_code(project, study.code(project, "Penger"))
    with pytest.raises(NotFoundError) as caught:
        query_excerpts(project, "Rutiner OR tid")
    assert caught.value.where == "query, character 12, at “tid”"
    assert "That code is now “Ressursbarrierer > Kapasitet”" in caught.value.remedy
    assert "Renamed the code Tid to Kapasitet" in caught.value.remedy
    with pytest.raises(NotFoundError) as caught:
        study.code(project, "Penger")
    assert "no longer in the codebook (Deleted the code Penger; Kari" in caught.value.remedy


def told_of(project):
    """Which of the case's words the folder's files hold."""
    files = [path.read_bytes() for path in project.path.parent.rglob("*") if path.is_file()]
    words = ("Tordensønn", "ærfuglstøv", "Skrømtet", "Hålogalandsøya", "kvitsymredøgn", "måltrost")
    return {word for word in words if any(form in file for form in forms(word) for file in files)}


@pytest.fixture
def with_case(project):
    """A case with two interviews, one of them removed, and values that nobody else has."""
    for name, words in (("Tordensønn 2023", SPOKEN), ("Tordensønn borte", f"{MORE} måltrost")):
        source_id = study.add(project, name, [("Intervjuer", "Hva hendte?"), ("Mor", words)])
        with project.action("Imported variables"):
            assign_case(project, source_id, CASE)
            set_value(project, "bølge", "kvitsymredøgn", source_id=source_id)
    with project.action("Imported variables"):
        set_value(project, "kommune", "Hålogalandsøya", case_id=project.id_of("cases", CASE))
        set_value(project, "perspektiv", "familie", case_id=project.id_of("cases", CASE))
    return project


def test_a_withdrawn_case_leaves_saved_queries_and_their_history(with_case):
    project = with_case
    kept = "Tid AND perspektiv=familie,leder AND text~hva"
    save_query(project, "felles", kept)
    save_query(project, "saken", f'Tid AND case="{CASE}",F-01')
    save_query(project, "Om Tordensønn (mor)", 'source="Tordensønn 2023" AND text~ærfuglstøv')
    save_query(project, "Også Tordensønn (mor)", "kommune=Hålogalandsøya,Tromsø AND Tid")
    save_query(project, "erstattet", 'text~"Skrømtet bar" AND bølge=kvitsymredøgn,2023')
    save_query(project, "erstattet", "Tid")
    save_query(project, "fjernet", 'Tid OR (* AND source="Tordensønn borte" AND text~måltrost)')
    remove_query(project, "fjernet")
    edit.add_code(project, SPOKEN)
    save_query(project, "kode", f'"{SPOKEN}" OR Tid')
    edit.rename_code(project, study.code(project, SPOKEN), "Natt")
    edit.delete_code(project, study.code(project, "Natt"))
    remove_source(project, find_source(project, "Tordensønn borte"))
    back_up(project)
    assert len(told_of(project)) == 6
    numbers = {row["name"]: row["id"] for row in project.rows("SELECT id, name FROM queries")}

    withdraw(project, CASE)

    found = {row["name"]: row["text"] for row in project.rows("SELECT name, text FROM queries")}
    about, also = numbers["Om Tordensønn (mor)"], numbers["Også Tordensønn (mor)"]
    assert found == {
        "Knapt": "Tid AND perspektiv=familie,leder",
        "felles": kept,
        "saken": "Tid AND case=[withdrawn],F-01",
        f"[withdrawn] {about}": "source=[withdrawn] AND text~[withdrawn]",
        f"[withdrawn] {also}": "Tid AND kommune=[withdrawn],Tromsø",
        "erstattet": "Tid",
        "kode": "[withdrawn] OR Tid",
    }
    told = [
        json.loads(side)
        for row in project.rows("SELECT before, after FROM changes WHERE table_name = 'queries'")
        for side in row
        if side
    ]
    assert {"text~[withdrawn] AND bølge=[withdrawn],2023", kept} <= {row["text"] for row in told}
    for row in told:
        parse_query(row["text"])
    in_codes = {"ærfuglstøv"}  # the code's name, which is a person's to see to
    assert told_of(project) <= in_codes
    assert check(project) == []
    assert [one.text for one in query_excerpts(project, "@felles")] == []
    with pytest.raises(NotFoundError, match=r"no case “\[withdrawn\]”"):
        query_excerpts(project, "@saken")
    # The one that was removed comes back without the words.
    for _ in range(20):
        try:
            undo(project)
        except NotFoundError:
            break
        assert told_of(project) <= in_codes
        assert check(project) == []


def test_what_others_said_too_stays_in_a_query(with_case):
    project = with_case
    save_query(project, "q", 'text~"hva" AND bølge=2023')
    study.add(project, "Far", [("Far", f"Ja, {SPOKEN}")])
    save_query(project, "sagt av to", "text~ærfuglstøv")
    withdraw(project, CASE)
    assert text_of(project, "q") == "text~hva AND bølge=2023"
    assert text_of(project, "sagt av to") == "text~ærfuglstøv"


def test_a_text_that_no_parser_takes(with_case):
    project = with_case
    with project.action("From elsewhere"):
        project.connection.execute("UPDATE queries SET text = 'Tordensønn 2023 ((' ")
    withdraw(project, CASE)
    assert told_of(project) == set()
