"""Whatever a folder holds, reading and reporting it ends, and opens nothing outside."""

from __future__ import annotations

import io
import itertools
import os
import signal
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st

from costly import costly
from everything_told import told

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pipes and links are made as POSIX has them")

CANARY = "Canary7f3a"
SETTINGS = "title: T\ndefaults: {area: VN, unit: USD, language: en}\n"
SOURCE = """\
source: {title: R, text: a.txt}
claims:
  - {measure: exports, period: 2024, reported: "5 USD", quote: "came to 5 USD"}
  - {measure: exports, period: 2024, reported: "6 USD", quote: "came to 6 USD"}
"""
CLAIMS = "source,measure,period,value,decimals,unit\na,exports,2024,5,0,USD\nb,exports,2024,6,0,USD\n"
SOURCES = "source,title,text\na,R,a.txt\nb,S,own/b.txt\n"
WORDS = "Exports came to 5 USD.\n"


def parquet(table: str) -> bytes:
    data = io.BytesIO()
    pd.read_csv(io.StringIO(table), dtype=str).astype({"decimals": int}).to_parquet(data)
    return data.getvalue()


SECRETS = {  # outside, and each of them could be read as what it is called
    "secret.yaml": SOURCE.replace("title: R", f"title: {CANARY}").replace("exports", CANARY),
    "settings.yaml": f"title: {CANARY}\n",
    "secret.csv": CLAIMS.replace("exports", CANARY),
    "sources.csv": SOURCES.replace(",R,", f",{CANARY},"),
    "secret.parquet": parquet(CLAIMS.replace("exports", CANARY)),
    "secret.txt": f"{CANARY} came to 5 USD.\n",
    "secret.env": f"KEY={CANARY}\n",
    "folder/a.yaml": SOURCE.replace("exports", CANARY),
    "folder/a.txt": f"{CANARY} came to 5 USD.\n",
    "folder/ledger.yaml": f"title: {CANARY}\n",
}
NAMES = (
    *("ledger.yaml", "ledger.yml", "sources", "sources/a.yaml", "sources/b.yaml", "sources/A.yaml", "sources/c.yml"),
    *("claims.csv", "claims.parquet", "sources.csv", "a.txt", "sources/a.txt", "own", "own/a.txt", "own/b.txt"),
    *(
        ".ledger-next",
        ".ledger-next/ledger.yaml",
        ".ledger-next/sources/a.yaml",
        ".ledger-part-x",
        ".env",
        ".git/config",
    ),
    *(
        "sources/a\nb.yaml",
        "sources/\x1b[31mred.yaml",
        "sources/\udcff.yaml",
        f"sources/{'n' * 250}.yaml",
        "sources/\n.yml",
    ),
)
PIECES = (
    *(SETTINGS, SETTINGS + "texts: own\n", SETTINGS + "texts: ../outside/folder\n", SETTINGS + "texts: .git\n"),
    *(
        SETTINGS + "rules: [exports = imports + x]\n",
        SOURCE,
        SOURCE.replace("a.txt", "own/b.txt"),
        CLAIMS,
        SOURCES,
        WORDS,
    ),
    *(SOURCE.replace("a.txt", ".git/config"), SOURCE.replace("a.txt", "../../outside/secret.txt"), parquet(CLAIMS), ""),
    *(
        f"a: !!python/object/apply:os.system [ls]\nb: {'x' * 500}",
        "* {",
        "- a\n- b\n",
        "plain text",
        b"\xff\xfe",
        b"PAR1",
    ),
)
TARGETS = (
    *(f"OUTSIDE/{name}" for name in (*SECRETS, "folder", "absent")),
    *("../outside/secret.yaml", "../../outside/secret.yaml", "../outside/folder", "../../outside/folder/a.txt"),
    *(".", "..", "../..", "/", "/dev/zero", "/dev/stdin", "/proc/self/environ", "absent", "a.yaml", "a.txt", "b.yaml"),
    *("../a.txt", "../ledger.yaml", "../.git/config", "own", "sources", "../own/a.txt", "ledger/sources/a.yaml"),
)
entries = st.one_of(
    st.tuples(st.just("file"), st.sampled_from(PIECES) | st.binary(max_size=60)),
    st.tuples(st.just("link"), st.sampled_from(TARGETS) | st.sampled_from(NAMES)),
    st.tuples(st.sampled_from(["pipe", "folder"]), st.just("")),
)
GOOD = {"ledger.yaml": ("file", SETTINGS), "sources/a.yaml": ("file", SOURCE), "sources/a.txt": ("file", WORDS)}
TABLE = {"claims.csv": ("file", CLAIMS), "sources.csv": ("file", SOURCES), "a.txt": ("file", WORDS)}
FITTING = (  # what a ledger may well have
    *(("sources/b.yaml", ("file", SOURCE.replace("a.txt", name))) for name in ("own/b.txt", "b.txt", ".git/config")),
    *(("sources/b.yaml", ("link", name)) for name in ("a.yaml", "../own/b.yaml", "OUTSIDE/secret.yaml")),
    *(("sources/a.txt", ("link", name)) for name in ("../own/b.txt", "OUTSIDE/secret.txt", "../.env", "/dev/zero")),
    *(("own/b.txt", one) for one in (("file", WORDS), ("link", "OUTSIDE/secret.txt"), ("pipe", ""))),
    *(("own", ("link", name)) for name in ("sources", "OUTSIDE/folder", ".")),
    *(("ledger.yaml", ("file", SETTINGS + more)) for more in ("texts: own\n", "rules: [exports <= 5 USD]\n")),
    *((".git/config", ("file", SECRETS["secret.yaml"])), (".env", ("file", CANARY)), ("notes", ("link", "/"))),
)
trees = st.builds(
    lambda start, *more: {**start, **dict(itertools.chain(*more))},
    st.sampled_from([GOOD, TABLE, {}]),
    st.lists(st.sampled_from(FITTING), max_size=4),
    st.lists(st.tuples(st.sampled_from(NAMES), entries), max_size=3),
)


