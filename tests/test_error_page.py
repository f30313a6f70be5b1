"""The error report: complete, self-contained, safe for hostile text, usable in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import browser
import pytest
from oracle import answer, labelled_rows, oracle, write_corpus
from test_review import served
from typer.testing import CliRunner

from extractor.articles.article import Article
from extractor.cli import app
from extractor.display.markup import Span, cut
from extractor.gold import parse_gold
from extractor.gold.error_page import render
from extractor.gold.evaluation import Evaluated, evaluate
from extractor.gold.scoring.confusion import NOTHING, confusion
from extractor.records import Extraction
from extractor.runs.batch import Crash

HOSTILE = (
    "<script>document.title='owned'</script><img src=http://example.invalid/x onerror=alert(1)> "
    "\"'&amp;{{ 7 * 7 }} </div></mark> 12 soldiers <b>died</b>, 5 were hurt, 3 fled.\u202eevil \x00\x1b[31m"
)


def hostile() -> Evaluated:
    """An article whose every field is an attack, with a right, a wrong, a missed and a false record."""
    gold = parse_gold(
        {
            "labelled": ["casualties", "displaced", "actors", "summary"],
            "casualties": [
                {"quote": "12 soldiers", "outcome": "killed", "quantity": {"best": 12}, "source": None},
                {"quote": "5", "outcome": "injured", "quantity": {"best": 5}, "place": "<i>here</i>"},
            ],
            "displaced": [{"quote": "3", "term": "fled", "unit": "people", "quantity": {"best": 3}}],
            "actors": [{"name": "<script>alert(2)</script>", "kind": "other", "quotes": ["<script>"]}],
            "summary": {"killed": 12},
        },
        "</title><script>alert(3)</script>",
        "test",
    )
    article = Article(id=gold.article, text=HOSTILE, title="<svg onload=alert(4)>")
    full = answer(article, gold)
    wrong = full.casualties[1].model_copy(update={"place": '"><script>alert(5)</script>'})
    false = full.casualties[0].model_copy(update={"outcome": "captured"})
    got = full.model_copy(update={"casualties": (full.casualties[0], wrong, false), "displaced": ()})
    return Evaluated(article, gold, got)


class Page(HTMLParser):
    """The elements of a page with their attributes, and the texts of both sides."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.sides: list[str] = []
        self._depth = self._quiet = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append((tag, found))
        if tag == "div" and "text" in (found.get("class") or "").split():
            self.sides.append("")
            self._depth = 1
        elif tag == "sup":
            self._quiet += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "div":
            self._depth = 0
        elif tag == "sup":
            self._quiet -= 1

    def handle_data(self, data: str) -> None:
        if self._depth and not self._quiet:
            self.sides[-1] += data


def test_hostile_text_stays_text() -> None:
    page = Page(render([hostile()]))
    names = {tag for tag, _ in page.tags}
    assert not names & {"img", "svg", "b", "i", "iframe", "object", "link", "base", "a"}
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    wanted = re.sub(r"[\x00\x1b\u202e]", "\ufffd", HOSTILE)
    assert page.sides == [wanted, wanted]
    assert "49" not in "".join(page.sides)


def test_the_page_asks_for_nothing() -> None:
    page = Page(render([hostile()]))
    assert not any({"src", "href", "action", "srcset"} & attributes.keys() for _, attributes in page.tags)
    policy = next(a["content"] for tag, a in page.tags if tag == "meta" and "http-equiv" in a)
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/=]{44}'; script-src 'sha256-[\w+/=]{44}'; "
        r"base-uri 'none'; form-action 'none'",
        str(policy),
    )
    style = render([]).partition("<style>")[2].partition("</style>")[0]
    assert "url(" not in style
    assert "@import" not in style


def test_every_record_has_its_row_and_every_quote_its_mark() -> None:
    page = Page(render([hostile()]))
    rows = [a["class"] for tag, a in page.tags if tag == "tr" and a.get("class")]
    anchors = {str(a["id"]) for tag, a in page.tags if tag == "mark" and "id" in a}
    assert {str(a["data-at"]) for _, a in page.tags if "data-at" in a} == anchors
    assert sorted(map(str, rows)) == [
        "l-actors s-right",
        "l-casualties s-false",
        "l-casualties s-key",
        "l-casualties s-right",
        "l-displaced s-missed",
    ]
    marks = {str(a["class"]) for tag, a in page.tags if tag == "mark"}
    assert marks == {
        "l-actors s-right",
        "l-casualties s-false",
        "l-casualties s-key",
        "l-casualties s-right",
        "l-displaced s-missed",
    }


def test_an_article_that_failed_is_shown_with_its_reason() -> None:
    row = hostile()
    crash = Crash(row.article, "RecursionError: <too deep>")
    html = render([Evaluated(row.article, row.gold, crash)])
    assert "RecursionError: &lt;too deep&gt;" in html
    assert len(Page(html).sides) == 2


