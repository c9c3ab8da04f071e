from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.errors import InputError
from qualcode.model import Code, Excerpt
from qualcode.reporting.word import Counts, ExcerptReport, write_excerpts
from qualcode.reporting.word.xml import legal

DATE = dt.date(2026, 3, 5)


def make_code(number: int, *path: str, parent: int | None = None, **fields) -> Code:
    return Code(number, f"guid-{number}", parent, path[-1], path, number, **fields)


def make_excerpt(text: str = "Vi ventet lenge.", **fields) -> Excerpt:
    given_fields = {
        "source": "Intervju 1",
        "start": 0,
        "end": len(text),
        "codes": (("Tilgang",),),
        "coders": ("Anne Hansen",),
        "coding_ids": (1,),
    }
    return Excerpt(text=text, **(given_fields | fields))


CODES = (
    make_code(1, "Tilgang", definition="Veien inn.", colour="#c0392B"),
    make_code(2, "Tilgang", "Ventetid", parent=1),
    make_code(3, "Tilgang", "Ventetid", "Før vedtak", parent=2, colour="blå"),
    make_code(4, "Tilgang", "Reiseveg", parent=1),
    make_code(5, "Håp & <tro>"),
    make_code(6, "Håp & <tro>", "Framtid", parent=5),
)


def make_report(excerpts: dict[int, list[Excerpt]] | None = None, **fields) -> ExcerptReport:
    if excerpts is None:
        excerpts = {
            3: [make_excerpt("Tre år før vedtaket.")],
            1: [make_excerpt("Det første."), make_excerpt("Det andre.")],
            6: [make_excerpt("Det går bra.")],
        }
    given_fields = {
        "title": "Utdrag om håp",
        "project": "Prosjektet vårt",
        "language": "nb",
        "date": DATE,
        "codes": CODES,
        "counts": {1: Counts(2, 1, 1), 3: Counts(1204, 1, 0), 6: Counts(1, 1, 1)},
        "excerpts": excerpts,
        "selection": (("Runde", "2"),),
    }
    return ExcerptReport(**(given_fields | fields))


def written(folder: Path, report: ExcerptReport, template: Path | None = None) -> Document:
    out = folder / "report.docx"
    write_excerpts(report, out, template=template)
    return docx.Document(str(out))


def in_style(document: Document, *styles: str) -> list[str]:
    return [p.text for p in document.paragraphs if p.style.name in styles]


def words(element) -> str:
    return "".join(text.text for text in element.iter(qn("w:t")))


def one(folder: Path, excerpt: Excerpt, **fields) -> list[tuple[str, str]]:
    """Style and text of the paragraphs of a single excerpt of the first code."""
    document = written(folder, make_report({1: [excerpt]}, **fields))
    lines = [(p.style.name.removeprefix("Qualcode "), p.text) for p in document.paragraphs]
    return lines[lines.index(("Definition", "Veien inn.")) + 1 :]


def test_headings_follow_the_tree_and_own_excerpts_precede_those_of_children(tmp_path):
    document = written(tmp_path, make_report())
    wanted = [
        ("Heading 1", "Koder"),
        ("Heading 1", "Tilgang"),
        ("Qualcode Excerpt", "Det første."),
        ("Qualcode Excerpt", "Det andre."),
        ("Heading 2", "Ventetid"),
        ("Heading 3", "Før vedtak"),
        ("Qualcode Excerpt", "Tre år før vedtaket."),
        ("Heading 1", "Håp & <tro>"),
        ("Heading 2", "Framtid"),
        ("Qualcode Excerpt", "Det går bra."),
    ]
    names = {style for style, _ in wanted}
    found = [(p.style.name, p.text) for p in document.paragraphs if p.style.name in names]
    assert found == wanted
    assert [p.text for p in document.paragraphs if p.style.name == "Title"] == ["Utdrag om håp"]


def test_word_has_nine_levels_of_headings(tmp_path):
    paths = [tuple(f"Nivå {n}" for n in range(1, depth + 1)) for depth in range(1, 12)]
    codes = tuple(
        make_code(n, *path, parent=n - 1 if n > 1 else None)
        for n, path in enumerate(paths, start=1)
    )
    document = written(tmp_path, make_report({11: [make_excerpt()]}, codes=codes, counts={}))
    styles = [p.style.name for p in document.paragraphs if p.text.startswith("Nivå")]
    assert styles == [f"Heading {min(n, 9)}" for n in range(1, 12)]


def test_a_code_without_its_parents_stands_at_the_top_with_its_path(tmp_path):
    report = make_report({3: [make_excerpt()]}, codes=(CODES[2],))
    document = written(tmp_path, report)
    assert in_style(document, "Heading 1") == ["Koder", "Tilgang > Ventetid > Før vedtak"]


