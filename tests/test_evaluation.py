"""How good suggestions are: nothing that is held out may be seen, and nothing undefined be told."""

from __future__ import annotations

import csv
import json
import re
import shutil
from dataclasses import asdict, fields, is_dataclass, replace
from html.parser import HTMLParser

import pytest
import study as small
from typer.testing import CliRunner

from qualcode.cli.app import app
from qualcode.codebook.edit import add_code, edit_code
from qualcode.errors import InputError, NotFoundError
from qualcode.model import Code
from qualcode.project import Project
from qualcode.project.cases import assign_case
from qualcode.project.codes import codes, find_code
from qualcode.project.codings import NewCoding, add_codings, codings, remove_codings
from qualcode.project.sources import find_source, sentence_spans, sources
from qualcode.reporting.evaluation import code_table, to_json, write_evaluation
from qualcode.suggesting import evaluation_folds, evaluation_warnings
from qualcode.suggesting.evaluation import _material, evaluate
from qualcode.suggesting.exported import exported
from qualcode.suggesting.runs import Settings, run

WORDS = {"Ventetid": "kø", "Penger": "kroner", "Møter": "møte"}
FILLER = ("Ja, det var det.", "Nei, det husker jeg ikke.", "Vi bor ved sjøen 😔.")
SOURCES = [f"Samtale {number}" for number in range(6)]


def code_sentences(project, coder, names, wrong=0):
    """A coder codes every sentence that has a code's word, and some that have not."""
    project.coder = coder
    for name in names:
        source = find_source(project, name)
        new = []
        for number, span in enumerate(sentence_spans(project, source.id)):
            words = source.text[slice(*span)]
            new += [
                NewCoding(source.id, find_code(project, code).id, *span)
                for code, word in WORDS.items()
                if word in words or (wrong and number % wrong == 3 and code == "Møter")
            ]
        add_codings(project, new, label="coded")


@pytest.fixture(scope="module")
def talk_file(tmp_path_factory):
    """Six interviews about three topics, by three mothers, coded by Anne and half by Bjørn."""
    path = tmp_path_factory.mktemp("evaluation") / "samtaler.qualcode"
    with Project.create(path, coder="Anne") as project:
        for name in (*WORDS, "Aldri brukt"):
            add_code(project, name)
        edit_code(project, find_code(project, "Penger"), indicator_terms=("kroner",))
        for number, name in enumerate(SOURCES):
            said = []
            for at in range(4):
                said += [
                    ("Intervjuer", "Hva skjedde da?"),
                    ("Mor", f"Vi sto i kø i {at + 2} uker. {FILLER[(at + number) % 3]}"),
                    ("Mor", f"Det kostet {at + number} kroner. {FILLER[at % 3]}"),
                    ("Mor", f"Vi hadde et møte {at} ganger med dem, {number} år på rad."),
                ]
            small.add(project, name, said)
            with project.action("case"):
                assign_case(project, find_source(project, name).id, f"Mor {number % 3}")
        code_sentences(project, "Anne", SOURCES, wrong=7)
        code_sentences(project, "Bjørn", SOURCES[:3])
    return path


@pytest.fixture
def talk(talk_file, tmp_path):
    with Project.open(shutil.copy(talk_file, tmp_path / "s.qualcode"), coder="Anne") as project:
        yield project


def held_out(project, by, number):
    """What each fold says, as {(source, start, end, code): (score, chosen)} by its sources."""
    material, *_ = _material(project, by, Settings(units="sentence"), None)
    spans = [(each, span) for each in material.index.documents for span in each.passages]
    found = []
    for held in evaluation_folds.folds(
        material, number, aim="balanced", seed=0, pause=lambda: None
    ):
        told = {}
        for at, place in enumerate(held.places):
            document, span = spans[material.rows[place]]
            for column, code in enumerate(material.codes):
                told[document.name, *span, code.name] = (
                    round(float(held.likely[at, column]), 6),
                    bool(held.chosen[at, column]),
                )
        found.append(told)
    return found


