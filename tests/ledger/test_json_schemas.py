from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from reconcile.ledger.json_schemas import SCHEMAS, ledger_schema, source_schema
from reconcile.ledger.ledger import Ledger
from reconcile.ledger.reading.settings import ACCEPTED_KEYS, DEFAULTS, HEDGES, KEYS, MEASURE_KEYS, RULE_KEYS
from reconcile.ledger.store.columns import SOURCE_COLUMNS, claim_columns

ROOT = Path(__file__).parents[2]
LEDGERS = sorted((ROOT / "fixtures").rglob("ledger.yaml"))
SOURCES = sorted((ROOT / "fixtures").rglob("sources/*.yaml"))


def _read(path: Path) -> object:
    """What an editor sees: dates are text to JSON."""
    return json.loads(json.dumps(yaml.safe_load(path.read_text(encoding="utf-8")), default=str))


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_schema_is_one_and_the_docs_have_it(name):
    schema = SCHEMAS[name]()
    Draft202012Validator.check_schema(schema)
    published = ROOT / f"docs/reference/schemas/{name}.schema.json"
    assert json.loads(published.read_text(encoding="utf-8")) == schema


def test_every_fixture_satisfies_its_schema():
    for paths, schema in ((LEDGERS, ledger_schema()), (SOURCES, source_schema())):
        validator = Draft202012Validator(schema)
        assert len(paths) > 20
        for path in paths:
            assert not [error.message for error in validator.iter_errors(_read(path))], path


def test_the_schemas_know_the_keys_that_the_readers_know():
    ledger, source = ledger_schema()["properties"], source_schema()["properties"]
    assert set(ledger) == set(KEYS)
    assert set(ledger["defaults"]["properties"]) == set(DEFAULTS)
    assert set(ledger["measures"]["additionalProperties"]["properties"]) == set(MEASURE_KEYS)
    assert set(ledger["rules"]["items"]["anyOf"][1]["properties"]) == set(RULE_KEYS)
    assert set(ledger["accepted"]["items"]["properties"]) == set(ACCEPTED_KEYS)
    assert set(ledger["hedges"]["properties"]) == set(HEDGES)
    assert set(source["source"]["properties"]) == {"id", *SOURCE_COLUMNS[1:]}
    assert set(source["claims"]["items"]["properties"]) == set(claim_columns()) - {"source"}


def test_a_guess_is_read_kept_and_written(tmp_path):
    (tmp_path / "sources").mkdir()
    (tmp_path / "ledger.yaml").write_text("title: t", encoding="utf-8")
    claim = "{measure: a, period: 2024, value: 1, decimals: 0, guess: [measure, period]}"
    (tmp_path / "sources/s.yaml").write_text(f"source: {{title: t}}\nclaims:\n  - {claim}\n", encoding="utf-8")
    ledger = Ledger.read(tmp_path)
    assert ledger.claims["guess"].tolist() == ["measure period"]
    for layout in ("yaml", "csv"):
        assert Ledger.read(ledger.write(tmp_path / layout, layout=layout)) == ledger
    assert "guess: [measure, period]" in (tmp_path / "yaml/sources/s.yaml").read_text(encoding="utf-8")
