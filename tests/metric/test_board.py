"""Who answers for what in a cycle, and what is wrong with it."""

import pytest

from pmm_core.metric.board import Board, Carried, Carrier, build_board
from pmm_core.results import same_cycle
from pmm_core.scorecard.standpoints import Standpoint
from pmm_core.vocabulary import Control, Standing, Status

ADA, BO, SALES = Carrier(1, "Ada"), Carrier(2, "Bo"), Carrier(1, "Sales", is_team=True)
Q1 = "Q1 2026"


def carried(number: int, carrier: Carrier, standing: Standing, **said: object) -> Carried:
    at = Standpoint(
        kpi=f"KPI {number}",
        scope="overall",
        control=said.get("control"),  # type: ignore[arg-type]
        status=said.get("status", Status.ON_TRACK),  # type: ignore[arg-type]
        reason="Behind pace." if said.get("status") else None,
        next_step=said.get("next_step"),  # type: ignore[arg-type]
    )
    cycle = said.get("cycle", Q1)
    why = said.get("why")
    return Carried(number, carrier, standing, number, cycle, why, at)  # type: ignore[arg-type]


def messages(board: Board) -> list[str]:
    return [finding.message for finding in board.findings]


def test_people_come_first_and_what_they_answer_for_leads() -> None:
    board = build_board(
        Q1,
        [
            carried(1, SALES, Standing.ACCOUNTABLE),
            carried(2, BO, Standing.GUARDRAIL),
            carried(3, BO, Standing.SUPPORTING),
            carried(4, BO, Standing.ACCOUNTABLE),
        ],
        [BO],
    )
    assert [share.carrier for share in board.shares] == [BO, SALES]
    assert [one.id for one in board.shares[0].carried] == [4, 3, 2]
    assert board.findings == ()


def test_whoever_answers_for_nothing_is_a_finding_though_they_support_something() -> None:
    board = build_board(Q1, [carried(1, BO, Standing.SUPPORTING)], [ADA, BO])
    assert messages(board) == ["Ada and Bo answer for no KPI in Q1 2026."]


def test_what_holds_for_another_cycle_is_left_out_and_what_holds_for_all_is_not() -> None:
    others = [
        carried(1, ADA, Standing.ACCOUNTABLE, cycle="Q4 2025"),
        carried(2, BO, Standing.ACCOUNTABLE, cycle=None),
    ]
    board = build_board(Q1, others, [ADA, BO])
    assert messages(board) == ["Ada answers for no KPI in Q1 2026."]
    assert [len(share.carried) for share in board.shares] == [0, 1]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status.OFF_TRACK, "is off track"),
        (Status.AT_RISK, "is at risk"),
        (Status.NO_TARGET, "has no target"),
        (Status.NO_DATA, "has no value yet"),
        (Status.STALE, "has no current value"),
        (None, "is on no scorecard"),
    ],
)
def test_a_kpi_that_stands_badly_shows_its_status_and_what_is_done(
    status: Status | None, said: str
) -> None:
    row = carried(1, ADA, Standing.ACCOUNTABLE, status=status, next_step="Call ten trials")
    (finding,) = build_board(Q1, [row], []).findings
    assert finding.message == f"KPI 1, which Ada answers for, {said}."
    assert (finding.status, finding.recommendation) == (status, "Next step: Call ten trials")


@pytest.mark.parametrize("status", [Status.TOO_EARLY, Status.TOO_FEW, Status.ACCEPTED])
def test_a_kpi_that_has_no_verdict_yet_is_no_finding(status: Status) -> None:
    assert not build_board(Q1, [carried(1, ADA, Standing.ACCOUNTABLE, status=status)], []).findings


def test_only_the_accountable_kpi_is_asked_about() -> None:
    row = carried(1, ADA, Standing.GUARDRAIL, status=Status.OFF_TRACK)
    main = carried(2, ADA, Standing.ACCOUNTABLE)
    assert not build_board(Q1, [row, main], []).findings


def test_nobody_answers_for_what_is_outside_anyone_s_hands() -> None:
    row = carried(1, ADA, Standing.ACCOUNTABLE, control=Control.EXTERNAL)
    assert messages(build_board(Q1, [row], [])) == [
        "Ada answers for KPI 1, which is outside anyone's hands here."
    ]


def test_a_second_accountable_kpi_is_a_finding_unless_its_reason_is_written() -> None:
    first = carried(1, ADA, Standing.ACCOUNTABLE)
    bare = build_board(Q1, [first, carried(2, ADA, Standing.ACCOUNTABLE)], [])
    assert messages(bare) == ["Ada answers for KPI 2 too, without a written reason."]
    reasoned = carried(2, ADA, Standing.ACCOUNTABLE, why="Until it is signed.")
    assert not build_board(Q1, [first, reasoned], []).findings


def test_cycles_are_compared_as_people_write_them() -> None:
    assert same_cycle("Q1 2026", " q1  2026 ")
    assert same_cycle(None, "Q1 2026")
    assert not same_cycle("Q1 2026", "Q2 2026")
