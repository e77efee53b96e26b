"""What is measured: each KPI with its definition, unit, owner and next steps."""

from pmm_core.catalogue.service import read_directory
from pmm_core.ui import keeping
from pmm_core.ui.kpis import pick_kpis
from pmm_core.ui.session import visit
from pmm_core.vocabulary import NounKind

current = visit()
known = read_directory(store=current.store, actor=current.actor)

keeping.show_header(current, NounKind.KPI, len(keeping.nouns_in_use(known, NounKind.KPI)))
keeping.show_notice(current)
keeping.show_nouns(current, known, NounKind.KPI, pick_kpis(known))
keeping.show_archived(current, known, NounKind.KPI)
keeping.show_opened(current, known, NounKind.KPI)
