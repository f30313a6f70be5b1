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

from extractor import read_records
from extractor.articles.article import Article
from extractor.cli import app
from extractor.distribution import install_command
from extractor.gold import (
    DRAFT_NOTE,
    GoldActor,
    GoldCasualty,
    GoldDate,
    GoldDisplacement,
    GoldEvent,
    GoldLedgerLine,
    GoldVictim,
    finished_ids,
    gold_files,
    parse_gold,
    read_corpus,
)
from extractor.gold.gate import corpus_digest
from extractor.labelling.layout import gold_json
from extractor.labelling.review.adjudicate import Second
from extractor.labelling.review.app import make_app
from extractor.labelling.review.desk import ConflictError, Desk
from extractor.labelling.review.edits import Changed, number_of, put
from extractor.labelling.review.forms import FIELDS, NULL, FormError, record_of, selected, typed, verbatim
from extractor.labelling.review.guard import MAX_BODY, Guard
from extractor.labelling.review.sources import Folder
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


def desk_of(corpus: Path, gold: Path) -> Desk:
    return Desk(Folder(corpus, no_answer), gold)


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
        "victims": GoldVictim,
        "events": GoldEvent,
        "ledger": GoldLedgerLine,
    }
    for name, model in types.items():
        wanted = set(model.model_fields)
        for outer in wanted & {"quantity", "group", "summary"}:
            wanted |= {f"{outer}.{inner}" for inner in model.model_fields[outer].annotation.model_fields}
        # The words of a number stand in the quote; the desk gives an event its id, and a label its name.
        wanted -= {"quantity", "group", "summary", "quantity.text", "by", "id", "figures"}
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
        apart = ("id", "figures")
        kept = {key: value for key, value in record.items() if key not in apart}
        wanted = {key: value for key, value in kept.items() if (key, value) != ("nth", 1)}
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
    desk = Desk(Folder(corpus, no_answer), gold)
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
    desk = Desk(Folder(corpus, no_answer), gold)
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
    desk, other = Desk(Folder(corpus, no_answer), gold), Desk(Folder(corpus, no_answer), gold)
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
    desks = [Desk(Folder(corpus, no_answer), gold) for _ in range(8)]
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
    desk = Desk(Folder(corpus, no_answer), gold)
    before, version = (gold / "story.json").read_bytes(), desk.sheet("story").version
    with pytest.raises(FormError, match=output):
        desk.change("story", version, lambda labels: put(labels, "casualties", record, TEXT))
    assert (gold / "story.json").read_bytes() == before


def test_a_number_that_its_words_do_not_say_is_shown_and_not_refused(tmp_path: Path) -> None:
    corpus, gold = folders(tmp_path)
    desk = Desk(Folder(corpus, no_answer), gold)
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
    desk = Desk(Folder(corpus, no_answer), gold)
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

    @property
    def version(self) -> str:
        """The version of the labels that the page is of."""
        return next(str(a["data-version"]) for _, a in self.tags if "data-version" in a)

    @property
    def cards(self) -> list[str]:
        """The ids of the cards, in order."""
        return [str(a["id"]) for tag, a in self.tags if tag == "article"]


class Visitor:
    """A browser that is let in, without the browser."""

    def __init__(self, corpus: Path, gold: Path, extract: Any = no_answer) -> None:
        self.guard = Guard(make_app(Desk(Folder(corpus, extract), gold)), PORT)
        self.client = TestClient(self.guard, base_url=HERE, follow_redirects=False)
        assert self.client.get(self.guard.entrance).status_code == 303

    def page(self, path: str) -> Page:
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.text
        return Page(answer.text)

    def act(self, op: str, card: str = "", article: str = "story", **data: Any) -> Any:
        """An action on the article as it is now."""
        version = data.pop("version", None) or self.page(f"/article/{article}").version
        return self.post(f"/act/{article}", {"op": op, "card": card, "version": version, **data})

    def post(self, path: str, data: dict[str, Any], **headers: str) -> Any:
        sent = {"csrf": self.guard.csrf, **data}
        return self.client.post(path, data=sent, headers={"origin": HERE, **headers})


@pytest.fixture
def visitor(tmp_path: Path) -> Visitor:
    return Visitor(*folders(tmp_path))


