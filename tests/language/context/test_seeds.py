"""The claims of the five real texts, told from their words; the ledger has them as a person read them."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml

from reconcile.language.context.around import with_context
from reconcile.language.context.measures import measured
from reconcile.language.figures import read_figure
from reconcile.language.mentions import Mention
from reconcile.language.prose import mentions_in

PROJECT = Path(__file__).parents[3]
LEDGER = PROJECT / "fixtures" / "vietnam-trade"
TEXTS = PROJECT / ".." / "shared" / "seeds"

pytestmark = pytest.mark.skipif(not TEXTS.is_dir(), reason="the texts of ../shared/seeds may not be republished")

LEAST = {"stat": 0.9, "period": 0.9, "base": 0.9, "measure": 0.8}  # of the claims, right


def declared() -> dict:
    return yaml.load((LEDGER / "ledger.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def terms() -> dict[str, list[str]]:
    """What the measures of the ledger are called in Vietnamese."""
    return {name: one.get("terms", []) for name, one in declared()["measures"].items()}


def units() -> dict[str, str]:
    ledger = declared()
    flows = {name: one.get("unit", ledger["defaults"]["unit"]) for name, one in ledger["measures"].items()}
    return flows | {"surplus_years": ""}


@cache
def compared() -> tuple[Counter[str], Counter[str], list[str]]:
    """Right and asked, by field, and what was told otherwise."""
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    wrong: list[str] = []
    for path in sorted((LEDGER / "sources").glob("*.yaml")):
        source = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        text = (TEXTS / source["source"]["text"]).read_text(encoding="utf-8")
        claims = {int(claim["at"]): claim for claim in source["claims"]}
        mentions = {one.start: one for one in mentions_in(text, "vi") if not claimed(one, claims)}
        for at, claim in claims.items():
            words = claim["reported"]
            mentions[at] = Mention(at, at + len(words), words, "figure", read_figure(words, "vi"))
        published = date.fromisoformat(source["source"]["published"][:10])
        found = with_context(text, [mentions[at] for at in sorted(mentions)], "vi", published)
        measures = measured(text, found, "vi", terms(), units())
        for one, measure in zip(found, measures, strict=True):
            if claim := claims.get(one.start):
                told = {"stat": one.stat, "period": one.period, "measure": measure.measure}
                expected = {"stat": claim.get("stat", "level"), "period": claim["period"], "measure": claim["measure"]}
                if expected["stat"] in {"growth", "mean"}:
                    told["base"], expected["base"] = one.base, claim["base"]
                if expected["stat"] == "share":
                    told["base"], expected["base"] = measure.whole, claim["base"]
                for field, said in expected.items():
                    asked[field] += 1
                    right[field] += told[field] == said
                    if told[field] != said:
                        wrong.append(f"{path.stem}:{one.start} {one.words}: {field} {told[field]}, not {said}")
    return right, asked, wrong


def claimed(one: Mention, claims: dict[int, dict[str, str]]) -> bool:
    return any(at < one.end and one.start < at + len(claim["reported"]) for at, claim in claims.items())


@pytest.mark.parametrize("field", LEAST)
def test_the_words_of_the_real_texts_tell_their_claims(field):
    right, asked, wrong = compared()
    assert right[field] >= LEAST[field] * asked[field], "\n".join([f"{right[field]} of {asked[field]}", *wrong])
