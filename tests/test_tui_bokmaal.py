"""The user interface in bokmål: nothing English is left, and everything has room in 80×24."""

from __future__ import annotations

import ast
import asyncio
import re
from functools import partial

import pytest
from driving import drive, put_cursor, screen_text
from reviewing import make_queue
from rich.cells import cell_len
from rich.table import Table
from textual.widgets import Static

from qualcode.project.history import history
from qualcode.tui.actions import ACTIONS, GROUPS, actions_of
from qualcode.tui.app import QualcodeApp
from qualcode.tui.i18n import _, ngettext, use_language
from qualcode.tui.labels import translated
from qualcode.tui.screens.help import Help
from tools.catalogue import PACKAGE, messages, translations

WIDTH, HEIGHT = 80, 24


def _texts():
    """Each English text with its translation; singular and plural by themselves."""
    for message in translations():
        if message.pluralizable:
            yield from zip(message.id, message.string, strict=True)
        elif message.id:
            yield message.id, message.string


NORWEGIAN = dict(_texts())
_LETTERS = re.compile(r"[^\W\d_]")
_PLACEHOLDER = re.compile(r"{\w*}")


def _pattern(text: str) -> re.Pattern[str]:
    """What finds a message with anything in its placeholders."""
    words = r"\S+".join(map(re.escape, _PLACEHOLDER.split(text.strip())))
    return re.compile(rf"(?<!\w){words}(?!\w)")


_BOKMAAL = "\n".join(NORWEGIAN.values())
ENGLISH = {
    text: pattern
    for text in NORWEGIAN
    if text not in ("Home", "no")  # also the name of a key, and the beginning of a cut word
    and _LETTERS.search(_PLACEHOLDER.sub("", text))
    and not (pattern := _pattern(text)).search(_BOKMAAL)
}
"""What finds each message in English, but for words that are the same in bokmål."""


def english_in(shown: str) -> list[str]:
    """The messages of the catalogue that stand on a screen in English."""
    return [text for text, pattern in ENGLISH.items() if pattern.search(shown)]


def of_the_interface(pilot, project) -> str:
    """What is on the screen, without words of the project, and of tests in its history."""
    shown = screen_text(pilot)
    suggesters = [row[0] for row in project.rows("SELECT suggester FROM suggestion_runs")]
    labels = [one.label for one in history(project) if translated(one.label) == one.label]
    for words in sorted({*labels, *suggesters}, key=len, reverse=True):
        shown = shown.replace(words, "")
    return shown


@pytest.fixture(autouse=True)
def _in_bokmaal(tmp_path, monkeypatch):
    """The settings file says that the user wants bokmål."""
    monkeypatch.setenv("QUALCODE_CONFIG", str(tmp_path))
    (tmp_path / "settings.toml").write_text('language = "nb"\n')
    yield
    use_language("en")


async def rest(pilot) -> None:
    """Wait until what was begun beside has been shown."""
    await pilot.pause(0.02)
    for worker in [one for one in pilot.app.workers if one.group in ("reading", "counting")]:
        await worker.wait()
    await pilot.pause()


def has_room(pilot) -> None:
    """No line of hints is cut, and no dialogue reaches beyond the screen."""
    screen = pilot.app.screen
    assert all(cell_len(row) == WIDTH for row in screen_text(pilot).split("\n"))
    for hints in screen.query("#hints"):
        assert cell_len(str(hints.content)) <= WIDTH, hints.content
        assert not _last_line(pilot).endswith("…")
    for keys in screen.query(".keys"):
        assert 0 < keys.region.height <= 2
        assert keys.region.bottom < HEIGHT, keys.content
    for heading in screen.query("#heading, #title"):
        assert "…" not in screen_text(pilot).split("\n")[heading.region.y]


async def help_is_norwegian(pilot) -> None:
    """Help names every action of the screen in bokmål."""
    places = getattr(pilot.app.screen, "PLACES", ())
    await pilot.press("f1")
    await pilot.pause()
    assert isinstance(pilot.app.screen, Help)
    table = next(
        one.content for one in pilot.app.screen.query(Static) if isinstance(one.content, Table)
    )
    shown = [str(cell) for column in table.columns for cell in column.cells]
    expected = [action for action in actions_of(*places, "everywhere") if places]
    assert {NORWEGIAN[action.label] for action in expected} <= set(shown)
    assert {NORWEGIAN[action.help] for action in expected if action.help} <= set(shown)
    known = {NORWEGIAN[one] for action in ACTIONS for one in (action.label, action.help) if one}
    known |= {NORWEGIAN[group].upper() for group in GROUPS}
    keys = set(map(str, table.columns[0].cells)) - {NORWEGIAN[group].upper() for group in GROUPS}
    assert not set(shown) - known - keys - {""}
    assert not english_in("\n".join(set(shown) - keys))
    has_room(pilot)
    await pilot.press("escape")