def test_nobody_comes_in_without_the_ticket(tmp_path: Path) -> None:
    guard = Guard(make_app(desk_of(*folders(tmp_path))), PORT)
    client = TestClient(guard, base_url=HERE, follow_redirects=False)
    for path in ("/", "/article/story", "/desk.css", "/enter", "/enter?ticket=x", "/nowhere"):
        assert client.get(path).status_code == 403
    assert client.post("/act/story", data={}).status_code == 403
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
    version = visitor.page("/article/story").version
    data = {"version": version, "op": "delete", "card": "casualties-0", "csrf": visitor.guard.csrf}
    for csrf in ("", "x", visitor.guard.ticket):
        wrong = visitor.client.post("/act/story", data={**data, "csrf": csrf}, headers=headers)
        assert wrong.status_code == 403
    assert len(labels_of(tmp_path / "gold")["casualties"]) == 2
    got = visitor.client.post("/act/story", data=data, headers=headers)
    assert got.status_code == (200 if allowed else 403)
    assert len(labels_of(tmp_path / "gold")["casualties"]) == (1 if allowed else 2)


def test_odd_requests_are_refused(visitor: Visitor) -> None:
    assert visitor.post("/act/story", {"note": "x" * MAX_BODY}).status_code == 413
    assert visitor.client.post("/act/story", json={}, headers={"origin": HERE}).status_code == 415
    many = "&".join(f"a{number}=1" for number in range(2000))
    form = {"origin": HERE, "content-type": "application/x-www-form-urlencoded"}
    assert visitor.client.post("/act/story", content=many, headers=form).status_code == 400
    assert visitor.client.post("/act/story", content=b"a=\xff", headers=form).status_code == 400
    for path in ("/article/other", "/article/..%2f..%2fetc%2fpasswd", "/article/%2e%2e/story", "/nowhere"):
        assert visitor.client.get(path).status_code == 404
    assert visitor.client.get("/act/story").status_code == 405
    assert visitor.client.put("/").status_code == 405
    for card in ("casualties-7", "casualties--1", "labelled-0", "casualties-", "s-x", ""):
        assert visitor.act("delete", card).status_code == 404
    for op in ("burn", "", "accept"):
        assert visitor.act(op, "casualties-0").status_code == 404
    assert visitor.act("set", "casualties-0", mood="bad").status_code == 404
    assert visitor.act("add", list="labelled", quote="30 people").status_code == 404
    assert visitor.post("/settle/story", {"version": "x", "point": "x", "side": "1"}).status_code == 404
    assert visitor.client.get("/points/story").status_code == 404


