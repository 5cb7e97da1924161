"""What a server loads before it makes its workers: everything that asking needs, but for the model."""

import json
import subprocess
import sys

LOADS = """
import json, sys
from belisha.answers.preload import preload_for_all
preload_for_all()
from belisha.asking.vectors import _shipped
print(json.dumps([
    "onnxruntime" in sys.modules, "belisha.asking.asking" in sys.modules, _shipped.cache_info().currsize
]))
"""


def test_the_model_stays_out_of_a_process_that_is_forked() -> None:
    done = subprocess.run([sys.executable, "-c", LOADS], capture_output=True, check=True, text=True)
    assert json.loads(done.stdout) == [False, True, 1]
