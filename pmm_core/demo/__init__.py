"""The sample company: a small software firm, invented, the same on every machine and day."""

from pmm_core.demo.sample import ensure_sample

__all__ = ["ensure_sample"]
