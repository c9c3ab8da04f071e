"""The one recogniser: labels, stamps, speakers and roles, whatever format the text came in."""

from __future__ import annotations

import random
import re
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.errors import ImportFailure
from qualcode.importing import stamps
from qualcode.importing.registry import read_transcript
from qualcode.model import Role, Transcript
from qualcode.text import normalise

ASKS, ANSWERS, UNKNOWN = Role.INTERVIEWER, Role.INFORMANT, Role.UNKNOWN


def read(text: str, name: str = "a.txt", **options) -> Transcript:
    return read_transcript(text.encode(), name, **options)


def words(transcript: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, transcript.text[turn.start : turn.end]) for turn in transcript.turns]


def roles(transcript: Transcript) -> dict[str, Role]:
    return {turn.speaker: turn.role for turn in transcript.turns}


def times(transcript: Transcript) -> list[tuple[float | None, float | None]]:
    return [(turn.time_start, turn.time_end) for turn in transcript.turns]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("I: Hva?\nR1: Ja.\nI: Hvorfor?\n", ("I", "R1", "I")),
        ("I:\tHva?\nR:\tJa.\nI:\tHvorfor?\n", ("I", "R", "I")),
        ("I:Hva?\nR:Ja.\nI:Hvorfor?\n", ("I", "R", "I")),
        ("Intervjuer: Hva?\nMor: Ja.\nIntervjuer: Hvorfor?\n", ("Intervjuer", "Mor", "Intervjuer")),
        ("intervjuar: Hva?\nS01: Ja.\nintervjuar: Hvorfor?\n", ("intervjuar", "S01", "intervjuar")),
        ("Int.: Hva?\nInf.: Ja.\nInt.: Hvorfor?\n", ("Int", "Inf", "Int")),
        ("**[Kari]:** Hva?\n**[Bø]:** Ja.\n**[Kari]:** Hvorfor?\n**[Bø]:** Nei", None),
        ("**Kari:** Hva?\n**Bø:** Ja.\n**Kari:** Hvorfor?\n**Bø:** Nei", None),
        ("**Kari**: Hva?\n**Bø**: Ja.\n**Kari**: Hvorfor?\n**Bø**: Nei", None),
        ("Kari Nes: Hva?\nÅse Bø: Ja.\nKari Nes: Hvorfor?\nÅse Bø: Nei", None),
        ("ØYSTEIN: Hva?\nÅSE-MARI: Ja.\nØYSTEIN: Hvorfor?\nÅSE-MARI: Nei", None),
        ("Nes, Kari: Hva?\nBø, Åse: Ja.\nNes, Kari: Hvorfor?\nBø, Åse: Nei", None),
        ("Kari (leder): Hva?\nOla (far): Ja.\nKari (leder): Hvorfor?\nOla (far): Nei", None),
        ("SPEAKER_00: Hva?\nSPEAKER_01: Ja.\nSPEAKER_00: Hvorfor?\n", None),
        ("*INV:\tHva?\n*INF:\tJa.\n*INV:\tHvorfor?\n", ("INV", "INF", "INV")),
        ("> I: Hva?\n> R: Ja.\n> I: Hvorfor?\n", ("I", "R", "I")),
        ("I\tHva?\nR\tJa.\nI\tHvorfor?\nR\tNei.\n", ("I", "R", "I", "R")),
        ("1\tI\tHva?\n2\tR\tJa.\n3\tI\tHvorfor?\n4\tR\tNei.\n", ("I", "R", "I", "R")),
        ("I:\nHva?\n\nR:\nJa.\n\nI:\nHvorfor?\n", ("I", "R", "I")),
        ("Intervjuer\nHva?\n\nInformant\nJa.\n\nIntervjuer\nHvorfor?\n\nInformant\nNei.", None),
        ("Kari\nHva?\nOla\nJa.\nKari\nHvorfor?\nOla\nNei.\nKari\nSå?\nOla\nMm.", None),
        ("BSR01 00:00\nHva?\n\nINF7 00:04\nJa.\n\nBSR01 00:09\nHvorfor?\n\nINF7 00:12\nNei", None),
        ("Marte Nes   0:03\nHva?\nOla Bø   0:07\nJa.\nMarte Nes   0:09\nHvorfor?\n", None),
        ("Marte Nes\n0:03\nHva?\nOla Bø\n0:07\nJa.\n" * 3, None),
        ("[00:01:02] I: Hva?\n[00:01:05] R: Ja.\n[00:01:09] I: Hvorfor?\n", ("I", "R", "I")),
        ("00:01:02 I: Hva?\n00:01:05 R: Ja.\n00:01:09 I: Hvorfor?\n", ("I", "R", "I")),
        ("I [00:01:02]: Hva?\nR [00:01:05]: Ja.\nI [00:01:09]: Hvorfor?\n", ("I", "R", "I")),
        ("I: [00:01:02] Hva?\nR: [00:01:05] Ja.\nI: [00:01:09] Hvorfor?\n", ("I", "R", "I")),
        ("I (01:02): Hva?\nR (01:05): Ja.\nI (01:09): Hvorfor?\n", ("I", "R", "I")),
        ("Nes [01:02] Hva?\nBø [01:05] Ja.\nNes [01:09] Hvorfor?\n", ("Nes", "Bø", "Nes")),
        ("#00:00:01-0# I: Hva?\n#00:00:05-1# R: Ja.\n#00:00:09-2# I: Hvorfor?\n", ("I", "R", "I")),
        ("I: Hva? #00:00:01-0#\nR: Ja. #00:00:05-1#\nI: Hvorfor? #00:00:09-2#\n", ("I", "R", "I")),
    ],
)
def test_labels_in_every_style_are_kept_out_of_the_words(text, speakers):
    transcript = read(text)
    assert transcript.text == text
    said = [line for _, line in words(transcript)]
    assert said[:3] in (["Hva?", "Ja.", "Hvorfor?"], ["Hva?", "Ja.", "Hva?"])
    found = tuple(speaker for speaker, _ in words(transcript))
    assert len(set(found)) == 2
    assert all(found)
    assert found[0] == found[2] != found[1]
    if speakers:
        assert found == speakers


