"""One query language: every report and export counts just the codings that a condition means."""

from __future__ import annotations

import json

import pytest
import study
from typer.testing import CliRunner

from qualcode.analysis.agreement.measuring import agreement
from qualcode.analysis.comparison import compare
from qualcode.analysis.cooccurrence import cooccurrence
from qualcode.analysis.cooccurrence_measures import cooccurrence_measures
from qualcode.analysis.crosstab import crosstab
from qualcode.analysis.frequencies import frequencies, frequencies_by
from qualcode.analysis.query import query_excerpts
from qualcode.analysis.retrieval import excerpts, selected_codings
from qualcode.analysis.spans import coding_arrays
from qualcode.analysis.unit import Unit
from qualcode.cli.app import app
from qualcode.errors import InputError
from qualcode.project.queries.parsing import parse_query
from qualcode.project.queries.saved import read_query
from qualcode.project.queries.selecting import selection_of
from qualcode.project.selection import Selection

# A condition: as a query, as a selection, as options (None: there are none), and as what a row of
# the view of codings says.
CONDITIONS = {
    "everything": ("*", Selection(), [], lambda row: True),
    "code with its subtree": (
        "Ressursbarrierer",
        Selection(codes=("Ressursbarrierer",)),
        ["--code", "Ressursbarrierer"],
        lambda row: row["theme"] == "Ressursbarrierer",
    ),
    "code without its subtree": (
        "ONLY Økonomi",
        Selection(codes=("Økonomi",), subtree=False),
        None,
        lambda row: row["code"].endswith("Økonomi"),
    ),
    "codes": (
        "Tid OR Samordning",
        Selection(codes=("Tid", "Samordning")),
        ["--code", "Tid", "--code", "Samordning"],
        lambda row: row["code"].endswith("Tid") or row["theme"] == "Samordning",
    ),
    "coder": (
        "coder=Per",
        Selection(coders=("Per",)),
        ["--coder", "Per"],
        lambda row: row["coder"] == "Per",
    ),
    "sources": (
        'source="Familie i nord","Ansatt i PPT"',
        Selection(sources=("Familie i nord", "Ansatt i PPT")),
        ["--source", "Familie i nord", "--source", "Ansatt i PPT"],
        lambda row: row["source"] != "Leder på Ålesund vgs",
    ),
    "cases": (
        "case=F-01,L-03",
        Selection(cases=("F-01", "L-03")),
        ["--case", "F-01", "--case", "L-03"],
        lambda row: row["case"] in ("F-01", "L-03"),
    ),
    "variable": (
        "kommune=Tromsø",
        Selection(variables=(("kommune", "Tromsø"),)),
        ["--where", "kommune=Tromsø"],
        lambda row: json.loads(row["variables"])["kommune"] == "Tromsø",
    ),
    "wave": (
        "bølge=2023",
        Selection(variables=(("bølge", "2023"),)),
        ["--where", "bølge=2023"],
        lambda row: json.loads(row["variables"])["bølge"] == "2023",
    ),
    "role": (
        "role=informant",
        Selection(roles=("informant",)),
        ["--role", "informant"],
        lambda row: row["role"] == "informant",
    ),
    "origin": (
        "origin=hand",
        Selection(origins=("hand",)),
        ["--origin", "hand"],
        lambda row: row["origin"] == "hand",
    ),
    "text": (
        "text~EN",
        Selection(text="EN"),
        ["--text", "EN"],
        lambda row: "en" in row["text"].casefold(),
    ),
    "several": (
        "Ressursbarrierer AND role=informant AND origin=hand,suggestion AND text~t",
        Selection(
            codes=("Ressursbarrierer",),
            roles=("informant",),
            origins=("hand", "suggestion"),
            text="t",
        ),
        [
            *("--code", "Ressursbarrierer", "--role", "informant", "--text", "t"),
            *("--origin", "hand", "--origin", "suggestion"),
        ],
        lambda row: (
            row["theme"] == "Ressursbarrierer"
            and row["role"] == "informant"
            and "t" in row["text"].casefold()
        ),
    ),
    "saved": (
        "@Knapt",
        None,
        None,
        lambda row: (
            row["code"].endswith("Tid")
            and json.loads(row["variables"])["perspektiv"] in ("familie", "leder")
        ),
    ),
}


def numbers(project, selection):
    """How many codings each report and export has, by its name."""
    turns = cooccurrence(project, selection, unit=Unit.TURN)
    by = frequencies_by(project, "perspektiv", selection)
    return {
        "codings": len(selected_codings(project, selection)),
        "arrays": len(coding_arrays(project, selection)),
        "excerpts": len(excerpts(project, selection)),
        "overlaps": cooccurrence(project, selection).own.sum(),
        "near": cooccurrence(project, selection, unit=Unit.TURN, within=1).own.sum(),
        "sequence": cooccurrence(project, selection, unit=Unit.SENTENCE, sequence=1).own.sum(),
        "nested": cooccurrence(project, selection, nested=True).own.sum(),
        "turns": len(turns.placed.row),
        "measures": len(cooccurrence_measures(project, turns).p) and len(turns.placed.row),
        "frequencies": frequencies(project, selection).total.codings,
        "by": sum(group.total.codings for group in by.groups),
        "crosstab": crosstab(project, "perspektiv", selection, rounds=1).codings.sum(),
        "two variables": crosstab(
            project, ("perspektiv", "kommune"), selection, rounds=1
        ).codings.sum(),
        "comparison": compare(project, "perspektiv", "familie", selection, rounds=2).codings.sum(),
    }


