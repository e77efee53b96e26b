"""What a person says when a launch is closed, or taken as the template of another."""

import datetime as dt
from typing import Annotated

from pydantic import StringConstraints

from pmm_core.catalogue.drafts import Name
from pmm_core.drafts import Draft
from pmm_core.vocabulary import LaunchOutcome


class CloseDraft(Draft):
    """The declared end of a launch.

    Attributes:
        lesson: what the next one should know.
    """

    ended_on: dt.date
    outcome: LaunchOutcome
    lesson: Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class DuplicateDraft(Draft):
    """What a launch made from another does not take from it, and whether targets come along.

    Attributes:
        owner_id: who answers for it; null = the owner of the other.
    """

    name: Name
    launched_on: dt.date
    owner_id: int | None = None
    with_targets: bool = False
