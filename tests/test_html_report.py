"""The page that stands by itself, as text and in a browser."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import shutil
from html.parser import HTMLParser

import pytest
import study
from browser import Browser

from qualcode.analysis.cooccurrence import cooccurrence
from qualcode.analysis.frequencies import frequencies, frequencies_by
from qualcode.analysis.words.counting import Counting
from qualcode.analysis.words.frequencies import word_frequencies
from qualcode.codebook.edit import add_code
from qualcode.reporting import html
from qualcode.reporting.cooccurrence import cooccurrence_report
from qualcode.reporting.figures.dots import Grid, dots
from qualcode.reporting.formats import write_report
from qualcode.reporting.html import page
from qualcode.reporting.labels import labels_in
from qualcode.reporting.report import Made, Report
from qualcode.reporting.reports import (
    frequency_by_report,
    frequency_report,
)
from qualcode.reporting.tables import Table
from qualcode.reporting.words import word_report
from qualcode.reporting.written import number

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
MADE = Made("Nullpunkt", "nb", dt.date(2026, 1, 2), "1.2.3")
EVIL = "<script>document.title='tatt'</script>"
EVIL_CODE = '"<img src=x onerror="document.title=1" & co'


class Elements(HTMLParser):
    """The elements of a page in order, and the text of its table cells."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def all(self, tag):
        return [attributes for name, attributes in self.found if name == tag]


@pytest.fixture
def hostile(project):
    """The study with a code, a memo and an informant's words that would be markup."""
    add_code(project, EVIL_CODE)
    study.add(project, "</template><b>kilde", [("Mor", f"Jeg sa {EVIL} til dem.")])
    study.apply(project, "</template><b>kilde", EVIL, EVIL_CODE, memo="</article><script>1")
    return project


def test_users_words_are_never_markup(hostile):
    report = frequency_report(hostile, frequencies(hostile))
    text = page(report, MADE)
    elements = Elements(text)
    assert len(elements.all("script")) == 1
    assert not elements.all("img")
    assert not elements.all("b")
    assert len(elements.all("template")) == 1
    assert EVIL not in text
    assert "&lt;script&gt;document.title=" in text


def test_nothing_is_fetched_and_only_its_own_script_runs(project):
    text = page(cooccurrence_report(project, cooccurrence(project)), MADE)
    (policy,) = [each for each in Elements(text).all("meta") if "http-equiv" in each]
    assert policy["http-equiv"] == "Content-Security-Policy"
    assert "default-src 'none'" in policy["content"]
    assert "script-src 'sha256-" in policy["content"]
    assert "'unsafe-inline'" not in policy["content"].split("style-src")[0]
    for tag, attributes in Elements(text).found:
        assert tag not in {"link", "iframe", "object", "img", "base"}
        for name in ("src", "href", "xlink:href", "action", "onclick", "onload"):
            assert (attributes.get(name) or "#").startswith("#"), (tag, attributes)
    assert not re.search(r"@import|url\((?!#)", text)


def test_each_excerpt_is_there_once(project):
    report = frequency_report(project, frequencies(project))
    elements = Elements(page(report, MADE))
    names = [each["id"] for each in elements.all("article")]
    assert len(names) == len(set(names)) > 5
    asked = {
        name
        for each in elements.all("button")
        for name in (each.get("data-excerpts") or "").split()
    }
    assert asked == set(names)


def test_words_without_a_code_name_no_coder(project):
    found = word_frequencies(project, counting=Counting(min_count=1, min_cases=1))
    text = page(word_report(project, found), MADE)
    assert "<blockquote>Ja, men hun hadde ikke tid.</blockquote>" in text
    assert f"({labels_in('nb').coded_by} )" not in text


def test_numbers_as_people_write_them():
    assert number(12345, "nb") == "12\N{NO-BREAK SPACE}345"
    assert number(0.5, "nb", 2) == "0,50"
    assert number(-0.25, "en", 2) == "−0.25"
    table = Table("Tall", ("kode", "c"), (("a", 0.1), ("b", 0.0388), ("c", None), ("d", 2)))
    text = page(Report(table), MADE)
    assert ">0,1000<" in text
    assert ">udefinert<" in text


def test_too_many_excerpts_are_said(project, monkeypatch):
    monkeypatch.setattr(html, "MOST_EXCERPTS", 3)
    report = frequency_report(project, frequencies(project))
    text = page(report, MADE)
    assert len(Elements(text).all("article")) <= 6
    assert re.search(r"\d+ tall kan ikke åpnes: fila rommer \d utdrag", text)
    monkeypatch.setattr(html, "MOST_OF_A_CELL", 0)
    text = page(report, MADE)
    assert not Elements(text).all("article")
    assert "tall kan ikke åpnes" in text