WALKS = {
    "the workspace and its lists": ("", "f2", "f3", "escape ctrl+g"),
    "choosing and making codes": ("s enter", "ctrl+n"),
    "codings and memos": ("L", "escape m", "escape M", "end enter"),
    "suggestions, filters and runs": ("f5", "f4", "escape R", "escape N"),
    "search and hits": ("f6", "i k k e enter", "f7"),
    "analysis": ("f8", "w", "escape t", "v enter", "ctrl+e"),
    "history and importing": ("H", "I", "escape"),
    "the codebook": ("f12", "down e", "escape down i enter", "escape s", "escape d"),
}
"""Keys that lead from one place to the next."""


@pytest.mark.parametrize("walk", WALKS.values(), ids=WALKS)
def test_all_screens_are_in_bokmaal_and_have_room(project, walk):
    make_queue(project)

    async def steps(pilot):
        put_cursor(pilot, "hadde ikke tid")
        for keys in walk:
            for key in keys.split():
                await pilot.press(key)
                await rest(pilot)
            assert not english_in(of_the_interface(pilot, project)), screen_text(pilot)
            has_room(pilot)
            await help_is_norwegian(pilot)

    drive(project, steps, size=(WIDTH, HEIGHT))


@pytest.mark.parametrize("keys", ["", "n", "e", "o"], ids=["home", "a project", "example", "open"])
def test_home_is_in_bokmaal_and_has_room(tmp_path, monkeypatch, keys):
    monkeypatch.setenv("QUALCODE_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)

    async def go():
        async with QualcodeApp().run_test(size=(WIDTH, HEIGHT)) as pilot:
            await pilot.press(*keys)
            await rest(pilot)
            assert not english_in(screen_text(pilot)), screen_text(pilot)
            has_room(pilot)
            await help_is_norwegian(pilot)

    asyncio.run(go())


def test_the_palette_finds_commands_by_their_norwegian_names(project):
    async def steps(pilot):
        await pilot.press("ctrl+p")
        await pilot.pause(0.2)
        await pilot.press(*"marker", "space", *"et")
        for _attempt in range(50):
            await pilot.pause(0.1)
            if "Marker et ord" in screen_text(pilot):
                break
        assert "Marker et ord" in screen_text(pilot)
        assert not english_in(screen_text(pilot)), screen_text(pilot)

    drive(project, steps, size=(WIDTH, HEIGHT))


def test_what_was_done_is_told_in_bokmaal(project):
    async def steps(pilot):
        told = partial(_last_line, pilot)
        await pilot.press("s", "1")
        assert not english_in(told())
        await pilot.press("x")
        assert told().startswith("Fjernet ")
        await pilot.press("u")
        assert told().startswith("Angret: ")

    drive(project, steps, size=(WIDTH, HEIGHT))


def _last_line(pilot) -> str:
    return screen_text(pilot).split("\n")[-1].strip()


def test_numbers_choose_between_one_and_several():
    use_language("nb")
    one, several = ("{number} memo", "{number} memos")
    assert ngettext(one, several, 1) == "{number} memo"
    assert ngettext(one, several, 0) == ngettext(one, several, 2) == "{number} memoer"
    assert _("Undo") == "Angre"
    use_language("en")
    assert _("Undo") == "Undo"


def test_no_message_escapes_the_catalogue():
    """Literals in f-strings are not collected, nor a second plural of the same singular."""
    found = messages()
    collected = {
        text for one in found for text in ([one.id] if isinstance(one.id, str) else one.id)
    }
    missed = [
        f"{path.name}:{node.lineno}: {argument.value}"
        for path in PACKAGE.glob("tui/**/*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("_", "N_", "ngettext")
        for argument in node.args[:2]
        if isinstance(argument, ast.Constant)
        and isinstance(argument.value, str)
        and argument.value not in {*collected, ""}
    ]
    assert not missed
