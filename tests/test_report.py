"""The page of a run: figures lead to words, filters leave nothing out unsaid, hostile text stays text."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from time import sleep
from typing import Any

import browser
import pytest
from typer.testing import CliRunner

from extractor.cli import app
from extractor.lexicon.countries import countries
from extractor.lexicon.event_types import event_types
from extractor.records import (
    Actor,
    ArticleInfo,
    CasualtyCount,
    Event,
    EventActor,
    Evidence,
    Extraction,
    Group,
    LedgerLine,
    Place,
    Quantity,
    Summary,
    UnusedNumber,
    Victim,
)
from extractor.report import Run, read_run, render
from extractor.report.content import as_json, content_of
from extractor.report.page import script
from extractor.report.panels import web_address
from extractor.report.reading import Failure, Reported
from extractor.report.rows import family_of, passage
from extractor.runs.flat import cell

ROOT = Path(__file__).parent.parent
ATTACK = (
    "<script>document.title='owned'</script><img src=http://example.invalid/x onerror=alert(1)> "
    "javascript:alert(2) \"'&amp;{{ 7 * 7 }} </td></mark></svg> 12 men died.\u202eevil\x1b[31m"
)
FORMULA = "=HYPERLINK(1);+2\n@SUM(3)"


def evidence(text: str, words: str) -> Evidence:
    start = text.index(words)
    return Evidence(start=start, end=start + len(words), text=words)


def exactly(best: int, words: str = "") -> Quantity:
    return Quantity(text=words, low=best, best=best, high=best, qualifier="exact")


def count(text: str, words: str, best: int, **about: Any) -> CasualtyCount:
    values = {"outcome": "killed", "quantity": exactly(best, words), "evidence": evidence(text, words)}
    return CasualtyCount.model_validate(values | about)


def killed(best: int, *parts: int) -> Summary:
    return Summary.model_validate({"killed": {"quantity": exactly(best), "from": parts}})


def article(name: str, **about: Any) -> Reported:
    """An article of one event: "On a date, N people died in a place, said a source."""
    best, place, source = about.get("killed"), about.get("place"), about.get("source")
    words = f"{best} people" if best is not None else "Some people"
    text = f"A {about.get('type', 'flood')} came. {words} died in {place and place.text}, said {source}."
    records = () if best is None else (count(text, words, best, source=source, event=0),)
    event = Event(
        type=about.get("type", "flood"),
        relation=about.get("relation", "main"),
        trigger=evidence(text, about.get("type", "flood")),
        sentence=evidence(text, text.partition(". ")[0] + "."),
        place=place,
        date=about.get("date"),
        casualties=tuple(range(len(records))),
        summary=killed(best, 0) if best is not None else Summary(),
    )
    info = ArticleInfo(
        id=name,
        title=f"Story {name}",
        published="2024-06-01",
        url=f"https://example.org/{name}",
        extra={"desk": f"desk {name}", "place": "=1+1"},
    )
    return Reported(
        Extraction(article=info, casualties=records, events=(event,), summary=event.summary), text
    )


ORSK = Place(text="Orsk", country="RUS", lat=51.2, lon=58.6, precision="point")
BROD = Place(text="Brod", country="BIH", lat=45.1, lon=18.0, precision="point")
FIVE = Run(
    name="five",
    articles=(
        article("a", killed=12, place=ORSK, date="2024-03-12", source="police"),
        article("b", killed=3, place=BROD, date="2024-05-01", source="the army", type="attack"),
        article("c", killed=40, place=BROD, date=None, source="The army", type="attack"),
        article("d", killed=None, place=None, date="2024-05-03", source=None),
        article("e", killed=900, place=ORSK, date="1990/1991", source="police", relation="background"),
    ),
    more=0,
    failures=(Failure("torn.txt", "holds no text"),),
    version="1",
)


