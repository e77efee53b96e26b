"""Reads and keeps what a team sets for itself about launches."""

from typing import cast

from sqlmodel import Session

from pmm_core.access import Actor, require
from pmm_core.errors import ChangedElsewhere
from pmm_core.house import wording
from pmm_core.house.drafts import InForce, Said, TemplatesDraft, TierRules
from pmm_core.models import Setting
from pmm_core.store import settings as stored_settings
from pmm_core.store.store import Store
from pmm_core.vocabulary import Action, NounKind

TIER_RULES_KEY = "launch_tier_rules"
TEMPLATES_KEY = "readiness_templates"


def read_tier_rules(*, store: Store, actor: Actor) -> InForce[TierRules]:
    """Read the questions that propose a tier, with their points and thresholds."""
    require(actor, Action.READ, store)
    with store.read() as session:
        return _read(session, TIER_RULES_KEY, TierRules)


def read_templates(*, store: Store, actor: Actor) -> InForce[TemplatesDraft]:
    """Read the readiness list a launch of each tier starts from."""
    require(actor, Action.READ, store)
    with store.read() as session:
        return _read(session, TEMPLATES_KEY, TemplatesDraft)


def save_tier_rules(
    *, store: Store, actor: Actor, base: InForce[TierRules], draft: TierRules
) -> InForce[TierRules]:
    """Write the tier questions, if nobody saved them since.

    Raises:
        ChangedElsewhere: somebody saved them first; `details` hold base, theirs and yours.
    """
    return _save(store, actor, TIER_RULES_KEY, base, draft)


def save_templates(
    *, store: Store, actor: Actor, base: InForce[TemplatesDraft], draft: TemplatesDraft
) -> InForce[TemplatesDraft]:
    """Write the readiness lists of the tiers, if nobody saved them since.

    Raises:
        ChangedElsewhere: somebody saved them first; `details` hold base, theirs and yours.
    """
    return _save(store, actor, TEMPLATES_KEY, base, draft)


def tier_rules(session: Session) -> TierRules:
    """Read the tier questions in force inside an open unit or read."""
    return _read(session, TIER_RULES_KEY, TierRules).said


def templates(session: Session) -> TemplatesDraft:
    """Read the readiness lists in force inside an open unit or read."""
    return _read(session, TEMPLATES_KEY, TemplatesDraft).said


def _read(session: Session, key: str, table: type[Said]) -> InForce[Said]:
    row = stored_settings.by_key(session=session).get(key)
    if row is None:
        return InForce(table())
    return InForce(table.check(**row.value), row.version)


def _save(store: Store, actor: Actor, key: str, base: InForce[Said], draft: Said) -> InForce[Said]:
    """Write the fields of a list of the house that differ from those the person saw."""
    require(actor, Action.WRITE, store)
    before, wanted = base.said.model_dump(mode="json"), draft.model_dump(mode="json")
    changes = {field: value for field, value in wanted.items() if value != before[field]}
    with store.write(actor=actor) as unit:
        now = _read(unit.session, key, type(draft))
        row = stored_settings.by_key(session=unit.session).get(key)
        theirs = now.said.model_dump(mode="json")
        if now.version != base.version:
            ids = [row.id or 0] if row else []
            by = stored_settings.last_saved_by(session=unit.session, setting_ids=ids)
            fields = [
                {"field": field, "base": before[field], "theirs": theirs[field], "yours": value}
                for field, value in changes.items()
            ]
            details = {"noun": NounKind.SETTING.value, "name": key, "by": by, "fields": fields}
            raise ChangedElsewhere(wording.changed(by), details=details)
        if row is None:
            unit.add(Setting(key=key, value=theirs | changes))
        else:
            value = {"value": theirs | changes}
            unit.change(Setting, cast(int, row.id), value, version=row.version)
        return _read(unit.session, key, type(draft))
