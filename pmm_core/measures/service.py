"""Reads activation and engagement beside adoption: from any log, or for a launch of the store."""

import datetime as dt
from dataclasses import dataclass, replace

from pmm_core.access import Actor, require
from pmm_core.adoption.definition import AdoptionDefinition
from pmm_core.adoption.reading import AS_SEEN, Adoption, HowToRead
from pmm_core.adoption.service import (
    LogSource,
    log_of_launch,
    read_adoption,
    read_launch,
)
from pmm_core.catalogue.service import read_directory
from pmm_core.errors import InvalidInput, NotFound
from pmm_core.events.engagement import Activity
from pmm_core.events.ibis_source import IbisSource
from pmm_core.events.opening import open_log
from pmm_core.measures import wording
from pmm_core.measures.engagement import build_engagement
from pmm_core.measures.reading import Measures
from pmm_core.models import Initiative
from pmm_core.store.store import Store
from pmm_core.vocabulary import Action, InitiativeType, ReadingSource

LONGEST_ENGAGED = 365


@dataclass(frozen=True)
class Beside:
    """What is measured beside adoption; checks itself.

    Attributes:
        activate: events of which the first is the first value; empty = those of use.
        engaged_days: trailing days in which an adopter must be active to be engaged.
        engaged_min_days: on how many distinct days of them.
    """

    activate: tuple[str, ...] = ()
    engaged_days: int = 7
    engaged_min_days: int = 1

    def __post_init__(self) -> None:
        """Refuse what nobody could ever be.

        Raises:
            InvalidInput: `definition_invalid`.
        """
        if not 1 <= self.engaged_days <= LONGEST_ENGAGED:
            raise InvalidInput(wording.engaged_span(LONGEST_ENGAGED), code="definition_invalid")
        if not 1 <= self.engaged_min_days <= self.engaged_days:
            raise InvalidInput(
                wording.engaged_too_often(self.engaged_min_days, self.engaged_days),
                code="definition_invalid",
            )


def read_measures(
    *,
    source: LogSource,
    definition: AdoptionDefinition,
    beside: Beside,
    as_of: dt.date | None = None,
    stated: bool = True,
    by: str | None = None,
    today: dt.date | None = None,
) -> Measures:
    """Read adoption with activation and engagement beside it, from one log.

    Args:
        source: the log.
        definition: who adopts when.
        beside: what else is measured.
        as_of: last day observed, inclusive; null = the last day in the log.
        stated: whether somebody says that the log is complete up to `as_of`.
        by: column whose values get a curve each.
        today: with it rows of later days do not make the as-of day.

    Raises:
        InvalidInput: the log cannot be read or cannot answer; the code says why.
    """
    adoption = read_adoption(
        source=source,
        definition=definition,
        as_of=as_of,
        stated=stated,
        by=by,
        today=today,
    )
    return _beside(source, beside, adoption, as_of=as_of or adoption.as_of, stated=stated)


def _beside(
    source: LogSource,
    beside: Beside,
    adoption: Adoption,
    *,
    as_of: dt.date | None,
    stated: bool,
) -> Measures:
    """Read activation and engagement of the units of an adoption that was read before."""
    definition, by = adoption.definition, adoption.by
    activate = beside.activate or definition.adopt
    first_value = replace(definition, adopt=activate, min_uses=1, min_days=1)
    activation = adoption
    if first_value != definition:
        activation = read_adoption(
            source=source, definition=first_value, as_of=as_of, stated=stated, by=by
        )
    asked = source.request(definition, as_of=as_of, stated=stated, by=by)
    columns = source.columns(definition)
    with open_log(source.source, choice=columns, table=source.table) as log:
        activity = Activity(beside.engaged_days, beside.engaged_min_days)
        engaged = IbisSource(log).engaged_days(asked, activity)
    return Measures(
        adoption=adoption,
        activate=activate,
        activation=activation.curves,
        engaged_days=beside.engaged_days,
        engaged_min_days=beside.engaged_min_days,
        engagement=build_engagement(
            engaged, adoption.curves, trailing=beside.engaged_days, min_n=definition.min_n
        ),
    )


def read_launch_measures(
    *,
    store: Store,
    actor: Actor,
    launch_id: int,
    as_of: dt.date | None = None,
    by: str | None = None,
    how: HowToRead = AS_SEEN,
    adoption: Adoption | None = None,
) -> Measures:
    """Read the three measures of a launch of the store, as it defines them.

    Args:
        launch_id, as_of, by, how: as for `read_launch`.
        adoption: what `read_launch` said to the same question, where it was asked before.

    Raises:
        NotFound: there is no such launch.
        InvalidInput: it has no log (`launch_without_log`: typed counts hold adoption alone), or
            the log cannot answer.
    """
    require(actor, Action.READ, store)
    launch = read_directory(store=store, actor=actor).get(Initiative, launch_id)
    if launch is None or launch.kind is not InitiativeType.LAUNCH:
        raise NotFound("launch", str(launch_id))
    if adoption is None:
        adoption = read_launch(
            store=store, actor=actor, launch_id=launch_id, as_of=as_of, by=by, how=how
        )
    if adoption.source is ReadingSource.TYPED:
        raise InvalidInput(wording.typed_is_adoption(launch.name), code="launch_without_log")
    return _beside(
        replace(log_of_launch(launch, store), skip_rejected=how.skip_rejected),
        Beside(tuple(launch.activation_events), launch.engaged_days, launch.engaged_min_days),
        adoption,
        as_of=as_of or adoption.as_of,
        stated=how.stated,
    )
