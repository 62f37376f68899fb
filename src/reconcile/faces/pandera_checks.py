"""The face for Pandera: checks of whole frames in which each row is audited, with failure cases in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.api.base.checks import CheckResult
from pandera.config import ValidationDepth, config_context
from pandera.constants import CHECK_OUTPUT_KEY

from reconcile.auditing import run
from reconcile.checks.engine.block import Block
from reconcile.checks.verdicts import CONFLICT
from reconcile.errors import ReconcileError
from reconcile.exact.columns import Bools, Ints
from reconcile.exact.printed_sums import PrintedColumn, rows_that_hold
from reconcile.faces.ledger_object import Ledger
from reconcile.language.rule_grammar import read_rule
from reconcile.language.rules import Factor, Rule, Term
from reconcile.reading.vtl_modes import MODES
from reconcile.reading.wide_frames import WideCells, as_pandas

_CHECKS = ("schema", "identity", "statistic")
_BEFORE, _NOW = "0001", "0002"  # the periods of two columns of which one grew into the other; nobody sees them
_WORDED = 1000  # discrepancies of one validation that are put into words
_MISSING = ("skip", "zero", *MODES)
_FURTHER = f"does not hold; the first {_WORDED:,} say how"


@dataclass(frozen=True)
class Question:
    """What a check asks of a frame: which columns are which claims, and the rules that tie them."""

    columns: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]  # of each column, what it says of its claims
    rules: tuple[str, ...]
    decimals: Any
    unit: Any
    missing: str
    tolerance: str
    rounding: str
    id: tuple[tuple[str, str], ...]  # columns that tell rows apart, and what a ledger calls them; none: each by itself


class ConsistencyCheck(pa.Check):
    """A check of a whole frame, of pandas or of Polars: a row fails where its figures cannot all be true.

    Made by `sums_to` and its like. It can be pickled, and stands in a schema's `checks` as any other.
    """

    def __init__(self, question: Question, **options: Any) -> None:
        super().__init__(partial(row_by_row, question=question), **options)
        self.question = question

    def __call__(self, check_obj: Any, column: str | None = None) -> CheckResult:
        """Audit a frame as a schema's backend gives it; each failing row is one failure case."""
        frame = _whole(check_obj)
        if frame is None or column is not None:
            raise ReconcileError(
                f"{self.name} is a check of a whole frame: put it into DataFrameSchema(checks=…), not into a column's"
            )
        if isinstance(frame, pd.DataFrame):
            return self._of_pandas(frame)
        import polars as pl

        rows, words = discrepancies(as_pandas(frame), self.question, self.n_failure_cases)
        output = pl.LazyFrame({CHECK_OUTPUT_KEY: _all_but(frame.height, rows)})
        cases = pl.LazyFrame({"failure_case": words}, schema={"failure_case": pl.String})
        return CheckResult(output, output.select(pl.col(CHECK_OUTPUT_KEY).all()), check_obj, cases)

    def _of_pandas(self, frame: pd.DataFrame) -> CheckResult:
        rows, words = discrepancies(frame, self.question, self.n_failure_cases)
        output = pd.Series(_all_but(len(frame), rows), index=frame.index)
        cases = pd.Series(words, index=frame.index[rows[: len(words)]], name="failure_case", dtype=object)
        return CheckResult(output, not len(rows), frame, cases if len(rows) else None)


def _all_but(size: int, rows: Ints) -> Bools:
    holds = np.ones(size, dtype=bool)
    holds[rows] = False
    return holds


def _whole(given: Any) -> Any:
    """The frame that a backend gives, with its rows; None where it gives a column."""
    if isinstance(given, pd.DataFrame):
        return given
    lazy = getattr(given, "lazyframe", given)  # what Pandera hands to checks of Polars' frames
    if getattr(given, "key", "*") not in {"*", None} or not hasattr(lazy, "lazy"):
        return None
    return lazy.collect() if hasattr(lazy, "collect") else lazy


