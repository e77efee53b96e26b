"""`mandate rank`: the keys of the contract in their order, and every call that is wrong."""

from pathlib import Path
from typing import Any

import pytest

from pmm_core.access import Actor
from pmm_core.demo import ensure_sample
from pmm_core.exports import ExportKind, safe_export
from pmm_core.prioritizer.service import read_ranking
from pmm_core.settings import Settings, store_url
from pmm_core.store.store import Store
from pmm_core.vocabulary import Criterion
from tests.cli.running import Answer, mandate, run
from tests.prioritizer.test_rounds import all_at, opened, score

HEADER = "challenge,scorer,urgent,unique,impact\n"
WORKED = HEADER + "A,Ada,5,2,3\nB,Ada,3,4,3\nC,Ada,2,3,5\nD,Ada,4,4,2\n"
KEYS = "weights problems unranked ranking stability"
ROW = (
    "challenge rank score urgent unique impact median rank_shares central_weights dominated_by "
    "scorers disagreement"
)
STABILITY = (
    "first tied_first first_share flips_to smallest_weight_change leave_one_scorer_out "
    "single_scores"
)


def rank(folder: Path, text: str, *options: str) -> Answer:
    file = folder / "scores.csv"
    file.write_text(text, encoding="utf-8")
    return run("mandate", "rank", file, *options)


def document(folder: Path, text: str, *options: str) -> Any:
    answer = rank(folder, text, "--json", *options)
    assert answer.code == 0, answer.err
    assert answer.err == ""
    return answer.document


def test_the_document_has_the_keys_of_the_contract_first_and_in_order(tmp_path: Path) -> None:
    two = WORKED + "A,Ben,5,2,3\nB,Ben,3,4,3\nC,Ben,2,3,5\nD,Ben,4,4,1\n"
    answer = document(tmp_path, two, "--weights", "2,1,1")
    assert list(answer)[:5] == KEYS.split()
    row = answer["ranking"][0]
    assert list(row)[:12] == ROW.split()
    assert list(row["median"]) == list(row["disagreement"]) == ["urgent", "unique", "impact"]
    assert list(answer["stability"])[:7] == STABILITY.split()
    assert answer["weights"] == [0.5, 0.25, 0.25]
    assert (row["challenge"], row["rank"], row["score"]) == ("A", 1, 3.75)
    assert (row["urgent"], row["unique"], row["impact"]) == (5, 2, 3)
    assert row["scorers"] == 2
    assert [len(one["rank_shares"]) for one in answer["ranking"]] == [4] * 4
    assert [len(one["central_weights"]) for one in answer["ranking"]] == [3] * 4
    left_out = answer["stability"]["leave_one_scorer_out"]
    assert left_out == [
        {"scorer": "Ada", "first": "A", "tied_first": ["A"]},
        {"scorer": "Ben", "first": "A", "tied_first": ["A"]},
    ]


def test_a_tie_without_a_scorer_is_no_win_in_words_and_in_the_document(tmp_path: Path) -> None:
    text = HEADER + "B,Ann,3,3,3\nA,Ann,3,3,3\nA,Bob,5,3,3\nB,Bob,3,3,3\n"
    out = rank(tmp_path, text).out
    assert "Without Bob “B” and “A” are level." in out
    assert "Without Bob “B” comes first" not in out
    left_out = document(tmp_path, text)["stability"]["leave_one_scorer_out"]
    assert left_out[1] == {"scorer": "Bob", "first": "B", "tied_first": ["B", "A"]}


def test_what_nobody_scored_has_no_mean_of_others(tmp_path: Path) -> None:
    text = HEADER + "A,Ann,3,3,3\nA,Bob,3,3,\nB,Ann,3,,3\nB,Bob,3,,3\n"
    answer = rank(tmp_path, text)
    assert answer.out.startswith("“A” is ranked alone: the other challenge lacks scores")
    said = [one["message"] for one in document(tmp_path, text)["problems"]]
    assert said == [
        "Ann did not score “B” on unique. It is not ranked: nobody scored it on one of the three.",
        "Bob did not score “A” on impact. The mean is that of the others.",
        "Bob did not score “B” on unique. It is not ranked: nobody scored it on one of the three.",
    ]