@pytest.mark.parametrize(
    "line",
    [
        "Da sa jeg: nei",
        "Problemet: vi hadde ikke penger",
        "Han sa det slik: kom igjen i morgen",
        "Og så tenkte eg: kva no",
        "kl. 14:30 kom bussen",
        "14:30 kom bussen",
        "http://www.nav.no: der står det",
        "https://www.udir.no",
        "NB: ta med papirene",
        "Vi møttes 14:30",
        "Resultatet ble 2:1",
        "[latter]",
        "Ja",
        "Oslo",
        "(01:02:03:04) er ingen tid",
    ],
)
def test_a_colon_in_running_speech_is_no_label(line):
    filler = [f"Det var den dagen nummer {n} som vi snakket om." for n in range(20)]
    unlabelled = read("\n".join([*filler, line, *filler]))
    assert {turn.speaker for turn in unlabelled.turns} == {""}
    assert line in [said for _, said in words(unlabelled)]
    twice = read("\n".join([line, *filler, line, *filler]))
    assert {turn.speaker for turn in twice.turns} == {""}
    labelled = read(f"I: Hva skjedde?\nR: Jo,\n{line}\nsånn var det.\nI: Og så?\n")
    assert [speaker for speaker, _ in words(labelled)] == ["I", "R", "I"]
    assert words(labelled)[1][1] == f"Jo,\n{line}\nsånn var det."


