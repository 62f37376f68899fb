"""What ledger.yaml says: defaults, measures, rules, accepted findings. A call's arguments are read alike."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from reconcile.language.codelists import MEASURE_KINDS, STATUSES
from reconcile.language.digits import fold
from reconcile.language.figures import FigureError, read_unit
from reconcile.language.rule_grammar import RuleError, read_rule
from reconcile.language.rules import Rule
from reconcile.language.tolerances import Tolerance, ToleranceError, read_tolerance
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

KEYS = ("title", "defaults", "measures", "rules", "accepted", "texts", "dimensions", "hedges", "units")
DEFAULTS = ("area", "unit", "status", "language", "signed", "fiscal_year", "frequency")
SOURCE_KEYS = ("source", "rules", "claims")
MEASURE_KEYS = ("title", "kind", "signed", "additive", "count", "unit", "sum", "terms")
RULE_KEYS = ("rule", "name", "missing", "where", "tolerance", "over")
ACCEPTED_KEYS = ("finding", "reason", "until", "residual")
HEDGES = ("about", "nearly")

_DECIMAL = re.compile(r"[+-]?[0-9]{1,1000}(?:\.[0-9]{1,1000})?")
_TRUTH = {"true": True, "false": False}
_QUANTITY = ("area", "period")  # what a rule may fix beside the dimensions
_WHERE = (*_QUANTITY, "source")  # and what may limit it


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
    units: tuple[str, ...] = ()


def read_settings(
    node: Node, problems: list[Problem], more_rules: Sequence[Node] = (), parents: Parents | None = None
) -> Settings:
    """Read the settings of ledger.yaml's node; rules of a call come after the ledger's own.

    ``parents`` reads a table of parents that a sum names; without it, none may be named.

    Dimensions are those declared, then those that a measure's sum or a rule names: a key that nobody
    announced is a mistake in a claim, and not a new dimension.
    """
    fields = Fields.of_file(node, "ledger.yaml", KEYS, problems)
    units = _own_units(fields, problems)
    measures = _measures(fields, units, problems, parents)
    rules = _rules([*fields.items("rules"), *more_rules], units, problems)
    named = [(name, fields.place_of("dimensions")) for name in fields.texts("dimensions")]
    named += [(over, place) for measure, place in measures for over in sorted(measure.summed_over - {"area"})]
    named += [(name, place) for rule, place in rules for name in _named_in(rule)]
    settings = Settings(
        title=fields.text("title"),
        defaults=_defaults(fields, units, problems),
        measures={measure.name: measure for measure, _ in measures},
        rules=tuple(rule for rule, _ in rules),
        rule_places=tuple(place for _, place in rules),
        accepted=tuple(_accepted(fields.items("accepted"), problems)),
        texts=fields.text("texts"),
        dimensions=tuple(dict.fromkeys(name for name, place in named if _is_dimension(name, place, problems))),
        hedges=_hedges(fields, problems),
        units=units,
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
    fixed = [name for factor in rule.factors for name, _ in factor.at]
    limits = [name for name in (*(name for name, _ in rule.where), rule.over) if name and name not in _WHERE]
    return [*(name for name in fixed if name not in _QUANTITY), *limits]


def _own_units(fields: Fields, problems: list[Problem]) -> tuple[str, ...]:
    """The units that the ledger adds: words that no figure could take for anything else."""
    found = tuple(dict.fromkeys(fields.texts("units")))
    place = fields.place_of("units")
    for unit in found:
        if _OWN_UNIT.fullmatch(unit) is None or len(unit) > LONGEST_NAME or fold(unit) != unit:
            problems.append(
                place.problem(f"a unit named {shown(unit)}: expected words of letters, such as {_SUCH_UNITS}")
            )
            return ()
        with suppress(FigureError):
            read_unit(unit)
            problems.append(place.problem(f"the unit {shown(unit)} is known already"))
    return found


_OWN_UNIT = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+)*")
_SUCH_UNITS = "'lĩnh vực' or 'full-time jobs'"


def _defaults(fields: Fields, units: tuple[str, ...], problems: list[Problem]) -> dict[str, str]:
    node = fields.node("defaults")
    if node is None:
        return {}
    given = Fields(node, "defaults", DEFAULTS, problems)
    found = {key: given.text(key) for key in DEFAULTS if given.text(key)}
    if found.get("status", "final") not in STATUSES:
        problems.append(given.place_of("status").problem(unknown("status", found.pop("status"), STATUSES)))
    if not _is_unit(found.get("unit", ""), units, given.place_of("unit"), problems):
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


def _is_unit(text: str, units: tuple[str, ...], place: Place, problems: list[Problem]) -> bool:
    try:
        if text:
            read_unit(text, units)
    except FigureError as error:
        problems.append(place.problem(f"unit {error}"))
        return False
    return True


def _measures(
    fields: Fields, units: tuple[str, ...], problems: list[Problem], parents: Parents | None
) -> list[tuple[Measure, Place]]:
    each = fields.mapping("measures").items()
    return [(_measure(name, place, node, units, problems, parents), place) for name, (place, node) in each]


def _measure(
    name: str,
    place: Place,
    node: Node,
    units: tuple[str, ...],
    problems: list[Problem],
    parents: Parents | None,
) -> Measure:
    fields = Fields(node, f"measure {shown(name)}", MEASURE_KEYS, problems)
    if not name or name != name.strip():
        problems.append(place.problem(f"a measure named {shown(name)}: give it a name without spaces around"))
    kind = fields.text("kind")
    if kind and kind not in MEASURE_KINDS:
        problems.append(fields.place_of("kind").problem(unknown("kind", kind, MEASURE_KINDS)))
    sums = read_sums(name, fields.node("sum"), problems, parents)
    unit = fields.text("unit")
    unit = unit if _is_unit(unit, units, fields.place_of("unit"), problems) else ""
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


def add_rules(settings: Settings, nodes: Sequence[Node], source: str, problems: list[Problem]) -> None:
    """Add the rules of a source, which bind in that source alone."""
    known = list(zip(settings.rules, settings.rule_places, strict=True))
    more = [(_in_source(rule, source), place) for rule, place in _read_rules(nodes, settings.units, problems)]
    both = _distinct([*known, *more], problems)
    named = [(name, place) for rule, place in more for name in _named_in(rule)]
    found = (name for name, place in named if _is_dimension(name, place, problems))
    settings.dimensions = tuple(dict.fromkeys((*settings.dimensions, *found)))
    settings.rules, settings.rule_places = (tuple(column) for column in zip(*both, strict=True)) if both else ((), ())


def _in_source(rule: Rule, source: str) -> Rule:
    return replace(rule, where=tuple(sorted({**dict(rule.where), "source": (source,)}.items())))


def _rules(nodes: Sequence[Node], units: tuple[str, ...], problems: list[Problem]) -> list[tuple[Rule, Place]]:
    return _distinct(_read_rules(nodes, units, problems), problems)


def _read_rules(nodes: Sequence[Node], units: tuple[str, ...], problems: list[Problem]) -> list[tuple[Rule, Place]]:
    return [(rule, node.place) for node in nodes if (rule := _rule(node, units, problems)) is not None]


def _distinct(read: Sequence[tuple[Rule, Place]], problems: list[Problem]) -> list[tuple[Rule, Place]]:
    """The rules in order. The same rule twice is one; twice, and not the same, is a mistake.

    The same rule of several sources is one that binds in each of them; what binds everywhere binds in them, too.
    """
    rules: dict[tuple[object, ...], tuple[Rule, Place]] = {}
    for rule, where in read:
        elsewhere = tuple(one for one in rule.where if one[0] != "source")
        key = (
            rule.text,
            rule.over,
            elsewhere,
            *((rule.name, rule.missing, rule.tolerance) if rule.sources else ("everywhere",)),
        )
        first, place = rules.setdefault(key, (rule, where))
        if rule.sources:
            sources = tuple(dict.fromkeys((*first.sources, *rule.sources)))
            rules[key] = replace(first, where=tuple(sorted((*elsewhere, ("source", sources))))), place
        elif first != rule:
            differs = "with another name, another missing: or another tolerance:"
            problems.append(where.problem(f"rule {shown(rule.text)} is given twice, first in {place}, {differs}"))
    everywhere = {replace(rule, where=()) for rule, _ in rules.values() if not rule.where}
    return [
        (rule, place)
        for rule, place in rules.values()
        if [name for name, _ in rule.where] != ["source"] or replace(rule, where=()) not in everywhere
    ]


def _rule(node: Node, units: tuple[str, ...], problems: list[Problem]) -> Rule | None:
    fields = Fields(node, "a rule", RULE_KEYS, problems) if isinstance(node, Keyed) else None
    text = fields.text("rule") if fields else node.text if isinstance(node, TextNode) else ""
    place = fields.place_of("rule") if fields else node.place
    if not text:
        problems.append(place.problem("a rule must be one line such as 'trade = exports + imports'"))
        return None
    try:
        rule = read_rule(text, units)
    except RuleError as error:
        problems.append(place.problem(str(error)))
        return None
    over = fields.text("over") if fields else ""
    if bool(over) != rule.of_mean:
        wanted = (
            "needs 'over': the dimension that it is taken over"
            if rule.of_mean
            else "is no weighted mean, and has no 'over'"
        )
        problems.append((fields.place_of("over") if fields and over else place).problem(f"{cut(rule.text)}: {wanted}"))
        return None
    if fields is None:
        return rule
    missing = fields.text("missing") or rule.missing
    if missing not in {"skip", "zero"}:
        problems.append(fields.place_of("missing").problem(unknown("missing:", missing, ("skip", "zero"))))
    return replace(
        rule,
        name=fields.text("name"),
        missing=missing,
        where=_where(fields, problems),
        tolerance=_tolerance(fields, units, problems),
        over=over,
    )


def _tolerance(fields: Fields, units: tuple[str, ...], problems: list[Problem]) -> Tolerance | None:
    text = fields.text("tolerance")
    try:
        return read_tolerance(text, units) if text else None
    except ToleranceError as error:
        problems.append(fields.place_of("tolerance").problem(str(error)))
        return None


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
