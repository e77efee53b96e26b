"""Which products there are: add, edit, rename, archive and restore them."""

from pmm_core.catalogue.service import read_directory
from pmm_core.ui import keeping
from pmm_core.ui.session import visit
from pmm_core.vocabulary import NounKind

current = visit()
known = read_directory(store=current.store, actor=current.actor)
products = keeping.nouns_in_use(known, NounKind.PRODUCT)

keeping.show_header(current, NounKind.PRODUCT, len(products))
keeping.show_notice(current)
keeping.show_nouns(current, known, NounKind.PRODUCT, products)
keeping.show_archived(current, known, NounKind.PRODUCT)
keeping.show_opened(current, known, NounKind.PRODUCT)