def test_an_ordinary_word_before_a_colon_needs_more_evidence_than_a_name():
    filler = "\n".join(f"Vi snakket om problemet nummer {n}." for n in range(30))
    text = f"I: Hva?\nR: Ja.\n{filler}\nProblemet: penger\nVaktmester Nes: hei\nProblemet: tid\n"
    transcript = read(text + "Vaktmester Nes: ja\nI: Ok.\n")
    assert {turn.speaker for turn in transcript.turns} == {"I", "R", "Vaktmester Nes"}
    assert any("“Problemet” ×2" in note for note in transcript.notes)


def test_short_answers_with_the_time_after_them_are_no_labels():
    text = "Hvor? #00:00:01-0#\nOslo #00:00:02-0#\nHvor? #00:00:03-0#\nOslo #00:00:04-5#\n"
    transcript = read(text)
    assert words(transcript) == [("", "Hvor?"), ("", "Oslo")] * 2
    assert [turn.time_end for turn in transcript.turns] == [1, 2, 3, 4.5]


def test_speech_that_is_reported_often_is_no_label():
    text = "Da sa jeg: nei, nå må dere høre.\nOg så sa ho: ja vel.\nMen han svarte: kom.\n" * 20
    assert {turn.speaker for turn in read(text).turns} == {""}


@pytest.mark.parametrize("aside", ["Oslo", "Mor", "Bø\tja", "r\tja", "ja\tnei", "mor"])
def test_where_labels_have_colons_nothing_else_is_a_label(aside):
    text = f"Kari: Hvor?\nR: Der.\n{aside}\n{aside}\nKari: Hvem?\nR: {aside}\n{aside}\n" * 4
    assert {turn.speaker for turn in read(text).turns} == {"Kari", "R"}
    again = "Kari: Hvor?\nR: Der.\nKari\tHvem?\nR\tHan.\n"
    assert [speaker for speaker, _ in words(read(again * 2))] == ["Kari", "R"] * 4


def test_a_full_name_that_speaks_once_is_told_of():
    transcript = read("Kari Nes: Hei.\nOla Bø: Hei.\nKari Nes: Ja.\n")
    assert {turn.speaker for turn in transcript.turns} == {"Kari Nes"}
    assert any("“Ola Bø” ×1" in note for note in transcript.notes)


def test_where_labels_have_times_a_name_may_speak_once():
    text = "Kari Nes  0:01\nHei.\nOla Bø  0:04\nHei.\nKari Nes  0:07\nJa.\n"
    assert [speaker for speaker, _ in words(read(text))] == ["Kari Nes", "Ola Bø", "Kari Nes"]


def test_words_before_the_first_label_are_nobodys():
    transcript = read("Intervju 3\nOslo\n\nI: Hva?\nR: Ja.\n\nMer.\n")
    assert words(transcript) == [("", "Intervju 3\nOslo"), ("I", "Hva?"), ("R", "Ja.\n\nMer.")]
    assert [turn.role for turn in transcript.turns] == [UNKNOWN, ASKS, ANSWERS]


def test_the_header_of_a_long_interview_is_no_speech():
    text = "Dato: 3. mai\nIntervjuer: KN\nInformant: Mor 3\n\n" + "I: Hva?\nM: Ja.\n" * 18
    transcript = read(text)
    assert {turn.speaker for turn in transcript.turns} == {"", "I", "M"}
    assert words(transcript)[0] == ("", "Dato: 3. mai\nIntervjuer: KN\nInformant: Mor 3")


def test_markdown_headings_are_labels_if_they_come_back():
    text = "# Samtale\n\n### Interviewer\nHva?\n\n### Kari Nes\nJa.\n\nMer.\n\n## Del to\n\n"
    text += "Enda mer.\n\n### Interviewer\nHvorfor?\n\n### Kari Nes\nFordi.\n"
    transcript = read(text, "a.md")
    assert words(transcript) == [
        ("", "# Samtale"),
        ("Interviewer", "Hva?"),
        ("Kari Nes", "Ja.\n\nMer."),
        ("", "## Del to"),
        ("Kari Nes", "Enda mer."),
        ("Interviewer", "Hvorfor?"),
        ("Kari Nes", "Fordi."),
    ]


