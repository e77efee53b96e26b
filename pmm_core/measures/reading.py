"""The three measures of a launch: first value, regular use, use that goes on; and who left."""

from dataclasses import dataclass, replace

from pmm_core.adoption.curves import WILSON, Curve
from pmm_core.adoption.reading import Adoption
from pmm_core.adoption.windows import WindowReading
from pmm_core.measures.engagement import EngagedWindow, EngagementCurve
from pmm_core.measures.leaving import LeavingCurve, leaving_curve
from pmm_core.vocabulary import Audience, Measure


@dataclass(frozen=True)
class Measures:
    """What is known of a launch beside its adoption.

    Attributes:
        adoption: the curves the others stand beside.
        activate: events of which the first is the first value.
        activation: curves of the first value, as adoption has them.
        engaged_days, engaged_min_days: an adopter is engaged on a day with a use on so many
            distinct days of the trailing ones.
        engagement: one curve a curve of adoption.
    """

    adoption: Adoption
    activate: tuple[str, ...]
    activation: tuple[Curve, ...]
    engaged_days: int
    engaged_min_days: int
    engagement: tuple[EngagementCurve, ...]

    @property
    def is_adoption_first(self) -> bool:
        """Whether the first value is the adopting use itself, so that nothing is told apart."""
        rule = self.adoption.definition
        is_once = (rule.min_uses, rule.min_days) == (1, 1)
        return is_once and set(self.activate) == set(rule.adopt)

    @property
    def leaving(self) -> tuple[LeavingCurve, ...]:
        """Who left without adopting, one curve a curve of adoption; empty if none is recorded."""
        return tuple(filter(None, map(leaving_curve, self.adoption.curves)))

    def activated(
        self, segment: str | None = None, audience: Audience = Audience.ELIGIBLE
    ) -> Curve | None:
        """Return one activation curve; null where there is none."""
        found = (
            one for one in self.activation if (one.segment, one.audience) == (segment, audience)
        )
        return next(found, None)

    def engaged(
        self, segment: str | None = None, audience: Audience = Audience.ELIGIBLE
    ) -> EngagementCurve | None:
        """Return one engagement curve; null where there is none."""
        found = (
            one for one in self.engagement if (one.segment, one.audience) == (segment, audience)
        )
        return next(found, None)

    def only(self, segment: str) -> "Measures":
        """Return the measures as if the units of one segment were everybody."""
        adoption = self.adoption.only(segment)
        whole = replace(adoption.whole, segment=None)
        activated, engaged = self.activated(segment), self.engaged(segment)
        return replace(
            self,
            adoption=replace(adoption, curves=(whole,)),
            activation=(replace(activated, segment=None),) if activated else (),
            engagement=(replace(engaged, segment=None),) if engaged else (),
        )

    def windows(self, measure: Measure, segment: str | None = None) -> tuple[WindowReading, ...]:
        """Return what every window of the frozen audience says of a measure; empty where unknown.

        Of engagement the units are adopters: every one counted has been observed long enough.
        """
        if measure is Measure.ENGAGEMENT:
            engaged = self.engaged(segment)
            return tuple(map(_reading, engaged.windows)) if engaged else ()
        activates = measure is Measure.ACTIVATION
        curve = self.activated(segment) if activates else self.adoption.curve(segment)
        return curve.windows if curve else ()


def _reading(window: EngagedWindow) -> WindowReading:
    return WindowReading(
        day=window.day,
        share=window.share,
        low=window.low,
        high=window.high,
        n=window.adopters,
        matured=window.adopters,
        adopted=window.active,
        matured_share=window.share,
        wilson=None,
        method=WILSON,
        state=window.state,
        is_over=window.adopters > 0,
    )
