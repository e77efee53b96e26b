"""Launches, their curves, forecasts and effects: the words of a launch."""

from enum import StrEnum


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
