"""All fields of a code in one form; nothing that was typed is lost, whatever happens meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static, TextArea

from qualcode.codebook.draft import LIST_FIELDS, TEXT_FIELDS, clean, is_colour
from qualcode.model import Code
from qualcode.tui.actions import Where, bindings
from qualcode.tui.actions import keys_by_name as key
from qualcode.tui.code_names import brief
from qualcode.tui.i18n import N_, _
from qualcode.tui.screens.dialogue import Dialogue, key_line

# Paul Tol's bright and muted schemes, which people with colour-vision deficiency can tell apart.
COLOURS = (
    "#4477AA", "#66CCEE", "#228833", "#CCBB44", "#EE6677", "#AA3377",
    "#332288", "#44AA99", "#117733", "#999933", "#DDCC77", "#CC6677", "#882255",
)  # fmt: skip

_LABELS = {
    "definition": N_("Definition"),
    "when_to_use": N_("When to use it"),
    "when_not_to_use": N_("When not"),
    "examples": N_("Examples, one a line"),
    "indicator_terms": N_("Indicator terms, one a line"),
}
_NAMES = {"name": N_("Name"), "colour": N_("Colour"), **_LABELS}
_ROWS = {"definition": 4, "examples": 3, "indicator_terms": 3}

Fields = dict[str, Any]


class ColourInput(Input):
    """A colour as #RRGGBB; the arrows go through those that are easily told apart."""

    def on_key(self, event: events.Key) -> None:
        """Choose the next colour or the one before; after the last comes none."""
        if event.key in ("up", "down"):
            event.stop()
            event.prevent_default()
            choices = ("", *COLOURS)
            at = choices.index(self.value) if self.value in choices else 0
            self.value = choices[(at + (1 if event.key == "down" else -1)) % len(choices)]
            self.cursor_position = len(self.value)


def fields_of(code: Code | None) -> Fields:
    """A code's fields as the form has them; empty ones for a code that is to be made."""
    if code is None:
        return {
            "name": "",
            **dict.fromkeys(TEXT_FIELDS, ""),
            **dict.fromkeys(LIST_FIELDS, ()),
            "colour": "",
        }
    names = ("name", *TEXT_FIELDS, *LIST_FIELDS, "colour")
    return {name: getattr(code, name) for name in names}


def entries(text: str) -> tuple[str, ...]:
    """The lines of a text that have words, each once."""
    return tuple(dict.fromkeys(line for part in text.split("\n") if (line := part.strip())))


