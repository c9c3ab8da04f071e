"""The codebook editor: every way to change the codes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work

from qualcode.codebook import edit
from qualcode.codebook.effects import delete_effect, merge_effect
from qualcode.model import Code
from qualcode.project.codes import with_descendants
from qualcode.tui.actions import bindings
from qualcode.tui.actions import keys_by_name as key
from qualcode.tui.code_names import brief
from qualcode.tui.describe import history_name
from qualcode.tui.effects import delete_in_words, merge_in_words
from qualcode.tui.exporting import Export
from qualcode.tui.i18n import _, ngettext
from qualcode.tui.screens.choice import Choice
from qualcode.tui.screens.code_form import CodeForm, Fields
from qualcode.tui.screens.code_moves import CodeMoves
from qualcode.tui.screens.line import LineDialogue
from qualcode.tui.screens.memo import memo_editor

if TYPE_CHECKING:
    from qualcode.project import Project


class CodebookEditor(CodeMoves):
    """Shows the codebook and changes it; each change is one action that can be undone."""

    PLACES = ("codebook", "study")
    BINDINGS = bindings("codebook")

    # One code

    def action_add(self) -> None:
        """Make a code beside the one in the bar, or the first theme."""
        code = self.code
        self._add(self._parent_of(code) if code else None, after=code)

    def action_add_below(self) -> None:
        """Make a code under the one in the bar."""
        self._add(self.code)

    def _add(self, parent: Code | None, after: Code | None = None) -> None:
        if not self._may_change():
            return
        project = self.study.project
        where = (
            _("New code under {parent}").format(parent=brief(parent.label))
            if parent
            else _("New theme")
        )

        def store(fields: Fields, is_new: bool) -> str:  # noqa: ARG001  it is new anyway
            nonlocal parent, after
            known = self._known()
            after = after if after and after.id in known else None
            if parent and parent.id not in known:
                told = _("{code} was deleted meanwhile: {key} again makes this a theme.")
                told = told.format(code=brief(parent.label), key=key("code_form.save"))
                parent = None
                return told

            def change() -> int:
                return edit.add_code(project, **fields, parent=parent, after=after)

            return self._carry_out(change, _("Added {code}.").format(code=fields["name"]))

        self.app.push_screen(CodeForm(where, None, lambda: None, store))

    def _known(self) -> dict[int, Code]:
        """The codes as the project has them now; what could be read last, if it cannot be."""
        self.attempt(self.study.read_codebook)
        return self.study.code_by_id

    def action_edit(self) -> None:
        """Edit all fields of the code in the bar."""
        code = self._here()
        if code is None:
            return
        project = self.study.project

        def store(fields: Fields, is_new: bool) -> str:
            def change() -> int:
                if not is_new:
                    edit.edit_code(project, code, **fields)
                    return code.id
                known = self._known()
                parent = known.get(code.parent_id) if code.parent_id is not None else None
                return edit.add_code(project, **fields, parent=parent)

            name = fields.get("name", code.name)
            told = _("Added {code}.") if is_new else _("Edited {code}.")
            return self._carry_out(change, told.format(code=name))

        heading = _("Code {code}").format(code=brief(code.label))
        self.app.push_screen(CodeForm(heading, code, lambda: self._known().get(code.id), store))

    def action_rename(self) -> None:
        """Give the code in the bar another name."""
        code = self._here()
        if code is None:
            return

        def accept(name: str) -> str:
            def change() -> int:
                edit.rename_code(self.study.project, code, name)
                return code.id

            if name == code.name:
                return ""
            told = _("Renamed {before} to {after}.").format(before=code.name, after=name.strip())
            return self._carry_out(change, told)

        heading = _("Another name for {code}").format(code=brief(code.label))
        self.app.push_screen(LineDialogue(heading, code.name, accept))

    def action_memo(self) -> None:
        """Write the coder's memo on the code in the bar."""
        if code := self.code:
            about = history_name("code", code.label)
            self.app.push_screen(
                memo_editor(self, "code", code.id, about, code.label, stored=self.show_details)
            )

    # Merging, splitting, deleting

    @work
    async def action_merge(self) -> None:
        """Merge the code in the bar into another."""
        code = self._here()
        if code is None:
            return
        heading = _("Merge {code} into which code?").format(code=brief(code.label))
        target = await self._pick(heading)
        if target is None:
            return
        details: list[str] = []

        def look() -> None:
            effect = merge_effect(self.study.project, [code], target)
            details.append(merge_in_words(effect, code.name, target.name))

        if target.id == code.id:
            self.say(_("{code} cannot be merged into itself.").format(code=code.name))
            return
        if not self.attempt(look, kept=False):
            return
        question = _("Merge {code} into {target}?").format(
            code=brief(code.label), target=brief(target.label)
        )
        answers = [_("Merge"), _("Leave it as it is")]
        if await self.app.push_screen_wait(Choice(question, answers, details=details[0])) != 0:
            return

        def change() -> int:
            edit.merge_codes(self.study.project, [code], target)
            return target.id

        told = _("Merged {code} into {target}.").format(code=code.name, target=target.name)
        self._carry_out(change, told)

    def action_split(self) -> None:
        """Give some excerpts of the code in the bar a code of their own."""
        code = self._here()
        if code is None:
            return
        from qualcode.tui.screens.split import SplitDialogue, pieces_of

        found: list[SplitDialogue] = []

        def store(name: str, coding_ids: Sequence[int]) -> str:
            def change() -> int:
                return edit.split_code(self.study.project, code, name, coding_ids)

            number = len(coding_ids)
            told = ngettext(
                "Split {name} off {code}: {number} coding went over.",
                "Split {name} off {code}: {number} codings went over.",
                number,
            )
            return self._carry_out(change, told.format(name=name, code=code.name, number=number))

        def look() -> None:
            pieces = pieces_of(self.study, code)
            found.append(SplitDialogue(self.study, code, pieces, store))

        if not self.attempt(look, kept=False):
            return
        if found[0].pieces:
            self.app.push_screen(found[0])
        else:
            self.say(_("{code} has no codings that could be split off.").format(code=code.name))

    @work
    async def action_delete(self) -> None:
        """Delete the code in the bar with all codes under it, after saying what goes with them."""
        code = self._here()
        if code is None:
            return
        project = self.study.project
        found = []
        if not self.attempt(lambda: found.append(delete_effect(project, code)), kept=False):
            return
        effect = found[0]
        target = None
        if effect:
            question = _("Delete {code}?").format(code=brief(code.label))
            answers = [_("Delete"), _("Leave it as it is")]
            if effect.codings:
                answers = [
                    _("Give the codings to another code, then delete"),
                    _("Delete, the codings too"),
                    answers[1],
                ]
            details = delete_in_words(effect)
            answer = await self.app.push_screen_wait(Choice(question, answers, details=details))
            if answer is None or answer == len(answers) - 1:
                return
            if effect.codings and answer == 0:
                heading = _("Which code gets the codings of {code}?").format(code=brief(code.label))
                target = await self._pick(heading)
                if target is None:
                    return

        def change() -> int | None:
            next_one = self._neighbour(code)
            edit.delete_code(project, code, codings_to=target)
            return next_one

        told = _("Deleted {code}.").format(code=code.name)
        if target:
            told = _("Deleted {code}; its codings are now of {target}.").format(
                code=code.name, target=target.name
            )
        self._carry_out(change, told)

    def _neighbour(self, code: Code) -> int | None:
        """The code where the bar goes when one is gone: the next, the one before, or the parent."""
        gone = with_descendants(self.study.codes, [code.id])
        siblings = [one.id for one in self.study.codes if one.parent_id == code.parent_id]
        at = siblings.index(code.id)
        left = [one for one in (*siblings[at + 1 :], *reversed(siblings[:at])) if one not in gone]
        return left[0] if left else code.parent_id

    # Files

    @work
    async def action_load(self) -> None:
        """Bring in a codebook from a file, after showing what would change."""
        if not self._may_change():
            return
        from qualcode.codebook.store import import_codebook
        from qualcode.tui.screens.codebook_import import ReadFile, codebook_files, is_yaml

        project = self.study.project
        reading = ReadFile(project)
        proposals = codebook_files(project.path)
        heading = _("Which file? YAML, CSV or Excel; in {folder} if no folder is named.").format(
            folder=project.path.absolute().parent
        )
        first = proposals[0] if proposals else ""
        line = LineDialogue(
            heading, first if is_yaml(first) else "", reading.accept, proposals=proposals
        )
        if not await self.app.push_screen_wait(line):
            return
        draft, difference = reading.draft, reading.difference
        if draft is None or not difference:
            self.say(_("The project's codebook is as the file has it."))
            return
        question = _("Bring the codebook to what {file} says?").format(file=reading.name)
        answers = [_("Import"), _("Leave it as it is")]
        choice = Choice(question, answers, details=reading.in_words())
        if await self.app.push_screen_wait(choice) != 0:
            return

        def change() -> None:
            import_codebook(project, draft)

        self._carry_out(change, _("Imported {file}.").format(file=reading.name))

    def exports(self) -> Sequence[Export]:
        """The codebook as a file that can be imported again."""

        def write(project: Project, path: Path) -> None:
            from qualcode.codebook.store import current_codebook, write_codebook

            write_codebook(current_codebook(project), path)

        return [
            Export(_("Codebook as YAML"), ".yaml", write),
            Export(_("Codebook as a table (CSV)"), ".csv", write),
            Export(_("Codebook as a table (Excel)"), ".xlsx", write),
        ]
