"""`reconcile audit`: what it prints, where, and with which exit status."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

import reconcile as rc
from reconcile.faces.command import main
from small_ledger import LEDGER, YEARBOOK, write_ledger

CONFLICT = "10.1 + 20.2 = 30.3, reported 31.3 (billion USD)"
IDLE = "source: {language: en}\nclaims:\n  - {measure: trade, period: 2024, reported: 5 USD}\n"


def command(*arguments, python=sys.executable, **options):
    line = [python, "-m", "reconcile", *map(str, arguments)]
    return subprocess.run(line, capture_output=True, check=False, **{"encoding": "utf-8", **options})


@pytest.fixture
def clean(tmp_path):
    return write_ledger(tmp_path / "clean", yearbook=YEARBOOK.replace("31.3", "30.3"))


def test_the_findings_go_to_the_terminal(ledger, capsys):
    assert main(["audit", str(ledger)]) == 1
    printed = capsys.readouterr()
    assert CONFLICT in printed.out
    assert printed.out.splitlines()[-1].endswith("Exit status 1: there are conflicts that the ledger does not accept.")
    assert printed.err == ""


def test_without_an_open_conflict_the_status_is_zero(clean, capsys):
    assert main(["audit", str(clean)]) == 0
    assert "1 accepted" in capsys.readouterr().out


def test_where_nothing_was_checked_the_status_is_three(tmp_path, capsys):
    idle = write_ledger(tmp_path / "idle", "title: Idle\n", yearbook=IDLE)
    assert main(["audit", str(idle)]) == 3
    assert "Exit status 3: nothing was checked" in capsys.readouterr().out


def test_a_ledger_that_cannot_be_read_is_status_two_with_every_problem_on_stderr(tmp_path, capsys):
    bad = write_ledger(
        tmp_path / "bad", LEDGER + "colour: red\n", yearbook=YEARBOOK.replace("period: 2023", "perod: 2023")
    )
    output = tmp_path / "out.json"
    assert main(["audit", str(bad), "--output", str(output)]) == 2
    printed = capsys.readouterr()
    *problems, last = printed.err.splitlines()
    assert printed.out == ""
    assert any(line.startswith("ledger.yaml:") and "colour" in line for line in problems)
    (misspelt,) = (line for line in problems if "perod" in line)
    assert re.match(r"sources/yearbook\.yaml:\d+, \d+ and \d+: ", misspelt)
    assert last == "7 problems; nothing was audited"
    assert not output.exists()


def test_of_very_many_problems_the_first_thousand_are_told_and_the_others_counted(tmp_path, capsys):
    rows = "".join(f"s,m,no{number},1,0\n" for number in range(2345))
    (tmp_path / "claims.csv").write_text(f"source,measure,period,value,decimals\n{rows}")
    assert main(["audit", str(tmp_path / "claims.csv")]) == 2
    *problems, more, last = capsys.readouterr().err.splitlines()
    assert [line.split(":")[1] for line in problems] == [str(number) for number in range(2, 1002)]
    assert (more, last) == ("… and 1,345 more", "2345 problems; nothing was audited")


def test_a_problem_of_very_many_rows_is_told_once_with_its_first_places(tmp_path, capsys):
    table = tmp_path / "claims.csv"
    table.write_text(
        "source,measure,period,value,decimals,unit\n" + "s,m,2024,1,0,furlong\n" * 2345 + "s,m,no,1,0,USD\n"
    )
    assert main(["audit", str(table)]) == 2
    unit, period, last = capsys.readouterr().err.splitlines()
    assert unit.startswith("claims.csv:2, 3, 4 and 2,342 more: 'furlong' is no unit known")
    assert period.startswith("claims.csv:2347: ")
    assert last == "2346 problems; nothing was audited"
    with pytest.raises(rc.LedgerError) as caught:
        rc.Ledger.read(table)
    assert str(caught.value).splitlines() == [unit, period]
    assert len(caught.value.problems) == 2346


def test_one_problem_is_counted_as_one(tmp_path, capsys):
    assert main(["audit", str(tmp_path / "nowhere")]) == 2
    assert capsys.readouterr().err.endswith("1 problem; nothing was audited\n")


def test_problems_cannot_drive_the_terminal(tmp_path, capsys):
    bad = write_ledger(tmp_path / "bad", 'title: x\n"\\e[2J": 1\n', yearbook=IDLE)
    assert main(["audit", str(bad)]) == 2
    assert "\x1b" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "COMMAND"),
        (["adit"], "audit"),
        (["audit"], "LEDGER"),
        (["audit", "x", "--checks", "identity,sums"], "unknown check 'sums'; there are schema, quotation,"),
        (["audit", "x", "--checks", ","], "no check is named"),
        (["audit", "x", "--as-of", "tomorrow"], "'tomorrow' is not a day; write it as 2025-01-31"),
        (["audit", "x", "--format", "xml"], "choose from"),
        (["audit", "x", "--output", "."], "cannot be written"),
        (["audit", "x", "--output", "nowhere/report.txt"], "cannot be written"),
        (["audit", "x", "--rounding", "up"], "choose from"),
        (["audit", "x", "--verbose", "--quiet"], "not allowed with"),
        (["audit", "x", "--verb"], "unrecognized arguments"),
    ],
)
def test_a_command_that_is_not_understood_is_status_two_and_teaches(arguments, told, capsys):
    with pytest.raises(SystemExit) as exit_:
        main(arguments)
    assert exit_.value.code == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--help"], ["audit", "--help"], ["explain", "--help"]])
def test_help_teaches_with_an_example_and_loads_no_pandas(arguments):
    code = (
        f"import sys; from reconcile.faces.command import main\ntry: main({arguments})\n"
        "except SystemExit: assert 'pandas' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert "example" in done.stdout
    assert "reconcile audit" in done.stdout or "reconcile explain" in done.stdout


def test_the_help_of_audit_explains_every_exit_status(capsys):
    with pytest.raises(SystemExit):
        main(["audit", "--help"])
    shown = capsys.readouterr().out
    assert all(f"\n  {status}  " in shown for status in (0, 1, 2, 3))


def test_the_version_is_printed(capsys):
    with pytest.raises(SystemExit) as exit_:
        main(["--version"])
    assert (exit_.value.code, capsys.readouterr().out) == (0, "reconcile 0.1.0\n")


@pytest.mark.slow
def test_the_module_is_the_same_command(ledger):
    done = command("audit", ledger)
    assert done.returncode == 1
    assert CONFLICT in done.stdout
    assert command("--help").stdout.startswith("usage: reconcile ")


def test_quiet_prints_only_the_last_line(ledger, capsys):
    main(["audit", str(ledger)])
    last = capsys.readouterr().out.splitlines()[-1]
    assert main(["audit", str(ledger), "--quiet"]) == 1
    assert capsys.readouterr().out == last + "\n"


def test_verbose_lists_what_holds_exactly(ledger, capsys):
    exact = "1.1 + 2.2 = 3.3"
    main(["audit", str(ledger)])
    assert exact not in capsys.readouterr().out
    main(["audit", str(ledger), "--verbose"])
    assert exact in capsys.readouterr().out


def test_only_the_named_checks_run(ledger, capsys):
    main(["audit", str(ledger), "--checks", "identity, agreement", "--format", "json"])
    found = json.loads(capsys.readouterr().out)["findings"]
    assert {finding["check"] for finding in found} <= {"identity", "agreement", "rules"}
    assert any(finding["check"] == "identity" for finding in found)


def test_a_table_and_a_rule_are_an_audit(tmp_path, capsys):
    table = tmp_path / "claims.csv"
    rows = ("exports,10", "imports,5", "trade,17")
    table.write_text("source,period,decimals,measure,value\n" + "".join(f"s,2024,0,{row}\n" for row in rows), "utf-8")
    assert main(["audit", str(table), "--quiet"]) == 3
    assert main(["audit", str(table), "--quiet", "--rule", "trade >= exports"]) == 0
    rules = ["--rule", "trade >= exports", "--rule", "trade = exports + imports"]
    assert main(["audit", str(table), *rules]) == 1
    assert "10 + 5 = 15, reported 17" in capsys.readouterr().out
    assert main(["audit", str(table), "--rule", "trade = (exports"]) == 2
    assert "expected a measure or a number, found '('" in capsys.readouterr().err
    assert main(["explain", str(table), "identity:trade=exports+imports:2024:final:s", *rules]) == 0


def test_as_of_a_day_only_what_was_published_counts(ledger, capsys):
    main(["audit", str(ledger), "--as-of", "2025-03-01", "--format", "json"])
    audit = json.loads(capsys.readouterr().out)
    assert (audit["counts"]["sources"], audit["counts"]["claims"]) == (1, 1)


def test_sources_without_a_date_are_named_where_a_day_leaves_them_out(tmp_path, capsys):
    undated = write_ledger(tmp_path / "undated", yearbook=YEARBOOK, note=IDLE)
    main(["audit", str(undated), "--as-of", "2025-12-31"])
    assert "left out, since it is not known when they were published: note" in capsys.readouterr().out


def test_truncating_publishers_may_leave_more(tmp_path, capsys):
    claims = "".join(
        f"  - {{measure: {measure}, period: 2024, reported: {figure}, unit: USD}}\n"
        for measure, figure in (("trade", 12), ("exports", 5), ("imports", 5))
    )
    cut = write_ledger(
        tmp_path / "cut", LEDGER.partition("accepted")[0], yearbook="source: {language: en}\nclaims:\n" + claims
    )
    assert main(["audit", str(cut)]) == 1
    assert main(["audit", str(cut), "--rounding", "truncate"]) in {0, 1}
    capsys.readouterr()


def test_texts_may_be_elsewhere(tmp_path, capsys):
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "note.txt").write_text("It was 5 USD.", encoding="utf-8")
    note = IDLE.replace("{language: en}", "{language: en, text: note.txt}").replace(
        "5 USD}", "5 USD, quote: was 5 USD}"
    )
    ledger = write_ledger(tmp_path / "ledger", "title: Note\n", note=note)
    main(["audit", str(ledger), "--texts", str(texts), "--format", "json"])
    quotation = [f for f in json.loads(capsys.readouterr().out)["findings"] if f["check"] == "quotation"]
    assert "exact" in {finding["verdict"] for finding in quotation}
    assert main(["audit", str(ledger), "--texts", str(tmp_path / "nowhere")]) == 2
    assert "no folder of texts" in capsys.readouterr().err


# Where the report goes


def test_a_report_replaces_the_file_and_keeps_its_mode(ledger, tmp_path, capsys):
    output = tmp_path / "audit.json"
    output.write_text("old", encoding="utf-8")
    output.chmod(0o640)
    assert main(["audit", str(ledger), "--format", "json", "--output", str(output)]) == 1
    assert json.loads(output.read_text(encoding="utf-8"))["schema"] == "reconcile.audit/1"
    assert stat.S_IMODE(output.stat().st_mode) == 0o640
    assert [path.name for path in tmp_path.iterdir()] in (["audit.json", "ledger"], ["ledger", "audit.json"])
    assert capsys.readouterr() == ("", "")


def test_a_link_to_a_report_stays_a_link(ledger, tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real/audit.txt").write_text("old", encoding="utf-8")
    (tmp_path / "audit.txt").symlink_to("real/audit.txt")
    main(["audit", str(ledger), "--output", str(tmp_path / "audit.txt")])
    assert (tmp_path / "audit.txt").is_symlink()
    assert CONFLICT in (tmp_path / "real/audit.txt").read_text(encoding="utf-8")


def test_a_dash_is_the_terminal(ledger, capsys):
    main(["audit", str(ledger), "--output", "-"])
    assert CONFLICT in capsys.readouterr().out


@pytest.mark.slow
def test_a_device_is_written_to_and_not_replaced(ledger, warm):
    done = command("audit", ledger, "--output", "/dev/stdout", python=warm)
    assert CONFLICT in done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_report_that_cannot_be_written_is_status_two(ledger, capsys):
    assert main(["audit", str(ledger), "--output", "/dev/full"]) == 2
    assert "/dev/full cannot be written: No space left on device" in capsys.readouterr().err


def test_piped_output_is_plain_and_unwrapped(ledger, warm):
    done = command("audit", ledger, python=warm)
    assert "\x1b" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) > 80


def in_a_terminal(python, *arguments, status=1, **environment):
    """What a terminal of 60 columns would show."""
    master, slave = pty.openpty()
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "60", **environment}
    with subprocess.Popen([python, "-m", "reconcile", *map(str, arguments)], stdout=slave, env=env) as process:
        os.close(slave)
        shown = b""
        while True:
            try:
                part = os.read(master, 65536)
            except OSError:  # how Linux says that the other end is closed
                break
            if not part:
                break
            shown += part
    os.close(master)
    assert process.returncode == status
    return shown.decode()


def test_a_terminal_gets_colour(ledger, warm):
    assert "\x1b[31;1mconflict" in in_a_terminal(warm, "audit", ledger, NO_COLOR="")


def test_a_terminal_gets_its_width_and_no_colour_where_none_is_wanted(ledger, warm):
    plain = in_a_terminal(warm, "audit", ledger, NO_COLOR="1")
    assert "\x1b" not in plain
    assert all(len(line) <= 60 or " " not in line.strip() for line in plain.splitlines())


def test_a_terminal_that_knows_no_colour_gets_none(ledger, warm):
    assert "\x1b" not in in_a_terminal(warm, "audit", ledger, "--quiet", TERM="dumb")


@pytest.mark.slow
def test_a_terminal_that_knows_no_unicode_gets_escapes(ledger):
    done = command("audit", ledger, env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert done.returncode == 1
    assert r"\u201ctrade came to 31.3 billion USD\u201d" in done.stdout


@pytest.mark.slow
def test_json_is_utf_8_wherever_it_goes(tmp_path):
    source = YEARBOOK.replace("title: Yearbook", "title: Niên giám").replace(
        "quote: trade came", "quote: xuất nhập khẩu \U0001f4c8"
    )
    ledger = write_ledger(tmp_path / "ledger", yearbook=source)
    done = command("audit", ledger, "--format", "json", env={**os.environ, "PYTHONIOENCODING": "latin-1"})
    assert "xuất nhập khẩu \U0001f4c8" in {
        claim["quote"].partition(" to")[0] for claim in json.loads(done.stdout)["claims"] if claim["quote"]
    }


def test_a_reader_that_has_gone_is_no_traceback(ledger, warm):
    line = f"{warm} -m reconcile audit {ledger} --format json | head -c 1 > /dev/null; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, encoding="utf-8", check=False)
    assert done.stderr == ""
    assert done.returncode in {141, 1}  # 1 where the pipe took everything before its reader went


@pytest.mark.slow
def test_a_closed_pipe_is_status_141(ledger):
    reader, writer = os.pipe()
    os.close(reader)
    line = [sys.executable, "-m", "reconcile", "audit", str(ledger)]
    done = subprocess.run(line, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.fixture
def heard():
    """Interrupts reach what is started, in a shell's background job, too, which ignores them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.slow
