"""What ledger.yaml says: defaults, measures, rules, accepted findings. A call's arguments are read alike."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from reconcile.language.codelists import MEASURE_KINDS, STATUSES
from reconcile.language.figures import FigureError, read_unit
from reconcile.language.rules import Rule, RuleError, read_rule
from reconcile.ledger.reading.nodes import LONGEST_NAME, Fields, Keyed, Node, Place, TextNode
from reconcile.ledger.reading.problem_words import cut, meant, shown, unknown
from reconcile.ledger.reading.sums import Parents, read_sums
from reconcile.ledger.store.columns import KNOWN
from reconcile.ledger.store.declarations import Acceptance, Measure
from reconcile.ledger.store.stored_texts import bad_folder
from reconcile.ledger.store.text_problems import fiscal_year_problem, frequency_problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reconcile.errors import Problem

KEYS = ("title", "defaults", "measures", "rules", "accepted", "texts", "dimensions", "hedges")
DEFAULTS = ("area", "unit", "status", "language", "signed", "fiscal_year", "frequency")
MEASURE_KEYS = ("title", "kind", "signed", "additive", "count", "unit", "sum", "terms")
RULE_KEYS = ("rule", "name", "missing", "where")
ACCEPTED_KEYS = ("finding", "reason", "until", "residual")
HEDGES = ("about", "nearly")

_DECIMAL = re.compile(r"[+-]?[0-9]{1,1000}(?:\.[0-9]{1,1000})?")
_TRUTH = {"true": True, "false": False}
_QUANTITY = ("area", "period")  # what a rule may fix beside the dimensions


@dataclass(slots=True)
class Settings:
    """All that a ledger says beside its claims and sources, and where the rules and measures say it."""

    title: str = ""
    defaults: dict[str, str] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    rule_places: tuple[Place, ...] = ()
    accepted: tuple[Acceptance, ...] = ()
    texts: str = ""
    dimensions: tuple[str, ...] = ()
    hedges: dict[str, str] = field(default_factory=dict)


def read_settings(
    node: Node, problems: list[Problem], more_rules: Sequence[Node] = (), parents: Parents | None = None
) -> Settings:
    """Read the settings of ledger.yaml's node; rules of a call come after the ledger's own.

    ``parents`` reads a table of parents that a sum names; without it, none may be named.

    Dimensions are those declared, then those that a measure's sum or a rule names: a key that nobody
    announced is a mistake in a claim, and not a new dimension.
    """
    fields = Fields.of_file(node, "ledger.yaml", KEYS, problems)
    measures = _measures(fields, problems, parents)
    rules = _rules([*fields.items("rules"), *more_rules], problems)
    named = [(name, fields.place_of("dimensions")) for name in fields.texts("dimensions")]
    named += [(over, place) for measure, place in measures for over in sorted(measure.summed_over - {"area"})]
    named += [(name, place) for rule, place in rules for name in _named_in(rule)]
    settings = Settings(
        title=fields.text("title"),
        defaults=_defaults(fields, problems),
        measures={measure.name: measure for measure, _ in measures},
        rules=tuple(rule for rule, _ in rules),
        rule_places=tuple(place for _, place in rules),
        accepted=tuple(_accepted(fields.items("accepted"), problems)),
        texts=fields.text("texts"),
        dimensions=tuple(dict.fromkeys(name for name, place in named if _is_dimension(name, place, problems))),
        hedges=_hedges(fields, problems),
    )
    if settings.texts and (wrong := bad_folder(settings.texts)):
        problems.append(fields.place_of("texts").problem(wrong))
        settings.texts = ""
    return settings


def further_columns(
    names: Iterable[str], settings: Settings, place: Place, *, strict: bool, problems: list[Problem]
) -> list[str]:
    """List the columns of a table that are dimensions; without ledger.yaml, having them declares them."""
    further = [name for name in names if name not in KNOWN]
    for name in further:
        near = meant(name, KNOWN)
        if name in settings.dimensions:
            continue
        if not name or name != name.strip() or len(name) > LONGEST_NAME:
            problems.append(place.problem(f"a column named {shown(name)}: give it a short name without spaces around"))
        elif strict or near:
            hint = f"did you mean {near!r}? If it is" if near else "if it is"
            problems.append(
                place.problem(
                    f"unknown column {shown(name)}; {hint} a dimension, declare it: dimensions: [{cut(name)}]"
                )
            )
    return further


def _is_dimension(name: str, place: Place, problems: list[Problem]) -> bool:
    if name in KNOWN:
        problems.append(place.problem(f"{name!r} is a column of every ledger and cannot be a dimension"))
    elif name != name.strip() or len(name) > LONGEST_NAME:
        problems.append(place.problem(f"a dimension named {shown(name)}: give it a short name without spaces around"))
    else:
        return True
    return False


def _named_in(rule: Rule) -> list[str]:
    fixed = [name for term in (*rule.left, *rule.right) for name, _ in term.at]
    return [name for name in (*fixed, *(name for name, _ in rule.where)) if name not in _QUANTITY]


def _defaults(fields: Fields, problems: list[Problem]) -> dict[str, str]:
    node = fields.node("defaults")
    if node is None:
        return {}
    given = Fields(node, "defaults", DEFAULTS, problems)
    found = {key: given.text(key) for key in DEFAULTS if given.text(key)}
    if found.get("status", "final") not in STATUSES:
        problems.append(given.place_of("status").problem(unknown("status", found.pop("status"), STATUSES)))
    if not _is_unit(found.get("unit", ""), given.place_of("unit"), problems):
        del found["unit"]
    for key, problem in (("fiscal_year", fiscal_year_problem), ("frequency", frequency_problem)):
        if wrong := problem(found.get(key, "")):
            problems.append(given.place_of(key).problem(wrong))
            del found[key]
    if "signed" in found and (signed := _truth(given, "signed", problems)) is not None:
        found["signed"] = str(signed).lower()
    return found


def _truth(fields: Fields, key: str, problems: list[Problem]) -> bool | None:
    """Whether it is so; None where that is not said."""
    text = fields.text(key).lower()
    if text and text not in _TRUTH:
        problems.append(fields.place_of(key).problem(unknown(f"{key}:", text, tuple(_TRUTH))))
    return _TRUTH.get(text)


def _is_unit(text: str, place: Place, problems: list[Problem]) -> bool:
    try:
        if text:
            read_unit(text)
    except FigureError as error:
        problems.append(place.problem(f"unit {error}"))
        return False
    return True


def _measures(fields: Fields, problems: list[Problem], parents: Parents | None) -> list[tuple[Measure, Place]]:
    each = fields.mapping("measures").items()
    return [(_measure(name, place, node, problems, parents), place) for name, (place, node) in each]


def _measure(name: str, place: Place, node: Node, problems: list[Problem], parents: Parents | None) -> Measure:
    fields = Fields(node, f"measure {shown(name)}", MEASURE_KEYS, problems)
    if not name or name != name.strip():
        problems.append(place.problem(f"a measure named {shown(name)}: give it a name without spaces around"))
    kind = fields.text("kind")
    if kind and kind not in MEASURE_KINDS:
        problems.append(fields.place_of("kind").problem(unknown("kind", kind, MEASURE_KINDS)))
    sums = read_sums(name, fields.node("sum"), problems, parents)
    unit = fields.text("unit")
    unit = unit if _is_unit(unit, fields.place_of("unit"), problems) else ""
    terms = tuple(fields.texts("terms"))
    additive, signed = _truth(fields, "additive", problems) is not False, _truth(fields, "signed", problems)
    measure = Measure(
        name,
        title=fields.text("title"),
        kind=kind,
        signed=signed,
        unit=unit,
        sum_over=sums.over,
        sum_total=sums.total,
        nestings=sums.nestings,
        additive=additive,
        count=_truth(fields, "count", problems) is True,
        terms=terms,
    )
    if measure.summed_over and not additive:
        over = " and ".join(map(shown, sorted(measure.summed_over)))
        message = f"measure {shown(name)} sums over {over}, and additive: false says that nothing sums to it"
        problems.append(fields.place_of("additive").problem(message))
    return measure


def _rules(nodes: Sequence[Node], problems: list[Problem]) -> list[tuple[Rule, Place]]:
    """Read the rules in order. The same rule twice is one; twice, and not the same, is a mistake."""
    rules: dict[tuple[object, ...], tuple[Rule, Place]] = {}
    for node in nodes:
        rule = _rule(node, problems)
        if rule is None:
            continue
        first, place = rules.setdefault((rule.text, rule.where), (rule, node.place))
        if (first.name, first.missing) != (rule.name, rule.missing):
            message = f"rule {shown(rule.text)} is given twice, first in {place}, with another name or another missing:"
            problems.append(node.place.problem(message))
    return list(rules.values())


def _rule(node: Node, problems: list[Problem]) -> Rule | None:
    fields = Fields(node, "a rule", RULE_KEYS, problems) if isinstance(node, Keyed) else None
    text = fields.text("rule") if fields else node.text if isinstance(node, TextNode) else ""
    place = fields.place_of("rule") if fields else node.place
    if not text:
        problems.append(place.problem("a rule must be one line such as 'trade = exports + imports'"))
        return None
    try:
        rule = read_rule(text)
    except RuleError as error:
        problems.append(place.problem(str(error)))
        return None
    if fields is None:
        return rule
    missing = fields.text("missing") or rule.missing
    if missing not in {"skip", "zero"}:
        problems.append(fields.place_of("missing").problem(unknown("missing:", missing, ("skip", "zero"))))
    return replace(rule, name=fields.text("name"), missing=missing, where=_where(fields, problems))


def _where(fields: Fields, problems: list[Problem]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    node = fields.node("where")
    if node is None:
        return ()
    names = fields.mapping("where")
    given = Fields(node, "where", tuple(names), problems)
    values = {}
    for name, (_, item) in names.items():
        values[name] = (item.text,) if isinstance(item, TextNode) else tuple(given.texts(name))
    return tuple(sorted(values.items()))


def _accepted(nodes: Sequence[Node], problems: list[Problem]) -> Iterable[Acceptance]:
    for node in nodes:
        fields = Fields(node, "an accepted finding", ACCEPTED_KEYS, problems)
        finding, reason = fields.text("finding"), fields.text("reason")
        problems += [
            fields.place.problem(f"an accepted finding needs {what}")
            for what, text in (("'finding': the finding's id", finding), ("a 'reason'", reason))
            if not text.strip()
        ]
        residual = fields.text("residual") or None
        if residual and not _DECIMAL.fullmatch(residual):
            message = f"residual {shown(residual)} is not a plain decimal in base units"
            problems.append(fields.place_of("residual").problem(message))
        until = _day(fields, problems)
        yield Acceptance(finding, reason, until, residual, node.place.file, node.place.line)


def _day(fields: Fields, problems: list[Problem]) -> date | None:
    text = fields.text("until")
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        message = f"until {shown(text)} is not a day such as 2027-12-31"
        problems.append(fields.place_of("until").problem(message))
    return day


def _hedges(fields: Fields, problems: list[Problem]) -> dict[str, str]:
    node = fields.node("hedges")
    if node is None:
        return {}
    given = Fields(node, "hedges", HEDGES, problems)
    found = {key: given.text(key) for key in HEDGES if given.text(key)}
    for key, text in found.items():
        if not _DECIMAL.fullmatch(text) or not 0 < Fraction(text) < 1:
            message = f"hedge {key!r}: {shown(text)} is not a plain decimal between 0 and 1, such as 0.05"
            problems.append(given.place_of(key).problem(message))
    return found
