"""What the company struggles with along the journey, and what proves each of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from pmm_core.prioritizer import wording
from pmm_core.results import Finding
from pmm_core.scorecard.standpoints import Standpoint
from pmm_core.vocabulary import JourneyStage, Status

# A KPI that is fine, or of which nothing is known, proves no challenge today.
_NO_PROOF_TODAY = frozenset({Status.ON_TRACK, Status.NO_DATA, Status.STALE})


@dataclass(frozen=True)
class ProvenChallenge:
    """A challenge with its proof as it stands on the day.

    Attributes:
        product: null for the company as a whole.
        standpoint: how the KPI that proves it stands; null without a KPI.
        kpi_id: of that KPI.
        proof: the number that proves it, in words; null where nobody said one.
    """

    id: int
    name: str
    stage: JourneyStage
    description: str | None = None
    product: str | None = None
    kpi_id: int | None = None
    standpoint: Standpoint | None = None
    proof: str | None = None

    @property
    def is_proven(self) -> bool:
        """Whether a number or a KPI stands behind it; one that is archived has no status."""
        has_kpi = self.standpoint is not None and self.standpoint.status is not None
        return has_kpi or self.proof is not None


@dataclass(frozen=True)
class Inventory:
    """Every challenge in use, by stage of the journey.

    Attributes:
        challenges: in the order of the journey, then as they were written down.
        findings: those without proof, and those only a KPI proves that says otherwise by now.
    """

    challenges: tuple[ProvenChallenge, ...]
    findings: tuple[Finding, ...]

    @property
    def counts(self) -> tuple[int, int]:
        """How many there are, and how many of them nothing proves."""
        return len(self.challenges), sum(not one.is_proven for one in self.challenges)

    def at(self, stage: JourneyStage) -> tuple[ProvenChallenge, ...]:
        """Return the challenges of one stage."""
        return tuple(one for one in self.challenges if one.stage is stage)


def take_inventory(challenges: Iterable[ProvenChallenge]) -> Inventory:
    """Put challenges in the order of the journey, and say which are not proven."""
    stages = list(JourneyStage)
    ordered = tuple(sorted(challenges, key=lambda one: (stages.index(one.stage), one.id)))
    unproven = [one.name for one in ordered if not one.is_proven]
    findings = [Finding(None, wording.unproven(unproven), wording.PROVE_IT)] if unproven else []
    findings += [
        Finding(
            one.standpoint.status,
            wording.proves_nothing_today(one.name, one.standpoint),
            wording.PROVE_IT_OTHERWISE,
        )
        for one in ordered
        if one.proof is None
        and one.standpoint is not None
        and one.standpoint.status in _NO_PROOF_TODAY
    ]
    return Inventory(ordered, tuple(findings))