@pytest.mark.usefixtures("heard")
def test_an_interrupt_is_status_130_without_a_traceback(ledger, tmp_path):
    fifo = tmp_path / "ready"
    os.mkfifo(fifo)
    # The report is written into a pipe that nobody reads yet, so that the interrupt surely finds the command at work.
    line = [sys.executable, "-m", "reconcile", "audit", str(ledger), "--output", str(fifo)]
    with subprocess.Popen(line, stderr=subprocess.PIPE) as process:
        deadline = time.monotonic() + 30
        while not _waits(process.pid) and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        try:
            _, errors = process.communicate(timeout=30)
        finally:
            process.kill()
    assert (process.returncode, errors) == (130, b"")


def _waits(pid):
    """Whether a process waits for the other end of a pipe to be opened."""
    try:
        where = Path(f"/proc/{pid}/wchan").read_text(encoding="ascii")
    except OSError:
        return False
    return "fifo" in where or "wait_for_partner" in where


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("reconcile") is None, reason="the package is not installed")
def test_the_installed_command_is_this_one(ledger):
    done = subprocess.run(
        ["reconcile", "audit", str(ledger), "--quiet"], capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (1, "")


# Formats, and several reports at once


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("csv", '"finding","check","verdict"'),
        ("sarif", '{\n "$schema"'),
        ("junit", '<?xml version="1.0"'),
        ("github", "::error file="),
        ("markdown", "## Trade of a small country"),
    ],
)
def test_each_format_can_be_asked_for(ledger, name, begins, capsys):
    assert main(["audit", str(ledger), "--format", name]) == 1
    assert capsys.readouterr().out.startswith(begins)


