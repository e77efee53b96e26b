"""Where product marketing sits and how it fares there: advice and evidence side by side."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from pmm_core.formatting import show_day
from pmm_core.ownership import wording
from pmm_core.ownership.advice import OwnerAdvice
from pmm_core.ownership.need import Need
from pmm_core.ownership.signs import Health, SignReading
from pmm_core.results import Finding


@dataclass(frozen=True)
class Ownership:
    """Everything that is known about who owns product marketing, on a day.

    Attributes:
        signs: one reading of each kind.
        findings: what a reader should do something about.
    """

    advice: OwnerAdvice
    signs: tuple[SignReading, ...]
    need: Need
    findings: tuple[Finding, ...]


def build_ownership(
    advice: OwnerAdvice, signs: tuple[SignReading, ...], need: Need, *, as_of: dt.date
) -> Ownership:
    """Put advice and evidence of a day together, and say what needs doing."""
    return Ownership(advice, signs, need, tuple(_findings(advice, signs, need, as_of)))


def _findings(
    advice: OwnerAdvice, signs: tuple[SignReading, ...], need: Need, as_of: dt.date
) -> Iterator[Finding]:
    if advice.kept_on is not None and advice.kept_on <= as_of:
        yield Finding(None, wording.review_due(show_day(advice.kept_on)), wording.REVIEW_DUE_STEP)
    for sign in signs:
        if sign.health is Health.UNHEALTHY and sign.latest is not None:
            day = show_day(sign.latest.on)
            message = wording.unhealthy(sign.kind, sign.latest.evidence, day)
            yield Finding(None, message, wording.DO_ABOUT[sign.kind])
    unknown = [sign.kind for sign in signs if sign.health is Health.UNKNOWN]
    if unknown:
        yield Finding(None, wording.unknown_signs(unknown), wording.ADD_SIGN)
    if need.without_data:
        names = [segment.name for segment in need.without_data]
        yield Finding(None, wording.without_data(names), wording.ADD_DATA)
