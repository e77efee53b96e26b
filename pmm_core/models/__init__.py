"""The tables of the store: nouns only, no behaviour and no queries.

Three families. *Nouns* (teams to chart notes) are edited in place, carry `version`, and are
archived, never deleted. *Ledgers* (snapshots to review decisions, former names, audit) are only
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
from pmm_core.models.numbers import (
    AbilityCheck,
    Acceptance,
    DeclaredChange,
    KpiDefinition,
    KpiSnapshot,
    Target,
)
from pmm_core.models.record import Ledger, Noun, Record
from pmm_core.models.reviews import (
    Assessment,
    ChartNote,
    DataGap,
    Foundation,
    GapAsk,
    Question,
    RevenueSplit,
    Review,
    ReviewDecision,
)
from pmm_core.models.store import Audit, FormerName, Import, Setting, StoreState

__all__ = [
    "AbilityCheck",
    "Acceptance",
    "AccountableMetric",
    "Allocation",
    "Assessment",
    "Audit",
    "Challenge",
    "ChallengeScore",
    "ChartNote",
    "DataGap",
    "DeclaredChange",
    "ExternalFactor",
    "FirstProduct",
    "FormerName",
    "Foundation",
    "FrozenAudience",
    "GapAsk",
    "HealthSign",
    "Import",
    "Initiative",
    "Kpi",
    "KpiDefinition",
    "KpiSnapshot",
    "LaunchSlip",
    "Ledger",
    "Mandate",
    "MandateVersion",
    "NextAction",
    "Noun",
    "Person",
    "Product",
    "Question",
    "ReadinessItem",
    "Record",
    "RevenueSplit",
    "Review",
    "ReviewDecision",
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
