"""The door of the desk: who may ask, and what a browser may do with the answers.

The desk writes files for whoever reaches it, so it answers one browser of this machine alone. A secret in
the printed address is exchanged for a cookie; the name of the host is checked, so that no other site can
be made to point here (DNS rebinding); a change must come from the desk's own page and carry its token.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from urllib.parse import parse_qs, parse_qsl

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY = 256 * 1024
"""Longest form that is taken, in bytes."""

_MAX_FIELDS = 1000
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; connect-src 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Guard:
    """ASGI middleware around the whole desk.

    What passes carries the fields of its form under ``scope["form"]``, a name beside its values, and under
    ``scope["csrf"]`` what the forms of its answer must bring back.

    Attributes:
        ticket: the secret of the address that is printed.
        csrf: the secret that every form carries.
    """

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self._hosts = (f"127.0.0.1:{port}", f"localhost:{port}")
        # Cookies of one host are shared by all its ports: the name keeps two desks apart.
        self._name = f"extractor-review-{port}"
        self._cookie = secrets.token_urlsafe()
        self.ticket = secrets.token_urlsafe()
        self.csrf = secrets.token_urlsafe()

    @property
    def entrance(self) -> str:
        """The address that lets a browser in."""
        return f"http://{self._hosts[0]}/enter?ticket={self.ticket}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on."""
        if scope["type"] != "http":
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        answer = self._answer(scope)
        form: dict[str, list[str]] = {}
        if answer is None and scope["method"] == "POST":
            body = await _body(receive)
            answer, form = self._form(body)
        if answer is None:
            scope.update(form=form, csrf=self.csrf)
            await self._app(scope, receive, send_guarded)
        else:
            await answer(scope, receive, send_guarded)

    def _answer(self, scope: Scope) -> Response | None:
        """The answer to a request that does not pass, by its address and headers."""
        headers = Headers(scope=scope)
        if headers.getlist("host") not in [[host] for host in self._hosts]:
            return _refusal("The desk answers to its own address only.")
        if scope["path"] == "/enter" and scope["method"] == "GET":
            return self._enter(scope)
        held = cookie_parser(headers.get("cookie", "")).get(self._name, "")
        if not _same(held, self._cookie):
            return _refusal("Open the address that `extractor review` printed when it started.")
        if scope["method"] != "POST":
            return None
        if not self._own_page(headers):
            return _refusal("Changes are taken from the desk's own pages only.")
        if headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
            return PlainTextResponse("Send a form.\n", 415)
        return None

    def _enter(self, scope: Scope) -> Response:
        given = parse_qs(scope["query_string"].decode("latin-1")).get("ticket", [""])[0]
        if not _same(given, self.ticket):
            return _refusal("This address is of another desk; open the one that was printed last.")
        answer = RedirectResponse("/", 303)
        # Lax: links of the error report lead to an article; changes need the form's secret and the own page.
        answer.set_cookie(self._name, self._cookie, path="/", httponly=True, samesite="lax")
        return answer

    def _own_page(self, headers: Headers) -> bool:
        """Whether a form was sent by a page of the desk.

        Under the policy ``no-referrer`` browsers send ``Origin: null`` with a form; then ``Sec-Fetch-Site``
        says where it comes from.
        """
        origin, site = headers.get("origin", "null"), headers.get("sec-fetch-site")
        own = f"http://{headers['host']}"
        return site in (None, "same-origin") if origin == own else origin == "null" and site == "same-origin"

    def _form(self, body: bytes | None) -> tuple[Response | None, dict[str, list[str]]]:
        if body is None:
            return PlainTextResponse(f"A form of over {MAX_BODY:,} bytes is not taken.\n", 413), {}
        try:
            pairs = parse_qsl(
                body.decode("utf-8"),
                keep_blank_values=True,
                errors="strict",
                max_num_fields=_MAX_FIELDS,
            )
        except ValueError:
            return PlainTextResponse("This is no form.\n", 400), {}
        form = _grouped(pairs)
        if not _same(form.pop("csrf", [""])[0], self.csrf):
            return _refusal("This page is of another desk; reload it."), {}
        return None, form


async def _body(receive: Receive) -> bytes | None:
    """The body of a request; None where it is too long, or ends before its end."""
    parts, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":  # half a form must not pass for a whole one
            return None
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > MAX_BODY:
            return None
        if not message.get("more_body", False):
            return b"".join(parts)


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _same(given: str, wanted: str) -> bool:
    return secrets.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


def _refusal(reason: str) -> Response:
    return PlainTextResponse(reason + "\n", 403)
