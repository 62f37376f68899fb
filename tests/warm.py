"""A Python that has imported the package already: what is run in it begins at once, and is a process all the same.

To import pandas and Pandera takes most of the time of a command. Here one process imports them, and forks itself for
whoever asks; the fork has the streams, environment, folder and arguments of who asked, whose exit status is the fork's.
What Python does before it imports anything (`-X`, `-W`, closed streams) it does not do here, and a signal reaches who
asked alone: what is tested of these needs a process of its own.

`warm.py SOCKET -m MODULE …` and `warm.py SOCKET -c CODE …` run as `python -m` and `python -c` do.
"""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def warm_python() -> Iterator[str]:
    """The path of a program that runs Python so; the process that forks ends with the context."""
    if not hasattr(os, "fork"):
        yield sys.executable
        return
    import shlex
    import subprocess
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        program, address = f"{folder}/python", f"{folder}/socket"
        words = shlex.join([sys.executable, "-I", "-S", __file__, address])
        Path(program).write_text(f'#!/bin/sh\nexec {words} "$@"\n', encoding="utf-8")
        Path(program).chmod(0o755)
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}  # who has several threads cannot be forked safely
        server = [sys.executable, __file__, address]
        with subprocess.Popen(server, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as process:
            assert process.stdin
            assert process.stdout
            assert process.stdout.readline() == b"ready\n"
            yield program
            process.stdin.close()


def _ask(address: str, arguments: list[str]) -> int:
    """Run it in a fork, and give its exit status."""
    folder = os.getcwd()  # noqa: PTH109 - what is not imported here begins sooner
    asked = json.dumps({"arguments": arguments, "environment": dict(os.environ), "folder": folder}).encode()
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(address)
        socket.send_fds(connection, [len(asked).to_bytes(4, "big")], [0, 1, 2])
        connection.sendall(asked)
        return int(connection.recv(16) or b"1")


def _serve(address: str) -> int:
    import gc
    import select

    import pandera.pandas

    import reconcile.auditing
    import reconcile.faces.command
    import reconcile.ledger.ledger

    assert pandera
    assert reconcile
    gc.freeze()  # or each fork would look through all that was imported when it ends
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(address)
        listening.listen()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while True:
            waiting, _, _ = select.select([listening, sys.stdin], [], [])
            if sys.stdin in waiting:  # closed, at the latest when who started this is gone
                return 0
            connection, _ = listening.accept()
            if os.fork():
                connection.close()
                continue
            # Who asked waits for this process, and this for the one that does the work and ends as any Python does.
            size, streams, _, _ = socket.recv_fds(connection, 4, 3)
            if worker := os.fork():
                for stream in streams:
                    os.close(stream)
                status = os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1])
                connection.sendall(str(status if status >= 0 else 128 - status).encode())
                os._exit(0)
            break
    with connection.makefile("rb") as request:
        asked = json.loads(request.read(int.from_bytes(size, "big")))
    connection.close()
    return _run(asked["arguments"], asked["environment"], asked["folder"], streams)


def _run(arguments: list[str], environment: dict[str, str], folder: str, streams: list[int]) -> int:
    import runpy

    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    encoding, _, errors = environment.get("PYTHONIOENCODING", "").partition(":")
    for name, number, usual in (("stdout", 1, "strict"), ("stderr", 2, "backslashreplace")):
        stream = open(number, "w", encoding=encoding or "utf-8", errors=errors or usual, closefd=False)  # noqa: SIM115
        stream.reconfigure(line_buffering=number == 2 or stream.isatty())
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    how, what, *others = arguments
    sys.path[0] = folder
    if how == "-m":
        sys.argv = [what, *others]
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        sys.argv = ["-c", *others]
        exec(compile(what, "<string>", "exec"), {"__name__": "__main__"})
    return 0


if __name__ == "__main__":
    _, where, *words = sys.argv
    sys.exit(_ask(where, words) if words else _serve(where))