@pytest.mark.parametrize("title", ["Extraction errors", "<b>x</b>"])
def test_the_title_is_escaped(title: str) -> None:
    assert "<b>x</b>" not in render([], title=title)


def test_overlapping_spans_are_cut_without_loss() -> None:
    def span(start: int, end: int) -> Span:
        return Span(start, end, "dates", "right", f"{start}-{end}", "")

    text = "0123456789"
    pieces = list(cut(text, [span(2, 6), span(4, 8), span(4, 5), span(8, 8), span(9, 20)]))
    assert "".join(piece.text for piece in pieces) == text
    assert [(p.text, [s.label for s in p.spans]) for p in pieces if p.spans] == [
        ("23", ["2-6"]),
        ("4", ["2-6", "4-5", "4-8"]),
        ("5", ["2-6", "4-8"]),
        ("67", ["4-8"]),
    ]
    assert sum(len(piece.opening) for piece in pieces) == 3


def test_confusion_names_what_a_figure_became() -> None:
    row = hostile()
    got = row.extraction
    assert got is not None
    swapped = got.casualties[0].model_copy(update={"outcome": "injured"})
    reported = confusion(
        [(got.model_copy(update={"casualties": (swapped, got.casualties[1])}), HOSTILE, row.gold)]
    )
    assert reported.of("killed", "injured") == 1
    assert reported.of("injured", "injured") == 1
    assert reported.of("movement", NOTHING) == 1
    assert sum(sum(columns.values()) for columns in reported.counts.values()) == 3
    assert confusion([(None, HOSTILE, row.gold)]).of("killed", NOTHING) == 1


