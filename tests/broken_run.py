"""The command line with the batch function of ``sabotage.py``, for runs that are to be broken off.

``FILE_LIMIT`` in the environment makes the disk full for any file that grows over so many bytes.
"""

from __future__ import annotations

import os
from functools import partial

import sabotage

import extractor.runs.local_engine
from extractor.cli import app

if __name__ == "__main__":
    extractor.runs.local_engine.in_workers = partial(
        extractor.runs.local_engine.in_workers, job=sabotage.answer
    )
    if limit := os.environ.get("FILE_LIMIT"):
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), resource.RLIM_INFINITY))
    app()
