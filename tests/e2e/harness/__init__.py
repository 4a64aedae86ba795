# SPDX-License-Identifier: MIT
"""What the end-to-end tests share, on top of tools/lib/rig."""
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(TOP / "tools/lib"))