class Discrepancies(NamedTuple):
    """The rows of a frame whose figures cannot all be true, and why, as far as somebody reads it."""

    rows: Ints  # positions, in order
    words: list[str]


def row_by_row(frame: pd.DataFrame, question: Question) -> pd.Series:
    """Whether each row of a frame holds."""
    return pd.Series(_all_but(len(frame), discrepancies(frame, question, 0).rows), index=frame.index)


def discrepancies(frame: pd.DataFrame, question: Question, most: int | None = None) -> Discrepancies:
    """Find the rows whose figures cannot all be true; of no more than `most` it is said why.

    Rows of plain sums that surely hold are seen at once; all others are a ledger that is audited. Raises a
    ReconcileError where a column is missing, and where nothing could be checked.
    """
    absent = [name for name in _needed(question) if name not in frame.columns]
    if absent:
        raise ReconcileError(f"the frame has no column {', '.join(map(repr, absent))}")
    holds = _surely_hold(frame, question)
    rows = np.flatnonzero(~holds)
    if not len(rows):
        return Discrepancies(rows, [])
    absent_parts = "zero" if question.missing == "zero" else "skip"
    ledger = Ledger.from_wide(
        frame if len(rows) == len(frame) else frame.iloc[rows],
        id=dict(question.id),
        values=[name for name, _ in question.columns],
        decimals=question.decimals,
        unit=question.unit,
        columns={name: dict(said) for name, said in question.columns},
        missing=question.missing if question.missing in MODES else MODES[0],
        rules=[
            {"rule": text, "missing": absent_parts, "tolerance": question.tolerance or None} for text in question.rules
        ],
    )
    result = run(ledger, checks=_CHECKS, rounding=question.rounding, joint=False)
    decided = sum(result.counts[word] for word in ("exact", "rounding", "hedge", "conflict"))
    if not decided and not holds.any():
        reasons = [f"{entry.subject}: {entry.message}" for entry in islice(result.entries(("unchecked",)), 3)]
        raise ReconcileError("nothing was checked: " + "; ".join(reasons or ["the columns hold no figures"]))
    origins = ledger.content.origins
    assert isinstance(origins.files, WideCells)
    # In the order in which they are put into words.
    found = [origins.files.row[origins.rows[one]] for one in map(_leads, result.blocks)]
    failing = np.concatenate([np.zeros(0, dtype=np.int64), *found])
    failed = np.unique(failing)
    words: dict[int, list[str]] = {}
    worded = min(_WORDED if most is None else most, _WORDED)
    for row, entry in zip(failing, islice(result.entries(("conflict",)), worded), strict=False):
        words.setdefault(int(row), []).append(entry.message)
    said = ["; ".join(words.get(row, [_FURTHER])) for row in failed.tolist()]
    return Discrepancies(rows[failed], said if most is None else said[:most])


def _leads(block: Block) -> Ints:
    """A claim of each conflict, which stands in the row that it is told of."""
    conflicts = np.flatnonzero(block.verdict == CONFLICT)
    leads = block.leads
    if leads is None:
        return np.array([block.claims(row)[0] for row in conflicts.tolist()], dtype=np.int64)
    return np.asarray(leads[conflicts], dtype=np.int64)


def _needed(question: Question) -> list[str]:
    helping = question.decimals.values() if isinstance(question.decimals, Mapping) else ()
    return list(dict.fromkeys([*(name for name, _ in question.columns), *(name for name, _ in question.id),
                               *(one for one in helping if isinstance(one, str) and one != "exact")]))  # fmt: skip


