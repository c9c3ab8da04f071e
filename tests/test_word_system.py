from __future__ import annotations

import shutil
import subprocess

import pytest
from test_word_excerpts import make_excerpt, make_report

from qualcode.reporting.word import write_excerpts


@pytest.mark.system
@pytest.mark.skipif(shutil.which("soffice") is None, reason="soffice (LibreOffice) is missing")
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler) is missing")
def test_libreoffice_reads_the_report(tmp_path):
    quotes = ["«Det er ikke vårt bord», sa de.", "Eg måtte forklare <alt> & på nytt."]
    excerpts = [make_excerpt(quote, memos=("Se feltnotat.",), turn=7) for quote in quotes]
    write_excerpts(make_report({1: excerpts}), tmp_path / "report.docx")
    profile = (tmp_path / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", tmp_path, tmp_path / "report.docx"],
        check=True,
        capture_output=True,
        timeout=120,
    )
    text = subprocess.run(
        ["pdftotext", tmp_path / "report.pdf", "-"], check=True, capture_output=True, text=True
    ).stdout
    for words in [*quotes, "Se feltnotat.", "replikk 7", "Innhold", "Side 1 av"]:
        assert words in text
