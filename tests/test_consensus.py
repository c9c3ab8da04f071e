"""Settling differences: disputes, decisions, what is agreed on, and what becomes of it all."""

from __future__ import annotations

import shutil
import sys
from collections import defaultdict

import pytest
import study
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.analysis.agreement.agreed import take_over_agreed
from qualcode.analysis.agreement.consensus import (
    Order,
    decide,
    decide_otherwise,
    find_dispute,
    reopen,
    settlement,
    write_reason,
)
from qualcode.analysis.agreement.disagreements import disagreements
from qualcode.analysis.agreement.measuring import agreement
from qualcode.analysis.agreement.unit import AgreementUnit
from qualcode.cli.main import main
from qualcode.codebook.edit import merge_codes
from qualcode.errors import InputError, NotFoundError
from qualcode.model import Span
from qualcode.project import Project, check, history, redo, undo, withdraw
from qualcode.project.codings import NewCoding, add_codings, change_coding, codings
from qualcode.project.consensus import (
    Verdict,
    consensus_coders,
    decisions,
    name_consensus_coder,
)
from qualcode.project.selection import Selection
from qualcode.project.sources import source_ids, sources
from qualcode.text import trim, union

FAMILY, EMPLOYEE, LEADER = "Familie i nord", "Ansatt i PPT", "Leder på Ålesund vgs"
CHARACTER, SENTENCE = AgreementUnit.CHARACTER, AgreementUnit.SENTENCE


def having(project, coder="consensus"):
    """A coder's codings: source, words, code and memo."""
    texts = {source.id: source for source in sources(project)}
    names = {row["id"]: row["name"] for row in project.rows("SELECT id, name FROM codes")}
    return {
        (texts[one.source_id].name, texts[one.source_id].text[one.start : one.end],
         names[one.code_id], one.memo)
        for one in codings(project)
        if one.coder == coder
    }  # fmt: skip


def words(project, coder="consensus"):
    return {(text, name) for _, text, name, _ in having(project, coder)}


def on(project, source, name, unit=SENTENCE):
    """The only dispute in a source in which a code is."""
    found = settlement(project, Selection(sources=(source,)), unit=unit)
    (dispute,) = [each for each in found.disputes if name in {code.name for code in each.codes}]
    return dispute


def others(project):
    return [one for one in codings(project) if one.coder != "consensus"]


def test_every_disagreement_is_in_one_dispute(project):
    found = settlement(project)
    assert found.coders == ("Kari", "Per")
    assert (found.consensus, found.unit, found.settled) == ("consensus", SENTENCE, 0)
    listed = [one for each in found.disputes for one in each.disagreements]
    for one in disagreements(project):
        parts = [each for each in listed if (each.source, each.code) == (one.source, one.code)]
        inside = [each for each in parts if one.start <= each.start and each.end <= one.end]
        assert {coding_id for each in inside for coding_id in each.coding_ids} == {*one.coding_ids}
        assert (inside[0].start, inside[-1].end) == (one.start, one.end)
    assert len({each.key for each in found.disputes}) == len(found.disputes)


def test_codes_on_much_the_same_words_are_one_dispute(project):
    study.apply(project, EMPLOYEE, "Hva som er nytt", "Rutiner", by="Kari")
    study.apply(project, EMPLOYEE, "Hva som er nytt, vet", "Samordning", by="Per")
    study.apply(project, EMPLOYEE, "Hva som er nytt, vet jeg ærlig talt ikke.", "Tid", by="Per")
    dispute = on(project, EMPLOYEE, "Samordning")
    assert {code.name for code in dispute.codes} == {"Rutiner", "Samordning"}
    assert [one.coder for one in dispute.codings_of("Per")] == ["Per"]
    # Tid lies on more than twice the words of Rutiner, and the same coder has Samordning.
    assert {code.name for code in on(project, EMPLOYEE, "Tid").codes} == {"Tid"}