def _surely_hold(frame: pd.DataFrame, question: Question) -> Bools:
    """The rows of which whole numbers show that they hold; none where a row is no plain sum."""
    nothing = np.zeros(len(frame), dtype=bool)
    units = isinstance(question.unit, Mapping) or (isinstance(question.unit, str) and question.unit in frame.columns)
    if len(question.rules) != 1 or question.id or units or question.rounding != "nearest":
        return nothing
    rule = read_rule(question.rules[0])
    if rule.relation in {"<", ">"}:
        return nothing
    weights = _weights(rule)
    columns = []
    for name, said in question.columns:
        decimals = question.decimals.get(name) if isinstance(question.decimals, Mapping) else question.decimals
        weight = weights.pop(dict(said)["measure"], None)
        if weight is None or not (decimals == "exact" or isinstance(decimals, int)) or len(said) > 1:
            return nothing
        if isinstance(frame[name].dtype, pd.ArrowDtype) and pd.api.types.is_float_dtype(frame[name].dtype):
            values = frame[name].to_numpy(dtype=np.float64, na_value=np.nan)
        else:
            values = frame[name].to_numpy()
        columns.append(PrintedColumn(values, decimals if isinstance(decimals, int) else None, weight))
    return nothing if weights or not columns else rows_that_hold(columns, rule.relation)  # type: ignore[arg-type]


def _weights(rule: Rule) -> dict[str, Any]:
    """What each measure is multiplied by where all of a rule is on one side; with "" for what is no plain measure."""
    weights: dict[str, Any] = {}
    for sign, terms in ((1, rule.left), (-1, rule.right)):
        for term in terms:
            plain = term == Term(term.weight, term.measure) and rule.tolerance is None and not rule.over
            name = term.measure if plain else ""
            weights[name] = weights.get(name, 0) + sign * term.weight
    return weights


class _Linear(NamedTuple):
    """A rule, and the columns that it ties."""

    columns: dict[str, dict[str, str]]
    rules: list[str]


def _linear(left: str, relation: str, plus: Iterable[str], minus: Iterable[str] = (), *, weight: int = 1) -> _Linear:
    """Tie columns as `weight * left = plus … - minus …`."""
    plus, minus = list(plus), list(minus)
    right = " + ".join(map(_named, plus)) + "".join(f" - {_named(one)}" for one in minus)
    times = f"{weight} * " if weight != 1 else ""
    columns = {column: {"measure": column} for column in (left, *plus, *minus)}
    return _Linear(columns, [f"{times}{_named(left)} {relation} {right}"])


def _named(column: str) -> str:
    """A column as a rule names it."""
    return str(Factor(column))


def _made(
    tie: _Linear,
    words: str,
    options: dict[str, Any],
    *,
    id: Mapping[str, str] | None = None,  # noqa: A002 - as `from_wide` calls it
    unit: Any = None,
) -> ConsistencyCheck:
    """A check with the options that all of them have."""
    if options.get("missing", "skip") not in _MISSING:
        raise ReconcileError(f"missing {options['missing']!r}: expected {', '.join(_MISSING[:-1])} or {_MISSING[-1]}")
    question = Question(
        columns=tuple((name, tuple(said.items())) for name, said in tie.columns.items()),
        rules=tuple(tie.rules),
        decimals=options.pop("decimals", None),
        unit=options.pop("unit", unit),
        missing=options.pop("missing", "skip"),
        tolerance=options.pop("tolerance", ""),
        rounding=options.pop("rounding", "nearest"),
        id=tuple((id or {}).items()),
    )
    return ConsistencyCheck(question, **{"name": words, "error": words} | options)


def _listed(columns: str | Iterable[str]) -> list[str]:
    return [columns] if isinstance(columns, str) else list(columns)


def _rows_of(period: str | None, by: str | Sequence[str]) -> dict[str, str]:
    """What tells rows apart that are of one thing at several periods."""
    return ({period: "period"} if period else {}) | {column: column for column in _listed(by)}


