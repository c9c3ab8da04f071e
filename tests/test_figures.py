"""Figures: their size, their words, that they can be read in grey, and that they stay the same."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from qualcode.analysis.cooccurrence import cooccurrence
from qualcode.analysis.frequencies import frequencies, frequencies_by
from qualcode.errors import InputError
from qualcode.model import Code
from qualcode.reporting.figures import bars, dots, heatmap, network
from qualcode.reporting.figures.canvas import (
    WIDTH,
    fitted,
    ink_on,
    luminance,
    png,
    shades,
    svg,
    text_width,
)
from qualcode.reporting.figures.dots import Grid
from qualcode.reporting.figures.names import code_names, most_used
from qualcode.reporting.report import Drawing
from qualcode.reporting.reports import frequency_by_report

LONG = "Tverrfaglig samarbeidsutfordring mellom spesialisthelsetjenesten og kommunehelsetjenesten"


def code(number, name):
    return Code(number, f"guid-{number}", None, name, (name,), number)


def among(project, counts, names=None):
    """A co-occurrence with other numbers."""
    counts = np.array(counts)
    names = names or [f"Kode {number}" for number in range(len(counts))]
    codes = tuple(code(number, name) for number, name in enumerate(names))
    return replace(cooccurrence(project), codes=codes, counts=counts)


def many(project, size):
    counts = np.random.default_rng(1).integers(0, 40, (size, size))
    counts = np.triu(counts, 1) + np.triu(counts, 1).T
    np.fill_diagonal(counts, 300)
    return among(project, counts, [f"{LONG} {number}" for number in range(size)])


def drawings(project):
    found = cooccurrence(project)
    return {
        "heat map": heatmap.heatmap(found, "nb"),
        "network": network.network(found, "nb"),
        "bars": bars.bars(frequencies(project), "nb"),
        "dots": frequency_by_report(project, frequencies_by(project, "kommune")).figures[0],
    }


@pytest.mark.parametrize("name", ["heat map", "network", "bars", "dots"])
def test_figures_are_16_cm_wide_and_told_in_words(project, name):
    drawing = drawings(project)[name]
    root = ET.fromstring(svg(drawing))
    assert float(root.get("width").removesuffix("pt")) / 72 * 2.54 == pytest.approx(WIDTH, abs=0.01)
    assert root.get("role") == "img"
    assert drawing.alt in root.get("aria-label")
    assert len(drawing.alt) > 30
    space = "{http://www.w3.org/2000/svg}"
    assert root.find(f"{space}title").text == drawing.title
    assert not list(root.iter(f"{space}text")), "letters are outlines"
    assert not list(root.iter(f"{space}image"))
    assert not re.search(rb"<dc:date>|https?://(?!www\.w3\.org|purl|creative)", svg(drawing))
    with Image.open(BytesIO(png(drawing))) as image:
        assert image.width / 300 * 2.54 == pytest.approx(WIDTH, abs=0.02)
        assert image.text["Description"] == drawing.alt
        assert "Software" not in image.text


@pytest.mark.parametrize("size", [0, 1, 2, 7, 25, 90])
def test_any_number_of_codes(project, size):
    found = many(project, size)
    for draw in (heatmap.heatmap, network.network):
        root = ET.fromstring(svg(draw(found, "nn")))
        assert float(root.get("height").removesuffix("pt")) / 72 * 2.54 < 24.5
    if size == 90:
        assert "60 av 90" in heatmap.alt_text(found, "nn")


def test_codes_that_never_meet(project):
    found = among(project, np.diag([3, 2, 1]))
    assert heatmap.shown_codes(found) == []
    assert svg(heatmap.heatmap(found, "nb"))
    assert svg(network.network(found, "nb"))
    assert "Høyest" not in network.alt_text(found, "nb")


def test_darker_is_more_in_grey_as_in_colour():
    for number in range(1, 6):
        light = [luminance(shade) for shade in shades(number)]
        assert light == sorted(light, reverse=True)
        assert all(one - other > 0.03 for one, other in pairwise(light))


def test_a_heat_map_printed_in_grey_is_ordered_by_its_numbers(project):
    numbers = [1, 2, 4, 8, 16]
    size = len(numbers) + 1
    counts = np.zeros((size, size), dtype=np.int64)
    counts[0, 1:] = counts[1:, 0] = numbers
    np.fill_diagonal(counts, 20)
    found = among(project, counts)
    order = heatmap.shown_codes(found)
    with Image.open(BytesIO(png(heatmap.heatmap(found, "nb")))) as image:
        grey = np.asarray(image.convert("L"))
    across = min((WIDTH - heatmap._NAMES - 0.2 - heatmap._LEGEND - 0.2) / size, heatmap._WIDEST)
    down = min(max(across, heatmap._LOWEST), heatmap._HIGHEST_ROW)
    seen = {}
    for row, code_row in enumerate(order):
        for column in range(row):
            number = int(found.counts[code_row, order[column]])
            x = heatmap._NAMES + heatmap._MARGIN + (column + 0.12) * across
            y = heatmap._MARGIN + (row + 0.15) * down
            seen[number] = int(grey[int(y / 2.54 * 300), int(x / 2.54 * 300)])
    assert seen.pop(0) == 255, "what never occurs is paper"
    assert sorted(seen) == numbers
    shades_seen = [seen[number] for number in numbers]
    assert shades_seen == sorted(shades_seen, reverse=True)
    assert len(set(shades_seen)) == len(numbers)


def test_numbers_can_be_read_on_every_shade():
    for shade in shades():
        ground, ink = luminance(shade), luminance(ink_on(shade))
        contrast = (max(ground, ink) + 0.05) / (min(ground, ink) + 0.05)
        assert contrast > 4.5, shade


@settings(max_examples=40, deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60),
    st.floats(1, 8),
    st.integers(1, 3),
)
def test_names_fit(text, width, lines):
    broken = fitted(text, width, 7.5, lines)
    assert broken.count("\n") < lines
    assert all(text_width(line, 7.5) <= width for line in broken.split("\n"))
    if "…" not in broken:
        assert broken.split() == text.split()


def test_long_names_are_broken_before_they_are_cut():
    assert fitted(LONG, 3.5, 7.5, 1).endswith("…")
    assert fitted("Frustrert over helheten", 3.0, 7.5, 2) == "Frustrert over\nhelheten"


def test_names_that_several_codes_have():
    twins = [
        Code(1, "a", None, "Tid", ("Barriere", "Tid"), 1),
        Code(2, "b", None, "Tid", ("Tiltak", "Tid"), 2),
        code(3, "Rom"),
    ]
    assert code_names(twins) == ["Barriere > Tid", "Tiltak > Tid", "Rom"]
    assert most_used([0, 5, 1, 9], most=2) == [1, 3]


def test_signs_of_other_languages_in_names(project):
    names = ["$x_$ \\frac", "<script>alert(1)</script>", '😔 & "Tid"', "e\u0301 \u202e"]
    counts = np.full((4, 4), 3)
    drawing = heatmap.heatmap(among(project, counts, names), "nb")
    assert "<script>" in drawing.alt
    assert b"<script" not in svg(drawing)
    assert "\\frac" in drawing.alt
    assert "<script>" in ET.fromstring(svg(drawing)).get("aria-label")
    assert svg(network.network(among(project, counts, names), "nb"))


def test_a_variable_with_too_many_values():
    values = tuple(f"Kommune {number}" for number in range(200))
    grid = Grid("Kodinger", "codings", "kommune", ("Tid",), values, ((1,) * 200,))
    with pytest.raises(InputError, match="200 values"):
        svg(dots.dots(grid, "nb"))


def test_layout_keeps_strong_links_short(project):
    counts = np.ones((8, 8), dtype=np.int64)
    counts[0, 1] = counts[1, 0] = 60
    links = [(i, j, int(counts[i, j])) for i in range(8) for j in range(i + 1, 8)]
    points = network._layout(links, {number: number for number in range(8)})
    apart = [np.linalg.norm(points[i] - points[j]) for i, j, _ in links]
    assert apart[0] <= np.median(apart)
    assert points.min() >= 0
    assert points[:, 0].max() <= WIDTH


FRESH = """
import sys
from pathlib import Path
from qualcode.project import Project
from qualcode.analysis.cooccurrence import cooccurrence
from qualcode.reporting.cooccurrence import cooccurrence_report
from qualcode.reporting.formats import write_report
with Project.open(Path(sys.argv[1]), read_only=True) as project:
    report = cooccurrence_report(project, cooccurrence(project))
    assert "matplotlib" not in sys.modules
    write_report(project, report, Path(sys.argv[2]))
    write_report(project, report, Path(sys.argv[2]).with_suffix(".png"))
