"""The suggestion runs: what each gave, going on with one, forgetting one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from textual import events, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from qualcode.suggesting.forget import forget
from qualcode.suggesting.queue import Tally, Wanted, tallies
from qualcode.suggesting.runs import Run, runs
from qualcode.tui.actions import bindings, keys_by_name, with_keys
from qualcode.tui.describe import moment
from qualcode.tui.exporting import Export
from qualcode.tui.filtering import together
from qualcode.tui.i18n import N_, _, ngettext
from qualcode.tui.queue_list import fitted
from qualcode.tui.screens.base import StudyScreen
from qualcode.tui.screens.busy import Busy
from qualcode.tui.screens.choice import Choice
from qualcode.tui.screens.new_run import ask, start, stop, suggester_name
from qualcode.tui.screens.review import Review
from qualcode.tui.study import Study

if TYPE_CHECKING:
    from qualcode.project import Project

_WIDE = 72  # cells from which there is room for when a run began, and for every number
_NUMBER = 9


class Runs(StudyScreen):
    """Lists the runs, the latest first."""

    NAME = N_("Suggestion runs")
    PLACES = ("runs", "study")
    BINDINGS = bindings("runs")
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    Runs {
        #heading { height: 1; padding: 0 1; color: $text-muted; background: $surface; }
        #heading, #runs { text-wrap: nowrap; text-overflow: ellipsis; }
        #runs { height: 1fr; border: none; padding: 0 1; background: $background; }
        #run { height: 5; padding: 0 1; border-top: solid $panel; background: $surface; }
        &.-low #run { display: none; }
    }
    """

    def __init__(self, study: Study) -> None:
        super().__init__(study)
        self._runs: list[Run] = []
        self._tallies: dict[int, Tally] = {}

    def compose_body(self) -> ComposeResult:
        """Lay out the list, and below it what the run in the bar was to do."""
        yield Static(id="heading", markup=False)
        yield OptionList(id="runs", markup=False)
        yield Static(id="run", markup=False)

    def on_mount(self) -> None:
        """Begin with the latest run."""
        self._options = self.query_one(OptionList)
        self._options.can_focus = False
        self._fill()
        names = {name: f"runs.{name}" for name in ("show_run", "go_on", "forget", "new_run")}
        names |= {"undo": "study.undo", "back": "study.back", "help": "everywhere.help"}
        hint = _(
            "{show_run} review · {go_on} go on · {forget} forget · {new_run} suggest · {undo} undo"
            " · {back} back · {help} help"
        )
        self.show_hint(with_keys(hint, **names))

    def on_resize(self, event: events.Resize) -> None:
        """Fit the columns to the width."""
        super().on_resize(event)
        if self._runs:
            self._fill()

    def reload(self) -> None:
        """Read the runs anew, and stay on the one in the bar."""
        self.study.read_codebook()
        self._fill()

    def _fill(self) -> None:
        at = self._at_bar
        self._runs = runs(self.study.project)
        self._tallies = tallies(self.study.project)
        heading = self._row("", _("Begun"), _("How"), _numbers())
        self.query_one("#heading", Static).update(heading if self._runs else "", layout=False)
        self._options.clear_options()
        if not self._runs:
            nothing = _("Nothing has been suggested yet: {key} lets codes be suggested.")
            nothing = with_keys(nothing, key="runs.new_run")
            self._options.add_option(Option(nothing, disabled=True))
            self.query_one("#run", Static).update("")
            return
        self._options.add_options([Option(self._shown(run), id=str(run.id)) for run in self._runs])
        known = [run.id for run in self._runs]
        self._options.highlighted = known.index(at.id) if at and at.id in known else 0

    def _row(self, number: str, started: str, how: str, numbers: list[str]) -> str:
        wide = self.size.width >= _WIDE
        cells = [set_cell_size(number, 4)]
        if wide:
            cells.append(set_cell_size(started, 17))
        shown = numbers if wide else numbers[:2]
        room = self.size.width - 4 - sum(map(cell_len, cells)) - _NUMBER * len(shown)
        return "".join([*cells, fitted(how, max(room, 6)), *(one.rjust(_NUMBER) for one in shown)])

    def _shown(self, run: Run) -> Content:
        numbers = [f"{number:,}" for number in (run.added, *self._tally(run))]
        how = suggester_name(run.suggester)
        if not run.finished_at:
            how = _("{done} of {total} · {how}").format(
                done=run.sources_done, total=run.sources, how=how
            )
        row = self._row(str(run.id), moment(run.started_at), how, numbers)
        return Content.styled(row, "" if run.finished_at else "bold")

    def _tally(self, run: Run) -> Tally:
        return self._tallies.get(run.id, Tally())

    @property
    def _at_bar(self) -> Run | None:
        position = self._options.highlighted
        return self._runs[position] if self._runs and position is not None else None

    def on_option_list_option_highlighted(self) -> None:
        """Tell what the run in the bar was to do."""
        run = self._at_bar
        if run:
            self.query_one("#run", Static).update(described(run, self._tally(run)))

    def on_option_list_option_selected(self) -> None:
        """A click opens the run."""
        self.action_show_run()

    def action_step(self, steps: int) -> None:
        """Go to another run."""
        if self._runs:
            position = (self._options.highlighted or 0) + steps
            self._options.highlighted = min(max(position, 0), len(self._runs) - 1)

    def action_back(self) -> None:
        """Go back to the queue."""
        self.app.go("review")

    def action_show_run(self) -> None:
        """Review the open suggestions of the run in the bar."""
        if run := self._at_bar:
            review = Review(self.study, wanted=Wanted(run_id=run.id))
            self.app.show_over_workspace(review)

    def clipping(self) -> str:
        """What the run in the bar was to do and gave."""
        run = self._at_bar
        return described(run, self._tally(run)).plain if run else ""

    def exports(self) -> Sequence[Export]:
        """The runs with their settings, versions and counts, as a table."""
        if not self._runs:
            return ()
        return [Export(_("Suggestion runs as a table (CSV)"), ".csv", _write)]

    @work
    async def action_new_run(self) -> None:
        """Let codes be suggested."""
        settings = await ask(self)
        if settings:
            start(self, settings)

    def action_stop_run(self) -> None:
        """Stop the run that is under way."""
        stop(self)

    def action_go_on(self) -> None:
        """Go on with a run that was stopped."""
        run = self._at_bar
        if run is None:
            return
        if run.finished_at:
            told = _("Run {run} is finished; {key} starts another.")
            self.say(told.format(run=run.id, key=keys_by_name("runs.new_run")))
        else:
            start(self, run.id)

    @work
    async def action_forget(self) -> None:
        """Take away the open suggestions of the run in the bar."""
        run = self._at_bar
        if run is None:
            return
        waiting = self._tally(run).open
        if not waiting:
            self.say(_("Run {run} has no open suggestions.").format(run=run.id))
            return
        deed = ngettext(
            "Forget {number} open suggestion", "Forget {number} open suggestions", waiting
        ).format(number=f"{waiting:,}")
        question = _("Run {run}: what is accepted or rejected stays.").format(run=run.id)
        answer = await self.app.push_screen_wait(Choice(question, [deed, _("Keep them")]))
        if answer != 0:
            return
        change = partial(_forget, run.id)
        forgotten = await self.app.push_screen_wait(Busy(self.study, f"{deed} …", change))
        self.attempt(lambda: None)  # what was written beside is read
        if forgotten is not None:
            told = _("{deed}: done. {key} takes it back.")
            self.say(told.format(deed=deed, key=keys_by_name("study.undo")))


