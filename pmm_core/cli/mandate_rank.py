"""`mandate rank`: which challenge comes first, and how firm that is, from a table or a round."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from pmm_core.cli.root import Call
from pmm_core.errors import InvalidInput
from pmm_core.importers.contract import problems_as_rows
from pmm_core.importers.stated import not_used
from pmm_core.prioritizer import sheet_wording, wording
from pmm_core.prioritizer.answer import problems_of_round, ranking_answer
from pmm_core.prioritizer.ranking import Ranking, Weights
from pmm_core.prioritizer.rounds import find_round
from pmm_core.prioritizer.scoring import CRITERIA
from pmm_core.prioritizer.service import rank_file, read_ranking, read_rounds
from pmm_core.prioritizer.stability import Order
from pmm_core.vocabulary import Criterion

# Of single scores that would change the first; --json lists all.
_SHOWN = 5


class WeightsParam(click.ParamType[Weights]):
    """Three numbers such as `50,25,25`, scaled to add up to 1."""

    name = "U,Q,I"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Weights:
        """Read the numbers."""
        if isinstance(value, Weights):
            return value
        try:
            numbers = [float(part) for part in str(value).split(",")]
        except ValueError:
            numbers = []
        if len(numbers) != len(CRITERIA):
            self.fail(f"“{value}” are not three numbers. Write them as 50,25,25.", param, ctx)
        return Weights.scaled(*numbers)


class OrderParam(click.ParamType[tuple[Criterion, ...]]):
    """The three criteria from the most to the least important."""

    name = "A,B,C"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[Criterion, ...]:
        """Read the words."""
        if isinstance(value, tuple):
            return value
        try:
            return tuple(Criterion(word.strip().lower()) for word in str(value).split(","))
        except ValueError:
            self.fail(f"“{value}” is not an order of {','.join(CRITERIA)}.", param, ctx)


@click.command("rank")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--round", "named", metavar="ID|NAME", help="A round of the store in place of FILE.")
@click.option("--weights", type=WeightsParam(), help="Of urgent, unique, impact; else equal.")
@click.option("--order", type=OrderParam(), help="Only weightings in this order of importance.")
@click.pass_obj
def rank_command(
    call: Call, /, file: Path | None, named: str | None, weights: Weights | None, order: Order
) -> None:
    """Rank challenges by a CSV of scores or by a round, exactly over all weightings.

    FILE has the columns challenge, scorer, urgent, unique and impact (1 to 5). Without --weights
    and --order a round is ranked at its own.
    """
    if (file is None) == (named is None):
        raise InvalidInput(wording.FILE_OR_ROUND, code="usage")
    if named is not None:
        _answer_round(call, named, weights, order)
    elif file is not None:
        _answer_file(call, file, weights, order)


def _answer_file(call: Call, path: Path, weights: Weights | None, order: Order) -> None:
    ranked = rank_file(path=path, weights=weights, order=order)
    notes = wording.notes(ranked.ranking, ranked.file.sheet)
    if ranked.file.unused:
        notes.append(not_used(ranked.file.unused))
    problems = problems_as_rows(ranked.file.problems)
    call.answer(
        ranking_answer(ranked.ranking, problems=problems, notes=notes),
        _lines(ranked.ranking, notes, problems),
    )


def _answer_round(call: Call, named: str, weights: Weights | None, order: Order) -> None:
    store = call.open_store()
    row = find_round(read_rounds(store=store, actor=call.actor), named).round
    ranked = read_ranking(
        store=store, actor=call.actor, round_id=row.id or 0, weights=weights, order=order
    )
    notes = [
        *wording.notes(ranked.ranking, ranked.answers.sheet),
        *sheet_wording.late(ranked.answers.late),
    ]
    problems = problems_of_round(ranked.ranking)
    call.answer(
        ranking_answer(ranked.ranking, problems=problems, notes=notes, round_name=ranked.name),
        _lines(ranked.ranking, notes, problems),
    )


def _lines(ranking: Ranking, notes: Sequence[str], problems: Sequence[dict[str, Any]]) -> str:
    lines = [wording.headline(ranking), f"Weights: {wording.show_weights(ranking.weights)}."]
    lines += [
        f"  {one.rank:>2}  {one.score:.2f}  {one.challenge}: {wording.place(one)}."
        for one in ranking.ranked
    ]
    lines += [wording.flip(ranking), *wording.left_out(ranking), *_single_scores(ranking)]
    lines += [*wording.disagreement(ranking), *notes]
    lines += [f"! {_place(one)}{one['message']}" for one in problems]
    return "\n".join(line for line in lines if line)


def _place(problem: dict[str, Any]) -> str:
    return f"row {problem['row']}: " if problem["row"] else ""


def _single_scores(ranking: Ranking) -> list[str]:
    moves = ranking.stability.single_scores
    if not moves:
        return []
    more = [f"  and {len(moves) - _SHOWN} more (--json lists all)"] if len(moves) > _SHOWN else []
    shown = [f"  {wording.single_score(one)}" for one in moves[:_SHOWN]]
    return ["One score moved by one point would change who comes first:", *shown, *more]