def test_the_quote_comes_with_context_reference_and_memo(tmp_path):
    excerpt = make_excerpt(
        "Vi ventet.\nINTERVJUER: Hvor lenge?\n\nKARI: I tre år.",
        case="Familie 4",
        speaker="Kari",
        turn=14,
        line=88,
        time_start=3725.9,
        coders=("Anne Hansen", "BL"),
        codes=(("Tilgang",), ("Håp & <tro>", "Framtid")),
        other_codes=(("Tilgang", "Ventetid"), ("Tilgang",)),
        memos=("Uklart.\nSpør igjen.", " ", "Annet."),
        variables={"Kommune": "Voss", "Runde": "2"},
        before="INTERVJUER: Fortell.",
        after="INTERVJUER: Takk.\n",
    )
    assert one(tmp_path, excerpt, variables=("Kommune", "Alder")) == [
        ("Context", "INTERVJUER: Fortell."),
        ("Excerpt", "Vi ventet."),
        ("Excerpt", "INTERVJUER: Hvor lenge?"),
        ("Excerpt", "KARI: I tre år."),
        ("Context", "INTERVJUER: Takk."),
        (
            "Reference",
            "Intervju 1\xa0· Familie 4\xa0· Kari\xa0· replikk 14\xa0· linje 88\xa0· 1:02:05"
            "\xa0· Voss\xa0· kodet av Anne Hansen, BL"
            "\xa0· også kodet Håp & <tro> > Framtid; Tilgang > Ventetid",
        ),
        ("Memo", "Memo: Uklart.\nSpør igjen."),
        ("Memo", "Memo: Annet."),
    ]


def test_what_is_not_known_is_not_in_the_reference(tmp_path):
    excerpt = make_excerpt(coders=(), case="Intervju 1", speaker="Intervju 1", time_start=0.0)
    assert one(tmp_path, excerpt)[-1] == ("Reference", "Intervju 1\xa0· linje 1\xa0· 0:00:00")


@pytest.mark.parametrize(
    ("language", "tag", "reference", "date", "table", "count"),
    [
        ("nb", "nb-NO", "replikk 2\xa0· linje 3", "5. mars 2026", "Kodinger", "1\xa0204"),
        ("nn", "nn-NO", "replikk 2\xa0· linje 3", "5. mars 2026", "Kodingar", "1\xa0204"),
        ("en", "en-GB", "turn 2\xa0· line 3", "5 March 2026", "Codings", "1,204"),
    ],
)
def test_the_document_is_in_the_language_of_the_project(
    tmp_path, language, tag, reference, date, table, count
):
    report = make_report({1: [make_excerpt(turn=2, line=3)]}, language=language)
    document = written(tmp_path, report)
    assert reference in in_style(document, "Qualcode Reference")[0]
    assert any(line.endswith(f"\t{date}") for line in in_style(document, "Qualcode Details"))
    assert document.tables[0].cell(0, 3).text == table
    assert document.tables[0].cell(3, 3).text == count
    assert document.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == tag
    assert document.core_properties.language == tag


def test_an_unknown_language_is_refused(tmp_path):
    with pytest.raises(InputError, match="“sv”"):
        written(tmp_path, make_report(language="sv"))


def test_the_code_table_counts_every_code(tmp_path):
    table = written(tmp_path, make_report()).tables[0]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["", "Kode", "Definisjon", "Kodinger", "Kilder", "Caser"]
    assert rows[1] == ["", "Tilgang", "Veien inn.", "2", "1", "1"]
    assert rows[4] == ["", "Reiseveg", "", "0", "0", "0"]
    assert len(rows) == 1 + len(CODES)
    headers = [bool(row._tr.findall(f".//{qn('w:tblHeader')}")) for row in table.rows]
    assert headers == [True] + [False] * len(CODES)
    fills = [shade.get(qn("w:fill")) for shade in table._tbl.iter(qn("w:shd"))]
    assert fills == ["C0392B"]  # "blå" is no colour that Word knows
    names = [row.cells[1].paragraphs[0].paragraph_format.left_indent for row in table.rows[1:4]]
    assert names[0] == 0 and 0 < names[1] < names[2]


