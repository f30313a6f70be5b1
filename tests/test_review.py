"""The desk for corrections: forms, saving, history, the guard, hostile text, and a real browser at work."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import browser
import pytest
from oracle import answer as answer_of
from typer.testing import CliRunner

from extractor.articles.article import Article
from extractor.cli import app
from extractor.distribution import install_command
from extractor.gold import (
    DRAFT_NOTE,
    GoldActor,
    GoldCasualty,
    GoldDate,
    GoldDisplacement,
    GoldLedgerLine,
    gold_files,
    parse_gold,
    read_corpus,
)
from extractor.gold.gate import corpus_digest
from extractor.labelling.layout import gold_json
from extractor.labelling.review.app import make_app
from extractor.labelling.review.desk import Changed, ConflictError, Desk, put
from extractor.labelling.review.forms import FIELDS, NULL, FormError, record_of, selected, typed, verbatim
from extractor.labelling.review.guard import MAX_BODY, Guard
from extractor.records import Extraction

with warnings.catch_warnings():  # of a later client than the one that is installed
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

ROOT = Path(__file__).parent.parent
TEXT = (
    "At least 12 people were killed in Arta on Tuesday, police said. Another 30 people were injured. "
    "In Brod, 12 people were killed and 400 people fled to Cala.\n"
)
LABELS: dict[str, Any] = {
    "article": "story",
    "published": None,
    "labelled": ["casualties", "displaced"],
    "casualties": [
        {
            "quote": "At least 12 people",
            "outcome": "killed",
            "quantity": {"text": "At least 12", "low": 12, "best": 12, "high": None, "qualifier": "at_least"},
            "place": "Arta",
            "source": None,
        },
        {"quote": "12 people", "nth": 2, "outcome": "killed", "quantity": {"best": 12}},
    ],
    "displaced": [],
}
PORT = 8765
HERE = f"http://127.0.0.1:{PORT}"


def no_answer(article: Article) -> Extraction:
    return answer_of(article, parse_gold({"labelled": []}, article.id, "test"))


def folders(tmp_path: Path, text: str = TEXT, labels: dict[str, Any] | None = LABELS) -> tuple[Path, Path]:
    corpus, gold = tmp_path / "corpus", tmp_path / "gold"
    corpus.mkdir()
    gold.mkdir()
    (corpus / "story.txt").write_text(text, encoding="utf-8")
    if labels is not None:
        (gold / "story.json").write_text(gold_json(labels), encoding="utf-8")
    return corpus, gold


def labels_of(gold: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((gold / "story.json").read_text(encoding="utf-8"))
    return found


def checked(corpus: Path, gold: Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["gold", "check", str(gold), "--corpus", str(corpus)])
    return result.exit_code, result.stdout


# Forms


def test_the_forms_have_every_key_of_the_contract() -> None:
    types: dict[str, Any] = {
        "casualties": GoldCasualty,
        "displaced": GoldDisplacement,
        "dates": GoldDate,
        "actors": GoldActor,
        "ledger": GoldLedgerLine,
    }
    for name, model in types.items():
        wanted = set(model.model_fields)
        for outer in wanted & {"quantity", "group"}:
            wanted |= {f"{outer}.{inner}" for inner in model.model_fields[outer].annotation.model_fields}
        wanted -= {"quantity", "group", "quantity.text"}  # the words of a number stand in the quote
        if name == "actors":
            wanted -= {"quote", "nth"}  # an actor has its quotes
        assert {field.key for field in FIELDS[name]} == wanted
    assert set(FIELDS) == {*types, "settings"}


@pytest.mark.parametrize("path", gold_files(ROOT / "gold"), ids=lambda path: path.stem)
def test_a_form_gives_back_the_record_that_it_was_made_from(path: Path) -> None:
    labels = json.loads(path.read_text(encoding="utf-8"))
    text = (ROOT / "corpus" / f"{path.stem}.txt").read_text(encoding="utf-8")
    rows = [("settings", labels)] + [(name, r) for name in FIELDS for r in labels.get(name, ())]
    for name, record in rows:
        values = typed(FIELDS[name], record)
        assert record_of(FIELDS[name], values, record, text) == record
        # As from a browser, and into a new record: nothing of it is lost on the way.
        sent = {key: [v.replace("\n", "\r\n") for v in found] or [""] for key, found in values.items()}
        made = record_of(FIELDS[name], sent | {NULL: list(values[NULL])}, {}, text)
        wanted = {key: value for key, value in record.items() if (key, value) != ("nth", 1)}
        assert made == ({key: wanted[key] for key in made} if name == "settings" else wanted)


def test_left_out_and_null_are_told_apart() -> None:
    old = LABELS["casualties"][0]
    fields = FIELDS["casualties"]
    values: dict[str, Any] = dict(typed(fields, old))
    assert values[NULL] == ("quantity.high", "source")
    changed = record_of(fields, values | {"place": [""], NULL: ["quantity.high"]}, old, TEXT)
    assert "place" not in changed
    assert "source" not in changed
    assert changed["quantity"] == old["quantity"]  # its text has no field, and stays
    changed = record_of(fields, values | {"place": [""], NULL: [*values[NULL], "place", "scope"]}, old, TEXT)
    assert changed["place"] is None
    assert changed["scope"] is None
    with pytest.raises(FormError, match="place: has a value and is marked"):
        record_of(fields, values | {NULL: [*values[NULL], "place"]}, old, TEXT)


@pytest.mark.parametrize(
    ("values", "output"),
    [
        ({"quantity.best": ["twelve"]}, "'twelve' is no whole number"),
        ({"quantity.best": ["1,2"]}, "no whole number"),
        ({"quote": ["13 people"]}, "“13 people” is not in the article"),
        ({"nth": ["9"]}, "stands 1 time"),
        ({"outcome": ["dead"]}, "'dead' is no value of this key; choose from killed"),
    ],
)
def test_what_makes_no_record_is_refused_with_a_remedy(values: dict[str, Any], output: str) -> None:
    old = LABELS["casualties"][0]
    with pytest.raises(FormError, match=re.escape(output)):
        record_of(FIELDS["casualties"], {**typed(FIELDS["casualties"], old), **values}, old, TEXT)


def test_a_selection_becomes_a_quote_and_its_number() -> None:
    text = "\U0001f6a8 12 dead.\nThen 12 \u202edead again: 12 dead"
    assert selected(text, "12 dead", 2) == ("12 dead", 1)
    assert selected(text, " 12 dead", text.rindex(" 12")) == ("12 dead", 2)
    assert selected(text, "12 dead", None) == ("12 dead", 1)
    # The page shows no direction marks: what is quoted is what stands in the article.
    assert verbatim(text, "12 \ufffddead") == ("12 \u202edead", 1)
    for nothing in ("13 dead", " ", ""):
        with pytest.raises(ValueError, match="is not in the article"):
            selected(text, nothing, 0)


# Saving


def test_every_change_is_saved_kept_and_undone(tmp_path: Path) -> None:
    corpus, gold = folders(tmp_path)
    (gold / "split.toml").write_text('tune = ["story"]\nmeasure = []\n')
    desk = Desk(corpus, gold, no_answer)
    before, digest = (gold / "story.json").read_bytes(), corpus_digest(corpus, gold)
    record = {"quote": "30 people", "outcome": "injured", "quantity": {"best": 30}}
    sheet = desk.change(
        "story", desk.sheet("story").version, lambda labels: put(labels, "casualties", record, TEXT)
    )
    # In the order of the text, and the rest of the file as it was, line by line.
    assert [r["quote"] for r in labels_of(gold)["casualties"]] == [
        "At least 12 people",
        "30 people",
        "12 people",
    ]
    lines = (gold / "story.json").read_bytes().splitlines()
    assert [line for line in before.splitlines() if line not in lines] == []
    assert (gold / ".history" / "story" / "1.json").read_bytes() == before
    # No reader of gold looks into the history.
    assert [row.article.id for row in read_corpus(corpus, gold)] == ["story"]
    assert checked(corpus, gold)[0] == 0
    sheet = desk.change("story", sheet.version, lambda labels: Changed({**labels, "note": "seen"}))
    assert sheet.earlier == 2
    sheet = desk.undo("story", sheet.version)
    sheet = desk.undo("story", sheet.version)
    assert (gold / "story.json").read_bytes() == before
    assert corpus_digest(corpus, gold) == digest
    assert sheet.earlier == 0
    assert desk.undo("story", sheet.version).version == sheet.version
    # What was undone can still be looked up.
    assert "seen" in (gold / ".history" / "story" / "2.undone.json").read_text()


def test_an_article_without_labels_becomes_a_draft_and_goes_back_to_none(tmp_path: Path) -> None:
    corpus, gold = folders(tmp_path, labels=None)
    desk = Desk(corpus, gold, no_answer)
    record = {"quote": "400 people", "term": "fled", "unit": "people", "quantity": {"best": 400}}
    sheet = desk.sheet("story")
    sheet = desk.change("story", sheet.version, lambda labels: put(labels, "displaced", record, TEXT))
    assert labels_of(gold) == {
        "article": "story",
        "published": None,
        "labelled": ["displaced"],
        "note": DRAFT_NOTE,
        "displaced": [record],
    }
    assert sheet.draft
    assert checked(corpus, gold)[0] == 1  # until somebody says that it is finished
    desk.undo("story", sheet.version)
    assert not (gold / "story.json").exists()


def test_a_change_of_another_version_is_a_conflict_and_changes_nothing(tmp_path: Path) -> None:
    corpus, gold = folders(tmp_path)
    desk, other = Desk(corpus, gold, no_answer), Desk(corpus, gold, no_answer)
    stale = desk.sheet("story").version
    other.change("story", other.sheet("story").version, lambda labels: Changed({**labels, "note": "first"}))
    now = (gold / "story.json").read_bytes()
    attempts: list[Callable[[], object]] = [
        lambda: desk.change("story", stale, lambda labels: Changed({**labels, "note": "second"})),
        lambda: desk.undo("story", stale),
    ]
    for attempt in attempts:
        with pytest.raises(ConflictError) as caught:
            attempt()
        assert "first" not in str(caught.value.before)
        assert caught.value.now.labels is not None
        assert caught.value.now.labels["note"] == "first"
    assert (gold / "story.json").read_bytes() == now
    # The text counts as well.
    stale = desk.sheet("story").version
    (corpus / "story.txt").write_text(TEXT + "More.")
    with pytest.raises(ConflictError):
        desk.change("story", stale, lambda labels: Changed({**labels, "note": "third"}))


def test_of_many_desks_at_once_one_wins_each_time(tmp_path: Path) -> None:
    corpus, gold = folders(tmp_path)
    desks = [Desk(corpus, gold, no_answer) for _ in range(8)]
    stale, won = desks[0].sheet("story").version, []

    def work(number: int) -> None:
        try:
            desks[number].change("story", stale, lambda labels: Changed({**labels, "note": str(number)}))
        except ConflictError:
            return
        won.append(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(desks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [str(number) for number in won] == [labels_of(gold)["note"]]


@pytest.mark.parametrize(
    ("record", "output"),
    [
        ({"quote": "12 people", "outcome": "dead"}, "choose from"),
        ({"quote": "13 people", "outcome": "killed"}, "is not in the article"),
        ({"quote": "12 people", "outcome": "killed", "date": "last week"}, "is no EDTF date"),
        ({"quote": "12 people", "outcome": "killed", "group": {"countries": ["XYZ"]}}, "no ISO 3166-1"),
        ({"quote": "12 people", "outcome": "killed", "mood": "bad"}, "no such key"),
    ],
)
def test_a_wrong_record_is_never_written(tmp_path: Path, record: dict[str, Any], output: str) -> None:
    corpus, gold = folders(tmp_path)
    desk = Desk(corpus, gold, no_answer)
    before, version = (gold / "story.json").read_bytes(), desk.sheet("story").version
    with pytest.raises(FormError, match=output):
        desk.change("story", version, lambda labels: put(labels, "casualties", record, TEXT))
    assert (gold / "story.json").read_bytes() == before


def test_a_number_that_its_words_do_not_say_is_shown_and_not_refused(tmp_path: Path) -> None:
    corpus, gold = folders(tmp_path)
    desk = Desk(corpus, gold, no_answer)
    record = {"quote": "30 people", "outcome": "injured", "quantity": {"best": 31}}
    version = desk.sheet("story").version
    sheet = desk.change("story", version, lambda labels: put(labels, "casualties", record, TEXT))
    assert [p.key for p in sheet.problems if not p.doubt] == ["casualties[1].quantity.best"]


def test_only_articles_are_listed_and_reports_are_left_alone(tmp_path: Path) -> None:
    corpus, gold = folders(tmp_path)
    for name in ("README.md", "floors.txt", ".hidden.txt", "story.md", "notes.rst"):
        (corpus / name).write_text(TEXT)
    (corpus / "sub").mkdir()
    (corpus / "sub" / "deep.txt").write_text(TEXT)
    desk = Desk(corpus, gold, no_answer)
    assert desk.ids == ("story", "sub/deep")
    assert desk.sheet("story").article.text == TEXT
    sheet = desk.change("sub/deep", desk.sheet("sub/deep").version, Changed)
    assert sheet.path == gold / "sub" / "deep.json"
    (corpus / "story.md").unlink()
    assert [row.article.id for row in read_corpus(corpus, gold)] == ["story", "sub/deep"]


# The pages and the guard


class Page(HTMLParser):
    """The elements of a page, and the words of the article that it shows."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def hidden(self, name: str) -> str:
        """The value of the first hidden field of a name."""
        return next(str(a["value"]) for tag, a in self.tags if tag == "input" and a.get("name") == name)


