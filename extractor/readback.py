"""Address of the reader of a run's outputs."""

from extractor.runs.readback import read_records

__all__ = ["read_records"]
