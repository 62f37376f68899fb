"""Each line of the page on security is a test here, of the same name."""

from __future__ import annotations

import argparse
import ast
import html
import http.client
import io
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from pages import ROOT

from everything_told import told
from reconcile.auditing import run
from reconcile.errors import LedgerError
from reconcile.faces.command import main
from reconcile.faces.local_server import LocalServer
from reconcile.faces.watching import WatchedAudit
from reconcile.language.figures import FigureError, read_figure
from reconcile.language.periods import PeriodError, read_period
from reconcile.language.rule_grammar import RuleError, read_rule
from reconcile.ledger.ledger import Ledger
from reconcile.reports.page import to_html

pytestmark = pytest.mark.skipif(os.name != "posix", reason="links and pipes are made as POSIX has them")

SETTINGS = "title: T\ndefaults: {area: VN, unit: USD, language: en}\n"
SOURCE = 'source: {{text: "{}"}}\nclaims:\n  - {{measure: m, period: 2024, reported: "5 USD", quote: "about 5 USD"}}\n'
TABLE = "source,measure,period,value,decimals\na,m,2024,5,0\n"
PROOFS: dict[str, Callable[..., None]] = {}


def proves(test: Callable[..., None]) -> Callable[..., None]:
    """A test of the line of its name."""
    PROOFS[test.__name__.removeprefix("test_")] = test
    return test


def test_every_line_of_the_page_is_tested_and_no_other():
    page = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    lines = re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)
    assert lines == list(PROOFS)
    assert all(globals().get(f"test_{name}") is test for name, test in PROOFS.items())


@pytest.fixture
def ledger(tmp_path):
    """A good ledger, beside a secret that it has no business with."""
    folder = tmp_path / "ledger"
    (folder / "sources").mkdir(parents=True)
    (folder / "ledger.yaml").write_text(SETTINGS)
    (folder / "sources/a.yaml").write_text(SOURCE.format("a.txt"))
    (folder / "sources/a.txt").write_text("It was about 5 USD.")
    (tmp_path / "secret").write_text("SECRET about 5 USD\n")
    return folder


def problems(path: Path, **options) -> list[str]:
    try:
        Ledger.read(path, **options)
    except LedgerError as error:
        return [str(problem) for problem in error.problems]
    return []


@pytest.mark.slow
@proves
def test_code(ledger):
    ran = ledger / "ran"
    for tag in ("!!python/object/apply:os.system", "!!python/name:os.system", "!!python/object/new:os.system", "!run"):
        (ledger / "sources/b.yaml").write_text(f'source: {tag} ["touch {ran}"]\n')
        assert "a tag (" in problems(ledger)[0]
    (ledger / "sources/b.yaml").unlink()
    words = f"__import__(`os`).system(`touch {ran}`)"
    for rule in (words, f"m = {words}", "m = 5 if True else 6"):
        (ledger / "ledger.yaml").write_text(SETTINGS + f'rules: ["{rule}"]\n')
        assert "rule " in problems(ledger)[0]
    (ledger / "ledger.yaml").write_text(SETTINGS)
    (ledger / "sources/a.yaml").write_text(SOURCE.format("a.txt").replace('reported: "5 USD"', f'reported: "{words}"'))
    assert "expected a number" in problems(ledger)[0]
    assert not ran.exists()
    for path in (ROOT / "src").rglob("*.py"):
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        calls = {node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
        names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
        names |= {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}
        assert not calls & {"eval", "exec", "compile", "__import__"}, path
        assert not names & {"pickle", "marshal", "shelve", "subprocess", "ctypes", "runpy"}, path


@proves
def test_network(ledger, monkeypatch):
    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, lambda *given: pytest.fail(f"{given}"), raising=False)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *given, **_: pytest.fail(f"{given}"))
    address = "http://127.0.0.1:9/x"
    (ledger / "ledger.yaml").write_text(SETTINGS.replace("title: T", f"title: <img src={address}>"))
    (ledger / "sources/a.yaml").write_text(
        SOURCE.format("a.txt").replace("source: {", f"source: {{title: '{address}', ")
    )
    assert address in str(dict(told(ledger)))
    page = to_html(run(Ledger.read(ledger)))
    assert not re.findall(r"<(?:img|script|link|iframe)[^>]*(?:src|href)=[\"']?http", page)
    assert "default-src 'none'" in html.unescape(page)


