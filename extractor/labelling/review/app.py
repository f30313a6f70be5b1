"""The pages of the desk and what their forms do. Who may ask is the guard's business."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib.resources import files
from typing import Any
from urllib.parse import quote, urlencode

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from extractor.articles.failures import ArticleError
from extractor.articles.sanitize import one_line, safe
from extractor.codebooks import load_codebook
from extractor.display.markup import render
from extractor.gold import DRAFT_NOTE
from extractor.labelling.layout import gold_json
from extractor.labelling.review.desk import (
    Changed,
    ConflictError,
    Desk,
    Labels,
    Sheet,
    Suggestion,
    mark_of,
    new_file,
    put,
    take_all,
)
from extractor.labelling.review.forms import FIELDS, FormError, Values, record_of, selected, typed
from extractor.labelling.review.view import NAMES, difference, line, sentence, shown
from extractor.numbers import read_quantity

STATES = {"suggested": "suggested by the extractor"}


def make_app(desk: Desk) -> Starlette:
    """The desk as an ASGI application, to be put behind the guard."""
    pages = _Pages(desk)
    get: dict[str, Callable[[Request], Response]] = {
        "/": pages.index,
        "/article/{id:path}": pages.article,
        "/add/{id:path}": pages.add,
        "/edit/{list}/{index:int}/{id:path}": pages.edit,
        "/take/{key}/{id:path}": pages.take,
        "/settings/{id:path}": pages.settings,
        "/desk.css": _style,
        "/desk.js": _script,
        "/favicon.ico": lambda _: Response(status_code=204),
    }
    post: dict[str, Callable[[Request], Response]] = {
        "/record/{id:path}": pages.save,
        "/settings/{id:path}": pages.save_settings,
        "/delete/{id:path}": pages.delete,
        "/accept/{id:path}": pages.accept,
        "/accept-all/{id:path}": pages.accept_all,
        "/reject/{id:path}": pages.reject,
        "/restore/{id:path}": pages.restore,
        "/finish/{id:path}": pages.finish,
        "/undo/{id:path}": pages.undo,
    }
    routes = [Route(path, page, methods=["GET"]) for path, page in get.items()]
    routes += [Route(path, page, methods=["POST"]) for path, page in post.items()]
    handlers: dict[Any, Any] = {
        HTTPException: lambda request, error: _error_page(request, error.status_code, error.detail),
        ArticleError: lambda request, error: _error_page(request, 404, str(error)),
        OSError: lambda request, error: _error_page(request, 500, f"{error.filename}: {error.strerror}"),
        FormError: lambda request, error: _error_page(request, 422, str(error)),
        ConflictError: pages.conflict,
    }
    return Starlette(routes=routes, exception_handlers=handlers)


@dataclass(frozen=True, slots=True)
class _Form:
    """A form to show: its list, what stands in its fields, the record that it is for.

    After a refusal or a conflict it says why; ``lost`` that the record is no longer in the file.
    """

    name: str
    values: Values
    record: Labels
    index: int | None = None
    taken: str = ""
    problems: Sequence[tuple[str, str]] = ()
    conflict: ConflictError | None = None
    lost: bool = False

    @property
    def field_problems(self) -> dict[str, str]:
        """What is wrong with a field of the form, by its key."""
        return {key: one_line(reason) for key, reason in self.problems if key in self._keys}

    @property
    def general_problems(self) -> list[str]:
        """What is wrong with the record as a whole."""
        general = [(key, reason) for key, reason in self.problems if key not in self._keys]
        return [one_line(f"{key}: {reason}" if key else reason) for key, reason in general]

    @property
    def _keys(self) -> set[str]:
        return {field.key for field in FIELDS[self.name]}


class _Pages:
    """Every page and every change, for one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def index(self, request: Request) -> Response:
        lines = []
        for article_id in self._desk.ids:
            try:
                lines.append(line(article_id, self._desk.sheet(article_id)))
            except (ArticleError, OSError) as error:
                lines.append(line(article_id, error))
        return _page(request, "index.html.j2", title="Articles", lines=lines)

    def article(self, request: Request) -> Response:
        sheet = self._sheet(request)
        compare = _compare(request) and not self._desk.blind
        suggestions, differences, failure = self._answer(sheet, compare)
        ids = self._desk.ids
        at = ids.index(sheet.article.id)
        return _page(
            request,
            "article.html.j2",
            title=one_line(sheet.article.title or sheet.article.id),
            sheet=sheet,
            shown=shown(sheet, suggestions, differences),
            names=NAMES,
            states=STATES,
            suggestions=len(suggestions),
            rejected=self._desk.rejected(sheet.article.id),
            failure=failure,
            blind=self._desk.blind,
            previous=ids[at - 1] if at else None,
            following=ids[at + 1] if at + 1 < len(ids) else None,
        )

    def add(self, request: Request) -> Response:
        sheet = self._sheet(request)
        name = request.query_params.get("list", "casualties")
        if name not in NAMES:
            raise HTTPException(404, "There is no such list.")
        words = request.query_params.get("quote", "").replace("\r\n", "\n")
        start = request.query_params.get("start", "")
        record: Labels = {}
        problems: Sequence[tuple[str, str]] = ()
        if words.strip() and name != "ledger":
            try:
                at = int(start) if start.isdecimal() and len(start) < 10 else None
                record = _begun(name, *selected(sheet.article.text, words, at))
            except ValueError as error:
                problems = [("quotes" if name == "actors" else "quote", str(error))]
                record = {"quotes": [words], "name": words} if name == "actors" else {"quote": words}
        return self._form(request, sheet, _Form(name, typed(FIELDS[name], record), record, problems=problems))

    def edit(self, request: Request) -> Response:
        sheet, name, index = self._sheet(request), request.path_params["list"], request.path_params["index"]
        record = _at(sheet.labels or {}, name, index)
        return self._form(request, sheet, _Form(name, typed(FIELDS[name], record), record, index=index))

    def take(self, request: Request) -> Response:
        sheet = self._sheet(request)
        suggestion = self._suggestion(sheet, request.path_params["key"])
        name, record = suggestion.list, suggestion.record
        values = typed(FIELDS[name], record)
        return self._form(request, sheet, _Form(name, values, record, taken=suggestion.key))

    def save(self, request: Request) -> Response:
        form, sheet = request.scope["form"], self._sheet(request)
        name, index, taken = _one(form, "list"), _index(form), _one(form, "taken")
        if name not in NAMES:
            raise HTTPException(404, "There is no such list.")
        old = self._suggestion(sheet, taken).record if taken and _fresh(form, sheet) else {}
        text = sheet.article.text

        def change(labels: Labels) -> Changed:
            before = old if index is None else _at(labels, name, index)
            return put(labels, name, record_of(FIELDS[name], form, before, text), text, index)

        typed_in = _Form(name, form, old, taken=taken)
        try:
            after = self._desk.change(sheet.article.id, _one(form, "version"), change)
        except FormError as error:
            return self._form(request, sheet, replace(typed_in, index=index, problems=error.problems))
        except ConflictError as error:
            records = (error.now.labels or {}).get(name, ())
            marks = [mark_of([name, record]) for record in records]
            was = _one(form, "was")
            moved = marks.index(was) if index is not None and was in marks else None
            lost = index is not None and moved is None
            return self._form(request, sheet, replace(typed_in, index=moved, conflict=error, lost=lost))
        place = f"#row-{name}-{index}" if index is not None else f"#{name}"
        return _back(request, after, place)

    def settings(self, request: Request) -> Response:
        sheet = self._sheet(request)
        record = sheet.labels if sheet.labels is not None else new_file(sheet.article)
        return self._form(request, sheet, _Form("settings", typed(FIELDS["settings"], record), record))

    def save_settings(self, request: Request) -> Response:
        form, sheet = request.scope["form"], self._sheet(request)

        def change(labels: Labels) -> Changed:
            record = record_of(FIELDS["settings"], form, labels, sheet.article.text)
            if "summary" in record and "summary" not in labels and "summary" not in record["labelled"]:
                record["labelled"] = [*record["labelled"], "summary"]
            return Changed(record)

        try:
            after = self._desk.change(sheet.article.id, _one(form, "version"), change)
        except FormError as error:
            return self._form(request, sheet, _Form("settings", form, {}, problems=error.problems))
        except ConflictError as error:
            return self._form(request, sheet, _Form("settings", form, {}, conflict=error))
        return _back(request, after, "#headline")

    def delete(self, request: Request) -> Response:
        form = request.scope["form"]
        name, index = _one(form, "list"), _index(form)

        def change(labels: Labels) -> Changed:
            _at(labels, name, index)
            del labels[name][index]
            return Changed(labels)

        return self._changed(request, change, f"#{name}" if name in NAMES else "")

    def accept(self, request: Request) -> Response:
        sheet, form = self._sheet(request), request.scope["form"]
        if not _fresh(form, sheet):
            return self._changed(request, Changed)
        suggestion = self._suggestion(sheet, _one(form, "key"))

        def change(labels: Labels) -> Changed:
            return put(labels, suggestion.list, suggestion.record, sheet.article.text)

        return self._changed(request, change, f"#{suggestion.list}")

    def accept_all(self, request: Request) -> Response:
        sheet = self._sheet(request)
        suggestions = self._desk.suggestions(sheet) if not sheet.broken else []
        if self._desk.blind:
            raise HTTPException(404, "This desk shows no suggestions.")
        drafted = self._desk.drafted(sheet.article)
        text = sheet.article.text
        return self._changed(request, lambda labels: take_all(labels, suggestions, drafted, text))

    def reject(self, request: Request) -> Response:
        sheet, form = self._sheet(request), request.scope["form"]
        suggestion = self._suggestion(sheet, _one(form, "key"))
        self._desk.reject(sheet.article.id, suggestion.key)
        return _back(request, sheet, f"#{suggestion.list}")

    def restore(self, request: Request) -> Response:
        sheet = self._sheet(request)
        self._desk.restore(sheet.article.id)
        return _back(request, sheet)

    def finish(self, request: Request) -> Response:
        def change(labels: Labels) -> Changed:
            if labels.get("note") == DRAFT_NOTE:
                del labels["note"]
            return Changed(labels)

        return self._changed(request, change)

    def undo(self, request: Request) -> Response:
        sheet = self._sheet(request)
        return _back(request, self._desk.undo(sheet.article.id, _one(request.scope["form"], "version")))

    def conflict(self, request: Request, error: Exception) -> Response:
        """The answer to a change of what is no longer there."""
        assert isinstance(error, ConflictError)
        return _page(
            request,
            "conflict.html.j2",
            409,
            title="Changed in the meantime",
            id=error.now.article.id,
            lines=_difference(error),
        )

    def _form(self, request: Request, sheet: Sheet, form: _Form) -> Response:
        """A form, filled; after a refusal or a conflict with what was typed, for the file as it is now."""
        name, index, conflict = form.name, form.index, form.conflict
        if conflict is not None:
            sheet = conflict.now
        record = form.record if index is None else _at(sheet.labels or {}, name, index)
        return _page(
            request,
            "form.html.j2",
            _status(request, form),
            title=_title(name, index),
            sheet=sheet,
            name=name,
            fields=FIELDS[name],
            values={key: [safe(value) for value in found if value] for key, found in form.values.items()},
            nulls=set(form.values.get("null", ())),
            index=index,
            was=mark_of([name, record]) if index is not None else "",
            taken=form.taken,
            sentence=sentence(sheet.article, record, name) if name != "settings" else "",
            problems=form.field_problems,
            general=form.general_problems,
            conflict=conflict is not None,
            lines=_difference(conflict) if conflict else (),
            lost=form.lost,
            new=name != "settings" and index is None,
        )

    def _changed(self, request: Request, change: Callable[[Labels], Changed], place: str = "") -> Response:
        sheet, form = self._sheet(request), request.scope["form"]
        return _back(request, self._desk.change(sheet.article.id, _one(form, "version"), change), place)

    def _sheet(self, request: Request) -> Sheet:
        try:
            return self._desk.sheet(request.path_params["id"])
        except KeyError:
            raise HTTPException(404, "There is no such article.") from None

    def _answer(self, sheet: Sheet, compare: bool) -> tuple[list[Suggestion], dict[str, Labels], str]:
        """Suggestions, differences, or why there are none: an article that fails can be labelled by hand."""
        if self._desk.blind or sheet.broken or not (sheet.draft or compare):
            return [], {}, ""
        try:
            return self._desk.suggestions(sheet), self._desk.differences(sheet) if compare else {}, ""
        except Exception as error:
            return [], {}, one_line(f"The extractor failed on this article ({type(error).__name__}: {error})")

    def _suggestion(self, sheet: Sheet, key: str) -> Suggestion:
        found = [] if sheet.broken else self._desk.suggestions(sheet)
        suggestion = next((each for each in found if each.key == key), None)
        if suggestion is None:
            raise HTTPException(404, "There is no such suggestion any more; go back to the article.")
        return suggestion


