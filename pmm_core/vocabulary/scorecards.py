"""KPIs, targets, initiatives, factors and reviews: the words of a scorecard."""

from enum import StrEnum


class Scope(StrEnum):
    """What a scorecard is about."""

    OVERALL = "overall"
    PRODUCT = "product"
    LAUNCH = "launch"
    INITIATIVE = "initiative"
    PERSON = "person"


class KpiBucket(StrEnum):
    """The three buckets every KPI falls into; "product-based" is read as adoption."""

    REVENUE = "revenue"
    ADOPTION = "adoption"
    PROJECT = "project"


class Indicator(StrEnum):
    """Early signal and foundation, or outcome."""

    LEADING = "leading"
    LAGGING = "lagging"


class Rung(StrEnum):
    """How far the proof of an initiative reaches; a yes/no KPI can only be output."""

    OUTPUT = "output"
    USE = "use"
    ABILITY = "ability"
    RESULT = "result"


class Control(StrEnum):
    """Fully accountable, a stated contribution, or outside anyone's hands here."""

    DIRECT = "direct"
    SHARED = "shared"
    EXTERNAL = "external"


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    HOLD = "hold"


class Goal(StrEnum):
    """How a target is met: reached from a start, or a bound that must hold."""

    REACH = "reach"
    ABOVE = "above"
    BELOW = "below"
    WITHIN = "within"


class KpiNature(StrEnum):
    """Counted, or told in words that are then counted."""

    QUANTITATIVE = "quantitative"
    QUALITATIVE = "qualitative"


class DriverFormula(StrEnum):
    """How the drivers of a KPI make it up."""

    PRODUCT = "product"
    SUM = "sum"


class TargetGrammar(StrEnum):
    """How a target was said: as a value, as a change from the start, as a share of something."""

    VALUE = "value"
    FROM_BASELINE = "from_baseline"
    OF_DENOMINATOR = "of_denominator"


class PaceMethod(StrEnum):
    """The curve that says how much of the way is due on a day."""

    LINEAR = "linear"
    SEASONAL = "seasonal"
    LAUNCHES = "launches"
    PLAN = "plan"


class Cadence(StrEnum):
    """How often a KPI gets a value."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


class Status(StrEnum):
    """The ten states of a KPI; the last seven exist to stop false reds and false greens."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    TOO_EARLY = "too_early"
    TOO_FEW = "too_few"
    NO_DATA = "no_data"
    NO_TARGET = "no_target"
    STALE = "stale"
    DISTURBED = "disturbed"
    ACCEPTED = "accepted"


class InitiativeType(StrEnum):
    """Anything planned that should move a KPI; a launch is the type with a scope of its own."""

    LAUNCH = "launch"
    PRICING = "pricing"
    NEW_SEGMENT = "new_segment"
    NEW_MARKET = "new_market"
    ENABLEMENT = "enablement"
    CAMPAIGN = "campaign"
    RESEARCH = "research"
    FOUNDATION = "foundation"


class Criticality(StrEnum):
    """What happens to the business if an initiative fails."""

    CRITICAL = "critical"
    IMPORTANT = "important"
    USEFUL = "useful"


class FoundationKind(StrEnum):
    """What every product's marketing stands on."""

    PERSONAS = "personas"
    MESSAGING = "messaging"
    PRICING = "pricing"


class FoundationState(StrEnum):
    """How far a foundation of a product is."""

    MISSING = "missing"
    DRAFT = "draft"
    IN_USE = "in_use"


class Confidence(StrEnum):
    """How sure a person is that a target will be met; stands beside the computed status."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class ReviewVerdict(StrEnum):
    """What a review decides about a KPI."""

    KEEP = "keep"
    CHANGE = "change"
    RETIRE = "retire"


class FactorKind(StrEnum):
    """What sort of thing an external factor is."""

    COMPETITOR = "competitor"
    MARKET = "market"
    SEASON = "season"
    REGULATION = "regulation"
    OUTAGE = "outage"
    OTHER_TEAM = "other_team"
    OTHER = "other"


class FactorMethod(StrEnum):
    """What an external factor does to the values it covers."""

    NOTE = "note"
    EXCLUDE = "exclude"
    ADJUST = "adjust"


class JourneyStage(StrEnum):
    """Where on the customer's journey a challenge or a KPI sits."""

    ACQUISITION = "acquisition"
    LEADS = "leads"
    TRIAL_CONVERSION = "trial_conversion"
    RETENTION = "retention"
    EXPANSION = "expansion"
    CHURN = "churn"
    MONETIZATION = "monetization"