@proves
def test_outside(ledger, tmp_path):
    secret, elsewhere = tmp_path / "secret", tmp_path / "elsewhere"
    (elsewhere / "sources").mkdir(parents=True)
    (elsewhere / "ledger.yaml").write_text("title: SECRET\n")
    (elsewhere / "a.txt").write_text("SECRET about 5 USD")
    (elsewhere / "sources/b.yaml").write_text(SOURCE.format("a.txt").replace("measure: m", "measure: SECRET"))
    refused = "a link leads out of the folder that is read; put what it leads to in its place"
    for name, target in (
        ("ledger.yaml", secret),
        ("ledger.yaml", elsewhere / "ledger.yaml"),
        ("claims.csv", secret),
        ("claims.parquet", secret),
        ("sources.csv", secret),
        ("sources", elsewhere / "sources"),
        ("sources/a.yaml", secret),
        ("sources/a.yaml", Path("../../secret")),
        ("sources/a.yaml", Path("/proc/self/environ")),
    ):
        path, aside = ledger / name, tmp_path / "aside"
        if path.exists():
            path.rename(aside)
        path.symlink_to(target)
        assert f"{name}: {refused}" in problems(ledger)
        assert "SECRET" not in str(dict(told(ledger)))
        path.unlink()
        if aside.exists():
            aside.rename(path)
    for said, advice in (
        ("../elsewhere", "the call names such a folder: --texts DIR"),
        (str(elsewhere), "--texts DIR"),
    ):
        (ledger / "ledger.yaml").write_text(SETTINGS + f"texts: {said}\n")
        (found,) = problems(ledger)
        assert found.startswith("ledger.yaml:3: texts ")
        assert advice in found
    (ledger / "ledger.yaml").write_text(SETTINGS + "texts: own\n")
    (ledger / "own").symlink_to(elsewhere)
    assert problems(ledger) == [f"ledger.yaml: texts 'own' {refused}, or name it in the call: --texts DIR"]
    (ledger / "own").unlink()
    (ledger / "sources/a.txt").unlink()
    (ledger / "sources/a.txt").symlink_to(secret)
    said = str(dict(told(ledger)))
    assert refused in said
    assert "SECRET" not in said
    (ledger / ".ledger-next").symlink_to(elsewhere)
    assert problems(ledger) == [".ledger-next: is a link, which no writer of a ledger makes; remove it"]
    (ledger / ".ledger-next").unlink()
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / "claims.csv").write_text(TABLE)
    (alone / "sources.csv").symlink_to(secret)
    assert f"sources.csv: {refused}" in problems(alone / "claims.csv")


@pytest.mark.slow
@proves
def test_absent(ledger, tmp_path):
    for name in ("sources/b.yaml", "sources/a.txt", "sources.csv"):
        said = []
        for target in (tmp_path / "secret", tmp_path / "no such", Path("/root/.ssh/id_ed25519")):
            path, before = ledger / name, (ledger / name).read_bytes() if (ledger / name).exists() else None
            path.unlink(missing_ok=True)
            path.symlink_to(target)
            try:
                said.append(str(run(Ledger.read(ledger)).findings.to_dict("records")))
            except LedgerError as error:
                said.append(str(error))
            path.unlink()
            if before is not None:
                path.write_bytes(before)
        assert len(set(said)) == 1
        assert "a link leads out" in said[0]


@proves
def test_hidden(ledger):
    (ledger / ".git").mkdir()
    (ledger / ".git/config").write_text("SECRET about 5 USD")
    for name in (".git/config", "./.git/config"):
        (ledger / "sources/a.yaml").write_text(SOURCE.format(name))
        assert "is hidden; only files that everybody sees are read" in problems(ledger)[0]
    (ledger / "sources/a.yaml").write_text(SOURCE.format("b.txt"))
    (ledger / "sources/b.txt").symlink_to("../.git/config")
    assert "SECRET" not in str(dict(told(ledger)))
    (ledger / "sources/b.yaml").symlink_to("../.git/config")
    assert "sources/b.yaml: a link leads to what is hidden" in problems(ledger)[0]
    (ledger / "ledger.yaml").write_text(SETTINGS + "texts: .git\n")
    assert "texts '.git' is hidden" in problems(ledger)[0]


