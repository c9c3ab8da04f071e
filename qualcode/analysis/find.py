"""Finding words in all their forms: stems, compound parts, nynorsk and dialect spellings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.errors import InputError
from qualcode.language.keys import key_index, matching_words
from qualcode.project.search import Hit, any_of, search, vocabulary

if TYPE_CHECKING:
    from qualcode.project import Project


def find_words(project: Project, words: str) -> list[Hit]:
    """The places where the words stand in any form; several have to stand in one turn.

    Each word is looked up among the forms that occur in the project, and the search runs over
    those forms, so that every hit is a word that is really there.
    """
    language = project.language
    forms = matching_words(words, key_index(vocabulary(project), language), language)
    if not forms:
        raise InputError("There is no word to look for.")
    if not all(forms):
        return []
    return search(project, " AND ".join(any_of(found) for found in forms))
