"""Rows of JSON Lines, CSV and Parquet, and web pages; a broken one costs no neighbour."""

from __future__ import annotations

import gzip
import json
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from extractor.articles import webpage
from extractor.articles.article import MAX_CHARS, Article
from extractor.articles.columns import Columns
from extractor.articles.failures import ReadFailure
from extractor.articles.inputs import Item, read_item
from extractor.articles.readers import Whole, count_file, read_file
from extractor.articles.rows import Row
from extractor.articles.sources import count_items, find_items, read_paths, unread

PAGE = """<!doctype html><html><head><title>Ferry sinks</title><meta charset="utf-8">
<meta property="og:site_name" content="Wire">
<meta property="article:published_time" content="2024-03-12T10:00:00Z">
</head><body><nav><a href="/">Home</a> 3 new</nav><article><h1>Ferry sinks</h1>
<p>At least 12 people were killed and 30 injured on Tuesday when a ferry sank on the lake, police said.</p>
<p>Some 2,400 families fled their homes as the water rose, officials added in the evening.</p></article>
<footer>© 2019, 57 comments</footer></body></html>"""


def rows(path: Path, max_chars: int = MAX_CHARS) -> list[Row | Whole | ReadFailure]:
    return list(read_file(path, max_chars, Columns()))


def texts(path: Path) -> list[str]:
    return [item.text for item in read_paths([path]) if isinstance(item, Article)]


def reasons(path: Path) -> list[str]:
    return [item.reason for item in read_paths([path]) if isinstance(item, ReadFailure)]


def test_csv_is_read_by_the_names_of_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "set.csv"
    path.write_text(
        "Title,ID,text,published,extra\n"
        'A,7,"Six, or ""seven"", died.\nTwo more.",2024-03-12,x\n\n,,Nobody died.,,\n',
        encoding="utf-8-sig",
    )
    first, second = read_paths([path])
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.id, first.title, first.text) == ("7", "A", 'Six, or "seven", died.\nTwo more.')
    assert (first.published, first.published_basis) == (date(2024, 3, 12), "metadata")
    assert (second.id, second.title, second.published) == ("set-2", None, None)


