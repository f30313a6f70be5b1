"""A real Chromium, headless and with no network but this machine, driven over the WebDriver protocol."""

from __future__ import annotations

import base64
import json
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

MISSING = (
    "pages are tested in a real browser, and Debian's chromium and chromium-driver are not "
    "installed here; `make test` installs them where it runs as root on such a system"
)
_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--window-size=1400,1000",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
_PATIENCE = 30.0
_CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")


def available() -> bool:
    """Whether the browser and its driver are installed."""
    return all(shutil.which(name) for name in ("chromium", "chromedriver"))


class Browser:
    """One session; elements are named by CSS selectors."""

    def __init__(self, base: str, session: str) -> None:
        self._base = f"{base}/session/{session}"

    def open(self, path: Path) -> None:
        """Load a file."""
        _call("POST", f"{self._base}/url", {"url": path.resolve().as_uri()})

    def go(self, url: str) -> None:
        """Load a page of a server."""
        _call("POST", f"{self._base}/url", {"url": url})

    def type(self, selector: str, text: str) -> None:
        """Replace what stands in the first field of a selector, key by key."""
        found = _call("POST", f"{self._base}/element", {"using": "css selector", "value": selector})
        field = f"{self._base}/element/{found[_ELEMENT]}"
        _call("POST", f"{field}/clear", {})
        _call("POST", f"{field}/value", {"text": text})

    def script(self, code: str) -> Any:
        """What a function body returns; it runs beside the page, whatever the page's policy."""
        return _call("POST", f"{self._base}/execute/sync", {"script": code, "args": []})

    def until(self, expression: str) -> None:
        """Wait for an expression to hold, across the load of another page."""
        deadline = time.monotonic() + _PATIENCE
        while True:
            with suppress(HTTPError):  # the page is on its way out
                if self.script(f"return Boolean({expression})"):
                    return
            assert time.monotonic() < deadline, f"never came true: {expression}"
            time.sleep(0.05)

    def click(self, selector: str) -> None:
        """Click the first element of a selector."""
        found = _call("POST", f"{self._base}/element", {"using": "css selector", "value": selector})
        _call("POST", f"{self._base}/element/{found[_ELEMENT]}/click", {})

    def press(self, selector: str, keys: str) -> None:
        """Press keys at the first element of a selector; U+E007 is the return key."""
        found = _call("POST", f"{self._base}/element", {"using": "css selector", "value": selector})
        _call("POST", f"{self._base}/element/{found[_ELEMENT]}/value", {"text": keys})

    def key(self, keys: str) -> None:
        """Press a key where the page has its focus; before it the modifiers that are held, such as U+E008."""
        *held, last = list(keys)
        down = [{"type": "keyDown", "value": key} for key in (*held, last)]
        up = [{"type": "keyUp", "value": key} for key in (last, *reversed(held))]
        self._act({"type": "key", "id": "keyboard", "actions": [*down, *up]})

    def drag(self, selector: str, target: str) -> None:
        """Drag the middle of one element to that of another, with the mouse."""
        moves = []
        for each in (selector, target):
            found = _call("POST", f"{self._base}/element", {"using": "css selector", "value": each})
            moves.append({"type": "pointerMove", "duration": 50, "origin": found, "x": 0, "y": 0})
        down, up = ({"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp"))
        actions = [moves[0], down, moves[1], up]
        self._act({"type": "pointer", "id": "mouse", "actions": actions})

    def _act(self, device: dict[str, Any]) -> None:
        _call("POST", f"{self._base}/actions", {"actions": [device]})

    def size(self, width: int, height: int) -> None:
        """Make the page so large, in CSS pixels, whatever the smallest window."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self._devtools("Emulation.setDeviceMetricsOverride", metrics)

    def keys(self, keys: str) -> None:
        """Press keys where the focus is."""
        found = _call("GET", f"{self._base}/element/active", None)
        _call("POST", f"{self._base}/element/{found[_ELEMENT]}/value", {"text": keys})

    def dark(self, on: bool) -> None:
        """Let the page believe that its reader wants dark colours, or light ones."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if on else "light"}
        self._devtools("Emulation.setEmulatedMedia", {"features": [scheme]})

    def downloads(self, folder: Path) -> None:
        """Keep the files that the page hands out in a folder."""
        self._devtools("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)})

    def contrasts(self) -> list[tuple[str, float]]:
        """The texts that stand out too little from what is behind them (WCAG 2.1), with their ratios."""
        return [tuple(row) for row in self.script(_CONTRAST)]

    def print(self) -> bytes:
        """The page as a PDF, on paper of the size that it asks for."""
        printed = self._devtools("Page.printToPDF", {"preferCSSPageSize": True})
        return base64.b64decode(printed["data"])

    def picture(self) -> bytes:
        """What the window shows, as a PNG."""
        return base64.b64decode(_call("GET", f"{self._base}/screenshot", None))

    def _devtools(self, command: str, parameters: dict[str, Any]) -> Any:
        return _call("POST", f"{self._base}/goog/cdp/execute", {"cmd": command, "params": parameters})

    def shown(self, selector: str) -> int:
        """How many elements of a selector are displayed."""
        code = f"return [...document.querySelectorAll({selector!r})].filter(e => e.checkVisibility()).length"
        return int(self.script(code))

    def console(self) -> list[str]:
        """What the page and the browser have written to the console since the last call."""
        return [line["message"] for line in _call("POST", f"{self._base}/se/log", {"type": "browser"})]


@contextmanager
def browser(profile: Path) -> Iterator[Browser]:
    """A browser with a fresh profile folder; it and its driver end with the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    driver = subprocess.Popen(
        ["chromedriver", f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(base)
        options = {"binary": shutil.which("chromium"), "args": [*_FLAGS, f"--user-data-dir={profile}"]}
        logged = {"browser": "ALL"}
        wanted = {
            "capabilities": {"alwaysMatch": {"goog:chromeOptions": options, "goog:loggingPrefs": logged}}
        }
        session = _call("POST", f"{base}/session", wanted)["sessionId"]
        try:
            yield Browser(base, session)
        finally:
            _call("DELETE", f"{base}/session/{session}", None)
    finally:
        driver.terminate()
        driver.wait(timeout=_PATIENCE)


def _wait(base: str) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            if _call("GET", f"{base}/status", None)["ready"]:
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
        time.sleep(0.1)


def _call(method: str, url: str, body: dict[str, Any] | None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        url, data=data, method=method, headers={"Content-Type": "application/json"}
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=_PATIENCE) as answer:
        return json.loads(answer.read())["value"]
