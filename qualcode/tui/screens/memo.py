"""Writing a memo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static, TextArea

from qualcode.project.memos import Memo, Subject, memos
from qualcode.tui.actions import Where, bindings
from qualcode.tui.actions import keys_by_name as key
from qualcode.tui.describe import moment
from qualcode.tui.i18n import _
from qualcode.tui.screens.dialogue import Dialogue, key_line

if TYPE_CHECKING:
    from qualcode.tui.screens.base import StudyScreen


class MemoEditor(Dialogue[None]):
    """Lets the coder write in Markdown, below what other coders have written.

    `store` gives whether the text is on disk; unless it is, the editor stays open with the text.
    Without `store` the memo can only be read.
    """

    PLACES: ClassVar[tuple[Where, ...]] = ("memo",)
    BINDINGS = bindings("memo")

    def __init__(
        self,
        about: str,
        text: str,
        store: Callable[[str], bool] | None,
        *,
        others: Sequence[Memo] = (),
    ) -> None:
        super().__init__()
        self._about = about
        self._text = text
        self._store = store
        self._others = others
        self._warned = False

    def compose(self) -> ComposeResult:
        """Lay out the dialogue."""
        with Vertical(classes="dialogue wide"):
            yield Static(self._about, classes="quotation", markup=False)
            if self._others:
                with VerticalScroll(id="others"):
                    yield Static(self._written_by_others(), markup=False)
            yield TextArea(
                self._text,
                soft_wrap=True,
                show_line_numbers=False,
                read_only=self._store is None,
                placeholder=_("Your memo; Markdown if you like: *emphasis*, # heading, - list"),
            )
            yield VerticalScroll(id="preview")
            yield Static(classes="keys")

    def _written_by_others(self) -> Content:
        parts = [
            Content.assemble((f"{memo.coder} · {moment(memo.changed_at)}\n", "bold"), memo.text)
            for memo in self._others
        ]
        return Content("\n\n").join(parts)

    def on_mount(self) -> None:
        """Put the focus where the user goes on."""
        self.query_one("#preview").display = False
        area = self.query_one(TextArea)
        area.focus()
        area.move_cursor(area.document.end)
        self._show_keys()

    def _show_keys(self) -> None:
        preview = _("{key} writing") if self._previewing else _("{key} preview")
        hints = [
            (preview.format(key=key("memo.preview")), "preview"),
            (_("Esc leaves"), "cancel"),
        ]
        if self._store:
            hints.insert(0, (_("{key} saves").format(key=key("memo.save")), "save"))
        self.query_one(".keys", Static).update(key_line(*hints))

    # Writing

    def on_text_area_changed(self) -> None:
        """A warning counts no longer once the user writes on."""
        if self._warned:
            self._warned = False
            self._show_keys()

    def action_save(self) -> None:
        """Store the text as it is now, and leave if that went well."""
        text = self.query_one(TextArea).text
        if self._store is None or text == self._text or self._store(text):
            self.dismiss(None)

    def may_leave(self) -> bool:
        """Whether nothing would be lost, or the user has been told and insists."""
        if self._warned or self.query_one(TextArea).text == self._text:
            return True
        self._warned = True
        warning = _("Not saved yet: {key} saves, the same key again gives up the changes.")
        self.query_one(".keys", Static).update(
            Content.styled(warning.format(key=key("memo.save")), "bold $text-warning")
        )
        if not self.is_active:
            self.notify(_("A memo is not saved yet."), severity="warning")
        return False

    def action_cancel(self) -> None:
        """Leave the preview, or the memo without saving; a changed text takes a second Esc."""
        if self._previewing:
            self.action_preview()
        elif self.may_leave():
            self.dismiss(None)

    # Looking at it

    @property
    def _previewing(self) -> bool:
        return bool(self.query_one("#preview").display)

    def action_preview(self) -> None:
        """Show the text as its Markdown means it, or go back to writing."""
        preview, area = self.query_one("#preview", VerticalScroll), self.query_one(TextArea)
        writing = self._previewing
        preview.display, area.display = not writing, writing
        if not writing:
            from textual.widgets import Markdown  # which loads much that few need

            preview.remove_children()
            # A click on a link must not open anything: there is no network without being asked.
            preview.mount(Markdown(area.text or _("*Nothing yet.*"), open_links=False))
        self.call_after_refresh((area if writing else preview).focus)
        self._warned = False
        self._show_keys()


def memo_editor(
    screen: StudyScreen,
    subject: Subject,
    subject_id: int,
    about: str,
    heading: str,
    *,
    stored: Callable[[], None] = lambda: None,
) -> MemoEditor:
    """An editor for the coder's memo on something; `about` is how the history names it.

    `stored` draws what has changed, once it is on disk. What cannot be read, which is told, cannot
    be written either.
    """
    study = screen.study
    found: list[Memo] = []
    known = screen.attempt(
        lambda: found.extend(memos(study.project, subject, subject_id)), kept=False
    )
    own = next((memo.text for memo in found if memo.coder == study.project.coder), "")

    def store(text: str) -> bool:
        def change() -> None:
            study.write_memo(subject, subject_id, about, text)
            stored()
            screen.say(_("The memo is stored.") if text.strip() else _("The memo is removed."))

        return screen.attempt(change)

    return MemoEditor(
        heading,
        own,
        store if known and not study.project.read_only else None,
        others=[memo for memo in found if memo.coder != study.project.coder],
    )