@pytest.mark.parametrize("by", ["source", "case"])
def test_a_fold_is_a_run_of_a_project_that_has_no_decisions_there(talk, by):
    """Scores, calibration and thresholds are bit for bit those without the held-out codings."""
    everything = codings(talk)
    for told in held_out(talk, by, 6 if by == "source" else 3)[:2]:
        names = {name for name, *_ in told}
        assert len(names) == (1 if by == "source" else 2)
        here = {source.id for source in sources(talk) if source.name in names}
        remove_codings(talk, [each.id for each in everything if each.source_id in here])
        run(talk, Settings(units="sentence", min_score=0))
        scores = {
            (each.source, each.start, each.end, each.code): each.score for each in exported(talk)
        }
        assert {key: scores[key] for key in told} == {
            key: score for key, (score, _) in told.items()
        }
        with talk.action("cleared"):
            talk.connection.execute("DELETE FROM suggestions")
        run(talk, Settings(units="sentence"))
        chosen = {(each.source, each.start, each.end, each.code) for each in exported(talk)}
        assert {key for key in chosen if key in told} == {
            key for key, (_, is_chosen) in told.items() if is_chosen
        }
        with talk.action("cleared"):
            talk.connection.execute("DELETE FROM suggestions")
        add_codings(
            talk,
            [
                NewCoding(each.source_id, each.code_id, each.start, each.end)
                for each in everything
                if each.source_id in here
            ],
            label="back",
        )
        everything = codings(talk)


def test_every_read_unit_is_held_out_once_with_its_whole_group(talk):
    for by, groups in (("source", 6), ("case", 3)):
        for number in (2, groups):
            told = held_out(talk, by, number)
            keys = [key for each in told for key in each]
            assert len(keys) == len(set(keys))
            names = [{name for name, *_ in each} for each in told]
            assert len(names) == number
            assert sum(map(len, names)) == len(set.union(*names)) == len(SOURCES)
            if by == "case":
                cases = {source.name: source.case for source in sources(talk)}
                in_folds = [{cases[name] for name in each} for each in names]
                assert sum(map(len, in_folds)) == 3


def test_what_it_finds(talk):
    before = talk.value("SELECT count(*) FROM actions")
    told = []
    result = evaluate(talk, progress=lambda *how: told.append(how[:2]))
    assert talk.value("SELECT count(*) FROM actions") == before
    assert told[-1] == (6, 6)
    assert (result.groups, result.folds, result.unit, result.by) == (6, 6, "sentence", "source")
    assert result.coders == ("Anne", "Bjørn")
    by_name = {each.code.name: each for each in result.codes}
    waiting = by_name["Ventetid"]
    assert (waiting.units, waiting.groups, waiting.examples, waiting.weak) == (24, 6, 24, False)
    assert waiting.learned.average_precision > 0.9
    assert waiting.learned.f1 > 0.8
    assert waiting.learned.hit_at_3 == 1
    assert waiting.warnings == ()
    assert sum(each.units for each in waiting.reliability) == result.units
    unused = by_name["Aldri brukt"]
    assert unused.units == 0
    assert unused.learned.average_precision is unused.learned.recall is None
    assert "nothing to measure" in unused.warnings[0]
    terms = by_name["Penger"].baselines[0]
    assert (terms.precision, terms.recall, terms.f1, terms.average_precision) == (1, 1, 1, 1)
    assert terms.calibration_error is None
    assert by_name["Ventetid"].baselines[0].f1 == 0
    frequent = by_name["Ventetid"].baselines[1]
    assert frequent.average_precision == pytest.approx(24 / result.units)


def test_the_second_coder_by_hand(talk):
    result = evaluate(talk)
    assert result.ceiling is not None
    assert (result.ceiling.first, result.ceiling.second) == ("Anne", "Bjørn")
    assert result.ceiling.sources == tuple(SOURCES[:3])
    label = {code.id: code.name for code in codes(talk)}
    spans = {"Anne": set(), "Bjørn": set()}
    both = {find_source(talk, name).id for name in SOURCES[:3]}
    for each in (one for one in codings(talk) if one.source_id in both):
        spans[each.coder].add((label[each.code_id], each.source_id, each.start))
    for code in WORDS:
        anne = {key for key in spans["Anne"] if key[0] == code}
        bjorn = {key for key in spans["Bjørn"] if key[0] == code}
        # Anne's codings of what the interviewer says are not in the judged units.
        asked = {
            (code, source.id, span.start)
            for source in sources(talk)
            for span in sentence_spans(talk, source.id)
            if "Hva skjedde" in source.text[slice(*span)]
        }
        anne -= asked
        found = next(each for each in result.codes if each.code.name == code)
        assert found.second_coder.precision == pytest.approx(len(anne & bjorn) / len(bjorn))
        assert found.second_coder.recall == pytest.approx(len(anne & bjorn) / len(anne))
        assert found.second_coder.average_precision is None
        assert found.beside_second.f1 is not None
    assert result.ceiling.second_coder.macro.recall < 1


