"""Queries on the command line."""

from __future__ import annotations

import json
import sys

import pytest
from docx import Document

from qualcode.cli import main
from qualcode.project import Project


@pytest.fixture
def qualcode(monkeypatch, capsys):
    """Run a command in this process; gives exit code, standard output and standard error."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["qualcode", *map(str, arguments)])
        with pytest.raises(SystemExit) as caught:
            main()
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return caught.value.code or 0, out, err

    return run


def test_a_query_in_excerpts_and_its_table(qualcode, project_file, tmp_path):
    code, out, _ = qualcode("excerpts", project_file, "--query", "Tid AND Koordinatorrollen")
    assert code == 0
    assert "Hun kalte" in out
    assert "1 excerpt." in out
    table = tmp_path / "utdrag.json"
    query = "(Tid AND coder=Per) NOT (* AND coder=Kari)"
    assert qualcode("excerpts", project_file, "--query", query, "--out", table)[0] == 0
    rows = json.loads(table.read_text("utf-8"))["rows"]
    assert [row["text"] for row in rows] == [". Hun kalte", "kapasiteten"]
    _, out, _ = qualcode("excerpts", project_file, "--query", "@Knapt", "--coder", "Kari")
    assert "1 excerpt." in out
    _, out, _ = qualcode(
        "excerpts", project_file, "--query", "Tid NEAR/9 Samordning", "--where", "kommune=Ålesund"
    )
    assert "1 excerpt." in out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--query", "Tid AND Penge"), "character 9, at “Penge”: There is no code “Penge”."),
        (("--query", "Tid AND coder=Per", "--coder", "Kari"), "Two conditions are on the same"),
        (("--query", "Tid", "--code", "Penger"), "named twice"),
        (("--query", "Tid AND Penger", "--code", "Penger"), "named twice"),
        (("--query", "Tid AND Rutiner", "--and", "Penger"), "or only a --query"),
        (("--query", "@tid"), "no saved query “tid”"),
    ],
)
def test_what_does_not_go_together(qualcode, project_file, arguments, told):
    code, _, err = qualcode("excerpts", project_file, *arguments)
    assert code != 0
    assert told in " ".join(err.split())


def test_reports_take_what_selects_codings(qualcode, project_file, tmp_path):
    same = []
    for number, arguments in enumerate(
        (("--query", "(Tid OR Økonomi) AND coder=Per"),
         ("--code", "Tid", "--code", "Økonomi", "--coder", "Per"))
    ):  # fmt: skip
        for report in ("frequencies", "cooccurrence"):
            out = tmp_path / f"{report}-{number}.json"
            assert qualcode("report", report, project_file, *arguments, "--out", out)[0] == 0
            same.append(out.read_text("utf-8"))
    assert same[:2] == same[2:]
    for report in ("frequencies", "cooccurrence"):
        for query in ("Tid AND Penger", "Tid NEAR/2 Penger AND coder=Kari"):
            code, out, err = qualcode("report", report, project_file, "--query", query)
            assert code != 0
            assert out == ""
            assert "makes passages of words, and here codings are counted" in " ".join(err.split())


def test_word_takes_every_query(qualcode, project_file, tmp_path):
    out = tmp_path / "ut.docx"
    query = "Samordning NEAR/2 turns Tid"
    assert qualcode("export", "word", project_file, out, "--query", query)[0] == 0
    text = "\n".join(paragraph.text for paragraph in Document(str(out)).paragraphs)
    assert query in text
    assert "Ja, men hun hadde ikke tid" in text
    assert "Kari, Per" in text
    with Project.open(project_file) as project:
        assert project.value("SELECT count(*) FROM written_files") == 1
    whole = ("export", "word", project_file, out, "--transcript", "Familie i nord")
    assert "2 comments" in qualcode(*whole, "--query", "Tid")[1]
    assert "here codings are counted" in " ".join(qualcode(*whole, "--query", query)[2].split())


def test_saved_queries(qualcode, project_file, tmp_path):
    code, out, _ = qualcode("queries", "save", project_file, "@ny", "tid or ONLY Økonomi")
    assert (code, out) == (0, "Saved: --query @ny is tid OR ONLY Økonomi\n")
    _, out, _ = qualcode("queries", "list", project_file)
    assert "Knapt" in out
    assert "tid OR ONLY Økonomi" in out
    qualcode("codebook", "delete", project_file, "Tid", "--yes", "--delete-codings")
    _, out, _ = qualcode("queries", "list", project_file)
    assert "ny: no longer in the codebook: tid." in out
    code, _, err = qualcode("report", "frequencies", project_file, "--query", "@ny")
    assert code != 0
    assert "Deleted the code Tid" in err
    for name in ("ny", "Knapt"):
        assert qualcode("queries", "remove", project_file, name)[0] == 0
    assert "There are no saved queries." in qualcode("queries", "list", project_file)[1]
    assert qualcode("queries", "remove", project_file, "ny")[0] != 0
