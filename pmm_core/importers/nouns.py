"""The nouns an import can make, with their tables."""

from collections.abc import Mapping

from pmm_core.models import Initiative, Kpi, Noun, Person, Product, WorkRequest
from pmm_core.vocabulary import NounKind

TABLES: Mapping[NounKind, type[Noun]] = {
    NounKind.PRODUCT: Product,
    NounKind.PERSON: Person,
    NounKind.INITIATIVE: Initiative,
    NounKind.KPI: Kpi,
    NounKind.WORK_REQUEST: WorkRequest,
}
