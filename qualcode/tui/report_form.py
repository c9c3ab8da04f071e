"""The options of a kind of report as a form: a line for each, filled in with the defaults."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Input, Static

from qualcode.errors import QualcodeError
from qualcode.reporting.kinds.options import Kind, Option, options_of
from qualcode.tui.i18n import _
from qualcode.tui.report_fields import option_label, read, word_label, written

Names = Callable[[Option, Sequence[str]], list[str]]
"""The names that the project has for an option, given the variables that the report is about."""

Said = str | bool | None
"""What stands in a field: a text, a word of an enumeration, yes or no; None for no word."""


class Pick(Static, can_focus=True):
    """One of a few words; the arrows go through them, and a click takes the next."""

    BINDINGS: ClassVar = [
        ("left", "turn(-1)", ""),
        ("right,space", "turn(1)", ""),
        ("enter", "submit", ""),
    ]

    class Changed(Message):
        """Another word was chosen."""

    class Submitted(Message):
        """The user has pressed Enter."""

    def __init__(self, words: Sequence[tuple[str, Said]], chosen: Said) -> None:
        super().__init__(classes="control")
        self._words = words
        values = [value for _label, value in words]
        self._at = values.index(chosen) if chosen in values else 0

    @property
    def said(self) -> Said:
        """The word that is chosen."""
        return self._words[self._at][1]

    @property
    def words(self) -> list[str]:
        """All words, as people read them."""
        return [label for label, _value in self._words]

    def render(self) -> Text:
        """The word between the arrows that change it."""
        return Text(f"‹ {self._words[self._at][0]} ›", no_wrap=True, overflow="ellipsis")

    def choose(self, position: int) -> None:
        """Choose a word by its position."""
        self._at = position
        self.refresh()
        self.post_message(self.Changed())

    def action_turn(self, steps: int) -> None:
        """Choose the next word, or the one before."""
        self.choose((self._at + steps) % len(self._words))

    def action_submit(self) -> None:
        """Enter is for the whole form."""
        self.post_message(self.Submitted())

    def on_click(self) -> None:
        """Choose the next word."""
        self.action_turn(1)


class _Completing(Suggester):
    """Completes the name that is being typed, the last of several."""

    def __init__(self, names: Callable[[], list[str]], *, several: bool) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._names = names
        self._several = several

    async def get_suggestion(self, value: str) -> str | None:
        typed = value.rpartition(",")[2].lstrip() if self._several else value.lstrip()
        if not typed:
            return None
        lead = value[: len(value) - len(typed)]
        found = (name for name in self._names() if name.casefold().startswith(typed.casefold()))
        name = next(found, None)
        return None if name is None else lead + typed + name[len(typed) :]


class Field(Horizontal):
    """An option with its name and what stands there."""

    def __init__(self, option: Option, said: Said, names: Callable[[], list[str]]) -> None:
        super().__init__(classes="field")
        self.option = option
        self.names = names
        self._said = said

    def compose(self) -> ComposeResult:
        """Lay out the name, and a line or words to choose from."""
        option = self.option
        yield Static(option_label(option), classes="name", markup=False)
        if issubclass(option.type, StrEnum) and not option.several:
            words: list[tuple[str, Said]] = [("—", None)] if option.default is None else []
            yield Pick([*words, *((word_label(one), one.value) for one in option.type)], self._said)
        elif option.type is bool:
            yield Pick([(_("no"), False), (_("yes"), True)], self._said)
        else:
            suggester = _Completing(self.names, several=option.several) if option.known else None
            yield Input(str(self._said or ""), suggester=suggester, classes="control")

    @property
    def control(self) -> Widget:
        """Where the option is said."""
        return self.query_one(".control")

    @property
    def said(self) -> Said:
        """What stands in the field."""
        control = self.query_one(".control")
        return control.value if isinstance(control, Input) else self.query_one(Pick).said

    def say(self, words: str) -> None:
        """Put a name in the line: after the others where there may be several."""
        line = self.query_one(Input)
        if self.option.several and (kept := line.value.rpartition(",")[0].strip()):
            words = f"{kept}, {words}"
        line.value = words
        line.cursor_position = len(words)

    def value(self) -> Any:
        """What the option is; raises `InputError`."""
        said = self.said
        if isinstance(said, str) and not issubclass(self.option.type, StrEnum):
            return read(self.option, said)
        return said


class ReportForm(VerticalScroll, can_focus=False):
    """The fields of one kind."""

    DEFAULT_CSS = """
    ReportForm { height: 1fr; scrollbar-size-vertical: 1; }
    ReportForm .field { height: 1; }
    ReportForm .name { width: 15; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis; }
    ReportForm .control { width: 1fr; height: 1; border: none; padding: 0 1; background: $boost; }
    ReportForm .control:focus { border: none; background: $primary 20%; text-style: bold; }
    ReportForm .wrong { color: $text-error; height: auto; padding: 0 1; }
    """

    class Asked(Message):
        """The user wants the report with what the form says."""

    class Entered(Message):
        """The user has come to a field."""

        def __init__(self, field: Field) -> None:
            super().__init__()
            self.field = field

    def __init__(self, names: Names) -> None:
        super().__init__(id="form")
        self._names = names

    async def show(self, kind: Kind, said: Mapping[str, Said]) -> None:
        """Show the options of a kind, with what was said of them before."""
        async with self.batch():
            await self.remove_children()
            await self.mount_all(
                Field(option, said.get(option.name, _default(option)), self._offered(option))
                for option in options_of(kind)
            )
        self.scroll_home(animate=False)

    def _offered(self, option: Option) -> Callable[[], list[str]]:
        return lambda: self._names(option, self._variables())

    def _variables(self) -> list[str]:
        """The variables that the report is about so far."""
        said = (one.said for one in self.fields if one.option.name == "variable")
        return [part.strip() for words in said for part in str(words or "").split(",")]

    @property
    def fields(self) -> list[Field]:
        """The fields from the top."""
        return list(self.query(Field))

    @property
    def said(self) -> dict[str, Said]:
        """What stands in the fields, by option."""
        return {field.option.name: field.said for field in self.fields}

    def values(self) -> tuple[dict[str, Any], list[tuple[Field, str]]]:
        """What the options are, and what is wrong with which."""
        values: dict[str, Any] = {}
        wrong = []
        for field in self.fields:
            try:
                values[field.option.name] = field.value()
            except QualcodeError as error:
                wrong.append((field, error.what))
        return values, wrong

    def tell(self, wrong: Sequence[tuple[Field, str]]) -> None:
        """Say at each field what is wrong with it, and go to the first."""
        self.query(".wrong").remove()
        for field, told in wrong:
            self.mount(Static(told, classes="wrong", markup=False), after=field)
        for field, _told in wrong[:1]:
            self.screen.set_focus(field.control)

    @property
    def at_focus(self) -> Field | None:
        """The field that has the focus."""
        focused = self.screen.focused
        return next((field for field in self.fields if field.control is focused), None)

    def step(self, steps: int) -> None:
        """Go to another field."""
        fields, here = self.fields, self.at_focus
        if fields:
            at = fields.index(here) + steps if here else 0
            # Not `focus`, which comes later: the next key may be here by then.
            self.screen.set_focus(fields[min(max(at, 0), len(fields) - 1)].control)

    def on_descendant_focus(self) -> None:
        """Tell which field the user has come to."""
        if (field := self.at_focus) is not None:
            field.scroll_visible(animate=False)
            self.post_message(self.Entered(field))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in a line wants the report."""
        event.stop()
        self.post_message(self.Asked())

    def on_pick_submitted(self, event: Pick.Submitted) -> None:
        """So does Enter on a word."""
        event.stop()
        self.post_message(self.Asked())


def _default(option: Option) -> Said:
    default = option.default
    if isinstance(default, StrEnum):
        return default.value
    if isinstance(default, bool) or (default is None and issubclass(option.type, StrEnum)):
        return default
    return written(option, default)
