"""An extraction in a notebook: its text, its figures, its box; and the text that it carries."""

from __future__ import annotations

import copy
import json
import pickle
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import browser
import pytest
from jsonschema import Draft202012Validator

from extractor import Article, Extraction, extract, extract_many
from extractor.notebook import article_html
from extractor.notebook.html import LONGEST, MAX_ROWS
from extractor.records import (
    Actor,
    ArticleInfo,
    CasualtyCount,
    DateMention,
    DisplacementCount,
    Evidence,
    LedgerLine,
    Quantity,
    Summary,
    SummaryFigure,
    UnusedNumber,
)
from extractor.schema import json_schema

STORY = (
    "At least 17 people were killed in the Orsa valley on Monday, police said. Nine died in the upper "
    "village, six in a bus and two on the road. Some 40 trucks were held up.\n\n"
    "About 1,200 families were evacuated."
)
HOSTILE = (
    "<script>document.title='owned'</script><img src=http://example.invalid/x onerror=alert(1)> "
    "\"'&amp;{{ 7 * 7 }} </div></style></mark> 12 soldiers <b>died</b> on Monday, 3 fled."
    "\u202eevil \x00\x1b[31m"
)


def evidence(text: str, words: str) -> Evidence:
    start = text.index(words)
    return Evidence(start=start, end=start + len(words), text=words)


def hostile() -> Extraction:
    """An extraction of which every string is an attack."""
    attack = '"><script>alert(2)</script>\n\x1b[2J'
    exact = Quantity(text=attack, low=12, best=12, high=12, qualifier="exact")
    killed = CasualtyCount(
        outcome="killed",
        quantity=exact,
        source=attack,
        place=attack,
        evidence=evidence(HOSTILE, "12 soldiers"),
    )
    vague = exact.model_copy(update={"qualifier": "vague"})
    fled = DisplacementCount(term="fled", unit="people", quantity=vague, evidence=evidence(HOSTILE, "3"))
    line = LedgerLine(list="casualties", total=0, parts=(0, 0), sum=24, relation="mismatch", note=attack)
    return Extraction(
        article=ArticleInfo(id=attack, title=attack, source=attack, published="2024-03-12"),
        actors=(
            Actor(name=attack, kind="other", titles=(attack,), mentions=(evidence(HOSTILE, "<script>"),)),
        ),
        dates=(DateMention(text=attack, kind="date", value=attack, evidence=evidence(HOSTILE, "Monday")),),
        casualties=(killed,),
        displaced=(fled,),
        summary=Summary(killed=SummaryFigure.model_validate({"quantity": vague, "from": (0,)})),
        ledger=(line,),
        unused_numbers=(UnusedNumber(evidence=evidence(HOSTILE, "7"), reason=attack),),
        warnings=(attack,),
    ).with_text(HOSTILE)


@pytest.fixture(scope="module")
def story() -> Extraction:
    return extract(STORY, published="2024-03-13")


