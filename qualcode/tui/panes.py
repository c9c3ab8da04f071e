"""The lists at the sides: transcripts by a variable, and the codebook's tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rich.text import Text
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from qualcode.model import Code
from qualcode.tui.actions import keys_by_name as key
from qualcode.tui.i18n import _
from qualcode.tui.study import SourceEntry


class SourceTree(Tree[int]):
    """The project's transcripts; a node's data is the source's id, None for a group."""

    show_root = False
    guide_depth = 2

    def __init__(self) -> None:
        super().__init__("", id="sources")
        self.order: list[int] = []
        self._entries: dict[int, SourceEntry] = {}
        self._source_nodes: dict[int, TreeNode[int]] = {}
        self._outline: list[object] = []

    def show(self, entries: Sequence[SourceEntry], variable: str | None, current: int) -> None:
        """List the transcripts under the values of a variable, or plainly."""
        before, self._outline = self._outline, _outline(entries, variable)
        self._entries = {entry.id: entry for entry in entries}
        if entries and before == self._outline:
            for entry in entries:  # whoever looks through the list keeps the place in it
                self._source_nodes[entry.id].set_label(self._label(entry, current))
            if not self.has_focus:
                self.move_cursor(self._source_nodes.get(current))
            return
        self.clear()
        self.order = []
        self._source_nodes.clear()
        if not entries:
            self.root.add_leaf(Text(_("No transcripts yet."), "dim"))
        groups: dict[str, list[SourceEntry]] = {}
        for entry in entries:
            value = entry.values.get(variable, "") if variable else ""
            groups.setdefault(value, []).append(entry)
        for value in sorted(groups, key=lambda value: (not value, value)):
            parent: TreeNode[int] = self.root
            if variable:
                name = (value or _("without a value"), "bold")
                parent = self.root.add(Text.assemble(name, (f"  {variable}", "dim")), expand=True)
            for entry in groups[value]:
                self.order.append(entry.id)
                node = parent.add_leaf(self._label(entry, current), data=entry.id)
                self._source_nodes[entry.id] = node
        if current in self._source_nodes:
            self.call_after_refresh(self.move_cursor, self._source_nodes[current])

    def show_progress(self, source_id: int, coded: float, suggestions: int) -> None:
        """Bring one transcript's coded share and its open suggestions up to date."""
        if source_id not in self._entries:
            return  # it has come since the list was made
        entry = replace(self._entries[source_id], coded=coded, suggestions=suggestions)
        self._entries[source_id] = entry
        self._source_nodes[source_id].set_label(self._label(entry, source_id))

    def _label(self, entry: SourceEntry, current: int) -> Text:
        """The name first: where the pane is narrow, the numbers are cut off and not the name."""
        mark = "▸" if entry.id == current else " "
        share = f" {entry.coded:.0%}" if entry.coded else " –"
        suggested = f" □{entry.suggestions}" if entry.suggestions else ""
        return Text.assemble(
            mark,
            (entry.name, "bold" if entry.id == current else ""),
            (share + suggested, "dim"),
        )


def _outline(entries: Sequence[SourceEntry], variable: str | None) -> list[object]:
    """What the lines of the list are, but for their numbers."""
    return [variable, *((one.id, one.name, one.values.get(variable or "")) for one in entries)]


class CodeTree(Tree[int]):
    """The codebook; a node's data is the code's id."""

    show_root = False
    guide_depth = 2

    def __init__(self) -> None:
        super().__init__("", id="codes")
        self._code_nodes: dict[int, TreeNode[int]] = {}
        self._shown: dict[int, int] = {}
        self._names: dict[int, tuple[str, str]] = {}
        self._outline: list[tuple[int, int | None, str, str]] = []

    def show(
        self, codes: Sequence[Code], hues: Mapping[int, str], counts: Mapping[int, int]
    ) -> None:
        """Show the tree with how often each code was used."""
        outline = [(code.id, code.parent_id, code.name, hues[code.id]) for code in codes]
        if codes and outline == self._outline:
            self.show_counts(counts)  # whoever looks through the tree keeps the place in it
            return
        self._outline = outline
        place = self.cursor_node.data if self.cursor_node else None
        self.clear()
        self._code_nodes = {}
        self._shown = dict(counts)
        if not codes:
            self.root.add_leaf(Text(_("No codes yet."), "dim"))
            hint = _("{key} makes and edits codes.").format(key=key("study.go-codebook"))
            self.root.add_leaf(Text(hint, "dim"))
        parents = {code.parent_id for code in codes}
        for code in codes:
            self._names[code.id] = (code.name, hues[code.id])
            above = self._code_nodes.get(code.parent_id) if code.parent_id else None
            self._code_nodes[code.id] = (above or self.root).add(
                self._label(code.id),
                data=code.id,
                expand=True,
                allow_expand=code.id in parents,
            )
        if place in self._code_nodes:
            self.call_after_refresh(self.move_cursor, self._code_nodes[place])

    def show_counts(self, counts: Mapping[int, int]) -> None:
        """Bring some numbers up to date."""
        for code_id, count in counts.items():
            if code_id in self._code_nodes and self._shown.get(code_id, 0) != count:
                self._shown[code_id] = count
                self._code_nodes[code_id].set_label(self._label(code_id))

    def _label(self, code_id: int) -> Text:
        name, hue = self._names[code_id]
        count = self._shown.get(code_id, 0)
        return Text.assemble(("■ ", hue), (f"{count or '–':>3} ", "dim"), name)