@proves
def test_changes(ledger, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def state():
        return {path: (path.stat().st_mtime_ns, path.is_file() and path.read_bytes()) for path in tmp_path.rglob("*")}

    before = state()
    assert "refused" not in dict(told(ledger))
    assert state() == before
    main(["audit", str(ledger), "--format", "json", "--output", "out.json", "--report", "html=out.html"])
    assert {path.name for path in set(state()) - set(before)} == {"out.json", "out.html"}


@proves
def test_elsewhere(ledger, tmp_path):
    given, written = Ledger.read(ledger), tmp_path / "written"
    for name in ("sources", ".ledger-next"):
        outside = tmp_path / f"of {name}"
        (outside / "sources").mkdir(parents=True)
        (outside / "a.yaml").write_text("mine")
        (outside / "ledger.yaml").write_text("mine")
        written.mkdir(exist_ok=True)
        (written / name).symlink_to(outside)
        with pytest.raises(LedgerError, match="is a link, which no writer of a ledger makes; remove it"):
            given.write(written)
        assert sorted(path.name for path in outside.rglob("*")) == ["a.yaml", "ledger.yaml", "sources"]
        assert [path.name for path in written.iterdir()] == [name]
        (written / name).unlink()
    (written / "ledger.yaml").symlink_to(tmp_path / "secret")
    assert Ledger.read(given.write(written)) == given
    assert (tmp_path / "secret").read_text().startswith("SECRET")


@pytest.mark.slow
@proves
def test_waiting(ledger):
    names = ("ledger.yaml", "claims.csv", "claims.parquet", "sources.csv", "sources/b.yaml", "sources/a.txt")
    makers = (os.mkfifo, Path.mkdir, lambda path: path.symlink_to(ledger / "pipe"), _socket)
    for number, name in enumerate(names):
        for make in (os.mkfifo, makers[number % 4]):
            path = ledger / name
            before = path.read_bytes() if path.exists() else None
            path.unlink(missing_ok=True)
            if not (ledger / "pipe").exists():
                os.mkfifo(ledger / "pipe")
            make(path)
            if name.endswith(".txt"):
                with pytest.raises(LedgerError, match="is not a file"):
                    Ledger.read(ledger).text("a")
            else:
                assert f"{name}: is not a file" in problems(ledger)
            path.rmdir() if path.is_dir() else path.unlink()
            if before is not None:
                path.write_bytes(before)
    (ledger / "sources/b.yaml").symlink_to("/dev/zero")
    assert "a link leads out" in problems(ledger)[0]


def _socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # since a socket's whole name must be short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


@pytest.mark.slow
@proves
def test_messages(ledger):
    """Of every place where a file may go wrong, tests/ledger/test_messages.py tests it."""
    key = "k" * 300
    for content in (
        key,
        f"- {key}\n",
        f"{key}: {key}\nb: c\n",
        f"a: !{key} b",
        f"a: *{key}",
        f"source: {{{key}: x}}",
        f'"{key}',
    ):
        (ledger / "sources/b.yaml").write_text(content)
        assert problems(ledger)
        assert not [one for one in problems(ledger) if "k" * 81 in one]


@proves
def test_files(ledger):
    for name in ("sources/b.yaml", "sources/a.txt"):
        with (ledger / name).open("ab") as stream:
            stream.truncate(2**26 + 1)
    assert problems(ledger)[0].startswith("sources/b.yaml: larger than 67108864 bytes")
    (ledger / "sources/b.yaml").unlink()
    with pytest.raises(LedgerError, match="larger than 67108864 bytes"):
        Ledger.read(ledger).text("a")
    (ledger / "claims.csv").write_text(",".join(map(str, range(1001))) + "\n")
    assert problems(ledger) == ["claims.csv:1: 1001 columns, and no table of a ledger has more than 1000"]


@proves
def test_yaml(ledger):
    layers = "".join(f"{b}: &{b} [{','.join(['*' + a] * 10)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    for content, message in (
        (f"a: &a [{'x,' * 9}x]\n{layers}", "aliases repeat more than 10000 values"),
        ("a: " + "[" * 50 + "]" * 50, "nested more than 30 deep"),
        (f"? {'k' * 1001}\n: b", "a key of more than 1000 characters"),
    ):
        (ledger / "sources/b.yaml").write_text(content)
        assert message in problems(ledger)[0]


@proves
def test_numbers(ledger):
    for words in ("9" * 401, "1" + ",000" * 200, "1e999999999 USD", "0." + "0" * 401 + "1"):
        with pytest.raises(FigureError):
            read_figure(words, "en")
    for rule in (
        "a = 1e999999999 * b",
        "a = 1e-999999999 * b",
        f"a = {'9' * 300} * b",
        "a = 1e99 * b + 1e99 * c + 1e199",
    ):
        with pytest.raises(RuleError):
            read_rule(rule)
    for period in ("99999999", "2024-W9999999999", "1/9999999", "0000", "9999-12-31/99999"):
        with pytest.raises(PeriodError):
            read_period(period)
    for cells, message in (
        (f"{'9' * 1001},0", "is longer than 1000 digits"),
        ("1e999999999,0", "is no plain decimal"),
        ("1,999999999", "is neither a whole number up to 999"),
        ("1,-999999999", "is neither a whole number up to 999"),
    ):
        (ledger / "claims.csv").write_text(f"source,measure,period,value,decimals\na,m,2024,{cells}\n")
        assert message in " ".join(problems(ledger))
    (ledger / "claims.csv").write_text(f"source,measure,period,value,decimals\na,m,2024,{'9' * 1000},-999\n")
    assert run(Ledger.read(ledger)).status in {0, 1}


@pytest.mark.slow
@proves
def test_patterns():
    """Words of 40,000 characters are read in a process of its own, which is ended where it does not end."""
    code = """if True:
        from reconcile.errors import ReconcileError
        from reconcile.language.figures import read_figure
        from reconcile.language.periods import read_period
        from reconcile.language.rule_grammar import read_rule

        readers = (lambda text: read_figure(text, "en"), lambda text: read_figure(text, "vi"), read_period, read_rule)
        parts = "1|1 |1,|1.| |-|a|a |1 a |(|%|1-|about |1/|2024-|a.|a+|a=|[".split("|")
        for text in (part * (40_000 // len(part)) + end for part in parts for end in ("", "!")):
            for read in readers:
                try:
                    read(text)
                except ReconcileError:
                    pass
    """
    subprocess.run([sys.executable, "-c", code], check=True, timeout=300, env={**os.environ, "PYTHONWARNINGS": "error"})


@proves
def test_markup(ledger):
    """Format by format, the tests of the reports and fixtures/hostile test more."""
    script, command, formula = "</script><script>alert(1)</script>", "::error file=x::forged", "=HYPERLINK(1)"
    source = SOURCE.format("a.txt").replace("measure: m", f'measure: "{script}", claim: "{formula}"')
    source = source.replace("source: {", f'source: {{title: "{command}\\n{command}", publisher: "{script}", ')
    (ledger / "sources/a.yaml").write_text(source)
    (ledger / "sources/a.txt").write_text(f"{script} It was about 5 USD.")
    said = dict(told(ledger))
    said["markdown"] = re.sub(r"`[^`\n]*`", "", said["markdown"])  # in code, nothing is markup
    assert not [name for name in ("html", "junit", "markdown") if "<script>alert" in said[name]]
    assert not [line for line in said["github"].splitlines() if line.startswith(command)]
    assert not re.findall(r'(?:^|,)"?=', said["csv"], re.MULTILINE)


@proves
def test_terminal(ledger):
    odd = "\x1b[2J\x1b]0;owned\x07\u202e\u2066\x9b31m"
    quoted = "".join(f"\\u{ord(one):04x}" for one in odd)
    (ledger / "ledger.yaml").write_text(SETTINGS.replace("title: T", f'title: "{quoted}"'))
    (ledger / "sources" / f"b{odd}.yaml").write_text("a: [")
    (ledger / "sources" / f"c{odd}.yml").write_text("a: [")
    for _ in range(2):
        shown = "".join(report for name, report in told(ledger) if name != "findings")
        assert not set(odd) & set(shown) - set("[J]0;owned31m2")
        for path in (ledger / "sources").glob("[bc]*"):
            path.unlink()


@proves
def test_lies(tmp_path):
    (tmp_path / "claims.csv").write_text(TABLE + "b,m,2024,5,0\n")
    assert run(Ledger.read(tmp_path)).counts["exact"]


@proves
def test_accepts(tmp_path):
    (tmp_path / "claims.csv").write_text(TABLE + "b,m,2024,7,0\n")
    result = run(Ledger.read(tmp_path))
    (conflict,) = result.findings.loc[result.findings["verdict"] == "conflict", "finding"]
    assert result.status == 1
    (tmp_path / "ledger.yaml").write_text(f'accepted: [{{finding: "{conflict}", reason: "never mind"}}]\n')
    assert run(Ledger.read(tmp_path)).status == 0


@proves
def test_texts(ledger, tmp_path):
    (ledger / "sources/a.yaml").write_text(SOURCE.format("secret"))
    assert "SECRET" not in to_html(run(Ledger.read(ledger)))
    assert "SECRET" in to_html(run(Ledger.read(ledger, texts=tmp_path)))


@proves
def test_named(ledger, tmp_path):
    (tmp_path / "folder").symlink_to(ledger)
    (tmp_path / "claims").mkdir()
    (tmp_path / "table.csv").write_text(TABLE)
    (tmp_path / "claims/link.csv").symlink_to(tmp_path / "table.csv")
    (tmp_path / "claims/table.parquet").symlink_to(tmp_path / "table.parquet")
    data = io.BytesIO()
    pd.read_csv(io.StringIO(TABLE)).assign(period="2024").to_parquet(data)
    (tmp_path / "table.parquet").write_bytes(data.getvalue())
    (tmp_path / "words").symlink_to(ledger / "sources")
    assert len(Ledger.read(tmp_path / "folder").claims) == 1
    assert len(Ledger.read(tmp_path / "claims/link.csv").claims) == 1
    assert len(Ledger.read(tmp_path / "claims/table.parquet").claims) == 1
    assert Ledger.read(ledger, texts=tmp_path / "words").text("a") == "It was about 5 USD."
    (ledger / "own").mkdir()
    (ledger / "sources/a.txt").rename(ledger / "own/words")
    (ledger / "sources/a.txt").symlink_to("../own/words")  # within the ledger, links are links
    assert Ledger.read(ledger).text("a") == "It was about 5 USD."


@proves
def test_copies(ledger, tmp_path):
    (ledger / "sources/a.txt").unlink()
    os.link(tmp_path / "secret", ledger / "sources/a.txt")
    assert Ledger.read(ledger).text("a") == "SECRET about 5 USD\n"


@pytest.fixture
def served(ledger):
    """Asks the server of a watched ledger: its status for a path, with headers, and what is sent."""
    asked = argparse.Namespace(
        targets=[ledger], rule=[], texts=None, language=None, published=None, budget=1, lang="en"
    )
    with LocalServer(WatchedAudit(asked), 0) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()

        def ask(path: str, body: str | None = None, **headers: str) -> int:
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
            given = {"Host": f"127.0.0.1:{server.port}"} | headers
            connection.request("GET" if body is None else "POST", path, body=body, headers=given)
            return connection.getresponse().status

        yield server, ask
        server.shutdown()


@proves
def test_loopback(served):
    server, ask = served
    assert server.server_address[0] == "127.0.0.1"
    assert len(server.token) >= 32
    assert [ask(f"/{token}/") for token in (server.token, "", "x", server.token[:-1])] == [200, 404, 404, 404]
    with LocalServer(server.site, 0) as other:
        assert other.token != server.token


@proves
def test_rebinding(served):
    server, ask = served
    path = f"/{server.token}/state"
    assert ask(path) == 200
    for host in ("evil.example", f"evil.example:{server.port}", "127.0.0.1", f"127.0.0.1.evil.example:{server.port}"):
        assert ask(path, Host=host) == 403


@proves
def test_posts(served, ledger):
    server, ask = served
    path, own = f"/{server.token}/decide", f"http://127.0.0.1:{server.port}"
    headers = {"Origin": own, "Content-Type": "application/json"}
    before = (ledger / "sources/a.yaml").read_bytes()
    body = '{"decisions": [{"claim": "a:m:VN:2024", "change": {"measure": "trade"}}]}'
    assert ask(path, body) == 403
    assert ask(path, body, **headers | {"Origin": "https://evil.example"}) == 403
    assert ask(path.replace(server.token, "x" * 32), body, **headers) == 404
    assert ask(path, "x" * (2**16 + 1), **headers) == 413
    assert ask(path, body.replace("measure", "quote"), **headers) == 409
    assert (ledger / "sources/a.yaml").read_bytes() == before
    assert ask(path, body, **headers) == 200
    assert (ledger / "sources/a.yaml").read_bytes() == before.replace(b"measure: m", b"measure: trade")


@proves
def test_paths(served):
    server, ask = served
    names = ("ledger.yaml", "../secret", "..%2fsecret", "sources/a.yaml", "/etc/passwd", "report/../../secret")
    assert {ask(f"/{server.token}/{name}") for name in names} == {404}
    assert set(server.site.pages()) <= {"", "state", "report", "review"}
