"""The command line with the batch function of ``sabotage.py``, for runs that are to be broken off.

``FILE_LIMIT`` in the environment makes the disk full for any file that grows over so many bytes.
"""

from __future__ import annotations

import os
from functools import partial

import sabotage

import extractor.cli.run_job
from extractor.cli import app

if __name__ == "__main__":
    extractor.cli.run_job.local_engine = partial(extractor.cli.run_job.local_engine, job=sabotage.answer)
    if limit := os.environ.get("FILE_LIMIT"):
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), resource.RLIM_INFINITY))
    app()
