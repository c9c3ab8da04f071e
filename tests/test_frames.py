"""Results and lists of plain data as data frames, and as what a notebook shows."""

from __future__ import annotations

import builtins
import dataclasses
import math
from typing import NamedTuple

import pandas as pd
import pytest
from study import add, apply, code

import qualcode
from qualcode import Counting, Selection
from qualcode.analysis.agreement.comparison import Comparison as ComparedCoders
from qualcode.errors import InputError
from qualcode.frames import Framed, data_frame, frame
from qualcode.model import Excerpt, Origin, Span
from qualcode.project.sources import source_ids
from qualcode.reporting.report import Report
from qualcode.reporting.result_tables import _TABLES
from qualcode.reporting.tables import Table

EVERY_WORD = Counting(min_count=1, min_cases=1)


class Case(NamedTuple):
    """How a result is made, and a column of its frame with the result's own numbers."""

    make: object
    column: str
    own: object


def _first_of(measure):
    return lambda result: [getattr(row, measure).value for row in result.codes]


CASES = {
    "Agreement": Case(qualcode.agreement, "alpha", _first_of("alpha")),
    "CodebookQuality": Case(
        qualcode.codebook_quality, "median words", lambda r: [row.median_words for row in r.rows]
    ),
    "Collocations": Case(
        lambda p: qualcode.collocations(p, counting=EVERY_WORD),
        "PMI",
        lambda r: [row.pmi for row in r.rows],
    ),
    "Comparison": Case(
        lambda p: qualcode.compare(p, "perspektiv", "familie"),
        "difference",
        lambda r: [
            contrast.difference and 100 * contrast.difference
            for row in r.rows
            for contrast in row.contrasts.values()
        ],
    ),
    "Contrast": Case(
        lambda p: qualcode.contrast(p, Selection(codes=("Tid",)), counting=EVERY_WORD),
        "log ratio",
        lambda r: [row.log_ratio for row in r.words.rows],
    ),
    "Cooccurrence": Case(
        qualcode.cooccurrence,
        "n12",
        lambda r: sorted((n for i, row in enumerate(r.counts) for n in row[i + 1 :] if n))[::-1],
    ),
    "Crosstab": Case(
        lambda p: qualcode.crosstab(p, ["perspektiv"]),
        "residual",
        lambda r: r.figures(qualcode.CrosstabFigure.RESIDUAL).tolist(),
    ),
    "Evaluation": Case(
        qualcode.evaluate, "examples", lambda r: [each.examples for each in r.codes]
    ),
    "Frequencies": Case(
        qualcode.frequencies, "codings per case", lambda r: [row.per_case for row in r.rows]
    ),
    "FrequenciesBy": Case(
        lambda p: qualcode.frequencies_by(p, "perspektiv"),
        "total",
        lambda r: [row.codings for row in r.total.rows],
    ),
    "JointDisplay": Case(
        qualcode.joint_display,
        "survey %",
        lambda r: [
            line.figure and line.figure.percent for each in r.indicators for line in each.lines
        ],
    ),
    "Keyness": Case(
        lambda p: qualcode.keyness(p, "perspektiv", counting=EVERY_WORD),
        "G2",
        lambda r: [row.g2 for row in r.rows],
    ),
    "Kwic": Case(
        lambda p: qualcode.kwic(p, "tid"), "start", lambda r: [ln.start for ln in r.lines]
    ),
    "Saturation": Case(qualcode.saturation, "expected", lambda r: r.all.expected.tolist()),
    "WordFrequencies": Case(
        lambda p: qualcode.word_frequencies(p, counting=EVERY_WORD),
        "per 1,000 words",
        lambda r: [row.per_1000_words for row in r.rows],
    ),
}
ON_NOTHING = ("Cooccurrence", "Frequencies", "Kwic")


def numbers(values):
    """Numbers as a flat list; None for NaN and NA."""
    flat = [one for each in values for one in (each if isinstance(each, list) else [each])]
    return [None if pd.isna(one) else float(one) for one in flat]


