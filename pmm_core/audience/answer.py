"""A frozen audience as the document that the command prints."""

from typing import Any

from pmm_core.audience import wording
from pmm_core.audience.reading import Frozen, LaunchAudience


def audience_answer(audience: LaunchAudience) -> dict[str, Any]:
    """Write the audience of a launch as a document of plain values; unknown is null."""
    frozen = audience.frozen
    return {
        "launch": audience.launch,
        "frozen": None if frozen is None else frozen_answer(frozen),
        "earlier": [frozen_answer(one) for one in audience.rows[1:]],
        "warnings": list(wording.warnings(audience)),
        "said": wording.line(audience),
    }


def frozen_answer(frozen: Frozen) -> dict[str, Any]:
    """Write one freezing."""
    return {
        "frozen_on": frozen.frozen_on,
        "rule": frozen.rule,
        "size": frozen.size,
        "segment_by": frozen.segment_by,
        "sizes": [{"segment": name, "n": n} for name, n in frozen.sizes.items()],
        "by": frozen.by,
        "why": frozen.why,
        "list_is_there": frozen.is_there,
    }
