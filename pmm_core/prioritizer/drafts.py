"""What a person says about a challenge."""

from pmm_core.catalogue.drafts import Name, NounDraft, Words
from pmm_core.models import Challenge
from pmm_core.vocabulary import ChallengeStage


class ChallengeDraft(NounDraft[Challenge]):
    """A problem of the company that product marketing could take on; see `Challenge`."""

    table = Challenge
    name: Name
    stage: ChallengeStage
    description: Words | None = None
    kpi_id: int | None = None
    proof: Words | None = None
    product_id: int | None = None
