"""Requests for work as they stood on a day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pmm_core.vocabulary import RequestDecision


@dataclass(frozen=True)
class Request:
    """Work somebody asked for.

    Attributes:
        what: the work, in words.
        decision: null while nobody has decided.
        inside: whether it serves the mandate; null until tagged.
        challenge: name of the challenge it serves.
    """

    id: int
    what: str
    requester: str
    asked_on: dt.date
    hours: float | None = None
    points: float | None = None
    decision: RequestDecision | None = None
    decided_on: dt.date | None = None
    reason: str | None = None
    inside: bool | None = None
    challenge: str | None = None

    @property
    def is_taken_on(self) -> bool:
        """Whether it is being done, or was."""
        return self.decision is RequestDecision.DO

    @property
    def is_tagged(self) -> bool:
        """Whether somebody said on which side of the mandate it lies."""
        return self.inside is not None


def asked_between(
    requests: Iterable[Request], since: dt.date | None, as_of: dt.date
) -> tuple[Request, ...]:
    """Keep what was asked for from one day to another, both inclusive, as it stood on the last.

    A decision of a later day had not been made yet.

    Args:
        requests: in any order.
        since: the first day; null for the beginning.
        as_of: the last day.

    Returns:
        The oldest first.
    """
    kept = [
        replace(one, decision=None, decided_on=None, reason=None)
        if one.decided_on is not None and one.decided_on > as_of
        else one
        for one in requests
        if one.asked_on <= as_of and (since is None or one.asked_on >= since)
    ]
    return tuple(sorted(kept, key=lambda one: (one.asked_on, one.id)))