def test_the_contents_lead_to_every_heading_without_asking_to_be_updated(tmp_path):
    document = written(tmp_path, make_report())
    body = document.element.body
    contents = body.find(qn("w:sdt"))
    kinds = [mark.get(qn("w:fldCharType")) for mark in contents.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]
    assert contents.find(f".//{qn('w:instrText')}").text.split()[:2] == ["TOC", "\\o"]
    names = {mark.get(qn("w:name")): mark.getparent() for mark in body.iter(qn("w:bookmarkStart"))}
    ids = [mark.get(qn("w:id")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert len(set(ids)) == len(ids) == len(names)
    lines = [
        (words(link), words(names[link.get(qn("w:anchor"))]))
        for link in contents.iter(qn("w:hyperlink"))
    ]
    assert all(line == heading for line, heading in lines)
    assert [line for line, _ in lines] == in_style(document, "Heading 1", "Heading 2", "Heading 3")
    assert document.settings.element.find(qn("w:updateFields")) is None
    assert not body.xpath("//w:fldChar[@w:dirty]")


def test_the_quote_stays_with_its_reference(tmp_path):
    long = make_excerpt("En.\nTo.", before="Før.", after="Etter.", memos=("Memo.",))
    document = written(tmp_path, make_report({1: [long]}))
    kept = [
        p.paragraph_format.keep_with_next
        for p in document.paragraphs
        if p.style.name in ("Qualcode Context", "Qualcode Excerpt", "Qualcode Reference")
    ]
    assert kept == [True, None, True, True, True]
    for name in ("Heading 1", "Heading 9", "Qualcode Definition"):
        style = document.styles[name]
        while style.paragraph_format.keep_with_next is None:
            style = style.base_style
        assert style.paragraph_format.keep_with_next


def test_a_selection_without_excerpts_says_so(tmp_path):
    document = written(tmp_path, make_report({1: []}, counts={}))
    assert document.paragraphs[-1].text == "Ingen utdrag i utvalget."
    assert in_style(document, "Heading 1") == ["Koder"]
    assert len(document.tables[0].rows) == 1 + len(CODES)


def test_excerpts_of_unlisted_codes_are_not_lost_silently():
    with pytest.raises(ValueError, match="77"):
        make_report({77: [make_excerpt()]})


@pytest.mark.parametrize(
    "text",
    [
        "  innrykk og hale \t ",
        "a\tb\t\tc",
        "<w:p>&amp; ]]> \"sitat\" 'enkelt'",
        "hardt\xa0mellomrom, myk\xad binde\u2011strek",
        "👩‍👧 og 𝒜, ǿ i NFD: ǿ",
        '{ HYPERLINK "https://example.org" } =1+1 MERGEFIELD',
        "ord " * 50_000 + "slutt",
    ],
)
def test_words_survive(tmp_path, text):
    plain = written(tmp_path, make_report({1: [make_excerpt("Noe annet.")]}))
    document = written(tmp_path, make_report({1: [make_excerpt(text)]}))
    assert in_style(document, "Qualcode Excerpt") == [text]
    fields = "//w:instrText | //w:fldSimple | //w:hyperlink"
    assert len(document.element.xpath(fields)) == len(plain.element.xpath(fields))


def test_characters_that_no_xml_holds_are_replaced_everywhere(tmp_path):
    bad = "a\x00b\x0cc\ufffed\ud800e"
    code = make_code(1, bad, definition=bad, colour=bad)
    excerpt = make_excerpt(
        bad, source=bad, speaker=bad, coders=(bad,), memos=(bad,), codes=((bad,),)
    )
    report = make_report(
        {1: [excerpt]}, codes=(code,), title=bad, project=bad, selection=((bad, bad),)
    )
    document = written(tmp_path, report)
    assert in_style(document, "Qualcode Excerpt") == ["a�b�c�d�e"]
    assert document.core_properties.title == "a�b�c�d�e"


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(st.characters(exclude_characters="\r")))
def test_every_line_with_words_is_a_paragraph(tmp_path, text):
    document = written(tmp_path, make_report({1: [make_excerpt(text)]}))
    lines = [legal(line) for line in text.split("\n") if line.strip()]
    assert in_style(document, "Qualcode Excerpt") == (lines or [""])


def test_properties_and_page(tmp_path):
    document = written(tmp_path, make_report(title="T" * 300))
    properties = document.core_properties
    assert (properties.title, properties.author) == ("T" * 255, "qualcode")
    assert properties.created.date() == properties.modified.date() == DATE
    section = document.sections[0]
    size = [section.page_width.cm, section.page_height.cm, section.left_margin.cm]
    assert size == pytest.approx([21, 29.7, 2.5], abs=0.01)
    footer = section.footer.paragraphs[0]
    assert [field.get(qn("w:instr")).strip() for field in footer._p.iter(qn("w:fldSimple"))] == [
        "PAGE",
        "NUMPAGES",
    ]


def test_progress_ends_with_everything_done(tmp_path):
    report = make_report({1: [make_excerpt()] * 300})
    steps: list[tuple[int, int]] = []
    write_excerpts(report, tmp_path / "a.docx", progress=lambda *step: steps.append(step))
    assert steps == [(100, 300), (200, 300), (300, 300)]


def test_the_same_report_gives_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        write_excerpts(make_report(), tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    write_excerpts(replace(make_report(), date=DATE + dt.timedelta(1)), tmp_path / "b")
    assert (tmp_path / "a").read_bytes() != (tmp_path / "b").read_bytes()
