"""Four rows of a table, a + b = total, as each checker of tables is told to check it: which rows it complains of.

The first row holds, the second within rounding to a decimal, the third does not, and of the fourth a part is missing.
The second number of each answer is with a tolerance of what rounding explains, 0.15, which somebody has to work out.
"""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Callable
from typing import Any

import pandas as pd

ROWS = [(1.1, 2.2, 3.3), (1.4, 1.4, 2.9), (5.0, 3.0, 9.0), (2.0, None, 4.0)]
TOLERANCES = (0.0, 0.15)
TABLE = pd.DataFrame(ROWS, columns=["a", "b", "total"])


def pandera(tolerance: float) -> list[int]:
    import pandera.pandas as pa

    check = pa.Check(lambda frame: (frame["a"] + frame["b"] - frame["total"]).abs() <= tolerance)
    try:
        pa.DataFrameSchema(checks=check).validate(TABLE, lazy=True)
    except pa.errors.SchemaErrors as error:
        return sorted({int(row) for row in error.failure_cases["index"]})
    return []


def datatest(tolerance: float) -> list[int]:
    import datatest as dt

    sums = dict(enumerate(TABLE["a"] + TABLE["b"]))
    try:
        with dt.accepted.tolerance(tolerance):
            dt.validate(sums, dict(enumerate(TABLE["total"])))
    except dt.ValidationError as error:
        return sorted(error.differences)
    return []


def great_expectations(tolerance: float) -> list[int]:
    import great_expectations as gx

    frame = TABLE.assign(residual=TABLE["a"] + TABLE["b"] - TABLE["total"])
    source = gx.get_context(mode="ephemeral").data_sources.add_pandas("pandas")
    batch = source.add_dataframe_asset("rows").add_batch_definition_whole_dataframe("all")
    expected = gx.expectations.ExpectColumnValuesToBeBetween(
        column="residual", min_value=-tolerance, max_value=tolerance
    )
    validated = batch.get_batch({"dataframe": frame}).validate(expected, result_format="COMPLETE")
    return [int(row) for row in validated.result["unexpected_index_list"]]


def pointblank(tolerance: float) -> list[int]:
    import pointblank as pb

    def within(frame: pd.DataFrame) -> pd.Series:
        return (frame["a"] + frame["b"] - frame["total"]).abs() <= tolerance

    asked = pb.Validate(TABLE).col_vals_expr(within).interrogate()
    return [int(row) - 1 for row in asked.get_data_extracts(i=1)[1]["_row_num_"]]


def vtlengine(tolerance: float) -> list[int] | None:
    from vtlengine import run

    if tolerance:
        return None  # a hierarchy knows none
    script = """
        define hierarchical ruleset sums (variable rule item) is total = a + b errorlevel 1 end hierarchical ruleset;
        found <- check_hierarchy(DS_1, sums rule item non_null invalid);
    """
    given = TABLE.rename_axis("row").reset_index().melt("row", var_name="item").dropna()
    column = {"type": "Integer", "role": "Identifier", "nullable": False}
    columns = [{"name": "row", **column}, {"name": "item", **column, "type": "String"}]
    columns.append({"name": "value", "type": "Number", "role": "Measure", "nullable": True})
    structure = {"datasets": [{"name": "DS_1", "DataStructure": columns}]}
    found = run(script=script, data_structures=structure, datapoints={"DS_1": given})
    return sorted(int(row) for row in found["found"].data["row"])


CHECKERS: dict[str, Callable[[float], Any]] = {
    one.__name__: one for one in (pandera, datatest, great_expectations, pointblank, vtlengine)
}

if __name__ == "__main__":
    warnings.simplefilter("ignore")
    print(json.dumps([CHECKERS[sys.argv[1]](tolerance) for tolerance in TOLERANCES]))
