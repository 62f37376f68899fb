"""pytest as a data audit: ``pytest --reconcile LEDGER`` makes every finding of the audit one test item.

Where the package is installed every run of pytest imports this module, so it loads nothing of pandas: what
audits is in `ledger_items`, and is imported when a ledger is asked for.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from reconcile.faces.pytest_paths import absolute, given_paths

if TYPE_CHECKING:
    from reconcile.faces.ledger_object import Ledger

_READ = pytest.StashKey["dict[str, Ledger]"]()  # the ledgers of a run that a fixture has read

# pytest reads a word after an option that it does not know yet as a path of its own when it looks for its settings.
LEDGERS_HELP = (
    "audit this ledger, a folder or a file, in addition to the other tests; may be repeated. "
    "Write --reconcile=PATH, in one word, for a ledger outside the project."
)
TEXTS_HELP = "the folder of the sources' texts, where they are not stored beside the ledger"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("reconcile", "reconcile: audit ledgers of reported numbers")
    group.addoption("--reconcile", action="append", default=[], metavar="PATH", help=LEDGERS_HELP)
    group.addoption("--reconcile-texts", metavar="DIR", help=TEXTS_HELP)
    parser.addini(
        "reconcile",
        type="linelist",
        default=[],
        help="ledgers to audit, relative to the rootdir; as with testpaths, all of them where no paths are "
        "given, else those that the given paths hold",
    )
    parser.addini("reconcile_texts", type="string", default="", help=TEXTS_HELP + "; relative to the rootdir")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "reconcile: a finding of a ledger's audit, made by --reconcile")
    config.addinivalue_line(
        "markers", "reconcile_ledger(path, rules=…): the ledger that the fixture of this name reads"
    )
    ledgers = wanted_ledgers(config)
    if ledgers:
        from reconcile.faces.ledger_items import Ledgers  # loads pandas

        config.pluginmanager.register(Ledgers(config, ledgers, _texts(config)), "reconcile-ledgers")


@pytest.fixture
def reconcile_ledger(request: pytest.FixtureRequest) -> Ledger:
    """The ledger that the marker `reconcile_ledger("path")` names, relative to the rootdir; else that of the settings.

    It is read once for each set of arguments of a run.
    """
    mark = request.node.get_closest_marker("reconcile_ledger")
    named = [str(path) for path in (mark.args if mark else (*request.config.getoption("reconcile"),
                                                            *request.config.getini("reconcile")))]  # fmt: skip
    if len(named) != 1:
        found = ", ".join(named) or "none"
        raise pytest.UsageError(
            f"the fixture reconcile_ledger reads one ledger, and there is {found}: name it, "
            '@pytest.mark.reconcile_ledger("path")'
        )
    from reconcile.faces.ledger_object import Ledger  # loads pandas

    path = absolute(request.config.rootpath, named[0])
    said: dict[str, Any] = {"texts": _texts(request.config)} | (dict(mark.kwargs) if mark else {})
    known = request.config.stash.setdefault(_READ, {})
    key = f"{path} {said}"
    if key not in known:
        known[key] = Ledger.read(path, **said)
    return known[key]


def wanted_ledgers(config: pytest.Config) -> dict[Path, Path]:
    """The ledgers to audit in this run: the file that stands for each in node ids, and the path as given.

    Those of the flag are always wanted. Those of the ini setting serve as `testpaths` does: they are wanted
    where no paths are given to pytest, and where a given path holds them.
    """
    wanted: dict[Path, Path] = {}
    for text in config.getoption("reconcile"):
        path = absolute(config.invocation_params.dir, text)
        wanted.setdefault(ledger_file(path), path)
    chosen = config.args_source is pytest.Config.ArgsSource.ARGS
    for text in config.getini("reconcile"):
        path = absolute(config.rootpath, text)
        file = ledger_file(path)
        if not chosen or any(file.is_relative_to(given) for given in given_paths(config)):
            wanted.setdefault(file, path)
    return wanted


def ledger_file(path: Path) -> Path:
    """The file that stands for a ledger in node ids: itself, or what a folder's audit starts from."""
    if path.is_file():
        return path
    names = ("ledger.yaml", "claims.csv", "claims.parquet")
    return next((path / name for name in names if (path / name).is_file()), path / names[0])


def _texts(config: pytest.Config) -> Path | None:
    if flag := config.getoption("reconcile_texts"):
        return absolute(config.invocation_params.dir, flag)
    if ini := config.getini("reconcile_texts"):
        return absolute(config.rootpath, ini)
    return None