def test_the_borders_of_codings_that_overlap_are_one_dispute(project):
    dispute = on(project, FAMILY, "Tid", CHARACTER)
    assert [one.text for one in dispute.disagreements] == ["hun ", ". Hun kalte"]
    decide(project, dispute, ["Per"])
    assert words(project) == {(". Hun kalte", "Tid")}
    take_over_agreed(project, unit=CHARACTER)
    assert ("hadde ikke tid. Hun kalte", "Tid") in words(project), "one coding, as Per has it"


def test_white_space_alone_is_nothing_to_settle(project):
    study.apply(project, LEADER, "Hva skal til?", "Rutiner", by="Kari")
    study.apply(project, LEADER, "Hva skal", "Rutiner", by="Per")
    study.apply(project, LEADER, "til?", "Rutiner", by="Per")
    selection = Selection(sources=(LEADER,), codes=("Rutiner",))
    assert [one.text for one in disagreements(project, selection, unit=CHARACTER)] == [" "]
    assert settlement(project, selection, unit=CHARACTER).disputes == ()


def test_each_way_to_decide(project):
    before = others(project)
    study.apply(project, EMPLOYEE, "Hva som er nytt", "Rutiner", by="Kari")
    study.apply(project, EMPLOYEE, "Hva som er nytt", "Samordning", by="Per")
    for keep, kept in (
        (["Kari"], {("Hva som er nytt", "Rutiner")}),
        (["Per"], {("Hva som er nytt", "Samordning")}),
        (["Per", "Kari"], {("Hva som er nytt", "Rutiner"), ("Hva som er nytt", "Samordning")}),
        ([], set()),
    ):
        dispute = on(project, EMPLOYEE, "Samordning")
        steps = len(history(project))
        decide(project, dispute, keep, reason="  Vi leste det høyt. ")
        assert len(history(project)) == steps + 1
        assert words(project) == kept
        assert all(memo.strip() == "Vi leste det høyt." for *_, memo in having(project))
        decided = on(project, EMPLOYEE, "Samordning")
        assert decided.settled and decided.reason == "Vi leste det høyt."
        assert {one.decided_by for one in decided.decisions} == {"Kari"}
        undo(project)
        assert having(project) == set() and not on(project, EMPLOYEE, "Samordning").settled
        assert consensus_coders(project) == []
        redo(project)
        assert words(project) == kept and on(project, EMPLOYEE, "Samordning").settled
        undo(project)
    assert [one for one in others(project) if one in before] == before
    assert check(project) == []


def test_other_words_and_another_code(project):
    dispute = on(project, FAMILY, "Samordning")
    source_id, start, end = study.find(project, FAMILY, "snakket sammen")
    code_ids = [study.code(project, name).id for name in ("Rutiner", "Tid")]
    decide_otherwise(project, dispute, Span(start, end), code_ids, reason="Begge deler.")
    assert having(project) == {
        (FAMILY, "snakket sammen", "Rutiner", "Begge deler."),
        (FAMILY, "snakket sammen", "Tid", "Begge deler."),
    }
    (decision,) = on(project, FAMILY, "Samordning").decisions
    assert (decision.verdict, decision.source_id) == (Verdict.OTHERWISE, source_id)
    reopen(project, on(project, FAMILY, "Samordning"))
    assert having(project) == set() and not on(project, FAMILY, "Samordning").settled
    with pytest.raises(InputError, match="No code"):
        decide_otherwise(project, on(project, FAMILY, "Samordning"), Span(start, end), [])
    with pytest.raises(InputError, match="does not lie in its source"):
        far = Span(start, 10**6)
        decide_otherwise(project, on(project, FAMILY, "Samordning"), far, code_ids)
    assert having(project) == set()


