import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from fuzzing import FILES

pytestmark = pytest.mark.slow

MUTANTS = int(os.environ.get("SIGMASCOPE_MUTANTS", "300"))
SEED = int(os.environ.get("SIGMASCOPE_MUTANTS_SEED", "1"))
MEBIBYTES = 100  # beyond what reading the good file takes
PROGRAM = Path(__file__).with_name("fuzzing.py")


@pytest.mark.timeout(120 + MUTANTS / 10)
@pytest.mark.parametrize("name", FILES)
def test_mutants_are_read_or_refused(name, tmp_path):
    command = [sys.executable, PROGRAM, name, str(SEED), str(MUTANTS), tmp_path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout)
    assert told["read"] + told["refused"] == MUTANTS
    assert told["refused"]
    assert told["memory"] < MEBIBYTES