def test_a_figure_that_has_no_room_is_said(project):
    values = tuple(f"By {place}" for place in range(12))
    grid = Grid("Kodinger", "codings", "kommune", ("Tid",), values, ((1,) * 12,))
    table = Table("Kodinger", ("kode", "n"), (("Tid", 12),))
    text = page(Report(table, figures=(dots(grid, "nb"),)), MADE)
    assert not Elements(text).all("svg")
    assert "Figuren er ikke med: kommune has 12 values" in text


def test_a_table_alone_is_a_page(empty_project):
    text = page(Report(Table("Koder", ("kode",), (), ("A note.",))), MADE)
    assert "Ingen rader i utvalget." in text
    assert '<ul lang="en"><li>A note.</li></ul>' in text
    assert not Elements(text).all("aside")


ROWS = "[...document.querySelectorAll('tbody tr')].map(row => row.cells[{}].textContent)"


@pytest.mark.system
@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
def test_in_a_browser(hostile, tmp_path):
    out = tmp_path / "by.html"
    report = frequency_by_report(hostile, frequencies_by(hostile, "kommune"))
    write_report(hostile, report, out, date=MADE.date)
    codes = [row[0] for row in report.readable.rows]
    last = len(report.table.columns) - 1

    async def look():
        async with Browser(CHROMIUM, tmp_path / "profile") as browser:
            await browser.call("Page.navigate", url=out.as_uri())
            while await browser.evaluate("document.readyState") != "complete":
                await asyncio.sleep(0.05)
            assert await browser.evaluate(ROWS.format(0)) == codes

            async def press(selector):
                await browser.evaluate(f"document.querySelector('{selector}').focus()")
                await browser.press_enter()
                await asyncio.sleep(0.05)

            total = "thead th:last-child button"
            await press(total)
            seen = await browser.evaluate(ROWS.format(last))
            numbers = [int(each) for each in seen]
            assert numbers[:-1] == sorted(numbers[:-1], reverse=True)
            assert numbers[-1] == report.table.rows[-1][-1], "the sum stays last"
            state = "document.querySelector('thead th:last-child').getAttribute('aria-sort')"
            assert await browser.evaluate(state) == "descending"
            await press(total)
            seen = [int(each) for each in await browser.evaluate(ROWS.format(last))]
            assert seen[:-1] == sorted(seen[:-1])
            await press(total)
            assert await browser.evaluate(ROWS.format(0)) == codes

            reader = "document.getElementById('reader')"
            assert await browser.evaluate(f"{reader}.hidden") is True
            await press("td button")
            assert await browser.evaluate(f"{reader}.hidden") is False
            button = "document.querySelector('td button')"
            number_ = int(await browser.evaluate(f"{button}.textContent"))
            shown = f"{reader}.querySelectorAll('article').length"
            assert await browser.evaluate(shown) == number_
            assert await browser.evaluate(f"document.activeElement === {reader}") is True
            await browser.evaluate(
                "document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'}))"
            )
            assert await browser.evaluate(f"{reader}.hidden") is True
            assert await browser.evaluate(f"document.activeElement === {button}") is True

            evil = codes.index(EVIL_CODE)
            await browser.evaluate(
                f"document.querySelectorAll('tbody tr')[{evil}].querySelector('td button').click()"
            )
            assert EVIL in await browser.evaluate(
                f"{reader}.querySelector('blockquote').textContent"
            )
            assert "<script>1" in await browser.evaluate(f"{reader}.textContent")
            assert await browser.evaluate("document.title") == "Kodinger etter kommune – Nullpunkt"
            assert browser.asked_for == [out.as_uri()]
            await browser.evaluate(
                "document.blocked = []; document.addEventListener('securitypolicyviolation',"
                "(event) => document.blocked.push(event.blockedURI));"
                "const s = document.createElement('script');"
                "s.textContent = \"document.title = 'tatt'\"; document.body.append(s);"
                "document.body.insertAdjacentHTML('beforeend', '<img src=http://example.org/x>')"
            )
            await asyncio.sleep(0.3)
            assert await browser.evaluate("document.title") != "tatt", "the policy holds"
            blocked = await browser.evaluate("document.blocked")
            assert sorted(blocked) == ["http://example.org/x", "inline"]

    asyncio.run(look())