def _status(request: Request, form: _Form) -> int:
    """The status of the answer that shows a form."""
    if form.conflict is not None:
        return 409
    return 422 if form.problems and request.method == "POST" else 200


def _begun(name: str, words: str, nth: int) -> Labels:
    """A new record on the words of the article, with what they say by themselves."""
    if name == "actors":
        return {"name": one_line(words), "quotes": [words]}
    record: Labels = {"quote": words} | ({"nth": nth} if nth > 1 else {})
    if name != "dates" and (read := read_quantity(words, load_codebook())):
        record["quantity"] = read.model_dump(include={"low", "best", "high", "qualifier"})
    return record


def _at(labels: Labels, name: str, index: int | None) -> Labels:
    records = labels.get(name, ()) if name in NAMES else ()
    if index is None or not 0 <= index < len(records):
        raise HTTPException(404, "There is no such record.")
    record: Labels = records[index]
    return record


def _one(form: Values, name: str) -> str:
    return next(iter(form.get(name, ())), "")


def _index(form: Values) -> int | None:
    found = _one(form, "index")
    return int(found) if found.isdecimal() and len(found) < 10 else None


def _fresh(form: Values, sheet: Sheet) -> bool:
    return _one(form, "version") == sheet.version


def _compare(request: Request) -> bool:
    return bool(request.query_params.get("compare") or _one(request.scope["form"], "compare"))


