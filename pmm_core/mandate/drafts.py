"""What a person says in a mandate, and to one."""

import datetime as dt
from typing import Annotated, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from pmm_core.catalogue.drafts import Name, NounDraft, Words
from pmm_core.drafts import Draft
from pmm_core.models import Mandate
from pmm_core.vocabulary import BusinessFunction, SignOffDecision

Line = Annotated[str, StringConstraints(max_length=600)]


class PartnerDraft(Draft):
    """How the team works with one business function; see `Partner`."""

    function: BusinessFunction
    accountable_id: int | None = None
    consulted_ids: list[int] = Field(default_factory=list)
    together: Line | None = None
    overlap: Line | None = None

    @property
    def says_something(self) -> bool:
        """Whether anything was said about the function."""
        return bool(self.person_ids or self.together or self.overlap)

    @property
    def person_ids(self) -> set[int]:
        """Everybody who is named."""
        return {*self.consulted_ids, *([self.accountable_id] if self.accountable_id else [])}

    @model_validator(mode="after")
    def _answers_or_is_asked(self) -> Self:
        if self.accountable_id in self.consulted_ids:
            raise ValueError("Whoever is accountable decides, and is not consulted besides.")
        return self


class MandateDraft(NounDraft[Mandate]):
    """A mandate as it is being written; gaps are welcome. See `Mandate`."""

    table = Mandate
    name: Name
    team_id: int | None = None
    purpose: Words | None = None
    focus_id: int | None = None
    focus: Words | None = None
    not_focus: Words | None = None
    round_id: int | None = None
    defence: Words | None = None
    kpi_ids: list[int] = Field(default_factory=list)
    partners: list[PartnerDraft] = Field(default_factory=list)
    success: Words | None = None
    review_on: dt.date | None = None
    signer_ids: list[int] = Field(default_factory=list)

    def row(self) -> Mandate:
        """Make the row; its partners are JSON."""
        partners = [one.model_dump(mode="json") for one in self.partners]
        return Mandate(**self.model_dump() | {"partners": partners})

    @property
    def person_ids(self) -> set[int]:
        """Everybody who is named."""
        partners = {person_id for one in self.partners for person_id in one.person_ids}
        return partners.union(self.signer_ids)

    @field_validator("partners")
    @classmethod
    def _one_a_function(cls, partners: list[PartnerDraft]) -> list[PartnerDraft]:
        said = [one for one in partners if one.says_something]
        if len({one.function for one in said}) < len(said):
            raise ValueError("A business function stands once among the partners.")
        order = list(BusinessFunction)
        return sorted(said, key=lambda one: order.index(one.function))

    @field_validator("kpi_ids", "signer_ids")
    @classmethod
    def _each_once(cls, ids: list[int]) -> list[int]:
        return list(dict.fromkeys(ids))


class SignOffDraft(Draft):
    """What a stakeholder says to a version; an objection says why."""

    person_id: int
    decision: SignOffDecision
    on: dt.date
    objection: Words | None = None

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.decision is SignOffDecision.OBJECTED and not self.objection:
            raise ValueError("Say what you object to, so that it can be settled.")
        if self.decision is SignOffDecision.SIGNED and self.objection:
            raise ValueError("Whoever signs does not object. Leave one of the two out.")
        return self
