"""The real ledger drafted anew from its texts, beside what a person wrote: the docs say what had to be changed."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml

from reconcile import Ledger
from reconcile.documents.reading.entry import read_document
from reconcile.language.figures import read_figure
from reconcile.reading.claim_drafts import ClaimDraft, draft_claims

PROJECT = Path(__file__).parents[2]
LEDGER = PROJECT / "fixtures" / "vietnam-trade"
TEXTS = PROJECT / ".." / "shared" / "seeds"
PAGE = PROJECT / "docs" / "explanation" / "reading.md"

pytestmark = pytest.mark.skipif(not TEXTS.is_dir(), reason="the texts of ../shared/seeds may not be republished")

LEAST = {"figure": 1, "stat": 0.9, "period": 0.9, "base": 0.9, "measure": 0.8}  # of the claims, right


@cache
def counted() -> tuple[Counter[str], Counter[str], int]:
    """Right and asked, by field, and the drafted claims that the ledger has not."""
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    more = 0
    measures = Ledger.read(LEDGER).measures
    for path in sorted((LEDGER / "sources").glob("*.yaml")):
        source = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
        document = read_document((TEXTS / source["source"]["text"]).read_bytes())
        day = source["source"]["published"][:10]
        drafts = list(draft_claims(document, "vi", published=day, measures=measures).claims)
        more += len(drafts)
        for claim in source["claims"]:
            draft = next((one for one in drafts if meets(one, claim)), None)
            more -= draft is not None
            told = {"figure": draft is not None and alike(draft, claim)}
            expected: dict[str, object] = {"figure": True}
            for field in ("stat", "period", "base", "measure", "status"):
                if field in claim or field == "stat":
                    expected[field] = claim.get(field, "level")
                    told[field] = draft and (draft.record[field] or {"stat": "level", "status": "final"}.get(field))
            asked.update(expected.keys())
            right.update(field for field, said in expected.items() if told[field] == said)
    return right, asked, more


def meets(draft: ClaimDraft, claim: dict[str, str]) -> bool:
    start, end = draft.start, int(draft.record["at"]) + max(1, len(draft.record["reported"]))
    return start < int(claim["at"]) + len(claim["reported"]) and int(claim["at"]) < end


def alike(draft: ClaimDraft, claim: dict[str, str]) -> bool:
    """The same figure; a fall's sign is in the draft's, and a number of things has a unit there."""
    figure, drafted = read_figure(claim["reported"], "vi"), draft.figure
    counts = drafted.unit == "count" and figure.unit == ""
    same = abs(figure.value) == abs(drafted.value) and (counts or figure.step == drafted.step)
    return same and figure.qualifier == drafted.qualifier and (counts or figure.unit == drafted.unit)


@pytest.mark.parametrize("field", LEAST)
def test_the_draft_says_what_a_person_wrote(field):
    right, asked, _ = counted()
    assert right[field] >= LEAST[field] * asked[field], f"{right[field]} of {asked[field]}"


def test_the_docs_say_what_a_person_had_to_change():
    right, asked, more = counted()
    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    for field in ("figure", "stat", "period", "base", "measure", "status"):
        assert f"| {field} | {asked[field]} | {asked[field] - right[field]} |" in page, (field, right, asked)
    assert f"{more} figures that the ledger does not have" in page