def _title(name: str, index: int | None) -> str:
    if name == "settings":
        return "Headline figures and settings"
    return f"{'New record' if index is None else 'Record'}: {NAMES[name].lower()}"


def _difference(error: ConflictError) -> tuple[tuple[str, str], ...]:
    now = gold_json(error.now.labels) if error.now.labels is not None else ""
    return difference(error.before, now)


def _back(request: Request, sheet: Sheet, place: str = "") -> Response:
    return RedirectResponse(_link("article", sheet.article.id, _compare(request)) + place, 303)


def _link(page: str, article_id: str, compare: bool = False, **query: str) -> str:
    """The address of a page of an article."""
    asked = ({"compare": "1"} if compare else {}) | query
    return f"/{page}/{quote(article_id, safe='/')}" + (f"?{urlencode(asked)}" if asked else "")


def _page(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    compare = _compare(request)
    html = render(
        "extractor.labelling.review",
        template,
        csrf=request.scope["csrf"],
        compare=compare,
        link=partial(_link, compare=compare),
        plain_link=_link,
        safe_text=safe,
        **values,
    )
    return HTMLResponse(html, status)


def _error_page(request: Request, status: int, message: str) -> Response:
    return _page(request, "error.html.j2", status, title=f"Error {status}", message=one_line(message))


def _style(_: Request) -> Response:
    parts = [
        files("extractor.display.markup") / "marks.css",
        files("extractor.labelling.review") / "desk.css",
    ]
    return Response("\n".join(part.read_text(encoding="utf-8") for part in parts), media_type="text/css")


def _script(_: Request) -> Response:
    script = (files("extractor.labelling.review") / "desk.js").read_text(encoding="utf-8")
    return Response(script, media_type="text/javascript")
