"""Setting right how files were read: roles, encodings, names, cases, languages, variables."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import work
from textual.widgets import OptionList

from qualcode.encoding import readings
from qualcode.project.cases import cases
from qualcode.sniffing import looks_like
from qualcode.tui.files import start_folder
from qualcode.tui.i18n import _, ngettext
from qualcode.tui.incoming import Incoming, give_roles, other_role, sample
from qualcode.tui.screens.choice import Choice
from qualcode.tui.screens.files import ChooseFiles
from qualcode.tui.screens.incoming import TABLES, IncomingFiles
from qualcode.tui.screens.line import LineDialogue
from qualcode.tui.screens.starting import LANGUAGE_NAMES


class Correcting(IncomingFiles):
    """Changes what a person sets right about a file, and reads it anew."""

    def _correct(self, change: Callable[[Incoming], None]) -> None:
        entry = self._current()
        if entry is None or self._is_busy():
            return
        change(entry)
        self._read_again([entry])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click on a speaker changes the role."""
        if event.option_list.id == "speakers":
            self.action_toggle_role(event.option_index + 1)

    def action_toggle_role(self, number: int) -> None:
        """Make an interviewer of an informant, or the other way."""
        entry = self._current()
        preview = entry.preview if entry else None
        if preview is None or number > len(preview.speakers):
            self.say(_("This file has no speaker {number}.").format(number=number))
            return
        speaker = preview.speakers[number - 1]
        if not speaker.label:
            self.say(_("These are the words of nobody who is named, so they have no role."))
            return
        self._correct(lambda one: one.give_role(speaker.label, other_role(speaker)))

    def action_same_roles(self) -> None:
        """Let the speakers of this file have the same roles in all files."""
        entry = self._current()
        if entry is None or entry.preview is None or self._is_busy():
            return
        speakers = entry.preview.speakers
        changed = [one for one in self._entries if one is not entry and give_roles(speakers, one)]
        self._read_again(changed)
        self._tell_changed(len(changed))

    def _tell_changed(self, number: int) -> None:
        told = ngettext("Changed in {count} file.", "Changed in {count} other files.", number)
        self.say(told.format(count=number) if number else _("No other file is concerned."))

    @work
    async def action_encoding(self) -> None:
        """Choose the encoding by what the letters look like."""
        entry = self._current()
        if entry is None or self._is_busy():
            return
        try:
            data = entry.path.read_bytes()
        except OSError as error:
            self.say(_("The file cannot be read ({reason}).").format(reason=error.strerror))
            return
        if looks_like(data):
            self.say(_("A document of this kind says its encoding itself."))
            return
        offered = readings(data)
        answers = [_("As it was found"), *(f"{name:10}  {sample(line)}" for name, line in offered)]
        chosen = await self.app.push_screen_wait(
            Choice(_("In which encoding do the letters look right?"), answers)
        )
        if chosen is not None:
            encoding = offered[chosen - 1][0] if chosen else ""
            self._correct(lambda one: one.correct(encoding=encoding))

    def action_same_encoding(self) -> None:
        """Read files in this one's encoding if theirs was found to be the same as its own."""
        entry = self._current()
        if entry is None or self._is_busy():
            return
        encoding = entry.correction.encoding
        changed = [
            one
            for one in self._entries
            if one is not entry
            and one.preview
            and one.found_encoding == entry.found_encoding != ""
            and one.correction.encoding != encoding
        ]
        for one in changed:
            one.correct(encoding=encoding)
        self._read_again(changed)
        self._tell_changed(len(changed))

    async def _ask(self, question: str, value: str, known: Sequence[str] = ()) -> str | None:
        typed: list[str] = []

        def accept(line: str) -> str:
            typed.append(line.strip())
            return ""

        accepted = await self.app.push_screen_wait(
            LineDialogue(question, value, accept, proposals=known)
        )
        return typed[-1] if accepted else None

    @work
    async def action_rename(self) -> None:
        """Call the transcript something else than its file."""
        entry = self._current()
        if entry is None or entry.preview is None or self._is_busy():
            return
        question = _("What is the transcript called?")
        name = await self._ask(question, entry.preview.name)
        if name is not None:
            self._correct(lambda one: one.correct(name=name))

    @work
    async def action_case(self) -> None:
        """Say whose transcript it is."""
        entry = self._current()
        if entry is None or self._is_busy():
            return
        known = [case.name for case in cases(self.study.project)]
        question = _("Whose transcript is it? The name of the case:")
        case = await self._ask(question, entry.correction.case, known)
        if case is not None:
            self._correct(lambda one: one.correct(case=case))

    async def _ask_language(self) -> str | None:
        answers = [_(name) for name in LANGUAGE_NAMES.values()]
        question = _("Which language is spoken?")
        chosen = await self.app.push_screen_wait(Choice(question, answers))
        return None if chosen is None else list(LANGUAGE_NAMES)[chosen]

    @work
    async def action_language(self) -> None:
        """Say which language the transcript is in."""
        language = await self._ask_language()
        if language is not None:
            self._correct(lambda one: one.correct(language=language))

    @work
    async def action_same_language(self) -> None:
        """Say which language all transcripts are in."""
        language = await self._ask_language()
        if language is not None and not self._is_busy():
            for entry in self._entries:
                entry.correct(language=language)
            self._read_again(self._entries)

    def action_next_doubt(self) -> None:
        """Go to the next file that cannot be read or has notes; after the last, to the first."""
        files = self.query_one("#incoming", OptionList)
        here = files.highlighted or 0
        order = [*range(here + 1, len(self._entries)), *range(here + 1)]
        doubtful = (number for number in order if self._entries[number].doubtful)
        found = next(doubtful, None) if self._entries else None
        if found is None:
            self.say(_("All files were read without doubts."))
        else:
            files.highlighted = found

    def action_leave_out(self) -> None:
        """Leave the file out, or take it in again."""
        entry = self._current()
        if entry is None or self._is_busy():
            return
        entry.wanted = not entry.wanted
        self._show_row(entry)
        self.query_one("#incoming", OptionList).action_cursor_down()
        self._refresh()

    @work
    async def action_variables(self) -> None:
        """Choose a table of cases and variables, or do without it."""
        if self._is_busy() or self._is_read_only():
            return
        if self._variables:
            self._variables = None
            self._refresh()
            return
        table = next((path for path in self._left_out if path.suffix.lower() in TABLES), None)
        folder = table.parent if table else start_folder()
        chosen = await self.app.push_screen_wait(
            ChooseFiles(_("A table of sources, cases and variables"), folder, TABLES)
        )
        if chosen:
            self._variables = chosen[0]
            self._refresh()