class Visitor:
    """A browser that is let in, without the browser."""

    def __init__(self, corpus: Path, gold: Path, extract: Any = no_answer) -> None:
        self.guard = Guard(make_app(Desk(corpus, gold, extract)), PORT)
        self.client = TestClient(self.guard, base_url=HERE, follow_redirects=False)
        assert self.client.get(self.guard.entrance).status_code == 303

    def page(self, path: str) -> Page:
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.text
        return Page(answer.text)

    def post(self, path: str, data: dict[str, Any], **headers: str) -> Any:
        sent = {"csrf": self.guard.csrf, **data}
        return self.client.post(path, data=sent, headers={"origin": HERE, **headers})


@pytest.fixture
def visitor(tmp_path: Path) -> Visitor:
    return Visitor(*folders(tmp_path))


def test_nobody_comes_in_without_the_ticket(tmp_path: Path) -> None:
    guard = Guard(make_app(Desk(*folders(tmp_path), no_answer)), PORT)
    client = TestClient(guard, base_url=HERE, follow_redirects=False)
    for path in ("/", "/article/story", "/desk.css", "/enter", "/enter?ticket=x", "/nowhere"):
        assert client.get(path).status_code == 403
    assert client.post("/delete/story", data={}).status_code == 403
    answer = client.get(guard.entrance)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert guard.ticket not in answer.headers["set-cookie"]
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", f"127.0.0.1:{PORT + 1}", f"evil:{PORT}", ""])
def test_another_host_is_refused_even_with_the_cookie(visitor: Visitor, host: str) -> None:
    assert visitor.client.get("/", headers={"host": host}).status_code == 403
    assert visitor.client.get(visitor.guard.entrance, headers={"host": host}).status_code == 403
    assert visitor.client.get("/", headers={"host": f"localhost:{PORT}"}).status_code in (200, 403)


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({"origin": HERE}, True),
        ({"origin": HERE, "sec-fetch-site": "same-origin"}, True),
        ({"origin": "null", "sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "same-origin"}, True),
        ({}, False),
        ({"origin": "null"}, False),
        ({"origin": "http://evil.example"}, False),
        ({"origin": f"http://127.0.0.1:{PORT + 1}", "sec-fetch-site": "same-site"}, False),
        ({"origin": HERE, "sec-fetch-site": "cross-site"}, False),
    ],
)
def test_changes_come_from_the_own_page_with_its_token(
    visitor: Visitor, tmp_path: Path, headers: dict[str, str], allowed: bool
) -> None:
    version = visitor.page("/article/story").hidden("version")
    data = {"version": version, "list": "casualties", "index": "0", "csrf": visitor.guard.csrf}
    for csrf in ("", "x", visitor.guard.ticket):
        wrong = visitor.client.post("/delete/story", data={**data, "csrf": csrf}, headers=headers)
        assert wrong.status_code == 403
    assert len(labels_of(tmp_path / "gold")["casualties"]) == 2
    got = visitor.client.post("/delete/story", data=data, headers=headers)
    assert got.status_code == (303 if allowed else 403)
    assert len(labels_of(tmp_path / "gold")["casualties"]) == (1 if allowed else 2)


