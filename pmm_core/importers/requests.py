"""Staged requests to what would be made or changed; what a row leaves blank stays as it is."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pmm_core.drift.drafts import RequestDraft
from pmm_core.errors import InvalidInput
from pmm_core.importers.changes import Changes, RequestChange
from pmm_core.importers.plan import Outcome, span
from pmm_core.importers.resolve import Resolver
from pmm_core.importers.settle import one_per_key
from pmm_core.importers.staged import StagedRequest
from pmm_core.models import Challenge, WorkRequest
from pmm_core.results import name_key
from pmm_core.vocabulary import NounKind

Key = tuple[str, str, dt.date]
_SAID = ("hours", "points", "decision", "decided_on", "reason", "inside")


@dataclass(frozen=True, slots=True)
class _Resolved:
    """A row with the request it finds.

    Attributes:
        fields: what the row says beside its key.
        was: null where there is no such request yet.
        draft: what the request is to be; blank cells keep what was said.
    """

    row: StagedRequest
    fields: Mapping[str, Any]
    was: WorkRequest | None
    draft: RequestDraft

    @property
    def key(self) -> Key:
        return _key(self.row.requester, self.row.what, self.row.asked_on)

    @property
    def says(self) -> tuple[Any, ...]:
        return tuple(self.fields.get(name) for name in (*_SAID, "challenge_id"))

    @property
    def is_news(self) -> bool:
        """Whether the store says something else, or has archived it."""
        if self.was is None or self.was.archived_at is not None:
            return True
        return self.draft != RequestDraft.of(self.was)


def plan_requests(
    rows: Sequence[StagedRequest],
    resolver: Resolver,
    *,
    known: Sequence[WorkRequest],
    challenges: Sequence[Challenge],
) -> Outcome:
    """Work out which requests a table would make or change.

    One requester asks for the same thing once a day: that is how a row finds its request.

    Args:
        rows: staged rows of all files, in order.
        resolver: remembers what returns and what is rejected.
        known: every request of the store, archived ones too.
        challenges: every challenge of the store, archived ones too.
    """
    in_use: dict[str, list[Challenge]] = {}
    for one in challenges:
        if one.archived_at is None:
            in_use.setdefault(name_key(one.name), []).append(one)
    before = {
        _key(one.requester, one.name, one.asked_on): one
        for one in sorted(known, key=lambda one: one.archived_at is None)
    }
    resolved = [found for row in rows if (found := _resolve(row, before, in_use, resolver))]
    keyed = one_per_key(resolved, key=lambda one: one.key, says=lambda one: one.says)
    for places in keyed.repeated:
        where = ", ".join(str(resolved[at].row.place.row) for at in places[:6])
        for at in places:
            row = resolved[at].row
            message = f"“{row.what}” is said differently in rows {where}. Keep one."
            resolver.reject(row.place, None, "key_repeated", message)
    kept = [resolved[at] for at in keyed.kept]
    news = [one for one in kept if one.is_news]
    returning = [
        (NounKind.WORK_REQUEST, one.was.id or 0)
        for one in news
        if one.was is not None and one.was.archived_at is not None
    ]
    return Outcome(
        changes=Changes(
            returning=tuple(returning),
            requests=tuple(RequestChange(one.was, one.draft) for one in news),
        ),
        accepted=len(news),
        duplicate=keyed.duplicates,
        unchanged=len(kept) - len(news),
        rejections=tuple(resolver.rejections),
        unknown=(),
        days=span([one.row.asked_on for one in kept]),
    )


def _key(requester: str, what: str, asked_on: dt.date) -> Key:
    return name_key(requester), name_key(what), asked_on


def _resolve(
    row: StagedRequest,
    before: Mapping[Key, WorkRequest],
    challenges: Mapping[str, Sequence[Challenge]],
    resolver: Resolver,
) -> _Resolved | None:
    """Find the request and the challenge a row names; null, with a rejection, where it cannot."""
    was = before.get(_key(row.requester, row.what, row.asked_on))
    is_gone = was is not None and was.archived_at is not None
    if was and is_gone and (NounKind.WORK_REQUEST, was.id or 0) not in resolver.returnable:
        message = f"“{row.what}” is archived. Restore it first."
        resolver.reject(row.place, "what", "archived", message)
        return None
    fields = {name: said for name in _SAID if (said := getattr(row, name)) is not None}
    if row.challenge:
        named = challenges.get(name_key(row.challenge), ())
        if len(named) != 1:
            code = "challenge_ambiguous" if named else "challenge_unknown"
            message = _not_one_challenge(row.challenge, challenges)
            resolver.reject(row.place, "challenge", code, message)
            return None
        fields["challenge_id"] = named[0].id
    key = {"name": row.what, "requester": row.requester, "asked_on": row.asked_on}
    kept = {name: getattr(was, name) for name in RequestDraft.model_fields} if was else key
    try:
        return _Resolved(row, fields, was, RequestDraft.check(**{**kept, **fields}))
    except InvalidInput as error:
        resolver.reject(row.place, None, error.code, error.message)
        return None


def _not_one_challenge(name: str, challenges: Mapping[str, Sequence[Challenge]]) -> str:
    if name_key(name) in challenges:
        return f"Several challenges are called “{name}”. Give them names of their own first."
    near = get_close_matches(name_key(name), challenges, n=3)
    names = " or ".join(challenges[one][0].name for one in near)
    hint = f"Did you mean {names}?" if names else "Add it first, or leave the cell blank."
    return f"There is no challenge called “{name}”. {hint}"