def test_the_score_command_writes_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus, gold = write_corpus(tmp_path)
    monkeypatch.setattr("extractor.pipeline.extract_many", oracle(labelled_rows(corpus, gold)))
    out = tmp_path / "report.html"
    arguments = ["score", str(corpus), str(gold), "--html", str(out)]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    html = out.read_text(encoding="utf-8")
    assert html.count('<section class="article"') == 4
    assert f"extractor review {corpus} {gold} --port 8765" in html
    assert 'href="http://127.0.0.1:8765/article/arta"' in html
    nowhere = CliRunner().invoke(app, [*arguments[:-1], str(corpus / "arta.txt" / "x.html")])
    assert nowhere.exit_code == 2


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[browser.Browser]:
    """Chromium, with nothing on its console at the end."""
    if not browser.available():
        pytest.skip(browser.MISSING)
    with browser.browser(tmp_path_factory.mktemp("profile")) as session:
        yield session
        assert session.console() == []


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a hostile article and four sound ones, of which the first two figures are missed."""
    folder = tmp_path_factory.mktemp("report")
    corpus, gold = write_corpus(folder)
    rows = labelled_rows(corpus, gold)

    def spoil(extraction: Extraction) -> Extraction:
        _, _, third, *rest = extraction.casualties
        swapped = third.model_copy(update={"outcome": "captured"})
        return extraction.model_copy(update={"casualties": (swapped, *rest)})

    done: list[Evaluated] = [hostile(), *evaluate(rows, oracle(rows, spoil))]
    (folder / "report.html").write_text(render(done, desk="extractor review a b"), encoding="utf-8")
    return folder / "report.html"


@pytest.fixture
def opened(session: browser.Browser, page: Path) -> browser.Browser:
    """The report, opened anew."""
    session.size(1280, 900)
    session.dark(False)
    session.go("about:blank")
    session.open(page)
    return session


def test_in_a_browser_hostile_text_does_nothing(opened: browser.Browser) -> None:
    assert opened.script("return document.title") == "Extraction errors"
    assert opened.script("return document.querySelectorAll('img, svg, iframe').length") == 0
    assert opened.script("return document.querySelectorAll('script').length") == 1
    assert opened.script("return performance.getEntriesByType('resource').length") == 0
    shown: Any = opened.script("return [...document.querySelectorAll('.text.got')].map(e => e.textContent)")
    assert any("<script>document.title='owned'</script><img src=" in text for text in shown)
    links = opened.script("return [...document.querySelectorAll('a')].map(a => a.getAttribute('href'))")
    assert all(re.fullmatch(r"http://127\.0\.0\.1:8765/article/[\w./%-]+", link) for link in links)


def test_in_a_browser_errors_are_listed_over_the_articles(opened: browser.Browser) -> None:
    errors = opened.shown(".records tbody tr")
    assert opened.shown("tr.s-right") == 0
    assert opened.script("return shown.textContent") == f"{errors} records shown, {errors} errors in all"
    assert opened.shown("section.article") == 1 + 4
    opened.click("[data-filter=state][value=right]")
    assert opened.shown("tr.s-right") > 0
    opened.click("[data-filter=list][value=casualties]")
    assert opened.shown("tr.l-casualties") == 0
    kept = opened.script("return location.href")
    opened.go("about:blank")
    opened.go(kept)
    assert opened.shown("tr.l-casualties") == 0
    assert opened.shown("tr.s-right") > 0
    opened.click("#clear")
    assert opened.shown(".records tbody tr") == errors


def test_in_a_browser_a_cell_of_the_confusion_shows_its_records(opened: browser.Browser) -> None:
    cells = opened.script(
        "return [...document.querySelectorAll('#confusion tr')].map("
        "r => [...r.children].map(c => c.textContent))"
    )
    assert cells[0][:3] == ["", "killed", "injured"]
    rows = {row[0]: dict(zip(cells[0], row, strict=True)) for row in cells[1:]}
    swapped = {(wanted, "captured"): row["captured"] for wanted, row in rows.items() if row["captured"]}
    (wanted, got), number = next(
        cell for cell in swapped.items() if cell[0][0] not in ("captured", "nothing")
    )
    selector = f"#confusion button[value='{wanted}>{got}']"
    opened.script(f"document.querySelector({selector!r}).focus()")
    opened.keys("\ue007")
    assert opened.shown("tr.s-missed") == opened.shown("tr.s-false") == int(number) > 0
    assert opened.shown(".records tbody tr") == 2 * int(number)
    assert opened.script("return chosen.textContent") == f"{wanted} as {got} ✕"
    opened.click("#chosen")
    assert opened.shown(".records tbody tr") > 2 * int(number)


def test_in_a_browser_a_key_shows_where_it_is_wrong(opened: browser.Browser) -> None:
    opened.script("document.querySelector('.top details').open = true")
    opened.click("button[value='casualties.place']")
    assert opened.shown(".records tbody tr") == opened.shown("tr.s-key") == 1
    assert "place should be '<i>here</i>'" in opened.script(
        "return [...document.querySelectorAll('.records tbody tr')].find(r => !r.hidden).textContent"
    )


def test_in_a_browser_words_find_errors(opened: browser.Browser) -> None:
    opened.type("[data-filter=q]", "nowhere at all")
    assert opened.shown(".records tbody tr") == 0
    assert opened.shown("#nothing") == 1
    opened.type("[data-filter=q]", "wrong outcome")
    assert opened.shown(".records tbody tr") > 0


def test_in_a_browser_a_record_leads_to_its_words_on_both_sides(opened: browser.Browser) -> None:
    opened.script("document.querySelector('tr.s-key .words').focus()")
    opened.keys("\ue007")
    left, right = opened.script(
        "return ['gold', 'got'].map(n => {"
        "const r = document.querySelector('.text.' + n + ' mark.here').getBoundingClientRect();"
        "return {top: r.top, left: r.left, right: r.right, seen: r.top > 0 && r.bottom < innerHeight}})"
    )
    assert abs(left["top"] - right["top"]) < 30
    assert left["right"] <= right["left"]
    assert left["seen"] and right["seen"]


def test_in_a_browser_a_link_opens_the_article_at_the_desk(session: browser.Browser, tmp_path: Path) -> None:
    corpus, gold = write_corpus(tmp_path)
    rows = labelled_rows(corpus, gold)
    spoilt = oracle(rows, lambda extraction: extraction.model_copy(update={"casualties": ()}))
    html = render(list(evaluate(rows, spoilt)), desk=f"extractor review {corpus} {gold}")
    with served(corpus, gold) as address:
        port = address.partition("127.0.0.1:")[2].partition("/")[0]
        page = tmp_path / "errors.html"
        page.write_text(html.replace(":8765/", f":{port}/"), encoding="utf-8")
        session.go(address)
        session.open(page)
        session.script("document.querySelector('.desk').removeAttribute('target')")
        wanted = session.script("return document.querySelector('.desk').pathname")
        session.click(".desk")
        session.until("document.getElementById('board')")
        assert session.script("return location.pathname") == wanted


def test_in_a_browser_a_phone_needs_no_sideways_scrolling(opened: browser.Browser) -> None:
    opened.size(390, 844)
    opened.script("document.querySelectorAll('details').forEach(each => (each.open = true))")
    assert opened.script("return document.documentElement.scrollWidth <= innerWidth")
    assert opened.script("return document.querySelector('#confusion').clientWidth <= innerWidth")


@pytest.mark.parametrize("dark", [False, True])
def test_in_a_browser_all_text_stands_out(dark: bool, opened: browser.Browser) -> None:
    opened.dark(dark)
    opened.click("[data-filter=state][value=right]")
    opened.script("document.querySelectorAll('details').forEach(each => (each.open = true))")
    assert opened.contrasts() == []
