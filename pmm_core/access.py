"""Who may do what: asked by every service, without a screen.

Locally there are two kinds of visit: the owner (peer address and Host are both loopback, or the
command line) and the visitor, who may look at the sample company and at nothing else. A store that
holds the sample is read-only for visitors and never stands in for somebody's own data.
"""

from dataclasses import dataclass
from typing import Protocol

from pmm_core.errors import NotPermitted
from pmm_core.vocabulary import Action, Role


@dataclass(frozen=True)
class Actor:
    """Whoever asks.

    Attributes:
        name: stands in the history, e.g. `Ada Moreno` or `command:ada`.
        role: what the visit may do.
        why: for a visitor, the sentence that says why this is not the owner's visit.
    """

    name: str
    role: Role = Role.OWNER
    why: str | None = None


class Guarded(Protocol):
    """Anything with data that is either somebody's own or the sample company's."""

    @property
    def holds_sample(self) -> bool:
        """True for the sample company's data."""


def can(actor: Actor, action: Action, store: Guarded) -> bool:
    """Tell whether the actor may do this in this store."""
    if actor.role is Role.OWNER:
        return True
    return action is Action.READ and store.holds_sample


def require(actor: Actor, action: Action, store: Guarded) -> None:
    """Let the actor pass or refuse.

    Raises:
        NotPermitted: with the reason the visit is not the owner's.
    """
    if not can(actor, action, store):
        raise NotPermitted(actor.why or f"{actor.name} may not {action.value} here.")
