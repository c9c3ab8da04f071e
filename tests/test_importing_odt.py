"""OpenDocument texts, made with odfdo and by hand."""

from __future__ import annotations

import io
import zipfile

import odfdo

from qualcode.importing.registry import read_transcript
from qualcode.model import Transcript

NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "style": "style",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
    }.items()
)
BOLD = """<style:style style:name="T1" style:family="text">
<style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="T2" style:family="text">
<style:text-properties fo:font-style="italic"/></style:style>"""


def with_text(xml: str) -> Transcript:
    content = (
        f"<office:document-content {NAMESPACES}><office:automatic-styles>{BOLD}"
        f"</office:automatic-styles><office:body><office:text>{xml}</office:text></office:body>"
        "</office:document-content>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    return read_transcript(file.getvalue(), "a.odt")


def words(transcript: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, transcript.text[turn.start : turn.end]) for turn in transcript.turns]


def test_a_document_that_odfdo_wrote():
    document = odfdo.Document("text")
    document.body.clear()
    document.body.append(odfdo.Header(1, "Intervju"))
    document.body.append(odfdo.Paragraph("I: Hva  tenker\tdu?\nÆrlig talt «nå» 😊"))
    document.body.append(odfdo.List(["R: Ja.", "Nei."]))
    table = odfdo.Table("Samtale", width=2, height=2)
    table.set_values([["I:", "Så?"], ["R:", "Mm."]])
    document.body.append(table)
    document.body.append(odfdo.Paragraph(""))
    document.body.append(odfdo.Paragraph("Slutt."))
    file = io.BytesIO()
    document.save(file)
    transcript = read_transcript(file.getvalue(), "a.odt")
    assert transcript.text == (
        "Intervju\nI: Hva  tenker\tdu?\nÆrlig talt «nå» 😊\nR: Ja.\nNei.\n"
        "I:\tSå?\nR:\tMm.\n\nSlutt."
    )
    assert words(transcript) == [
        ("", "Intervju"),
        ("I", "Hva  tenker\tdu?\nÆrlig talt «nå» 😊"),
        ("R", "Ja.\nNei."),
        ("I", "Så?"),
        ("R", "Mm.\n\nSlutt."),
    ]
    assert transcript.format == "odt"


def test_white_space_and_breaks():
    transcript = with_text(
        '<text:p>I: a<text:s/>b<text:s text:c="3"/>c<text:tab/>d<text:line-break/>e\n'
        "   f<text:soft-page-break/>g <text:span>h<text:a> i</text:a></text:span> j</text:p>"
        '<text:p>R: <text:s text:c="x"/><text:s text:c="-2"/><text:s text:c="99999999"/>å</text:p>'
    )
    assert transcript.text.startswith("I: a b   c\td\ne fg h i j\nR: ")
    assert words(transcript)[1] == ("R", "å")
    assert len(transcript.text) < 2000


def test_what_is_not_in_the_text_is_left_out_and_told_of():
    transcript = with_text(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>borte</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        '<text:p>I: Hva<text:change text:change-id="x"/><text:note text:note-class="footnote">'
        "<text:note-citation>1</text:note-citation><text:note-body><text:p>Note</text:p>"
        "</text:note-body></text:note> da<office:annotation><text:p>Kommentar</text:p>"
        "</office:annotation>?</text:p>"
    )
    assert transcript.text == "I: Hva da?"
    assert transcript.notes == (
        "Left out: footnotes (1).",
        "Left out: comments (1).",
        "Left out: tracked deletions (1).",
    )


def test_a_bold_start_that_comes_back_is_a_label():
    spoken = [("Kari", "Hva?"), ("Åse", "Ja."), ("Kari", "Så?"), ("Åse", "Nei.")]
    transcript = with_text(
        "".join(
            f'<text:p><text:span text:style-name="T1">{name}</text:span> {said}'
            '<text:span text:style-name="T1">!</text:span></text:p>'
            for name, said in spoken
        )
        + '<text:p><text:span text:style-name="T2">Kari</text:span> var der.</text:p>'
    )
    assert words(transcript) == [
        *((name, f"{said}!") for name, said in spoken[:3]),
        ("Åse", "Nei.!\nKari var der."),
    ]


def test_sections_boxes_headers_of_tables_and_nested_tables():
    transcript = with_text(
        "<text:section><text:p>Ja<draw:frame><svg:title>Bilde</svg:title><draw:text-box>"
        "<text:p>I boksen</text:p></draw:text-box></draw:frame> da.</text:p></text:section>"
        "<table:table><table:table-header-rows><table:table-row><table:table-cell>"
        "<text:p>Hvem</text:p></table:table-cell><table:table-cell><text:p>Hva</text:p>"
        "</table:table-cell></table:table-row></table:table-header-rows><table:table-row>"
        "<table:table-cell><text:p>Bø</text:p></table:table-cell><table:table-cell><table:table>"
        "<table:table-row><table:table-cell><text:p>Inni</text:p></table:table-cell>"
        "</table:table-row></table:table></table:table-cell></table:table-row></table:table>"
    )
    assert transcript.text == "Ja da.\nI boksen\nHvem\tHva\nBø\tInni"
