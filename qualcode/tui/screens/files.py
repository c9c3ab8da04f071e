"""Choosing files and folders: by typing a path that completes itself, or in a tree."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import DirectoryTree, Input, Static

from qualcode.errors import InputError
from qualcode.tui.actions import Where, bindings, keys_by_name
from qualcode.tui.files import FileTree, PathField, shown_path
from qualcode.tui.i18n import _
from qualcode.tui.screens.dialogue import Dialogue


class ChooseFiles(Dialogue[list[Path] | None]):
    """Gives the paths that were chosen; None for none.

    Only files with one of the `suffixes` are offered. `several`: whether more than one can be
    chosen, and folders too.
    """

    PLACES: ClassVar[tuple[Where, ...]] = ("files",)
    BINDINGS = bindings("files")
    DEFAULT_CSS = """
    ChooseFiles {
        FileTree { height: 1fr; background: $surface; scrollbar-size-vertical: 1; }
        #marked { height: auto; max-height: 3; color: $text-muted; }
        #marked.-error { color: $text-error; text-style: bold; }
    }
    """

    def __init__(
        self, heading: str, folder: Path, suffixes: Collection[str], *, several: bool = False
    ) -> None:
        super().__init__()
        self._heading = heading
        self._folder = folder
        self._suffixes = suffixes
        self._several = several

    def compose(self) -> ComposeResult:
        """Lay out field, tree and what is marked."""
        with Vertical(classes="dialogue wide"):
            yield Static(self._heading, classes="quotation", markup=False)
            hint = _("A path; Tab completes it, Enter takes it")
            field = PathField(folder=self._folder, suffixes=self._suffixes, placeholder=hint)
            field.select_on_focus = False  # what is typed next goes on where the first letter was
            yield field
            tree = FileTree(self._folder, self._suffixes, self.action_mark)
            tree.show_root = self._several  # there the folder itself can be taken
            yield tree
            yield Static(id="marked", markup=False)
            yield Static(self._keys(), classes="keys", markup=False)

    def _keys(self) -> str:
        keys = {name: keys_by_name(f"files.{name}") for name in ("mark", "take", "up", "cancel")}
        several = _("Enter takes a file, opens a folder · {mark} marks · {take} takes · Esc leaves")
        one = _("Enter takes a file, opens a folder · {up} goes up · Esc leaves")
        return (several if self._several else one).format(**keys)

    def on_mount(self) -> None:
        """Begin in the tree; what is typed goes to the field."""
        self._show_marked()
        self.query_one(FileTree).focus()

    def _show_marked(self) -> None:
        marked = list(self.query_one(FileTree).marked)
        root = shown_path(self._folder)
        if marked:
            names = ", ".join(path.name or str(path) for path in marked)
            self._tell(_("Marked: {names}").format(names=names))
        else:
            self._tell(_("In {folder}: {kinds}").format(folder=root, kinds=self._kinds()))

    def _kinds(self) -> str:
        return " ".join(f"*{suffix}" for suffix in self._suffixes)

    def _tell(self, message: str, *, error: bool = False) -> None:
        told = self.query_one("#marked", Static)
        told.update(message)
        told.set_class(error, "-error")

    def on_key(self, event: events.Key) -> None:
        """Letters go to the field and arrows to the tree, whichever has the focus."""
        tree, field = self.query_one(FileTree), self.query_one(PathField)
        letter = event.character if event.is_printable else None
        if tree.has_focus and letter and event.key not in self.active_bindings:
            event.stop()
            field.focus()
            field.cursor_position = len(field.value)
            field.insert_text_at_cursor(letter)
        elif field.has_focus and event.key in ("up", "down"):
            event.stop()
            tree.focus()

    def action_mark(self) -> None:
        """Mark what the bar is on."""
        tree = self.query_one(FileTree)
        path = tree.highlighted_path()
        if self._several and path is not None and tree.has_focus:
            tree.mark(path)
            self._show_marked()
            tree.action_cursor_down()

    def action_up(self) -> None:
        """Show the folder above."""
        self._show_folder(self._folder.absolute().parent)

    def _show_folder(self, folder: Path) -> None:
        self._folder = folder
        self.query_one(FileTree).path = folder
        self.query_one(PathField).begin_in(folder)
        self._show_marked()

    def on_directory_tree_file_selected(self, event: DirectoryTree.FileSelected) -> None:
        """Take the file, and what is marked besides."""
        event.stop()
        self._take(event.path)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what was typed; a folder is shown where only a file can be taken."""
        event.stop()
        try:
            path = self.query_one(PathField).path()
            if not path.exists():
                raise InputError(_("There is no such file or folder."))
        except InputError as error:
            self._tell(error.what, error=True)
            return
        if path.is_dir() and not self._several:
            self._show_folder(path)
            self.query_one(FileTree).focus()
        else:
            self._take(path)

    def on_input_changed(self) -> None:
        """Forget what was wrong with the path before."""
        self._show_marked()

    def action_take(self) -> None:
        """Take what is marked, else what the bar is on."""
        tree = self.query_one(FileTree)
        path = tree.highlighted_path()
        if tree.marked:
            self.dismiss(list(tree.marked))
        elif path is not None and (self._several or path.is_file()):
            self.dismiss([path])

    def _take(self, path: Path) -> None:
        marked = self.query_one(FileTree).marked
        self.dismiss(list({**marked, path: None}))

    def action_cancel(self) -> None:
        """Choose nothing."""
        self.dismiss(None)