def test_numbered_questions_are_labels_only_beside_answers():
    guide = read("Spørsmål 1: Hva?\nJa.\nSpørsmål 2: Hvorfor?\nNei.\n")
    assert roles(guide) == {"": UNKNOWN}
    answered = read("Spørsmål 1: Hva?\nSvar: Ja.\nSpørsmål 2: Hvorfor?\nSvar: Nei.\n")
    assert roles(answered) == {"Spørsmål": ASKS, "Svar": ANSWERS}


@pytest.mark.parametrize(
    ("labels", "interviewers", "expected"),
    [
        ("I R", (), {"I": ASKS, "R": ANSWERS}),
        ("Intervjuar Mor Far", (), {"Intervjuar": ASKS, "Mor": ANSWERS, "Far": ANSWERS}),
        (
            "Moderator I1 I2 Kari",
            (),
            {"Moderator": ASKS, "I1": ANSWERS, "I2": ANSWERS, "Kari": ANSWERS},
        ),
        ("I1 I2 R1", (), {"I1": ASKS, "I2": ASKS, "R1": ANSWERS}),
        ("M F", (), {"M": UNKNOWN, "F": UNKNOWN}),
        ("I M F", (), {"I": ASKS, "M": ANSWERS, "F": ANSWERS}),
        ("Q A", (), {"Q": ASKS, "A": ANSWERS}),
        ("Kari Ola", (), {"Kari": UNKNOWN, "Ola": UNKNOWN}),
        ("Kari Ola", ("KARI",), {"Kari": ASKS, "Ola": ANSWERS}),
        ("Å Ø", ("a\u030a",), {"Å": ASKS, "Ø": ANSWERS}),
        ("I Mor", ("mor",), {"I": ANSWERS, "Mor": ASKS}),
        ("I R", ("Per",), {"I": ASKS, "R": ANSWERS}),
    ],
)
def test_roles(labels, interviewers, expected):
    text = "".join(f"{label}: Ja da, sier jeg.\n" for label in labels.split()) * 3
    transcript = read(text, interviewers=interviewers)
    assert roles(transcript) == expected
    told = any("name the interviewers" in note for note in transcript.notes)
    assert told == (ASKS not in expected.values())


def test_the_role_may_stand_anywhere_in_a_label():
    text = "Silje Intervjuer: Hva?\nMor F01: Ja.\nOla (informant): Mm.\nInformant 2 (leder): Nei.\n"
    assert roles(read(text * 3)) == {
        "Silje Intervjuer": ASKS,
        "Mor F01": ANSWERS,
        "Ola (informant)": ANSWERS,
        "Informant 2 (leder)": ANSWERS,
    }
    assert roles(read("I Oslo: ja\nNAV Oslo: nei\n" * 3)) == {
        "I Oslo": UNKNOWN,
        "NAV Oslo": UNKNOWN,
    }


def test_one_speaker_in_several_spellings():
    text = "INTERVJUER: Hva?\nKari: Ja.\nIntervjuer: Så?\nKari: Nei.\nIntervjuer : Og?\n"
    assert [speaker for speaker, _ in words(read(text))] == ["Intervjuer", "Kari"] * 2 + [
        "Intervjuer"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[00:01:02] I: a\n[01:01:02.5] R: b", [(62, None), (3662.5, None)]),
        ("I [1:02]: a\nR (00:02:03,25): b", [(62, None), (123.25, None)]),
        ("#00:00:05-3# I: a\n#00:00:07-0# R: b", [(5.3, None), (7, None)]),
        ("I: a #00:00:05-3#\nR: b #00:00:07-0#", [(None, 5.3), (5.3, 7)]),
        ("I: a\n[00:10] mer\nR: b", [(None, None), (10, None), (None, None)]),
        ("00:05\nI: a\n00:09\nR: b", [(5, None), (9, None)]),
        ("S_1 [00:00:01 - 00:00:05]: a\nS_1 [00:00:05 --> 00:00:08]: b", [(1, 5), (5, 8)]),
        (
            "[00:00:01.000 --> 00:00:05.000]  a\n[00:00:05.000 --> 00:00:07.000]  b",
            [(1, 5), (5, 7)],
        ),
        (
            "1\t00:01\tI\ta\n2\t00:02\tR\tb\n3\t00:04\tI\tc\n4\t00:05\tR\td",
            [(1, None), (2, None), (4, None), (5, None)],
        ),
    ],
)
def test_stamps(text, expected):
    transcript = read(text)
    assert times(transcript) == expected
    assert not any(":" in said or "#" in said for _, said in words(transcript))


