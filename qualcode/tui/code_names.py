"""Codes by their paths, in as few cells as messages and headings have room for."""

from __future__ import annotations

from qualcode.project.codes import PATH_SEPARATOR
from qualcode.tui.layout import cells, fitted

MOST = 40
"""Cells of a path in a message: about half of the narrowest usual window."""

_LEAST_ABOVE = 6  # fewer cells say nothing of the code above


def brief(path: str, most: int = MOST) -> str:
    """A code's path: what lies above its parent goes first, then letters of the parent, and at last
    the parent and letters of the name itself.
    """
    *above, name = path.split(PATH_SEPARATOR)
    if cells(path) <= most or not above:
        return fitted(path, most)
    with_parent = PATH_SEPARATOR.join(["…", above[-1], name])
    if len(above) > 1 and cells(with_parent) <= most:
        return with_parent
    room = most - cells(PATH_SEPARATOR + name)
    if room >= _LEAST_ABOVE:
        return fitted(above[-1], room) + PATH_SEPARATOR + name
    return fitted(name, most)
