"""The report of a run: honest sums, links that lead somewhere, safe for hostile text, usable in a browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import browser
import pytest
from typer.testing import CliRunner

from extractor.cli import app
from extractor.records import ArticleInfo, CasualtyCount, Evidence, Extraction, Group, Quantity, Summary
from extractor.report import Run, read_run, render
from extractor.report.charts import bars, timeline
from extractor.report.days import days_of
from extractor.report.figures import by_group, by_source, figures_of, points_of
from extractor.report.reading import Failure, Reported

ROOT = Path(__file__).parent.parent
ATTACK = (
    "<script>document.title='owned'</script><img src=http://example.invalid/x onerror=alert(1)> "
    "javascript:alert(2) \"'&amp;{{ 7 * 7 }} </td></mark></svg> 12 men died.\u202eevil\x1b[31m"
)


def count(text: str, words: str, best: int | None, **about: object) -> CasualtyCount:
    start = text.index(words)
    bound = {"low": best, "best": best, "high": best, "qualifier": "exact", "text": words}
    values = {
        "outcome": "killed",
        "quantity": Quantity.model_validate(bound),
        "evidence": Evidence(start=start, end=start + len(words), text=words),
        **about,
    }
    return CasualtyCount.model_validate(values)


def summed(*parts: tuple[int, CasualtyCount]) -> Summary:
    best = sum(record.quantity.best or 0 for _, record in parts)
    quantity = {"text": "", "low": best, "best": best, "high": None, "qualifier": "at_least"}
    return Summary.model_validate({"killed": {"quantity": quantity, "from": [i for i, _ in parts]}})


def hostile() -> Run:
    """A run in which every field that comes from outside is an attack."""
    record = count(
        ATTACK, "12 men", 12, source=ATTACK, place=ATTACK, date="2024-03-12", group=Group(text=ATTACK)
    )
    extraction = Extraction(
        article=ArticleInfo(id=ATTACK, title=ATTACK, source=ATTACK, published="2024-03-12"),
        casualties=(record,),
        summary=summed((0, record)),
        warnings=(ATTACK,),
    )
    reported = (Reported(extraction, ATTACK), Reported(extraction, "", ATTACK))
    return Run(name=ATTACK, articles=reported, more=3, failures=(Failure(ATTACK, ATTACK),), version="1")


class Page(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def values(self, name: str) -> list[str]:
        return [str(attributes[name]) for _, attributes in self.tags if name in attributes]


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024-03-12", date(2024, 3, 12), date(2024, 3, 12)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2025-12-08/2025-12-25", date(2025, 12, 8), date(2025, 12, 25)),
        ("2025-11/2025-12-25", date(2025, 11, 1), date(2025, 12, 25)),
    ],
)
def test_the_days_of_a_date(value: str, first: date, last: date) -> None:
    assert days_of(value) == (first, last)


@pytest.mark.parametrize(
    "value",
    [None, "", "XXXX-12-25", "2024-02-30", "2024-21", "../2024", "2024-05/..", "2025/2024", "0000-01-01"],
)
def test_an_open_or_impossible_date_has_no_days(value: str | None) -> None:
    assert days_of(value) is None


def test_a_headline_is_drawn_once_and_never_summed_over_articles() -> None:
    text = "3 men died in May. 4 women died. 7 died in all."
    parts = (count(text, "3 men", 3, date="2024-05"), count(text, "4 women", 4), count(text, "7 died", 7))
    extraction = Extraction(
        article=ArticleInfo(id="a"), casualties=parts, summary=summed((0, parts[0]), (1, parts[1]))
    )
    points = points_of([Reported(extraction, text), Reported(extraction, text)])
    assert [(p.article, p.quantity.best, p.date) for p in points] == [(1, 7, "2024-05"), (2, 7, "2024-05")]


def test_a_share_tells_how_many_figures_it_has_and_its_largest_one() -> None:
    text = "3 men died. 40 police died. 9 fell."
    records = (
        count(text, "3 men", 3, source="the army", group=Group(role="military", countries=("THA",))),
        count(text, "40 police", 40, source="the army"),
        count(text, "9 fell", 9, outcome="injured"),
    )
    figures = figures_of([Reported(Extraction(article=ArticleInfo(id="a"), casualties=records), text)])
    army, nobody = by_source(figures)
    assert (army.name, army.counts, army.largest[0].best) == ("the army", (("killed", 2),), 40)
    assert (nobody.name, nobody.counts) == ("not stated", (("injured", 1),))
    assert [share.name for share in by_group(figures)] == ["military THA", "not stated"]


def test_a_figure_stands_in_its_sentence() -> None:
    text = "Rain fell.\nPolice said 12 men died in Brod. More follows."
    extraction = Extraction(article=ArticleInfo(id="a"), casualties=(count(text, "12 men", 12),))
    (figure,) = figures_of([Reported(extraction, text)])
    assert (figure.before, figure.words, figure.after) == ("Police said ", "12 men", " died in Brod.")
    (bare,) = figures_of([Reported(extraction, "")])
    assert (bare.before, bare.words, bare.after) == ("", "12 men", "")


def test_charts_are_drawings_without_anything_that_runs_or_loads() -> None:
    run = hostile()
    figures = figures_of(run.articles)
    for svg in (timeline(points_of(run.articles)), bars(by_source(figures))):
        assert svg == timeline(points_of(run.articles)) or svg == bars(by_source(figures))
        tree = ElementTree.fromstring(svg)
        names = {element.tag.rpartition("}")[2] for element in tree.iter()}
        assert names <= {
            "svg",
            "g",
            "path",
            "rect",
            "line",
            "text",
            "tspan",
            "a",
            "defs",
            "clipPath",
            "title",
        }
        attributes = {(k.rpartition("}")[2], v) for e in tree.iter() for k, v in e.attrib.items()}
        assert not any(name.startswith("on") for name, _ in attributes)
        assert all(value in ("#a1", "#a2") for name, value in attributes if name == "href")
    assert timeline([]) == bars([]) == ""


def test_hostile_text_stays_text() -> None:
    html = render(hostile())
    page = Page(html)
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert not {tag for tag, _ in page.tags} & {"img", "iframe", "object", "link", "base", "embed"}
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert all(re.fullmatch(r"#[\w-]+", link) for link in page.values("href") + page.values("xlink:href"))
    assert not page.values("src")
    assert "49 " not in html.partition("<main>")[2].partition("<script>")[0].replace("{{ 7 * 7 }}", "")
    policy = next(a["content"] for tag, a in page.tags if tag == "meta" and "http-equiv" in a)
    assert re.fullmatch(
        r"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-[\w+/=]{44}'; "
        r"base-uri 'none'; form-action 'none'",
        str(policy),
    )


def test_every_link_leads_somewhere_and_every_anchor_is_one() -> None:
    page = Page(render(hostile()))
    anchors = page.values("id")
    assert len(anchors) == len(set(anchors))
    assert {link[1:] for link in page.values("href")} <= set(anchors)
    assert "3 more articles of the run are not on this page" in render(hostile())


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `extractor run` has made of a few articles, one of them unreadable."""
    folder = tmp_path_factory.mktemp("report")
    articles = folder / "articles"
    articles.mkdir()
    for name in ("border-war-rubio-call", "bolan-train-siege", "adre-arrivals-sitrep"):
        (articles / f"{name}.txt").write_text((ROOT / f"corpus/{name}.txt").read_text(encoding="utf-8"))
    (articles / "broken.txt").write_bytes(b"")
    lines = [
        {"id": "row", "text": "Police said 12 people died in Brod on Monday.", "published": "2024-03-12"}
    ]
    (articles / "rows.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    CliRunner().invoke(app, ["run", str(articles), "-o", str(folder / "out")])
    return folder


def test_a_run_is_read_back_with_its_texts(run_folder: Path) -> None:
    run = read_run(run_folder / "out")
    assert all(reported.text and not reported.lack for reported in run.articles)
    assert len(run.articles) == 4
    assert [failure.name.rpartition("/")[2] for failure in run.failures] == ["broken"]
    assert read_run(run_folder / "out" / "records.jsonl").articles == run.articles
    short = read_run(run_folder / "out", limit=1)
    assert (len(short.articles), short.more) == (1, 3)


def test_moved_and_changed_articles_are_told_and_not_guessed(run_folder: Path, tmp_path: Path) -> None:
    moved = tmp_path / "moved"
    (run_folder / "articles").rename(moved)
    try:
        lost = read_run(run_folder / "out")
        assert {reported.lack for reported in lost.articles} == {
            "Its text was not found; name its place with --articles."
        }
        row = moved / "rows.jsonl"
        before = row.read_text()
        row.write_text(before.replace("Police said", "The police said"))
        found = {t.extraction.article.id: t for t in read_run(run_folder / "out", articles=[moved]).articles}
        assert found["row"].lack == "Its text has changed since the run, and is left out."
        assert found["bolan-train-siege"].text
        assert "12 people" in render(read_run(run_folder / "out", articles=[moved]))
        row.write_text(before)
    finally:
        moved.rename(run_folder / "articles")


def test_the_command_writes_the_page_and_refuses_in_one_line(run_folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    reported = CliRunner().invoke(app, ["report", str(run_folder / "out"), "-o", str(page), "--limit", "2"])
    assert reported.exit_code == 0, reported.output
    assert "2 articles" in reported.output
    assert "2 more articles of the run are not on the page; raise --limit" in reported.output
    again = tmp_path / "again.html"
    CliRunner().invoke(app, ["report", str(run_folder / "out"), "-o", str(again), "--limit", "2"])
    assert again.read_bytes() == page.read_bytes()
    empty = CliRunner().invoke(app, ["report", str(tmp_path)])
    assert empty.exit_code == 2
    assert "holds no records.jsonl; name the output folder of `extractor run`" in empty.output


@pytest.fixture(scope="module")
def opened(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[browser.Browser]:
    """The report of the run in Chromium."""
    if not browser.available():
        pytest.skip(browser.MISSING)
    page = tmp_path_factory.mktemp("page") / "report.html"
    page.write_text(render(read_run(run_folder / "out")), encoding="utf-8")
    with browser.browser(page.parent / "profile") as session:
        session.open(page)
        yield session
        assert session.console() == []


def test_in_a_browser_it_loads_alone(opened: browser.Browser) -> None:
    assert opened.script("return performance.getEntriesByType('resource').length") == 0
    assert opened.shown("#table tbody tr") == opened.script("return rows.length") > 20
    assert (
        opened.shown(".chart") == opened.script("return document.querySelectorAll('.chart svg').length") == 3
    )


def test_in_a_browser_the_table_is_sorted_by_mouse_and_keyboard(opened: browser.Browser) -> None:
    values = "return [...document.querySelectorAll('#table tbody td:first-child')].map(c => +c.dataset.key)"
    opened.click("#table th:first-child button")
    up = opened.script(values)
    assert up == sorted(up)
    opened.script("document.querySelector('#table th:first-child button').focus()")
    opened.press("#table th:first-child button", "\ue007")
    assert opened.script(values) == sorted(up, reverse=True)
    assert opened.script("return document.querySelector('#table th').ariaSort") == "descending"


def test_in_a_browser_the_filters_leave_what_fits(opened: browser.Browser) -> None:
    everything = opened.script("return rows.length")
    opened.type("[data-filter=text]", "12 people")
    assert opened.shown("#table tbody tr") == 1
    assert opened.script("return shown.textContent") == f"1 of {everything} figures"
    opened.script(
        "form.reset(); const menu = document.querySelector('[data-filter=kind]'); menu.value = 'injured';"
        "menu.dispatchEvent(new Event('input', {bubbles: true}))"
    )
    kinds = opened.script("return rows.filter(r => !r.hidden).map(r => r.dataset.kind)")
    assert set(kinds) == {"injured"}
    opened.script(
        "form.reset(); const from = document.querySelector('[data-filter=from]'); from.value = '2024-03-01';"
        "document.querySelector('[data-filter=to]').value = '2024-03-31';"
        "from.dispatchEvent(new Event('input', {bubbles: true}))"
    )
    dates = opened.script("return rows.filter(r => !r.hidden).map(r => r.dataset.date)")
    assert dates == ["2024-03-11"]
    opened.click(".filters button[type=reset]")
    opened.script("return new Promise(done => setTimeout(done, 50))")
    assert opened.shown("#table tbody tr") == everything


def test_in_a_browser_a_figure_leads_to_its_words_and_back(opened: browser.Browser) -> None:
    assert opened.shown("details.article[open]") == 0
    opened.script("document.querySelector('#table tbody tr[data-kind=killed] td a').click()")
    opened.script("return new Promise(done => setTimeout(done, 100))")
    place = opened.script(
        "const mark = document.querySelector('mark:target'), box = mark.getBoundingClientRect();"
        "return {open: mark.closest('details').open, seen: box.top > 0 && box.bottom < innerHeight,"
        "words: mark.textContent, value: mark.id}"
    )
    assert place["open"]
    assert place["seen"]
    assert "killed" in place["words"]
    opened.script(f"document.querySelector('a.back[href=\"#f-{place['value']}\"]').click()")
    opened.script("return new Promise(done => setTimeout(done, 100))")
    assert opened.script("return document.querySelector('tr:target').dataset.kind") == "killed"


def test_in_a_browser_a_phone_needs_no_sideways_scrolling(opened: browser.Browser) -> None:
    opened.size(360, 780)
    try:
        assert opened.script("return document.documentElement.scrollWidth <= innerWidth")
    finally:
        opened.size(1400, 1000)


def test_in_a_browser_it_prints_with_its_articles_and_without_its_filters(opened: browser.Browser) -> None:
    assert len(opened.print()) > 20_000
    assert opened.script("return [...document.querySelectorAll('details')].every(d => d.open)")


def test_in_a_browser_hostile_text_does_nothing(tmp_path: Path, opened: browser.Browser) -> None:
    page = tmp_path / "hostile.html"
    page.write_text(render(hostile(), title="<script>document.title='owned'</script>"), encoding="utf-8")
    opened.open(page)
    assert opened.script("return document.title") == "<script>document.title='owned'</script>"
    assert opened.script("return document.querySelectorAll('img, script').length") == 1
    assert opened.script("return performance.getEntriesByType('resource').length") == 0
