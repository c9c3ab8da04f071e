"""The bokmål catalogue is complete and says the same as the code."""

from __future__ import annotations

import re

import pytest

from tools.catalogue import MO, PO, as_po, compiled, translations, updated

MESSAGES = [one for one in updated() if one.id]
_PLACEHOLDER = re.compile(r"{\w*}")
_KEY = re.compile(r"\b(?:Ctrl|Alt|Shift)\+\S|\bF\d+\b|\bEsc\b|\bEnter\b|\bTab\b")


def texts(message) -> list[tuple[str, str]]:
    """Each text with its translation."""
    if isinstance(message.id, str):
        return [(message.id, message.string)]
    return list(zip(message.id, message.string, strict=True))


def test_it_holds_exactly_the_messages_of_the_code():
    """If not: `make catalogue`, then translate what is empty."""
    assert as_po(translations()) == as_po(updated())


@pytest.mark.parametrize("message", MESSAGES, ids=lambda one: str(one.id)[:60])
def test_every_message_is_translated(message):
    assert not message.fuzzy
    for text, translated in texts(message):
        assert translated.strip(), "run `make catalogue` and translate"
        assert set(_PLACEHOLDER.findall(text)) == set(_PLACEHOLDER.findall(translated))
        assert sorted(_KEY.findall(text)) == sorted(_KEY.findall(translated))
        assert (text[0] == " ", text[-1] == " ") == (translated[0] == " ", translated[-1] == " ")


def test_the_program_reads_what_translators_wrote():
    """If not: `make catalogue`."""
    assert MO.read_bytes() == compiled(translations())
    assert PO.read_text("utf-8").startswith("# The user interface of qualcode in bokmål.")
