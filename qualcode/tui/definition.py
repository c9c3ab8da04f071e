"""The definition of the code at the cursor, in a pane of fixed size that scrolls."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual


class DefinitionView(ScrollView, can_focus=False):
    """Shows a text that changes with the cursor, without laying out the screen again."""

    DEFAULT_CSS = """
    DefinitionView { overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 1; }
    """

    def __init__(self) -> None:
        super().__init__(id="definition")
        self._content = Content("")
        self._strips: list[Strip] = []

    def show(self, content: Content) -> None:
        """Show a text from its beginning."""
        self._content = content
        self._wrap()
        self.scroll_to(y=0, animate=False, immediate=True)

    def on_resize(self) -> None:
        """Break the lines anew."""
        self._wrap()

    def notify_style_update(self) -> None:
        """Take on the theme's colours."""
        super().notify_style_update()
        if self.is_attached:
            self._wrap()

    def _wrap(self) -> None:
        width = self.scrollable_content_region.width
        if width > 0:
            style = self.visual_style
            self._strips = Visual.to_strips(self, self._content, width - 1, None, style)
            # Assigning it would lay out the whole screen, which takes longer than all the rest.
            self.set_reactive(DefinitionView.virtual_size, Size(width, len(self._strips)))
            self.vertical_scrollbar.window_virtual_size = len(self._strips)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line of the view."""
        row = y + self.scroll_offset.y
        if row < len(self._strips):
            return self._strips[row]
        return Strip.blank(self.size.width, self.rich_style)
