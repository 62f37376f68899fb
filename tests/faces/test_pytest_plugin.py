"""`pytest --reconcile`: each finding is a test item, which pytest selects, repeats, distributes and reports as any."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest

from reconcile.faces.ledger_items import node_names
from small_ledger import BULLETIN, LEDGER, YEARBOOK, write_ledger

IDENTITY = "identity.trade=exports+imports.XK"
OUTCOMES = {"passed": 4, "skipped": 1, "xfailed": 1, "failed": 1}
CLEAN = "source: {language: en}\nclaims:\n" + "".join(
    f"  - {{measure: {measure}, period: 2023, reported: {figure} billion USD}}\n"
    for measure, figure in (("trade", "3.3"), ("exports", "1.1"), ("imports", "2.2"))
)


@pytest.fixture
def pytester(pytester, monkeypatch):
    """No test in here looks into an assertion, and to rewrite those of all plugins takes long in each new process."""
    monkeypatch.setenv("PYTEST_ADDOPTS", "--assert=plain")
    return pytester


@pytest.fixture
def project(pytester):
    """A project with a ledger and one test of its own."""
    write_ledger(pytester.path / "ledger")
    pytester.makepyfile(test_own="def test_of_its_own(): pass")
    return pytester


def identity_outcomes(result):
    """The outcome of each item about the identity, by its year."""
    lines = [line for line in result.outlines if "::" + IDENTITY in line and "%]" in line]
    return {line.partition(IDENTITY + ".")[2][:4]: line.split("yearbook ")[1].split()[0] for line in lines}


def test_each_verdict_has_its_outcome(project):
    result = project.runpytest("--reconcile", "ledger", "-v")
    assert identity_outcomes(result) == {
        "2020": "PASSED",
        "2021": "XFAIL",
        "2022": "FAILED",
        "2023": "PASSED",
        "2024": "PASSED",
    }
    assert result.ret == pytest.ExitCode.TESTS_FAILED


def test_a_failure_prints_the_evidence_and_no_traceback(project):
    result = project.runpytest("--reconcile", "ledger")
    result.stdout.fnmatch_lines(
        [
            "*trade = exports + imports, XK 2022, final: 10.1 + 20.2 = 30.3, reported 31.3 (billion USD)*",
            "*trade 2022: 31.3 billion USD, stands for [[]31.25, 31.35] billion USD",
            "*“trade came to 31.3 billion USD”*",
            "*yearbook, 2025-08-01 (sources/yearbook.yaml:9)*",
            "*residual*",
            "*id: identity:trade=exports+imports:XK:2022:final:yearbook",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*ledger_items.py*")


def test_an_unchecked_finding_skips_with_its_reason_and_the_ledgers_line(project):
    result = project.runpytest("--reconcile", "ledger", "-rs")
    result.stdout.fnmatch_lines(["SKIPPED*ledger/*.yaml:*"])


def test_an_accepted_conflict_shows_its_reason(project):
    result = project.runpytest("--reconcile", "ledger", "-rx")
    result.stdout.fnmatch_lines(["XFAIL*2021*the yearbook's own correction*"])


def test_the_summary_counts_the_findings(project):
    result = project.runpytest("--reconcile", "ledger")
    result.stdout.fnmatch_lines(
        ["*= reconcile =*", "ledger/ledger.yaml: 17 claims of 2 sources: 1 conflict, 1 accepted, *"]
    )


def test_the_projects_own_tests_run_too(project):
    project.runpytest("--reconcile", "ledger", "-v").stdout.fnmatch_lines(["test_own.py::test_of_its_own PASSED*"])


def test_a_path_beside_the_flag_chooses_the_other_tests_only(project):
    project.makepyfile(test_other="def test_other(): pass")
    result = project.runpytest("test_own.py", "--reconcile", "ledger", "-v")
    result.stdout.fnmatch_lines(["test_own.py::test_of_its_own PASSED*", f"*::{IDENTITY}.2023*PASSED*"])
    result.stdout.no_fnmatch_line("*test_other*")


def test_a_node_id_selects_one_finding(project):
    name = f"ledger/ledger.yaml::{IDENTITY}.2023.final.yearbook"
    for arguments in ((name, "--reconcile", "ledger"), (name, "--reconcile", "ledger/ledger.yaml")):
        project.runpytest(*arguments).assert_outcomes(passed=1)


def test_ids_are_those_that_collect_only_prints(project):
    result = project.runpytest("--reconcile", "ledger", "--collect-only", "-q")
    ids = [line for line in result.outlines if line.startswith("ledger/ledger.yaml::")]
    assert len(ids) == len(set(ids)) > 5
    selected = project.runpytest(*ids, "--reconcile", "ledger")
    assert sum(selected.parseoutcomes().values()) - selected.parseoutcomes().get("warnings", 0) == len(ids)


@pytest.mark.parametrize(
    "words",
    [["-k", "identity"], ["-m", "reconcile", "-k", "identity"], ["-k", "not (agreement or coverage or test_own)"]],
)
def test_keywords_and_marks_select_findings(project, words):
    result = project.runpytest("--reconcile", "ledger", "--strict-markers", *words)
    outcomes = result.parseoutcomes()
    assert {name: outcomes[name] for name in ("passed", "xfailed", "failed")} == {
        "passed": 3,
        "xfailed": 1,
        "failed": 1,
    }


def test_the_verdict_is_a_keyword(project):
    project.runpytest("--reconcile", "ledger", "-k", "accepted").assert_outcomes(xfailed=1)


def test_a_mark_deselects_what_is_not_a_finding(project):
    result = project.runpytest("--reconcile", "ledger", "-m", "reconcile", "-v")
    result.stdout.no_fnmatch_line("*test_of_its_own*")


@pytest.mark.slow
def test_last_failed_repeats_the_conflict_alone(project):
    project.makepyfile(test_fails="def test_fails(): assert 0")
    project.runpytest("--reconcile", "ledger")
    project.runpytest("--reconcile", "ledger", "--lf").assert_outcomes(failed=2)
    ledger = project.path / "ledger/sources/yearbook.yaml"
    ledger.write_text(ledger.read_text().replace("31.3", "30.3"))
    project.runpytest("--reconcile", "ledger", "--lf").assert_outcomes(failed=1, passed=1)


@pytest.mark.slow
def test_last_failed_finds_a_ledger_outside_the_rootdir(pytester, tmp_path_factory):
    ledger = write_ledger(tmp_path_factory.mktemp("elsewhere") / "ledger")
    pytester.makepyfile(test_fails="def test_fails(): assert 0")
    pytester.makeini("[pytest]")
    flag = f"--reconcile={ledger}"
    first = pytester.runpytest(flag, "-rf")
    name = next(line.split()[1] for line in first.outlines if line.startswith("FAILED ") and IDENTITY in line)
    assert name.startswith("../")
    pytester.runpytest(flag, "--lf").assert_outcomes(failed=2)
    pytester.runpytest(flag, name).assert_outcomes(failed=1)
    pytester.runpytest(flag, name, "--lf").assert_outcomes(failed=1)


@pytest.mark.slow
def test_a_ledger_elsewhere_may_be_a_word_of_its_own(pytester, tmp_path_factory):
    ledger = write_ledger(tmp_path_factory.mktemp("elsewhere") / "ledger")
    pytester.makepyfile(test_own="def test_of_its_own(): pass")
    result = pytester.runpytest("--reconcile", ledger, "-v")
    assert len(identity_outcomes(result)) == 5
    result.stdout.fnmatch_lines(["*test_own.py::test_of_its_own PASSED*"])


@pytest.mark.slow
def test_two_processes_share_the_findings(project):
    alone = project.runpytest("--reconcile", "ledger")
    shared = project.runpytest_subprocess("--reconcile", "ledger", "-n", "2")
    assert shared.parseoutcomes() == {name: n for name, n in alone.parseoutcomes().items() if name != "warnings"}
    summary = [line for line in alone.outlines if line.startswith("ledger/ledger.yaml: ")]
    assert len(summary) == 1
    assert summary[0] in shared.outlines


def test_junit_names_each_finding_and_its_evidence(project):
    project.runpytest("--reconcile", "ledger", "--junit-xml=junit.xml")
    cases = {case.get("name"): case for case in ET.parse(project.path / "junit.xml").iter("testcase")}
    conflict = cases[f"{IDENTITY}.2022.final.yearbook"]
    assert "reported 31.3" in conflict.find("failure").get("message")
    verdicts = {prop.get("name"): prop.get("value") for prop in conflict.iter("property")}
    assert verdicts["reconcile_verdict"] == "conflict"
    assert cases[f"{IDENTITY}.2021.final.yearbook"].find("skipped").get("type") == "pytest.xfail"


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ["-W", "error", "--strict-markers", "--strict-config", "--import-mode=importlib", "-p", "no:cacheprovider"],
        ["-p", "no:terminal", "-x"],
    ],
)
def test_it_lives_with_other_options(project, arguments):
    result = project.runpytest_subprocess("--reconcile", "ledger", *arguments)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.no_fnmatch_line("*INTERNALERROR*")


def test_the_ini_setting_serves_as_testpaths_does(project):
    project.makeini("[pytest]\nreconcile = ledger\n")
    (project.path / "tests").mkdir()
    (project.path / "tests/test_inner.py").write_text("def test_inner(): pass")
    everything = project.runpytest("-v")
    everything.stdout.fnmatch_lines(["test_own.py::*", f"ledger/ledger.yaml::{IDENTITY}.2023*"])
    project.runpytest("tests").assert_outcomes(passed=1)
    holding = project.runpytest("ledger", "-v")
    assert len(identity_outcomes(holding)) == 5
    holding.stdout.no_fnmatch_line("*test_own*")
    project.runpytest(f"ledger/ledger.yaml::{IDENTITY}.2023.final.yearbook").assert_outcomes(passed=1)


def test_the_ini_setting_counts_from_the_rootdir(project, monkeypatch):
    project.makeini("[pytest]\nreconcile = ledger\n")
    (project.path / "tests").mkdir()
    monkeypatch.chdir(project.path / "tests")
    assert len(identity_outcomes(project.runpytest("-v", "--rootdir", project.path))) == 5


def test_a_ledger_given_twice_runs_once(project):
    project.makeini("[pytest]\nreconcile = ledger\n")
    once = project.runpytest().parseoutcomes()
    for arguments in (
        ["--reconcile", "ledger"],
        ["--reconcile", "ledger/ledger.yaml", "--reconcile", project.path / "ledger"],
        [".", "--reconcile", "./ledger/"],
    ):
        assert project.runpytest(*arguments).parseoutcomes() == once


def test_a_ledger_is_read_even_where_pytest_does_not_look(project):
    write_ledger(project.path / "build/.hidden/ledger")
    assert len(identity_outcomes(project.runpytest("--reconcile", "build/.hidden/ledger", "-v"))) == 5


def test_several_ledgers_each_have_their_line_in_the_summary(project):
    write_ledger(project.path / "clean", LEDGER.partition("accepted")[0], yearbook=CLEAN)
    result = project.runpytest("--reconcile", "ledger", "--reconcile", "clean")
    result.stdout.fnmatch_lines(
        ["clean/ledger.yaml: 3 claims of 1 source: *exact*", "ledger/ledger.yaml: 17 claims of 2 sources: *"]
    )


def test_a_table_is_a_ledger(project):
    table = "source,measure,period,value,decimals\n" + "".join(
        f"a,{measure},2023,{value},0\n" for measure, value in (("trade", 3), ("trade", 4))
    )
    (project.path / "claims.csv").write_text(table)
    result = project.runpytest("--reconcile", "claims.csv", "-v")
    result.stdout.fnmatch_lines(["claims.csv::agreement*trade*FAILED*"])


def test_a_ledger_that_cannot_be_read_is_one_failing_item_with_all_problems(project):
    write_ledger(
        project.path / "bad", yearbook=YEARBOOK.replace("period: 2023", "perod: 2023"), bulletin=BULLETIN + "  - {}\n"
    )
    result = project.runpytest("--reconcile", "bad", "-v")
    result.stdout.fnmatch_lines(["bad/ledger.yaml::ledger FAILED*"])
    assert sum("sources/yearbook.yaml:" in line for line in result.outlines) >= 3
    assert any("sources/bulletin.yaml:" in line for line in result.outlines)
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.no_fnmatch_line("*Traceback*")


@pytest.mark.parametrize("path", ["nowhere", "empty", "binary.csv"])
def test_what_is_no_ledger_is_one_failing_item(project, path):
    (project.path / "empty").mkdir()
    (project.path / "binary.csv").write_bytes(b"\x00\xff\xfe" * 100)
    project.runpytest("--reconcile", path).assert_outcomes(passed=1, failed=1)


def test_a_ledger_in_which_nothing_was_checked_fails(project):
    write_ledger(
        project.path / "idle",
        "title: Idle\n",
        yearbook="source: {language: en}\nclaims:\n  - {measure: trade, period: 2024, reported: 5 USD}\n",
    )
    result = project.runpytest("--reconcile", "idle", "-v")
    result.stdout.fnmatch_lines(["idle/ledger.yaml::ledger FAILED*", "*nothing was checked*"])


@pytest.mark.slow
def test_texts_may_be_elsewhere(project):
    texts = project.path / "texts"
    texts.mkdir()
    (texts / "yearbook.txt").write_text("trade came to 3.3 billion USD")
    source = CLEAN.replace("{language: en}", "{language: en, text: yearbook.txt}").replace(
        "reported: 3.3 billion USD", "reported: 3.3 billion USD, quote: trade came to 3.3 billion USD"
    )
    write_ledger(project.path / "cited", LEDGER.partition("accepted")[0], yearbook=source)
    without = project.runpytest("--reconcile", "cited", "-k", "quotation", "-v")
    without.stdout.fnmatch_lines(["*::quotation*SKIPPED*"])
    flag = project.runpytest("--reconcile", "cited", "--reconcile-texts", "texts", "-k", "quotation", "-v")
    flag.stdout.fnmatch_lines(["*::quotation*PASSED*"])
    project.makeini("[pytest]\nreconcile_texts = texts\n")
    ini = project.runpytest("--reconcile", "cited", "-k", "quotation", "-v")
    ini.stdout.fnmatch_lines(["*::quotation*PASSED*"])


def test_an_unchecked_finding_without_a_line_skips_too(project):
    source = CLEAN.replace("{language: en}", "{language: en, text: lost.txt}")
    write_ledger(project.path / "lost", LEDGER.partition("accepted")[0], yearbook=source)
    result = project.runpytest("--reconcile", "lost", "-v")
    result.stdout.fnmatch_lines(["lost/ledger.yaml::quotation.yearbook SKIPPED*"])
    result.stdout.no_fnmatch_line("*INTERNALERROR*")


def test_a_hostile_ledger_cannot_drive_the_terminal(project):
    source = YEARBOOK.replace("trade came to 31.3", r"\e[2Jtrade\u202e came to 31.3").replace(
        "quote: \\e[2Jtrade\\u202e came to 31.3 billion USD", 'quote: "\\e[2Jtrade\\u202e came to 31.3 billion USD"'
    )
    write_ledger(project.path / "hostile", yearbook=source, bulletin=BULLETIN)
    result = project.runpytest("--reconcile", "hostile")
    assert "\x1b[2J" not in result.stdout.str()
    assert "\u202e" not in result.stdout.str()
    result.stdout.fnmatch_lines([r"*\x1b[[]2Jtrade\u202e came to 31.3 billion USD*"])


def test_a_bug_shows_its_traceback(project):
    project.makeconftest(
        """
        import pytest

        @pytest.hookimpl(tryfirst=True)
        def pytest_runtest_call(item):
            if "2021" in item.name:
                raise RuntimeError("a bug of somebody's")
        """
    )
    result = project.runpytest("--reconcile", "ledger", "-k", "2021 or 2023")
    result.stdout.fnmatch_lines(["*RuntimeError: a bug of somebody's*"])
    assert result.parseoutcomes()["failed"] >= 1


def test_names_depend_on_the_id_alone_and_never_collide():
    ids = ["identity:a:b", "identity:a.b", "period:xuất khẩu", "period:輸出", "period:輸入"]
    names = node_names(ids)
    assert len(set(names)) == len(ids)
    assert node_names(ids[::-1]) == names[::-1]
    assert names[2] == "period.xuat_khau"
    assert all(name.isascii() and "::" not in name and "[" not in name for name in names)


@pytest.mark.parametrize("arguments", [[], ["--collect-only"]])
def test_without_a_ledger_the_plugin_loads_no_pandas(pytester, arguments):
    pytester.makepyfile(
        test_own="""
        import sys

        def test_nothing_heavy_was_loaded():
            assert not {"numpy", "pandas", "pandera", "hypothesis"} & set(sys.modules)
        """
    )
    pytester.makeini("[pytest]\nreconcile = ledger\n")
    write_ledger(pytester.path / "ledger")
    command = [sys.executable, "-m", "pytest", "-p", "no:hypothesispytest", "test_own.py", *arguments]
    assert subprocess.run(command, check=False).returncode == 0
