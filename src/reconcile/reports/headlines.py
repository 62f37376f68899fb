"""What a finding comes to for a reader who knows neither ids nor intervals: one sentence, with titles.

The exact terms (interval, residual, what rounding explains) stand below it in the reports, and in JSON.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from reconcile.checks.wording.scales import Scale, approximately
from reconcile.exact.interval import decimal_places
from reconcile.language.figures import Figure
from reconcile.reports.amounts import number
from reconcile.reports.phrasebook import ENGLISH, Phrasebook

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reconcile.auditing import Entry, Result

_OF_CODES = set(":_`=")
_TERMS = 4  # figures of a sum that a sentence names; of more it tells their number
_TOGETHER = 6  # figures of a joint conflict that a sentence names
_AHEAD = {"target", "forecast"}
_ADDED = {"identity", "period", "hierarchy"}


class _Said(NamedTuple):
    """A claim of a finding, as a sentence speaks of it."""

    source: str
    measure: str
    period: str
    stat: str
    base: str
    place: dict[str, str]
    status: str
    figure: Figure
    weight: Fraction | None
    side: str | None


@dataclass(frozen=True)
class Headlines:
    """The sentences of an audit's findings, in the words of a language."""

    result: Result
    words: Phrasebook = ENGLISH

    def of(self, entry: Entry) -> str:
        """The sentence of a finding; where its kind has none of its own, its message with titles for ids."""
        said = [self._said(part, row) for part, row in zip(entry.evidence, entry.rows, strict=True)]
        for found in (self._compared, self._agreed, self._jointly):
            if words := found(entry, said):
                return _upper(words)
        return _upper(self.words("other", subject=self._subject(entry, said), message=self._message(entry)))

    def told(self, entry: Entry) -> list[str]:
        """The sentence of a finding and its exact terms; the latter alone where the sentence adds nothing to them."""
        headline = self.of(entry)
        return [entry.sentence] if self._message(entry) in headline else [headline, entry.sentence]

    def claim(self, row: int) -> str:
        """What a claim speaks of: "growth of exports, November 2024"."""
        return self._about(self._said({"weight": None, "side": None}, row))

    def quantity(self, row: int) -> str:
        """The same without its period and its place: "growth of exports"."""
        return self._quantity(self._said({"weight": None, "side": None}, row))

    def place(self, row: int) -> str:
        """The area and the other dimensions of a claim, those in which claims of the ledger differ."""
        return ", ".join(filter(None, (self._named_place(name, row) for name in self._telling)))

    def measure(self, name: str) -> str:
        """The title of a measure, else its name in words."""
        return self.result.ledger.measure(name).title or name.replace("_", " ")

    def source(self, name: str) -> str:
        """The title of a source, in quotes; "the document" where there is no other."""
        if len(self._titles) == 1:
            return self.words("who.document")
        return self.words("who.named", title=self._titles.get(name) or name)

    @cached_property
    def _titles(self) -> dict[str, str]:
        table = self.result.ledger.sources
        return dict(zip(table["source"], table["title"], strict=True))

    @cached_property
    def _telling(self) -> list[str]:
        """The dimensions in which claims of the ledger differ; what is alike everywhere need not be said."""
        content = self.result.ledger.content
        names = ("area", *self.result.ledger.dimensions)
        return [name for name in names if len(content.codes(name).values) > 1]

    def _said(self, part: dict[str, Any], row: int) -> _Said:
        store = self.result.store
        told = {name: store.claim(name, row) for name in ("source", "measure", "period", "stat", "base", "status")}
        place = {name: self._named_place(name, row) for name in self._telling}
        figure = store.figures[row]
        return _Said(**told, place=place, figure=figure, weight=number(part["weight"]), side=part["side"])

    def _named_place(self, dimension: str, row: int) -> str:
        return str(self.result.store.claim(dimension, row)).replace("_", " ")

    # What a sentence is about.

    def _about(self, said: _Said) -> str:
        """The measure, its place and period."""
        return self._placed(self._quantity(said), said)

    def _quantity(self, said: _Said) -> str:
        """The measure, and what of it."""
        stat = said.stat
        whole = re.split(r"[\[ ]", said.base)[0]
        if stat == "level":
            return self.measure(said.measure)
        base = self.words.named("per", said.base) if stat == "mean" else _lower(self.measure(whole)) if whole else ""
        name = "about.own share" if stat == "share" and whole == said.measure else f"about.{stat}"
        return self.words(name, measure=_lower(self.measure(said.measure)), base=base)

    def _placed(self, about: str, said: _Said) -> str:
        period = self.words.period(said.period)
        where = ", ".join(filter(None, said.place.values()))
        return ", ".join(filter(None, (" ".join(filter(None, (about, period))), where)))

    def _subject(self, entry: Entry, said: Sequence[_Said]) -> str:
        kinds = dict.fromkeys((one.measure, one.stat, one.period) for one in said)
        if len(kinds) == 1:
            return self._about(said[0])
        if entry.quantity.get("measure"):
            measure = self.measure(entry.quantity["measure"])
            return " ".join(filter(None, (measure, self.words.period(entry.quantity.get("period", "")))))
        if entry.rule:
            period = self.words.period(entry.quantity.get("period", ""))
            return " ".join(filter(None, (self.rule(entry.rule), period)))
        names = entry.sources or tuple(dict.fromkeys(one.source for one in said))
        return self._who(names) if names else self.result.ledger.title or self.words("page.untitled")

    def rule(self, rule: str) -> str:
        """A rule with titles for the names of its measures."""
        known = {name: _lower(self.measure(name)) for name in self.result.ledger.measures}
        grouped = re.sub(r"(?<![\w.])\d{5,}(?![\w.])", lambda found: self.words.amount(f"{int(found[0]):,}"), rule)
        # The name of a dimension's member is none of a measure's, and stands in brackets.
        return re.sub(
            r"\[[^]]*\]|`([^`]+)`|([^\W\d]\w*)",
            lambda found: known.get(found[1] or found[2] or "", found[0]),
            grouped.replace("*", "×").replace("<=", "≤").replace(">=", "≥"),
        )

    def _who(self, names: Iterable[str]) -> str:
        return self.words.enumerated(map(self.source, dict.fromkeys(names)))

    def _says(self, names: Sequence[str]) -> str:
        return self.words.several("says", len(set(names)), who=self._who(names))

    def _message(self, entry: Entry) -> str:
        """The exact message; in another language than English, what its kind says."""
        phrases = self.words.phrases
        for name in (f"said.{entry.check}.{entry.verdict}", f"said.{entry.verdict}"):
            if name in phrases:
                return phrases[name]
        said = entry.message.removeprefix(f"{entry.rule}: ") if entry.rule else entry.message
        return self._titled(entry, said.removeprefix(f"{entry.quantity.get('measure', '')}: "))

    def _titled(self, entry: Entry, said: str) -> str:
        """A message with titles for ids, where only an id can stand: a name may be a word of the sentence, too."""
        if entry.check == "rules":
            rules, between, what = said.rpartition(": ")
            return f"{self.rule(rules)}{between}{what}"
        known = {name: _lower(self.measure(name)) for name in self.result.ledger.measures if self.measure(name) != name}
        sources = {name: self.source(name) for name in entry.sources if self._titles.get(name)}
        if known:
            either = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
            with_underscore = r"[^\W\d]\w*_\w*"
            before_period = (
                rf"(?<![\w.-])(?:{either})(?=\[| [12]\d{{3}}\b| (?:is|and [^:;,]* are) (?:not reported|set aside)\b)"
            )
            said = re.sub(f"{before_period}|{with_underscore}", lambda found: known.get(found[0], found[0]), said)
        if sources:
            either = "|".join(map(re.escape, sorted(sources, key=len, reverse=True)))
            told = rf"(?<=, )(?:{either})(?=\))|(?<= in )(?:{either})(?=[,:;]|$)"
            said = re.sub(told, lambda found: sources[found[0]], said)
        return said

    # Sums, growth, shares: something is computed and something is reported.

    def _compared(self, entry: Entry, said: Sequence[_Said]) -> str:
        reported = [one for one in said if one.side == "reported"]
        computed = [one for one in said if one.side == "computed"]
        if computed and not reported and entry.quantity.get("stat") == "share":
            return self._shares(entry, computed)
        if len({(one.measure, one.period, tuple(one.place.values())) for one in reported}) != 1 or not computed:
            return ""
        if len(entry.comparisons) != 1 or entry.check not in {*_ADDED, "statistic"}:
            return ""
        sides = [entry.comparisons[0][side] for side in ("computed", "reported")]
        ends = [[number(side[name]) for name in ("printed_low", "printed_high")] for side in sides]
        points = [low if low == high else None for low, high in ends]
        if points[0] is None or points[1] is None:
            return ""
        amounts = _Amounts(
            self.words, Scale.of([one.figure for one in (*reported, *computed) if _same_unit(one, reported[0])])
        )
        by_rate = entry.check == "statistic" and reported[0].stat == "level"
        said_of = self._statistic if by_rate else self._sum
        return said_of(entry, computed, reported[0], amounts, points[0])

    def _shares(self, entry: Entry, computed: Sequence[_Said]) -> str:
        """Shares that are added up, and have to make 100 %."""
        amounts = _Amounts(self.words, Scale.of([one.figure for one in computed]))
        total = sum((Fraction(one.figure.value) for one in computed), Fraction(0))
        measure = self._placed(self.measure(computed[0].measure), computed[0]._replace(place={}))
        return self.words(
            "shares.conflict" if entry.verdict == "conflict" else "shares.holds",
            subject=measure,
            who=self._who([one.source for one in computed]),
            computed=amounts.number(total, min(one.figure.step for one in computed)),
        )

    def _sum(self, entry: Entry, computed: Sequence[_Said], reported: _Said, amounts: _Amounts, total: Fraction) -> str:
        terms = self._terms(entry, computed, reported)
        step = min((one.figure.step for one in computed if _same_unit(one, reported)), default=Fraction(0))
        told = {
            "subject": self._about(reported),
            "says": self._says([reported.source]),
            "reported": amounts.figure(reported.figure),
            "terms": terms,
            "computed": amounts.number(total, step),
        }
        if "<=" in entry.finding or ">=" in entry.finding:
            if entry.verdict != "conflict":
                return self.words("bound.holds", **told)
            return self.words("most.conflict" if total < reported.figure.value else "least.conflict", **told)
        told["whose"] = self._whose(terms, computed, reported, many=terms == self._many(computed))
        kind = entry.verdict if entry.verdict in {"conflict", "exact", "rounding", "hedge"} else "holds"
        return self.words(f"sum.{kind}", **told)

    def _whose(self, terms: str, computed: Sequence[_Said], reported: _Said, *, many: bool) -> str:
        sources = list(dict.fromkeys(one.source for one in computed))
        if sources == [reported.source]:
            return self.words("own sum" if many else "own", terms=terms)
        if len(sources) == 1:
            return self.words("in", terms=terms, who=self.source(sources[0]))
        return self.words("taken together", terms=terms, count=len(sources))

    def _terms(self, entry: Entry, computed: Sequence[_Said], reported: _Said) -> str:
        """What was added up: "exports − imports"."""
        if any(one.weight is None or abs(one.weight) != 1 for one in computed):
            side = re.split("<=|>=|=|≤|≥", entry.rule)[-1].strip()
            return _lower(self.rule(side)) if side and entry.check == "identity" else self._many(computed)
        names: dict[tuple[str, ...], tuple[str, bool]] = {}
        for one in computed:
            assert one.weight is not None
            key = (one.measure, one.period, *one.place.values())
            names.setdefault(key, (self._term(one, reported, entry), one.weight < 0))
        if len(names) > _TERMS:
            return self._many(computed)
        written = ""
        for name, minus in names.values():
            written += ((" − " if minus else " + ") if written else "−" * minus) + name
        return written

    def _many(self, parts: Sequence[object]) -> str:
        return self.words.several("sum of many", len(parts))

    def _term(self, one: _Said, reported: _Said, entry: Entry) -> str:
        """A term by what tells it from the total: its measure, its period or its place."""
        parts = []
        if one.measure != reported.measure or entry.check == "identity":
            parts.append(_lower(self.measure(one.measure)))
        if one.period != reported.period:
            parts.append(self.words.period(one.period))
        parts += [value for name, value in one.place.items() if value != reported.place[name]]
        return " ".join(filter(None, parts)) or _lower(self.measure(one.measure))

    def _statistic(
        self, entry: Entry, computed: Sequence[_Said], level: _Said, amounts: _Amounts, total: Fraction
    ) -> str:
        stat, rates = entry.quantity["stat"], [one for one in computed if one.stat != "level"]
        bases = [one for one in computed if one.stat == "level"]
        one_each = len({one.figure for one in rates}) == 1 == len({one.figure for one in bases})
        if not one_each or level.stat != "level" or stat not in {"growth", "change", "share"}:
            return ""
        rate, base, holds = rates[0], bases[0], "holds" if entry.verdict != "conflict" else "conflict"
        rate_amounts = _Amounts(self.words, Scale.of([rate.figure]))
        per = entry.quantity.get("base", "").partition(" per ")[2]
        told = {
            "subject": self._about(rate if stat == "share" else level),
            "says": self._says([level.source if stat == "change" else rate.source]),
            "rate": rate_amounts.figure(rate.figure),
            "base": amounts.figure(base.figure),
            "before": self.words.period(base.period),
            "level": amounts.figure(level.figure),
            "whole": _lower(self.measure(base.measure)),
            "per": self.words.named("per", per),
            "computed": amounts.number(total, level.figure.step),
        }
        if stat == "growth" and per:
            return self.words(f"compound.{holds}", **told)
        if stat != "change":
            implied = _implied(base.figure, level.figure, rate.figure, growth=stat == "growth")
            if implied is None:
                return ""
            told["implied"] = rate_amounts.rate(implied, rate.figure)
        return self.words(f"{stat}.{holds}", **told)

    # The same quantity, said more than once.

    def _agreed(self, entry: Entry, said: Sequence[_Said]) -> str:
        if entry.check != "agreement" or len(said) < 2 or len({one.figure.unit for one in said}) != 1:
            return ""
        amounts = _Amounts(self.words, Scale.of([one.figure for one in said]))
        subject = self._about(said[0])
        first, last = said[0], said[-1]
        if first.status != last.status or entry.verdict == "revision":
            kind = "revision"
            if {first.status, last.status} & _AHEAD:
                kind = "missed" if entry.verdict == "revision" else "met"
            if entry.verdict not in {"revision", "exact"}:
                return ""
            told = {name: self._stated(one, amounts) for name, one in (("first", first), ("last", last))}
            return self.words(f"agreement.{kind}", subject=subject, **told)
        if entry.verdict not in {"conflict", "exact", "rounding", "hedge"}:
            return ""
        by_figure: dict[str, list[str]] = {}
        for one in said:
            by_figure.setdefault(amounts.figure(one.figure), []).append(one.source)
        if len({one.source for one in said}) == 1:
            by_figure = {self.words.enumerated(by_figure): [said[0].source]}
        told_each = [
            self.words(
                "told", who=self._who(names), said=self.words.several("told.say", len(set(names)), amount=amount)
            )
            for amount, names in by_figure.items()
        ]
        return self.words(
            f"agreement.{entry.verdict}", subject=subject, told=self.words.phrases["told.and"].join(told_each)
        )

    def _stated(self, one: _Said, amounts: _Amounts) -> str:
        status = self.words.named("status", one.status)
        return self.words("stated", amount=amounts.figure(one.figure), status=status, who=self.source(one.source))

    # All together.

    def _jointly(self, entry: Entry, said: Sequence[_Said]) -> str:
        if entry.check != "joint" or entry.verdict != "conflict" or len(said) < 2:
            return ""
        if len(said) > _TOGETHER:
            return self.words.several("joint.many", len(said))
        named = [
            f"{self._about(one)}: {_Amounts(self.words, Scale.of([one.figure])).figure(one.figure)}" for one in said
        ]
        return self.words.several("joint.conflict", len(said), figures="; ".join(named))


