"""The words of the field, one per idea; the identifier is the word. Imports nothing of ours.

Vocabularies are `StrEnum`: they survive a hot reload, compare with plain text and are stored as
their value (`docs/vocabulary.md` says what each word means).
"""

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


class PersonKind(StrEnum):
    """Why a person is in the store: who answers for a KPI, who works with us, who is told."""

    OWNER = "owner"
    PARTNER = "partner"
    STAKEHOLDER = "stakeholder"


class FactorMethod(StrEnum):
    """What an external factor does to the values it covers."""

    NOTE = "note"
    EXCLUDE = "exclude"


class Clock(StrEnum):
    """Where day 0 of an adoption curve lies."""

    LAUNCH = "launch"
    EXPOSURE = "exposure"


class LateJoiners(StrEnum):
    """What happens to units first seen on or after the launch day."""

    SEPARATE = "separate"
    INCLUDE = "include"
    EXCLUDE = "exclude"


class Audience(StrEnum):
    """Whose curve it is: the frozen audience or those who came after it was frozen."""

    ELIGIBLE = "eligible"
    LATE_JOINERS = "late_joiners"


class WindowState(StrEnum):
    """How much of a reading at day d has been observed."""

    COMPLETE = "complete"
    MATURING = "maturing"
    TOO_EARLY = "too_early"
    TOO_FEW = "too_few"


class ReadingSource(StrEnum):
    """Where the counts of a launch come from."""

    LOG = "log"
    TYPED = "typed"


class LaunchType(StrEnum):
    """What is launched."""

    NEW_PRODUCT = "new_product"
    NEW_FEATURE = "new_feature"
    IMPROVEMENT = "improvement"
    INTEGRATION = "integration"
    PACKAGING = "packaging"
    MARKET_ENTRY = "market_entry"


class LaunchOutcome(StrEnum):
    """How a launch went, said when it is closed."""

    SUCCEEDED = "succeeded"
    PARTLY = "partly"
    MISSED = "missed"
    STOPPED = "stopped"


class ReadinessStatus(StrEnum):
    """How far something is that has to be ready for a launch."""

    OPEN = "open"
    UNDER_WAY = "under_way"
    DONE = "done"
    NOT_NEEDED = "not_needed"


class Measure(StrEnum):
    """What of a launch is counted: first value, regular use, or use that goes on."""

    ACTIVATION = "activation"
    ADOPTION = "adoption"
    ENGAGEMENT = "engagement"


class Verdict(StrEnum):
    """What a complete window says against its target."""

    MET = "met"
    MISSED = "missed"
    NO_TARGET = "no_target"
    TOO_FEW = "too_few"


class WhyRestated(StrEnum):
    """What makes a window say something else than its verdict."""

    LATE_ROWS = "late_rows"
    CORRECTED_COUNTS = "corrected_counts"
    CHANGED_DEFINITION = "changed_definition"
    CHANGED_TARGET = "changed_target"


class ForecastState(StrEnum):
    """Whether something can be said of a launch's later day; the first that holds."""

    COMPLETE = "complete"
    AUDIENCE_OPEN = "audience_open"
    TOO_EARLY = "too_early"
    NO_PAST_LAUNCH = "no_past_launch"
    READY = "ready"


class WhyLeftOut(StrEnum):
    """Why a launch is not held against another."""

    UNREADABLE = "unreadable"
    OTHER_CLOCK = "other_clock"
    OTHER_RULE = "other_rule"
    AUDIENCE_OPEN = "audience_open"
    SHORT_CURVE = "short_curve"
    NOT_COUNTED = "not_counted"
    TOO_EARLY = "too_early"
    MATURING = "maturing"
    TOO_FEW = "too_few"


class Design(StrEnum):
    """How the effect of a launch on a KPI is told from what would have been without it."""

    DID = "did"
    UCM = "ucm"
    SYNTHETIC_CONTROL = "synthetic_control"
    ITS = "its"
    BEFORE_AFTER = "before_after"


class Grade(StrEnum):
    """How far an effect of a launch may be believed, from a hold-out to a mere before and after."""

    A = "a"
    B = "b"
    C = "c"
    D = "d"


class ImpactVerdict(StrEnum):
    """What the values after a launch are consistent with."""

    HIGHER = "higher"
    LOWER = "lower"
    NO_CHANGE_SHOWN = "no_change_shown"
    NO_INTERVAL = "no_interval"


