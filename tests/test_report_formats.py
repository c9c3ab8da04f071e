"""Every report in every form: by the file's suffix, in the project's language, the same again."""

from __future__ import annotations

import datetime as dt
import json
import math
import string
from dataclasses import fields

import networkx as nx
import pytest
import study
from typer.testing import CliRunner

from qualcode.analysis.cells import cooccurrence_excerpts
from qualcode.analysis.cooccurrence import cooccurrence
from qualcode.analysis.cooccurrence_measures import cooccurrence_measures
from qualcode.analysis.frequencies import frequencies, frequencies_by
from qualcode.analysis.unit import Counted, PairMeasure, Unit
from qualcode.cli.app import app
from qualcode.errors import InputError
from qualcode.model import Code
from qualcode.project.codes import codes
from qualcode.project.selection import Selection
from qualcode.reporting.cooccurrence import cooccurrence_report
from qualcode.reporting.cooccurrence_labels import cooccurrence_labels_in
from qualcode.reporting.cooccurrence_tables import (
    TESTED,
    cooccurrence_matrix,
    cooccurrence_pairs,
)
from qualcode.reporting.figures.canvas import svg
from qualcode.reporting.figures.heatmap import heatmap
from qualcode.reporting.figures.strengths import scale_of
from qualcode.reporting.formats import FORMATS, Part, listed, suffixes, write_report
from qualcode.reporting.graphs import gexf, graphml, network_graph
from qualcode.reporting.labels import LANGUAGES
from qualcode.reporting.report import CooccurrencePicture
from qualcode.reporting.reports import (
    frequency_by_report,
    frequency_report,
)
from qualcode.reporting.result_labels import result_labels_in, selection_text
from qualcode.reporting.tables import Table

DATE = dt.date(2026, 1, 2)


def shuffled_report(project):
    found = cooccurrence(project, unit=Unit.TURN)
    measures = cooccurrence_measures(project, found, test=Unit.TURN, rounds=9)
    return cooccurrence_report(project, found, measures, measure=PairMeasure.P_ADJUSTED)


REPORTS = {
    "pairs": lambda project: cooccurrence_report(project, cooccurrence(project)),
    "matrix": lambda project: cooccurrence_report(
        project, cooccurrence(project, unit=Unit.CASE, depth=0), matrix=True
    ),
    "near": lambda project: cooccurrence_report(
        project,
        cooccurrence(project, unit=Unit.TURN, within=1),
        picture=CooccurrencePicture.NETWORK,
    ),
    "sequence": lambda project: cooccurrence_report(
        project,
        cooccurrence(project, unit=Unit.SENTENCE, sequence=2),
        picture=CooccurrencePicture.NETWORK,
    ),
    "nested": lambda project: cooccurrence_report(
        project, cooccurrence(project, nested=True, depth=0), matrix=True
    ),
    "lift": lambda project: cooccurrence_report(
        project, cooccurrence(project), matrix=True, measure=PairMeasure.LIFT
    ),
    "shuffled": shuffled_report,
    "frequencies": lambda project: frequency_report(project, frequencies(project)),
    "by": lambda project: frequency_by_report(project, frequencies_by(project, "kommune")),
    "cases by": lambda project: frequency_by_report(
        project, frequencies_by(project, "perspektiv"), Counted.CASES, subcodes=True
    ),
}


