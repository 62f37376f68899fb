"""Claims in Spark tables: the findings that one machine gives, on threads and on workers of their own."""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from claims import of
from reconcile.auditing import run
from reconcile.auditing.comparing_checks import COMPARED
from reconcile.checks.verdicts import VERDICTS
from reconcile.errors import LedgerError, ReconcileError
from reconcile.ledger.ledger import Ledger

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    pyspark = pytest.importorskip("pyspark", reason="Spark is not installed: pip install '.[spark]'")
needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java 17 or later, and there is none")
pytestmark = [needs_java, pytest.mark.filterwarnings("ignore")]  # Spark has not caught up with pandas 3

RULES = ["t = a + b", "p[product=all] = p[product=x] + p[product=y]"]
MEASURES = {name: {"kind": "flow"} for name in "tab"}


THREADS, CLUSTER = "local[2]", "local-cluster[2,1,1024]"


@pytest.fixture(scope="module")
def session(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    import sys

    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    os.environ["SPARK_HOME"] = str(Path(pyspark.__file__).parent)  # where workers of a cluster find their programs
    here = Path.cwd()
    os.chdir(tmp_path_factory.mktemp("spark"))  # a local cluster keeps its logs where it is
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        source = str(Path(__file__).parents[2] / "src")
        made = (
            SparkSession.builder.master(request.param)
            .config("spark.ui.enabled", "false")
            .config("spark.executorEnv.PYTHONPATH", source)
            .config("spark.sql.shuffle.partitions", "3")
            .getOrCreate()
        )
        made.sparkContext.setLogLevel("OFF")
        yield made
        made.stop()
    os.chdir(here)


def table() -> pd.DataFrame:
    """Several areas with sums, nested periods, growth and two sources; some of it is wrong."""
    claims = []
    for number in range(12):
        here = {"area": f"a{number}"}
        claims += of({"t": "6.0", "a": "1.0", "b": str(5 + number % 3) + ".0"}, **here)
        claims += of({"t": "6.1" if number % 2 else "7"}, source="b", **here)
        claims += of({"t": "3.0"}, period="2024-Q1" if number else "2023", **here)
        claims += of({"t": "100.0"}, stat="growth", base="2023", **here)
        for product, value in {"all": "5", "x": "2", "y": "3" if number % 4 else "9"}.items():
            claims += of({"p": value}, product=product, **here)
    usual = {"source": "a", "period": "2024", "stat": "level", "base": "", "product": ""}
    frame = pd.DataFrame([{**usual, **claim} for claim in claims])
    return frame.assign(claim=[f"c{number}" for number in range(len(frame))])


@pytest.mark.parametrize(("session", "buckets"), [(THREADS, 1), (THREADS, 5), (CLUSTER, 5)], indirect=["session"])
def test_spark_finds_what_one_machine_finds_value_for_value(session: Any, buckets: int) -> None:
    import reconcile.spark

    frame = table()
    claims = session.createDataFrame(frame)
    wanted = ("conflict", "rounding", "exact", "unchecked")
    found = reconcile.spark.audit(
        claims, RULES, partition=["area"], buckets=buckets, verdicts=wanted, measures=MEASURES
    ).toPandas()
    ledger = Ledger.from_frames(frame, rules=RULES, measures=MEASURES)
    checks = [*COMPARED, "schema"]
    whole = run(ledger, checks=checks)
    own = whole.findings[~whole.findings["finding"].str.fullmatch(r"period:\w+")]
    assert {"conflict", "exact", "unchecked"} <= set(own["verdict"])
    columns = ["finding", "check", "verdict", "rule", "status", "residual", "allowed", "excess", "unit", "message"]

    def rows(one: pd.DataFrame) -> list[tuple[Any, ...]]:
        values = one[columns].astype(object).where(one[columns].notna(), None)
        said = zip(values.itertuples(index=False, name=None), one["claims"], one["sources"], strict=True)
        return sorted((*map(repr, row), tuple(ids), tuple(sources)) for row, ids, sources in said)

    assert rows(found) == rows(own)
    verdicts = reconcile.spark.verdicts(claims, RULES, partition=["area"], buckets=buckets, measures=MEASURES)
    counts = {row["verdict"]: row["count"] for row in verdicts.groupBy("verdict").count().collect()}
    assert counts == own["verdict"].value_counts().to_dict()
    some = {"verdicts": ["conflict", "unchecked"], "partition": ["area"], "buckets": buckets, "measures": MEASURES}
    few = reconcile.spark.verdicts(claims, RULES, **some).toPandas()
    assert few["verdict"].value_counts().to_dict() == {name: counts[name] for name in some["verdicts"]}


@pytest.mark.parametrize("session", [THREADS], indirect=True)
def test_a_rule_that_would_cross_is_refused_before_anything_runs(session: Any) -> None:
    import reconcile.spark

    claims = session.createDataFrame(table())
    with pytest.raises(ReconcileError, match="partition by product: the rule p"):
        reconcile.spark.audit(claims, RULES, partition=["product"], measures=MEASURES)
    with pytest.raises(ReconcileError, match="no verdict is called wrong"):
        reconcile.spark.audit(claims, RULES, partition=["area"], verdicts=["wrong"])
    with pytest.raises(ReconcileError, match="no verdict is called wrong"):
        reconcile.spark.verdicts(claims, RULES, partition=["area"], verdicts=["wrong"])


@pytest.mark.parametrize("session", [THREADS], indirect=True)
def test_a_rule_of_what_no_claim_reports_is_said_as_on_one_machine(session: Any) -> None:
    from pyspark.errors import PythonException

    import reconcile.spark

    claims = of({"exports": "6", "goods": "4", "services": "2"}, source="a", period="2024", area="a0")
    frame, given = pd.DataFrame(claims), {"rules": ["exprts = goods + services"]}
    with pytest.raises(LedgerError) as one_machine:
        Ledger.from_frames(frame, **given)
    found = reconcile.spark.verdicts(session.createDataFrame(frame), partition=["area"], buckets=2, **given)
    with pytest.raises(PythonException) as on_spark:
        found.toPandas()
    assert "did you mean 'exports'?" in str(one_machine.value)
    assert str(one_machine.value) in str(on_spark.value)


@pytest.mark.parametrize("session", [THREADS], indirect=True)
def test_what_all_claims_say_is_known_in_every_bucket(session: Any) -> None:
    """A measure, a quarter and a member that one area alone reports; buckets without claims find nothing."""
    import reconcile.spark

    claims = of({"t": "8", "x": "3"}, area="a0") + of({"t": "2"}, area="a0", period="2024-Q1")
    claims += of({"t": "8"}, area="a1") + of({"t": "2"}, area="a1", period="2024-Q2")
    for area, products in {"a0": {"all": "5", "x": "5"}, "a1": {"all": "5", "x": "2", "y": "3"}}.items():
        for product, value in products.items():
            claims += of({"p": value}, product=product, area=area)
    usual = {"source": "a", "period": "2024", "product": ""}
    frame = pd.DataFrame([{**usual, **claim, "claim": f"c{number}"} for number, claim in enumerate(claims)])
    measures = {"t": {"kind": "flow"}, "p": {"sum": {"over": "product", "total": "all"}}}
    given: dict[str, Any] = {"rules": ["x <= t"], "measures": measures}
    whole = run(Ledger.from_frames(frame, **given), checks=["identity", "period", "hierarchy"])
    own = whole.findings[~whole.findings["finding"].str.fullmatch(r"period:\w+")]
    found = reconcile.spark.audit(
        session.createDataFrame(frame), partition=["area"], buckets=40, verdicts=VERDICTS, **given
    ).toPandas()
    found = found[found["check"] != "schema"]
    assert sorted(zip(found["finding"], found["message"], strict=True)) == sorted(
        zip(own["finding"], own["message"], strict=True)
    )
    assert {"period", "hierarchy", "identity"} == set(own["check"])