def hostile(attack: str = ATTACK) -> Run:
    """A run in which every field that comes from outside is an attack."""
    text = f"{attack} 12 men died."
    place = Place(text=attack, name=attack, within=(attack,), country="SOM", lat=2.0, lon=45.3)
    record = count(
        text, "12 men", 12, source=attack, place=attack, date="2024-03-12", group=Group(text=attack), event=0
    )
    event = Event(
        type="attack",
        name=attack,
        relation="main",
        trigger=evidence(text, attack),
        sentence=evidence(text, text),
        place=place,
        date="2024-03-12",
        perpetrators=(EventActor(actor=0, basis="blamed"),),
        targets=(EventActor(actor=0),),
        casualties=(0,),
        victims=(0,),
        summary=killed(12, 0),
    )
    extraction = Extraction(
        article=ArticleInfo(
            id=attack, title=attack, source=attack, published="2024-03-12", url=attack, extra={attack: attack}
        ),
        actors=(Actor(name=attack, kind="person", titles=(attack,), mentions=(evidence(text, attack),)),),
        casualties=(record,),
        victims=(Victim(name=attack, outcome="killed", event=0, evidence=evidence(text, attack)),),
        events=(event,),
        summary=killed(12, 0),
        ledger=(
            LedgerLine(list="casualties", total=0, parts=(0,), sum=9, relation="mismatch", basis="stated"),
            LedgerLine(list="casualties", total=0, parts=(0,), sum=12, relation="equal", basis="found"),
        ),
        unused_numbers=(UnusedNumber(evidence=evidence(text, attack), reason=attack),),
        warnings=(attack,),
    )
    reported = (Reported(extraction, text), Reported(extraction, "", attack))
    return Run(name=attack, articles=reported, more=3, failures=(Failure(attack, attack),), version="1")


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


def test_a_figure_stands_in_its_sentence() -> None:
    text = "Rain fell.\nPolice said 12 men died in Brod. More follows."
    assert passage(text, evidence(text, "12 men")) == ("Police said ", "12 men", " died in Brod.")
    assert passage("", evidence(text, "12 men")) == ("", "12 men", "")


def test_a_long_sentence_is_cut_between_words() -> None:
    text = f"{'before ' * 40}12 men{' after' * 40}."
    before, words, after = passage(text, evidence(text, "12 men"))
    assert (words, len(before) < 110, len(after) < 110) == ("12 men", True, True)
    assert re.fullmatch(r"… (before )+", before)
    assert re.fullmatch(r"( after)+ …", after)


def test_every_type_has_a_family() -> None:
    found = {
        name: family_of(Event(type=name, relation="main", trigger=evidence("x", "x")))
        for name in event_types()
    }
    named = ("shelling", "protest", "wildfire", "epidemic", "fire", "boat_accident", "return", "war")
    assert [found[name] for name in named] == [
        "violence", "violence", "disaster", "disaster", "accident", "accident", "movement", "violence",
    ]  # fmt: skip
    assert family_of(Event(type=None, relation="main", trigger=evidence("x", "x"))) == "open"


def test_rows_refer_to_each_other_and_nothing_is_added_up() -> None:
    content = content_of(FIVE)
    assert [(row.article, row.figures) for row in content.events] == [
        (0, (0,)),
        (1, (1,)),
        (2, (2,)),
        (3, ()),
        (4, (3,)),
    ]
    assert [(row.article, row.event) for row in content.figures] == [(0, 0), (1, 1), (2, 2), (4, 4)]
    assert [row.sources for row in content.events[1:3]] == [("the army",), ("the army",)]
    assert content.events[0].headlines["killed"].at == "casualties-0"
    assert '"best":955' not in as_json(content)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.invalid",
        "http://",
        "http://[",
        "",
        None,
        "C:\\x",
    ],
)
def test_what_is_no_address_of_the_web_is_no_link(address: str | None) -> None:
    assert web_address(address) == ""


def test_no_name_stands_in_two_modules_of_the_script() -> None:
    code = script()
    names = re.findall(r"^(?:async )?(?:const|let|function) (\w+)", code, re.MULTILINE)
    assert len(names) > 50
    assert sorted(set(names)) == sorted(names)
    assert not re.search(r"^(import|export) ", code, re.MULTILINE)
    modules = files("extractor.report").joinpath("script").iterdir()
    assert sum(len(re.findall(r"^export ", path.read_text("utf-8"), re.MULTILINE)) for path in modules) > 20


def test_the_outline_is_small_and_knows_its_countries() -> None:
    raw = files("extractor.report").joinpath("world.json").read_bytes()
    outline = json.loads(raw)
    assert len(raw) < 150_000
    assert {row["code"] for row in outline if row["code"]} <= set(countries()) | {
        "ATA",
        "ATF",
        "NCL",
        "GRL",
        "FLK",
        "PRI",
    }
    assert all(re.fullmatch(r"(M-?\d+ -?\d+l-?\d+[-\d ]+z)+", row["path"]) for row in outline)