def test_odd_requests_are_refused(visitor: Visitor) -> None:
    assert visitor.post("/settings/story", {"note": "x" * MAX_BODY}).status_code == 413
    assert visitor.client.post("/delete/story", json={}, headers={"origin": HERE}).status_code == 415
    many = "&".join(f"a{number}=1" for number in range(2000))
    form = {"origin": HERE, "content-type": "application/x-www-form-urlencoded"}
    assert visitor.client.post("/delete/story", content=many, headers=form).status_code == 400
    assert visitor.client.post("/delete/story", content=b"a=\xff", headers=form).status_code == 400
    for path in ("/article/other", "/article/..%2f..%2fetc%2fpasswd", "/article/%2e%2e/story", "/nowhere"):
        assert visitor.client.get(path).status_code == 404
    for path in ("/edit/casualties/7/story", "/edit/published/0/story", "/take/x/story", "/add/story?list=x"):
        assert visitor.client.get(path).status_code == 404
    assert visitor.client.get("/delete/story").status_code == 405
    assert visitor.client.put("/").status_code == 405
    version = visitor.page("/article/story").hidden("version")
    for data in ({"index": "7"}, {"index": "-1"}, {"list": "labelled"}, {"index": ""}):
        sent = {"version": version, "list": "casualties", "index": "0", **data}
        assert visitor.post("/delete/story", sent).status_code == 404


