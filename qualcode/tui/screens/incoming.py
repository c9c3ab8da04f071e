"""Files on their way into a project: reading them, and showing what each would become."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from time import monotonic

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, ProgressBar, Static
from textual.widgets.option_list import Option
from textual.worker import Worker, get_current_worker

from qualcode.errors import QualcodeError
from qualcode.importing.files import (
    Correction,
    Failure,
    Preview,
    find_files,
    known_files,
    preview_file,
    reason,
)
from qualcode.importing.registry import supported_suffixes
from qualcode.importing.variables import VariablesSummary, preview_variables
from qualcode.project import Project
from qualcode.project.sources import source_ids
from qualcode.tui.actions import keys_by_name, with_keys
from qualcode.tui.beside import explained
from qualcode.tui.exporting import Export
from qualcode.tui.files import start_folder
from qualcode.tui.i18n import _, ngettext
from qualcode.tui.incoming import Incoming, facts, row, speaker_row, variables_in_words
from qualcode.tui.screens.base import StudyScreen
from qualcode.tui.screens.files import ChooseFiles
from qualcode.tui.study import Study

TABLES = (".csv", ".tsv", ".xlsx")
_SHOW_SECONDS = 0.1  # between two looks at what has been read
_MOST_NAMED = 12  # files that are left out

_Result = tuple[Incoming, Correction, Preview | Failure]


class IncomingFiles(StudyScreen):
    """Reads files beside the user interface and shows what each would become."""

    DEFAULT_CSS = """
    IncomingFiles {
        #incoming { width: 2fr; height: 1fr; border: none; padding: 0 1; }
        #incoming:focus { border: none; }
        #detail { width: 3fr; height: 1fr; padding: 0 1; border-left: solid $panel; }
        #facts { height: auto; margin-bottom: 1; }
        #speakers { height: auto; border: none; padding: 0; margin-bottom: 1; }
        #speakers:focus { border: none; background: $boost; }
        #lines { height: auto; color: $text-muted; }
        #empty { display: none; width: 1fr; height: 1fr; padding: 1 2; }
        OptionList { text-wrap: nowrap; text-overflow: ellipsis; scrollbar-size-vertical: 1; }
        #bar { display: none; height: 1; padding: 0 1; }
        #bar Bar { width: 1fr; }
        &.-busy #bar { display: block; width: 1fr; }
        #summary { height: auto; max-height: 3; background: $surface; padding: 0 1; }
        &.-empty #incoming, &.-empty #detail { display: none; }
        &.-empty #empty { display: block; }
        &.-narrow #body { layout: vertical; }
        &.-narrow #incoming { width: 1fr; height: 1fr; }
        &.-narrow #detail {
            width: 1fr; height: 2fr; border-left: none; border-top: solid $panel;
        }
        &.-low #facts, &.-low #speakers { margin: 0; }
        &.-low #detail { border: none; }
        &.-low #summary { max-height: 1; }
    }
    """

    def __init__(self, study: Study) -> None:
        super().__init__(study)
        self._entries: list[Incoming] = []
        self._left_out: list[Path] = []
        self._variables: Path | None = None
        self._described: VariablesSummary | QualcodeError | None = None
        self._known: dict[str, str] = {}
        self._worker: Worker[None] | None = None
        self._unread = 0
        self._settled = True
        self._hint_in_view = ""

    def compose_body(self) -> ComposeResult:
        """Lay out the files, the one in view, and how far things are."""
        with Horizontal(id="body"):
            yield Static(id="empty", markup=False)
            yield OptionList(id="incoming", markup=False)
            with VerticalScroll(id="detail", can_focus=False):
                yield Static(id="facts", markup=False)
                yield OptionList(id="speakers", markup=False)
                yield Static(id="lines", markup=False)
        yield ProgressBar(id="bar", show_eta=False)
        yield Static(id="summary", markup=False)

    def on_mount(self) -> None:
        """Begin by choosing files."""
        self._known = known_files(self.study.project)
        self._list()
        if not self.study.project.read_only:
            self.call_after_refresh(self.action_add)

    def reload(self) -> None:
        """Look anew which files are in the project already."""
        if self._worker is None and self._known != (known := known_files(self.study.project)):
            self._known = known
            self._read_again(self._entries)

    def exports(self) -> Sequence[Export]:
        """What has been read of the files, as a table."""
        read = [entry for entry in self._entries if entry.outcome]
        if not read:
            return ()
        corrections = {entry.path: entry.correction for entry in read}
        left_out = {entry.path for entry in read if not entry.wanted}
        outcomes = [entry.outcome for entry in read if entry.outcome]

        def write(project: Project, path: Path) -> None:
            from qualcode.reporting.formats import write_report
            from qualcode.reporting.incoming import incoming_table

            table = incoming_table(outcomes, corrections=corrections, left_out=left_out)
            write_report(project, table, path)

        return [Export(_("Files to import as a table (CSV)"), ".csv", write)]

    # Reading

    @work
    async def action_add(self) -> None:
        """Choose files and folders."""
        if self._is_busy() or self._is_read_only():
            return
        chooser = ChooseFiles(
            _("Transcripts to import, or folders of them"),
            start_folder(),
            (*supported_suffixes(), *TABLES),
            several=True,
        )
        chosen = await self.app.push_screen_wait(chooser)
        if chosen:
            self.add(chosen)

    def add(self, paths: Iterable[Path]) -> None:
        """Look at files, folders and tables of variables."""
        paths = list(paths)
        tables = [path for path in paths if path.suffix.lower() in TABLES and path.is_file()]
        if tables:
            self._variables = tables[-1]
        if transcripts := [path for path in paths if path not in tables]:
            self._search(transcripts)
        else:
            self._refresh()

    @work(thread=True, group="reading")
    def _search(self, paths: Sequence[Path]) -> None:
        worker = get_current_worker()
        try:
            found, left_out = find_files(paths)
        except QualcodeError as error:
            self._from_thread(worker, partial(self.tell_error, error))
            return
        except OSError as error:
            self._from_thread(worker, partial(self.tell_error, explained(error, paths[0])))
            return
        self._from_thread(worker, partial(self._found, found, left_out))

    def _from_thread(self, worker: Worker[None], show: Callable[[], None]) -> None:
        if not worker.is_cancelled:
            self.app.call_from_thread(show)

    def _found(self, files: Sequence[Path], left_out: Sequence[Path]) -> None:
        there = {entry.path for entry in self._entries}
        new = [Incoming(path) for path in files if path not in there]
        self._entries += new
        known = {*self._left_out, *there}
        self._left_out += [path for path in left_out if path not in known]
        self._settled = False
        self._list()
        self._read_again(new)

    def _read_again(self, entries: Sequence[Incoming]) -> None:
        if entries:
            self._unread += len(entries)
            self._read(list(entries), dict(self._known))
        self._refresh()

    @work(thread=True, group="reading")
    def _read(self, entries: Sequence[Incoming], known: dict[str, str]) -> None:
        worker = get_current_worker()
        results: list[_Result] = []
        shown = monotonic()
        for entry in entries:
            if worker.is_cancelled:
                return
            correction = entry.correction
            outcome: Preview | Failure
            try:
                outcome = preview_file(entry.path, (), correction, known)
            except QualcodeError as error:
                outcome = Failure(entry.path, reason(error))
            except Exception as error:  # an importer may be a third party's
                outcome = Failure(entry.path, explained(error, entry.path).what)
            results.append((entry, correction, outcome))
            if monotonic() - shown > _SHOW_SECONDS:
                self._from_thread(worker, partial(self._have_read, results))
                results, shown = [], monotonic()
        self._from_thread(worker, partial(self._have_read, results))

    def _have_read(self, results: Sequence[_Result]) -> None:
        self._unread -= len(results)
        files = self.query_one("#incoming", OptionList)
        position = {id(entry): number for number, entry in enumerate(self._entries)}
        for entry, correction, outcome in results:
            if entry.correction is correction and id(entry) in position:
                entry.take(outcome)
                files.replace_option_prompt_at_index(position[id(entry)], row(entry))
        current = self._current()
        if any(entry is current for entry, *_rest in results):
            self._show_file()
        self._refresh()
        if not self._unread and not self._settled:
            self._settled = True
            # Else the garbage collector goes through everything again and again while keys move.
            gc.collect()
            gc.freeze()

    # What is shown

    def _list(self) -> None:
        files = self.query_one("#incoming", OptionList)
        highlighted = files.highlighted
        files.clear_options()
        files.add_options([Option(row(entry)) for entry in self._entries])
        if self._entries:
            files.highlighted = min(highlighted or 0, len(self._entries) - 1)
            self.call_after_refresh(files.focus)
        self._refresh()

    def _show_row(self, entry: Incoming) -> None:
        files = self.query_one("#incoming", OptionList)
        files.replace_option_prompt_at_index(self._entries.index(entry), row(entry))

    def _current(self) -> Incoming | None:
        position = self.query_one("#incoming", OptionList).highlighted
        return None if position is None or not self._entries else self._entries[position]

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the file in the bar, and the keys again if something was told."""
        if event.option_list.id == "incoming":
            self._show_file()
            self._hint_in_view = ""
            self._show_keys()

    def _show_file(self) -> None:
        entry = self._current()
        if entry is None:
            return
        self.query_one("#facts", Static).update(facts(entry, self.study.project.language))
        preview = entry.preview
        speakers = self.query_one("#speakers", OptionList)
        highlighted = speakers.highlighted
        speakers.clear_options()
        lines = Content("")
        if preview:
            speakers.add_options(
                [Option(speaker_row(n, one)) for n, one in enumerate(preview.speakers, 1)]
            )
            if speakers.has_focus and highlighted is not None and preview.speakers:
                speakers.highlighted = min(highlighted, len(preview.speakers) - 1)
            lines = Content("\n".join(f"│ {line}" for line in preview.first_lines))
        speakers.display = preview is not None
        self.query_one("#lines", Static).update(lines)

    def _refresh(self) -> None:
        empty = not self._entries
        self.set_class(empty, "-empty")
        if self.study.project.read_only:
            told = _("This project is open for reading only, so nothing can be imported into it.")
        else:
            told = _("Nothing is chosen yet. {add} chooses transcripts or folders of them.")
        self.query_one("#empty", Static).update(told.format(add=keys_by_name("import.add")))
        if not self._unread:
            self._describe_variables()
        self.query_one("#summary", Static).update(self._summary())
        self._show_keys()

    def _show_keys(self) -> None:
        """Name the keys that matter, unless that would cover what was told."""
        hint = _("{add} chooses files · {back} back to the text")
        if self._entries:
            hint = _("{store} imports · 1–9 roles · {encoding} encoding · {add} more · {help} help")
        names = {name: f"import.{name}" for name in ("add", "store", "encoding")}
        hint = with_keys(hint, **names, back="study.back", help="everywhere.help")
        if hint != self._hint_in_view and self._worker is None:
            self._hint_in_view = hint
            self.show_hint(hint)

    def _describe_variables(self) -> None:
        if self._variables is None:
            self._described = None
            return
        names = set(source_ids(self.study.project))
        names |= {entry.preview.name for entry in self._entries if entry.ready and entry.preview}
        try:
            self._described = preview_variables(self._variables, names)
        except QualcodeError as error:
            self._described = error

    def _summary(self) -> Content:
        ready = sum(entry.ready for entry in self._entries)
        broken = sum(isinstance(entry.outcome, Failure) for entry in self._entries)
        told = ngettext("{count} transcript to import", "{count} transcripts to import", ready)
        parts: list[tuple[str, str]] = [(told.format(count=ready), "bold")]
        if self._unread:
            parts.append((" · " + _("{count} being read").format(count=self._unread), ""))
        if broken:
            told = _("{count} cannot be read").format(count=broken)
            parts.append((f" · ✗ {told}", "$text-error"))
        if isinstance(self._described, VariablesSummary):
            parts.append((" · " + variables_in_words(self._variables, self._described), ""))
        elif self._described and self._variables:
            told = f"{self._variables.name}: {self._described.what}"
            parts.append((f" · ✗ {told}", "$text-error"))
        if self._left_out:
            names = ", ".join(path.name for path in self._left_out[:_MOST_NAMED])
            names += ", …" if len(self._left_out) > _MOST_NAMED else ""
            told = _("No transcripts, left out: {names}").format(names=names)
            if any(path.suffix.lower() in TABLES for path in self._left_out):
                told += " " + _("({key}: a table of variables)").format(
                    key=keys_by_name("import.variables")
                )
            parts.append((f" · {told}", "dim"))
        return Content.assemble(*parts)

    # What stands in the way of a change

    def _is_read_only(self) -> bool:
        if self.study.project.read_only:
            self.say(_("This project is open for reading only."))
        return self.study.project.read_only

    def _is_busy(self) -> bool:
        if self._worker:
            self.say(_("Files are being imported; Esc gives that up."))
        return self._worker is not None
