"""PDF and Word files: their text is read, what is broken or locked or a picture is one clear line."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from test_cli import call

pypdf = pytest.importorskip("pypdf")
docx = pytest.importorskip("docx")

from extractor import distribution  # noqa: E402
from extractor.articles import documents, sources  # noqa: E402
from extractor.articles.article import Article  # noqa: E402
from extractor.articles.failures import ReadFailure  # noqa: E402
from extractor.articles.sources import read_paths  # noqa: E402

LINES = ("At least 12 people were killed in Brod on", "Tuesday, the café's owner said.")


def pdf(*pages: tuple[str, ...], title: str = "Flood in Brod") -> bytes:
    """A PDF with the lines of each page."""
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(pages)))
    font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        f"<</Title({title})>>",
    ]
    for at, lines in enumerate(pages):
        drawn = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
        content = f"BT /F1 12 Tf 72 720 Td {drawn}ET"
        objects += [
            f"<</Type/Page/Parent 2 0 R/Contents {5 + 2 * at} 0 R/Resources<</Font<</F1 {font}>>>>>>",
            f"<</Length {len(content)}>>stream\n{content}\nendstream",
        ]
    data, places = b"%PDF-1.4\n", []
    for number, words in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{words}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R/Info 3 0 R>>\n"
    return data + f"{end}startxref\n{len(data)}\n%%EOF".encode()


def word(*paragraphs: str) -> bytes:
    made = docx.Document()
    made.core_properties.title = "Flood in Brod"
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    table = made.add_table(rows=2, cols=2)
    for at, words in enumerate(("Town", "Killed", "Marn", "3")):
        table.cell(at // 2, at % 2).text = words
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def locked() -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(LINES)))
    writer.encrypt("secret", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def bomb() -> bytes:
    file = io.BytesIO(word("A"))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/picture.png", bytes(documents.MOST_UNPACKED))
    return file.getvalue()


def test_the_text_of_a_pdf_is_read_page_by_page(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(pdf(LINES, ("Some 300 people fled.",)))
    (article,) = read_paths([tmp_path])
    assert isinstance(article, Article)
    assert (article.id, article.title, article.published) == ("report", "Flood in Brod", None)
    assert article.text.split("\n") == [*LINES, "Some 300 people fled."]


def test_the_text_of_a_word_file_is_read_with_its_tables(tmp_path: Path) -> None:
    (tmp_path / "report.DOCX").write_bytes(word(" ".join(LINES), "Some 300 people fled."))
    (article,) = read_paths([tmp_path])
    assert isinstance(article, Article)
    assert (article.id, article.title) == ("report", "Flood in Brod")
    assert article.text == f"{' '.join(LINES)}\n\nSome 300 people fled.\n\nTown\tKilled\nMarn\t3"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.pdf", b"%PDF-1.7 and no more", "is no document that can be read"),
        ("a.pdf", pdf(()), "holds no text"),
        ("a.pdf", locked(), "is no document that can be read (FileNotDecryptedError"),
        ("a.pdf", pdf(("killed " * 30,) * 20, ("x",)), "is too long"),
        ("a.pdf", b"", "is no document that can be read"),
        ("a.docx", b"PK\x03\x04 and no more", "is no document that can be read (BadZipFile"),
        ("a.docx", bomb(), "unpacks to over"),
    ],
)
def test_a_document_that_cannot_be_read_is_one_clear_line(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(data)
    (failure,) = read_paths([tmp_path], max_chars=4000)
    assert isinstance(failure, ReadFailure)
    assert reason in failure.reason
    assert "\n" not in str(failure)


def test_without_the_extra_documents_are_counted_and_the_remedy_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(distribution._MODULES, "documents", ("no_such_module",))
    sources._searched.cache_clear()
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("Six people died.")
    (folder / "b.pdf").write_bytes(pdf(LINES))
    try:
        result = call("run", folder, "-o", tmp_path / "out")
        (named,) = read_paths([folder / "b.pdf"])
    finally:
        monkeypatch.undo()
        sources._searched.cache_clear()
    assert result.exit_code == 0
    assert "note: skipped 1: 1 .pdf; the extra documents reads .pdf and .docx: pip install" in result.stderr
    assert "b.pdf: is a document, which needs the extra documents" in str(named)
