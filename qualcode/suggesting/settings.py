"""What a run of suggestions does: kept with it, so that it can go on later and be repeated."""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.errors import InputError
from qualcode.model import Role

LEARNED = "learned"
INDICATOR_TERMS = "indicator-terms"
UNITS = ("span", "sentence", "turn")
AIMS = ("balanced", "few-false", "miss-little")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run looks at, and what it proposes.

    Empty `sources` or `codes` mean all; a code comes with everything under it. `roles` are whose
    turns are looked at. `units` is what gets a suggestion: a sentence, a turn, or a span, which is
    as many neighbouring sentences of a turn as get the same code.

    `aim` is how a code's threshold weighs false suggestions against missed ones. With `min_score`
    every unit that reaches it is proposed, whatever the threshold. `again` proposes also what was
    rejected. `seed` draws the passages to learn from where there are too many.
    """

    suggester: str = LEARNED
    sources: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    roles: tuple[str, ...] = (Role.INFORMANT.value, Role.UNKNOWN.value)
    units: str = "span"
    aim: str = "balanced"
    min_score: float | None = None
    again: bool = False
    seed: int = 0

    def check(self) -> None:
        """Raise `InputError` for a setting that means nothing."""
        for name, value, known in (("unit", self.units, UNITS), ("aim", self.aim, AIMS)):
            if value not in known:
                raise InputError(
                    f"There is no {name} “{value}”.", remedy=f"Choose one of {', '.join(known)}."
                )
        if self.min_score is not None and not 0 <= self.min_score <= 1:
            raise InputError("A score lies between 0 and 1.")
