"""Mistakes at the borders, each named, with the exit code a command ends with.

A message is written for a person: what is wrong, where, and what to do. Thin data is not an error:
it is a state on the result.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class PmmError(Exception):
    """A mistake a person can act on.

    Attributes:
        code: stable word for programs, e.g. `date_ambiguous`.
        message: the sentence for the person.
        details: more that is known, merged into the JSON answer (e.g. `problems`).
    """

    exit_code: ClassVar[int] = 2
    default_code: ClassVar[str] = "invalid"

    def __init__(
        self, message: str, *, code: str | None = None, details: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.details: dict[str, Any] = dict(details or {})


class InvalidInput(PmmError):
    """The input or the call is wrong; nothing was changed."""


class NotFound(PmmError):
    """No such thing, or not one the actor may see: the two are told apart by nobody."""

    default_code = "not_found"

    def __init__(self, what: str, name: str, *, near: Sequence[str] = ()) -> None:
        hint = f" Did you mean {', '.join(near)}?" if near else ""
        super().__init__(f"There is no {what} called “{name}”.{hint}", details={"near": list(near)})


class Refused(PmmError):
    """The call is understood and refused; nothing was changed."""

    exit_code = 3
    default_code = "refused"


class NotPermitted(Refused):
    """The actor may not do this."""

    default_code = "not_permitted"


class ChangedElsewhere(Refused):
    """Somebody saved the same thing first.

    Attributes:
        details: `{"noun", "name", "by", "fields": [{"field", "base", "theirs", "yours"}]}`.
    """

    default_code = "changed_elsewhere"


class StoreOlder(Refused):
    """The store was written by an older version of the program."""

    default_code = "schema_older"


class StoreNewer(Refused):
    """The store was written by a newer version of the program."""

    default_code = "schema_newer"


class StoreNotEmpty(Refused):
    """The store already holds data."""

    default_code = "store_not_empty"
