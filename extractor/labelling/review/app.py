"""The pages of the desk and what they ask for. Who may ask is the guard's business.

Every action of an article's page is one request in the background: the answer holds the board anew, so that
no action loads a page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from extractor.articles.failures import ArticleError
from extractor.articles.sanitize import one_line, safe
from extractor.display.markup import render
from extractor.labelling.review.actions import NoSuchError, act, ask_before_finish, first_choice, one
from extractor.labelling.review.adjudicate import Second, points, settle
from extractor.labelling.review.board import NAMES, PLURALS, board, changes, line, said
from extractor.labelling.review.desk import ConflictError, Desk, Sheet, Suggestion
from extractor.labelling.review.edits import Labels
from extractor.labelling.review.forms import FIELDS, FormError

STATES = {"suggested": "suggested by the extractor"}
_LONGEST_NAME = 80


def make_app(desk: Desk, second: Second | None = None) -> Starlette:
    """The desk as an ASGI application, to be put behind the guard.

    Args:
        desk: what is shown.
        second: a second labelling of the same articles, for a desk that settles where they part.
    """
    pages = _Pages(desk, second)
    get: dict[str, Callable[[Request], Response]] = {
        "/": pages.queue,
        "/article/{id:path}": pages.article,
        "/points/{id:path}": pages.points,
        "/fields": pages.fields,
        "/desk.css": _style,
        "/desk.js": _script,
        "/queue.js": _queue_script,
        "/favicon.ico": lambda _: Response(status_code=204),
    }
    post: dict[str, Callable[[Request], Response]] = {
        "/act/{id:path}": pages.act,
        "/settle/{id:path}": pages.settle,
        "/annotator": pages.annotator,
    }
    routes = [Route(path, page, methods=["GET"]) for path, page in get.items()]
    routes += [Route(path, page, methods=["POST"]) for path, page in post.items()]
    handlers: dict[Any, Any] = {
        HTTPException: lambda request, error: _error(request, error.status_code, error.detail),
        NoSuchError: lambda request, error: _error(request, 404, str(error)),
        ArticleError: lambda request, error: _error(request, 404, str(error)),
        OSError: lambda request, error: _error(request, 500, f"{error.filename}: {error.strerror}"),
        FormError: lambda request, error: _error(request, 422, _said(error)),
        ConflictError: pages.conflict,
    }
    return Starlette(routes=routes, exception_handlers=handlers)


class _Pages:
    """Every page and every change, for one desk."""

    def __init__(self, desk: Desk, second: Second | None) -> None:
        self._desk = desk
        self._second = second

    def queue(self, request: Request) -> Response:
        lines, open_points = [], {}
        for article_id in self._desk.ids:
            try:
                sheet = self._desk.sheet(article_id)
                lines.append(line(article_id, sheet))
                if self._second is not None:
                    open_points[article_id] = self._open_points(sheet)
            except (ArticleError, OSError) as error:
                lines.append(line(article_id, error))
        return _page(
            request,
            "queue.html.j2",
            title="Articles",
            lines=lines,
            finished=sum(found.mood in ("good", "doubt") for found in lines),
            blind=self._desk.blind,
            annotator=one_line(self._desk.annotator),
            open_points=open_points,
            adjudicates=self._second is not None,
        )

    def annotator(self, request: Request) -> Response:
        name = one_line(one(request.scope["form"], "name"))[:_LONGEST_NAME]
        self._desk.annotator = name
        return JSONResponse({"name": name})

    def fields(self, _: Request) -> Response:
        """What the script knows of the keys of each kind of record."""
        shown = {
            name: [
                {
                    "key": field.key,
                    "label": field.label,
                    "kind": field.kind,
                    "choices": field.choices,
                    "nullable": field.nullable,
                    "letter": field.letter,
                    "hint": field.hint,
                }
                for field in fields
                if field.key not in ("labelled",)
            ]
            for name, fields in FIELDS.items()
        }
        first = {name: first_choice(name) for name in FIELDS if name not in ("settings", "ledger")}
        return JSONResponse({"fields": shown, "names": NAMES, "first": first})

    def article(self, request: Request) -> Response:
        sheet = self._sheet(request)
        ids = self._desk.ids
        at = ids.index(sheet.article.id)
        following = next(
            (name for name in (*ids[at + 1 :], *ids[:at]) if self._is_open(name)),
            None,
        )
        compare = bool(request.query_params.get("compare"))
        return _page(
            request,
            "article.html.j2",
            title=_title(sheet),
            sheet=sheet,
            place=f"{at + 1} of {len(ids)}",
            previous=ids[at - 1] if at else None,
            next=ids[at + 1] if at + 1 < len(ids) else None,
            unlabelled=following,
            adjudicates=self._second is not None,
            **self._board(sheet, compare),
        )

    def act(self, request: Request) -> Response:
        """Do what a form asks for; the board anew, or the question that comes first."""
        sheet, form = self._sheet(request), request.scope["form"]
        compare = bool(one(form, "compare"))
        fields = {key: found for key, found in form.items() if key not in ("compare", "confirm")}
        if one(form, "op") == "finish" and not one(form, "confirm"):
            ask = ask_before_finish(self._desk, sheet)
            html = _fill("finish.html.j2", request, ask=ask, plurals=PLURALS, blind=self._desk.blind)
            return JSONResponse({"ask": html})
        if one(form, "op") == "look":
            return self._answer(request, sheet, compare)
        done = act(self._desk, sheet, fields)
        return self._answer(request, done.sheet, compare, card=done.card, message=done.message)

    def points(self, request: Request) -> Response:
        """Where two labellings of an article part."""
        sheet = self._sheet(request)
        ids = self._desk.ids
        at = ids.index(sheet.article.id)
        return _page(
            request,
            "points.html.j2",
            title=_title(sheet),
            sheet=sheet,
            points=self._points(sheet),
            place=f"{at + 1} of {len(ids)}",
            previous=ids[at - 1] if at else None,
            next=ids[at + 1] if at + 1 < len(ids) else None,
        )

    def settle(self, request: Request) -> Response:
        """Settle one point: keep the first labels, or take the second's."""
        sheet, form = self._sheet(request), request.scope["form"]
        second = self._require_second().sheet(sheet.article.id)
        if one(form, "op") in ("undo", "redo"):
            after = act(self._desk, sheet, form).sheet
        else:
            change = settle(sheet, second, one(form, "point"), one(form, "side"), self._desk.annotator)
            after = self._desk.change(sheet.article.id, one(form, "version"), change)
        html = _fill("open_points.html.j2", request, sheet=after, points=self._points(after))
        return JSONResponse({"html": html, "version": after.version})

    def conflict(self, request: Request, error: Exception) -> Response:
        """The answer to a change of what is no longer there: what is new, and the board as it is now."""
        assert isinstance(error, ConflictError)
        found = changes(error.before, error.now.labels)
        message = "Not saved: the labels or the text of this article were changed in the meantime."
        message = " ".join((message, "; ".join(found), "Do it again if it still holds."))
        if request.url.path.startswith("/settle/"):
            return JSONResponse({"error": message, "version": error.now.version}, 409)
        return self._answer(request, error.now, False, message=message, status=409)

    def _answer(
        self,
        request: Request,
        sheet: Sheet,
        compare: bool,
        *,
        card: str = "",
        message: str = "",
        status: int = 200,
    ) -> Response:
        shown = self._board(sheet, compare)
        html = _fill("board.html.j2", request, sheet=sheet, **shown)
        return JSONResponse(
            {"html": html, "version": sheet.version, "card": card, "message": message}, status
        )

    def _board(self, sheet: Sheet, compare: bool) -> dict[str, Any]:
        compare = compare and not self._desk.blind
        suggestions, differences, failure = self._extracted(sheet, compare)
        return {
            "board": board(sheet, suggestions, differences),
            "states": STATES,
            "names": NAMES,
            "plurals": PLURALS,
            "said": said,
            "failure": failure,
            "compare": compare,
            "blind": self._desk.blind,
            "annotator": one_line(self._desk.annotator),
            "rejected": 0 if failure or self._desk.blind or not sheet.draft else self._desk.rejected(sheet),
        }

    def _extracted(self, sheet: Sheet, compare: bool) -> tuple[list[Suggestion], Mapping[str, Labels], str]:
        """Suggestions, differences, or why there are none: an article that fails can be labelled by hand."""
        if self._desk.blind or sheet.broken or not (sheet.draft or compare):
            return [], {}, ""
        try:
            return self._desk.suggestions(sheet), self._desk.differences(sheet) if compare else {}, ""
        except Exception as error:
            return [], {}, one_line(f"The extractor failed on this article ({type(error).__name__}: {error})")

    def _is_open(self, article_id: str) -> bool:
        try:
            return self._desk.sheet(article_id).draft
        except (ArticleError, OSError):
            return False

    def _sheet(self, request: Request) -> Sheet:
        try:
            return self._desk.sheet(request.path_params["id"])
        except KeyError:
            raise HTTPException(404, "There is no such article.") from None

    def _require_second(self) -> Second:
        if self._second is None:
            raise HTTPException(404, "This desk has no second labelling; open it with --against.")
        return self._second

    def _points(self, sheet: Sheet) -> Any:
        return points(sheet, self._require_second().sheet(sheet.article.id))

    def _open_points(self, sheet: Sheet) -> str:
        assert self._second is not None
        second = self._second.sheet(sheet.article.id)
        if sheet.draft or second is None:
            return "not finished twice"
        left = len(points(sheet, second))
        return f"{left} to settle" if left else "settled"


