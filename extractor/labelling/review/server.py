"""The desk as a server of this machine: one address, until Ctrl-C."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn

from extractor.labelling.review.adjudicate import Second
from extractor.labelling.review.app import make_app
from extractor.labelling.review.desk import Desk
from extractor.labelling.review.guard import Guard


def serve(desk: Desk, port: int, opened: Callable[[str], object], second: Second | None = None) -> None:
    """Serve the desk until it is interrupted.

    Args:
        desk: what is served.
        port: the port on 127.0.0.1; 0 takes a free one.
        opened: is called with the address that lets a browser in, as soon as it answers.
        second: a second labelling, for a desk that settles where the two part.

    Raises:
        OSError: the port is taken.
    """
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", port))
        listening.listen()
        guard = Guard(make_app(desk, second), listening.getsockname()[1])
        config = uvicorn.Config(
            guard,
            access_log=False,
            log_level="warning",
            server_header=False,
            lifespan="off",
            ws="none",
            timeout_graceful_shutdown=2,
        )
        opened(guard.entrance)
        try:
            uvicorn.Server(config).run(sockets=[listening])
        except KeyboardInterrupt:  # uvicorn raises it again once it has closed
            return
