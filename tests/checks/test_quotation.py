"""Texts, quotes in them, and figures in the quotes."""

from __future__ import annotations

import hashlib
from pathlib import Path
from unicodedata import normalize

import pandas as pd
import pytest

from claims import Claim, claims_ledger, said

TEXT = "Năm 2024,\u00a0 xuất khẩu\n  đạt 405,5 tỷ\n USD, tăng 14,3%."
QUOTE = "xuất khẩu đạt 405,5 tỷ USD"
FIGURE = "405,5 tỷ USD"


def looked_up(
    folder: Path, *claims: Claim, text: str | bytes | None = TEXT, sha256: str = "", name: str = "a.txt"
) -> dict[str, str]:
    """What is found of claims in source a, whose text is stored in a folder."""
    if text is not None:
        (folder / "a.txt").write_bytes(text if isinstance(text, bytes) else text.encode())
    sources = pd.DataFrame([{"source": "a", "text": name, "sha256": sha256, "language": "vi"}])
    words = {"reported": FIGURE, "quote": QUOTE, "value": "", "decimals": ""}
    ledger = claims_ledger(*({**words, **claim} for claim in claims), sources=sources, texts=folder)
    return said(ledger, "quotation")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_quote_is_found_whatever_the_white_space_and_the_form_of_its_letters(tmp_path: Path, form: str) -> None:
    found = looked_up(tmp_path, {}, text=normalize(form, TEXT))
    assert found == {"quotation:a:m:2024": "exact: the quote stands in the text"}


def test_the_hash_says_whether_it_is_the_same_text(tmp_path: Path) -> None:
    right, wrong = hashlib.sha256(TEXT.encode()).hexdigest(), "0" * 64
    assert looked_up(tmp_path, {}, sha256=right.upper())["quotation:a"] == (
        "exact: the text is the one that was read, its hash matches"
    )
    assert looked_up(tmp_path, {}, sha256=wrong)["quotation:a"] == (
        f"conflict: the text is not the one that was read: its sha256 begins with {right[:12]}, not 000000000000"
    )


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        (
            {"quote": "xuất khẩu đạt 405,6 tỷ", "reported": "405,6 tỷ"},
            "the quote “xuất khẩu đạt 405,6 tỷ” is not in the text",
        ),
        ({"quote": "nothing of the kind: 405,5 tỷ USD was said"}, "is not in the text"),
        ({"reported": "5,5 tỷ USD"}, f"the figure “5,5 tỷ USD” is not in its quote “{QUOTE}”"),
        ({"reported": "405", "unit": "tỷ USD"}, f"the figure “405” is not in its quote “{QUOTE}”"),
    ],
)
def test_what_does_not_stand_there_is_a_conflict(tmp_path: Path, claim: Claim, words: str) -> None:
    (found,) = looked_up(tmp_path, claim).values()
    assert found.startswith("conflict: ")
    assert words in found


def test_a_near_match_is_shown_and_never_accepted(tmp_path: Path) -> None:
    (found,) = looked_up(tmp_path, {"quote": "xuất khẩu đạt gần 405,5 tỷ USD"}).values()
    assert found.startswith("conflict: ")
    assert "the nearest words are “" in found
    (far,) = looked_up(tmp_path, {"quote": "wholly different words about 405,5 tỷ USD in another language"}).values()
    assert "nearest" not in far


def test_a_claim_without_a_quote_is_unchecked(tmp_path: Path) -> None:
    assert list(looked_up(tmp_path, {"quote": ""}).values()) == [
        "unchecked: no quote, so nothing could be looked up in the text"
    ]


def test_a_figure_in_columns_needs_only_its_quote(tmp_path: Path) -> None:
    claim = {"reported": "", "value": "405.5", "decimals": "1", "at": "3"}
    assert list(looked_up(tmp_path, claim).values()) == ["exact: the quote stands in the text"]


@pytest.mark.parametrize("shift", [0, 1, -1, -5, 1000])
def test_the_figure_stands_at_its_offset_and_nowhere_else(tmp_path: Path, shift: int) -> None:
    at = TEXT.index("405,5") + shift
    (found,) = looked_up(tmp_path, {"at": str(at)}).values()
    if shift:
        assert found.startswith(f"conflict: at character {at} the text reads “")
    else:  # although the text breaks the line within the figure
        assert found == "exact: the quote stands in the text"


@pytest.mark.parametrize(("figure", "shift"), [("4,3%", 1), ("14", 0)])
def test_part_of_a_number_is_another_number(tmp_path: Path, figure: str, shift: int) -> None:
    (found,) = looked_up(
        tmp_path,
        {"reported": figure, "quote": f"tăng 14,3%, hay {figure}", "at": str(TEXT.index("14,3%") + shift)},
        text=f"{TEXT} tăng 14,3%, hay {figure}",
    ).values()
    assert found.startswith("conflict: at")


def test_where_no_text_is_stored_quotes_are_unchecked_but_figures_still_stand_in_them(tmp_path: Path) -> None:
    found = looked_up(tmp_path, {}, {"reported": "9 tỷ USD"}, {"quote": ""}, text=None)
    assert found == {
        "quotation:a": "unchecked: text not stored: 2 quotes could not be looked up",
        "quotation:a:m:2024#2": f"conflict: the figure “9 tỷ USD” is not in its quote “{QUOTE}”",
    }
    assert looked_up(tmp_path, {"quote": ""}, text=None) == {"quotation:a": "unchecked: text not stored"}
    assert looked_up(tmp_path, {}, text=None, name="")["quotation:a"].endswith("1 quote could not be looked up")
    assert looked_up(tmp_path, {"quote": ""}, text=None, name="") == {}


def test_a_text_that_cannot_be_read_is_a_conflict_of_its_source(tmp_path: Path) -> None:
    found = looked_up(tmp_path, {}, text=b"\xff\xfe\x00")
    assert list(found) == ["quotation:a"]
    assert found["quotation:a"].startswith("conflict: the text cannot be read: not UTF-8 text")
