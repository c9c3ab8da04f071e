"""All memos of the project: found by words, read, written on, and led back to their places."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from qualcode.model import Span
from qualcode.project.memos import Memo, find_memos, memos_with
from qualcode.tui.actions import bindings
from qualcode.tui.actions import keys_by_name as key
from qualcode.tui.describe import history_name, moment, quotation, subject_name
from qualcode.tui.exporting import Export
from qualcode.tui.i18n import N_, _, ngettext
from qualcode.tui.screens.base import StudyScreen
from qualcode.tui.screens.memo import memo_editor
from qualcode.tui.study import Study

if TYPE_CHECKING:
    from qualcode.project import Project

_SHOWN = 200  # nobody reads further down; words find the rest


class Memos(StudyScreen):
    """Lists memos, the latest first, with the one in the bar in full beside them."""

    NAME = N_("Memos")
    PLACES = ("memos", "study")
    BINDINGS = bindings("memos")
    DEFAULT_CSS = """
    Memos {
        #words { height: 1; border: none; padding: 0 1; background: $surface; }
        #found { height: 1; color: $text-muted; padding: 0 1; }
        OptionList, OptionList:focus {
            width: 2fr; height: 1fr; border: none; padding: 0 1;
            text-wrap: nowrap; text-overflow: ellipsis; scrollbar-size-vertical: 1;
        }
        #memo { width: 3fr; padding: 0 2; border-left: solid $panel; scrollbar-size-vertical: 1; }
        &.-narrow Horizontal { layout: vertical; }
        &.-narrow #memo { width: 1fr; height: 1fr; border-left: none; border-top: solid $panel; }
        &.-narrow OptionList { width: 1fr; height: 1fr; }
        &.-low #memo, &.-empty OptionList { display: none; }
        &.-empty #memo { display: block; border: none; }
    }
    """

    def __init__(self, study: Study) -> None:
        super().__init__(study)
        self._all: list[Memo] = []
        self._found: list[Memo] = []

    def compose_body(self) -> ComposeResult:
        """Lay out filter, list and memo."""
        yield Input(placeholder=_("Words in memos, codes, transcripts or coders"), id="words")
        yield Static(id="found", markup=False)
        with Horizontal():
            yield OptionList(markup=False)
            with VerticalScroll(id="memo"):
                yield Static(id="text", markup=False)

    def on_mount(self) -> None:
        """Begin in the list."""
        self.attempt(self.reload)
        self.query_one(OptionList).focus()
        hint = _("Enter goes to the place · {memo} writes · {filter} words · {export} CSV · Esc")
        self.show_hint(
            hint.format(
                memo=key("memos.edit"), filter=key("memos.filter"), export=key("study.export")
            )
        )

    def reload(self) -> None:
        """Read the memos anew, the bar staying on its memo."""
        before = self._highlighted()
        self._all = find_memos(self.study.project)
        self._list(before)

    def _list(self, before: Memo | None) -> None:
        self._found = memos_with(self.query_one("#words", Input).value, self._all)
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Option(_listed(memo)) for memo in self._found[:_SHOWN])
        number = len(self._found)
        told = ngettext("{number} memo", "{number} memos", number).format(number=number)
        if number > _SHOWN:
            told += _("; the latest {shown} are shown, words find the others").format(shown=_SHOWN)
        self.query_one("#found", Static).update(told)
        ids = [memo.id for memo in self._found[:_SHOWN]]
        options.highlighted = ids.index(before.id) if before and before.id in ids else 0
        self.set_class(not ids, "-empty")
        if not ids:
            self._show(None)

    def _highlighted(self) -> Memo | None:
        position = self.query_one(OptionList).highlighted
        return self._found[position] if position is not None and self._found else None

    def on_input_changed(self) -> None:
        """List the memos with these words."""
        self._list(self._highlighted())

    def on_input_submitted(self) -> None:
        """Go on in the list."""
        self.query_one(OptionList).focus()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the memo in the bar."""
        if event.option_index < len(self._found):
            self._show(self._found[event.option_index])

    def _show(self, memo: Memo | None) -> None:
        if memo:
            shown = Content.assemble(
                (subject_name(memo.subject), "bold"),
                f" {memo.about}\n",
                (f"{memo.coder} · {moment(memo.changed_at)}\n", "dim"),
                (f"{memo.source}: {quotation(memo.words, 400)}\n" if memo.span else "", "italic"),
                f"\n{memo.text}",
            )
        elif self.query_one("#words", Input).value.strip():
            shown = Content(_("No memo has these words."))
        else:
            told = _(
                "There are no memos yet. In the text, {coding} writes one on the coding at the "
                "cursor, and {other} on the transcript, its case, a code or the project."
            )
            shown = Content(told.format(coding=key("workspace.memo"), other=key("workspace.memos")))
        self.query_one("#text", Static).update(shown)
        self.query_one("#memo").scroll_home(animate=False)

    # Doing

    def on_option_list_option_selected(self) -> None:
        """Go to the place."""
        self.action_jump()

    def action_jump(self) -> None:
        """Go to the words or the transcript that the memo is on; else open it."""
        memo = self._highlighted()
        if memo:
            self.attempt(lambda: self._go_to(memo))

    def _go_to(self, memo: Memo) -> None:
        place = self._place_of(memo)
        if place:
            self.app.show_place(*place)
        else:
            self.action_edit()

    def _place_of(self, memo: Memo) -> tuple[int, Span] | None:
        if memo.source_id is not None:
            return memo.source_id, memo.span or self.study.first_words(memo.source_id)
        if memo.subject == "case":
            for source_id in self.study.sources_of_case(memo.subject_id):
                return source_id, self.study.first_words(source_id)
        return None

    @work
    async def action_edit(self) -> None:
        """Write the coder's own memo on what the memo in the bar is on."""
        memo = self._highlighted()
        if memo is None:
            return
        heading = f"{subject_name(memo.subject)} {memo.about}"
        if memo.span:
            heading += f"\n{quotation(memo.words, 160)}"
        await self.app.push_screen_wait(
            memo_editor(
                self,
                memo.subject,
                memo.subject_id,
                history_name(memo.subject, memo.about),
                heading,
                stored=self.reload,
            )
        )

    def action_filter(self) -> None:
        """Go to the line for words."""
        self.query_one("#words", Input).focus()

    def clipping(self) -> str:
        """The memo in the bar, with what it is on and who wrote it."""
        memo = self._highlighted()
        if memo is None:
            return ""
        about = [subject_name(memo.subject) + f" {memo.about}"]
        if memo.span:
            about.append(f"{memo.source}: {quotation(memo.words, 400)}")
        return "\n".join([memo.text, *about, f"{memo.coder}, {moment(memo.changed_at)}"])

    def exports(self) -> Sequence[Export]:
        """The memos that are found, as a table."""
        text = self.query_one("#words", Input).value

        def write(project: Project, path: Path) -> None:
            from qualcode.reporting.formats import write_report
            from qualcode.reporting.results import memo_table

            write_report(project, memo_table(find_memos(project, text=text)), path)

        return [Export(_("Table of memos (CSV)"), ".csv", write)]


def _listed(memo: Memo) -> Content:
    first = memo.text.strip().partition("\n")[0]
    return Content.assemble(
        (subject_name(memo.subject), "bold"),
        f" {memo.about} ",
        (f"{memo.coder} {moment(memo.changed_at)[:10]}", "dim"),
        f"\n  {first}",
    )
