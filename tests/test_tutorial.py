"""docs/tutorial.md is true: its blocks run one after another, and print what stands under them."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest
from docx import Document

PAGE = (Path(__file__).parent.parent / "docs" / "tutorial.md").read_text("utf-8")
BLOCKS = re.findall(
    r"^```python\n(.*?)^```$(?:\n\n```text(?P<roughly> roughly)?\n(.*?)^```$)?",
    PAGE,
    re.MULTILINE | re.DOTALL,
)


def fits(shown, printed):
    """Whether a line of the page is what was printed; "…" at its end stands for anything."""
    if shown.endswith("…"):
        return printed.startswith(shown[:-1].rstrip())
    return shown == printed


def without_digits(text):
    return re.sub(r"\d+", "0", text)


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """The folder in which all of the page was run, what it made, and what each block printed."""
    folder = tmp_path_factory.mktemp("tutorial")
    names, printed = {}, []
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for number, (code, _, _) in enumerate(BLOCKS, 1):
            with contextlib.redirect_stdout(io.StringIO()) as out:
                exec(compile(code, f"block {number} of tutorial.md", "exec"), names)
            printed.append(out.getvalue())
    return folder, names, printed


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_block_prints_what_the_page_shows(ran, number):
    code, roughly, shown = BLOCKS[number]
    printed = ran[2][number]
    if roughly:
        shown, printed = without_digits(shown), without_digits(printed)
    shown, printed = shown.rstrip().split("\n"), printed.rstrip().split("\n")
    for at, (line, said) in enumerate(zip(shown, printed, strict=True), 1):
        assert fits(line.rstrip(), said.rstrip()), f"line {at} of what is printed by\n{code}"


def test_every_text_stands_under_its_code():
    assert len(BLOCKS) > 20
    assert PAGE.count("\n```text") == sum(bool(shown) for _, _, shown in BLOCKS)
    assert PAGE.count("```python") == len(BLOCKS)


def test_what_it_writes_can_be_read(ran):
    folder, names, _ = ran
    report = "\n".join(each.text for each in Document(str(folder / "rapport.docx")).paragraphs)
    assert "Hva familiene forteller" in report
    assert "ventetid" in report
    assert Document(str(folder / "familier.docx")).paragraphs
    assert "<svg" in (folder / "perspektiver.svg").read_text("utf-8")
    assert (folder / "perspektiver.xlsx").read_bytes().startswith(b"PK")
    assert "Kodinger etter perspective" in (folder / "perspektiver.html").read_text("utf-8")
    assert names["result"]._repr_html_().startswith("<h4>Frequencies</h4>")


def test_it_says_that_the_interviews_are_constructed():
    assert "interviews are constructed" in " ".join(PAGE.replace("*", "").split())
    assert "No real person" in PAGE
