"""The GitHub Action and the pre-commit hook: their definitions hold, and what they run does what they say."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from reconcile.faces.command import main
from reconcile.version import __version__
from small_ledger import LEDGER, YEARBOOK, write_ledger

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
HOOK, CHECK_HOOK = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
AUDIT = ACTION["runs"]["steps"][-1]


def test_a_release_needs_an_index_and_a_token_and_names_no_host():
    text = (ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8")
    release = yaml.safe_load(text)
    steps = [step for job in release["jobs"].values() for step in job["steps"]]
    assert all("${{" not in step.get("run", "") for step in steps)
    assert "://" not in text
    assert set(re.findall(r"(?:vars|secrets)\.(\w+)", text)) == {"RELEASE_INDEX", "RELEASE_TOKEN"}
    (tag,) = (step["run"] for step in steps if "tag" in step.get("name", ""))
    for name, status in ((f"v{__version__}", 0), ("v0.0.9999", 1)):
        run = subprocess.run(["bash", "-c", tag], cwd=ROOT, env={**os.environ, "TAG": name}, check=False)
        assert run.returncode == status


def test_a_citation_has_the_version_of_the_package():
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert (cited["version"], cited["license"]) == (__version__, "Apache-2.0")
    assert cited["authors"]


def test_every_input_and_output_is_described():
    for named in (*ACTION["inputs"].values(), *ACTION["outputs"].values()):
        assert named["description"].endswith(".")


def test_every_input_reaches_a_step_and_none_is_pasted_into_a_script():
    steps = ACTION["runs"]["steps"]
    assert all("${{" not in step.get("run", "") for step in steps)
    given = " ".join(
        str(value) for step in steps for value in (*step.get("env", {}).values(), *step.get("with", {}).values())
    )
    assert set(re.findall(r"inputs\.([\w-]+)", given)) == set(ACTION["inputs"])


@pytest.fixture
def runner(tmp_path, monkeypatch, warm):
    """What a runner gives a step: a place for a command, for outputs and for a summary."""
    commands = tmp_path / "commands"
    commands.mkdir()
    script = commands / "reconcile"
    script.write_text(f'#!/bin/sh\nexec {warm} -m reconcile "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    for name in ("output", "summary"):
        (tmp_path / name).touch()
    return {
        **os.environ,
        "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}",
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "RUNNER_TEMP": str(tmp_path),
        "TEXTS": "",
        "CHECKS": "",
        "DOCUMENTS": "",
        "LEDGER": "",
        "SARIF": "audit.sarif",
        "CI": "true",
    }


def step(environment, **inputs):
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", AUDIT["run"]],
        env={**environment, **inputs},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_the_action_annotates_sums_up_and_fails_with_a_conflict(runner, tmp_path):
    write_ledger(tmp_path / "a ledger; echo")
    done = step(runner, LEDGER="a ledger; echo", CHECKS="identity,agreement")
    assert done.returncode == 1
    assert done.stdout.startswith("::error file=a ledger; echo/sources/yearbook.yaml,line=10,")
    assert "### conflict (1)" in (tmp_path / "summary").read_text(encoding="utf-8")
    assert (tmp_path / "audit.sarif").is_file()
    outputs = dict(line.split("=", 1) for line in (tmp_path / "output").read_text(encoding="utf-8").splitlines())
    assert outputs["status"] == "1"
    assert Path(outputs["comment"]).is_file()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_the_action_passes_where_there_is_no_conflict_and_tells_a_ledger_that_cannot_be_read(runner, tmp_path):
    write_ledger(tmp_path / "good", yearbook=YEARBOOK.replace("31.3", "30.3"))
    assert step(runner, LEDGER="good").returncode == 0
    write_ledger(tmp_path / "bad", LEDGER + "colour: red\n", yearbook=YEARBOOK)
    done = step(runner, LEDGER="bad")
    assert done.returncode == 2
    assert done.stdout.startswith("::error file=bad/ledger.yaml,line=12,title=ledger::unknown key in ledger.yaml: ")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_the_action_checks_documents_without_a_ledger(runner, tmp_path):
    said = "Orders rose {} % to $1,284 million in 2024 from $1,197 million in 2023.\n"
    (tmp_path / "good report.md").write_text(said.format("7.3"), encoding="utf-8")
    (tmp_path / "bad.md").write_text(said.format("9.3"), encoding="utf-8")
    assert step(runner, DOCUMENTS="good report.md\n").returncode == 0
    done = step(runner, DOCUMENTS="good report.md\nbad.md\n")
    assert done.returncode == 1
    assert "::error" in done.stdout


def test_the_hook_for_documents_lets_those_pass_that_show_nothing(tmp_path, capsys):
    _, *arguments = CHECK_HOOK["entry"].split()
    (tmp_path / "bad.md").write_text("Orders rose 9.3 % to $1,284 million in 2024 from $1,197 million in 2023.\n")
    (tmp_path / "words.md").write_text("# Nothing but words\n")
    assert main([*arguments, str(tmp_path / "words.md")]) == 0
    assert main([*arguments, str(tmp_path / "bad.md")]) == 1
    assert "7.3" in capsys.readouterr().out


def test_the_hook_runs_a_command_that_there_is(ledger, capsys):
    program, *arguments = HOOK["entry"].split()
    assert program == "reconcile"
    assert HOOK["pass_filenames"] is False
    assert main([*arguments, str(ledger)]) == 1
    assert "conflict" in capsys.readouterr().out


@pytest.mark.parametrize(("file", "looked_at"), [("sources/a.yaml", True), ("claims.csv", True), ("app.py", False)])
def test_the_hook_looks_at_what_a_ledger_is_made_of(file, looked_at):
    assert bool(re.search(HOOK["files"], file)) is looked_at