class Shown(HTMLParser):
    """The elements of a display with their attributes, its text, and the words of the article in it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words, self.article = "", ""
        self._inside: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside.append("text" if ("class", "text") in attrs else tag)

    def handle_endtag(self, tag: str) -> None:
        self._inside.pop()

    def handle_data(self, data: str) -> None:
        if "style" not in self._inside:
            self.words += data
        if "text" in self._inside and "sup" not in self._inside:
            self.article += data


def test_what_extract_gives_carries_its_text(story: Extraction) -> None:
    assert story.text == STORY
    front = "---\ntitle: Slide\n---\n"
    (of_many,) = extract_many([Article(id="a", text=front.replace("-", " ") + STORY)])
    assert of_many.text is not None
    assert of_many.text.endswith(STORY)
    assert (extract(front + STORY).text or "").strip() == STORY


def test_the_text_is_no_part_of_the_record(story: Extraction) -> None:
    bare = Extraction.model_validate_json(story.model_dump_json())
    assert bare.text is None
    assert bare == story
    assert hash(bare) == hash(story)
    assert len({bare, story}) == 1
    assert STORY not in story.model_dump_json() + repr(story) + str(story)
    assert "_text" not in json.dumps(json_schema())
    Draft202012Validator(json_schema()).validate(json.loads(story.model_dump_json()))
    with pytest.raises(ValueError, match="Extra inputs"):
        Extraction.model_validate(bare.model_dump() | {"text": STORY})
    other = story.model_copy(update={"warnings": ("other",)})
    assert other != story
    assert story != STORY


def test_the_text_outlives_copies_and_processes(story: Extraction) -> None:
    assert story.model_copy(update={"warnings": ("x",)}).text == STORY
    assert copy.deepcopy(story).text == STORY
    assert pickle.loads(pickle.dumps(story)).text == STORY
    assert [e.text for e in extract_many([STORY, "Two died."], workers=2)] == [STORY, "Two died."]


@pytest.mark.parametrize("wrong", ["", STORY[1:], STORY.replace("40", "41")])
def test_another_text_is_refused_in_one_line(story: Extraction, wrong: str) -> None:
    bare = Extraction.model_validate_json(story.model_dump_json())
    with pytest.raises(ValueError, match=r"'text': is not of this text .*; give the text") as caught:
        bare.with_text(wrong)
    assert "\n" not in str(caught.value)


def test_the_display_holds_the_text_the_figures_and_every_list(story: Extraction) -> None:
    shown = Shown(story._repr_html_())
    assert shown.article == STORY
    for output in (
        "At least 17",
        "≥ 17",
        "= equal: 9 + 6 + 2 = 17",
        "1,200",
        "17..?",
        "police",
        "counts no people",
    ):
        assert output in shown.words, output
    marks = [attributes for tag, attributes in shown.tags if tag == "mark" and "title" in attributes]
    assert {mark["class"] for mark in marks} == {
        f"l-{n}" for n in ("casualties", "displaced", "dates", "actors", "unused")
    }
    first = str(marks[0]["title"])
    assert "what: killed; value: ≥ 17; qualifier: at_least" in first
    assert any("no record: counts no people" in str(mark["title"]) for mark in marks)


def test_without_its_text_an_extraction_shows_the_words_of_its_records(story: Extraction) -> None:
    bare = Extraction.model_validate_json(story.model_dump_json())
    shown = Shown(bare._repr_html_())
    assert shown.article == ""
    assert "extraction.with_text(text)" in shown.words
    assert "At least 17 people" in shown.words
    assert article_html(bare.with_text(STORY)) == article_html(story)


def test_a_mismatch_is_shown_in_words_and_by_a_sign(story: Extraction) -> None:
    line = story.ledger[0].model_copy(update={"relation": "mismatch", "sum": 18})
    shown = Shown(story.model_copy(update={"ledger": (line,)})._repr_html_())
    assert "≠ mismatch: 9 + 6 + 2 = 18, but the text says ≥ 17" in shown.words


def test_an_article_without_a_finding_and_one_without_words_are_shown() -> None:
    empty = extract("")
    assert "No headline figures." in Shown(empty._repr_html_()).words
    assert "<table>" not in empty._repr_html_()
    assert Shown(extract("Rain is expected.")._repr_html_()).article == "Rain is expected."


def test_a_long_text_and_a_long_list_are_cut_and_say_so() -> None:
    text = "7 " * LONGEST
    numbers = tuple(
        UnusedNumber(evidence=Evidence(start=2 * i, end=2 * i + 1, text="7"), reason="none")
        for i in range(LONGEST)
    )
    long = Extraction(article=ArticleInfo(id="long"), unused_numbers=numbers).with_text(text)
    html = long._repr_html_()
    shown = Shown(html)
    assert shown.article == text[:LONGEST]
    assert f"The first 20,000 of {2 * LONGEST:,} characters." in shown.words
    assert f"The first {MAX_ROWS};" in shown.words
    assert sum(tag == "tr" for tag, _ in shown.tags) == MAX_ROWS + 1


def test_hostile_text_stays_text() -> None:
    html = hostile()._repr_html_()
    shown = Shown(html)
    assert not {tag for tag, _ in shown.tags} & {"script", "img", "b", "iframe", "object", "link", "base"}
    assert sum(tag == "style" for tag, _ in shown.tags) == 1
    names = {name for _, attributes in shown.tags for name in attributes}
    assert names == {"class", "title", "tabindex", "role", "aria-label", "open", "scope"}
    assert shown.article == re.sub(r"[\x00\x1b\u202e]", "\ufffd", HOSTILE)
    assert not set(shown.words) & set("\x00\x1b\u202e")
    assert "49" not in shown.words


def test_every_rule_of_the_style_is_inside_the_box() -> None:
    style = hostile()._repr_html_().partition("<style>")[2].partition("</style>")[0].strip()
    assert style.startswith(".extractor-article {")
    depth = 0
    for at, character in enumerate(style):
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth > 0 or at < len(".extractor-article ") or at == len(style) - 1
    assert "url(" not in style
    assert "@import" not in style


THEMES = {
    "light": ("#ffffff", "#1f1f1f"),
    "dark": ("#111111", "#e4e4e4"),
    "vscode-dark": ("#1f1f1f", "#cccccc"),
}
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Notebook</title></head><body>
<p id="outside"><mark>outside</mark> <span class="text">text</span></p>
{cells}</body></html>"""
CELL = '<div id="{name}" style="background: {back}; color: {ink}; padding: 1rem">{html}</div>'


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory, story: Extraction) -> Iterator[browser.Browser]:
    """A page with the display on each background, and that of a hostile article."""
    if not browser.available():
        pytest.skip(browser.MISSING)
    folder = tmp_path_factory.mktemp("notebook")
    both = story._repr_html_() + hostile()._repr_html_()
    cells = [CELL.format(name=name, back=back, ink=ink, html=both) for name, (back, ink) in THEMES.items()]
    page = folder / "page.html"
    page.write_text(PAGE.format(cells="".join(cells)), encoding="utf-8")
    with browser.browser(folder / "profile") as session:
        session.open(page)
        session.script("document.querySelectorAll('details').forEach(d => d.open = true)")
        yield session


