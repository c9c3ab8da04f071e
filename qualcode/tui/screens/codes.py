"""The codebook on a screen: the tree of codes, and beside it all that is said of one."""

from __future__ import annotations

from textual import events
from textual.content import Content

from qualcode.analysis.usage import Usage, coders_using, usage
from qualcode.model import Code
from qualcode.project.memos import memos
from qualcode.tui.actions import keys_by_name as key
from qualcode.tui.fuzzy import matching
from qualcode.tui.i18n import N_, _
from qualcode.tui.passages import Group
from qualcode.tui.screens.rows import RowsScreen
from qualcode.tui.study import Study
from qualcode.tui.tree import CodeRows, counted_below, describe_code, unfolded


class Codes(RowsScreen):
    """Shows the codebook."""

    NAME = N_("Codebook")

    def __init__(self, study: Study, *, code_id: int | None = None) -> None:
        super().__init__(study)
        self._look = CodeRows()
        self._wanted = code_id  # where the bar is to be
        self._folded: set[int] = set()
        self._usage: dict[int, Usage] = {}
        self._width = 0

    def look(self) -> CodeRows:
        """How codes are drawn."""
        return self._look

    def placeholder(self) -> str:
        """What can be typed."""
        return _("Letters of a code")

    # What is shown

    def show_keys(self) -> None:
        """Name the keys that matter in the line of hints."""
        hints = (
            (_("{key} new"), "codebook.add"),
            (_("{key} edit"), "codebook.edit"),
            (_("{key} rename"), "codebook.rename"),
            (_("{key} move"), "codebook.move"),
            (_("{key} merge"), "codebook.merge"),
            (_("{key} split"), "codebook.split"),
            (_("{key} delete"), "codebook.delete"),
            (_("{key} find"), "codebook.filter"),
            (_("{key} all keys"), "everywhere.help"),
        )
        self.show_hint(" · ".join(hint.format(key=key(name)) for hint, name in hints))

    def reload(self) -> None:
        """Read the codebook anew; the bar stays on its code."""
        self.study.read_codebook()
        own = self.study.project.coder if self.study.own_only else ""
        self._usage = usage(self.study.project, coder=own)
        known = self.study.code_by_id
        self._folded &= set(known)
        self._look.cut = self._look.cut if self._look.cut in known else None
        self._list()

    def _list(self) -> None:
        """List the codes again, where some are unfolded or filtered out."""
        study, look = self.study, self._look
        here = self.code
        wanted = self._wanted if self._wanted is not None else here.id if here else None
        self._wanted = None
        look.hues, look.usage, look.folded = study.hues, self._usage, self._folded
        look.below, look.used_below = counted_below(study.codes, self._usage)
        look.flat = bool(self.words)
        shown = matching(study.codes, self.words) if look.flat else self._unfolded(wanted)
        position = next((at for at, code in enumerate(shown) if code.id == wanted), None)
        if position is None:
            position = 0 if look.flat else self.rows.cursor
        self._width = self.rows.scrollable_content_region.width
        heading = look.heading(self._width)
        self.rows.show([Group(heading, shown)], message=self._nothing(), cursor=position)

    def _unfolded(self, wanted: int | None) -> list[Code]:
        code = self.study.code_by_id.get(wanted) if wanted is not None else None
        while code and code.parent_id is not None:
            self._folded.discard(code.parent_id)
            code = self.study.code_by_id[code.parent_id]
        return unfolded(self.study.codes, self._folded)

    def _nothing(self) -> str:
        if self.words:
            return _("No code fits these letters.")
        told = _(
            "The codebook is empty. Add the first theme with {add}, or load a codebook (YAML, "
            "CSV, Excel) with {load}."
        )
        return told.format(add=key("codebook.add"), load=key("codebook.load"))

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002
        """Fit the heading of the rows to the width."""
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        if self.rows.scrollable_content_region.width != self._width:
            self._list()

    @property
    def code(self) -> Code | None:
        """The code in the bar."""
        return self.rows.at_cursor

    def describe(self) -> Content:
        """All that is said of the code in the bar."""
        code = self.code
        if code is None:
            return Content(_("Here stands what is said of a code, once there is one."))
        project = self.study.project
        return describe_code(
            code,
            self.study.hues[code.id],
            used=self._usage.get(code.id, Usage()),
            used_below=self._look.used_below[code.id],
            coders=coders_using(project, code.id),
            memos=memos(project, "code", code.id),
        )

    def clipping(self) -> str:
        """The code with its definition."""
        code = self.code
        return f"{code.label}: {code.definition}".removesuffix(": ") if code else ""

    # Looking

    def chosen(self) -> None:
        """A double click does as Enter does."""
        self.action_excerpts()

    def action_excerpts(self) -> None:
        """Show everything that has the code."""
        if code := self.code:
            from qualcode.tui.screens.excerpts import Excerpts

            self.app.show_over_workspace(Excerpts(self.study, code_id=code.id))

    def action_own_codings(self) -> None:
        """Count only the coder's own codings, or everybody's."""
        self.study.own_only = not self.study.own_only
        self.show_title(_(self.NAME))
        self.attempt(self.reload)

    def action_fold(self) -> None:
        """Fold the code in the bar, or go to the code above it."""
        code = self.code
        if code is None or self.words:
            return
        if self._look.below[code.id] and code.id not in self._folded:
            self._folded.add(code.id)
            self._list()
        elif code.parent_id is not None:
            self._go_to(code.parent_id)

    def action_unfold(self) -> None:
        """Unfold the code in the bar, or go to the first code under it."""
        code = self.code
        if code is None or self.words or not self._look.below[code.id]:
            return
        if code.id in self._folded:
            self._folded.discard(code.id)
            self._list()
        else:
            self.rows.move(1)

    def action_fold_all(self) -> None:
        """Leave only the themes, or unfold everything."""
        if self.words:
            return
        code = self.code
        everything = {one.id for one in self.study.codes if self._look.below[one.id]}
        if self._folded == everything:
            self._folded = set()
        else:
            self._folded = everything
            if code:  # the bar goes to the theme
                self._wanted = next(one.id for one in self.study.codes if one.path == code.path[:1])
        self._list()

    def _go_to(self, code_id: int) -> None:
        self._wanted = code_id
        self._list()