def _title(sheet: Sheet) -> str:
    return one_line(sheet.article.title or sheet.article.id)


def _said(error: FormError) -> str:
    """A refusal in words: the fields by their labels."""
    labels = {field.key: field.label for fields in FIELDS.values() for field in fields}
    labels["quantity.best"] = "number"
    found = ((labels.get(key, key), reason) for key, reason in error.problems)
    return "Not saved. " + "; ".join(f"{label}: {reason}" if label else reason for label, reason in found)


def _link(page: str, article_id: str) -> str:
    """The address of a page of an article."""
    return f"/{page}/{quote(article_id, safe='/')}"


def _fill(template: str, request: Request, **values: Any) -> str:
    return render(
        "extractor.labelling.review",
        template,
        csrf=request.scope["csrf"],
        link=_link,
        safe_text=safe,
        **values,
    )


def _page(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    return HTMLResponse(_fill(template, request, **values), status)


def _error(request: Request, status: int, message: str) -> Response:
    """A refusal: words for the script of the page, or a page for somebody who came by its address."""
    if request.method == "POST":
        return JSONResponse({"error": one_line(message)}, status)
    return _page(request, "error.html.j2", status, title=f"Error {status}", message=one_line(message))


def _style(_: Request) -> Response:
    parts = [
        files("extractor.display.markup") / "marks.css",
        files("extractor.labelling.review") / "desk.css",
    ]
    return Response("\n".join(part.read_text(encoding="utf-8") for part in parts), media_type="text/css")


def _script(_: Request) -> Response:
    return _file("desk.js")


def _queue_script(_: Request) -> Response:
    return _file("queue.js")


def _file(name: str) -> Response:
    script = (files("extractor.labelling.review") / name).read_text(encoding="utf-8")
    return Response(script, media_type="text/javascript")
