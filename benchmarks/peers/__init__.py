"""Comparisons that need an environment of their own: `./run peers NAME`. Plait is read from `src`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
