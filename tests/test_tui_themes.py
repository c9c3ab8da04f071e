"""What is chosen can be told from the rest in every theme, and without colours."""

from __future__ import annotations

import pytest
from driving import drive, put_cursor, screen_text, workspace
from rich.style import Style
from textual.widgets import OptionList

from qualcode.tui.actions import use_keys
from qualcode.tui.screens.history import History

THEMES = ("textual-dark", "textual-light", "ansi-dark", "ansi-light")


@pytest.fixture
def theme(tmp_path, monkeypatch):
    """A function that chooses a theme in the settings file."""
    monkeypatch.setenv("QUALCODE_CONFIG", str(tmp_path))
    yield lambda name: (tmp_path / "settings.toml").write_text(f'theme = "{name}"\n')
    use_keys({})


def style_of(pilot, words: str) -> Style:
    """How words are drawn that stand on the screen."""
    for strip in pilot.app.screen._compositor.render_strips():
        text = "".join(segment.text for segment in strip)
        if words in text:
            at = text.index(words)
            for segment in strip:
                if at < len(segment.text):
                    return segment.style or Style()
                at -= len(segment.text)
    raise AssertionError(f"{words} is not on the screen:\n{screen_text(pilot)}")


@pytest.mark.parametrize("name", THEMES)
def test_the_bar_of_a_list_beside_a_field_is_seen(project, theme, name):
    theme(name)

    async def steps(pilot):
        assert pilot.app.theme == name
        put_cursor(pilot, "måtte bære")
        await pilot.press("s", "enter")
        await pilot.pause()
        options = pilot.app.screen.query_one(OptionList)
        assert not options.has_focus
        options.highlighted = _position(options, "Rutiner")
        await pilot.pause()
        chosen, other = (style_of(pilot, name) for name in ("Rutiner  Samo", "Koordinatorrollen"))
        assert chosen.bgcolor != other.bgcolor

    drive(project, steps)


def _position(options: OptionList, code: str) -> int:
    return next(
        at
        for at in range(options.option_count)
        if code in str(options.get_option_at_index(at).prompt)
    )


def test_without_colours_the_bar_is_bold(project, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")

    async def steps(pilot):
        assert pilot.app.no_color
        put_cursor(pilot, "måtte bære")
        await pilot.press("s", "enter")
        await pilot.pause()
        options = pilot.app.screen.query_one(OptionList)
        options.highlighted = _position(options, "Rutiner")
        await pilot.pause()
        assert style_of(pilot, "Rutiner  Samo").bold
        assert not style_of(pilot, "Koordinatorrollen").bold

    drive(project, steps)


@pytest.mark.parametrize("name", THEMES)
def test_only_the_action_that_undo_takes_back_has_a_mark(project, theme, name):
    theme(name)

    async def steps(pilot):
        await pilot.press("H")
        await pilot.pause(0.1)
        assert isinstance(pilot.app.screen, History)
        rows = screen_text(pilot).split("\n")
        assert sum("▶" in row for row in rows) == 1
        for strip in list(pilot.app.screen._compositor.render_strips())[4:8]:
            blank = next(segment for segment in strip if segment.text.strip() == "")
            assert not (blank.style and blank.style.underline)

    drive(project, steps)


@pytest.mark.parametrize(
    ("width", "sources", "codebook"), [(120, 26, 30), (160, 30, 40), (250, 32, 48)]
)
def test_wide_windows_have_wider_panes(project, width, sources, codebook):
    async def steps(pilot):
        screen = workspace(pilot)
        assert screen.query_one("#sources").outer_size.width == sources
        assert screen.query_one("#codebook").outer_size.width == codebook

    drive(project, steps, size=(width, 70))