def test_a_stamp_inside_a_line_stays_among_the_words():
    transcript = read("I: Hva?\nR: Ja, han sa [uhørlig 00:12:33] og gikk.\n")
    assert words(transcript)[1][1] == "Ja, han sa [uhørlig 00:12:33] og gikk."


def test_without_speakers_a_paragraph_is_a_turn():
    lines = read("Ei linje: ja.\nEi til.\n")
    assert words(lines) == [("", "Ei linje: ja."), ("", "Ei til.")]
    wrapped = read("Første avsnitt\nfortsetter.\n\n \nAndre avsnitt.\n\n")
    assert words(wrapped) == [("", "Første avsnitt\nfortsetter."), ("", "Andre avsnitt.")]
    assert wrapped.text == "Første avsnitt\nfortsetter.\n\n \nAndre avsnitt.\n\n"
    assert roles(wrapped) == {"": UNKNOWN}
    assert any("No speakers" in note for note in wrapped.notes)


def test_a_title_apart_does_not_make_a_paragraph_of_all_the_rest():
    transcript = read("Tittel\n\n" + "Ei linje uten merke\n" * 100)
    assert len(transcript.turns) == 101


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028"])
def test_line_ends(end):
    text = end.join(["I: Hva?", "R: Ja.", "", "Mer.", ""])
    transcript = read(text)
    assert transcript.text == "I: Hva?\nR: Ja.\n\nMer.\n"
    assert words(transcript) == [("I", "Hva?"), ("R", "Ja.\n\nMer.")]


def test_offsets_are_those_of_the_composed_text():
    text = "I: Så får dere hjelp på Åsen? 👩‍👧\nR: Før påske … «nei» – 😊 ärlig\n"
    decomposed = unicodedata.normalize("NFD", text)
    assert decomposed != text
    transcript = read(decomposed)
    assert transcript.text == text
    assert words(transcript) == [
        ("I", "Så får dere hjelp på Åsen? 👩‍👧"),
        ("R", "Før påske … «nei» – 😊 ärlig"),
    ]


def assert_sound(transcript: Transcript) -> None:
    """What holds of every transcript."""
    text = transcript.text
    assert text == normalise(text)
    end = 0
    for turn in transcript.turns:
        said = text[turn.start : turn.end]
        assert end <= turn.start < turn.end <= len(text)
        assert said == said.strip() != ""
        assert turn.speaker or turn.role is UNKNOWN
        end = turn.end
    if any("No speakers" in note for note in transcript.notes):
        stamp = re.compile(rf"{stamps.MARKED}|{stamps.BARE}")
        assert not any(stamp.sub("", piece).strip() for piece in outside(transcript))


def outside(transcript: Transcript) -> list[str]:
    """What lies between the turns, white space aside."""
    ends = [0, *(turn.end for turn in transcript.turns)]
    starts = [*(turn.start for turn in transcript.turns), len(transcript.text)]
    pieces = [transcript.text[end:start].strip() for end, start in zip(ends, starts, strict=True)]
    return [piece for piece in pieces if piece]