def test_a_decision_is_changed_and_takes_back_only_what_it_brought(project):
    study.apply(project, EMPLOYEE, "Hva som er nytt", "Rutiner", by="Kari")
    study.apply(project, EMPLOYEE, "Hva som er nytt", "Samordning", by="Per")
    take_over_agreed(project)
    agreed = having(project)
    decide(project, on(project, EMPLOYEE, "Samordning"), ["Kari", "Per"])
    decide(project, on(project, EMPLOYEE, "Samordning"), ["Per"], reason="nei")
    assert having(project) == agreed | {(EMPLOYEE, "Hva som er nytt", "Samordning", "nei")}
    write_reason(project, on(project, EMPLOYEE, "Samordning"), "jo")
    assert on(project, EMPLOYEE, "Samordning").reason == "jo"
    reopen(project, on(project, EMPLOYEE, "Samordning"))
    assert having(project) == agreed
    with pytest.raises(InputError, match="Nothing has been decided"):
        reopen(project, on(project, EMPLOYEE, "Samordning"))


def test_decisions_survive_and_hold_for_parts_of_their_words(project_file):
    selection = Selection(sources=(LEADER, EMPLOYEE))
    with Project.open(project_file, coder="Kari") as project:
        study.apply(project, LEADER, "Tverrfaglige team. Vi møtes hver uke", "Rutiner", by="Per")
        found = settlement(project, selection, unit=AgreementUnit.TURN)
        for each in found.disputes:
            decide(project, each, ["Per"])
    with Project.open(project_file, coder="Per") as project:
        found = settlement(project, selection, unit=AgreementUnit.TURN)
        assert found.settled == len(found.disputes) > 0
        by_sentence = settlement(project, selection, unit=SENTENCE)
        assert all(each.settled for each in by_sentence.disputes)
        # A sentence is decided otherwise; the rest of the turn stays as it was decided.
        dispute = on(project, LEADER, "Rutiner")
        decide(project, dispute, [])
        assert not any(name == "Rutiner" for _, name in words(project))


def test_what_has_changed_meanwhile_is_not_decided(project, project_file):
    dispute = on(project, FAMILY, "Samordning")
    with Project.open(project_file, coder="Per") as elsewhere:
        decide(elsewhere, on(elsewhere, FAMILY, "Samordning"), [])
    with pytest.raises(InputError, match="Somebody has decided"):
        decide(project, dispute, ["Kari"])
    undo(project)
    (coding,) = dispute.codings
    change_coding(project, coding.id, span=Span(coding.start, coding.end - 1))
    with pytest.raises(InputError, match="have changed"):
        decide(project, dispute, ["Kari"])
    assert having(project) == set() and consensus_coders(project) == []
    with pytest.raises(InputError, match="Ola is not one of those"):
        decide(project, on(project, FAMILY, "Samordning"), ["Ola"])


def test_what_is_agreed_is_taken_over_once(project):
    for by in ("Kari", "Per"):
        study.apply(project, LEADER, "Vi møtes hver uke, så det går seg til.", "Rutiner", by=by)
    study.apply(project, EMPLOYEE, "Jeg har hørt", "Samordning", by="Kari")
    study.apply(project, EMPLOYEE, "hørt om dem", "Samordning", by="Per")
    study.apply(project, FAMILY, "Ja, men", "Rutiner", by="Kari")
    study.apply(project, FAMILY, "ikke tid", "Rutiner", by="Per")
    own = others(project)
    found = settlement(project)
    assert (found.agreed, found.agreed_open) == (4, 4)
    assert take_over_agreed(project) == 5
    assert words(project) == {
        ("Vi møtes hver uke, så det går seg til.", "Rutiner"),
        ("hørt", "Samordning"),
        ("Ja, men", "Rutiner"),  # no word in common, but the same sentence
        ("ikke tid", "Rutiner"),
        ("hadde ikke tid", "Tid"),
    }
    found = settlement(project)
    assert (found.agreed, found.agreed_open) == (4, 0)
    assert found.coders == ("Kari", "Per"), "the consensus is not compared with those it is of"
    assert agreement(project).coders == ("Kari", "Per")
    assert agreement(project, Selection(coders=("Kari", "consensus"))).coders[1] == "consensus"
    steps = len(history(project))
    assert take_over_agreed(project) == 0
    assert len(history(project)) == steps
    undo(project)
    assert having(project) == set() and others(project) == own


