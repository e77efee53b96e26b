"""Is product marketing healthy where it sits: the last sign of each kind counts."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pmm_core.vocabulary import HealthSignKind


class Health(StrEnum):
    """What the last sign of a kind says."""

    HEALTHY = "healthy"
    UNHEALTHY = "unhealthy"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Sign:
    """Dated evidence.

    Attributes:
        product: the product it is about; null for all.
    """

    id: int
    kind: HealthSignKind
    healthy: bool
    on: dt.date
    evidence: str
    product: str | None = None


@dataclass(frozen=True)
class SignReading:
    """One kind of sign on a day.

    Attributes:
        latest: the sign that counts; null where none has been recorded. The last sign of each
            product stands for it, and an unhealthy one counts before all others.
        others: the other signs, the newest first.
    """

    kind: HealthSignKind
    latest: Sign | None = None
    others: tuple[Sign, ...] = ()

    @property
    def health(self) -> Health:
        """What the sign that counts says."""
        if self.latest is None:
            return Health.UNKNOWN
        return Health.HEALTHY if self.latest.healthy else Health.UNHEALTHY


def read_signs(signs: Iterable[Sign], *, as_of: dt.date) -> tuple[SignReading, ...]:
    """Read every kind of sign as it stands on a day; later signs are left out."""
    seen = sorted(
        (sign for sign in signs if sign.on <= as_of),
        key=lambda sign: (sign.on, sign.id),
        reverse=True,
    )
    return tuple(
        _reading(kind, [sign for sign in seen if sign.kind is kind]) for kind in HealthSignKind
    )


def _reading(kind: HealthSignKind, newest_first: Sequence[Sign]) -> SignReading:
    last_of: dict[str | None, Sign] = {}
    for sign in newest_first:
        last_of.setdefault(sign.product, sign)
    # Good news of one product must not hide bad news of another.
    latest = min(last_of.values(), key=lambda sign: sign.healthy, default=None)
    return SignReading(kind, latest, tuple(one for one in newest_first if one is not latest))