def test_further_reports_are_written_beside_the_one_on_the_terminal(ledger, tmp_path, capsys):
    wanted = {name: tmp_path / f"audit.{name}" for name in ("sarif", "markdown", "text")}
    options = [word for name, path in wanted.items() for word in ("--report", f"{name}={path}")]
    assert main(["audit", str(ledger), "--quiet", *options]) == 1
    assert capsys.readouterr().out.startswith("17 claims of 2 sources: ")
    assert json.loads(wanted["sarif"].read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert wanted["markdown"].read_text(encoding="utf-8").startswith("## ")
    assert "\x1b" not in wanted["text"].read_text(encoding="utf-8")


@pytest.mark.parametrize("given", ["pdf=a.pdf", "sarif", "sarif=", "sarif=-", "sarif=nowhere/a.sarif"])
def test_a_report_needs_a_format_and_a_file(given, capsys):
    with pytest.raises(SystemExit) as exit_:
        main(["audit", "x", "--report", given])
    assert exit_.value.code == 2
    assert "argument --report" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["sarif", "junit", "github"])
def test_machines_learn_of_a_ledger_that_cannot_be_read(name, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    write_ledger(tmp_path / "bad", LEDGER + "colour: red\n", yearbook=YEARBOOK)
    assert main(["audit", "bad", "--format", name]) == 2
    printed = capsys.readouterr()
    assert "bad/ledger.yaml" in printed.out
    assert "colour" in printed.out
    assert printed.err.endswith("1 problem; nothing was audited\n")


@pytest.mark.slow
def test_what_programs_read_is_utf_8_wherever_it_goes(ledger, warm):
    for name in ("csv", "sarif", "junit", "github", "markdown"):
        line = ("audit", ledger, "--format", name)
        done = command(*line, python=warm, env={**os.environ, "PYTHONIOENCODING": "latin-1"})
        assert "11.1" in done.stdout
        assert "→" in done.stdout, name


# One finding


FINDING = "identity:trade=exports+imports:XK:2022:final:yearbook"


def test_a_finding_is_explained_and_that_is_no_failure(ledger, capsys):
    assert main(["explain", str(ledger), FINDING]) == 0
    printed = capsys.readouterr()
    assert "Why it cannot be" in printed.out
    assert printed.err == ""


def test_an_unknown_finding_is_status_two_with_the_nearest_ids(ledger, capsys):
    assert main(["explain", str(ledger), "identity:2022\x1b[2J"]) == 2
    assert main(["explain", str(ledger), "identity:2022"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.endswith(f"there is no finding 'identity:2022'; did you mean\n  {FINDING}\n")
    assert "\x1b" not in printed.err


def test_a_ledger_that_cannot_be_read_explains_nothing(tmp_path, capsys):
    assert main(["explain", str(tmp_path / "nowhere"), FINDING]) == 2
    assert "nothing was audited" in capsys.readouterr().err


@pytest.mark.slow
def test_an_explanation_fits_the_terminal(ledger, warm):
    shown = in_a_terminal(warm, "explain", ledger, FINDING, status=0, NO_COLOR="1")
    assert all(len(line) <= 60 or " " not in line.strip().removeprefix("- finding: ") for line in shown.splitlines())
    assert "\x1b[31;1mconflict" in in_a_terminal(warm, "explain", ledger, FINDING, status=0, NO_COLOR="")