@pytest.mark.parametrize("delimiter", [";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_csv_of_other_spreadsheets_is_read(tmp_path: Path, delimiter: str, encoding: str) -> None:
    path = tmp_path / "set.csv"
    path.write_bytes(f"id{delimiter}text\r\n1{delimiter}Café: 6 died\r\n".encode(encoding))
    assert texts(path) == ["Café: 6 died"]


@pytest.mark.parametrize(
    "broken",
    ['2,"never closed', '2,"closed" badly', "2,one,too many", "2", '"', '""",""","', '2,"a\nb\n'],
)
def test_a_broken_line_of_csv_costs_no_neighbour(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "set.csv"
    path.write_text(f'id,text\n1,one\n{broken}\n3,three\n4,"four, 4"\n5,five\n')
    found = list(read_paths([path]))
    assert [a.text for a in found if isinstance(a, Article)] == ["one", "three", "four, 4", "five"]
    assert all(f.remedy for f in found if isinstance(f, ReadFailure))
    assert len(found) > 4


def test_csv_without_a_text_column_is_one_failure(tmp_path: Path) -> None:
    path = tmp_path / "set.csv"
    path.write_text("id,body\n1,one\n2,two\n")
    (failure,) = rows(path)
    assert isinstance(failure, ReadFailure)
    assert failure.reason == "has no column 'text' (it has id, body)"


def test_an_over_long_csv_field_fails_alone(tmp_path: Path) -> None:
    path = tmp_path / "set.csv"
    path.write_text(f"id,text\n1,{'a' * 200_000}\n2,two\n")
    assert reasons(path) == []
    assert [r.reason for r in read_paths([path], max_chars=1000) if isinstance(r, ReadFailure)]
    assert [a.text for a in read_paths([path], max_chars=1000) if isinstance(a, Article)] == ["two"]


def test_gzipped_lines_are_read_and_a_cut_file_keeps_its_head(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl.gz"
    packed = gzip.compress("".join(json.dumps({"text": f"{i} died"}) + "\n" for i in range(5000)).encode(), 0)
    path.write_bytes(packed)
    assert len(texts(path)) == 5000
    path.write_bytes(packed[: len(packed) // 2])
    assert 1000 < len(texts(path)) < 5000
    assert "damaged" in reasons(path)[-1]
    path.write_bytes(b"no gzip")
    assert "damaged" in reasons(path)[0]


def test_a_gzip_bomb_is_one_failure(tmp_path: Path) -> None:
    path = tmp_path / "bomb.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "' + bytes(50_000_000)))
    assert len(reasons(path)) == 1


def test_a_gzip_bomb_of_many_lines_is_one_failure(tmp_path: Path) -> None:
    path = tmp_path / "bomb.jsonl.gz"
    with gzip.open(path, "wb") as file:
        for _ in range(80):
            file.write((b" " * 4095 + b"\n") * 256)
    (failure,) = reasons(path)
    assert "unpacks to over 200 times its size" in failure
    assert count_file(path) == 1


def test_a_parquet_bomb_is_refused_by_its_declared_size(tmp_path: Path) -> None:
    path = tmp_path / "bomb.parquet"
    table = pa.table({"text": ["a" * (80 << 20)]})
    parquet.write_table(table, path, compression="zstd", use_dictionary=False)
    before = pa.total_allocated_bytes()
    del table
    (failure,) = reasons(path)
    assert "unpacks to over 200 times its size" in failure
    assert pa.total_allocated_bytes() <= before


def test_a_text_that_stands_in_many_rows_of_parquet_is_held_once(tmp_path: Path) -> None:
    path = tmp_path / "bomb.parquet"
    long = pa.DictionaryArray.from_arrays(
        pa.array([0] * 1_100 + [1]), pa.array(["a" * (10 << 20), "Two died."])
    )
    parquet.write_table(pa.table({"text": long}), path, compression="none")
    peak = pa.default_memory_pool().max_memory()
    found = reasons(path)
    (failure,) = found
    assert "1,100 rows are no articles" in failure
    assert "is too long" in failure
    assert texts(path) == ["Two died."]
    assert pa.default_memory_pool().max_memory() <= max(peak, 200 << 20)


def test_parquet_is_read_by_the_names_of_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "set.parquet"
    columns = {
        "text": ["Six died.", None, "Seven died."],
        "id": [1, 2, 3],
        "published": [datetime(2024, 3, 12, 23), None, datetime(2024, 3, 13)],
        "more": [1, 2, 3],
    }
    parquet.write_table(pa.table(columns), path)
    found = list(read_paths([path]))
    assert [(a.id, a.published) for a in found if isinstance(a, Article)] == [
        ("1", date(2024, 3, 12)),
        ("3", date(2024, 3, 13)),
    ]
    assert isinstance(found[2], ReadFailure)
    assert count_file(path) == 3


def test_damaged_parquet_is_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "set.parquet"
    parquet.write_table(pa.table({"text": ["x" * 100] * 5000}), path, row_group_size=100)
    data = bytearray(path.read_bytes())
    data[len(data) // 2 : len(data) // 2 + 200] = bytes(200)
    path.write_bytes(data)
    assert any("damaged" in reason for reason in reasons(path))
    path.write_bytes(bytes(data[:100]))
    assert len(reasons(path)) == 1
    parquet.write_table(pa.table({"body": ["x"]}), path)
    assert reasons(path) == ["has no column 'text' (it has body)"]


def test_a_web_page_gives_its_text_title_source_and_stated_date(tmp_path: Path) -> None:
    (tmp_path / "ferry.html").write_text(PAGE)
    (article,) = read_paths([tmp_path])
    assert isinstance(article, Article)
    assert "At least 12 people were killed" in article.text
    assert "57 comments" not in article.text
    assert (article.id, article.title, article.source) == ("ferry", "Ferry sinks", "Wire")
    assert (article.published, article.published_basis) == (date(2024, 3, 12), "metadata")
    (article,) = read_paths([tmp_path], published=date(2025, 1, 1))
    assert isinstance(article, Article)
    assert (article.published, article.published_basis) == (date(2025, 1, 1), "given")


@pytest.mark.parametrize(
    "data", [b"", b"\x00\x01", b"<html>", b"just text", b"<html><body><script>1</script>"]
)
def test_a_page_without_an_article_is_a_clear_failure(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "page.html").write_bytes(data)
    assert all(isinstance(item, Article) or item.remedy for item in read_paths([tmp_path]))


def test_a_tag_with_attributes_without_end_loses_them_and_no_text(tmp_path: Path) -> None:
    path = tmp_path / "story.html"
    path.write_text(PAGE)
    (plain,) = texts(path)
    for value in ("1", "'<b>'", '"</p><p>1"'):
        attributes = " ".join(f"a{i}={value}" for i in range(20_000))
        hostile = PAGE.replace("<p>At", f"<p {attributes}>At").encode()
        path.write_bytes(hostile)
        assert texts(path) == [plain]
        assert len(webpage.without_long_tags(hostile)) == len(PAGE.encode())


def test_no_text_is_lost_at_quotes_that_open_nothing(tmp_path: Path) -> None:
    path = tmp_path / "story.html"
    path.write_text(PAGE)
    (plain,) = texts(path)
    filler = "Nobody else was hurt, the mayor's office said. " * 300
    path.write_text(PAGE.replace("<p>Some", f"<p title=it's>{filler}</p><p title='a > b'>Some"))
    (longer,) = texts(path)
    assert set(plain.split()) < set(longer.split())
    assert longer.count("Nobody else was hurt") == 300


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("charset", ["utf-16", "iso-8859-1", None])
def test_a_page_is_read_in_its_encoding(tmp_path: Path, encoding: str, charset: str | None) -> None:
    meta = f"<head><meta charset='{charset}'>" if charset else "<head>"
    page = PAGE.replace("<head>", meta).replace("police said", "the café’s owner said")
    if encoding == "cp1252" and charset == "utf-16":
        page = page.replace(meta, "<head>")
    (tmp_path / "page.html").write_bytes(page.encode(encoding))
    (text,) = texts(tmp_path)
    assert "the café’s owner said" in text


def test_a_folder_is_searched_for_every_kind_and_counted(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one")
    (tmp_path / "b.HTML").write_text(PAGE)
    (tmp_path / "c.jsonl").write_text('{"text": "two"}\n{"text": "three"}\n')
    (tmp_path / "d.csv").write_text("text\nfour\nfive\n")
    (tmp_path / "e.jsonl.gz").write_bytes(gzip.compress(b'{"text": "six"}\n'))
    parquet.write_table(pa.table({"text": ["seven", "eight"]}), tmp_path / "f.parquet")
    (tmp_path / "g.json").write_text('{"articles": [{"text": "nine"}, {"text": "ten"}]}')
    (tmp_path / "h.tsv").write_text("id\ttext\nh\televen\n")
    (tmp_path / "i.geojson").write_text("{}")
    (tmp_path / "README.csv").write_text("text\nno\n")
    ids = [item.id for item in find_items([tmp_path]) if isinstance(item, Item)]
    assert ids == ["a", "b", "c-1", "c-2", "d-1", "d-2", "e-1", "f-1", "f-2", "g-1", "g-2", "h"]
    assert count_items([tmp_path]) == 12
    assert unread([tmp_path]) == {"README.csv": 1, ".geojson": 1}


def test_many_equal_ids_get_numbers_in_reasonable_time(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(
        '{"id": "x", "text": "a"}\n{"id": "x#2", "text": "b"}\n' + '{"id": "x", "text": "c"}\n' * 20_000
    )
    ids = [item.id for item in find_items([path]) if isinstance(item, Item)]
    assert ids[:4] == ["x", "x#2", "x#3", "x#4"]
    assert len(set(ids)) == len(ids) == 20_002


def test_an_item_is_known_again_by_its_key() -> None:
    item = Item("a", "x.txt", "12 died")
    assert item.key() == item._replace(place="elsewhere").key()
    others = (
        item._replace(id="1"),
        item._replace(data="1"),
        item._replace(published="1"),
        item._replace(title="1"),
        item._replace(source="1"),
        item._replace(url="1"),
        item._replace(kind="file"),
    )
    assert len({item.key(), *(other.key() for other in others)}) == 8


def test_bytes_in_a_row_are_refused() -> None:
    with pytest.raises(ValueError, match="bytes where text belongs"):
        read_item(Item("a", "a", b"12 died"))
