"""Puts who works on what, and which product comes first, into a store."""

from sqlmodel import Session

from pmm_core.access import Actor
from pmm_core.demo.nouns import Ids, unit_of
from pmm_core.demo.sources import day, known_day, number, read_table
from pmm_core.models import Allocation, FirstProduct, Product

_LEAD = Actor("Ada Moreno")


def add_spread(session: Session, ids: Ids) -> None:
    """Add what the products earn, the allocations, and the product that was chosen to be first."""
    for line in read_table("product_standings"):
        product = session.get_one(Product, ids.products[line["product"]])
        unit = unit_of(session, _LEAD, known_day(line["recorded_on"]))
        said = {
            "revenue_share": number(line["revenue_share"]),
            "strategic": line["strategic"] == "yes",
        }
        unit.change(Product, product.id or 0, said, version=product.version)
    for line in read_table("allocations"):
        unit = unit_of(session, Actor(line["recorded_by"]), known_day(line["recorded_on"]))
        unit.add(
            Allocation(
                person_id=ids.people[line["person"]] or 0,
                product_id=ids.products[line["product"]] or 0,
                buyer=line["buyer"] or None,
                share=float(line["share"]),
                start_on=known_day(line["start_on"]),
                end_on=day(line["end_on"]),
            )
        )
    for line in read_table("first_products"):
        unit = unit_of(session, Actor(line["recorded_by"]), known_day(line["recorded_on"]))
        unit.add(
            FirstProduct(
                product_id=ids.products[line["product"]] or 0,
                suggested_id=ids.products[line["suggested"]],
                reason=line["reason"],
            )
        )