def test_in_a_browser_hostile_text_does_nothing(opened: browser.Browser) -> None:
    assert opened.script("return document.title") == "Notebook"
    assert opened.script("return document.querySelectorAll('script, img, iframe, b').length") == 0
    assert opened.script("return performance.getEntriesByType('resource').length") == 0
    texts = opened.script("return [...document.querySelectorAll('.text')].map(e => e.textContent)")
    assert sum("<script>document.title='owned'</script>" in text for text in texts) == len(THEMES)
    assert opened.console() == []


def test_in_a_browser_the_page_around_keeps_its_style(opened: browser.Browser) -> None:
    code = (
        "const look = e => {const s = getComputedStyle(e); return [s.backgroundColor, s.borderBottomWidth, "
        "s.maxHeight, s.whiteSpace]}; return [...document.querySelectorAll('#outside > *')].map(look)"
    )
    mark, text = opened.script(code)
    assert mark == ["rgb(255, 255, 0)", "0px", "none", "normal"]
    assert text == ["rgba(0, 0, 0, 0)", "0px", "none", "normal"]


def _over(top: str, below: tuple[float, ...]) -> tuple[float, ...]:
    """A CSS colour painted over an opaque one."""
    red, green, blue, *alpha = map(float, re.findall(r"[\d.]+", top))
    share = alpha[0] if alpha else 1.0
    return tuple(share * a + (1 - share) * b for a, b in zip((red, green, blue), below, strict=True))


def _luminance(colour: tuple[float, ...]) -> float:
    linear = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", THEMES)
def test_in_a_browser_every_word_is_readable(opened: browser.Browser, theme: str) -> None:
    """The contrast of WCAG 2.2 (4.5 to 1) of each mark, cell and line with what is painted below it."""
    code = f"""
    const box = document.getElementById('{theme}');
    const kinds = 'mark, sup, td, th, dt, dd, li, summary, p, .text';
    return [...box.querySelectorAll(kinds)].map(element => {{
      let painted = [], opacity = 1;
      for (let e = element; e !== box; e = e.parentElement) {{
        painted.unshift(getComputedStyle(e).backgroundColor);
        opacity *= Number(getComputedStyle(e).opacity);
      }}
      return [element.tagName + '.' + element.className, getComputedStyle(element).color, painted, opacity];
    }})"""
    found: list[Any] = opened.script(code)
    assert len(found) > 100
    page = tuple(int(THEMES[theme][0][i : i + 2], 16) for i in (1, 3, 5))
    for name, ink, painted, opacity in found:
        back: tuple[float, ...] = page
        for layer in painted:
            back = _over(layer, back)
        front = tuple(opacity * a + (1 - opacity) * b for a, b in zip(_over(ink, back), back, strict=True))
        light, dark = sorted((_luminance(front), _luminance(back)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (theme, name)


def test_in_a_browser_kinds_differ_by_more_than_colour(opened: browser.Browser) -> None:
    code = (
        "return ['casualties', 'displaced', 'dates', 'actors', 'unused'].map(n => {"
        "const s = getComputedStyle(document.querySelector('#light .text mark.l-' + n));"
        "return [s.backgroundColor, s.borderBottomStyle, s.borderBottomColor]})"
    )
    looks = opened.script(code)
    assert len({tuple(look) for look in looks}) == 5
    assert [style for _, style, _ in looks] == ["solid", "double", "dotted", "solid", "dashed"]
    assert looks[0][0] != "rgba(0, 0, 0, 0)"
    assert opened.shown("#light .text mark sup") > 4
