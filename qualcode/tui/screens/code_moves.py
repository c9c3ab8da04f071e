"""Changing the codebook's order: up and down, in and out, elsewhere, cut and pasted."""

from __future__ import annotations

from collections.abc import Callable

from textual import work

from qualcode.codebook import edit
from qualcode.errors import QualcodeError
from qualcode.model import Code
from qualcode.tui.actions import keys_by_name as key
from qualcode.tui.code_names import brief
from qualcode.tui.i18n import _
from qualcode.tui.screens.codes import Codes
from qualcode.tui.screens.picker import Picker


class CodeMoves(Codes):
    """Moves codes; each move is one action that can be undone."""

    # Changing

    def _may_change(self) -> bool:
        if self.study.project.read_only:
            self.say(_("The project is open for reading only: copy it to change it."))
            return False
        return True

    def _carry_out(self, change: Callable[[], int | None], told: str) -> str:
        """Make a change, which gives the code where the bar is to be; gives what was wrong."""
        wrong: list[QualcodeError] = []

        def made() -> None:
            try:
                self._wanted = change()
            except QualcodeError as error:
                wrong.append(error)
                raise
            self.reload()
            self.say(f"{told} " + _("{key} takes it back.").format(key=key("study.undo")))

        self.attempt(made)
        return "" if not wrong else f"{wrong[0].what} {wrong[0].remedy}".strip()

    def _here(self) -> Code | None:
        """The code to be changed, unless nothing can be."""
        return self.code if self._may_change() else None

    def _parent_of(self, code: Code) -> Code | None:
        return None if code.parent_id is None else self.study.code_by_id.get(code.parent_id)

    # Moving

    def action_reorder(self, steps: int) -> None:
        """Move the code in the bar among those under the same parent."""
        code = self._here()
        if code is None:
            return
        siblings = [one for one in self.study.codes if one.parent_id == code.parent_id]
        if code == siblings[0 if steps < 0 else -1]:
            first, last = _("{code} is the first there."), _("{code} is the last there.")
            self.say((first if steps < 0 else last).format(code=code.name))
            return

        def change() -> int:
            edit.reorder_code(self.study.project, code, steps)
            return code.id

        told = _("Moved {code} up.") if steps < 0 else _("Moved {code} down.")
        self._carry_out(change, told.format(code=code.name))

    def _move(self, code: Code, parent: Code | None, after: Code | None = None) -> None:
        if parent is not None and parent.id == code.parent_id and after is None:
            self.say(_("{code} is there already.").format(code=code.name))
            return

        def change() -> int:
            edit.move_code(self.study.project, code, parent, after=after)
            self._look.cut = None
            return code.id

        told = _("Moved {code} under {parent}.") if parent else _("Moved {code} to the top.")
        self._carry_out(change, told.format(code=code.name, parent=parent.name if parent else ""))

    def action_indent(self) -> None:
        """Move the code in the bar under the one before it."""
        code = self._here()
        if code is None:
            return
        siblings = [one for one in self.study.codes if one.parent_id == code.parent_id]
        place = siblings.index(code)
        if place:
            self._move(code, siblings[place - 1])
        else:
            self.say(_("No code stands before {code} under its parent.").format(code=code.name))

    def action_outdent(self) -> None:
        """Move the code in the bar beside its parent."""
        code = self._here()
        parent = self._parent_of(code) if code else None
        if code and parent:
            self._move(code, self._parent_of(parent), after=parent)
        elif code:
            self.say(_("{code} is a theme already.").format(code=code.name))

    def action_move_to_top(self) -> None:
        """Make the code in the bar a theme."""
        code = self._here()
        if code and code.depth:
            self._move(code, None)
        elif code:
            self.say(_("{code} is a theme already.").format(code=code.name))

    @work
    async def action_move(self) -> None:
        """Move the code in the bar under another, chosen from a list."""
        code = self._here()
        if code is None:
            return
        heading = _("Move {code} under which code?").format(code=brief(code.label))
        if target := await self._pick(heading):
            self._move(code, target)

    async def _pick(self, heading: str) -> Code | None:
        chosen = await self.app.push_screen_wait(Picker(self.study, heading, several=False))
        return self.study.code_by_id.get(chosen[0]) if chosen else None

    def action_cut(self) -> None:
        """Mark the code in the bar to be pasted elsewhere, or no longer."""
        code = self._here()
        if code is None:
            return
        if self._look.cut == code.id:
            self._look.cut = None
            self.show_keys()
        else:
            self._look.cut = code.id
            told = _("{code} is cut: {below} pastes it under a code, {beside} after it, Esc not.")
            self.say(
                told.format(
                    code=code.name,
                    below=key("codebook.paste_below"),
                    beside=key("codebook.paste"),
                )
            )
        self.rows.draw_again()

    def _cut_code(self) -> Code | None:
        if not self._may_change():
            return None
        cut = self.study.code_by_id.get(self._look.cut) if self._look.cut is not None else None
        if cut is None:
            told = _("Nothing is cut: {key} cuts the code in the bar.")
            self.say(told.format(key=key("codebook.cut")))
        return cut

    def action_paste_below(self) -> None:
        """Move the cut code under the one in the bar."""
        if (cut := self._cut_code()) and (code := self.code):
            self._move(cut, code)

    def action_paste(self) -> None:
        """Move the cut code after the one in the bar."""
        if (cut := self._cut_code()) and (code := self.code) and code != cut:
            self._move(cut, self._parent_of(code), after=code)

    def action_back(self) -> None:
        """Give up what was cut; else as everywhere."""
        if self._look.cut is not None:
            self._look.cut = None
            self.rows.draw_again()
            self.show_keys()
        else:
            super().action_back()