def test_the_worked_case_comes_out_exactly(tmp_path: Path) -> None:
    answer = document(tmp_path, WORKED)
    shares = {row["challenge"]: row["rank_shares"] for row in answer["ranking"]}
    first = {name: row[0] for name, row in shares.items()}
    assert first == pytest.approx({"A": 14 / 45, "B": 1 / 9, "C": 16 / 45, "D": 2 / 9}, abs=1e-9)
    assert [sum(column) for column in zip(*shares.values(), strict=True)] == pytest.approx([1] * 4)
    assert [row["rank"] for row in answer["ranking"]] == [1] * 4
    assert answer["stability"]["tied_first"] == ["C", "A", "D", "B"]
    assert answer["stability"]["evpi"] == pytest.approx(82 / 135, abs=1e-9)
    assert answer["stability"]["leave_one_scorer_out"] == []
    single = answer["stability"]["single_scores"][0]
    assert list(single) == ["challenge", "scorer", "criterion", "by", "first", "tied_first"]


def test_weights_and_an_order_are_taken(tmp_path: Path) -> None:
    answer = document(tmp_path, WORKED, "--order", "urgent,unique,impact", "--weights", "50,25,25")
    first = {row["challenge"]: row["rank_shares"][0] for row in answer["ranking"]}
    assert first == pytest.approx({"A": 2 / 3, "B": 0, "C": 0, "D": 1 / 3}, abs=1e-9)
    by_name = {row["challenge"]: row for row in answer["ranking"]}
    assert by_name["B"]["central_weights"] is None
    assert answer["order"] == ["urgent", "unique", "impact"]
    assert answer["stability"]["flips_to"] == "D"
    assert answer["stability"]["smallest_weight_change"] == pytest.approx(1 / 12, abs=1e-9)


def test_a_scorer_who_scored_half_is_explained_and_nothing_is_lost(tmp_path: Path) -> None:
    answer = document(tmp_path, WORKED + "A,Ben,1,1,\nB,Ben,3,4,3\n")
    assert [(one["row"], one["column"]) for one in answer["problems"]] == [
        (6, "impact"),
        (None, None),
        (None, None),
    ]
    assert answer["notes"][0].startswith("Ben scored 2 of 4 challenges")
    assert {row["challenge"]: row["scorers"] for row in answer["ranking"]} == {
        "A": 2,
        "B": 2,
        "C": 1,
        "D": 1,
    }


def test_a_challenge_without_a_criterion_is_unranked(tmp_path: Path) -> None:
    answer = document(tmp_path, WORKED + "E,Ada,5,,5\n")
    assert answer["unranked"] == ["E"]
    assert len(answer["ranking"]) == 4
    assert any("Not ranked" in note and "“E”" in note for note in answer["notes"])


def test_without_a_complete_challenge_every_key_is_there_and_unknown_is_null(
    tmp_path: Path,
) -> None:
    answer = document(tmp_path, HEADER + "A,Ada,5,,5\n")
    assert answer["ranking"] == []
    stability = answer["stability"]
    assert [stability[key] for key in ("first", "first_share", "flips_to", "evpi")] == [None] * 4
    assert rank(tmp_path, HEADER + "A,Ada,5,,5\n").out.startswith("Nothing can be ranked")


def test_one_challenge_and_equal_ones_are_explained(tmp_path: Path) -> None:
    one = document(tmp_path, HEADER + "A,Ada,5,4,5\n")
    assert one["notes"] == ["There is one challenge only, so there is nothing to rank it against."]
    assert one["stability"]["smallest_weight_change"] is None
    equal = document(tmp_path, HEADER + "A,Ada,3,3,3\nB,Ada,3,3,3\n")
    assert equal["notes"][0].startswith("All challenges have the same scores")
    assert equal["ranking"][0]["rank_shares"] == pytest.approx([0.5, 0.5])


