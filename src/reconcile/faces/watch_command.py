"""What `reconcile watch` does once its arguments are understood."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from reconcile.errors import Problem
from reconcile.faces.local_server import LocalServer
from reconcile.faces.screen import refuse, say, write
from reconcile.faces.watching import WatchedAudit

if TYPE_CHECKING:
    import argparse

_PAUSE = 0.5  # seconds between two looks at the files


def watch_command(options: argparse.Namespace) -> int:
    """Serves the page until Ctrl-C, which `main` turns into an exit status."""
    absent = [path for path in options.targets if not path.exists()]
    if absent:
        return refuse([Problem(str(path), None, "there is no such ledger or document") for path in absent])
    watched = WatchedAudit(options)
    try:
        server = LocalServer(watched, options.port)
    except OSError as error:
        why = error.strerror or error
        say(f"reconcile: port {options.port} cannot be used: {why}; leave --port out for one that is free")
        return 2
    with server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            if not write(f"{server.address}\n", "text", None):
                return 2
            if options.open:
                import webbrowser

                webbrowser.open(server.address)
            while True:
                if watched.look():
                    _tell(watched)
                time.sleep(_PAUSE)
        finally:
            server.shutdown()


def _tell(watched: WatchedAudit) -> None:
    """Say on the terminal what was made, or what stands in the way."""
    for problem in watched.shown.problems:
        say(problem)
    shown = watched.shown
    if shown.problems:
        say("the last report stays until this is mended" if shown.report else "there is no report until this is mended")
    else:
        say(shown.told)
