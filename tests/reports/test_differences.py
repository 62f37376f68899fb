"""Two audits beside each other: every finding is counted once, and what fails newly is told."""

from __future__ import annotations

import html
import json
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.errors import UnusableError
from reconcile.reports.difference_page import difference_page
from reconcile.reports.differences import difference_json, difference_markdown, difference_text, differences
from reconcile.reports.recorded_audits import SCHEMA, RecordedFinding, read_recorded_audit

FINDINGS = st.builds(
    RecordedFinding,
    finding=st.sampled_from(["a", "b", "c", "d", "e:crashed"]),
    check=st.just("identity"),
    verdict=st.sampled_from(["exact", "rounding", "unchecked", "conflict"]),
    accepted=st.sampled_from([None, "a known slip"]),
    subject=st.text(max_size=8),
    message=st.sampled_from(["1 + 1 = 2", "1 + 1 = 3\x1b[31m", "::error::</summary>"]),
    residual=st.sampled_from([None, "0", "-27000", "5/6", "0.25"]),
    unit=st.sampled_from(["", "EUR", "percent"]),
    file=st.sampled_from(["", "claims.csv"]),
    line=st.none() | st.integers(1, 9),
)
AUDITS = st.lists(FINDINGS, unique_by=lambda one: one.finding).map(lambda some: {one.finding: one for one in some})

STEPS = ("new", "changed", "mended", "moved")


def failing(audit):
    return {name for name, one in audit.items() if one.alarms}


@given(AUDITS, AUDITS)
def test_every_finding_is_counted_once_and_only_what_is_new_fails(before, now):
    found = differences(before, now)
    steps = {
        name: [step.shown.finding for step in getattr(found, name)] for name in ("new", "changed", "mended", "moved")
    }
    told = [finding for some in steps.values() for finding in some]
    assert len(told) == len(set(told))
    assert len(told) + found.same + found.appeared + found.disappeared == len(before.keys() | now.keys())
    assert set(steps["new"]) == failing(now) - failing(before)
    assert set(steps["mended"]) == failing(before) - failing(now)
    assert set(steps["changed"]) <= failing(before) & failing(now)
    assert found.status == bool(failing(now) - failing(before))
    back = differences(now, before)
    assert (len(back.new), len(back.mended), len(back.changed)) == (
        len(found.mended),
        len(found.new),
        len(found.changed),
    )
    assert (back.same, len(back.moved)) == (found.same, len(found.moved))


@given(AUDITS, AUDITS, st.randoms(use_true_random=False))
def test_order_changes_nothing_and_every_form_is_harmless(before, now, chance: random.Random):
    found = differences(before, now)
    names = list(before)
    chance.shuffle(names)
    assert differences({name: before[name] for name in names}, now).counts == found.counts
    text = difference_text(found, verbose=True, width=None, colour=False)
    assert "\x1b" not in text + difference_markdown(found)
    assert json.loads(difference_json(found))["counts"] == found.counts
    assert not any(line.startswith("::") for line in text.split("\n"))


@given(AUDITS)
def test_an_audit_does_not_differ_from_itself(audit):
    found = differences(audit, audit)
    assert found.counts == dict.fromkeys(found.counts, 0) | {"same": len(audit)}


def test_what_became_of_each_is_said():
    one = RecordedFinding("a", "identity", "conflict", None, "trade", "off by 2", "-27000", "EUR", "", None)
    other = replace(one, residual="1500", message="off by 1")
    accepted = replace(one, accepted="the printer's slip")
    holds = replace(one, verdict="exact")

    def told(before, now):
        found = differences({} if before is None else {"a": before}, {} if now is None else {"a": now})
        [step] = [step for name in STEPS for step in getattr(found, name)]
        return step.told()

    assert told(None, one) == "was not asked before"
    assert told(one, None).startswith("is not asked now")
    assert told(one, other) == "residual 1,500 EUR, before −27,000 EUR"
    assert told(one, accepted) == "was conflict, is accepted now: the printer's slip"
    assert told(accepted, one) == "was accepted, is conflict now"
    assert told(holds, one) == "was exact, is conflict now"
    assert told(one, replace(one, message="off by two")) == "before: off by 2"


WRITTEN = {"id": "a", "check": "identity", "verdict": "exact"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is no JSON, or only a part of it"),
        (b'{"schema": "reconcile.audit/1", "findings": [', "is no JSON, or only a part of it"),
        (b"\xff\xfe\x00", "is no JSON"),
        (b"[" * 100_000, "is no JSON"),
        (b"[]", "is no audit of the schema reconcile.audit/1"),
        (b'{"schema": "reconcile.bounds/1"}', "is no audit of the schema reconcile.audit/1"),
        (b'{"schema": "reconcile.audit/1", "findings": {}}', "has no list of findings"),
        ([7], "finding 1 has no verdict of exact, rounding"),
        ([WRITTEN, WRITTEN], "finding 2 has the id of another before it"),
        ([WRITTEN | {"id": 3}], "finding 1 has a id that is no text"),
        ([WRITTEN | {"check": ""}], "finding 1 has no check"),
        ([WRITTEN | {"line": "12"}], "finding 1 has a line that is no number"),
        ([WRITTEN | {"residual": "1e30000000"}], "finding 1 has a residual that is no exact number"),
        ([WRITTEN | {"residual": "1/0"}], "finding 1 has a residual that is no exact number"),
    ],
)
def test_what_is_no_audit_is_refused_with_the_way_to_write_one(content, said, tmp_path):
    path = tmp_path / "audit.json"
    path.write_bytes(
        content if isinstance(content, bytes) else json.dumps({"schema": SCHEMA, "findings": content}).encode()
    )
    with pytest.raises(UnusableError) as refused:
        read_recorded_audit(path)
    assert said in str(refused.value)
    assert str(path) in str(refused.value)


def test_of_many_faults_the_first_are_told_and_the_rest_counted(tmp_path):
    path = tmp_path / "audit.json"
    path.write_text(json.dumps({"schema": SCHEMA, "findings": [{}] * 50}))
    with pytest.raises(UnusableError) as refused:
        read_recorded_audit(path)
    assert len(refused.value.problems) == 21
    assert "30 more findings" in str(refused.value)


@given(AUDITS, AUDITS)
def test_the_page_tells_each_finding_and_takes_no_words_for_markup(before, now):
    found = differences(before, now)
    page = difference_page(found)
    steps = [step for name in STEPS for step in getattr(found, name)]
    assert page.count("<li id=") == len(steps)
    assert ("<details open class=step>" in page) == bool(found.new)
    assert "default-src 'none'" in html.unescape(page)
    assert "\x1b" not in page
    assert page.count("</summary>") == sum(bool(getattr(found, name)) for name in STEPS)
    assert page.count("<script") == 1