def sums_to(parts: Sequence[str], total: str, **options: Any) -> ConsistencyCheck:
    """The columns `parts` add up to `total` in each row, as finely as they were printed.

    `decimals` are XBRL's, digits right of the point in base units, or "exact": for all columns, by column, or the name
    of a column that says it of each row; text needs none. With `missing="zero"` absent parts are nothing where the
    total and one part are there; by default a row in which anything is absent is left alone. VTL's modes are taken by
    their names, too, "partial_zero" … A `tolerance`, such as
    "0.1 %" or "0.5", is allowed beyond rounding. `rounding` is "nearest" or "truncate"; `unit` is that of all columns,
    or by column. All else is an option of `pa.Check`: `name`, `error`,
    `raise_warning`, `n_failure_cases`. The other checks here take the same.

    >>> import pandas as pd, pandera.pandas as pa
    >>> schema = pa.DataFrameSchema(checks=sums_to(["exports", "imports"], "total", decimals=1))
    >>> trade = pd.DataFrame({"exports": [405.9], "imports": [381.0], "total": [768.9]}, index=["VN"])
    >>> try:
    ...     schema.validate(trade, lazy=True)
    ... except pa.errors.SchemaErrors as errors:
    ...     print(errors.failure_cases[["index", "failure_case"]].to_string(index=False, header=False))
    VN 405.9 + 381.0 = 786.9, reported 768.9: off by 18; rounding explains at most 0.15, 17.85 is left over
    """
    parts = _listed(parts)
    return _made(_linear(total, "=", parts), f"{' + '.join(parts)} = {total}", options)


def balance_of(balance: str, plus: str | Sequence[str], minus: str | Sequence[str], **options: Any) -> ConsistencyCheck:
    """`balance` is what is left of the columns `plus` without the columns `minus`; options as for `sums_to`.

    >>> balance_of("balance", "exports", "imports", decimals=1).name
    'balance = exports - imports'
    """
    added, taken = _listed(plus), _listed(minus)
    words = f"{balance} = {' + '.join(added)}{''.join(f' - {one}' for one in taken)}"
    return _made(_linear(balance, "=", added, taken), words, options)


def mean_of(mean: str, columns: Sequence[str], **options: Any) -> ConsistencyCheck:
    """`mean` is the mean of `columns`; options as for `sums_to`.

    >>> mean_of("year", ["q1", "q2", "q3", "q4"], decimals=1).name
    'year = mean of q1, q2, q3, q4'
    """
    columns = _listed(columns)
    made = _linear(mean, "=", columns, weight=len(columns))
    return _made(made, f"{mean} = mean of {', '.join(columns)}", options)


def agrees_with(one: str, other: str, **options: Any) -> ConsistencyCheck:
    """Two columns report the same quantity, each as finely as it is printed; options as for `sums_to`.

    >>> agrees_with("in_text", "in_table", decimals={"in_text": 0, "in_table": 2}).name
    'in_text = in_table'
    """
    return _made(_linear(one, "=", [other]), f"{one} = {other}", options)


def bounded_parts(parts: Sequence[str], whole: str, **options: Any) -> ConsistencyCheck:
    """The columns `parts` together are no more than `whole`; options as for `sums_to`.

    >>> bounded_parts(["machines", "textiles"], "exports", decimals=1).name
    'machines + textiles <= exports'
    """
    parts = _listed(parts)
    return _made(_linear(whole, ">=", parts), f"{' + '.join(parts)} <= {whole}", options)


def share_of(share: str, part: str, whole: str, *, unit: str = "percent", **options: Any) -> ConsistencyCheck:
    """`share` is what `part` is of `whole`, in percent or as `unit="fraction"`; further options as for `sums_to`.

    >>> share_of("top_share", "top", "exports", decimals=1).name
    'top_share = top / exports'
    """
    columns = {column: {"measure": column} for column in (part, whole)}
    columns[share] = {"measure": part, "stat": "share", "base": whole}
    return _made(_Linear(columns, []), f"{share} = {part} / {whole}", options, unit={share: unit})


