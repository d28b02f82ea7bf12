"""SIGKILL at random moments of a count and of a review: nothing confirmed is lost.

``WBC_KILLS=100 pytest -s tests/faults/test_kills.py`` is the long form.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

KILLS = os.environ.get("WBC_KILLS", "5")
SEED = os.environ.get("WBC_KILL_SEED", "1")


@pytest.mark.skipif(os.name == "nt", reason="no fork there")
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("kind", ["count", "review"])
def test_killed_at_random(kind: str, tmp_path: Path) -> None:
    program = Path(__file__).with_name("killing.py")
    done = subprocess.run(
        [sys.executable, str(program), kind, KILLS, SEED, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    print(kind, done.stdout)
    assert done.returncode == 0, done.stderr
    assert f"{KILLS} kills" in done.stdout