class CodeForm(Dialogue[None]):
    """Lets a code be edited, or a new one be described.

    `now` gives the code as the project has it when it is saved: what another program has changed
    meanwhile is told before it is written over, and a code that is gone can be made anew. `store`
    gets the fields that were changed, or all of them for a new code, and gives what was wrong, ""
    for nothing; until nothing is, the form stays open.
    """

    PLACES: ClassVar[tuple[Where, ...]] = ("code_form",)
    BINDINGS = bindings("code_form")
    DEFAULT_CSS = """
    CodeForm #form {
        width: 90; max-width: 100%; height: 90%; background: $surface;
        border: round $primary; padding: 0 1;
    }
    CodeForm.-flat #form { height: 100%; border: none; }
    CodeForm #heading { color: $text-muted; height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    CodeForm VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
    CodeForm .label { color: $text-muted; height: 1; }
    CodeForm Input { border: none; height: 1; padding: 0 1; background: $boost; }
    CodeForm Horizontal { height: 1; }
    CodeForm #colour { width: 14; }
    CodeForm #swatch { width: 1fr; padding: 0 1; height: 1; }
    CodeForm TextArea { border: none; padding: 0 1; background: $boost; height: 3; }
    CodeForm Input:focus, CodeForm TextArea:focus { border: none; background: $primary 20%; }
    CodeForm #told { height: auto; max-height: 5; color: $text-warning; }
    CodeForm #keys { height: 1; color: $text-muted; link-style: none; }
    """

    def __init__(
        self,
        heading: str,
        code: Code | None,
        now: Callable[[], Code | None],
        store: Callable[[Fields, bool], str],
    ) -> None:
        super().__init__()
        self._heading = heading
        self._code = code
        self._now = now
        self._store = store
        self._before = fields_of(code)
        self._told = ""
        self._warned = False

    def compose(self) -> ComposeResult:
        """Lay out a line or some lines for each field."""
        with Vertical(id="form"):
            yield Static(self._heading, id="heading", markup=False)
            with VerticalScroll(can_focus=False):
                yield Static(_("Name"), classes="label")
                yield Input(self._before["name"], id="name")
                for name, label in _LABELS.items():
                    yield Static(_(label), classes="label")
                    value = self._before[name]
                    text = value if isinstance(value, str) else "\n".join(value)
                    area = TextArea(text, id=name, soft_wrap=True, show_line_numbers=False)
                    area.styles.height = _ROWS.get(name, 3)
                    yield area
                yield Static(
                    _("Colour: ↑ ↓ choose one, or write #RRGGBB; empty: that of the code above"),
                    classes="label",
                    markup=False,
                )
                with Horizontal():
                    yield ColourInput(self._before["colour"], id="colour")
                    yield Static(id="swatch", markup=False)
            yield Static(id="told", markup=False)
            yield Static(id="keys")

    def on_mount(self) -> None:
        """Begin with the name of a new code, or with the definition."""
        self._show_keys()
        self._show_swatch()
        begin = self.query_one("#name" if self._code is None else "#definition")
        begin.focus()
        if isinstance(begin, TextArea):
            begin.move_cursor(begin.document.end)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Name the field in the first line: in low windows its label is out of sight."""
        if event.widget.id in _NAMES:
            heading = f"{_(_NAMES[event.widget.id])} · {self._heading}"
            self.query_one("#heading", Static).update(heading, layout=False)

    def _show_keys(self) -> None:
        saves = _("{key} saves").format(key=key("code_form.save"))
        hints = (
            (saves, "save"),
            (_("Tab next field"), "app.focus_next"),
            (_("Esc leaves"), "cancel"),
        )
        self.query_one("#keys", Static).update(key_line(*hints))

    def _show_swatch(self) -> None:
        colour = self.query_one("#colour", Input).value.strip()
        if is_colour(colour):
            self.query_one("#swatch", Static).update(Content.styled("■■■■", colour))
        else:
            self.query_one("#swatch", Static).update(
                _("this is no colour such as #4477AA") if colour else ""
            )

    # What was typed

    def fields(self) -> Fields:
        """All fields as they are typed now, in the form in which they would be stored."""
        found: Fields = {"name": clean("name", self.query_one("#name", Input).value)}
        for name in _LABELS:
            text = clean(name, self.query_one(f"#{name}", TextArea).text)
            found[name] = entries(text) if name in LIST_FIELDS else text
        found["colour"] = self.query_one("#colour", Input).value.strip()
        return found

    def _changed(self) -> Fields:
        return {name: value for name, value in self.fields().items() if value != self._before[name]}

    def on_input_changed(self) -> None:
        """A warning counts no longer once the user writes on."""
        self._warned = False
        self._show_swatch()

    def on_text_area_changed(self) -> None:
        """A warning counts no longer once the user writes on."""
        self._warned = False

    # Saving

    def on_input_submitted(self) -> None:
        """In a field of one line, Enter saves."""
        self.action_save()

    def action_save(self) -> None:
        """Store what was changed and leave, if that goes well."""
        changed = self._changed()
        if self._code is not None and not changed:
            self.dismiss(None)
            return
        now = self._now()
        is_new = self._code is not None and now is None
        warning = self._meanwhile(changed, now)
        if warning and warning != self._told:
            self._tell(warning)
            return
        problem = self._store(self.fields() if is_new or self._code is None else changed, is_new)
        if problem:
            self._tell(problem)
        else:
            self.dismiss(None)

    def _meanwhile(self, changed: Fields, now: Code | None) -> str:
        """What has happened to the code since the form was opened, as far as it matters."""
        if self._code is None:
            return ""
        saves = key("code_form.save")
        if now is None:
            told = _(
                "The code {code} was deleted meanwhile. {key} again makes it anew with what "
                "stands here."
            )
            return told.format(code=brief(self._code.label), key=saves)
        current = fields_of(now)
        for name in changed:
            if current[name] not in (self._before[name], changed[name]):
                value = current[name]
                told = _(
                    "Meanwhile somebody else has written here ({field}): “{text}”. {key} again "
                    "puts yours in its place."
                )
                return told.format(
                    field=_(_NAMES[name]),
                    text=value if isinstance(value, str) else "; ".join(value),
                    key=saves,
                )
        return ""

    def _tell(self, message: str) -> None:
        self._told = message
        self.query_one("#told", Static).update(message)

    # Leaving

    def may_leave(self) -> bool:
        """Whether nothing would be lost, or the user has been told and insists."""
        if self._warned or not self._changed():
            return True
        told = _("Not saved yet: {key} saves, the same key again gives up the changes.")
        self._tell(told.format(key=key("code_form.save")))
        self._warned = True
        return False

    def action_cancel(self) -> None:
        """Leave without saving; changes take a second Esc."""
        if self.may_leave():
            self.dismiss(None)