def test_every_result_has_a_case():
    tabled = {name.rpartition(".")[2] for name in _TABLES}
    assert set(CASES) == tabled
    public = {getattr(qualcode, name) for name in qualcode.__all__}
    framed = {each for each in public if isinstance(each, type) and issubclass(each, Framed)}
    assert {each.__name__ for each in framed} == tabled
    assert all(dataclasses.is_dataclass(each) for each in framed)
    assert not issubclass(ComparedCoders, Framed)  # has a name in common with a result


@pytest.mark.parametrize("name", CASES)
def test_result(name, project):
    result = CASES[name].make(project)
    assert type(result).__name__ == name
    assert not hasattr(result, "__dict__")  # slots stay slots
    found = result.to_frame()
    assert isinstance(found, pd.DataFrame)
    assert len(found) > 0
    column = found[CASES[name].column]
    assert pd.api.types.is_numeric_dtype(column)
    own = numbers(CASES[name].own(result))
    assert own
    if name == "Crosstab":  # after its cells a code has a row with its test
        column = column[found["perspektiv"].isin(["ansatt", "familie", "leder"])]
        column = column[: len(own)]
    told = numbers(column)[: len(own)]
    assert told == pytest.approx(own, abs=0.006)
    assert [one is None for one in told] == [one is None for one in own]
    assert "object" not in set(found.dtypes.astype(str)), "a column of both words and numbers"
    shown = result._repr_html_()
    assert shown.count("<tr>") == min(len(found), 60) + 1
    assert all(f"<th>{heading}</th>" in shown for heading in found.columns)


@pytest.mark.parametrize("name", CASES)
def test_result_of_nothing(name, empty_project):
    if name not in ON_NOTHING:
        with pytest.raises(qualcode.QualcodeError):
            CASES[name].make(empty_project)
        return
    result = CASES[name].make(empty_project)
    found = result.to_frame()
    assert found.empty
    assert CASES[name].column in found.columns
    assert found[CASES[name].column].sum() == 0
    assert "<tbody>\n\n</tbody>" in result._repr_html_()


def test_undefined_is_na_and_never_0(project):
    add(project, "Uten case", [("Mor", "Vi hadde ikke tid.")])
    apply(project, "Uten case", "ikke tid", "Tid")
    found = qualcode.frequencies(project, Selection(sources=("Uten case",))).to_frame()
    found = found.set_index("code")
    assert found["codings per case"].isna().all()
    assert str(found["codings per case"].dtype) == "Float64"
    assert found.loc["Ressursbarrierer > Tid", "cases"] == 0
    assert found.loc["Ressursbarrierer > Tid", "codings per 1,000 words"] == 250


def test_shares_stay_fractions_though_they_are_whole():
    found = Table("", ("share", "count", "word"), ((1.0, 1, "å"), (0.0, None, ""))).to_frame()
    assert list(found.dtypes.astype(str)) == ["Float64", "Int64", "string"]
    assert found["count"].isna().tolist() == [False, True]
    assert found["word"].tolist() == ["å", ""]


def test_what_does_not_apply_is_na_among_numbers():
    found = Table("", ("p", "all", "none"), ((0.5, None, ""), ("", None, ""))).to_frame()
    assert found["p"].isna().tolist() == [False, True]
    assert found["p"].mean() == 0.5
    assert str(found["all"].dtype) == "Float64"
    assert found["none"].tolist() == ["", ""]


def test_numbers_beside_words_stay_both():
    found = data_frame(["either", "either"], [[1, True], ["–", None], [math.nan, False]])
    assert list(found.columns) == ["either", "either"]
    assert found.iloc[:, 0].tolist() == [1, "–", None]
    assert found.iloc[:, 1].isna().tolist() == [False, True, False]


def test_a_report_gives_the_table_for_programs(project):
    report = qualcode.make_report(project, "frequencies")
    assert isinstance(report, Report)
    pd.testing.assert_frame_equal(report.to_frame(), qualcode.frequencies(project).to_frame())
    assert report.readable.title in report._repr_html_()