def test_an_unknown_column_is_named(tmp_path: Path) -> None:
    text = HEADER.strip() + ",mood\nA,Ada,3,3,3,fine\nB,Ada,2,3,3,\n"
    assert document(tmp_path, text)["notes"] == ["Not used: “mood”."]


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (WORKED.replace("5,2,3", "7,2,3"), [], "score_out_of_range"),
        (WORKED.replace("5,2,3", "high,2,3"), [], "score_unreadable"),
        (WORKED + "A,Ada,1,1,1\n", [], "row_repeated"),
        (WORKED.replace("unique", "uniq"), [], "column_missing"),
        ("", [], "file_empty"),
        (HEADER, [], "header_only"),
        (WORKED, ["--weights", "0,0,0"], "weights_wrong"),
        (WORKED, ["--weights", "1,-1,1"], "weights_wrong"),
        (WORKED, ["--weights", "1,1"], "usage"),
        (WORKED, ["--weights", "a,b,c"], "usage"),
        (WORKED, ["--order", "urgent,unique"], "order_wrong"),
        (WORKED, ["--order", "urgent,unique,size"], "usage"),
        (
            WORKED,
            ["--order", "urgent,unique,impact", "--weights", "1,2,3"],
            "weights_against_order",
        ),
    ],
)
def test_what_is_wrong_ends_with_two_and_says_so(
    tmp_path: Path, text: str, options: list[str], code: str
) -> None:
    answer = rank(tmp_path, text, "--json", *options)
    assert answer.code == 2
    assert answer.document["error"]["code"] == code
    assert answer.document["error"]["message"] in answer.err


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    answer = run("mandate", "rank", tmp_path / "none.csv", "--json")
    assert answer.code == 2
    assert answer.document["error"]["code"] == "file_missing"


def test_people_read_who_is_first_how_firmly_and_what_would_change_it(tmp_path: Path) -> None:
    out = rank(tmp_path, WORKED + "A,Ben,2,2,\n", "--weights", "2,1,1").out
    assert out.splitlines()[0] == "“D” comes first; it is first in 46% of all weightings."
    assert "   1  3.50  D: first in 46% of the weightings; believe urgent" in out
    assert "is level with it once weights move by" in out
    assert "“A”, urgent: scores from 2 to 5." in out
    assert "! row 6: Ben did not score “A” on impact." in out


def test_the_common_options_go_before_between_and_after(tmp_path: Path) -> None:
    file = tmp_path / "scores.csv"
    file.write_text(WORKED, encoding="utf-8")
    after = run("mandate", "rank", file, "--json").out
    assert run("--json", "mandate", "rank", file).out == after
    assert run("mandate", "--json", "rank", file).out == after


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with the sample company."""
    file = tmp_path_factory.mktemp("rank") / "sample.db"
    ensure_sample(Settings(sample=str(file)))
    return str(file)


def test_a_round_is_ranked_by_name_or_id_as_its_exported_file_is(
    sample: str, tmp_path: Path
) -> None:
    by_name = mandate(sample, "rank", "--round", "q2 2026")
    assert mandate(sample, "rank", "--round", "2") == by_name
    ranked = read_ranking(
        store=Store.open(store_url(sample)), actor=Actor("Ada Moreno"), round_id=2
    )
    file = tmp_path / "scores.csv"
    file.write_bytes(safe_export(ranked.scores, ExportKind.CSV))
    of_file = run("mandate", "rank", file, "--json").document
    for key in ("weights", "ranking", "stability", "agreement", "unranked", "notes"):
        assert by_name[key] == of_file[key]
    of_round, in_file = ([_missing(one) for one in each["problems"]] for each in (by_name, of_file))
    assert of_round == in_file
    assert "Marc Dubois did not score “Agencies do not come back" in of_round[0][2]
    assert (by_name["problems"][0]["file"], by_name["problems"][0]["row"]) == (None, None)
    assert (by_name["round"], of_file["round"]) == ("Q2 2026", None)


def test_scores_that_were_not_given_blind_are_named_beside_the_ranking(store: Store) -> None:
    row = opened(store)
    score(store, row, 0, all_at(5), hand_in=True)
    score(store, row, 1, all_at(1), hand_in=True)
    score(store, row, 0, {Criterion.URGENT: 2})
    notes = mandate(str(store.engine.url), "rank", "--round", str(row.id))["notes"]
    assert any(note.startswith("Ada Moreno gave or changed 1 score after") for note in notes)


def _missing(problem: dict[str, Any]) -> tuple[Any, ...]:
    return problem["column"], problem["code"], problem["message"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), "usage"),
        (("scores.csv", "--round", "Q2 2026"), "usage"),
        (("--round", "Q3 2026"), "not_found"),
        (
            ("--round", "2", "--order", "impact,unique,urgent", "--weights", "3,2,1"),
            "weights_against_order",
        ),
    ],
)
def test_a_round_that_cannot_be_ranked_ends_with_two(
    sample: str, arguments: tuple[str, ...], code: str
) -> None:
    answer = run("--store", sample, "mandate", "rank", *arguments, "--json")
    assert answer.code == 2
    assert answer.document["error"]["code"] == code