@pytest.fixture
def asked(project):
    """The study with words of an interviewer coded, in a second wave of the leaders."""
    study.apply(project, "Familie i nord", "Fikk dere en koordinator?", "Tid")
    study.apply(project, "Leder på Ålesund vgs", "Hva skal til?", "Penger", by="Per")
    return project


@pytest.mark.parametrize("name", CONDITIONS)
def test_every_report_counts_what_the_condition_means(asked, name):
    query, selection, _, holds = CONDITIONS[name]
    rows = asked.rows("SELECT * FROM coded_segments")
    wanted = sum(holds(row) for row in rows)
    assert 0 < wanted < len(rows) or name == "everything" or name == "wave"
    from_query = selection_of(read_query(asked, query))
    if selection is not None:
        assert from_query == selection
    assert len(query_excerpts(asked, query)) == wanted
    for report, number in numbers(asked, from_query).items():
        assert number == wanted, report


COMMANDS = {
    "frequencies": ["report", "frequencies"],
    "by": ["report", "frequencies", "--by", "perspektiv"],
    "cooccurrence": ["report", "cooccurrence"],
    "sequence": ["report", "cooccurrence", "--unit", "turn", "--sequence", "2"],
    "nested": ["report", "cooccurrence", "--nested", "--matrix"],
    "cell": ["report", "cooccurrence", "--cell", "Tid", "Tid"],
    "crosstab": ["report", "crosstab", "--variable", "perspektiv", "--rounds", "9"],
    "compare": ["report", "compare", "--variable", "perspektiv", "--rounds", "9"],
    "excerpts": ["excerpts"],
}


def written(arguments, out):
    result = CliRunner().invoke(app, [*map(str, arguments), "--out", str(out)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return json.loads(out.read_text("utf-8"))


@pytest.mark.parametrize("command", COMMANDS)
def test_options_and_queries_are_the_same(asked, tmp_path, command):
    first, *rest = COMMANDS[command]
    head = [first] if first == "excerpts" else [first, rest.pop(0)]
    whole = written([*head, asked.path, *rest], tmp_path / "whole.json")
    different = 0
    for name in ("code with its subtree", "coder", "wave", "role", "origin", "text", "several"):
        query, _, options, _ = CONDITIONS[name]
        by_query = written([*head, asked.path, *rest, "--query", query], tmp_path / "q.json")
        by_options = written([*head, asked.path, *rest, *options], tmp_path / "o.json")
        assert by_query == by_options, name
        different += by_query["rows"] != whole["rows"]
    assert different >= 3


def test_codings_and_words_are_exported_by_role_and_origin(asked, tmp_path):
    runner, out = CliRunner(), tmp_path / "codings.json"
    arguments = ["codings", "export", str(asked.path), str(out)]
    assert runner.invoke(app, [*arguments, "--role", "interviewer"]).exit_code == 0
    assert len(json.loads(out.read_text("utf-8"))["rows"]) == 2
    assert runner.invoke(app, [*arguments, "--origin", "suggestion"]).exit_code == 0
    assert [row["text"] for row in json.loads(out.read_text("utf-8"))["rows"]] == ["stillingene"]
    document = tmp_path / "a.docx"
    result = runner.invoke(
        app, ["export", "word", str(asked.path), str(document), "--role", "interviewer"]
    )
    assert "with 2 excerpts" in result.output


def test_a_role_and_an_origin_that_do_not_exist(asked, tmp_path):
    for options in (["--role", "mor"], ["--origin", "dream"]):
        result = CliRunner().invoke(app, ["report", "frequencies", str(asked.path), *options])
        assert result.exit_code == 2
        assert options[1] in result.output


@pytest.mark.parametrize(
    "name", ["code with its subtree", "code without its subtree", "codes", "sources", "variable"]
)
def test_agreement_takes_what_chooses_codes_and_sources(project, name):
    query, _, _, holds = CONDITIONS[name]
    selection = selection_of(parse_query(query))
    rows = [row for row in project.rows("SELECT * FROM coded_segments") if holds(row)]
    by_all = {
        source
        for source in {row["source"] for row in project.rows("SELECT source FROM coded_segments")}
        if len(
            project.rows("SELECT DISTINCT coder FROM coded_segments WHERE source = ?", (source,))
        )
        == 2
        or source in selection.sources
    }
    found = agreement(project, selection)
    assert {row.code.label for row in found.codes} == {
        row["code"] for row in rows if row["source"] in by_all
    }


@pytest.mark.parametrize("name", ["role", "origin", "text"])
def test_agreement_refuses_what_would_part_the_coders(project, name):
    selection = selection_of(parse_query(CONDITIONS[name][0]))
    with pytest.raises(InputError, match="Agreement is not computed on") as refused:
        agreement(project, selection)
    assert "both would differ" in refused.value.remedy