def test_one_coder_alone(talk):
    alone = evaluate(talk, coder="Bjørn")
    assert alone.coders == ("Bjørn",)
    assert alone.groups == 3
    assert alone.ceiling.first == "Bjørn"
    assert "3 sources without a coding" in " ".join(alone.warnings)
    assert any("only 3 sources" in each for each in alone.warnings)
    remove_codings(talk, [each.id for each in codings(talk) if each.coder == "Bjørn"])
    assert evaluate(talk).ceiling is None


def test_repeats_and_is_plain_data(talk):
    result = evaluate(talk, unit="turn", folds_wanted=2)
    assert evaluate(talk, unit="turn", folds_wanted=2) == result
    kinds = set()

    def walk(value):
        if is_dataclass(value) and not isinstance(value, Code):
            for field in fields(value):
                walk(getattr(value, field.name))
        elif isinstance(value, tuple):
            for each in value:
                walk(each)
        else:
            kinds.add(type(value))

    walk(result)
    assert kinds <= {int, float, str, bool, type(None), Code}


def test_unread_units_are_not_judged(talk):
    source = find_source(talk, SOURCES[0])
    mine = [each for each in codings(talk) if each.source_id == source.id]
    half = len(source.text) // 2
    before = evaluate(talk)
    remove_codings(talk, [each.id for each in mine if each.start > half])
    after = evaluate(talk)
    assert after.units < before.units
    assert any("taken as unread" in each for each in after.warnings)


def test_nothing_to_judge(empty_project, talk):
    with pytest.raises(InputError, match="Nothing is coded"):
        evaluate(empty_project)
    keep = find_source(talk, SOURCES[0]).id
    remove_codings(talk, [each.id for each in codings(talk) if each.source_id != keep])
    with pytest.raises(InputError, match="All codings are in one source"):
        evaluate(talk)
    for options in ({"by": "wave"}, {"unit": "span"}, {"aim": "best"}, {"folds_wanted": 1}):
        with pytest.raises(InputError):
            evaluate(talk, **options)
    with pytest.raises(NotFoundError, match="no coder"):
        evaluate(talk, coder="Ola")


def test_two_sources_and_a_code_in_one_of_them(talk):
    keep = [find_source(talk, name).id for name in SOURCES[:2]]
    waiting = find_code(talk, "Ventetid").id
    gone = [
        each.id
        for each in codings(talk)
        if each.source_id not in keep or (each.code_id == waiting and each.source_id == keep[1])
    ]
    remove_codings(talk, gone)
    result = evaluate(talk)
    assert (result.groups, result.folds) == (2, 2)
    found = next(each for each in result.codes if each.code.name == "Ventetid")
    assert found.weak
    assert found.groups == 1
    assert any("Only in one source (Samtale 0)" in each for each in found.warnings)
    assert any("only 2 sources" in each for each in result.warnings)


def test_codes_that_say_nothing(talk):
    """On every unit, on one, on none, and two alike: figures are defined or None, never NaN."""
    with talk.action("codes"):
        for name in ("Alt", "En", "Ingen", "Tvilling"):
            add_code(talk, name)
    ids = {code.name: code.id for code in codes(talk)}
    spans = [(each.id, *span) for each in sources(talk) for span in sentence_spans(talk, each.id)]
    twins = [(c.source_id, c.start, c.end) for c in codings(talk) if c.code_id == ids["Ventetid"]]
    for name, places in (("Alt", spans), ("En", spans[:1]), ("Tvilling", twins)):
        new = [NewCoding(source, ids[name], start, end) for source, start, end in places]
        add_codings(talk, new, label=name)
    found = {each.code.name: each for each in evaluate(talk).codes}
    assert found["Alt"].learned.average_precision == pytest.approx(1)
    assert (found["Ingen"].units, found["Ingen"].learned.average_precision) == (0, None)
    assert found["En"].weak and found["En"].learned.precision in (None, 0)
    twin, same = found["Tvilling"].learned, found["Ventetid"].learned
    assert twin.average_precision == pytest.approx(same.average_precision, abs=0.1)
    for each in found.values():
        figures = asdict(each.learned).values()
        assert all(one is None or 0 <= one <= 1 for one in figures)