def test_turns_of_one_coding_become_one_coding_again(project):
    """What lies between the turns, a speaker's label, is part of the coding as it was of theirs."""
    stretch = "Vi har rutiner. Det er pengene det står på, og stillingene."
    text = next(one.text for one in sources(project) if one.name == EMPLOYEE)
    whole = text[text.index("Jeg har hørt") : text.index(stretch) + len(stretch)]
    study.apply(project, EMPLOYEE, whole, "Samordning", by="Kari")
    study.apply(project, EMPLOYEE, stretch, "Samordning", by="Per")
    dispute = on(project, EMPLOYEE, "Samordning")
    decide(project, dispute, ["Kari"])
    take_over_agreed(project)
    assert {text for text, name in words(project) if name == "Samordning"} == {whole}
    reopen(project, on(project, EMPLOYEE, "Samordning"))
    assert {text for text, name in words(project) if name == "Samordning"} == {stretch}


def test_who_stands_for_the_consensus(project):
    with pytest.raises(InputError, match="has codings already"):
        name_consensus_coder(project, "Per")
    with pytest.raises(InputError, match="cannot be compared too"):
        settlement(project, Selection(coders=("Kari", "Per")), consensus="Per")
    with pytest.raises(InputError, match="cannot be compared too"):
        decide(project, settlement(project).disputes[0], [], consensus="Per")
    decide(project, settlement(project).disputes[0], [], consensus="Ola")
    assert consensus_coders(project) == ["Ola"]
    name_consensus_coder(project, "  felles ")
    assert (settlement(project).consensus, settlement(project).settled) == ("felles", 0)
    assert settlement(project, consensus="Ola").settled == 1
    name_consensus_coder(project, "Ola")
    assert consensus_coders(project) == ["Ola", "felles"]
    assert settlement(project).settled == 1


def test_two_codings_side_by_side_are_two_questions(project):
    study.apply(project, LEADER, "Vi møtes hver uke, så det går seg til.", "Rutiner", by="Kari")
    study.apply(project, LEADER, "Men kapasiteten…", "Rutiner", by="Kari")
    selection = Selection(sources=(LEADER,), codes=("Rutiner",))
    (together,) = disagreements(project, selection)
    found = settlement(project, selection).disputes
    assert [each.disagreements[0].text for each in found] == [
        "Vi møtes hver uke, så det går seg til.",
        "Men kapasiteten… Ja, den er som den er!",
    ]
    assert together.coding_ids == tuple(one.id for each in found for one in each.codings)
    by_source = settlement(project, selection, unit=AgreementUnit.SOURCE).disputes
    assert [each.disagreements[0].coding_ids for each in by_source] == [together.coding_ids]


def test_keys_order_and_filters(project):
    found = settlement(project)
    first = found.disputes[0]
    assert find_dispute(found, first.key[:6].upper()) == first
    for key in ("zz", ""):
        with pytest.raises(NotFoundError):
            find_dispute(found, key)
    by_code = settlement(project, order=Order.CODE).disputes
    assert sorted(each.key for each in by_code) == sorted(each.key for each in found.disputes)
    order = [row.code.id for row in agreement(project).codes]
    ranks = [min(order.index(code.id) for code in each.codes) for each in by_code]
    assert ranks == sorted(ranks)
    only = settlement(project, Selection(codes=("Ressursbarrierer",), sources=(FAMILY, EMPLOYEE)))
    assert {each.source for each in only.disputes} == {FAMILY, EMPLOYEE}
    assert all(code.path[0] == "Ressursbarrierer" for each in only.disputes for code in each.codes)


def test_codes_that_are_merged_keep_what_was_decided(project):
    decide(project, on(project, FAMILY, "Samordning"), ["Kari"])
    target = study.code(project, "Koordinatorrollen")
    merge_codes(project, [study.code(project, "Samordning")], target)
    (decision,) = decisions(project, "consensus")
    assert decision.code_id == target.id
    (dispute,) = [
        each
        for each in settlement(project, Selection(sources=(FAMILY,))).disputes
        if each.text.startswith("Ingen")
    ]
    assert dispute.settled
    reopen(project, dispute)
    assert having(project) == set()