def test_every_answer_carries_the_headers(visitor: Visitor) -> None:
    stranger = TestClient(visitor.guard, base_url=HERE)
    for answer in (visitor.client.get("/"), visitor.client.get("/nowhere"), stranger.get("/")):
        policy = answer.headers["content-security-policy"]
        assert policy.startswith(
            "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'"
        )
        assert "unsafe" not in policy
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert not [name for name in answer.headers if name.startswith("access-control")]


def test_half_a_form_changes_nothing(visitor: Visitor, tmp_path: Path) -> None:
    """A connection that ends in the middle of a form, behind what a change needs."""
    page = visitor.page("/settings/story")
    output = f"csrf={visitor.guard.csrf}&version={page.hidden('version')}&summary.killed=12"  # of 1200
    cookie = "; ".join(f"{name}={value}" for name, value in visitor.client.cookies.items())
    headers = {
        "host": f"127.0.0.1:{PORT}",
        "cookie": cookie,
        "origin": HERE,
        "content-type": "application/x-www-form-urlencoded",
    }
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/settings/story",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    messages = iter(
        [
            {"type": "http.request", "body": output.encode(), "more_body": True},
            {"type": "http.disconnect"},
        ]
    )
    sent: list[Any] = []

    async def receive() -> Any:
        return next(messages)

    async def send(message: Any) -> None:
        sent.append(message)

    before = (tmp_path / "gold" / "story.json").read_bytes()
    asyncio.run(visitor.guard(scope, receive, send))
    assert sent[0]["status"] == 413
    assert (tmp_path / "gold" / "story.json").read_bytes() == before


