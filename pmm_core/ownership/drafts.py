"""What a person says about a health sign and about a segment that is targeted."""

import datetime as dt
from typing import Annotated

from pydantic import StringConstraints

from pmm_core.catalogue.drafts import Name, NounDraft, Words
from pmm_core.models import HealthSign, TargetedSegment
from pmm_core.vocabulary import HealthSignKind

Said = Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class HealthSignDraft(NounDraft[HealthSign]):
    """Dated evidence for or against where product marketing sits."""

    table = HealthSign
    kind: HealthSignKind
    healthy: bool
    on: dt.date
    evidence: Said
    product_id: int | None = None


class TargetedSegmentDraft(NounDraft[TargetedSegment]):
    """A segment that is targeted, why, and on which data."""

    table = TargetedSegment
    name: Name
    why: Said
    proof: Words | None = None
    product_id: int | None = None
    since: dt.date | None = None
