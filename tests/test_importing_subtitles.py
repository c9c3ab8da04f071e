"""WebVTT and SubRip."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.errors import ImportFailure
from qualcode.importing.registry import read_transcript
from qualcode.model import Transcript

Said = tuple[str, str, float | None, float | None]


def read(text: str, name: str = "a.vtt") -> Transcript:
    return read_transcript(text.encode(), name)


def said(transcript: Transcript) -> list[Said]:
    return [
        (turn.speaker, transcript.text[turn.start : turn.end], turn.time_start, turn.time_end)
        for turn in transcript.turns
    ]


TEAMS = """WEBVTT

NOTE
Opptaket startet 3. mai.
Duration: 00:10:00

0f1d9b9e-1/12-0
00:00:02.000 --> 00:00:05.500
<v Kari Nes>Hei &amp; velkommen,
til «dere» alle.</v>

0f1d9b9e-1/12-1
00:00:05.500 --> 00:00:06.250
<v Kari Nes>Problemet: ingen penger.</v>

0f1d9b9e-1/13-0
00:00:07.000 --> 00:00:09.000
<v Bø, Åse (Gjest)>Takk.</v>

00:00:10.000 --> 00:00:11.000
<v Kari Nes>Ja.</v>
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_teams_writes(end):
    transcript = read("\ufeff" + TEAMS.replace("\n", end))
    assert transcript.text == (
        "Kari Nes: Hei & velkommen, til «dere» alle. Problemet: ingen penger.\n"
        "Bø, Åse (Gjest): Takk.\nKari Nes: Ja."
    )
    assert said(transcript) == [
        ("Kari Nes", "Hei & velkommen, til «dere» alle. Problemet: ingen penger.", 2, 6.25),
        ("Bø, Åse (Gjest)", "Takk.", 7, 9),
        ("Kari Nes", "Ja.", 10, 11),
    ]
    assert transcript.encoding == "utf-8"
    assert "Left out: comments (1)." in transcript.notes


