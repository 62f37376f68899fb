"""The rules for their own sake: which contradict each other, follow from each other, or bind nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from reconcile.checks.engine.block import Block, of_findings
from reconcile.checks.engine.claims import Store
from reconcile.checks.engine.rule_alignment import never_adds
from reconcile.checks.finding import WordedFinding
from reconcile.checks.stray_columns import because_of
from reconcile.checks.verdicts import CONFLICT, EXACT, UNCHECKED
from reconcile.exact.cone import combination, combinations
from reconcile.language.rules import Rule, Term

_MOST = 40  # rules on connected measures that are compared with each other; more are said to be unchecked

_Vector = tuple[int, ...]
_ONE = Term(Fraction(1), "")  # the constant, as an unknown that is always 1


class _Form(NamedTuple):
    """A rule as right − left: whole coefficients over the unknowns, and its relation to zero."""

    number: int
    vector: _Vector
    equal: bool  # else: at least zero


def rule_set(store: Store, bound: Iterable[int]) -> list[Block]:
    """What can be said of the ledger's rules without any figure; ``bound`` are the rules that bound something."""
    rules = store.ledger.rules
    findings = [finding for group in _connected(rules) for finding in _group(store, rules, group)]
    for number in sorted(set(range(len(rules))) - set(bound)):
        rule = rules[number]
        stray, apart = because_of(store, rule), never_adds(store, rule)
        why = f" because of {stray}" if stray else "; no view reports all its measures for one area and period"
        why = f"; {apart} does not add up (additive: false)" if apart else why
        findings.append(
            WordedFinding(
                f"rules:unbound:{rule.key}",
                "rules",
                UNCHECKED,
                f"{rule.text}: bound nothing{why}",
                rule=rule.text,
                rule_number=number,
            )
        )
    return [of_findings("rules", findings)]


def _group(store: Store, rules: Sequence[Rule], group: list[int]) -> Iterator[WordedFinding]:
    """The rules of connected measures, each against the others."""
    if len(group) > _MOST:
        first = rules[group[0]]
        yield WordedFinding(
            f"rules:many:{first.key}",
            "rules",
            UNCHECKED,
            f"{len(group)} rules are connected, {first.text} among them; only {_MOST} can be compared with each other",
        )
        return
    certain = [number for number in group if _always(store, rules[number])]
    unknowns = [
        _ONE,
        *dict.fromkeys(_unknown(term) for number in certain for term in _terms(rules[number]) if term.measure),
    ]
    forms = [_form(number, rules[number], unknowns) for number in certain]
    positive = [
        _unit(i, len(unknowns)) for i, term in enumerate(unknowns) if term is _ONE or store.unsigned(term.measure)
    ]
    zeros = list(_forced(rules, unknowns, forms, positive))
    yield from zeros
    if not zeros:
        yield from _following(rules, forms, positive)


def _forced(
    rules: Sequence[Rule], unknowns: list[Term], forms: list[_Form], positive: list[_Vector]
) -> Iterator[WordedFinding]:
    """Unknowns that the rules leave only zero for; where that is the constant 1, the rules contradict each other."""
    generators, owners = _generators(forms, positive)
    free = _all_free(forms, positive)
    for i, unknown in enumerate(unknowns):
        unit = _unit(i, len(unknowns))
        if free and unit in positive:
            continue
        both = combinations((_negative(unit), unit), generators)
        if both is None:
            continue
        numbers = sorted({owners[j] for found in both for j, value in enumerate(found) if value} - {-1})
        texts = " and ".join(rules[number].text for number in numbers)
        said = "cannot all hold" if unknown is _ONE else f"leave only 0 for {_name(unknown)}"
        yield WordedFinding(
            f"rules:contradiction:{'+'.join(rules[number].key for number in numbers)}:{_name(unknown)}".rstrip(":"),
            "rules",
            CONFLICT,
            f"{texts}: together they {said}",
            rule=rules[numbers[0]].text,
            rule_number=numbers[0],
        )
        if unknown is _ONE:
            return