def test_a_refusal_keeps_what_was_typed(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.page("/edit/casualties/0/story")
    before = (tmp_path / "gold" / "story.json").read_bytes()
    data = {"version": page.hidden("version"), "list": "casualties", "index": "0"}
    answer = visitor.post("/record/story", data | {"quote": "At least 12 people", "date": "<b>soon</b>"})
    assert answer.status_code == 422
    assert "is no EDTF date" in answer.text
    fields = {a.get("name"): a for tag, a in Page(answer.text).tags if tag == "input"}
    assert fields["date"]["value"] == "<b>soon</b>"
    assert fields["date"]["aria-invalid"] == "true"
    assert (tmp_path / "gold" / "story.json").read_bytes() == before


def test_after_a_conflict_the_typed_values_can_be_saved_again(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.page("/edit/casualties/1/story")
    data = {"version": page.hidden("version"), "list": "casualties", "index": "1", "was": page.hidden("was")}
    other = {"version": page.hidden("version"), "list": "casualties", "index": "0"}
    assert visitor.post("/delete/story", other).status_code == 303
    answer = visitor.post("/record/story", data | {"place": "Brod"})
    assert answer.status_code == 409
    assert '<span class="gone">- ' in answer.text
    again = Page(answer.text)
    assert again.hidden("index") == "0"  # the record has moved up
    assert next(a["value"] for _, a in again.tags if a.get("name") == "place") == "Brod"
    sent = {name: again.hidden(name) for name in ("version", "list", "index", "was")}
    assert visitor.post("/record/story", sent | {"place": "Brod"}).status_code == 303
    (record,) = labels_of(tmp_path / "gold")["casualties"]
    assert record == LABELS["casualties"][1] | {"place": "Brod"}
    # A record that is gone is offered as a new one; a stale click changes nothing.
    assert visitor.post("/delete/story", sent).status_code == 409
    fresh = visitor.page("/article/story").hidden("version")
    visitor.post("/delete/story", {"version": fresh, "list": "casualties", "index": "0"})
    lost = visitor.post("/record/story", sent | {"place": "Brod"})
    assert lost.status_code == 409
    assert "no longer there" in lost.text
    assert Page(lost.text).hidden("index") == ""


def test_suggestions_are_taken_edited_and_rejected(tmp_path: Path) -> None:
    corpus, gold = folders(tmp_path, labels=None)
    full = parse_gold({**LABELS, "labelled": ["casualties", "displaced"]}, "story", "test")
    visitor = Visitor(corpus, gold, lambda article: answer_of(article, full))
    page = visitor.page("/article/story")
    first, second = [str(a["value"]) for _, a in page.tags if a.get("name") == "key"][::2]
    assert visitor.post("/reject/story", {"key": second}).status_code == 303
    page = visitor.page("/article/story")
    assert second not in [a.get("value") for _, a in page.tags]
    version = page.hidden("version")
    assert visitor.post("/accept/story", {"key": first, "version": "stale"}).status_code == 409
    assert visitor.post("/accept/story", {"key": first, "version": version}).status_code == 303
    assert [r["quote"] for r in labels_of(gold)["casualties"]] == ["At least 12 people"]
    page = visitor.page("/article/story")
    assert visitor.post("/restore/story", {}).status_code == 303
    form = visitor.page(f"/take/{second}/story")
    sent = {name: form.hidden(name) for name in ("version", "list", "index", "taken")}
    assert visitor.post("/record/story", sent | {"place": "Brod"}).status_code == 303
    records = labels_of(gold)["casualties"]
    assert [record["place"] for record in records] == ["Arta", "Brod"]
    assert records[1]["nth"] == 2


def test_the_whole_answer_of_the_extractor_becomes_a_checked_file(tmp_path: Path) -> None:
    from extractor.pipeline import extract

    corpus, gold = folders(tmp_path, labels=None)
    visitor = Visitor(corpus, gold, lambda article: extract(article.text, article_id=article.id))
    version = visitor.page("/article/story").hidden("version")
    assert visitor.post("/accept-all/story", {"version": version}).status_code == 303
    labels = labels_of(gold)
    assert labels["labelled"][5:] == ["ledger", "events", "victims"]
    assert len(labels["casualties"]) == 3
    version = visitor.page("/article/story").hidden("version")
    assert visitor.post("/finish/story", {"version": version}).status_code == 303
    assert checked(corpus, gold)[0] == 0


def test_a_comparison_shows_what_the_labels_lack_and_where_they_differ(tmp_path: Path) -> None:
    corpus, gold = folders(tmp_path)
    other = json.loads(json.dumps(LABELS))
    other["casualties"][0]["place"] = "the <b>town</b> of Arta"
    other["casualties"].append({"quote": "30 people", "outcome": "injured", "quantity": {"best": 30}})
    full = parse_gold(other, "story", "test")
    visitor = Visitor(corpus, gold, lambda article: answer_of(article, full))
    plain = visitor.client.get("/article/story").text
    assert "Accept" not in plain
    assert "the extractor says" not in plain
    compared = visitor.client.get("/article/story?compare=1").text
    assert "the extractor says: place: the &lt;b&gt;town&lt;/b&gt; of Arta" in compared
    assert compared.count(">Accept<") == 1
    page = Page(compared)
    key = next(str(a["value"]) for _, a in page.tags if a.get("name") == "key")
    sent = {"key": key, "version": page.hidden("version"), "compare": "1"}
    assert visitor.post("/accept/story", sent).headers["location"] == "/article/story?compare=1#casualties"
    assert len(labels_of(gold)["casualties"]) == 3


def test_a_blind_desk_shows_nothing_of_the_extractor(tmp_path: Path) -> None:
    corpus, gold = folders(tmp_path, labels=None)
    visitor = Visitor(corpus, gold, None)
    for path in ("/article/story", "/article/story?compare=1"):
        shown = visitor.client.get(path).text
        assert "Accept" not in shown
        assert "extractor has" not in shown
    version = visitor.page("/settings/story").hidden("version")
    assert visitor.post("/accept-all/story", {"version": version}).status_code == 404
    assert not list(gold.glob("*.json"))


def test_an_article_that_the_extractor_fails_on_can_be_labelled(tmp_path: Path) -> None:
    def fails(article: Article) -> Extraction:
        raise RecursionError("<too deep>")

    visitor = Visitor(*folders(tmp_path, labels=None), fails)
    answer = visitor.client.get("/article/story")
    assert answer.status_code == 200
    assert "RecursionError: &lt;too deep&gt;" in answer.text


@pytest.mark.parametrize(
    "content", [b"{", b"[]", b'{"labelled": ["all"]}', b"\xff", b'{"labelled": [], "x": 1}']
)
def test_a_file_that_cannot_be_used_is_told_and_left_alone(tmp_path: Path, content: bytes) -> None:
    corpus, gold = folders(tmp_path)
    (gold / "story.json").write_bytes(content)
    visitor = Visitor(corpus, gold)
    assert "the file cannot be used" in visitor.client.get("/").text
    page = visitor.client.get("/article/story")
    assert "mend the file by hand" in page.text
    answer = visitor.post("/finish/story", {"version": "x"})
    assert answer.status_code == 409
    assert (gold / "story.json").read_bytes() == content


HOSTILE = (
    "<script>document.title='owned'</script><img src=http://example.invalid/x onerror=alert(1)> "
    "\"'&amp;{{ 7 * 7 }} </div></mark></textarea> 12 soldiers <b>died</b>, 5 were hurt.\u202eevil \x1b[31m"
)


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    name = "<svg onload=alert(1)>\"' \x1b\u202e?#%&"
    quote = "</textarea> 12 soldiers"
    labels: dict[str, Any] = {
        "article": name,
        "labelled": ["casualties", "actors"],
        "note": "<script>alert(2)</script>",
        "casualties": [{"quote": quote, "outcome": "killed", "place": '"><script>alert(3)</script>'}],
        "actors": [
            {"name": "<script>alert(4)</script>", "kind": "other", "quotes": ["<script>", "\u202eevil"]}
        ],
    }
    corpus, gold = folders(tmp_path)
    (corpus / f"{name}.txt").write_text(f"---\ntitle: </title><script>alert(5)</script>\n---\n{HOSTILE}")
    (gold / f"{name}.json").write_text(gold_json(labels))
    visitor = Visitor(corpus, gold)
    index = visitor.page("/")
    link = next(str(a["href"]) for _, a in index.tags if "svg" in str(a.get("href")))
    pages = [index, visitor.page(link)]
    for kind in ("edit/casualties/0", "edit/actors/0", "settings", "add"):
        pages.append(visitor.page(link.replace("/article/", f"/{kind}/") + "?quote=<script>x</script>"))
    for page in pages:
        scripts = [a for tag, a in page.tags if tag == "script"]
        assert scripts == [{"src": "/desk.js", "defer": None}]
        assert not {tag for tag, _ in page.tags} & {"img", "svg", "b", "iframe", "object", "base", "style"}
        assert not any(key.startswith("on") or key == "style" for _, a in page.tags for key in a)
    # A save of the form as it stands changes nothing, direction marks and all.
    before = (gold / f"{name}.json").read_bytes()
    form = pages[3]
    sent: dict[str, Any] = {n: form.hidden(n) for n in ("version", "list", "index", "was")}
    sent |= {"name": labels["actors"][0]["name"], "quotes": ["<script>", "\ufffdevil"]}
    answer = visitor.post(link.replace("/article/", "/record/"), sent)
    assert answer.status_code == 303
    assert (gold / f"{name}.json").read_bytes() == before


# The command and a browser


def test_the_command_refuses_with_a_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus, _ = folders(tmp_path)
    result = CliRunner().invoke(app, ["review", str(corpus), str(tmp_path / "nowhere")])
    assert result.exit_code == 2
    assert "give a folder for the labels; it may be empty" in " ".join(result.stderr.split())
    for module in [
        name for name in sys.modules if name.startswith(("extractor.labelling.review", "starlette"))
    ]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "starlette", None)
    result = CliRunner().invoke(app, ["review", str(corpus), str(corpus)])
    assert result.exit_code == 2
    assert "review needs the extra review (" in result.stderr
    assert result.stderr.strip().endswith(install_command("review"))
    assert len(result.stderr.strip().splitlines()) == 1


@contextmanager
def served(corpus: Path, gold: Path) -> Iterator[str]:
    """The address of a desk that the command line has started; it ends as with Ctrl-C, cleanly."""
    command = [sys.executable, "-u", "-m", "extractor.cli", "review", str(corpus), str(gold), "--no-browser"]
    desk = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        assert desk.stdout is not None
        yield desk.stdout.readline().removeprefix("Open ").strip()
    finally:
        desk.send_signal(signal.SIGINT)
        _, errors = desk.communicate(timeout=30)
    assert (desk.returncode, errors) == (0, "")


SELECT = """
const walk = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
while (walk.nextNode()) {
  const node = walk.currentNode, at = node.data.indexOf("30 people had");
  if (at < 0) continue;
  getSelection().setBaseAndExtent(node, at, node, at + "30 people".length);
  return String(getSelection());
}
"""


def stale_window(b: browser.Browser, form: str, version: str, path: Path) -> None:
    """A form of an earlier file is saved: a page says so, and keeps what was typed."""
    b.go(form)
    b.script(f"document.querySelector('[name=version]').value = {json.dumps(version)}")
    b.type("#f-place", "Brod")
    now = path.read_bytes()
    b.click(".end button")
    b.until("document.querySelector('[role=alert]')")
    assert "Not saved" in b.script("return document.querySelector('[role=alert]').textContent")
    assert b.script("return document.getElementById('f-place').value") == "Brod"
    assert b.shown(".diff .gone") >= 1
    assert path.read_bytes() == now
    assert all("409" in line for line in b.console())


@pytest.mark.skipif(not browser.available(), reason=browser.MISSING)
def test_a_person_corrects_an_article_in_a_real_browser(tmp_path: Path) -> None:
    text = (
        "---\ntitle: Storms\npublished: 2024-03-12\n---\n\n\U0001f6a8 "
        + TEXT
        + "By night, 30 people had left.\n"
    )
    corpus, gold = folders(tmp_path, text)
    labels = LABELS | {"published": "2024-03-12"}
    (gold / "story.json").write_text(gold_json(labels))
    (corpus / "world.txt").write_text(HOSTILE)
    with served(corpus, gold) as address, browser.browser(tmp_path / "profile") as b:
        home = address.partition("/enter")[0]
        b.go(address)
        assert b.script("return location.pathname + location.search") == "/"
        b.click(".articles a")
        b.until("document.querySelectorAll('mark.l-casualties').length >= 2")

        b.click("#row-casualties-0 a.button")
        b.until("document.getElementById('f-place')")
        stale = b.script("return document.querySelector('[name=version]').value")
        b.type("#f-place", "the town of Arta")
        b.type("#f-source", "police")  # which the labels had as not said: typing takes that back
        b.click(".end button")
        b.until("location.hash == '#row-casualties-0'")
        corrected = LABELS["casualties"][0] | {"place": "the town of Arta", "source": "police"}
        assert labels_of(gold)["casualties"][0] == corrected

        b.click("#row-casualties-1 form button")
        b.until("location.hash == '#casualties'")
        assert [r["quote"] for r in labels_of(gold)["casualties"]] == ["At least 12 people"]

        # The second "30 people" is selected: past front matter, an emoji and the labels of marks.
        assert b.script(SELECT) == "30 people"
        b.until("document.getElementById('quote').value == '30 people'")
        b.script("document.getElementById('list').value = 'displaced'")
        b.click("#add button")
        b.until("document.getElementById('f-nth')")
        assert b.script("return document.getElementById('f-nth').value") == "2"
        assert b.script("return document.getElementById('f-quantity.best').value") == "30"
        b.script("document.getElementById('f-term').value = 'evacuated'")
        b.script("document.getElementById('f-unit').value = 'people'")
        b.click(".end button")
        b.until("location.hash == '#displaced'")
        (added,) = labels_of(gold)["displaced"]
        assert added == {
            "quote": "30 people",
            "nth": 2,
            "term": "evacuated",
            "unit": "people",
            "quantity": {"best": 30, "low": 30, "high": 30, "qualifier": "exact"},
        }
        assert checked(corpus, gold)[0] == 0
        assert b.console() == []

        stale_window(b, f"{home}/edit/casualties/0/story", stale, gold / "story.json")
        b.go(f"{home}/article/story")
        b.click("form[action^='/undo'] button")
        b.until("document.querySelectorAll('.record.l-displaced').length == 0")
        assert labels_of(gold)["displaced"] == []

        b.go(f"{home}/article/world")
        assert b.script("return document.getElementById('text').innerText").startswith("<script>")
        assert b.script("return document.title") == "world – extractor review"
        assert b.console() == []
