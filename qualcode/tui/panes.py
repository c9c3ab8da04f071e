"""The lists at the sides: transcripts by a variable, and the codebook's tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rich.text import Text
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from qualcode.model import Code
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

    def show(self, entries: Sequence[SourceEntry], variable: str | None, current: int) -> None:
        """List the transcripts under the values of a variable, or plainly."""
        self.clear()
        self.order = []
        self._source_nodes.clear()
        self._entries = {entry.id: entry for entry in entries}
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

    def show_share(self, source_id: int, coded: float) -> None:
        """Bring one transcript's coded share up to date."""
        entry = replace(self._entries[source_id], coded=coded)
        self._entries[source_id] = entry
        self._source_nodes[source_id].set_label(self._label(entry, source_id))

    def _label(self, entry: SourceEntry, current: int) -> Text:
        mark = "▸ " if entry.id == current else "  "
        share = f" {entry.coded:4.0%}" if entry.coded else "    –"
        return Text.assemble(
            (share + " ", "dim"), mark, (entry.name, "bold" if entry.id == current else "")
        )


class CodeTree(Tree[int]):
    """The codebook; a node's data is the code's id."""

    show_root = False
    guide_depth = 2

    def __init__(self) -> None:
        super().__init__("", id="codes")
        self._code_nodes: dict[int, TreeNode[int]] = {}
        self._shown: dict[int, int] = {}
        self._names: dict[int, tuple[str, str]] = {}

    def show(
        self, codes: Sequence[Code], hues: Mapping[int, str], counts: Mapping[int, int]
    ) -> None:
        """Show the tree with how often each code was used."""
        self.clear()
        self._code_nodes = {}
        self._shown = dict(counts)
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
