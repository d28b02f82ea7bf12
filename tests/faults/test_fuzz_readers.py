"""Mutated files for every reader but the photographs': a sentence, never more.

``WBC_FUZZ_SECONDS=60 pytest -s tests/faults/test_fuzz_readers.py`` is the long form.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from faults.fuzz_masks import MASKS
from faults.fuzz_more import MORE, SWALLOWS

SECONDS = float(os.environ.get("WBC_FUZZ_SECONDS", "2"))
SEED = os.environ.get("WBC_FUZZ_SEED", "1")
KINDS = ["mask", "settings", "labels", "journal", "database", "model", "slide", *MORE, *MASKS]


@pytest.mark.skipif(os.name == "nt", reason="no limit on memory there")
@pytest.mark.parametrize("kind", KINDS)
def test_mutated_files(kind: str, tmp_path: Path) -> None:
    program = Path(__file__).with_name("fuzzing.py")
    done = subprocess.run(
        [sys.executable, str(program), kind, str(SECONDS), SEED, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=10 * SECONDS + 600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    tried, refused, crashed, slowest = done.stdout.split()[-4:]
    print(f"{kind}: {tried} files, {refused} refused, {crashed} crashes, slowest {slowest} s")
    assert int(tried) > 0
    assert int(refused) > 0 or int(tried) < 20 or kind in SWALLOWS
    assert float(slowest) < 30  # a busy machine is slow; a hang is what must not be
