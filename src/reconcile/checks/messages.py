"""The one line that a finding says of itself."""

from __future__ import annotations

from fractions import Fraction

from reconcile.checks.bindings import AT_MOST, EQUAL
from reconcile.checks.relation import Linear, Part, Product, Relation, faces
from reconcile.checks.verdicts import CONFLICT, EXACT, ROUNDING
from reconcile.checks.words import Scale, approximately
from reconcile.exact.interval import Interval


def equation(
    relation: Relation,
    verdict: int,
    residual: Fraction,
    allowed: Fraction | None,
    excess: Fraction,
    misses: list[tuple[str, Relation]],
) -> str:
    """What was computed from what, what was reported, and what the difference means."""
    scale = scale_of(relation)
    left = linear_words(relation, scale) if isinstance(relation, Linear) else product_words(relation, scale)
    if misses:
        return f"{left}: {'; '.join(_miss(name, one) for name, one in misses)}"
    return f"{left}: {_difference(relation, scale, verdict, residual, allowed, excess)}"


def unresolved(relation: Relation) -> str:
    """Why a product was left open: its base may be zero or less."""
    base = relation.parts[0]
    assert base.figure is not None
    scale = Scale.of([base.figure])
    return (
        f"the base, {scale.with_unit(scale.figure(base.figure))}, may be zero or negative, "
        "and a rate on such a base says nothing"
    )


def scale_of(relation: Relation) -> Scale:
    """The scale of what is reported; the parts of a product other than its rate share it."""
    parts = relation.parts if isinstance(relation, Linear) else (relation.parts[0], relation.parts[2])
    return Scale.of(part.figure for part in reversed(parts) if part.figure)


def linear_words(relation: Linear, scale: Scale) -> str:
    """For example 403.7 + 379.6 = 783.3, reported 783.4 (bn USD); for a bound 24.1 ≤ 25.0 (bn USD)."""
    split = len(relation.parts) - relation.left
    pairs = list(zip(relation.parts, relation.weights, strict=True))
    computed = _sum(pairs[:split], scale)
    reported = _sum([(part, -weight) for part, weight in pairs[split:]], scale)
    if relation.relation != EQUAL:
        sign = "≤" if relation.relation == AT_MOST else "≥"
        return f"{reported} {sign} {computed}{scale.bracket}"
    if len(relation.parts) == 2 and all(abs(weight) == 1 for weight in relation.weights):
        return f"{computed}, reported {reported}{scale.bracket}"
    total = Linear(*zip(*pairs[:split], strict=True)).residual([part.reading.printed for part, _ in pairs[:split]])  # type: ignore[arg-type]
    return f"{computed} = {_value(total, scale)}, reported {reported}{scale.bracket}"


def product_words(relation: Relation, scale: Scale) -> str:
    """For example 354.7 grown by 14.4 % = 405.7768, reported 405.9 (bn USD)."""
    assert isinstance(relation, Product)
    base, rate, level = relation.parts
    assert base.figure is not None
    assert rate.figure is not None
    assert level.figure is not None
    rates = Scale.of([rate.figure])
    verb = "grown by" if relation.offset else "×"
    printed = base.reading.printed.times(relation.factor(rate.reading.printed))
    words = (
        f"{scale.figure(base.figure)} {verb} {rates.with_unit(rates.figure(rate.figure))}"
        f" = {_value(printed, scale)}, reported {scale.figure(level.figure)}{scale.bracket}"
    )
    implied = relation.need(1, [part.reading.printed for part in relation.parts])
    if implied.point and implied.low is not None:
        words += f", which is {approximately(implied.low / rates.factor)} {rates.name}".rstrip()
    return words


def _sum(pairs: list[tuple[Part, Fraction]], scale: Scale) -> str:
    written = ""
    for part, weight in pairs:
        if part.figure is None:
            term, size = scale.number(abs(weight)), Fraction(1)
        else:
            term, size = scale.figure(part.figure), abs(weight)
        if size != 1:
            term = f"{Scale(Fraction(1), '').number(size)} × {term}"
        sign = " − " if weight < 0 else " + "
        written += (sign if written else sign.strip().replace("+", "")) + term
    return written


def _value(total: Interval, scale: Scale) -> str:
    if total.point and total.low is not None:
        return scale.number(total.low)
    if total.low is None or total.high is None:
        return scale.interval(total)
    return f"{scale.number(total.low)}–{scale.number(total.high)}"


def _difference(
    relation: Relation,
    scale: Scale,
    verdict: int,
    residual: Fraction,
    allowed: Fraction | None,
    excess: Fraction,
) -> str:
    if verdict == EXACT:
        printed = relation.residual([part.reading.printed for part in relation.parts])
        return "exact" if printed == Interval(Fraction(0), Fraction(0)) else "holds"
    bound = "any amount" if allowed is None else scale.number(allowed)
    if verdict == ROUNDING:
        return f"rounding explains up to {bound}"
    if verdict == CONFLICT:
        if excess == 0:
            return f"off by {scale.number(abs(residual))}; rounding explains less than that"
        return (
            f"off by {scale.number(abs(residual))}; rounding explains at most {bound}, "
            f"{scale.number(excess)} is left over"
        )
    words = [f"“{part.figure.qualifier}”" for part in relation.parts if part.figure and part.figure.qualifier in _LOOSE]
    return f"only the slack of {' and '.join(dict.fromkeys(words)) or 'a word'} explains {scale.number(abs(residual))}"


_LOOSE = {"about", "nearly"}


def _miss(name: str, relation: Relation) -> str:
    """Which end of two ranges does not fit, and what a third figure would have to be for it."""
    scale = scale_of(relation)
    others = [i for i, part in enumerate(relation.parts) if part.figure and not part.was_ranged]
    said = " with ".join(_short(part) for part in relation.parts if part.was_ranged)
    words = f"{name} end with {name} end, {said}, does not fit within rounding"
    if len(others) == 1:
        part = relation.parts[others[0]]
        assert part.figure is not None
        need = relation.need(others[0], faces(relation))
        words += f": it needs {_needed(need, part, scale)} where {scale.figure(part.figure)} is reported"
    return words


def _short(part: Part) -> str:
    assert part.figure is not None
    scale = Scale.of([part.figure])
    return scale.with_unit(scale.figure(part.figure))


def _needed(need: Interval, part: Part, scale: Scale) -> str:
    """The end of what is needed that lies nearer to what is reported: at least 472.3."""
    assert part.figure is not None
    if need.low is not None and need.low > part.figure.value:
        return f"at least {approximately(need.low / scale.factor, 1)}"
    if need.high is not None and need.high < part.figure.value:
        return f"at most {approximately(need.high / scale.factor, 1)}"
    return scale.interval(need)