def test_a_withdrawn_case_leaves_nothing(project):
    for each in settlement(project).disputes:
        decide(project, each, ["Kari"], reason=f"Måltrostkvæde i {each.source}")
    quoted = settlement(project, Selection(sources=(EMPLOYEE,))).disputes[0]
    words_of_case = "Vi måtte bære alt selv. Ingen snakket sammen"
    write_reason(project, quoted, f"Som hun sa: {words_of_case}")
    withdraw(project, "F-01")
    left = decisions(project, "consensus")
    assert left and FAMILY not in source_ids(project)
    assert all("Familie" not in each.reason and words_of_case not in each.reason for each in left)
    stored = "".join(
        f"{row['before']}{row['after']}"
        for row in project.rows(
            "SELECT before, after FROM changes WHERE table_name = 'consensus_decisions'"
        )
    )
    assert "Måltrostkvæde i Ansatt" in stored
    assert "Måltrostkvæde i Familie" not in stored and "bære alt selv" not in stored
    assert check(project) == []


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_coders(empty_project, count):
    study.add(empty_project, "En", [("Mor", "Vi venter.")])
    with pytest.raises(InputError):
        settlement(empty_project)


@pytest.fixture
def command(monkeypatch, capsys, project_file):
    def call(*words):
        monkeypatch.setenv("QUALCODE_CODER", "Kari")
        monkeypatch.setattr(sys, "argv", ["qualcode", "consensus", *map(str, words)])
        with pytest.raises(SystemExit) as left:
            main()
        told = capsys.readouterr()
        return left.value.code, told.out, told.err

    return call


def test_commands(command, project_file, tmp_path):
    code, told, _ = command("list", project_file, "--source", FAMILY, "--order", "code")
    assert code == 0 and "Settled: 0 of 3, for consensus." in told
    with Project.open(project_file, coder="Kari") as project:
        key = on(project, FAMILY, "Samordning").key
    assert key in told
    code, told, _ = command("show", project_file, key[:5])
    assert "Det som gjelder samordning." in told and "alpha" in told and "nothing of it" in told
    code, told, _ = command("decide", project_file, key, "--keep", "Kari", "--why", "Sagt rett ut")
    assert code == 0 and "Settled by Kari" in told and "Why: Sagt rett ut" in told
    assert "Settled: 1 of 9." in told
    with Project.open(project_file, coder="Kari") as project:
        assert having(project) == {(FAMILY, "Ingen snakket sammen", "Samordning", "Sagt rett ut")}
    command("decide", project_file, key, "--nobody")
    code, told, _ = command("decide", project_file, key, "--use", "Tid", "--words", "83-90")
    assert code == 0 and "otherwise" in told
    with Project.open(project_file, coder="Per") as project:
        assert words(project) == {("Ingen s", "Tid")}
    out = tmp_path / "ulikt.csv"
    code, told, _ = command("list", project_file, "--all", "-o", out)
    assert "Sagt" not in out.read_text("utf-8") and "otherwise" in out.read_text("utf-8-sig")
    code, told, _ = command("list", project_file, "--open", "--all")
    assert key not in told and "Settled: 1 of 9" in told
    code, told, _ = command("reopen", project_file, key)
    assert "is open again" in told
    code, told, _ = command("take-over", project_file, "--yes")
    assert code == 0 and "1 stretch more" in told
    assert "has all that is agreed on" in command("take-over", project_file)[1]
    assert "felles stands for the consensus" in command("name", project_file, "felles")[1]
    assert "for felles" in command("list", project_file)[1]
    with Project.open(project_file, coder="Kari") as project:
        assert words(project) == {("hadde ikke tid", "Tid")}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (("decide", "0000"), "has to be said how"),
        (("decide", "0000", "--keep", "Kari", "--nobody"), "has to be said how"),
        (("decide", "0000", "--keep", "Kari", "--words", "1-2"), "goes with --use"),
        (("decide", "", "--use", "Tid", "--words", "x-2"), "is no stretch"),
        (("show", "zzzz"), "is the key of no difference"),
        (("show", ""), "begins more than one key"),
        (("decide", "zzzz", "--nobody"), "is the key of no difference"),
        (("list", "--order", "size"), "There is no order"),
        (("name", "Kari"), "has codings already"),
        (("list", "--coder", "Kari"), "at least two coders"),
        (("list", "--for", "Per", "--coder", "Kari", "--coder", "Per"), "cannot be compared too"),
    ],
)
def test_bad_commands(command, project_file, wrong, told):
    verb, *rest = wrong
    if rest[:1] == [""] and verb == "decide":
        with Project.open(project_file, coder="Kari") as project:
            rest[0] = settlement(project).disputes[0].key
    code, _, error = command(verb, project_file, *rest)
    assert code == 1 and told in error
    with Project.open(project_file, coder="Kari") as project:
        assert having(project) == set() and decisions(project, "consensus") == []


