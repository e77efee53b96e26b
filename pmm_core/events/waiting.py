"""Whether anybody still waits for what is read: asked meanwhile, so that it can be stopped."""

from collections.abc import Callable
from contextvars import ContextVar


def _everybody_waits() -> bool:
    return False


_given_up: ContextVar[Callable[[], bool]] = ContextVar("given_up", default=_everybody_waits)


def stop_when(given_up: Callable[[], bool]) -> None:
    """Have every reading of this thread stopped once nobody waits for it any more.

    Args:
        given_up: asked from another thread, again and again.
    """
    _given_up.set(given_up)


def giving_up() -> Callable[[], bool]:
    """Return what tells whether a reading of this thread is not waited for any more."""
    return _given_up.get()
