"""Tables of scores: read as people write them, and every fault named with its row and column."""

import pytest

from pmm_core.errors import InvalidInput
from pmm_core.importers.contract import SourceFile
from pmm_core.importers.scores import ScoreFile, read_scores
from pmm_core.prioritizer.scoring import ScoreCell
from pmm_core.vocabulary import Criterion

HEADER = "challenge,scorer,urgent,unique,impact\n"


def read(text: str) -> ScoreFile:
    return read_scores(SourceFile.named("scores.csv", text.encode()))


def refused(text: str) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        read(text)
    return caught.value


def problems(text: str) -> list[tuple[object, ...]]:
    found = refused(text).details["problems"]
    return [(one["row"], one["column"], one["code"]) for one in found]


def test_every_score_is_a_cell_in_the_order_of_the_file() -> None:
    file = read(HEADER + "Trials stall,Ada,5,2,3\nRenewals slip,Ben,1,4.5,2\n")
    assert file.sheet.challenges == ("Trials stall", "Renewals slip")
    assert file.sheet.scorers == ("Ada", "Ben")
    assert file.sheet.cells[4] == ScoreCell("Renewals slip", "Ben", Criterion.UNIQUE, 4.5)


def test_columns_stand_in_any_order_and_names_match_without_regard_to_case() -> None:
    file = read(
        "Impact;Scorer;Challenge;Unique;Urgent;Evidence;Stage\n"
        "3;Ada;Trials  stall;2;5;measured;leads\n4;ADA;Renewals slip;1;1;;\n"
        "1;Ben;trials stall;2,5;3;;\n"
    )
    assert file.sheet.challenges == ("Trials stall", "Renewals slip")
    assert file.sheet.scorers == ("Ada", "Ben")
    assert file.sheet.cells[-2].value == 2.5
    assert file.unused == ()


def test_columns_that_stand_for_nothing_are_named() -> None:
    assert read(HEADER.strip() + ",mood\nA,Ada,1,2,3,fine\n").unused == ("mood",)


def test_a_blank_score_is_missing_and_named_where_it_is_missing() -> None:
    file = read(HEADER + "A,Ada,5,,3\nA,Ben,4,4,4\n")
    assert len(file.sheet.cells) == 5
    (problem,) = file.problems
    assert (problem.row, problem.column, problem.code) == (2, "unique", "score_missing")
    assert problem.message == "Ada did not score “A” on unique. The mean is that of the others."


def test_a_challenge_a_scorer_has_no_row_for_is_missing_as_a_whole() -> None:
    (problem,) = read(HEADER + "A,Ada,5,3,3\nB,Ada,5,3,3\nA,Ben,4,4,4\n").problems
    assert (problem.row, problem.column, problem.code) == (None, None, "score_missing")
    assert problem.message == "Ben did not score “B”. The mean is that of the others."


def test_every_score_off_the_scale_is_named_not_only_the_first() -> None:
    text = HEADER + "A,Ada,6,2,3\nB,Ada,1,0,2\nC,Ada,-1,2,5.5\n"
    assert problems(text) == [
        (2, "urgent", "score_out_of_range"),
        (3, "unique", "score_out_of_range"),
        (4, "urgent", "score_out_of_range"),
        (4, "impact", "score_out_of_range"),
    ]
    fault = refused(text)
    assert fault.code == "score_out_of_range"
    assert fault.message == (
        "scores.csv row 2: “6” is not between 1 and 5. Correct it, or leave the cell blank. 3 "
        "more problems were found."
    )


@pytest.mark.parametrize("cell", ["high", "4%", "$3", "nan", "<3", "4/5"])
def test_what_is_no_score_is_refused(cell: str) -> None:
    assert problems(HEADER + f"A,Ada,{cell},2,3\n") == [(2, "urgent", "score_unreadable")]


def test_a_row_without_a_name_is_refused() -> None:
    assert problems(HEADER + "A,,1,2,3\n ,Ada,1,2,3\n") == [
        (2, "scorer", "name_missing"),
        (3, "challenge", "name_missing"),
    ]


def test_a_row_given_twice_with_other_scores_is_refused_and_with_the_same_counts_once() -> None:
    assert problems(HEADER + "A,Ada,1,2,3\nB,Ada,1,2,3\na,ada,1,2,4\n") == [
        (4, None, "row_repeated")
    ]
    file = read(HEADER + "A,Ada,1,2,3\nA,Ada,1,2,3\n")
    assert len(file.sheet.cells) == 3
    assert [(one.row, one.code) for one in file.problems] == [(3, "row_repeated")]
    assert "in row 2 already, with the same scores" in file.problems[0].message


def test_a_row_of_another_width_is_refused() -> None:
    assert problems(HEADER + "A,Ada,1,2,3\nB,Ada,1,2,3,4,5\n") == [(3, None, "row_shape")]


def test_a_missing_column_is_named_with_the_one_it_may_be() -> None:
    fault = refused("challenge,scorer,urgency,unique,impact\nA,Ada,1,2,3\n")
    assert fault.code == "column_missing"
    assert "needs a column for “urgent”. Is it “urgency”? Rename it." in fault.message


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "file_empty"),
        (" \n\n", "file_empty"),
        (HEADER, "header_only"),
        ("challenge\nA\n", "delimiter_wrong"),
        ("challenge,urgent\nA,1\n", "column_missing"),
        ('{"challenge": "A"}', "not_a_table"),
        ("challenge,scorer,urgent,urgent,impact\nA,Ada,1,2,3\n", "headers_duplicate"),
    ],
)
def test_what_is_no_table_of_scores_is_refused(text: str, code: str) -> None:
    fault = refused(text)
    assert fault.code == code
    assert "--" not in fault.message, "an option this command does not have"
