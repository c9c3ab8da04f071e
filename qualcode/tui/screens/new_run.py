"""Starting a suggestion run: who suggests, which codes, for which transcripts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.project.selection import Selection
from qualcode.suggesting.settings import LEARNED, Settings
from qualcode.tui.actions import keys_by_name, with_keys
from qualcode.tui.filtering import facets_of, selection_of
from qualcode.tui.i18n import N_, _, ngettext
from qualcode.tui.running import What
from qualcode.tui.screens.choice import Choice
from qualcode.tui.screens.filters import FilterDialogue
from qualcode.tui.screens.picker import Picker

if TYPE_CHECKING:
    from qualcode.tui.screens.base import StudyScreen

_SUGGESTERS = {
    "indicator-terms": N_("by the codebook’s indicator terms"),
    "learned": N_("by what has been coded so far"),
}


_UNITS = {
    "span": N_("neighbouring sentences, joined"),
    "sentence": N_("each sentence"),
    "turn": N_("each turn"),
}
_AIMS = {
    "balanced": N_("balanced"),
    "few-false": N_("few false suggestions"),
    "miss-little": N_("miss little"),
}
_UNIT, _AIM = 4, 5  # their answers


def suggester_name(name: str) -> str:
    """A suggester as people call it."""
    return _(_SUGGESTERS[name]) if name in _SUGGESTERS else name


def start(screen: StudyScreen, what: What) -> bool:
    """Start a run, or go on with one; says so if that cannot be."""
    if screen.study.project.read_only:
        screen.say(_("The project is open for reading only: nothing can be suggested."))
    elif not screen.app.runner.start(screen.study.project, what):
        told = _("A run is under way; {key} stops it.")
        screen.say(told.format(key=keys_by_name("review.stop_run")))
    else:
        return True
    return False


def stop(screen: StudyScreen) -> None:
    """Stop the run that is under way."""
    if screen.app.runner.stop():
        screen.say(_("The run stops after the transcript at hand; what it found is kept."))
    else:
        screen.say(_("No run is under way."))


async def ask(screen: StudyScreen) -> Settings | None:
    """What a new run is to do; None for nothing."""
    from qualcode.suggesting.passages import spoken_language
    from qualcode.suggesting.registry import suggesters

    study = screen.study
    sources = study.project.value("SELECT count(*) FROM sources")
    if not sources:
        screen.say(_("There are no transcripts to look through: import some first."))
        return None
    if not study.codes:
        told = _("There are no codes to suggest: {key} opens the codebook.")
        screen.say(with_keys(told, key="study.go-codebook"))
        return None
    names = suggesters()
    settings = Settings(suggester=names[0])
    tier = _tier(spoken_language(study.project))
    while True:
        codes = ngettext("{number} code", "{number} codes", len(settings.codes))
        chosen = ngettext("{number} transcript", "{number} transcripts", len(settings.sources))
        answer = await screen.app.push_screen_wait(
            Choice(
                _("Suggest codes for what was said"),
                [
                    _("Start"),
                    _("How: {suggester}").format(suggester=suggester_name(settings.suggester)),
                    _("Codes: {codes}").format(
                        codes=codes.format(number=len(settings.codes))
                        if settings.codes
                        else _("all {number}").format(number=len(study.codes))
                    ),
                    _("Transcripts: {sources}").format(
                        sources=chosen.format(number=len(settings.sources))
                        if settings.sources
                        else _("all {number}").format(number=sources)
                    ),
                    _("What gets a suggestion: {unit}").format(unit=_(_UNITS[settings.units])),
                    *(
                        [_("Aim: {aim}").format(aim=_(_AIMS[settings.aim]))]
                        if settings.suggester == LEARNED
                        else []
                    ),
                ],
                details=tier,
            )
        )
        if answer is None:
            return None
        if answer == 0:
            return settings
        settings = await _changed(screen, settings, answer, names)


def _tier(language: str) -> str:
    """With which means words are taken apart: cheap to tell, as nothing is loaded for it."""
    from qualcode.language.languages import is_norwegian
    from qualcode.language.pipelines import pipeline_name
    from qualcode.language.stems import has_stemmer

    if is_norwegian(language):
        means = _("Words: Norwegian stems, compound parts and dialects, with the lexicon")
    elif has_stemmer(language):
        means = _("Words: stems of the language {language}").format(language=language)
    else:
        means = _("Words: as they stand; there are no stems for {language}")
        means = means.format(language=language)
    if pipeline := pipeline_name(language):
        return f"{means}\n" + _("spaCy pipeline: {pipeline}").format(pipeline=pipeline)
    return f"{means}\n" + _("spaCy pipeline: none for this language; its blank one is used")


async def _chosen(screen: StudyScreen, question: str, names: Mapping[str, str]) -> str | None:
    answer = await screen.app.push_screen_wait(Choice(question, list(map(_, names.values()))))
    return None if answer is None else list(names)[answer]


async def _changed(
    screen: StudyScreen, settings: Settings, answer: int, names: list[str]
) -> Settings:
    study = screen.study
    if answer == 1:
        how = await screen.app.push_screen_wait(
            Choice(_("How are codes to be suggested?"), [suggester_name(name) for name in names])
        )
        return settings if how is None else replace(settings, suggester=names[how])
    if answer == 2:
        picker = Picker(study, _("Which codes are to be suggested, with those under them?"))
        codes = await screen.app.push_screen_wait(picker)
        labels = tuple(study.label(code) for code in codes or () if isinstance(code, int))
        return settings if codes is None else replace(settings, codes=labels)
    if answer == _UNIT:
        unit = await _chosen(screen, _("What is to get a suggestion?"), _UNITS)
        return replace(settings, units=unit or settings.units)
    if answer == _AIM:
        aim = await _chosen(screen, _("What matters more?"), _AIMS)
        return replace(settings, aim=aim or settings.aim)
    ticked = facets_of(Selection(sources=settings.sources))
    facets = await screen.app.push_screen_wait(FilterDialogue(study, ("source",), ticked))
    return settings if facets is None else replace(settings, sources=selection_of(facets).sources)