def test_hostile_text_stays_text() -> None:
    html = render(hostile())
    page = Page(html)
    assert [tag for tag, _ in page.tags].count("script") == 2
    assert not {tag for tag, _ in page.tags} & {"img", "iframe", "object", "link", "base", "embed", "a"}
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert not page.values("src")
    data = html.partition('id="data">')[2].partition("</script>")[0]
    assert not set("<>&\u2028\u2029") & set(data)
    assert json.loads(data)["articles"][0]["title"].startswith("<script>")
    policy = next(a["content"] for tag, a in page.tags if tag == "meta" and "http-equiv" in a)
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/=]{44}'; script-src 'sha256-[\w+/=]{44}'; "
        r"base-uri 'none'; form-action 'none'",
        str(policy),
    )


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
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[browser.Browser]:
    """Chromium, with nothing on its console at the end."""
    if not browser.available():
        pytest.skip(browser.MISSING)
    with browser.browser(tmp_path_factory.mktemp("profile")) as session:
        yield session
        assert session.console() == []


@pytest.fixture(scope="module")
def pages(run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages that are looked at, as files."""
    folder = tmp_path_factory.mktemp("pages")
    runs = {
        "five": FIVE,
        "real": read_run(run_folder / "out"),
        "hostile": hostile(),
        "formula": hostile(FORMULA),
    }
    paths = {}
    for name, run in runs.items():
        paths[name] = folder / f"{name}.html"
        paths[name].write_text(render(run), encoding="utf-8")
    return paths


class Reader:
    """Somebody in front of the page."""

    def __init__(self, session: browser.Browser, path: Path, view: str = "") -> None:
        self.session = session
        session.size(1280, 900)
        session.dark(False)
        session.go("about:blank")
        session.go(path.resolve().as_uri() + view)

    @property
    def articles(self) -> list[str]:
        """The last letters of the titles in the table, in its order."""
        code = (
            "return [...document.querySelectorAll('#table td.article button, #table td.title button')]"
            ".map(button => button.textContent.at(-1))"
        )
        return list(self.session.script(code))

    def text(self, selector: str) -> str:
        return str(self.session.script(f"return document.querySelector({selector!r}).textContent"))

    def focus(self, selector: str) -> None:
        self.session.script(f"document.querySelector({selector!r}).focus()")

    def fill(self, name: str, value: str) -> None:
        """Set a field of the form as its own picker does."""
        self.session.script(
            f"const field = document.querySelector('[data-state={name}]'); field.value = {value!r};"
            "field.dispatchEvent(new Event('input', {bubbles: true}))"
        )


def test_in_a_browser_the_page_loads_alone(session: browser.Browser, pages: dict[str, Path]) -> None:
    reader = Reader(session, pages["real"])
    assert session.script("return performance.getEntriesByType('resource').length") == 0
    assert len(reader.articles) >= 5
    assert session.shown("#map .mark") > 0
    assert session.shown("#timeline .dots") > 0
    assert session.shown("#facets input") > 10
    assert "4 articles read" in reader.text(".read")
    assert "1 not read" in reader.text("#failures summary")


def test_in_a_browser_undated_events_come_last_and_are_shown_as_such(
    session: browser.Browser, pages: dict[str, Path]
) -> None:
    reader = Reader(session, pages["five"])
    assert reader.articles == list("dbaec")
    assert reader.text("#table tr:last-child td.date") == "undated"
    assert session.script("return [...document.querySelectorAll('.facet .open')].length") == 5


def test_in_a_browser_the_table_is_sorted_by_mouse_and_keyboard(
    session: browser.Browser, pages: dict[str, Path]
) -> None:
    reader = Reader(session, pages["five"])
    session.click("#table th[data-key=killed] button")
    assert reader.articles == list("baced")
    reader.focus("#table th[data-key=killed] button")
    session.keys("\ue007")
    assert reader.articles == list("ecabd")
    assert session.script("return document.querySelector('th[data-key=killed]').ariaSort") == "descending"
    assert "sort=-killed" in session.script("return location.hash")


def test_in_a_browser_a_filter_acts_on_table_map_and_charts_together(
    session: browser.Browser, pages: dict[str, Path]
) -> None:
    reader = Reader(session, pages["five"])
    reader.focus("[data-facet=type] input[value=attack]")
    session.keys(" ")
    assert reader.articles == list("bc")
    assert session.shown("#map .mark") == 1
    assert reader.text("#uncounted-note").startswith("2 of 2 events")
    assert reader.text("[data-facet=country] li:nth-child(1) .n") == "2"
    assert (
        session.script(
            "return document.querySelector('[data-facet=type] input[value=flood] ~ .n').textContent"
        )
        == "3"
    )
    assert session.shown("[data-facet=type] .open") == 1
    assert reader.text("#shown") == "2 of 5 events"
    session.click("#views [data-view=figures]")
    assert session.shown("#table tbody tr") == 2
    session.click("#views [data-view=articles]")
    assert sorted(reader.articles) == list("bc")
    session.click(".chip")
    assert len(reader.articles) == 5


def test_in_a_browser_the_head_of_the_table_stays_in_sight(session: browser.Browser, tmp_path: Path) -> None:
    path = tmp_path / "long.html"
    path.write_text(render(many(20, 3)), encoding="utf-8")
    Reader(session, path)
    session.script("document.querySelector('#table tr:nth-child(40)').scrollIntoView({block: 'center'})")
    head = session.script("return document.querySelector('#table th').getBoundingClientRect().top")
    assert head == 0


def test_in_a_browser_words_are_searched_without_case_or_accents(
    session: browser.Browser, pages: dict[str, Path]
) -> None:
    reader = Reader(session, pages["five"])
    session.type("[data-state=q]", "órsk 900")
    assert reader.articles == ["e"]
    session.type("[data-state=q]", "nowhere")
    assert reader.text("#table tbody") == "Nothing fits these choices."


def test_in_a_browser_no_event_is_left_out_without_a_word(
    session: browser.Browser, pages: dict[str, Path]
) -> None:
    reader = Reader(session, pages["five"])
    reader.fill("from", "2024-05-01")
    assert reader.articles == list("db")
    assert reader.text("#held").startswith("1 undated event not in this range")
    reader.focus("[data-held=undated]")
    session.keys("\ue007")
    assert reader.articles == list("dbc")
    reader.fill("least", "10")
    assert reader.articles == ["c"]
    assert "1 event without a number killed" in reader.text("#held")
    session.click("[data-held=uncounted]")
    assert reader.articles == list("dc")
    session.click("#clear")
    assert len(reader.articles) == 5


def test_in_a_browser_a_span_of_years_is_in_every_range_that_it_touches(
    session: browser.Browser, pages: dict[str, Path]
) -> None:
    reader = Reader(session, pages["five"], "#from=1991-06-01&to=1999-01-01")
    assert reader.articles == ["e"]


def test_in_a_browser_the_address_keeps_the_view(session: browser.Browser, pages: dict[str, Path]) -> None:
    reader = Reader(session, pages["five"])
    session.click("[data-facet=country] input[value=Russia]")
    session.click("#table th[data-key=killed] button")
    kept = session.script("return location.hash")
    again = Reader(session, pages["five"], kept)
    assert again.articles == reader.articles == list("ae")
    assert session.script("return document.querySelector('[data-facet=country] input[value=Russia]').checked")


def test_in_a_browser_a_mark_of_the_map_is_chosen_by_keyboard(
    session: browser.Browser, pages: dict[str, Path]
) -> None:
    reader = Reader(session, pages["five"])
    reader.focus("#map .mark[tabindex='0']")
    session.keys("\ue014")
    assert "Brod: 2 events" in session.script("return document.activeElement.ariaLabel")
    assert "Brod" in reader.text("#tip")
    session.keys("\ue007")
    assert reader.articles == list("bc")
    session.click("#region option[value=africa]")
    assert "region=africa" in session.script("return location.hash")


def test_in_a_browser_a_figure_leads_to_its_words_and_back(
    session: browser.Browser, pages: dict[str, Path]
) -> None:
    reader = Reader(session, pages["real"])
    reader.focus("#table .figure")
    session.keys("\ue007")
    code = (
        "const mark = document.querySelector('mark.here'), box = mark.getBoundingClientRect();"
        "return {seen: box.top > 0 && box.bottom < innerHeight, focused: document.activeElement === mark,"
        "list: mark.className}"
    )
    place = session.script(code)
    assert place["seen"] and place["focused"] and "l-casualties" in place["list"]
    session.keys("\ue00c")
    assert not session.shown("#reader")
    assert session.script("return document.activeElement.matches('#table .figure')")
    session.keys("\ue007")
    label = reader.text("mark.here .label")
    session.click("mark.here .label")
    row = session.script(
        "const [value, what] = document.querySelector('tr.here').cells;"
        "return what.textContent + ' ' + value.textContent"
    )
    assert row.replace("\u00a0", " ") == label
    assert session.script("return document.querySelector('tr.here').contains(document.activeElement)")
    session.script("history.back()")
    session.until("!document.getElementById('reader').hidden")


def test_in_a_browser_an_article_leads_to_where_it_was_published(
    session: browser.Browser, pages: dict[str, Path]
) -> None:
    code = "return [...document.querySelectorAll('a.outside')].map(a => [a.href, a.rel])"
    Reader(session, pages["five"])
    links = session.script(code)
    assert [href for href, _ in links] == [f"https://example.org/{name}" for name in "dbaec"]
    assert {rel for _, rel in links} == {"noopener noreferrer nofollow"}
    session.click("#table .figure")
    assert session.script("return reader.querySelector('a.outside').href") == "https://example.org/b"


def test_in_a_browser_sums_say_in_words_what_they_rest_on(
    session: browser.Browser, pages: dict[str, Path]
) -> None:
    reader = Reader(session, pages["hostile"], "#article=0")
    assert "≠ 12 = 9, but the text says 12: does not add upstated: the text" in reader.text("#reader-body")
    assert "12 = 12found: the numbers add up; the text does not" in reader.text("#reader-body")
    Reader(session, pages["hostile"], "#view=articles")
    assert reader.text("#table td[data-title=Sums]") == "≠ 1 of 2"


def test_in_a_browser_what_is_seen_is_exported_and_runs_in_no_spreadsheet(
    session: browser.Browser, pages: dict[str, Path], tmp_path: Path
) -> None:
    session.downloads(tmp_path)
    Reader(session, pages["five"], "#type=attack&sort=killed")
    session.click("#export")
    rows = list(csv.DictReader(_downloaded(tmp_path / "events.csv").splitlines()))
    assert [(row["article"], row["killed_best"], row["title"], row["date"]) for row in rows] == [
        ("b", "3", "Story b", "2024-05-01"),
        ("c", "40", "Story c", ""),
    ]
    Reader(session, pages["five"], "#view=articles&type=attack")
    session.click("#export")
    (row, _) = csv.DictReader(_downloaded(tmp_path / "articles.csv").splitlines())
    assert (row["article"], row["verdict"], row["url"]) == ("b", "dated", "https://example.org/b")
    assert (row["desk"], row["input_place"]) == ("desk b", "'=1+1")
    Reader(session, pages["formula"], "#view=figures")
    session.click("#export")
    text = _downloaded(tmp_path / "figures.csv")
    (first, _) = csv.DictReader(text.splitlines())
    assert first["source"] == cell(" ".join(FORMULA.split())) == "'=HYPERLINK(1);'+2 @SUM(3)"
    assert not re.search(r'(^|[,;"])[=+@]', text, re.MULTILINE)


def _downloaded(path: Path) -> str:
    for _ in range(300):
        if path.exists() and path.read_bytes().endswith(b"\n"):
            break
        sleep(0.05)
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    return raw.decode("utf-8-sig")


@pytest.mark.parametrize("width", [320, 390, 800])
def test_in_a_browser_a_narrow_window_needs_no_sideways_scrolling(
    width: int, session: browser.Browser, pages: dict[str, Path]
) -> None:
    for name in ("real", "five"):
        for view in ("", "#view=figures", "#view=articles", "#article=0"):
            Reader(session, pages[name], view)
            session.size(width, 780)
            assert session.script("return document.documentElement.scrollWidth <= innerWidth"), (name, view)
            assert (
                session.script("return getComputedStyle(document.querySelector('#table tbody tr')).display")
                == "block"
            )


@pytest.mark.parametrize("dark", [False, True])
def test_in_a_browser_all_text_stands_out(
    dark: bool, session: browser.Browser, pages: dict[str, Path]
) -> None:
    for view in ("", "#view=figures&from=2024-03-12&least=2", "#view=articles", "#article=0&at=casualties-0"):
        Reader(session, pages["real"], view)
        session.dark(dark)
        assert session.contrasts() == []


def test_in_a_browser_no_label_of_a_picture_is_clipped(
    session: browser.Browser, pages: dict[str, Path]
) -> None:
    code = (
        "const box = document.getElementById('timeline').getBoundingClientRect();"
        "return [...document.querySelectorAll('#timeline text')].filter(text => {"
        "const own = text.getBoundingClientRect();"
        "return own.left < box.left || own.right > box.right || own.bottom > box.bottom;"
        "}).map(text => text.textContent)"
    )
    for width in (390, 1280):
        Reader(session, pages["real"])
        session.size(width, 800)
        session.script("return new Promise(requestAnimationFrame)")
        assert session.script(code) == []
        labels = session.script(
            "return [...document.querySelectorAll('#timeline .tick.end')].map(t => t.textContent)"
        )
        assert labels[:2] == ["0", "1"]
        assert all(re.fullmatch(r"[\d,]+|[\w ]*\d{4}", label) for label in labels)


def test_in_a_browser_hostile_text_does_nothing(session: browser.Browser, pages: dict[str, Path]) -> None:
    for view in (
        "",
        "#view=figures",
        "#view=articles",
        "#article=0&at=casualties-0",
        f"#q={'%3Cimg src=x%3E'}",
    ):
        Reader(session, pages["hostile"], view)
        assert "<script>" in session.script("return document.title")
        assert session.script("return document.querySelectorAll('img, body a, iframe').length") == 0
        assert session.script("return document.querySelectorAll('script').length") == 2
        assert session.script("return performance.getEntriesByType('resource').length") == 0


def many(articles: int, events: int) -> Run:
    """A run of many articles with some events each."""
    text = "".join(f"In {i} a flood hit Place{i}, and {i + 1} people died. " for i in range(events))
    records = tuple(count(text, f"{i + 1} people", i + 1, event=i) for i in range(events))
    sentences = re.findall(r"In .*?\.", text)
    made = []
    for number in range(articles):
        happenings = tuple(
            Event(
                type="flood" if i % 2 else "attack",
                relation="main" if i == 0 else "other",
                trigger=evidence(text, f"hit Place{i}"),
                sentence=evidence(text, sentences[i]),
                place=Place(
                    text=f"Place{i}", country="KEN", lat=(number * 7 % 90) / 2, lon=number * 13 % 170
                ),
                date=f"20{number % 24:02}-0{i % 9 + 1}-11",
                casualties=(i,),
                summary=killed(i + 1, i),
            )
            for i in range(events)
        )
        info = ArticleInfo(id=f"n{number}", published="2024-06-01")
        made.append(Reported(Extraction(article=info, casualties=records, events=happenings), text))
    return Run(name="many", articles=tuple(made), more=0, failures=(), version="1")


def test_in_a_browser_five_thousand_events_are_shown_a_page_at_a_time(
    session: browser.Browser, tmp_path: Path
) -> None:
    path = tmp_path / "many.html"
    path.write_text(render(many(1000, 5)), encoding="utf-8")
    reader = Reader(session, path)
    assert reader.text("#shown") == "5,000 events"
    assert session.shown("#table tbody tr") == 50
    assert reader.text("#place") == "Rows 1 to 50 of 5,000"
    reader.focus("#next")
    session.keys("\ue007")
    assert reader.text("#place") == "Rows 51 to 100 of 5,000"
    session.click("[data-facet=type] input[value=flood]")
    assert reader.text("#place") == "Rows 1 to 50 of 2,000"
    assert session.script("return document.querySelectorAll('*').length") < 8000
    Reader(session, path, "#q=n999")
    assert session.shown("#table tbody tr") == 5


def test_in_a_browser_it_prints_all_rows_on_few_sheets(session: browser.Browser, tmp_path: Path) -> None:
    path = tmp_path / "print.html"
    path.write_text(render(many(60, 3)), encoding="utf-8")
    Reader(session, path, "#type=attack")
    sheets = len(re.findall(rb"/Type\s*/Page\b", session.print()))
    assert 3 <= sheets <= 60 // 5
    assert (
        session.script("return getComputedStyle(document.querySelector('thead')).display")
        == "table-header-group"
    )
    assert session.shown("#table tbody tr") == 50