def test_every_answer_carries_the_headers(visitor: Visitor) -> None:
    stranger = TestClient(visitor.guard, base_url=HERE)
    for answer in (visitor.client.get("/"), visitor.client.get("/nowhere"), stranger.get("/")):
        policy = answer.headers["content-security-policy"]
        assert policy.startswith(
            "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; connect-src 'self'"
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
    page = visitor.page("/article/story")
    output = f"csrf={visitor.guard.csrf}&version={page.version}&op=number&card=settings-0&value=12"  # of 1200
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
        "path": "/act/story",
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


def test_a_refusal_says_why_and_changes_nothing(visitor: Visitor, tmp_path: Path) -> None:
    before = (tmp_path / "gold" / "story.json").read_bytes()
    answer = visitor.act("set", "casualties-0", date="<b>soon</b>")
    assert answer.status_code == 422
    assert "Not saved. date: '<b>soon</b>' is no EDTF date" in answer.json()["error"]
    answer = visitor.act("number", "casualties-0", value="twelve")
    assert "number: “twelve” is no number; type 12, 12+" in answer.json()["error"]
    assert (tmp_path / "gold" / "story.json").read_bytes() == before


@pytest.mark.parametrize(
    ("typed_in", "old", "quantity"),
    [
        ("15", {}, (15, 15, 15, "exact")),
        ("15", {"qualifier": "at_least"}, (15, 15, None, "at_least")),
        ("1,500", {"qualifier": "range", "low": 1, "high": 9}, (1500, 1500, 1500, "exact")),
        ("15+", {}, (15, 15, None, "at_least")),
        (">=15", {"qualifier": "about"}, (15, 15, None, "at_least")),
        ("<15", {}, (None, 15, 15, "less_than")),
        ("~15", {}, (None, 15, None, "about")),
        ("10-15", {}, (10, 10, 15, "range")),
    ],
)
def test_a_typed_number_sets_best_low_and_high_together(
    typed_in: str, old: dict[str, Any], quantity: tuple[Any, ...]
) -> None:
    made = number_of(typed_in, {"text": "x", **old})
    assert (made["low"], made["best"], made["high"], made["qualifier"]) == quantity
    assert made["text"] == "x"


@pytest.mark.parametrize("typed_in", ["", "twelve", "15-10", "1,2", "1e3", "-3"])
def test_what_is_no_number_is_refused(typed_in: str) -> None:
    with pytest.raises(FormError):
        number_of(typed_in, {})


def test_a_conflict_says_what_is_new_and_a_stale_key_changes_nothing(
    visitor: Visitor, tmp_path: Path
) -> None:
    stale = visitor.page("/article/story").version
    assert visitor.act("delete", "casualties-0").status_code == 200
    now = (tmp_path / "gold" / "story.json").read_bytes()
    answer = visitor.act("number", "casualties-1", value="15", version=stale)
    assert answer.status_code == 409
    message = answer.json()["message"]
    assert message.startswith("Not saved: the labels or the text of this article were changed")
    assert "gone: casualties “At least 12 people” (killed, ≥ 12" in message
    assert answer.json()["version"] == visitor.page("/article/story").version
    assert (tmp_path / "gold" / "story.json").read_bytes() == now
    for op in ("undo", "redo"):
        assert visitor.act(op, version=stale).status_code == 409


def test_suggestions_are_taken_changed_and_rejected(tmp_path: Path) -> None:
    corpus, gold = folders(tmp_path, labels=None)
    full = parse_gold({**LABELS, "labelled": ["casualties", "displaced"]}, "story", "test")
    visitor = Visitor(corpus, gold, lambda article: answer_of(article, full))
    first, second = [card for card in visitor.page("/article/story").cards if card.startswith("s-")]
    assert visitor.act("reject", second).json()["message"] == "rejected"
    assert second not in visitor.page("/article/story").cards
    assert visitor.act("accept", first, version="stale").status_code == 409
    assert visitor.act("accept", first).status_code == 200
    assert [r["quote"] for r in labels_of(gold)["casualties"]] == ["At least 12 people"]
    assert visitor.act("accept", first).status_code == 404  # it is a label now
    assert visitor.act("restore").status_code == 200
    # A suggestion that is taken with another outcome is answered, though no label is like it.
    assert visitor.act("set", second, outcome="injured", place="Brod").json()["card"] == "casualties-1"
    records = labels_of(gold)["casualties"]
    assert [record["place"] for record in records] == ["Arta", "Brod"]
    assert (records[1]["nth"], records[1]["outcome"]) == (2, "injured")
    assert not [card for card in visitor.page("/article/story").cards if card.startswith("s-")]
    assert visitor.act("undo").status_code == 200  # a rejection and its undoing are of one piece
    assert second in visitor.page("/article/story").cards
    assert visitor.act("redo").status_code == 200
    assert labels_of(gold)["casualties"] == records


def test_the_whole_answer_of_the_extractor_becomes_a_checked_file(tmp_path: Path) -> None:
    from extractor.pipeline import extract

    corpus, gold = folders(tmp_path, labels=None)
    visitor = Visitor(corpus, gold, lambda article: extract(article.text, article_id=article.id))
    assert visitor.act("accept-all").status_code == 200
    labels = labels_of(gold)
    assert labels["labelled"][5:] == ["ledger", "events", "victims"]
    assert len(labels["casualties"]) == 3
    assert {record["event"] for record in labels["casualties"]} <= {event["id"] for event in labels["events"]}
    asked = visitor.act("finish").json()["ask"]
    assert "Which lists are complete?" in asked
    assert checked(corpus, gold)[0] == 1  # asking finishes nothing
    every = labels["labelled"]
    assert visitor.act("finish", confirm="1", labelled=every).status_code == 200
    assert checked(corpus, gold)[0] == 0
    assert "answered" not in labels_of(gold)


def test_finished_asks_about_what_was_not_judged(tmp_path: Path) -> None:
    corpus, gold = folders(tmp_path, labels=None)
    full = parse_gold({**LABELS, "labelled": ["casualties", "displaced"]}, "story", "test")
    visitor = Visitor(corpus, gold, lambda article: answer_of(article, full))
    first, _ = [card for card in visitor.page("/article/story").cards if card.startswith("s-")]
    visitor.act("accept", first)
    visitor.act("add", list="displaced", choice="fled", quote="400 people")
    page = visitor.client.get("/article/story").text
    assert re.search(r"[0-9]+ of [0-9]+ judged", page)  # half judged, and shown so
    asked = visitor.act("finish").json()["ask"]
    assert "1 suggestion neither accepted nor rejected" in asked
    assert "is half judged" in asked
    ticks = {a["value"]: "checked" in a for _, a in Page(asked).tags if a.get("name") == "labelled"}
    assert (ticks["casualties"], ticks["displaced"], ticks["actors"]) == (False, True, False)
    visitor.act("finish", confirm="1", labelled=["displaced"])
    labels = labels_of(gold)
    assert labels["labelled"] == ["displaced"]
    assert "source" not in labels["displaced"][0]  # what was not judged stays so
    state = visitor.client.get("/").text
    assert "finished: 2 records, 1 half judged, 1 problem" in state
    visitor.act("reopen")
    assert labels_of(gold)["note"] == DRAFT_NOTE


def test_figures_go_into_events_and_events_take_words(tmp_path: Path) -> None:
    visitor = Visitor(*folders(tmp_path))
    gold = tmp_path / "gold"
    assert visitor.act("event", "casualties-1", event="new").status_code == 200
    labels = labels_of(gold)
    assert labels["events"] == [{"id": "e1", "quote": "12 people", "nth": 2, "relation": "main"}]
    assert labels["casualties"][1]["event"] == "e1"
    visitor.act("event", "casualties-0", event="e1")
    visitor.act("words", "events-0", key="places", quote="Brod")
    visitor.act("words", "casualties-1", key="source", quote="police ", start="66")
    visitor.act("set", "events-0", type="attack")
    visitor.act("number", "events-0", value="24")
    labels = labels_of(gold)
    event = labels["events"][0]
    assert (event["type"], event["places"], event["summary"]) == ("attack", ["Brod"], {"killed": 24})
    assert labels["casualties"][1]["source"] == "police"
    visitor.act("add", list="victims", choice="injured", quote="12 people", event="e1")
    visitor.act("silent", "victims-0")
    victim = labels_of(gold)["victims"][0]
    assert (victim["event"], victim["age"], victim["countries"]) == ("e1", None, [])
    visitor.act("delete", "events-0")
    assert "event" not in labels_of(gold)["casualties"][0]


def test_who_labels_stands_beside_each_label(tmp_path: Path) -> None:
    visitor = Visitor(*folders(tmp_path))
    answer = visitor.post("/annotator", {"name": " Ada <b>\n"})
    assert answer.json() == {"name": "Ada <b>"}
    visitor.act("number", "casualties-1", value="15")
    records = labels_of(tmp_path / "gold")["casualties"]
    assert [record.get("by") for record in records] == [None, "Ada <b>"]
    assert "Ada &lt;b&gt;" in visitor.client.get("/article/story").text


def test_a_comparison_shows_what_the_labels_lack_and_where_they_differ(tmp_path: Path) -> None:
    corpus, gold = folders(tmp_path)
    other = json.loads(json.dumps(LABELS))
    other["casualties"][0]["place"] = "the <b>town</b> of Arta"
    other["casualties"].append({"quote": "30 people", "outcome": "injured", "quantity": {"best": 30}})
    full = parse_gold(other, "story", "test")
    visitor = Visitor(corpus, gold, lambda article: answer_of(article, full))
    plain = visitor.client.get("/article/story").text
    assert "Accept <kbd>" not in plain
    assert "the extractor says" not in plain
    compared = visitor.act("look", compare="1").json()["html"]
    assert "the extractor says: place: the &lt;b&gt;town&lt;/b&gt; of Arta" in compared
    (card,) = [card for card in Page(compared).cards if card.startswith("s-")]
    assert visitor.act("accept", card, compare="1").status_code == 200
    assert len(labels_of(gold)["casualties"]) == 3


def test_a_blind_desk_proposes_no_value(tmp_path: Path) -> None:
    corpus, gold = folders(tmp_path, labels=None)
    visitor = Visitor(corpus, gold, None)
    for path in ("/article/story", "/article/story?compare=1"):
        page = visitor.page(path)
        assert page.cards == ["settings-0"]
    assert visitor.act("accept-all").status_code == 404
    assert visitor.act("look", compare="1").json()["html"].count("the extractor") == 0
    visitor.act("add", list="casualties", choice="injured", quote="30 people")
    assert labels_of(gold)["casualties"] == [{"quote": "30 people", "outcome": "injured"}]
    # Nor does it say what the extractor's reader of numbers makes of the words.
    html = visitor.act("number", "casualties-0", value="31").json()["html"]
    assert "says 30" not in html
    seeing = Visitor(corpus, gold)
    assert "number: 31, but “30 people” says 30" in seeing.client.get("/article/story").text


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
def test_labels_that_cannot_be_read_are_named_and_left_alone(tmp_path: Path, content: bytes) -> None:
    corpus, gold = folders(tmp_path)
    (gold / "story.json").write_bytes(content)
    visitor = Visitor(corpus, gold)
    assert "its labels cannot be read" in visitor.client.get("/").text
    page = visitor.client.get("/article/story")
    assert f"{gold / 'story.json'}: " in page.text
    assert "mend the file by hand" in page.text
    assert visitor.act("reopen", version="x").status_code == 409
    assert visitor.act("reopen").status_code == 422
    assert (gold / "story.json").read_bytes() == content


# Two labellings


def test_two_labellings_are_settled_point_by_point(tmp_path: Path) -> None:
    corpus, gold = folders(tmp_path)
    second = tmp_path / "second"
    second.mkdir()
    other = json.loads(json.dumps(LABELS))
    other["casualties"][0] |= {"place": "the town of Arta", "source": "police"}
    other["casualties"][1] = {"quote": "30 people", "outcome": "injured", "quantity": {"best": 30}}
    (second / "story.json").write_text(gold_json(other))
    source = Folder(corpus, None)
    desk = Desk(source, gold, "Ada")
    guard = Guard(make_app(desk, Second(source, second)), PORT)
    client = TestClient(guard, base_url=HERE)
    client.get(guard.entrance)
    assert "4 to settle" in client.get("/").text
    keys = re.findall(r'data-point="(\w+)"', client.get("/points/story").text)

    def settle(key: str, side: str) -> Any:
        data = {"csrf": guard.csrf, "version": desk.sheet("story").version, "point": key, "side": side}
        return client.post("/settle/story", data=data, headers={"origin": HERE})

    place, source_key, *_ = keys
    assert len(keys) == 4
    assert settle(place, "3").status_code == 422
    assert settle(place, "1").status_code == 200
    assert settle(source_key, "2").status_code == 200
    for key in keys[2:]:
        assert settle(key, "2").status_code == 200
    records = labels_of(gold)["casualties"]
    assert [(r["quote"], r.get("place"), r.get("source")) for r in records] == [
        ("At least 12 people", "Arta", "police"),
        ("30 people", None, None),
    ]
    assert "settled" in client.get("/").text
    assert "the two labellings agree" in client.get("/points/story").text.lower()
    assert settle(place, "1").status_code == 422
    data = {"csrf": guard.csrf, "version": desk.sheet("story").version, "op": "undo"}
    assert client.post("/settle/story", data=data, headers={"origin": HERE}).status_code == 200
    assert "1 to settle" in client.get("/").text


def test_a_second_labelling_is_of_what_is_finished_once(tmp_path: Path) -> None:
    corpus, gold = folders(tmp_path)
    (corpus / "other.txt").write_text(TEXT)
    (gold / "other.json").write_text(gold_json(LABELS | {"article": "other", "note": DRAFT_NOTE}))
    assert finished_ids(corpus, gold) == ("story",)
    assert Folder(corpus, None, finished_ids(corpus, gold)).ids == ("story",)


HOSTILE = (
    "<script>document.title='owned'</script><img src=http://example.invalid/x onerror=alert(1)> "
    "\"'&amp;{{ 7 * 7 }} </div></mark></textarea> 12 soldiers <b>died</b>, 5 were hurt.\u202eevil \x1b[31m"
)


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    name = "<svg onload=alert(1)>\"' \x1b\u202e?#%&"
    quote = "</textarea> 12 soldiers"
    labels: dict[str, Any] = {
        "article": name,
        "labelled": ["casualties", "actors", "events"],
        "note": "<script>alert(2)</script>",
        "by": "<script>alert(7)</script>",
        "casualties": [
            {"quote": quote, "outcome": "killed", "place": '"><script>alert(3)</script>', "event": "<i>"}
        ],
        "actors": [
            {"name": "<script>alert(4)</script>", "kind": "other", "quotes": ["<script>", "\u202eevil"]}
        ],
        "events": [{"id": "<i>", "quote": "died", "places": ["<script>alert(6)</script>"]}],
    }
    corpus, gold = folders(tmp_path)
    (corpus / f"{name}.txt").write_text(f"---\ntitle: </title><script>alert(5)</script>\n---\n{HOSTILE}")
    (gold / f"{name}.json").write_text(gold_json(labels))
    visitor = Visitor(corpus, gold)
    index = visitor.page("/")
    link = next(str(a["href"]) for _, a in index.tags if "svg" in str(a.get("href")))
    page = visitor.page(link)
    acted = visitor.post(
        link.replace("/article/", "/act/"), {"op": "look", "version": page.version, "compare": "1"}
    )
    for shown, script in ((index, "/queue.js"), (page, "/desk.js"), (Page(acted.json()["html"]), None)):
        scripts = [a for tag, a in shown.tags if tag == "script"]
        assert scripts == ([{"src": script, "defer": None}] if script else [])
        assert not {tag for tag, _ in shown.tags} & {
            "img",
            "svg",
            "b",
            "i",
            "iframe",
            "object",
            "base",
            "style",
        }
        assert not any(key.startswith("on") or key == "style" for _, a in shown.tags for key in a)
    # A field that is set to what it shows changes nothing, direction marks and all.
    before = (gold / f"{name}.json").read_bytes()
    sent = {"op": "set", "card": "actors-0", "version": page.version, "quotes": ["<script>", "\ufffdevil"]}
    assert visitor.post(link.replace("/article/", "/act/"), sent).status_code == 200
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
def served(*places: Path, options: tuple[str, ...] = ()) -> Iterator[str]:
    """The address of a desk that the command line has started; it ends as with Ctrl-C, cleanly."""
    where = [*map(str, places), "--no-browser", *options]
    command = [sys.executable, "-u", "-m", "extractor.cli", "review", *where]
    desk = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        assert desk.stdout is not None
        yield desk.stdout.readline().removeprefix("Open ").strip()
    finally:
        desk.send_signal(signal.SIGINT)
        _, errors = desk.communicate(timeout=30)
    assert (desk.returncode, errors) == (0, "")


SELECT = """
const text = document.getElementById("text");
const walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
while (walk.nextNode()) {
  const node = walk.currentNode, at = node.data.indexOf(%s);
  if (at < 0) continue;
  getSelection().setBaseAndExtent(node, at, node, at + %d);
  return String(getSelection());
}
"""
CONTRAST = """
const channel = (v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
const colour = (css) => css.match(/[\\d.]+/g).map(Number);
const ground = (at) => {
  for (; at; at = at.parentElement) {
    const [r, g, b, a = 1] = colour(getComputedStyle(at).backgroundColor);
    if (a === 1) return [r, g, b];
  }
  return [255, 255, 255];
};
const low = [];
for (const at of document.querySelectorAll("body *")) {
  const own = [...at.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
  if (!own || !at.getClientRects().length || at.disabled) continue;
  const [a, b] = [light(colour(getComputedStyle(at).color)), light(ground(at))].sort((x, y) => y - x);
  const ratio = (a + 0.05) / (b + 0.05);
  if (ratio < 4.5) low.push([at.tagName, at.className, ratio, at.textContent.slice(0, 30)].join(" "));
}
return low;
"""
ENTER, ESCAPE, RIGHT, SHIFT = "\ue007", "\ue00c", "\ue014", "\ue008"


class Hands:
    """A person at the keyboard: every key is counted."""

    def __init__(self, b: browser.Browser) -> None:
        self.b = b

    def type(self, *keys: str) -> int:
        """Press keys one by one where the page has its focus, and wait until what they do is saved."""
        self.b.script("document.getElementById('say').textContent = ''")
        for key in keys:
            self.b.key(key)
        self.b.until("document.getElementById('say').textContent")
        assert self.b.script("return document.getElementById('say').className") == ""
        return len(keys)

    def current(self) -> str:
        """The id of the current card."""
        return str(self.b.script("return document.querySelector('.card[aria-current]').id"))

    def select(self, words: str) -> None:
        """Select words with the mouse, as it were."""
        assert self.b.script(SELECT % (json.dumps(words), len(words))) == words


def at_desk(b: browser.Browser, url: str) -> Hands:
    b.go(url)
    b.until("document.getElementById('board')?.dataset.ready")
    return Hands(b)


@pytest.mark.skipif(not browser.available(), reason=browser.MISSING)
def test_the_keys_of_each_action_are_counted(tmp_path: Path) -> None:  # noqa: PLR0915  (one sitting)
    """Accept 1, change a choice 2, correct a number 3, add a figure by selection 4: as the guide says."""
    text = (
        "---\ntitle: Storms\npublished: 2024-03-12\n---\n\n\U0001f6a8 "
        + TEXT
        + "By night, 30 people had left.\n"
    )
    corpus, gold = folders(tmp_path, text, labels=None)
    with served(corpus, gold) as address, browser.browser(tmp_path / "profile") as b:
        home = address.partition("/enter")[0]
        b.go(address)
        assert b.script("return location.pathname + location.search") == "/"
        hands = at_desk(b, f"{home}/article/story")
        loaded = b.script("return performance.timeOrigin")

        # The headline, then the event, are suggested first. Accept: one key.
        while b.script("return document.querySelector('.card[aria-current]').dataset.list") != "casualties":
            assert hands.type(ENTER) == 1
        assert hands.type(ENTER) == 1
        labels = labels_of(gold)
        assert labels["casualties"][0]["quote"] == "At least 12 people"
        assert hands.current().startswith("s-")  # and on to the next suggestion

        # Change one choice: two keys; of a suggestion it is accepted with it.
        assert hands.type("o", "3") == 2
        assert labels_of(gold)["casualties"][1]["outcome"] == "missing"
        card = hands.current()
        assert card == "casualties-1"

        # Correct a number: its digits and Enter, three keys; best, low and high together.
        assert hands.type("3", "5", ENTER) == 3
        wanted = {"low": 35, "best": 35, "high": 35, "qualifier": "exact"}
        assert labels_of(gold)["casualties"][1]["quantity"].items() >= wanted.items()

        # Undo and redo: one key each.
        assert hands.type("u") == 1
        assert labels_of(gold)["casualties"][1]["quantity"]["best"] == 30
        assert hands.type("U") == 1
        assert labels_of(gold)["casualties"][1]["quantity"]["best"] == 35

        # Place and source by selecting words: one key more.
        hands.select("Brod")
        assert hands.type("p") == 1
        hands.select("police")
        assert hands.type("s") == 1
        record = labels_of(gold)["casualties"][1]
        assert (record["place"], record["source"]) == ("Brod", "police")

        # Add a figure by selection: the next digits of the text, a word more, add, killed: four keys.
        hands.select("400 people")  # behind it stand the last digits of the text
        assert hands.type(".", SHIFT + RIGHT, "a", "k") == 4
        added = next(r for r in labels_of(gold)["casualties"] if r["quote"] == "30 people" and "nth" in r)
        assert (added["nth"], added["outcome"], added["quantity"]["best"]) == (2, "killed", 30)

        # Nothing of the rest; into an event; rejected and deleted.
        assert hands.type("-") == 1
        assert hands.type("e", "1") == 2
        added = next(r for r in labels_of(gold)["casualties"] if r["quote"] == "30 people" and "nth" in r)
        assert (added["event"], added["source"]) == ("e1", None)
        assert hands.type("x") == 1
        assert not [r for r in labels_of(gold)["casualties"] if "nth" in r]

        # A number that is none is refused, and what was typed stays.
        b.click("#casualties-0 .kind")
        for key in ("9", "z", ENTER):
            b.key(key)
        b.until("document.getElementById('say').className == 'wrong'")
        assert b.script("return document.querySelector('#pop input').value") == "9z"
        b.key(ESCAPE)

        # Finished asks; the next key says so; no action has loaded a page.
        b.key("F")
        b.until("document.getElementById('finish')")
        assert b.script(CONTRAST) == []
        assert hands.type(ENTER) == 1
        assert "note" not in labels_of(gold)
        assert b.script("return performance.timeOrigin") == loaded
        requests = "return performance.getEntriesByType('resource').map((e) => new URL(e.name).host)"
        assert set(b.script(requests)) == {home.removeprefix("http://")}
        assert [line for line in b.console() if "422" not in line] == []


@pytest.mark.skipif(not browser.available(), reason=browser.MISSING)
def test_the_desk_at_both_widths_with_the_mouse_and_hostile_text(tmp_path: Path) -> None:
    corpus, gold = folders(tmp_path)
    (corpus / "world.txt").write_text(HOSTILE)
    events = [{"id": "e1", "quote": "killed", "relation": "main", "type": "attack"}]
    (gold / "story.json").write_text(
        gold_json(LABELS | {"events": events, "labelled": ["casualties", "events"]})
    )
    with served(corpus, gold) as address, browser.browser(tmp_path / "profile") as b:
        home = address.partition("/enter")[0]
        b.go(address)
        b.script("document.getElementById('search').value = 'world'")
        b.script("document.getElementById('search').dispatchEvent(new Event('input'))")
        assert b.shown("#rows tr") == 1
        assert b.script(CONTRAST) == []
        for width, height in ((1280, 800), (390, 844)):
            b.size(width, height)
            at_desk(b, f"{home}/article/story")
            inside = """
                const wide = document.documentElement.scrollWidth <= innerWidth;
                const box = (id) => document.getElementById(id).getBoundingClientRect();
                const seen = (r) => r.height > 150 && r.top >= 0 && r.bottom <= innerHeight;
                const high = document.documentElement.scrollHeight <= innerHeight;
                return [wide, seen(box("text")), seen(box("cards")), high];
            """
            assert b.script(inside) == [True] * 4
            assert b.script(CONTRAST) == []
            b.key("?")
            assert b.script(CONTRAST) == []
            b.key(ESCAPE)
            # A mark leads to its card, and a card to its mark.
            b.click("mark[data-card=casualties-1]")
            assert b.script("return document.querySelector('.card[aria-current]').id") == "casualties-1"
            assert b.script("return document.querySelectorAll('mark.on').length") == 1
        b.size(1280, 800)
        at_desk(b, f"{home}/article/story")
        b.drag("#casualties-1 .grip", "#g-event-e1 h2")
        b.until("document.querySelector('#g-event-e1 #casualties-1')")
        assert labels_of(gold)["casualties"][1]["event"] == "e1"
        # Somebody else changes the labels meanwhile: the page says so, and nothing is lost.
        path = gold / "story.json"
        path.write_text(path.read_text().replace('"Arta"', '"Cala"'))
        now = path.read_bytes()
        b.click("#casualties-0 .chip[data-key=outcome]")
        b.key("2")
        b.until("document.getElementById('say').className == 'wrong'")
        assert "changed in the meantime" in b.script("return document.getElementById('say').textContent")
        assert path.read_bytes() == now
        assert all("409" in line for line in b.console())

        at_desk(b, f"{home}/article/world")
        assert b.script("return document.getElementById('text').textContent").startswith("<script>")
        assert b.script("return document.title") == "world – extractor review"
        assert b.console() == []


@pytest.mark.skipif(not browser.available(), reason=browser.MISSING)
def test_a_blind_desk_adds_a_figure_with_four_keys_and_its_form_stays_beside_the_text(
    tmp_path: Path,
) -> None:
    corpus, gold = folders(tmp_path, "In Arta, 4 people were killed, police said.\n", labels=None)
    with served(corpus, gold, options=("--blind",)) as address, browser.browser(tmp_path / "profile") as b:
        b.go(address)
        b.size(1280, 800)
        hands = at_desk(b, f"{address.partition('/enter')[0]}/article/story")
        hands.select("4 people")
        assert hands.type("a", "k") + hands.type("4", ENTER) == 4
        (record,) = labels_of(gold)["casualties"]
        assert record["quantity"] == {"low": 4, "best": 4, "high": 4, "qualifier": "exact"}
        # All keys of the record in a form: what is there stands in it, and the text stays in sight.
        b.key("f")
        b.until("document.getElementById('in-quote')")
        assert b.script("return document.getElementById('in-quote').value") == "4 people"
        assert b.script("return document.getElementById('in-quantity.high').value") == "4"
        beside = """
            const box = (id) => document.getElementById(id).getBoundingClientRect();
            return box("pop").left >= box("text").right;
        """
        assert b.script(beside)
        assert b.script(CONTRAST) == []
        b.type("#in-place", "Arta")
        b.type("#in-source", "-")
        assert hands.type(ENTER) == 1
        (record,) = labels_of(gold)["casualties"]
        assert (record["place"], record["source"], "date" in record) == ("Arta", None, False)
        assert b.console() == []


@pytest.mark.skipif(not browser.available(), reason=browser.MISSING)
def test_a_run_is_corrected_in_a_real_browser_and_written_again(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "story.txt").write_text(TEXT)
    out = tmp_path / "out"
    assert CliRunner().invoke(app, ["run", str(tmp_path / "articles"), "-o", str(out)]).exit_code == 0
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    with served(out, options=("--annotator", "Ada")) as address, browser.browser(tmp_path / "profile") as b:
        b.go(address)
        assert "not begun" in b.script("return document.getElementById('rows').textContent")
        hands = at_desk(b, f"{address.partition('/enter')[0]}/article/story")
        b.click(".card.l-casualties .kind")
        assert hands.type("1", "4", ENTER) == 3
        assert b.script("return document.querySelector('.card[aria-current] .flag').textContent") == "Ada"
        assert b.console() == []
    applied = CliRunner().invoke(app, ["apply", str(out)])
    assert applied.exit_code == 0, applied.output
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    (extraction,) = read_records(tmp_path / "out-corrected")
    assert [c.quantity.best for c in extraction.casualties] == [14, 30, 12]
    assert extraction.summary.killed is not None
    assert ",quantity.best,12,14,Ada" in (tmp_path / "out-corrected" / "changes.csv").read_text()


@pytest.mark.skipif(not browser.available(), reason=browser.MISSING)
def test_two_labellings_are_settled_in_a_real_browser(tmp_path: Path) -> None:
    corpus, gold = folders(tmp_path)
    second = tmp_path / "second"
    second.mkdir()
    other = json.loads(json.dumps(LABELS))
    other["casualties"][0] |= {"place": "the town of Arta", "source": "police"}
    (second / "story.json").write_text(gold_json(other))
    against = ("--against", str(second), "--annotator", "Ada")
    with served(corpus, gold, options=against) as address, browser.browser(tmp_path / "profile") as b:
        b.go(address)
        b.click("a[href^='/points/']")
        b.until("document.getElementById('points')?.dataset.ready")
        for width in (1280, 390):
            b.size(width, 844)
            assert b.script(CONTRAST) == []
            assert b.script("return document.documentElement.scrollWidth <= innerWidth")
        hands = Hands(b)
        assert hands.type("2") == 1
        assert hands.type("u") == 1
        b.key("k")  # back to the point that is open again
        assert hands.type("2") == 1
        assert hands.type("1") == 1
        b.until("document.getElementById('left').textContent.startsWith('No point')")
        first, _ = labels_of(gold)["casualties"]
        assert (first["place"], first["source"], first["by"]) == ("the town of Arta", None, "Ada")
        assert b.console() == []
