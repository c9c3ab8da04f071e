"""Survey figures: what tables come in, what is refused, links, notes, and consent."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pytest
import study
from openpyxl import Workbook
from openpyxl.styles.numbers import FORMAT_PERCENTAGE
from test_withdraw import CASE, SPOKEN, Study, forms

from qualcode.cli import main
from qualcode.codebook import edit
from qualcode.errors import InputError, NotFoundError
from qualcode.importing.survey import import_survey
from qualcode.project import Project, back_up, check, history, plan_withdrawal, redo, undo, withdraw
from qualcode.project.codings import codings
from qualcode.project.survey import (
    Fit,
    SurveyFigure,
    choose_quotations,
    drop_quotations,
    find_indicator,
    link_codes,
    remove_indicator,
    survey_figures,
    survey_indicators,
    unlink_codes,
    write_survey_note,
)

ROOT = Path(__file__).parent.parent
TABLE = "indikator;gruppe;år;prosent;antall\nKjenner loven;ledere;2023;66,5;1 204\n"


@pytest.fixture
def project_file(project_file):
    """The study without its survey."""
    with Project.open(project_file, coder="Kari") as opened:
        remove_indicator(opened, *survey_indicators(opened))
    return project_file


def write(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


def workbook(path, rows, percentages=()):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for place in percentages:
        book.active[place].number_format = FORMAT_PERCENTAGE
    book.save(path)
    return path


@pytest.fixture
def asked(project, tmp_path):
    """The study with two indicators, of which each has a code."""
    import_survey(
        project,
        write(
            tmp_path / "tall.csv",
            "indicator,group,year,percent,n\n"
            "Har tid,leder,2023,66,120\nHar tid,ansatt,2023,47,\nHar råd,leder,2023,ca. 50,\n",
        ),
    )
    link_codes(project, find_indicator(project, "Har tid"), [study.code(project, "Tid")])
    link_codes(project, find_indicator(project, "Har råd"), [study.code(project, "Økonomi")])
    return project


def codes_of(project, name):
    names = {code.id: code.name for code in edit.codes(project)}
    return [names[each] for each in find_indicator(project, name).code_ids]


# Tables


@pytest.mark.parametrize(
    ("encoding", "change"),
    [
        ("utf-8", str),
        ("utf-8-sig", str),
        ("cp1252", str),
        ("utf-16", str),
        ("utf-8", lambda text: text.replace("\n", "\r\n")),
        ("utf-8", lambda text: text.replace(";", "\t")),
        ("utf-8", lambda text: text.replace("66,5", "66,5 %").replace("1 204", "1\u00a0204")),
        (
            "utf-8",
            lambda text: text.upper().replace("KJENNER LOVEN;LEDERE", "Kjenner loven;ledere"),
        ),
    ],
)
def test_what_tables_come_in(project, tmp_path, encoding, change):
    done = import_survey(project, write(tmp_path / "t.csv", change(TABLE), encoding))
    assert survey_figures(project) == [SurveyFigure("Kjenner loven", "ledere", "2023", 66.5, 1204)]
    assert (done.stored.added, done.unused) == (1, ())


@pytest.mark.parametrize(
    ("written", "percent", "approximate"),
    [
        ("47", 47, False), ("47.5", 47.5, False), ("47,5", 47.5, False), (" 47 % ", 47, False),
        ("0", 0, False), ("100", 100, False), ("ca. 50", 50, True), ("ca 50 %", 50, True),
        ("About 50", 50, True), ("~50", 50, True), ("omtrent 8,5", 8.5, True),
        ("47 prosent", 47, False),
    ],
)  # fmt: skip
def test_how_percentages_are_written(project, tmp_path, written, percent, approximate):
    text = f"indicator;group;year;percent\nA;b;2023;{written}\n"
    import_survey(project, write(tmp_path / "t.csv", text))
    assert survey_figures(project) == [SurveyFigure("A", "b", "2023", percent, None, approximate)]


def test_a_column_may_say_what_is_approximate(project, tmp_path):
    text = "indicator,group,year,percent,n,ca,kilde\nA,b,2023,50,-,ja,rapport\nA,c,2023,8,12,,\n"
    done = import_survey(project, write(tmp_path / "t.csv", text))
    assert [(each.approximate, each.n) for each in done.figures] == [(True, None), (False, 12)]
    assert done.unused == ("kilde",)


def test_excel_keeps_percentages_as_shares(project, tmp_path):
    rows = [
        ["indicator", "group", "year", "percent", "n"],
        ["A", "b", 2023, 0.47, 120],
        ["A", "c", 2023, 68, None],
        ["A", "d", 2023, 0.285, None],
    ]
    import_survey(project, workbook(tmp_path / "t.xlsx", rows, ["D2", "D4"]))
    assert [each.percent for each in survey_figures(project)] == [47, 68, 28.5]
    assert survey_figures(project)[0].year == "2023"


HEAD = "indikator;gruppe;år;prosent;antall\nA;b;2023;10;20\n"


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        (HEAD + "A;c;2023;mange;20\n", "line 3, column prosent", "“mange” is not a percentage"),
        (HEAD + "A;c;2023;-5;20\n", "line 3, column prosent", "“-5” is not a percentage"),
        (HEAD + "A;c;2023;nan;20\n", "line 3, column prosent", "not a percentage"),
        (HEAD + "A;c;2023;1e1;20\n", "line 3, column prosent", "not a percentage"),
        (HEAD + "A;c;2023;47,5,1;20\n", "line 3, column prosent", "not a percentage"),
        (HEAD + "A;c;2023;100,1;20\n", "line 3, column prosent", "more than 100"),
        (HEAD + "A;c;2023;;20\n", "line 3, column prosent", "empty"),
        (HEAD + "A;;2023;4;20\n", "line 3, column gruppe", "empty"),
        (HEAD + ";c;2023;4;20\n", "line 3, column indikator", "empty"),
        (HEAD + "A;c;;4;20\n", "line 3, column år", "empty"),
        (HEAD + "A;c;2023;4;få\n", "line 3, column antall", "“få” is not a number of respondents"),
        (HEAD + "A;c;2023;4;0\n", "line 3, column antall", "“0” is not"),
        (HEAD + "A;c;2023;4;12.5\n", "line 3, column antall", "“12.5” is not"),
        (HEAD + f"A;c;2023;4;{'9' * 30}\n", "line 3, column antall", "is not a number"),
        (HEAD + "a;B;2023;4;20\n", "line 3", "has a figure on “a” in line 2 already"),
        ("indikator;gruppe;prosent\nA;b;4\n", "t.csv", "missing: year"),
        ("indicator;indikator;group;year;percent\nA;A;b;2023;4\n", "t.csv", "both say"),
        ("indicator;group;year;percent\n", "t.csv", "no figures"),
        ("", "t.csv", "no figures"),
        ("indicator;group;year;percent\nA;b;2023;0,47\nA;c;2023;1\n", "percent", "between 0 and 1"),
        ("indicator;group;year;percent;ca\nA;b;2023;4;kanskje\n", "column ca", "neither yes nor"),
        (HEAD + "A;c;2023;4;20;for mye\n", "line 3", "more cells"),
    ],
)  # fmt: skip
def test_a_bad_table_is_told_where_and_stores_nothing(project, tmp_path, text, where, what):
    actions = len(history(project))
    with pytest.raises(InputError) as caught:
        import_survey(project, write(tmp_path / "t.csv", text))
    assert where in caught.value.where
    assert what in caught.value.what
    assert survey_figures(project) == []
    assert len(history(project)) == actions


def test_less_than_one_per_cent_with_a_sign(project, tmp_path):
    text = "indicator;group;year;percent\nA;b;2023;0,5 %\n"
    import_survey(project, write(tmp_path / "t.csv", text))
    assert survey_figures(project)[0].percent == 0.5


def test_files_that_are_no_table(project, tmp_path):
    for name, content in (("t.xlsx", b"PK\x03\x04 no"), ("t.csv", b"%PDF-1.7"), ("t.csv", b"\0\1")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InputError):
            import_survey(project, tmp_path / name)
    with pytest.raises(InputError, match="cannot be read"):
        import_survey(project, tmp_path / "ingen.csv")


def test_importing_again_updates_as_one_action(asked, tmp_path):
    before = study.dump(asked)
    text = (
        "indicator,group,year,percent,n\n"
        "HAR TID,Leder,2023,70,120\nHar tid,ansatt,2023,47,\nHar tid,leder,2025,80,\n"
    )
    table = write(tmp_path / "nye.csv", text)
    done = import_survey(asked, table).stored
    assert (done.added, done.changed, done.unchanged) == (1, 1, 1)
    assert [(each.name, len(each.figures)) for each in survey_indicators(asked)] == [
        ("Har tid", 3), ("Har råd", 1)
    ]  # fmt: skip
    actions = len(history(asked))
    assert import_survey(asked, table).stored.unchanged == 3
    assert len(history(asked)) == actions
    assert undo(asked).label == "Imported survey figures from nye.csv"
    assert study.dump(asked) == before
    redo(asked)
    assert find_indicator(asked, "har tid").figures[0].percent == 70


# Links, notes, quotations


def test_everything_is_an_action_that_can_be_undone(asked):
    tid, coding = find_indicator(asked, "Har tid"), codings(asked)[0]
    states = []
    for change in (
        lambda: link_codes(asked, tid, [study.code(asked, "Rutiner")]),
        lambda: unlink_codes(asked, tid, [study.code(asked, "Tid")]),
        lambda: write_survey_note(asked, tid, Fit.CONFIRMATION, "Begge viser det."),
        lambda: write_survey_note(asked, tid, Fit.DISCORDANCE, "Eller ikke."),
        lambda: write_survey_note(asked, tid, Fit.OPEN, "Pers syn.", coder="Per"),
        lambda: choose_quotations(asked, tid, [coding.id]),
        lambda: drop_quotations(asked, tid, [coding.id]),
        lambda: write_survey_note(asked, tid, Fit.OPEN, " "),
        lambda: remove_indicator(asked, tid),
    ):
        states.append(study.dump(asked))
        actions = len(history(asked))
        change()
        assert len(history(asked)) == actions + 1
    last = study.dump(asked)
    assert [each.name for each in survey_indicators(asked)] == ["Har råd"]
    for state in reversed(states):
        undo(asked)
        assert study.dump(asked) == state
    for _ in states:
        redo(asked)
    assert study.dump(asked) == last
    assert check(asked) == []


def test_doing_it_twice_is_nothing(asked):
    tid, code = find_indicator(asked, "Har tid"), study.code(asked, "Tid")
    write_survey_note(asked, tid, Fit.OPEN, "Et syn.")
    actions = len(history(asked))
    assert link_codes(asked, tid, [code]) == 0
    write_survey_note(asked, tid, Fit.OPEN, "Et syn.\r\n")
    assert drop_quotations(asked, tid, [1]) == 0
    write_survey_note(asked, tid, Fit.OPEN, "", coder="Nobody")
    assert len(history(asked)) == actions
    with pytest.raises(NotFoundError, match="no coding 9999"):
        choose_quotations(asked, tid, [9999])


def test_an_indicator_is_found_by_words_of_its_name(asked):
    assert find_indicator(asked, " har  TID ").name == "Har tid"
    assert find_indicator(asked, "råd").name == "Har råd"
    with pytest.raises(InputError, match="2 indicators: “Har tid” or “Har råd”"):
        find_indicator(asked, "har")
    with pytest.raises(NotFoundError) as caught:
        find_indicator(asked, "Har td")
    assert "Har tid" in caught.value.remedy
    with pytest.raises(NotFoundError):
        find_indicator(asked, "  ")


def test_nothing_is_there_yet(project):
    with pytest.raises(NotFoundError) as caught:
        find_indicator(project, "x")
    assert "survey import" in caught.value.remedy


# The codebook


def test_a_merge_brings_links_to_the_target(asked):
    tid, rutiner = study.code(asked, "Tid"), study.code(asked, "Rutiner")
    before = study.dump(asked)
    edit.merge_codes(asked, [tid], rutiner)
    assert codes_of(asked, "Har tid") == ["Rutiner"]
    undo(asked)
    assert study.dump(asked) == before
    assert codes_of(asked, "Har tid") == ["Tid"]
    link_codes(asked, find_indicator(asked, "Har tid"), [rutiner])  # both are linked already
    edit.merge_codes(asked, [tid], rutiner)
    assert codes_of(asked, "Har tid") == ["Rutiner"]
    assert check(asked) == []


def test_a_deleted_code_takes_its_links_and_undo_brings_them_back(asked):
    before = study.dump(asked)
    edit.delete_code(asked, study.code(asked, "Ressursbarrierer"))
    assert [each.code_ids for each in survey_indicators(asked)] == [(), ()]
    undo(asked)
    assert study.dump(asked) == before
    edit.rename_code(asked, study.code(asked, "Tid"), "Kapasitet")
    assert codes_of(asked, "Har tid") == ["Kapasitet"]


def test_a_chosen_quotation_goes_over_when_codings_become_one(asked):
    source_id, start, end = study.find(asked, "Familie i nord", "hun hadde ikke tid")
    study.apply(asked, "Familie i nord", "hadde ikke tid. Hun", "Rutiner")
    mine = next(each for each in codings(asked) if (each.start, each.end) == (start, end))
    tid = find_indicator(asked, "Har tid")
    choose_quotations(asked, tid, [mine.id])
    before = study.dump(asked)
    edit.merge_codes(asked, [study.code(asked, "Tid")], study.code(asked, "Rutiner"))
    (kept,) = find_indicator(asked, "Har tid").quoted
    assert kept != mine.id
    assert kept in {each.id for each in codings(asked) if each.source_id == source_id}
    undo(asked)
    assert study.dump(asked) == before


# Consent


def test_a_withdrawal_leaves_nothing_in_survey_notes_and_their_history(project, tmp_path_factory):
    made = Study(project)
    source_id = made.add("Tordensønn 2023", SPOKEN, made.document)
    read_out = "Så ærfuglstøv over nøkkerosene den kvelden"
    table = "indicator,group,year,percent\nHar tid,mor,2023,5\n"
    elsewhere = tmp_path_factory.mktemp("tall") / "t.csv"
    import_survey(project, write(elsewhere, table + f"{read_out},mor,2023,5\n"))
    tid, other = survey_indicators(project)
    remove_indicator(project, other)
    link_codes(project, tid, [study.code(project, "Tid")])
    start = find_words(project, source_id, SPOKEN)
    study.add_codings(
        project,
        [study.NewCoding(source_id, study.code(project, "Tid").id, start, start + 20)],
        label="Coded",
    )
    own = next(each for each in codings(project) if each.source_id == source_id)
    others = next(each for each in codings(project) if each.source_id != source_id)
    choose_quotations(project, tid, [own.id, others.id])
    drop_quotations(project, tid, [own.id])
    choose_quotations(project, tid, [own.id])
    write_survey_note(project, tid, Fit.CONFIRMATION, f"Som hun sa: {SPOKEN.upper()}")
    with project.action(f"Noted “{SPOKEN}”"):
        write_survey_note(project, tid, Fit.EXPANSION, "Ett utsagn, ikke flere.")
    back_up(project)
    folder = project.path.parent
    assert planted(folder) == {"ærfuglstøv", "nøkkerosene"}
    withdraw(project, CASE)
    assert planted(folder) == set()
    assert check(project) == []
    left = find_indicator(project, "Har tid")
    assert left.quoted == (others.id,)
    assert [(note.fit, note.text) for note in left.notes] == [
        (Fit.EXPANSION, "Ett utsagn, ikke flere.")
    ]
    while True:
        try:
            undo(project)
        except NotFoundError:
            break
        assert check(project) == []
        assert planted(folder) == set()
    while True:
        try:
            redo(project)
        except NotFoundError:
            break
    assert find_indicator(project, "Har tid").quoted == (others.id,)
    project.close()
    assert planted(folder) == set()


def test_notes_and_indicators_that_quote_are_named_before_a_withdrawal(project, tmp_path):
    Study(project).add("Tordensønn 2023", SPOKEN, b"x")
    read_out = "Så ærfuglstøv over nøkkerosene den kvelden"
    text = f"indicator,group,year,percent\nHar tid,mor,2023,5\n{read_out},mor,2023,5\n"
    import_survey(project, write(tmp_path / "t.csv", text))
    assert plan_withdrawal(project, CASE).quotations == (f"the indicator “{read_out}”",)
    write_survey_note(project, survey_indicators(project)[0], Fit.OPEN, f"Sml. {SPOKEN}")
    assert plan_withdrawal(project, CASE).quotations == (
        "a note of Kari on the indicator “Har tid”",
        f"the indicator “{read_out}”",
    )


def find_words(project, source_id, words):
    text = project.value("SELECT text FROM sources WHERE id = ?", (source_id,))
    return text.index(words)


def planted(folder):
    content = b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
    words = ("ærfuglstøv", "nøkkerosene")
    return {word for word in words if any(form in content for form in forms(word))}


# Commands and the example


@pytest.fixture
def qualcode(monkeypatch, capsys):
    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["qualcode", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", None)
        with pytest.raises(SystemExit) as caught:
            main()
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return caught.value.code or 0, out, err

    return run


def test_the_commands(qualcode, project_file, tmp_path):
    table = write(tmp_path / "tall.csv", TABLE + "Har råd;ledere;2023;ca. 50;\n")
    assert "There are no survey figures" in qualcode("survey", "list", project_file)[1]
    _, out, _ = qualcode("survey", "import", project_file, table)
    assert "2 figures from tall.csv: 2 new" in out
    assert "2 indicators without a code" in out
    on = (project_file, "loven")
    assert "Linked 2 more codes" in qualcode("survey", "link", *on, "Tid", "Rutiner")[1]
    assert "Unlinked 1 code" in qualcode("survey", "unlink", *on, "rutiner")[1]
    done = qualcode("survey", "note", *on, "Ja.", "--fit", "discordance", "--as", "Per")
    assert "Noted discordance on “Kjenner loven”" in done[1]
    assert "Chose 1 quotation" in qualcode("survey", "quote", project_file, "loven", "2")[1]
    _, out, _ = qualcode("survey", "list", project_file)
    for told in ("about 50", "66.5", "1204", "Ressursbarrierer > Tid", "discordance (Per): Ja."):
        assert told in out
    written = tmp_path / "ut.csv"
    assert qualcode("survey", "list", project_file, "--out", written)[0] == 0
    assert "2 as before" in qualcode("survey", "import", project_file, written)[1]
    assert "Dropped 1" in qualcode("survey", "quote", project_file, "loven", "2", "--drop")[1]
    assert "Removed “Har råd” with 1 figure" in qualcode("survey", "remove", project_file, "råd")[1]
    bad = write(tmp_path / "d.csv", HEAD + "A;c;2023;x;\n")
    code, _, err = qualcode("survey", "import", project_file, bad)
    assert code == 1
    assert "d.csv, line 3, column prosent" in err
    assert qualcode("survey", "link", project_file, "loven", "Tidd")[0] == 1


# The table "The survey figures" of the evaluation's first report (ISBN 978-82-7570-732-9).
PUBLISHED = (
    ("Kjenner til", "ledere", "2023", 66, False),
    ("Kjenner til", "ansatte", "2023", 47, False),
    ("Har hørt om", "ledere", "2023", 26, False),
    ("Har hørt om", "ansatte", "2023", 36, False),
    ("Har arbeidet aktivt", "ledere", "2023", 94, False),
    ("Har arbeidet aktivt", "ansatte", "2023", 76, False),
    ("Har mange rutiner", "ledere", "2023", 77, False),
    ("Har mange rutiner", "ansatte", "2023", 68, False),
    ("Veien til tjenestene", "familier", "2023", 72, False),
    ("Tilbudet som helhet avlaster", "familier", "2023", 50, True),
    ("Tjenestene gir et samordnet tilbud", "familier", "2023", 50, True),
    ("Individuell plan", "familier", "2009", 20, False),
    ("Individuell plan", "familier", "2023", 8, False),
    ("En koordinator", "familier", "2023", 14, False),
)


def test_the_figures_of_the_example_are_the_published_ones(project):
    found = import_survey(project, ROOT / "corpora" / "samordning" / "survey.csv").figures
    assert len(found) == len(PUBLISHED)
    for figure, (begins, group, year, percent, approximate) in zip(found, PUBLISHED, strict=True):
        assert figure.indicator.startswith(begins)
        assert (figure.group, figure.year, figure.percent) == (group, year, percent)
        assert (figure.approximate, figure.n) == (approximate, None)


def test_notes_of_the_example_say_that_its_interviews_are_constructed():
    with (ROOT / "corpora/samordning/survey_notes.csv").open(encoding="utf-8", newline="") as file:
        notes = list(csv.DictReader(file))
    assert len(notes) >= 9
    assert {note["fit"] for note in notes} == {fit.value for fit in Fit}
    assert all("konstruerte intervjuene" in note["note"] for note in notes)
