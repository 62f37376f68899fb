"""A message names what it found in a few words, and does not repeat a file."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import SETTINGS, SOURCE
from reconcile.errors import LedgerError
from reconcile.ledger.ledger import Ledger

LONGEST = 80  # characters of one quoted piece
A, L, C, S = "sources/a.yaml", "ledger.yaml", "claims.csv", "sources.csv"
CLAIM = "source: {{title: R, language: en}}\nclaims:\n  - {{{}}}\n"
HEADER = "source,measure,period,value,decimals"

# Where a long text may stand, by file.
SLOTS = (
    *((file, slot) for file in (A, L) for slot in ("{}", "- {}", '"{}', "{}: 1", "{}: 1\n{}2: 2", "a: !<{}> b")),
    *(
        (file, slot)
        for file in (A, L)
        for slot in ("title: *{}", "title: &{} x", "%{}\n---\na: b", "[{}", "{}: {}\n{}: 2")
    ),
    *(
        (L, f"title: t\n{slot}")
        for slot in ("{}: x", "texts: ../{}", "texts: /{}", "dimensions: [' {}']", "hedges: {{about: {}}}")
    ),
    *((L, f"defaults: {{{{{slot}}}}}") for slot in ("unit: {}", "status: {}", "language: {}", "{}: x")),
    *(
        (L, f"rules: ['{slot}']")
        for slot in ("{}", "{}={}", "{} = {} + (", "a = b {}", "a[{}=1", "a[{}=1,{}=2] = b", "a = 2 {}")
    ),
    *(
        (L, f"rules: [{{{{rule: {slot}}}}}]")
        for slot in ("a = b, {}: x", "a = b, missing: {}", "{}", "a = b, where: {}")
    ),
    *(
        (L, f"measures: {{{{' {{}}': {{{{}}}}, {slot}}}}}")
        for slot in ("m: {{kind: {}}}", "m: {{unit: {}}}", "m: {}", "m: {{sum: {}}}")
    ),
    *((L, f"accepted: [{{{{{slot}}}}}]") for slot in ("until: {}", "residual: {}", "{}: x")),
    *((A, CLAIM.format("measure: m, period: 2024, " + slot)) for slot in ()),
    *(
        (A, CLAIM.replace("{}", slot, 1))
        for slot in (
            *(
                f"measure: m, period: 2024, reported: '1', {key}: {{}}"
                for key in ("stat", "status", "at", "decimals", "base", "{}")
            ),
            *(f"measure: m, period: 2024, {key}: {{}}" for key in ("value", "reported", "value_high", "[a]")),
            "measure: m, period: '{}', reported: '1'",
            "measure: ' {}', period: 2024, reported: '1'",
            "measure: m, period: 2024, reported: '5 {}'",
            "measure: m, period: 2024, reported: '{} 5'",
            "claim: '{}', measure: m, period: 2024, reported: '1'}}\n  - {{claim: '{}', measure: m, period: 2024",
            "measure: m, period: 2024, stat: mean, base: {}, reported: '1'",
            "measure: m, period: 2024, stat: growth, base: '{}', reported: '1%'",
        )
    ),
    *(
        (A, f"source: {{{{{slot}}}}}\nclaims: []")
        for slot in (
            "published: {}",
            "language: {}",
            "text: /{}",
            "text: {}.csv",
            "text: .{}",
            "sha256: {}",
            "rounding: {}",
            "reliability: {}",
            "{}: x",
            "id: ' {}'",
        )
    ),
    *(
        (C, slot)
        for slot in (
            "{}",
            "{}\n1\n",
            f"{HEADER},{{}}\n",
            f"{HEADER},{{}},{{}}\n",
            f"{HEADER}\n{{}}\n",
            f'{HEADER}\n"{{}}"x,,,,\n',
        )
    ),
    *(
        (C, f"{HEADER}\n{slot}\n")
        for slot in ("{},m,2024,1,0", "a,m,{},1,0", "a,m,2024,{},0", "a,m,2024,1,{}", " {},m,2024,1,0")
    ),
    *(
        (S, slot)
        for slot in ("{}", "source,{}\n", "source,title\na,{},\n", "source,published\na,{}\n", "source\n{}\n{}\n")
    ),
    (A, SOURCE + "  - {{measure: m, period: 2024, reported: '1', {}: 3}}"),
)


def told(files: dict[str, str | bytes]) -> list[str]:
    with tempfile.TemporaryDirectory() as top:
        for name, content in files.items():
            path = Path(top) / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        try:
            Ledger.read(top)
        except LedgerError as error:
            return [problem.message for problem in error.problems]
        return []


def files_with(slot: tuple[str, str], words: str) -> dict[str, str | bytes]:
    file, content = slot
    start = {L: SETTINGS} if file in {A, L} else {}
    table = {C: f"{HEADER}\na,m,2024,1,0\n"} if file == S else {}
    return {
        **start,
        **({A: SOURCE.replace("{title: R", "{language: vi, title: R")} if file == L else {}),
        **table,
        file: content.replace("{{", "{").replace("}}", "}").replace("{}", words),
    }


letters = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=LONGEST + 20, max_size=1200)
words = st.lists(st.text("abcxyz0189.-", min_size=1, max_size=12), min_size=60, max_size=90).map(" ".join)


def repeats(message: str, found: str) -> bool:
    return any(found[at : at + LONGEST + 1] in message for at in range(len(found) - LONGEST)) or len(message) > 1000


@given(st.sampled_from(SLOTS), letters | words)
def test_no_message_repeats_what_it_found_at_length(slot, found):
    assert not [message for message in told(files_with(slot, found)) if repeats(message, found)]


def test_no_message_of_any_place_repeats_what_it_found_there(fewer):
    found = "abcdefgh" * 150
    for slot in SLOTS[::fewer]:
        assert not [message for message in told(files_with(slot, found)) if repeats(message, found)], slot


@pytest.mark.parametrize("file", [A, L])
@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("-----BEGIN KEY-----", "text"),
        ("user password\nother words", "text"),
        ("- first\n- second\n", "a list"),
        ("host: here\npassword: secret\n", "2 other keys"),
    ],
)
def test_what_is_plainly_no_ledger_is_told_in_one_line_that_repeats_none_of_it(file, content, found):
    (message,) = [
        one
        for one in told({L: SETTINGS, A: SOURCE.replace("title", "language: vi, title"), file: content})
        if "expected" in one
    ]
    assert message.endswith(f"found {found}")
    assert not [word for word in ("KEY", "password", "words", "first", "host", "secret") if word in message]


def test_a_table_of_very_many_columns_is_told_as_that():
    header = ",".join(f"c{number}" for number in range(100_000))
    assert told({C: header}) == ["100000 columns, and no table of a ledger has more than 1000"]