pieces = st.lists(
    st.tuples(
        st.sampled_from(["Kari", "Per", "Ola"]),
        st.sampled_from(["Tid", "Rutiner", "Penger"]),
        st.integers(0, 150),
        st.integers(1, 60),
    ),
    min_size=1,
    max_size=14,
)


def united(project, coder, name):
    """The places of letters that a coder gave a code."""
    found = defaultdict(list)
    texts = {source.id: source.text for source in sources(project)}
    for one in codings(project):
        if one.coder == coder and one.code_id == study.code(project, name).id:
            found[one.source_id].append(Span(one.start, one.end))
    return {
        (source_id, place)
        for source_id, spans in found.items()
        for span in union(spans)
        for place in range(*span)
        if texts[source_id][place].strip()
    }


@given(made=pieces, whose=st.sampled_from(["Kari", "Per"]), order=st.randoms(use_true_random=False))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_one_coders_side_throughout_is_their_coding(
    tmp_path_factory, study_file, made, whose, order
):
    """Whatever the order, the consensus then has just the words that the coder has."""
    path = tmp_path_factory.mktemp("p") / "p.qualcode"
    shutil.copy(study_file, path)
    with Project.open(path, coder="Kari") as project:
        ids = source_ids(project)
        new = [
            NewCoding(ids[FAMILY], study.code(project, name).id, start, start + size, coder=coder)
            for coder, name, start, size in made
        ]
        add_codings(project, new, label="Coded")
        selection = Selection(sources=(FAMILY,), coders=("Kari", "Per", "Ola"))
        with project.action("Made Ola"):
            project.id_of("coders", "Ola")
        own = others(project)
        before = study.dump(project)["codings"]
        steps = [None, *settlement(project, selection, unit=CHARACTER).disputes]
        order.shuffle(steps)
        for step in steps:
            if step is None:
                take_over_agreed(project, selection, unit=CHARACTER)
            else:
                decide(project, step, [whose])
        found = settlement(project, selection, unit=CHARACTER)
        assert found.settled == len(found.disputes) and found.agreed_open == 0
        for name in ("Tid", "Rutiner", "Penger"):
            mine = {place for place in united(project, whose, name) if place[0] == ids[FAMILY]}
            assert united(project, "consensus", name) == mine
        # A coding that does not touch another of theirs with its code is one of the consensus.
        texts = {source.id: source.text for source in sources(project)}
        theirs = [one for one in own if (one.coder, one.source_id) == (whose, ids[FAMILY])]
        spans = {(one.code_id, one.start, one.end) for one in codings(project) if one not in own}
        for one in theirs:
            near = [
                other
                for other in theirs
                if other.code_id == one.code_id
                and other.start <= one.end
                and one.start <= other.end
            ]
            alone = near == [one]
            span = trim(texts[one.source_id], Span(one.start, one.end))
            if alone and span.start < span.end:
                assert (one.code_id, *span) in spans
        assert others(project) == own
        for step in found.disputes:
            reopen(project, step)
        assert settlement(project, selection, unit=CHARACTER).settled == 0
        while having(project) or consensus_coders(project):
            undo(project)
        assert study.dump(project)["codings"] == before
