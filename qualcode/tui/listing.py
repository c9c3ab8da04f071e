"""Excerpts to be looked through, wherever they were asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.model import Excerpt

if TYPE_CHECKING:
    from qualcode.project import Project


@dataclass(frozen=True, slots=True)
class Listing:
    """What the excerpts have in common, and how they are read, now and after every change."""

    heading: str
    read: Callable[[Project], Sequence[Excerpt]]
