"""Reading: encodings, line ends, front matter, publication dates, and what cannot be read."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.articles.article import Article, as_article, decode, read_text
from extractor.articles.failures import ArticleError

STORY = "The café fire in Córdoba killed 12 people, “all of them guests”, the mayor’s office said on Monday."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_text_is_read_in_its_encoding(encoding: str) -> None:
    assert decode(STORY.encode(encoding)) == STORY


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_encodings_are_read_without_a_byte_order_mark(encoding: str) -> None:
    assert decode(STORY.encode(encoding)) == STORY


def test_a_few_broken_bytes_leave_utf8_text_readable() -> None:
    data = STORY.encode() + " – déjà".encode()[:-1]
    assert decode(data) == STORY + " – déj\ufffd"


def test_line_ends_become_newlines() -> None:
    assert decode(b"one\r\ntwo\rthree\n") == "one\ntwo\nthree\n"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7 stream", "a PDF file"),
        (b"PK\x03\x04rest", "a ZIP or office file"),
        (b"\x00\x01\x02\x03" * 50, "binary"),
        (b"\x01\x02\x03\x04 plain", "binary"),
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"---\ntitle: Only a head\n---\n", "empty"),
    ],
)
def test_what_is_no_text_is_refused_with_file_reason_and_remedy(data: bytes, reason: str) -> None:
    with pytest.raises(ArticleError, match=reason) as caught:
        read_text(data, place="story.txt")
    assert str(caught.value).startswith("story.txt: ")
    assert caught.value.remedy
    assert "\n" not in str(caught.value)


def test_over_long_text_is_refused_at_the_limit() -> None:
    assert len(read_text("a" * 100, max_chars=100).text) == 100
    with pytest.raises(ArticleError, match=r"too long \(101 characters, the limit is 100\)"):
        read_text("a" * 101, max_chars=100)


def test_front_matter_is_read_and_blanked_so_that_offsets_hold_for_the_file() -> None:
    raw = (
        "---\ntitle: 'Twelve dead: the fire'\npublished: 2024-03-12\nsource: Reuters\n"
        "url: https://example.org/a\nsection: news\n---\nTwelve people died.\n"
    )
    article = read_text(raw)
    assert (article.title, article.published) == ("Twelve dead: the fire", date(2024, 3, 12))
    assert (article.published_basis, article.source, article.url) == (
        "metadata",
        "Reuters",
        "https://example.org/a",
    )
    assert article.text.strip() == "Twelve people died."
    assert article.text.index("Twelve") == raw.index("Twelve people")


@pytest.mark.parametrize(
    "raw",
    [
        "---\nNo closing line: here.\nText.",
        "---\n\nA rule above and below.\n\n---\nText.",
        "Text first.\n---\ntitle: late\n---\n",
        "----\ntitle: four dashes\n----\n",
    ],
)
def test_what_only_looks_like_front_matter_stays_text(raw: str) -> None:
    assert read_text(raw).text == raw


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-03-12", date(2024, 3, 12)),
        ("2024-03-12T23:30:00-05:00", date(2024, 3, 12)),
        ("12 March 2024", date(2024, 3, 12)),
        ("March 12, 2024", date(2024, 3, 12)),
        ("Mar 12, 2024", date(2024, 3, 12)),
        ("20240312", date(2024, 3, 12)),
        ("2024-W11-2", date(2024, 3, 12)),
        ("Tue, 12 Mar 2024 10:00:00 GMT", date(2024, 3, 12)),
        ("Tuesday, 12 March 2024", date(2024, 3, 12)),
        ("NaT", None),
        ("2024-03", None),
        ("2024-03-00", None),
        ("2024", None),
        ("", None),
    ],
)
def test_publication_days_are_read_and_never_filled_in(written: str, day: date | None) -> None:
    assert as_article("Text.", published=written).published == day


@pytest.mark.parametrize("written", ["03/04/2024", "yesterday", "2024-02-30"])
def test_an_ambiguous_or_impossible_publication_day_is_refused(written: str) -> None:
    with pytest.raises(ArticleError, match="write it as YYYY-MM-DD"):
        read_text(f"---\npublished: {written}\n---\nText.")


def test_a_given_day_wins_over_the_front_matter() -> None:
    article = read_text("---\npublished: 2024-03-12\n---\nText.", published=date(2025, 1, 2))
    assert (article.published, article.published_basis) == (date(2025, 1, 2), "given")


def test_half_surrogates_become_replacement_characters() -> None:
    assert as_article("12 dead \ud83d in fire").text == "12 dead \ufffd in fire"


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_an_article_or_a_clean_error(data: bytes) -> None:
    try:
        article = read_text(data, place="x")
    except ArticleError as error:
        assert str(error).startswith("x: ")
    else:
        assert isinstance(article, Article)
        article.text.encode("utf-8")


@given(st.text())
def test_a_string_of_any_kind_keeps_its_length(text: str) -> None:
    try:
        assert len(as_article(text).text) == len(text)
    except ArticleError as error:
        assert "published" in str(error)