def test_warnings_in_plain_words():
    one = evaluation_warnings.of_code("source", 30, ["A"] * 6 + ["B", "C", "D"])
    assert one == ("One source (A) holds 6 of its 9 units.",)
    assert evaluation_warnings.of_code("case", 12, ["A", "A", "B", "B", "C", "C"]) == ()
    few = evaluation_warnings.of_code("case", 4, ["A", "B"])
    assert [each.split(":")[0] for each in few] == ["Few examples (4)", "Only in 2 cases."]
    whole = evaluation_warnings.of_all("case", list("AABCDE"), list("AAAAB"), 0, 3, 0, 0)
    assert whole == ("One case (A) holds 4 of the 5 coded units: the figures are mostly about it.",)
    assert evaluation_warnings.of_ceiling(5) == ()


class Page(HTMLParser):
    """Collects what a page loads, its plots and whether its tags are closed."""

    def __init__(self):
        super().__init__()
        self.open, self.loaded, self.plots = [], [], []

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        self.loaded += [known[name] for name in ("src", "href", "xlink:href") if name in known]
        if tag in ("script", "link", "img", "iframe"):
            self.loaded.append(tag)
        if tag == "svg":
            self.plots.append(known)
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.loaded += [value for name, value in attrs if name in ("src", "href")]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_files(talk, tmp_path):
    edit_code(talk, find_code(talk, "Møter"), name="Møter & <b")
    result = evaluate(talk)
    write_evaluation(result, tmp_path / "e.json")
    stored = json.loads((tmp_path / "e.json").read_text("utf-8"))
    assert stored == json.loads(to_json(result))
    assert stored["codes"][0]["code"] == ["Ventetid"]
    assert stored["codes"][3]["learned"]["average_precision"] is None
    assert stored["learned"]["macro"]["f1"] == result.learned.macro.f1
    write_evaluation(result, tmp_path / "e.csv")
    with (tmp_path / "e.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["code"] for row in rows][-1] == "(sentences and codes)"
    assert len(rows) == len(result.codes) + 3
    assert rows[3]["average precision"] == ""
    assert float(rows[0]["average precision"]) == round(
        result.codes[0].learned.average_precision, 4
    )
    write_evaluation(result, tmp_path / "e.html")
    text = (tmp_path / "e.html").read_text("utf-8")
    assert "http" not in text and "url(" not in text and "@import" not in text
    assert "<b" not in text.replace("<body", "") and "Møter &amp; &lt;b" in text
    page = Page()
    page.feed(text)
    assert page.open == [] and page.loaded == []
    assert len(page.plots) == 1 + 2 * 3
    assert all(each["role"] == "img" and len(each["aria-label"]) > 30 for each in page.plots)
    assert "–</td>" in text
    with pytest.raises(InputError, match="cannot be written as"):
        write_evaluation(result, tmp_path / "e.xlsx")


def test_tables_do_without_a_second_coder(talk):
    result = evaluate(talk)
    alone = replace(
        result,
        ceiling=None,
        codes=tuple(replace(e, second_coder=None, beside_second=None) for e in result.codes),
    )
    with_second, without = code_table(result), code_table(alone)
    assert len(with_second.columns) == len(without.columns) + 6
    assert all(len(row) == len(without.columns) for row in without.rows)
    assert all(len(row) == len(with_second.columns) for row in with_second.rows)


def test_the_command(talk, tmp_path):
    talk.close()
    path = str(talk.path)
    shown = CliRunner().invoke(app, ["suggest", "evaluate", path, "--by", "case"])
    assert shown.exit_code == 0, shown.exception
    assert "Judged: " in shown.stdout and "in 3 cases" in shown.stdout
    assert "Take care: There are only 3 cases" in shown.stdout
    words = " ".join(shown.stdout.split())
    figures = r"0\.\d{3} over all sentences, 0\.\d{3} over those from 0\.1 up"
    assert re.search(f"all codes together: {figures}", words)
    assert re.search(f"with 10 examples: {figures}, where scores that are exactly right", words)
    out = tmp_path / "e.html"
    shown = CliRunner().invoke(app, ["suggest", "evaluate", path, "--out", str(out)])
    assert f"Wrote {out}" in shown.stdout.replace("\n", "")
    assert out.exists()
    with Project.open(path) as project:
        assert [row["path"] for row in project.rows("SELECT path FROM written_files")] == ["e.html"]
    shown = CliRunner().invoke(app, ["suggest", "evaluate", path, "--out", str(tmp_path / "e.doc")])
    assert isinstance(shown.exception, InputError)
