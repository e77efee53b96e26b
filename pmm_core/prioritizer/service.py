"""Reads the challenges of the company, and ranks those of a file (which needs no store)."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from pmm_core.access import Actor, require
from pmm_core.catalogue import service as catalogue
from pmm_core.errors import InvalidInput
from pmm_core.importers.contract import SourceFile
from pmm_core.importers.limits import refuse_large
from pmm_core.importers.scores import ScoreFile, read_scores
from pmm_core.models import Challenge, Kpi, Product
from pmm_core.prioritizer.challenges import Inventory, ProvenChallenge, take_inventory
from pmm_core.prioritizer.ranking import Ranking, Weights
from pmm_core.prioritizer.stability import Order, rank_challenges
from pmm_core.scorecard import service as scorecard
from pmm_core.scorecard.standpoints import Standpoint
from pmm_core.store.store import Store
from pmm_core.vocabulary import Action


@dataclass(frozen=True)
class RankedFile:
    """A ranking and the file it was read from."""

    file: ScoreFile
    ranking: Ranking


def rank_file(*, path: Path, weights: Weights | None = None, order: Order = None) -> RankedFile:
    """Rank the challenges of a CSV a person named.

    Args:
        path: where it lies; its columns are those of `read_scores`.
        weights, order: as `rank_challenges` takes them.

    Raises:
        InvalidInput: `file_missing`, or whatever `read_scores` and `rank_challenges` refuse.
    """
    try:
        refuse_large(path.name, path.stat().st_size)
        source = SourceFile.at(path)
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {error.strerror}.", code="file_missing") from (
            error
        )
    file = read_scores(source)
    return RankedFile(file, rank_challenges(file.sheet, weights=weights, order=order))


def read_challenges(*, store: Store, actor: Actor, as_of: dt.date) -> Inventory:
    """Read every challenge in use with its proof as it stands on a day."""
    require(actor, Action.READ, store)
    known = catalogue.read_directory(store=store, actor=actor)
    standpoints = scorecard.read_standpoints(store=store, actor=actor, as_of=as_of)
    rows = catalogue.read_nouns(store=store, actor=actor, table=Challenge)
    return take_inventory(
        ProvenChallenge(
            id=row.id or 0,
            name=row.name,
            stage=row.stage,
            description=row.description,
            product=known.name(Product, row.product_id),
            kpi_id=row.kpi_id,
            standpoint=_standpoint(row, standpoints, known.name(Kpi, row.kpi_id)),
            proof=row.proof,
        )
        for row in rows
        if row.archived_at is None
    )


def _standpoint(
    row: Challenge, standpoints: dict[int, Standpoint], kpi: str | None
) -> Standpoint | None:
    """An archived KPI still proves a challenge by name, though it stands nowhere any more."""
    if row.kpi_id is None or kpi is None:
        return None
    return standpoints.get(row.kpi_id, Standpoint(kpi, ""))
