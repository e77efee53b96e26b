"""Challenges, the mandate, the one number, the team: the words of focus."""

from enum import StrEnum


class PersonKind(StrEnum):
    """Why a person is in the store: who answers for a KPI, who works with us, who is told."""

    OWNER = "owner"
    PARTNER = "partner"
    STAKEHOLDER = "stakeholder"


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
