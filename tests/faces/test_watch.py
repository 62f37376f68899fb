"""`reconcile watch`: what is saved is shown, what is half written is told, and nobody else is answered."""

from __future__ import annotations

import argparse
import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest

from reconcile.faces.command import main
from reconcile.faces.local_server import LARGEST_BODY, LocalServer
from reconcile.faces.watched_files import is_ledger
from reconcile.faces.watching import WatchedAudit
from reconcile.ledger.ledger import Ledger
from reconcile.ledger.writing.decisions import marks_of

SETTINGS = """\
title: T <b>
defaults: {unit: USD, language: en}
measures: {trade: {title: Trade}, exports: {title: Exports}, imports: {title: Imports}}
rules: [trade = exports + imports]
"""
SOURCE = """\
source: {title: A, text: a.txt}
claims:
  # It came to 19.
  - {measure: trade, period: 2024, reported: "19", quote: came to 19, guess: [measure, period]}
  - {measure: exports, period: 2024, reported: "5", quote: sold 5, guess: [measure]}
  - {measure: imports, period: 2024, reported: "3"}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "l"
    (made / "sources").mkdir(parents=True)
    (made / "ledger.yaml").write_text(SETTINGS)
    (made / "sources/a.yaml").write_text(SOURCE)
    (made / "sources/a.txt").write_text("It came to 19. They sold 5 and bought 3.")
    return made


def options(*targets: Path, **more) -> argparse.Namespace:
    given = {"rule": [], "texts": None, "language": None, "published": None, "budget": 10, "lang": "en"}
    return argparse.Namespace(targets=list(targets), **given | more)


class Site:
    """A running server, asked as a browser asks."""

    def __init__(self, watched: WatchedAudit) -> None:
        self.watched = watched
        self.server = LocalServer(watched, 0)
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        self.host = f"127.0.0.1:{self.server.port}"

    def ask(self, path: str, method: str = "GET", body: str | None = None, token: str | None = None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        given = {"Host": self.host, **{name.replace("_", "-"): said for name, said in headers.items()}}
        where = f"/{self.server.token if token is None else token}/{path}"
        connection.request(method, where, body=body, headers={name: said for name, said in given.items() if said})
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.headers

    def post(self, path: str, value: object, **headers):
        sent = {"Content_Type": "application/json", "Origin": f"http://{self.host}", **headers}
        status, body, _ = self.ask(path, "POST", json.dumps(value), **sent)
        return status, json.loads(body) if body.startswith("{") else body

    def state(self) -> dict:
        return json.loads(self.ask("state")[1])


@pytest.fixture
def serve():
    servers = []

    def started(*targets: Path, **more) -> Site:
        site = Site(WatchedAudit(options(*targets, **more)))
        servers.append(site.server)
        site.watched.look()
        return site

    yield started
    for server in servers:
        server.shutdown()
        server.server_close()


def test_what_is_saved_is_shown_and_what_is_half_written_is_told(serve, folder):
    site = serve(folder)
    assert "T &lt;b&gt;" in site.ask("report")[1]
    first = site.state()
    assert (first["reports"], first["guesses"], first["problems"]) == (1, 2, [])
    assert "1 conflict" in first["said"]
    assert not site.watched.look()
    file = folder / "sources/a.yaml"
    file.write_text(SOURCE.replace('"19"', '"8"').replace("to 19,", "to 8,"))
    assert site.watched.look()
    assert site.state()["reports"] == 2
    file.write_text(SOURCE[:-20])
    assert site.watched.look()
    broken = site.state()
    assert broken["reports"] == 2
    assert "not YAML" in broken["problems"][0]
    assert site.ask("report")[0] == 200
    file.write_text(SOURCE)
    assert site.watched.look()
    assert (site.state()["problems"], site.state()["reports"]) == ([], 3)


def test_texts_and_new_sources_are_watched_too(serve, folder):
    site = serve(folder)
    (folder / "sources/a.txt").write_text("It came to nothing.")
    assert site.watched.look()
    (folder / "sources/b.yaml").write_text(SOURCE.replace("a.txt", "b.txt"))
    assert site.watched.look()
    assert "6 claimed figures in 2 documents" in site.state()["said"]
    assert not site.watched.look()
    (folder / "sources/b.txt").write_text("It came to 19.")  # a text that was not there when the ledger was read
    assert site.watched.look()


def test_documents_are_watched_as_check_reads_them(serve, tmp_path):
    table = tmp_path / "report.md"
    rows = "| item | 2023 | 2024 |\n| - | - | - |\n| a | 10 | 20 |\n| b | 30 | 45 |\n| Total | 40 | {} |\n"
    table.write_text(rows.format(65))
    site = serve(table)
    assert "1 conflict" not in site.state()["said"]
    assert site.state()["guesses"] == 0
    assert site.ask("review")[0] == 404
    table.write_text(rows.format(56))
    assert site.watched.look()
    assert site.state()["reports"] == 2
    assert "56" in site.ask("report")[1]
    assert site.post("decide", {"decisions": []})[0] == 404


def decision(folder: Path, claim: str, **more) -> dict:
    ledger = Ledger.read(folder)
    marks = dict(zip(ledger.claims["claim"], marks_of(ledger), strict=True))
    return {"decisions": [{"claim": claim, "seen": marks[claim], **more}]}


def test_a_decision_is_written_and_taken_back(serve, folder):
    site = serve(folder)
    file = folder / "sources/a.yaml"
    assert site.post("decide", decision(folder, "a:trade:2024")) == (200, {"decided": 1})
    assert file.read_text() == SOURCE.replace(", guess: [measure, period]", "")
    assert site.post("decide", decision(folder, "a:exports:2024", change={"measure": "sales", "area": "VN"}))[0] == 200
    assert '{measure: sales, area: VN, period: 2024, reported: "5", quote: sold 5}' in file.read_text()
    assert site.post("decide", decision(folder, "a:imports:2024", set_aside="bought 3"))[0] == 200
    assert "set_aside: bought 3" in file.read_text()
    assert len(Ledger.read(folder).claims) == 2
    for _ in range(3):
        assert site.post("undo", {})[0] == 200
    assert file.read_text() == SOURCE
    assert site.post("undo", {})[0] == 409


def test_nothing_is_written_of_what_cannot_be_or_is_no_longer_so(serve, folder):
    site = serve(folder)
    file = folder / "sources/a.yaml"
    seen = decision(folder, "a:trade:2024")
    status, told = site.post("decide", decision(folder, "a:trade:2024", change={"period": "2024-13"}))
    assert status == 409
    assert "a year has months 1 to 12" in told["problems"][0]
    assert file.read_text() == SOURCE
    file.write_text(SOURCE.replace('"19"', '"8"'))
    status, told = site.post("decide", seen)
    assert status == 409
    assert "has changed since it was looked at" in told["problems"][0]
    assert site.post("decide", decision(folder, "a:exports:2024"))[0] == 200
    file.write_text(file.read_text() + "# mine\n")
    assert site.post("undo", {}) == (409, {"problems": ["the file has been saved since: take it back by hand"]})
    assert file.read_text().endswith("# mine\n")


def test_nobody_else_is_answered(serve, folder):
    site = serve(folder)
    asked = decision(folder, "a:trade:2024")
    for name in ("", "report", "review", "state"):
        status, _, headers = site.ask(name)
        assert status == 200
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert "frame-ancestors" in headers["Content-Security-Policy"]
        assert headers["Access-Control-Allow-Origin"] is None
        assert site.ask(name, token="wrong")[0] == 404
        assert site.ask(name, Host="evil.example")[0] == 403
        assert site.ask(name, Host=f"evil.example:{site.server.port}")[0] == 403
    assert site.ask("", Host=f"localhost:{site.server.port}")[0] == 200
    for path in ("ledger.yaml", "../ledger.yaml", "sources/a.yaml", "%2e%2e/a", "report/", "/etc/passwd", "state/x"):
        assert site.ask(path)[0] == 404, path
    assert site.post("decide", asked, Origin="https://evil.example")[0] == 403
    assert site.post("decide", asked, Origin=None)[0] == 403
    assert site.post("decide", asked, Host="evil.example", Origin="http://evil.example")[0] == 403
    assert site.post("decide", asked, Sec_Fetch_Site="cross-site")[0] == 403
    assert site.post("decide", asked, token="wrong")[0] == 404
    assert site.post("decide", asked, Content_Type="text/plain")[0] == 415
    assert site.post("decide", asked, Content_Length=str(LARGEST_BODY + 1))[0] == 413
    assert site.post("decide", asked, Content_Length="9" * 5000)[0] == 413
    assert site.post("report", asked)[0] == 404
    assert site.ask("decide")[0] == 404
    assert (folder / "sources/a.yaml").read_text() == SOURCE
    assert site.server.server_address[0] == "127.0.0.1"


@pytest.mark.parametrize(
    ("language", "reading", "none"),
    [("en", "reading …", "There is no report"), ("vi", "đang đọc …", "Chưa có báo cáo")],
)
def test_what_was_never_read_has_no_report_and_says_so_in_the_pages_language(serve, folder, language, reading, none):
    (folder / "ledger.yaml").write_text("title: [")
    watched = WatchedAudit(options(folder, lang=language))
    assert watched.shown.said == reading
    site = serve(folder, lang=language)
    state = site.state()
    assert (state["reports"], state["said"][: len(none)]) == (0, none)
    assert "not YAML" in state["problems"][0]
    assert site.ask("report")[0] == 404
    (folder / "ledger.yaml").write_text(SETTINGS)
    assert site.watched.look()
    assert site.state()["reports"] == 1


@pytest.mark.parametrize("body", ["", "[", "[]", '{"decisions": 5}', '{"decisions": [{}]}', '{"decisions": [[[]]]}'])
def test_what_is_no_decision_is_told(serve, folder, body):
    site = serve(folder)
    sent = {"Content_Type": "application/json", "Origin": f"http://{site.host}"}
    status, told, _ = site.ask("decide", "POST", body, **sent)
    assert status == 409
    assert json.loads(told)["problems"]


def test_a_port_in_use_is_one_line(folder, capsys, serve):
    port = serve(folder).server.port
    assert main(["watch", str(folder), "--port", str(port)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert f"port {port} cannot be used" in said.err
    assert main(["watch", str(folder / "absent")]) == 2
    assert "there is no such ledger or document" in capsys.readouterr().err


def test_a_table_of_claims_is_a_ledger_and_another_one_a_document(tmp_path):
    claims, other = tmp_path / "c.csv", tmp_path / "o.csv"
    claims.write_text('source,"measure",period,value,decimals\n')
    other.write_text("year,exports\n")
    assert is_ledger(claims)
    assert not is_ledger(other)
    assert not is_ledger(tmp_path / "report.md")
    assert is_ledger(tmp_path)


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as POSIX has it")
def test_it_runs_until_ctrl_c_and_ends_without_a_word(folder):
    command = [sys.executable, "-m", "reconcile", "watch", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        address = running.stdout.readline().strip()
        assert running.stderr.readline().startswith("made ")
        with urllib.request.urlopen(address + "report", timeout=60) as answer:
            assert b"<!doctype html>" in answer.read()
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
    assert (running.returncode, out, err) == (130, "", "")
