"""Who visits, what they may do, and what the history calls a noun."""

from enum import StrEnum


class Role(StrEnum):
    """Who a visit belongs to."""

    OWNER = "owner"
    VISITOR = "visitor"


class Action(StrEnum):
    """What a service is asked to do."""

    READ = "read"
    ASK = "ask"
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
    KPI_DEFINITION = "kpi_definition"
    DECLARED_CHANGE = "declared_change"
    QUESTION = "question"
    ASSESSMENT = "assessment"
    DATA_GAP = "data_gap"
    GAP_ASK = "gap_ask"
    REVENUE_SPLIT = "revenue_split"
    REVIEW = "review"
    REVIEW_DECISION = "review_decision"
    FOUNDATION = "foundation"
    ABILITY_CHECK = "ability_check"
    CHART_NOTE = "chart_note"