def run(*arguments):
    result = CliRunner().invoke(app, [str(each) for each in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("suffix", FORMATS)
def test_every_report_has_every_form_and_the_same_twice(project, tmp_path, name, suffix):
    report = REPORTS[name](project)
    if FORMATS[suffix].part is Part.NETWORK and report.network is None:
        with pytest.raises(InputError, match="This cannot be written as"):
            write_report(project, report, tmp_path / f"a{suffix}", date=DATE)
        return
    first, second = tmp_path / f"a{suffix}", tmp_path / f"b{suffix.upper()}"
    write_report(project, report, first, date=DATE)
    write_report(project, REPORTS[name](project), second, date=DATE)
    assert first.stat().st_size > 50
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_study_without_codings_and_without_codes(empty_project, tmp_path, suffix):
    report = cooccurrence_report(empty_project, cooccurrence(empty_project))
    write_report(empty_project, report, tmp_path / f"a{suffix}")
    assert (tmp_path / f"a{suffix}").exists()
    report = frequency_report(empty_project, frequencies(empty_project))
    if FORMATS[suffix].part is not Part.NETWORK:
        write_report(empty_project, report, tmp_path / f"a{suffix}")


@pytest.mark.parametrize("name", ["tabell.xls", "tabell", "tabell.csv.gz", "tabell."])
def test_an_unknown_suffix_is_refused_with_what_there_is(project, tmp_path, name):
    table = Table("Koder", ("kode",), (("Tid",),))
    with pytest.raises(InputError) as refused:
        write_report(project, table, tmp_path / name)
    assert "Choose .csv, .json, .jsonl, .xlsx or .html." in str(refused.value)
    assert not list(tmp_path.glob("tabell*"))


def test_a_table_alone_has_no_figure(project, tmp_path):
    with pytest.raises(InputError, match=r"cannot be written as \.svg"):
        write_report(project, Table("Koder", ("kode",), (("Tid",),)), tmp_path / "a.svg")


def test_commands_refuse_before_they_work(project_file, tmp_path):
    missing = tmp_path / "finnes-ikke.qualcode"
    with pytest.raises(InputError, match=r"cannot be written as \.gexf"):
        run("report", "frequencies", missing, "--out", tmp_path / "a.gexf")
    with pytest.raises(InputError, match=r"Choose .*\.graphml or \.gexf"):
        run("report", "cooccurrence", missing, "--out", tmp_path / "a.pdf")


@pytest.mark.parametrize("command", ["cooccurrence", "frequencies"])
def test_commands_write_every_form(project_file, tmp_path, command):
    parts = [Part.TABLE, Part.FIGURE] + [Part.NETWORK] * (command == "cooccurrence")
    for suffix in suffixes(*parts):
        out = tmp_path / f"a{suffix}"
        assert "Wrote " in run("report", command, project_file, "--out", out)
        assert out.stat().st_size
    out = tmp_path / "nett.svg"
    run("report", "cooccurrence", project_file, "--picture", "network", "--out", out)
    assert out.read_bytes() != (tmp_path / "a.svg").read_bytes()


def test_help_lists_the_forms(monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    assert listed(*Part) in run("report", "cooccurrence", "--help")
    assert listed(Part.TABLE, Part.FIGURE) in run("report", "frequencies", "--help")


def test_programs_read_english_and_people_the_projects_language(project, tmp_path):
    report = frequency_by_report(project, frequencies_by(project, "kommune"), Counted.CASES)
    assert report.table.columns == ("code", "kommune=Tromsø", "kommune=Ålesund", "total")
    assert report.readable.columns == ("kode", "Tromsø", "Ålesund", "i alt")
    assert report.readable.rows[-1][0] == "(alle koder)"
    assert report.readable.title == "Caser etter kommune"
    assert [row[1:] for row in report.readable.rows] == [row[1:] for row in report.table.rows]
    write_report(project, report, tmp_path / "a.json")
    written = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert written["rows"][-1]["code"] == "(all codes)"


def test_every_report_says_unit_selection_and_coders(project):
    selection = Selection(coders=("Kari",), variables=(("kommune", "Tromsø"),), text="tid")
    found = cooccurrence(project, selection, unit=Unit.SENTENCE, within=2)
    assert cooccurrence_report(project, found).about == (
        ("Enhet", "par av kodinger med høyst 2 setninger imellom"),
        ("Utvalg", "Kodere: Kari; kommune: Tromsø; Tekst: tid"),
        ("Kodere", "Kari"),
    )


@pytest.mark.parametrize("name", REPORTS)
def test_the_excerpts_behind_a_number_are_as_many_as_it_says(project, name):
    report = REPORTS[name](project)
    opened = 0
    for row, cells in enumerate(report.readable.rows):
        for column, cell in enumerate(cells):
            found = report.behind(row, column)
            if found is not None:
                assert len(found) == cell
                opened += bool(cell)
    assert opened >= {"lift": 0, "nested": 1}.get(name, 3)


@pytest.mark.parametrize("labels_in", [result_labels_in, cooccurrence_labels_in])
def test_labels_have_the_same_places_in_every_language(labels_in):
    def places(text):
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    english = labels_in("en")
    for language in LANGUAGES:
        labels = labels_in(language)
        for field in fields(labels):
            here, there = getattr(labels, field.name), getattr(english, field.name)
            if isinstance(here, str):
                assert here
                assert places(here) == places(there), field.name
            elif field.name != "headings":
                assert here.keys() == there.keys()
                assert all(places(here[key]) == places(there[key]) for key in here)
    assert result_labels_in("nb").headings.keys() == result_labels_in("nn").headings.keys()
    with pytest.raises(InputError, match="sv"):
        labels_in("sv")


def test_every_heading_has_its_norwegian_name(project):
    for name, make in REPORTS.items():
        report = make(project)
        known = result_labels_in("nb").headings
        same = {"n1", "n2", "n12", "c", "jaccard", "lift", "pmi", *TESTED}
        same |= {"p", "p adjusted", "p shuffled", "p shuffled adjusted"}
        if "by" not in name and name not in ("matrix", "nested", "lift"):
            assert set(report.table.columns) <= known.keys() | same


def test_a_co_occurrence_says_what_its_numbers_are_on(project):
    report = REPORTS["shuffled"](project)
    assert report.readable.columns == (
        *("kode 1", "kode 2", "n1", "n2", "n12", "c", "Jaccard", "løft", "PMI", "p", "p korr."),
        *("p ved stokking", "p ved stokking, korr."),
    )
    notes = " ".join(report.readable.notes)
    assert "regnet på 6 replikker" in notes
    assert "replikker i samme intervju er ikke uavhengige" in notes
    assert "9 ganger (frø 0)" in notes
    cautious = " ".join(REPORTS["pairs"](project).readable.notes)
    assert "ikke uavhengige trekninger. Derfor er testen på caser" in cautious
    assert "med 3 caser kan bare svært sterke" in cautious
    sequence = REPORTS["sequence"](project)
    assert sequence.readable.columns[:5] == ("kode A", "kode B", "n(A)", "n(B)", "n(A, B)")
    assert "ser ikke retningen" in " ".join(sequence.readable.notes)
    program = sequence.table
    assert program.columns[:6] == ("code 1", "code 2", "n1", "n2", "n12", "c")
    tested = [row[program.columns.index("unit of test")] for row in program.rows]
    assert set(tested) == {"case"}


def test_pairs_stand_in_the_order_of_a_measure(project):
    found = cooccurrence(project, unit=Unit.TURN)
    measures = cooccurrence_measures(project, found, test=Unit.TURN)
    for measure, falling in ((PairMeasure.LIFT, True), (PairMeasure.P, False)):
        table = cooccurrence_pairs(found, measures, measure)
        column = [row[table.columns.index(measure)] for row in table.rows]
        known = [number for number in column if number is not None]
        assert known == sorted(known, reverse=falling)
        assert column[: len(known)] == known, "what is undefined comes last"


def test_a_matrix_of_a_measure_has_no_diagonal(project):
    found = cooccurrence(project, unit=Unit.TURN)
    measures = cooccurrence_measures(project, found)
    for measure in PairMeasure:
        table = cooccurrence_matrix(found, measures, measure)
        for place, row in enumerate(table.rows):
            own = row[place + 1]
            assert own == (found.own[place] if measure is PairMeasure.COUNT else "")


def test_a_directed_network_has_arrows_and_all_measures(project, tmp_path):
    found = cooccurrence(project, unit=Unit.TURN, sequence=2)
    graph = network_graph(found, codes(project), cooccurrence_measures(project, found))
    assert graph.is_directed()
    for left, right, data in graph.edges(data=True):
        position = {code.guid: place for place, code in enumerate(found.codes)}
        assert data["weight"] == found.counts[position[left], position[right]] > 0
        assert (
            {"weight"}
            <= data.keys()
            <= {*("weight", "c", "jaccard", "lift", "pmi", "p", "p_adjusted")}
        )
    assert any("lift" in data for *_, data in graph.edges(data=True))
    (tmp_path / "a.graphml").write_bytes(graphml(graph))
    assert nx.read_graphml(tmp_path / "a.graphml").number_of_edges() == graph.number_of_edges()


@pytest.mark.parametrize("measure", PairMeasure)
@pytest.mark.parametrize("how", [{}, {"nested": True}, {"unit": Unit.CASE}])
def test_every_measure_has_a_heat_map(project, empty_project, measure, how):
    for opened in (project, empty_project):
        found = cooccurrence(opened, **how)
        measures = cooccurrence_measures(opened, found)
        drawing = heatmap(found, "nn", measures, measure)
        assert svg(drawing).startswith(b"<svg")
        words = cooccurrence_labels_in("nn")
        assert measure is PairMeasure.COUNT or words.measures[measure] in drawing.title


@pytest.mark.parametrize(
    ("measure", "value", "level", "text"),
    [
        (PairMeasure.LIFT, 0.4, None, "0,4"),
        (PairMeasure.LIFT, 0.0, None, ""),
        (PairMeasure.LIFT, 1.0, 0, "1,0"),
        (PairMeasure.LIFT, 40.0, 3, "40,0"),
        (PairMeasure.PMI, -1.25, None, "−1,2"),
        (PairMeasure.PMI, math.nan, None, "–"),
        (PairMeasure.JACCARD, 0.0, None, ""),
        (PairMeasure.C, 1.4, 4, "1,40"),
        (PairMeasure.P, 0.2, None, "0,200"),
        (PairMeasure.P, 0.1, None, "0,100"),
        (PairMeasure.P, 0.04, 1, "0,040"),
        (PairMeasure.P_ADJUSTED, 0.0, 3, "<0,001"),
        (PairMeasure.COUNT, 0.0, None, ""),
        (PairMeasure.COUNT, 7.0, 4, "7"),
    ],
)
def test_shades_of_a_measure(measure, value, level, text):
    scale = scale_of(measure, 7)
    assert scale.level(value) == level
    assert scale.text(value, ",") == text
    assert len(scale.legend(7, ",", "under {bound}", "{bound} eller mer")) == len(scale.steps)


def test_an_empty_selection_is_everything(project):
    assert selection_text(Selection(), "nn") == "alt"


@pytest.fixture
def awkward(project):
    """A co-occurrence whose codes have names with what XML and mathematics take for their own."""
    found = cooccurrence(project)
    names = ['<Tid> & "rom"', "$x_$ 😔", "a\x0bb", *("Kode" for _ in found.codes)]
    codes = tuple(
        Code(code.id, code.guid, None, name, (name,), 1)
        for code, name in zip(found.codes, names, strict=False)
    )
    return type(found)(
        codes, *(getattr(found, field.name) for field in fields(found) if field.name != "codes")
    )


def test_networks_are_read_back(project, awkward, tmp_path):
    graph = network_graph(awkward, study_codes := list(awkward.codes))
    (tmp_path / "a.graphml").write_bytes(graphml(graph))
    (tmp_path / "a.gexf").write_bytes(gexf(graph, DATE))
    assert b'lastmodifieddate="2026-01-02"' in (tmp_path / "a.gexf").read_bytes()
    for read in (nx.read_graphml(tmp_path / "a.graphml"), nx.read_gexf(tmp_path / "a.gexf")):
        assert set(read) == {code.guid for code in study_codes}
        named = {data["label"] for _, data in read.nodes(data=True)}
        assert {'<Tid> & "rom"', "a b"} <= named
        for left, right, data in read.edges(data=True):
            position = {code.guid: place for place, code in enumerate(study_codes)}
            number = awkward.counts[position[left], position[right]]
            assert data["weight"] == number > 0


def test_an_undefined_coefficient_is_left_out_of_a_network(project):
    study.apply(project, "Familie i nord", "hun hadde ikke", "Tid")
    study.apply(project, "Familie i nord", "hun hadde", "Koordinatorrollen")
    study.apply(project, "Familie i nord", "hadde ikke tid", "Koordinatorrollen")
    study.apply(project, "Familie i nord", "ikke tid", "Koordinatorrollen", by="Per")
    found = cooccurrence(project)
    graph = network_graph(found, list(found.codes))
    tid, role = study.code(project, "Tid"), study.code(project, "Koordinatorrollen")
    together = len(cooccurrence_excerpts(project, tid.id, role.id))
    edge = graph.edges[tid.guid, role.guid]
    assert edge["weight"] == together
    n1, n2 = graph.nodes[tid.guid]["n"], graph.nodes[role.guid]["n"]
    assert ("c" in edge) == (n1 + n2 - together > 0)
