from __future__ import annotations

import datetime as dt
import string
from dataclasses import fields

import pytest

from qualcode.reporting.labels import (
    LANGUAGES,
    Labels,
    date_text,
    labels_in,
    number_text,
    stamp_text,
)


def test_every_language_has_every_label():
    assert LANGUAGES == ("nb", "nn", "en")
    for language in LANGUAGES:
        labels = labels_in(language)
        assert len(labels.months) == 12
        for field in fields(Labels):
            if field.name != "day_end":
                assert getattr(labels, field.name), (language, field.name)
        places = [name for _, name, _, _ in string.Formatter().parse(labels.page) if name]
        assert places == ["page", "pages"]


def test_numbers_and_dates():
    assert number_text(labels_in("nn"), 1234567) == "1\xa0234\xa0567"
    assert number_text(labels_in("en"), 999) == "999"
    assert date_text(labels_in("nb"), dt.date(2026, 12, 31)) == "31. desember 2026"
    assert date_text(labels_in("en"), dt.date(2026, 1, 1)) == "1 January 2026"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0:00:00"), (59.99, "0:00:59"), (3600, "1:00:00"), (360000, "100:00:00")],
)
def test_stamps(seconds, text):
    assert stamp_text(seconds) == text