def growth_of(
    growth: str,
    of: str,
    *,
    on: str | None = None,
    period: str | None = None,
    by: str | Sequence[str] = (),
    lag: int = 1,
    unit: str = "percent",
    **options: Any,
) -> ConsistencyCheck:
    """`growth` is how much `of` has grown, in percent or as `unit="fraction"`.

    On the column `on` of the same row; or on the row whose `period`, a column of periods in SDMX form, is `lag`
    periods before, among the rows that are alike in the columns `by`. Further options as for `sums_to`.

    >>> growth_of("growth", of="gdp", period="quarter", by="country", lag=4, decimals=1).name
    'growth = growth of gdp on 4 periods before'
    """
    if (on is None) == (period is None):
        raise ReconcileError(
            "growth_of: give either on=, the column that it grew from, or period=, that of the periods"
        )
    of_growth = {"measure": of, "stat": "growth"}
    if on is not None:
        columns = {
            of: {"measure": of, "period": _NOW},
            on: {"measure": of, "period": _BEFORE},
            growth: {**of_growth, "period": _NOW, "base": _BEFORE},
        }
        return _made(_Linear(columns, []), f"{growth} = growth of {of} on {on}", options, unit={growth: unit})
    assert period is not None
    columns = {of: {"measure": of}, growth: {**of_growth, "base": f"period={-lag}"}}
    id_ = _rows_of(period, by)
    before = "the period before" if lag == 1 else f"{lag} periods before"
    words = f"{growth} = growth of {of} on {before}"
    return _made(_Linear(columns, []), words, options, id=id_, unit={growth: unit})


def rule(
    text: str | Sequence[str], *, period: str | None = None, by: str | Sequence[str] = (), **options: Any
) -> ConsistencyCheck:
    """A rule between columns, or several, as ledgers write them.

    Each row is by itself; with `period`, a column of periods in SDMX form, a rule may name rows of a period before that
    are alike in the columns `by`: `stock = stock[period=-1] + inflow - outflow`. Further options as for `sums_to`.

    >>> rule("pay = hours * wage", decimals={"pay": 0, "hours": "exact", "wage": 2}).name
    'pay = hours * wage'
    """
    rules = [read_rule(one) for one in _listed(text)]
    names = dict.fromkeys(name for one in rules for name in one.measures)
    words = "; ".join(one.text for one in rules)
    columns = {name: {"measure": name} for name in names}
    return _made(_Linear(columns, [one.text for one in rules]), words, options, id=_rows_of(period, by))


METHODS = {one.__name__: one for one in (sums_to, balance_of, mean_of, agrees_with, share_of, growth_of, rule)} | {
    "parts_of": bounded_parts
}


def register() -> None:
    """Make all checks methods of `pa.Check`, `pa.Check.sums_to(…)`, and names of a `DataFrameModel`'s Config.

    To call it again changes nothing. Raises a ReconcileError where somebody else registered a check of such a name.
    """
    registered = pa.Check.REGISTERED_CUSTOM_CHECKS
    builtin = pa.Check.CHECK_FUNCTION_REGISTRY
    taken = [name for name, one in METHODS.items() if registered.get(name, one) is not one or name in builtin]
    if taken:
        raise ReconcileError(f"pa.Check has a {', '.join(taken)} of somebody else; nothing was registered")
    registered.update(METHODS)


def validate(schema: Any, frame: Any, *, lazy: bool = True, **options: Any) -> Any:
    """Validate a frame with a schema or a model, whatever Pandera's switches say: nothing passes unread.

    `PANDERA_VALIDATION_ENABLED=False`, or a depth of SCHEMA_ONLY, lets any data pass; so does a lazy frame of Polars,
    of which Pandera reads no rows. Here they are read, and a lazy frame is refused: `collect()` it first.

    >>> import pandera.pandas as pa
    >>> schema = pa.DataFrameSchema(checks=rule("c = a + b", decimals="exact"))
    >>> try:
    ...     validate(schema, pd.DataFrame({"a": [1], "b": [2], "c": [4]}))
    ... except pa.errors.SchemaErrors as errors:
    ...     print(errors.failure_cases["failure_case"].item())
    1 + 2 = 3, reported 4: off by 1; rounding explains nothing of it
    """
    if hasattr(frame, "collect") and not hasattr(frame, "__arrow_c_stream__"):
        raise ReconcileError("a lazy frame has no rows to check yet; collect() it first")
    with config_context(validation_enabled=True, validation_depth=ValidationDepth.SCHEMA_AND_DATA):
        return schema.validate(frame, lazy=lazy, **options)
