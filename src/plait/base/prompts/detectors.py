"""Which detector stands behind which rule. Each app owns its own; site/wiring.py is the one place that connects them."""

from collections.abc import Mapping

from plait.base.packs.schema.prompts import RULES
from plait.base.prompts.rules import Detector

_detectors: dict[str, Detector] = {}


def notice(detectors: Mapping[str, Detector]) -> None:
    """From now on these rules are looked for. Called in site/wiring.py only. A rule that no pack knows is refused."""
    for code, detector in detectors.items():
        if code not in RULES:
            raise ValueError(f"there is no rule {code!r}")
        if _detectors.get(code, detector) is not detector:
            raise ValueError(f"the rule {code!r} has a detector already")
        _detectors[code] = detector


def detectors() -> dict[str, Detector]:
    """Every rule that is looked for, with its detector."""
    return dict(_detectors)
