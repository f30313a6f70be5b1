"""The formats that a run and its corrections are written in, as the command line names them."""

from __future__ import annotations

from enum import StrEnum


class OutputFormat(StrEnum):
    """What a run writes."""

    jsonl = "jsonl"
    json = "json"
    parquet = "parquet"
    csv = "csv"
    xlsx = "xlsx"
    hxl = "hxl"
    geojson = "geojson"
    articles_csv = "articles-csv"
    articles_parquet = "articles-parquet"
    events_csv = "events-csv"
    events_parquet = "events-parquet"
    victims_csv = "victims-csv"
    victims_parquet = "victims-parquet"
    sources_csv = "sources-csv"
    sources_parquet = "sources-parquet"