@dataclass(frozen=True)
class _Amounts:
    """Figures at one scale, in the words of a language."""

    words: Phrasebook
    scale: Scale

    def figure(self, figure: Figure) -> str:
        return self.words.amount(self.scale.with_unit(self.scale.figure(figure)))

    def number(self, amount: Fraction, step: Fraction) -> str:
        return self.words.amount(self.scale.with_unit(self.scale.number(amount, step)))

    def rate(self, amount: Fraction, like: Figure) -> str:
        """A rate as finely as the claim has it, and with two digits at least."""
        places = max(2, decimal_places(Fraction(like.step) / self.scale.factor) or 0)
        return self.words.amount(self.scale.with_unit(approximately(amount / self.scale.factor, places)))


def _same_unit(one: _Said, other: _Said) -> bool:
    return one.figure.unit == other.figure.unit


def _implied(base: Figure, level: Figure, rate: Figure, *, growth: bool) -> Fraction | None:
    """The rate that two printed levels give, in the base units of the rate's unit; None where they give none."""
    if any(one.value_high is not None for one in (base, level)) or base.value <= 0 or base.unit != level.unit:
        return None
    ratio = Fraction(level.value) / Fraction(base.value) - growth
    return ratio * 100 if rate.unit in {"percent", "pp"} else ratio


def _upper(words: str) -> str:
    """The words as a sentence begins; a code, hbr:Passengers or energy_use, stays as it is."""
    return words if set(words.partition(" ")[0]) & _OF_CODES else words[:1].upper() + words[1:]


def _lower(title: str) -> str:
    """A title within a sentence; one that begins with an abbreviation or a name in capitals stays."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title