def grow(folder: Path, tree, outside: Path) -> None:
    """Make a tree, a part of it where two names get into each other's way."""
    for name, (kind, what) in tree.items():
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.parent.resolve().is_relative_to(folder.resolve()):
                continue
            if kind == "file" and not path.is_symlink():
                path.write_bytes(what if isinstance(what, bytes) else what.encode())
            elif kind == "link":
                path.symlink_to(what.replace("OUTSIDE", str(outside)))
            elif kind == "pipe":
                os.mkfifo(path)
            elif kind == "folder":
                path.mkdir()
        except OSError:
            continue


_tracing: list[list[str]] = []


def _trace(name, arguments):
    if _tracing and name in {"open", "os.listdir", "os.scandir"} and isinstance(arguments[0], str | bytes):
        _tracing[-1].append(os.fsdecode(arguments[0]))


sys.addaudithook(_trace)


@contextmanager
def traced():
    """The paths that are opened or listed meanwhile; ends what does not end by itself."""

    def stop(*_):
        raise AssertionError("it does not end")

    before = signal.signal(signal.SIGALRM, stop)
    _tracing.append([])
    signal.alarm(120)
    try:
        yield _tracing[-1]
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
        _tracing.clear()


LIBRARIES = tuple(os.path.realpath(path) for path in {sys.prefix, sys.base_prefix, *sys.path} if path)


@pytest.fixture(scope="module", autouse=True)
def _libraries_are_loaded(tmp_path_factory):
    """What libraries open when they are first used is theirs: time zones, what the processor can do."""
    for start in (GOOD, TABLE, {"claims.parquet": ("file", parquet(CLAIMS))}):
        folder = tmp_path_factory.mktemp("good")
        grow(folder, start, folder)
        assert "refused" not in dict(told(folder))


@costly(2)
@given(trees, st.booleans())
@example({**GOOD, "sources/b.yaml": ("link", "OUTSIDE/secret.yaml")}, False)
@example({**GOOD, "sources/a.txt": ("link", "/dev/zero")}, False)
@example({**GOOD, "ledger.yaml": ("file", SETTINGS + "texts: ../outside/folder\n")}, True)
@example({**TABLE, "claims.parquet": ("link", "OUTSIDE/secret.parquet")}, False)
@example({"claims.parquet": ("link", "OUTSIDE/secret.parquet")}, False)
@example({"claims.csv": ("link", "OUTSIDE/secret.csv")}, False)
@example({".ledger-next": ("link", "OUTSIDE/folder"), "sources": ("link", "OUTSIDE/folder")}, False)
@example({**GOOD, ".git/config": ("file", SECRETS["secret.yaml"]), "sources/b.yaml": ("link", "../.git/config")}, False)
@example({**GOOD, ".env": ("file", CANARY), "sources/a.txt": ("link", "../.env")}, False)
def test_a_hostile_tree_tells_nothing_of_what_is_outside(tree, with_texts):
    with tempfile.TemporaryDirectory() as top:
        folder, outside, texts = (Path(top).resolve() / name for name in ("ledger", "outside", "texts"))
        for name, content in SECRETS.items():
            path = outside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        texts.mkdir()
        (texts / "b.txt").symlink_to(outside / "secret.txt")
        folder.mkdir()
        grow(folder, tree, outside)
        table = folder / "claims.csv"
        for path in (folder, table) if table.is_file() and not table.is_symlink() else (folder,):
            with traced() as paths:
                said = dict(told(path, texts if with_texts else None))
            event("refused" if "refused" in said else "audited")
            assert not [name for name, report in said.items() if CANARY in report]
            inside = (str(folder), *([str(texts)] if with_texts else []))
            for one in {os.path.realpath(path) for path in paths}:
                assert one.startswith((*(f"{root}{os.sep}" for root in (*inside, *LIBRARIES)), *inside)), one
