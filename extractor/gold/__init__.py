"""Gold: the labels of an article, read from JSON; knows records and no language model."""

from extractor.gold.labels import (
    Gold,
    GoldActor,
    GoldCasualty,
    GoldCount,
    GoldDate,
    GoldDisplacement,
    GoldError,
    GoldGroup,
    GoldLedgerLine,
    GoldQuantity,
    GoldRecord,
    GoldSummary,
    Labelled,
    LabelledArticle,
)
from extractor.gold.reading import check_quotes, locate, occurrences, parse_gold, read_corpus, read_set

__all__ = [
    "Gold",
    "GoldActor",
    "GoldCasualty",
    "GoldCount",
    "GoldDate",
    "GoldDisplacement",
    "GoldError",
    "GoldGroup",
    "GoldLedgerLine",
    "GoldQuantity",
    "GoldRecord",
    "GoldSummary",
    "Labelled",
    "LabelledArticle",
    "check_quotes",
    "locate",
    "occurrences",
    "parse_gold",
    "read_corpus",
    "read_set",
]
