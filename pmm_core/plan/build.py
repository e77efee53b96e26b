"""The plan of a launch in one piece, and what is still missing in it."""

from dataclasses import dataclass
from enum import StrEnum

from pmm_core.models import Initiative
from pmm_core.plan.readiness import Readiness
from pmm_core.plan.slips import Dates, in_order
from pmm_core.plan.targets import TargetGrid
from pmm_core.plan.tier import TierChoice
from pmm_core.vocabulary import Clock, LateJoiners, LaunchType


class Gap(StrEnum):
    """What a plan lacks; in the order in which it is told."""

    NO_OBJECTIVE = "no_objective"
    NO_OWNER = "no_owner"
    NO_TYPE = "no_type"
    NO_REASON_FOR_MOVE = "no_reason_for_move"
    NO_TIER = "no_tier"
    NO_REASON_FOR_TIER = "no_reason_for_tier"
    NO_READINESS = "no_readiness"
    NO_AUDIENCE = "no_audience"
    NO_TARGETS = "no_targets"


@dataclass(frozen=True)
class Counting:
    """Who counts when, as the launch says it; see `Initiative` for what the fields mean."""

    clock: Clock
    expose_event: str | None
    adopt_events: tuple[str, ...]
    min_uses: int
    min_days: int
    after_exposure_day: bool
    activation_events: tuple[str, ...]
    engaged_days: int
    engaged_min_days: int
    leave_event: str | None
    active_days: int
    late_joiners: LateJoiners
    segment_by: str | None
    windows: tuple[int, ...]
    log: str | None


def counting_of(launch: Initiative) -> Counting:
    """Read from a launch who counts when."""
    return Counting(
        clock=launch.clock,
        expose_event=launch.expose_event,
        adopt_events=tuple(launch.adopt_events),
        min_uses=launch.min_uses,
        min_days=launch.min_days,
        after_exposure_day=launch.after_exposure_day,
        activation_events=tuple(launch.activation_events),
        engaged_days=launch.engaged_days,
        engaged_min_days=launch.engaged_min_days,
        leave_event=launch.leave_event,
        active_days=launch.active_days,
        late_joiners=launch.late_joiners,
        segment_by=launch.segment_by,
        windows=tuple(launch.windows),
        log=launch.log,
    )


@dataclass(frozen=True)
class LaunchPlan:
    """What a launch is to be, before it is read.

    Attributes:
        owner: the one who answers for it; null while nobody does.
        contents: what it consists of.
        audience: who could adopt, in words.
        readiness: a status of its own; says nothing about the result.
    """

    id: int
    product: str
    name: str
    owner: str | None
    objective: str | None
    launch_type: LaunchType | None
    contents: str | None
    audience: str | None
    dates: Dates
    tier: TierChoice
    counting: Counting
    readiness: Readiness
    targets: TargetGrid

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What is missing, in the order in which it is told."""
        missing = {
            Gap.NO_OBJECTIVE: not self.objective,
            Gap.NO_OWNER: self.owner is None,
            Gap.NO_TYPE: self.launch_type is None,
            Gap.NO_REASON_FOR_MOVE: not in_order(self.dates.slips, self.dates.planned_on),
            Gap.NO_TIER: self.tier.tier is None and not self.tier.proposal.is_complete,
            Gap.NO_REASON_FOR_TIER: self.tier.differs and not self.tier.why,
            Gap.NO_READINESS: not self.readiness.items,
            Gap.NO_AUDIENCE: not self.audience,
            Gap.NO_TARGETS: not self.targets.is_set,
        }
        return tuple(gap for gap in Gap if missing[gap])