class WhyRefused(StrEnum):
    """Why nothing can be said of what a launch did to a KPI."""

    NO_LAUNCH_DAY = "no_launch_day"
    NO_CADENCE = "no_cadence"
    NO_VALUES = "no_values"
    TOO_EARLY = "too_early"
    PRE_TOO_SHORT = "pre_too_short"
    TOO_FEW_VALUES = "too_few_values"
    DEFINITION_CHANGED = "definition_changed"
    NO_CONTROL = "no_control"
    TOO_FEW_DONORS = "too_few_donors"
    CONTROL_JUMPS = "control_jumps"
    TOO_WIDE = "too_wide"
    FACTOR_COVERS = "factor_covers"
    NOT_FITTED = "not_fitted"


class ChallengeStage(StrEnum):
    """Where on the journey a challenge sits."""

    ACQUISITION = "acquisition"
    LEADS = "leads"
    TRIAL_CONVERSION = "trial_conversion"
    RETENTION = "retention"
    EXPANSION = "expansion"
    CHURN = "churn"
    MONETIZATION = "monetization"


class Criterion(StrEnum):
    """The three questions a challenge is scored on, 1 to 5."""

    URGENT = "urgent"
    UNIQUE = "unique"
    IMPACT = "impact"


class Evidence(StrEnum):
    """What a score rests on."""

    MEASURED = "measured"
    ESTIMATE = "estimate"
    OPINION = "opinion"


class SignOffDecision(StrEnum):
    """What a stakeholder says to a version of the mandate."""

    SIGNED = "signed"
    OBJECTED = "objected"


class RequestDecision(StrEnum):
    """What was decided about a request for work."""

    DO = "do"
    LATER = "later"
    DECLINE = "decline"


class Standing(StrEnum):
    """What a KPI is to the person or team that carries it; exactly one is accountable."""

    ACCOUNTABLE = "accountable"
    SUPPORTING = "supporting"
    GUARDRAIL = "guardrail"


class BusinessObjective(StrEnum):
    """What the business asks product marketing for first."""

    GROWTH = "growth"
    SALES = "sales"


class Monetization(StrEnum):
    """How the company is paid."""

    PAID = "paid"
    FREE = "free"
    FREEMIUM = "freemium"


class CompanyStage(StrEnum):
    """How far the company has come."""

    STARTUP = "startup"
    SCALEUP = "scaleup"
    ENTERPRISE = "enterprise"


class RoleStructure(StrEnum):
    """How the work of product marketing is cut."""

    ONE_FOR_ALL = "one_for_all"
    BY_PRODUCT = "by_product"
    BY_SEGMENT = "by_segment"
    BY_FUNCTION = "by_function"


class BusinessFunction(StrEnum):
    """Who works with product marketing, and where decisions are made."""

    PRODUCT = "product"
    MARKETING = "marketing"
    SALES = "sales"
    CUSTOMER_SUCCESS = "customer_success"
    LEADERSHIP = "leadership"


class HealthSignKind(StrEnum):
    """What shows whether product marketing sits in the right place."""

    HANDBACK = "handback"
    UNIT_ECONOMICS = "unit_economics"
    BEYOND_FUNNEL = "beyond_funnel"
    ON_TIME_LAUNCHES = "on_time_launches"


class Role(StrEnum):
    """Who a visit belongs to."""

    OWNER = "owner"
    VISITOR = "visitor"


class Action(StrEnum):
    """What a service is asked to do."""

    READ = "read"
    WRITE = "write"


class NounKind(StrEnum):
    """The nouns a person makes and keeps; also the word in the audit and in name histories."""

    TEAM = "team"
    PERSON = "person"
    PRODUCT = "product"
    KPI = "kpi"
    INITIATIVE = "initiative"
    NEXT_ACTION = "next_action"
    EXTERNAL_FACTOR = "external_factor"
    ACCEPTANCE = "acceptance"
    SNAPSHOT = "snapshot"
    TARGET = "target"
    IMPORT = "import"
    SETTING = "setting"
    FORMER_NAME = "former_name"
    CHALLENGE = "challenge"
    SCORING_ROUND = "scoring_round"
    CHALLENGE_SCORE = "challenge_score"
    SUBMISSION = "submission"
    MANDATE = "mandate"
    MANDATE_VERSION = "mandate_version"
    SIGN_OFF = "sign_off"
    WORK_REQUEST = "work_request"
    ACCOUNTABLE_METRIC = "accountable_metric"
    HEALTH_SIGN = "health_sign"
    TARGETED_SEGMENT = "targeted_segment"
    ALLOCATION = "allocation"
    FIRST_PRODUCT = "first_product"
    READINESS_ITEM = "readiness_item"
    LAUNCH_SLIP = "launch_slip"
    FROZEN_AUDIENCE = "frozen_audience"
    TYPED_COUNT = "typed_count"
    WINDOW_VERDICT = "window_verdict"