UTTERANCE = st.text(
    alphabet=st.sampled_from("abdefgiklmnorstuvyæøå .,?-–«»…'\u0301\u030a😊👧\t\xa0"),
    min_size=1,
    max_size=60,
).filter(lambda said: normalise(said).strip(" .,?-–«»…'\u0301\u030a\t\xa0"))
SPEAKERS = st.lists(
    st.sampled_from(["I", "R1", "Mor", "Intervjuer", "Åse Bø", "S01", "Barn 2", "NAV-leder"]),
    min_size=2,
    unique=True,
)


@st.composite
def interviews(draw) -> list[tuple[str, list[str]]]:
    names = draw(SPEAKERS)
    spoken = draw(st.lists(st.lists(UTTERANCE, min_size=1, max_size=3), min_size=4, max_size=12))
    return [(names[n % 2], lines) for n, lines in enumerate(spoken)]


@settings(max_examples=150, deadline=None)
@given(interviews(), st.sampled_from(["{}: ", "{}:\t", "**{}:** ", "[00:01] {}: ", "- {}: "]))
def test_every_word_of_a_labelled_text_is_its_speakers(interview, style):
    text = "\n".join(style.format(name) + "\n\n".join(lines) for name, lines in interview)
    transcript = read(text)
    assert_sound(transcript)
    assert outside(transcript) == [style.format(name).strip() for name, _ in interview]
    assert words(transcript) == [
        (name, normalise("\n\n".join(lines)).strip()) for name, lines in interview
    ]


PIECES = """
I:|R1|Kari Nes|:| |\t|[00:01]|#00:01:02-3#|00:12|**|##|ja|Ja.|å|a\u030a|😊|-|1\t|(|]|-->
""".strip().split("|")


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from([*PIECES, "\n", "\n\n", " "]), max_size=40).map("".join)
    | st.text(max_size=80)
)
def test_any_text_is_cut_soundly_and_the_same_when_read_again(text):
    data = text.encode("utf-8", "surrogatepass")
    for name in ("a.txt", "a.md"):
        try:
            transcript = read_transcript(data, name)
        except ImportFailure:
            continue
        assert_sound(transcript)
        again = read(transcript.text, name)
        assert again.text == transcript.text
        assert again.turns == transcript.turns


def spoken_words(count: int, labels: tuple[str, ...]) -> str:
    source = random.Random(5)
    vocabulary = ["vi", "fikk", "jo", "ikke", "hjelp", "før", "på", "høsten", "og", "så", "venta"]
    lines, said = [], 0
    while said < count:
        length = source.randint(1, 40)
        lines.append(
            labels[len(lines) % len(labels)] + " ".join(source.choices(vocabulary, k=length))
        )
        said += length
    return "\n".join(lines)


@pytest.mark.parametrize("labels", [("I: ", "R1: "), ("Kari Nes:\t", "[01:02] Ola: ", ""), ("",)])
def test_a_hundred_thousand_words(labels):
    text = spoken_words(100_000, labels)
    transcript = read_transcript(text.encode(), "a.txt")
    assert_sound(transcript)
    assert transcript.text == text
    assert len(transcript.turns) > 1_000


@pytest.mark.parametrize(
    "line",
    [
        *("å bli " * 70_000, "x: y " * 80_000, " " * 400_000 + "x", "[" * 400_000),
        *("a\t" * 200_000, "**" * 200_000, "1:" * 200_000, "Kari A " * 60_000, "(00:01" * 70_000),
    ],
    ids=lambda line: line[:6],
)
def test_a_line_of_four_hundred_thousand_characters(line):
    start = time.perf_counter()
    transcript = read(f"I: {line}\nR: Ja.\n")
    assert time.perf_counter() - start < 60  # quadratic work would take minutes
    assert [turn.speaker for turn in transcript.turns] == ["I", "R"]
    assert transcript.text[transcript.turns[0].start : transcript.turns[0].end] == line.strip()
