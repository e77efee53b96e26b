"""What is known of the frozen audience of a launch."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Frozen:
    """An audience as it was frozen.

    Attributes:
        id: of its row; somebody who freezes anew names the one they saw.
        rule: who belongs, in words.
        size: how many units.
        segment_by: column its segments were taken from; null without.
        sizes: units by segment.
        by: who froze it.
        why: why it was frozen anew; null for the first time.
        is_there: whether its list is where it was put.
    """

    id: int
    rule: str
    frozen_on: dt.date
    size: int
    segment_by: str | None
    sizes: Mapping[str, int]
    by: str
    why: str | None
    is_there: bool


@dataclass(frozen=True)
class LaunchAudience:
    """The audience of a launch.

    Attributes:
        launch: `PRODUCT/NAME`.
        rows: every time it was frozen, the newest first; that one is in force.
        why_not: why it cannot be frozen on the day looked from, as a sentence; null where it can.
        differs: whether the rule in force now is another than the one it was frozen by.
    """

    launch_id: int
    launch: str
    rows: tuple[Frozen, ...]
    why_not: str | None
    differs: bool

    @property
    def frozen(self) -> Frozen | None:
        """The one in force; null while there is none."""
        return self.rows[0] if self.rows else None