import matplotlib
print(matplotlib.rcParams["font.size"], "matplotlib.pyplot" in sys.modules)
"""


def test_the_same_figure_whatever_the_users_settings_and_home(project_file, project, tmp_path):
    config = tmp_path / "config"
    config.mkdir()
    (config / "matplotlibrc").write_text("font.size: 33\nbackend: TkAgg\nsvg.fonttype: none\n")
    made = []
    for number, settings_ in enumerate(
        (
            {"MPLCONFIGDIR": str(config), "PYTHONHASHSEED": "1"},
            {"HOME": "/proc/nowhere", "XDG_CONFIG_HOME": "/proc/nowhere", "PYTHONHASHSEED": "2"},
        )
    ):
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("XDG", "MPL"))}
        out = tmp_path / f"{number}.svg"
        done = subprocess.run(
            [sys.executable, "-c", FRESH, str(project_file), str(out)],
            env=environment | settings_,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stderr == ""
        made.append((done.stdout, out.read_bytes(), out.with_suffix(".png").read_bytes()))
    assert made[0][1:] == made[1][1:]
    assert made[0][0] == "33.0 False\n", "the user's settings are still theirs"


def test_settings_are_put_back_after_an_error():
    import matplotlib as mpl

    before = dict(mpl.rcParams)

    def fail():
        raise InputError("Nei.")

    with pytest.raises(InputError):
        svg(Drawing("a", "b", fail))
    assert dict(mpl.rcParams) == before