def test_html_escapes_what_users_wrote(project):
    add(project, "Merker", [("Mor", "Hun skrev <script>alert(1)</script> & tida gikk.")])
    shown = qualcode.kwic(project, "tid")._repr_html_()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in shown
    assert "<script" not in shown
    told = Table("<b>", ("<i>",), (("<u>",), (None,)), ("<s>",))._repr_html_()
    assert not any(tag in told for tag in ("<b>", "<i>", "<u>", "<s>"))


def test_html_says_undefined_and_marks_and_what_it_leaves_out():
    rows = tuple((f"kode {at}", None if at == 1 else at * 1234.56789) for at in range(75))
    shown = Table("Tall", ("code", "n"), rows, ("En merknad.",), marked=frozenset({(2, 1)}))
    told = shown._repr_html_()
    assert "kode 1</td><td><i>undefined</i></td>" in told
    assert "kode 2</td><td>2469*</td>" in told
    assert "e+" not in told
    assert "kode 59" in told
    assert "kode 60" not in told
    assert "<p>En merknad.</p>\n<p>15 more rows.</p>" in told


def test_frame_of_excerpts(project):
    found = qualcode.excerpts(project)
    made = frame(found)
    assert len(made) == len(found) > 5
    assert made["text"].tolist() == [each.text for each in found]
    assert made["start"].dtype == "Int64"
    assert set(made["kommune"]) == {"Tromsø", "Ålesund"}
    assert "Samordning > Rutiner" in made["codes"].tolist()
    assert made["coding_ids"].tolist() == ["; ".join(map(str, each.coding_ids)) for each in found]
    assert made[made["perspektiv"] == "familie"]["case"].unique().tolist() == ["F-01"]


def test_frame_of_other_plain_data(project):
    codings = frame(qualcode.selected_codings(project))
    assert set(codings["origin"]) <= {str(each) for each in Origin}
    assert codings["memo"].dtype == "string"
    codes = frame(qualcode.codes(project))
    assert codes["parent_id"].isna().sum() == 3
    assert codes["parent_id"].dtype == "Int64"
    assert "Ressursbarrierer > Økonomi > Penger" in [
        path.replace("; ", " > ") for path in codes["path"]
    ]
    suggested = frame(qualcode.suggestions(project))
    assert suggested["score"].dtype == "Float64"
    assert suggested["decision"].tolist() == [
        str(each.decision) for each in qualcode.suggestions(project)
    ]
    differ = frame(qualcode.disagreements(project))
    assert "Ressursbarrierer > Tid" in differ["code"].tolist()
    assert set(differ["having"]) <= {"Kari", "Per"}
    rows = frame(qualcode.frequencies(project).rows)
    assert rows["codings"].sum() == len(codings)


def test_a_variable_that_is_called_as_a_field():
    said = {"text": "ja", "bølge": "2023"}
    plain = Excerpt("A", 0, 2, "Ja", (), (), (), variables=said)
    made = frame([plain, dataclasses.replace(plain, variables={})])
    assert made["text"].tolist() == ["Ja", "Ja"]
    assert made["variables.text"].isna().tolist() == [False, True]
    assert made["bølge"].tolist()[0] == "2023"
    assert made["case"].isna().all()


def test_frame_of_nothing_and_of_what_is_no_data_class(project):
    assert frame([]).empty
    with pytest.raises(InputError, match="rows of one data class, not of Span"):
        frame([Span(1, 2)])
    with pytest.raises(InputError, match="not of Code, Coding"):
        frame([code(project, "Tid"), *qualcode.selected_codings(project)])
    with pytest.raises(InputError, match="not of str"):
        frame(source_ids(project))


def test_without_pandas_a_frame_says_what_to_install(project, monkeypatch):
    real = builtins.__import__

    def without(name, *rest):
        if name == "pandas":
            raise ImportError("No module named 'pandas'")
        return real(name, *rest)

    result = qualcode.frequencies(project)
    monkeypatch.setattr(builtins, "__import__", without)
    for make in (result.to_frame, lambda: frame(result.rows)):
        with pytest.raises(
            InputError, match=r"need pandas(.|\n)*pip install 'qualcode\[notebooks\]'"
        ):
            make()
    assert "<table>" in result._repr_html_()