@pytest.mark.parametrize(
    ("cue", "expected"),
    [
        ("<v Kari>Hei", [("Kari", "Hei")]),
        ("<v.høy.x-y Kari>Hei</v>", [("Kari", "Hei")]),
        ("<v Kari>Hei <i>du</i> <c.gul>der</c> <00:00:01.500>nå</v>", [("Kari", "Hei du der nå")]),
        ("<v Kari>Hei</v>\n<v Ola>Hallo</v>", [("Kari", "Hei"), ("Ola", "Hallo")]),
        ("<v Kari>Hei <v Ola>Hallo", [("Kari", "Hei"), ("Ola", "Hallo")]),
        ("Før <v Kari>Hei", [("", "Før"), ("Kari", "Hei")]),
        ("<v Kari &amp; Ola>1 &lt; 2 og a < b</v>", [("Kari & Ola", "1 < 2 og a < b")]),
        ("<v Ka\u030are>A\u030apent</v>", [("Kåre", "Åpent")]),
        ("<v Kari>Hei\n\nog mer\n\nog mer", [("Kari", "Hei og mer og mer")]),
    ],
)
def test_voices(cue, expected):
    transcript = read(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{cue}\n")
    assert [(speaker, words) for speaker, words, *_ in said(transcript)] == expected


def test_a_cue_without_voice_among_voices_is_nobodys():
    transcript = read(
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Kari>Hei\n\n00:02.000 --> 00:03.000\n[latter]\n\n"
        "00:03.000 --> 00:04.000\n<v Kari>Ja\n"
    )
    assert said(transcript) == [("Kari", "Hei", 1, 2), ("", "[latter]", 2, 3), ("Kari", "Ja", 3, 4)]
    assert transcript.text == "Kari: Hei\n[latter]\nKari: Ja"


def test_without_voices_a_cue_is_a_turn():
    transcript = read(
        "WEBVTT Kind: captions; Language: nb\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000\n\nSTYLE\n"
        "::cue { color: red }\n\nREGION\nid:fred\n\n1\n00:01.000 --> 00:02.500 align:start\n"
        "Hei på\ndeg\n\n2\n01:00:02,500 --> 01:00:03,000\n- Ja\n- Nei\n\n3\n"
        "0:04.000 --> 0:05.000\n\n4\n0:05.0 --> 0:06.5\nSlutt"
    )
    assert said(transcript) == [
        ("", "Hei på deg", 1, 2.5),
        ("", "- Ja\n- Nei", 3602.5, 3603),
        ("", "Slutt", 5, 6.5),
    ]


def test_labels_in_the_words_as_zoom_writes_them():
    spoken = ["Kari Nes: Hei.", "Åse Bø: Takk.", "Det er: fint.", "Kari Nes: Ja.", "Åse Bø: Nei."]
    cues = [f"{n}\n00:00:0{n}.000 --> 00:00:0{n}.900\n{line}\n" for n, line in enumerate(spoken)]
    transcript = read("WEBVTT\n\n" + "\n".join(cues))
    assert said(transcript) == [
        ("Kari Nes", "Hei.", 0, 0.9),
        ("Åse Bø", "Takk.\nDet er: fint.", 1, 2.9),
        ("Kari Nes", "Ja.", 3, 3.9),
        ("Åse Bø", "Nei.", 4, 4.9),
    ]
    assert transcript.text == "\n".join(spoken)


def test_subrip():
    transcript = read(
        "1\n00:00:01,000 --> 00:00:02,500\nHei på <i>deg</i>\nog {\\an8}deg\n\n\n2\n"
        "00:00:03,000 --> 00:00:04,000 X1:40\nHvilket år?\n1988\n3\n00:00:05,000 --> 00:00:06,000\n"
        "1987\n\nDet var: <font color=red>sånn</font>\n\n4\n00:00:07,000 --> 00:00:08,000\n42",
        "a.srt",
    )
    assert said(transcript) == [
        ("", "Hei på deg og deg", 1, 2.5),
        ("", "Hvilket år? 1988", 3, 4),
        ("", "1987\nDet var: sånn", 5, 6),
        ("", "42", 7, 8),
    ]
    assert transcript.format == "srt"


def test_words_before_the_first_cue_are_told_of():
    cue = "00:00:01,000 --> 00:00:02,500\nHei\n"
    for start in ("Intervju med mor\n\n1\n", "\n\nIntervju med mor\n\n"):
        assert "Left out: lines before the first cue (1)." in read(start + cue, "a.srt").notes
    for start in ("1\n", "WEBVTT\nKind: captions\nLanguage: nb\n\n", "WEBVTT\n1\n", "\n"):
        assert "Left out" not in " ".join(read(start + cue).notes)


def test_subrip_in_another_encoding():
    text = "1\n00:00:01,000 --> 00:00:02,500\nDet var før påske på Østlandet.\n"
    transcript = read_transcript(text.encode("cp1252"), "a.srt")
    assert said(transcript)[0][1] == "Det var før påske på Østlandet."
    assert transcript.encoding == "cp1252"


@pytest.mark.parametrize(
    "times",
    [
        "00:00:aa.000 --> 00:00:09.000",
        "--> 00:01.000",
        "00:61.000 --> 00:62.000",
        "0 --> 1",
        "a --> b",
    ],
)
def test_times_that_cannot_be_read_are_not_passed_over(times):
    with pytest.raises(ImportFailure) as failure:
        read(f"WEBVTT\n\n00:01.000 --> 00:02.000\nHei\n\n{times}\nDu\n")
    assert times in failure.value.what
    assert failure.value.where == "a.vtt, line 6"


WORDS = st.text(alphabet=st.sampled_from("abå«»,.?! 0123456789-:&\n"), min_size=1, max_size=40)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(WORDS.filter(lambda words: words.strip() and "-->" not in words), min_size=1),
    st.booleans(),
    st.sampled_from(["\n\n", "\n\n\n"]),
)
def test_no_words_are_lost(cues, subrip, gap):
    point = "," if subrip else "."
    number = "{}\n" if subrip else ""
    text = gap.join(
        f"{number.format(n)}00:{n:02}:00{point}000 --> 00:{n:02}:01{point}000\n<i>»{words}«</i>"
        for n, words in enumerate(cues)
    )
    transcript = read(text if subrip else f"WEBVTT\n\n{text}", "a.srt" if subrip else "a.vtt")
    assert transcript.text.count("»") >= len(cues)
    letters = [letter for cue in cues for letter in cue if letter in "abå0123456789.?!"]
    kept = [letter for letter in transcript.text if letter in "abå0123456789.?!"]
    assert kept == letters


@pytest.mark.parametrize(
    "words", [" " * 400_000 + "x", "<v " * 100_000, "<a" * 200_000, "x\n" * 90_000]
)
def test_a_cue_of_four_hundred_thousand_characters(words):
    start = time.perf_counter()
    assert read(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{words}\n").turns
    assert time.perf_counter() - start < 60  # quadratic work would take minutes
