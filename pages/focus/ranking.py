"""Ranking: which challenge comes first, and how much would have to change for another."""

from pmm_core.ui import ranking, scores
from pmm_core.ui.session import visit

current = visit()
ranking.show_ranking(current, scores.list_rounds(current))