def _all_free(forms: list[_Form], positive: list[_Vector]) -> bool:
    """Whether all unknowns that are not negative can be positive at once: one question in place of one for each.

    With x = 1 + y, where y >= 0 if x must be, a form v · x >= 0 is v · y − slack = −v · 1.
    """
    width = len(forms[0].vector) if forms else 0
    columns = []
    for i in range(width):
        column = tuple(form.vector[i] for form in forms)
        columns.append(column)
        if _unit(i, width) not in positive:
            columns.append(_negative(column))
    columns += [tuple(-int(form is other) for other in forms) for form in forms if not form.equal]
    return combination(tuple(-sum(form.vector) for form in forms), columns) is not None


def _following(rules: Sequence[Rule], forms: list[_Form], positive: list[_Vector]) -> Iterator[WordedFinding]:
    """Rules that add nothing to the others; of two that say the same, the later one."""
    kept = list(forms)
    for form in reversed(forms):
        if rules[form.number].relation in {"<", ">"}:  # of which a form says less
            continue
        others = [other for other in kept if other is not form]
        generators, owners = _generators(others, positive)
        targets = (form.vector, _negative(form.vector)) if form.equal else (form.vector,)
        both = combinations(targets, generators)
        if both is None:
            continue
        kept = others
        used = {owners[j] for found in both for j, value in enumerate(found) if value} - {-1}
        said = " and ".join(rules[number].text for number in sorted(used))
        rule = rules[form.number]
        yield WordedFinding(
            f"rules:follows:{rule.key}",
            "rules",
            EXACT,
            f"{rule.text}: follows from {said or 'the measures being no less than zero'}, so it checks nothing more",
            rule=rule.text,
            rule_number=form.number,
        )


def _generators(forms: list[_Form], positive: list[_Vector]) -> tuple[list[_Vector], list[int]]:
    """All forms known to be zero or more, and the rule that each comes from, −1 for an unknown's own sign."""
    vectors, owners = list(positive), [-1] * len(positive)
    for form in forms:
        vectors.append(form.vector)
        owners.append(form.number)
        if form.equal:
            vectors.append(_negative(form.vector))
            owners.append(form.number)
    return vectors, owners


def _form(number: int, rule: Rule, unknowns: list[Term]) -> _Form:
    place = {unknown: i for i, unknown in enumerate(unknowns)}
    vector = [Fraction(0)] * len(unknowns)
    for terms, sign in ((rule.right, 1), (rule.left, -1)):
        for term in terms:
            vector[place[_unknown(term)]] += sign * term.weight
    turned = -1 if rule.relation in {">=", ">"} else 1
    whole = turned * lcm(*(value.denominator for value in vector))  # a rule times a number is the same rule
    return _Form(number, tuple(int(whole * value) for value in vector), rule.relation == "=")


def _always(store: Store, rule: Rule) -> bool:
    """Whether it is linear and holds everywhere to the last digit, so that others can follow from it."""
    return not rule.where and rule.tolerance is None and not rule.of_products and not never_adds(store, rule)


def _unknown(term: Term) -> Term:
    return _ONE if not term.measure else Term(Fraction(1), term.measure, term.at, back=term.back)


def _terms(rule: Rule) -> tuple[Term, ...]:
    return (*rule.left, *rule.right)


def _negative(vector: _Vector) -> _Vector:
    return tuple(-value for value in vector)


def _unit(i: int, size: int) -> _Vector:
    return tuple(int(i == j) for j in range(size))


def _name(unknown: Term) -> str:
    return str(unknown.factors[0]) if unknown.factors else ""


def _connected(rules: Sequence[Rule]) -> list[list[int]]:
    """Groups of rules that share measures, in order."""
    group_of: dict[str, list[int]] = {}
    for number, rule in enumerate(rules):
        names = set(rule.measures)
        merged = sorted({number, *(one for name in names for one in group_of.get(name, []))})
        for one in merged:
            group_of |= dict.fromkeys(rules[one].measures, merged)
    distinct = {tuple(group) for group in group_of.values()}
    return [list(group) for group in sorted(distinct)]
