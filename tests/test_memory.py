"""What a text takes in memory is bounded by its length, whatever it is made of."""

from __future__ import annotations

import subprocess
import sys

import pytest

READ = """
from extractor import extract
extract({unit!r} * ({size} // len({unit!r})))
with open("/proc/self/status") as status:
    print(next(line.split()[1] for line in status if line.startswith("VmHWM")))
"""
# Not ru_maxrss, which a new program inherits from the one that starts it.
# 206 MiB for the package and its model, and some 310 bytes a word: 300,000 quotation marks took 332 MiB, a
# million of them 547, the colon rows 344.
MOST = 380
"""MiB; with spaCy's own text beside the tokens, and tables beside both, the marks took 405."""


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read from /proc")
@pytest.mark.parametrize("unit", ['"', "Ostra: 12\n"])
def test_a_text_of_many_short_words_takes_little_memory(unit: str) -> None:
    """Each of its own process, whose peak is that of the one text."""
    code = READ.format(unit=unit, size=300_000)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) / 1024 < MOST
