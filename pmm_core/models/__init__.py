"""The tables of the store: nouns only, no behaviour and no queries.

Three families. *Nouns* (teams to allocations) are edited in place, carry `version`, and are
archived, never deleted. *Ledgers* (snapshots to first products, former names, audit) are only
ever appended to; a correction is a newer row. *Store facts* (imports, settings, the state row)
describe the store itself.

Tables live in a registry of their own, so that a hot reload can define them again. Table models do
not validate: a Draft does, before a row is made.
"""

from pmm_core.models.catalogue import ExternalFactor, Kpi, NextAction, Person, Product, Team
from pmm_core.models.focus import (
    AccountableMetric,
    Allocation,
    Challenge,
    ChallengeScore,
    FirstProduct,
    HealthSign,
    Mandate,
    MandateVersion,
    ScoringRound,
    SignOff,
    Submission,
    TargetedSegment,
    WorkRequest,
)
from pmm_core.models.launches import (
    FrozenAudience,
    Initiative,
    LaunchSlip,
    ReadinessItem,
    TypedCount,
    WindowVerdict,
)
from pmm_core.models.numbers import Acceptance, KpiSnapshot, Target
from pmm_core.models.record import Ledger, Noun, Record
from pmm_core.models.store import Audit, FormerName, Import, Setting, StoreState

__all__ = [
    "Acceptance",
    "AccountableMetric",
    "Allocation",
    "Audit",
    "Challenge",
    "ChallengeScore",
    "ExternalFactor",
    "FirstProduct",
    "FormerName",
    "FrozenAudience",
    "HealthSign",
    "Import",
    "Initiative",
    "Kpi",
    "KpiSnapshot",
    "LaunchSlip",
    "Ledger",
    "Mandate",
    "MandateVersion",
    "NextAction",
    "Noun",
    "Person",
    "Product",
    "ReadinessItem",
    "Record",
    "ScoringRound",
    "Setting",
    "SignOff",
    "StoreState",
    "Submission",
    "Target",
    "TargetedSegment",
    "Team",
    "TypedCount",
    "WindowVerdict",
    "WorkRequest",
]
