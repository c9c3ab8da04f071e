"""Finding files: a field for a path that completes itself, and the tree of the folders."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import ClassVar

import platformdirs
from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.suggester import Suggester
from textual.widgets import DirectoryTree, Input
from textual.widgets.directory_tree import DirEntry
from textual.widgets.tree import TreeNode

from qualcode.errors import InputError
from qualcode.tui.i18n import _

_MOST_LISTED = 20_000  # of a folder's entries; more would keep the field waiting


def start_folder() -> Path:
    """Where a user's files probably are: the current folder if it can be written, else their own.

    The documents, the home folder.
    """
    candidates: list[Callable[[], Path]] = [
        Path.cwd,
        platformdirs.user_documents_path,
        Path.home,
    ]
    for candidate in candidates:
        try:
            folder = candidate()
            if folder.is_dir() and os.access(folder, os.W_OK):
                return folder
        except (OSError, RuntimeError):  # a folder that is gone, a user without a home
            continue
    return Path(os.sep)


def read_path(typed: str, folder: Path) -> Path:
    """The path that is meant, relative to a folder; raises `InputError` for what can be none."""
    typed = typed.strip()
    if not typed:
        raise InputError(_("Type a path first."))
    try:
        path = folder / Path(typed).expanduser()
        path.exists()
    except (OSError, RuntimeError, ValueError) as error:  # an unknown home, a name too long
        raise InputError(_("This cannot be a path.")) from error
    return path


def shown_path(path: Path | str) -> str:
    """A path as people write it: from their home folder, if it lies there."""
    try:
        home = str(Path.home())
    except RuntimeError:
        return str(path)
    text = str(path)
    return f"~{text.removeprefix(home)}" if text.startswith(home + os.sep) else text


def is_offered(path: Path, suffixes: Collection[str], *, is_folder: bool) -> bool:
    """Whether a file or folder is one to choose: nothing hidden, and files of certain kinds."""
    if path.name.startswith((".", "~$")):
        return False
    return is_folder or path.suffix.lower() in suffixes


def complete(typed: str, folder: Path, suffixes: Collection[str]) -> str | None:
    """What a path that is being typed may become: the first that begins so, folders first."""
    head, last = os.path.split(typed)
    try:
        place = folder / Path(head).expanduser() if head else folder
        with os.scandir(place) as entries:
            found = sorted(
                (not entry.is_dir(), entry.name)
                for entry, _number in zip(entries, range(_MOST_LISTED), strict=False)
                if entry.name.startswith(last)
                and entry.name != last
                and (last or not entry.name.startswith("."))
                and (entry.is_dir() or Path(entry.name).suffix.lower() in suffixes)
            )
    except (OSError, RuntimeError, ValueError):
        return None
    if not found or (not last and not head):
        return None
    is_file, name = found[0]
    return typed + name[len(last) :] + ("" if is_file else os.sep)


class _Completion(Suggester):
    def __init__(self, folder: Path, suffixes: Collection[str]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self.folder = folder
        self._suffixes = suffixes

    async def get_suggestion(self, value: str) -> str | None:
        return await asyncio.to_thread(complete, value, self.folder, self._suffixes)


class PathField(Input):
    """A field for a path; Tab takes what is suggested, else goes on to the next field."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", show=False)]

    def __init__(
        self,
        value: str = "",
        *,
        folder: Path,
        suffixes: Collection[str] = (),
        placeholder: str = "",
        id: str | None = None,  # noqa: A002  Textual's name
    ) -> None:
        self._completion = _Completion(folder, suffixes)
        super().__init__(value, placeholder=placeholder, id=id, suggester=self._completion)

    def action_complete(self) -> None:
        """Take the suggestion; without one, go to the next field."""
        before = self.value
        self.action_end()
        self.action_cursor_right()
        if self.value == before:
            self.screen.focus_next()

    def path(self) -> Path:
        """The path in the field; raises `InputError`."""
        return read_path(self.value, self._completion.folder)

    def begin_in(self, folder: Path) -> None:
        """Let relative paths begin in another folder."""
        self._completion.folder = folder


class FileTree(DirectoryTree):
    """Folders, and the files in them of certain kinds; some may be marked."""

    ICON_NODE = "▸ "
    ICON_NODE_EXPANDED = "▾ "
    ICON_FILE = "  "

    def __init__(
        self, folder: Path, suffixes: Collection[str], on_mark: Callable[[], None]
    ) -> None:
        self._suffixes = suffixes
        self._on_mark = on_mark
        self.marked: dict[Path, None] = {}
        super().__init__(folder)

    def filter_paths(self, paths: Iterable[Path]) -> Iterable[Path]:
        """Leave out what is not to be chosen."""
        return [
            path
            for path in paths
            if is_offered(path, self._suffixes, is_folder=self._safe_is_dir(path))
        ]

    def render_label(self, node: TreeNode[DirEntry], base_style: Style, style: Style) -> Text:
        """A name, with a mark before it if it is to be taken."""
        label = super().render_label(node, base_style, style)
        if node.data and node.data.path in self.marked:
            return Text.assemble(("✓ ", "bold"), label)
        return label

    def action_toggle_node(self) -> None:
        """Space marks instead of opening."""
        self._on_mark()

    def highlighted_path(self) -> Path | None:
        """What the bar is on."""
        node = self.cursor_node
        return node.data.path if node is not None and node.data is not None else None

    def mark(self, path: Path) -> None:
        """Mark a file or folder, or unmark it."""
        if path in self.marked:
            del self.marked[path]
        else:
            self.marked[path] = None
        if self.cursor_node is not None:
            self.cursor_node.refresh()