def _forget(run_id: int, project: Project) -> int:
    return forget(project, run_id)


def _write(project: Project, path: Path) -> None:
    from qualcode.reporting.formats import write_report
    from qualcode.reporting.runs import run_table

    write_report(project, run_table(project), path)


def _numbers() -> list[str]:
    return [_("new"), _("open"), _("accepted"), _("rejected")]


def described(run: Run, tally: Tally) -> Content:
    """What a run was to do, who began it and when, how far it came, and what it gave."""
    name = (_("Run {run}").format(run=run.id), "bold")
    begun = _("begun {moment} by {coder}")
    begun = begun.format(moment=moment(run.started_at), coder=run.coder)
    if run.finished_at:
        ended = _("finished {moment}").format(moment=moment(run.finished_at))
    else:
        ended = _("not finished: stopped, or still under way in another window")
    done = ngettext("{done} of {number} transcript", "{done} of {number} transcripts", run.sources)
    found = ngettext("{number} proposal", "{number} proposals", run.proposed)
    gave = [
        done.format(done=run.sources_done, number=run.sources),
        found.format(number=f"{run.proposed:,}"),
        *(
            f"{number:,} {what}"
            for number, what in zip((run.added, *tally), _numbers(), strict=True)
        ),
    ]
    codes, sources = (
        ", ".join(names) or _("all") for names in (run.settings.codes, run.settings.sources)
    )
    looked = together(
        [
            _("Codes: {codes}").format(codes=codes),
            _("Transcripts: {sources}").format(sources=sources),
        ]
    )
    return Content.assemble(name, f" · {together([begun, ended])}\n{together(gave)}\n{looked}")
