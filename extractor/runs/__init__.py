"""Runs over many articles: batches, journal, outputs."""
