"""The outside verifier, loaded as the file that it is."""

import importlib.util
from types import ModuleType

from plait.site.environment import ROOT

SCRIPT = ROOT / "tools" / "verify_witness.py"


def verifier() -> ModuleType:
    """Its functions."""
    spec = importlib.util.spec_from_file_location("verify_witness", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
