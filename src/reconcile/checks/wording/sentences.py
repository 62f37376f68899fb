"""The one line that a finding says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from reconcile.checks.engine.kernel import ABOVE, AT_LEAST, AT_MOST, BELOW, EQUAL, STRICT, UPPER
from reconcile.checks.engine.product_relations import Products, ShareOfChange, WeightedMean
from reconcile.checks.engine.relation import Contributed, Linear, Part, Product, Relation, faces
from reconcile.checks.verdicts import CONFLICT, EXACT, ROUNDING
from reconcile.checks.wording.decimal_relations import in_decimals
from reconcile.checks.wording.round_numbers import only_if_round
from reconcile.checks.wording.scales import SCALE_WORDS, Scale, approximately
from reconcile.exact.interval import Interval, decimal_places, weighted_sum
from reconcile.language.figures import Figure
from reconcile.ledger.store.unit_kinds import PURE

_SIGNS = {AT_MOST: "≤", AT_LEAST: "≥", BELOW: "<", ABOVE: ">"}
_SHOWN = 4  # members of a weighted mean whose figures a message names
_NOTHING = Fraction(0)
_OF_A_RATE = (Product, Contributed, ShareOfChange)
_ZERO = Interval(_NOTHING, _NOTHING)


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
    left = relation_words(relation, scale)
    if verdict != EXACT and isinstance(relation, _OF_A_RATE):
        left += _implied(relation) if isinstance(relation, Product) else _contribution(relation)
    if misses:
        return f"{left}: {'; '.join(_miss(name, one) for name, one in misses)}"
    return f"{left}: {difference(relation, scale, verdict, residual, allowed, excess)}"


def relation_words(relation: Relation, scale: Scale) -> str:
    """What is computed from what, and what is reported."""
    if isinstance(relation, Linear):
        return linear_words(relation, scale)
    if isinstance(relation, WeightedMean):
        return mean_words(relation, scale)
    if isinstance(relation, Contributed):
        return contributed_words(relation, scale)
    if isinstance(relation, ShareOfChange):
        return share_of_change_words(relation, scale)
    return products_words(relation, scale) if isinstance(relation, Products) else product_words(relation, scale)


def unresolved(relation: Relation) -> str:
    """Why a product was left open: its base may be zero or less, or what it is divided by may be zero."""
    if isinstance(relation, Products):
        below = [relation.parts[one.part] for factors in relation.summands for one in factors if one.divides]
        figures = [part.figure for part in below if part.figure and 0 in part.reading.wide]
        return f"nothing can be divided by {' or '.join(map(figure_words, figures))}, which may be zero"
    if isinstance(relation, WeightedMean):
        return "a weight may be below zero, or none of them is above it"
    base = relation.parts[1 if isinstance(relation, Contributed) else 0]
    assert base.figure is not None
    scale = Scale.of([base.figure])
    return (
        f"the base, {scale.with_unit(scale.figure(base.figure))}, may be zero or negative, "
        "and no rate on such a base can be checked"
    )


def trial_words(relations: Sequence[Relation], most: int) -> str:
    """Why none of several claims fits, each tried in turn: "50 + 20 = 70, reported 100 and 90: neither fits"."""
    fits = "neither fits" if len(relations) == 2 else "none of them fits"
    scales = [scale_of(one) for one in relations]
    words = [relation_words(one, scale) for one, scale in zip(relations, scales, strict=True)]
    starts = {_computed(one, word, scale) for one, word, scale in zip(relations, words, scales, strict=True)}
    if len(starts) == 1 and (start := starts.pop()) is not None and len({scale.name for scale in scales}) == 1:
        # Only what is reported differs.
        figures = [one.parts[-1].figure for one in relations]
        names = [scale.figure(figure) for figure, scale in zip(figures, scales, strict=True) if figure]
        return f"{start}{', '.join(names[:-1])} and {names[-1]}{scales[0].bracket}: {fits}"
    words = list(dict.fromkeys(words))
    more = [f"and {len(words) - most} more"] if len(words) > most else []
    return f"{'; '.join([*words[:most], *more])}: {fits}"


def _computed(relation: Relation, words: str, scale: Scale) -> str | None:
    """The words up to the one figure that is reported; None where they do not end with it."""
    figure = relation.parts[-1].figure
    if figure is None or (isinstance(relation, Linear | Products) and relation.left != 1):
        return None
    end = f"reported {scale.figure(figure)}{scale.bracket}"
    return words.removesuffix(end) + "reported " if words.endswith(end) else None


def figure_words(figure: Figure) -> str:
    """A figure by itself, with its unit: "783.4 billion USD"."""
    scale = Scale.of([figure])
    return scale.with_unit(scale.figure(figure))


def scale_of(relation: Relation) -> Scale:
    """The scale of what is reported, shared by all parts in its unit other than a product's rate."""
    if isinstance(relation, Products):
        return _scale_of_products(relation)
    if isinstance(relation, WeightedMean):
        return replace(Scale.of([part.figure for part in relation.parts[1::2] if part.figure]), cut=True)
    rate = None if isinstance(relation, Linear) else relation.parts[-2]
    parts = [part for part in relation.parts if part is not rate]
    figures = [part.figure for part in reversed(parts) if part.figure]
    scale = Scale.of([figure for figure in figures if _alike(figure.unit, figures[0].unit)])
    return replace(scale, cut=True) if isinstance(relation, Linear) and relation.mean else scale


def _scale_of_products(relation: Products) -> Scale:
    """The scale of what is reported by itself; of what nobody reports, numbers as they are."""
    lone = [relation.parts[factors[0].part].figure for factors in reversed(relation.summands) if len(factors) == 1]
    figures = [figure for figure in lone if figure]
    return replace(Scale.of(figures[:1]) if figures else Scale(Fraction(1), ""), cut=True)


def _alike(unit: str, other: str) -> bool:
    return unit == other or (unit in PURE and other in PURE)


def linear_words(relation: Linear, scale: Scale) -> str:
    """For example 403.7 + 379.6 = 783.3, reported 783.4 (bn USD); for a bound 24.1 ≤ 25.0 (bn USD)."""
    split = len(relation.parts) - relation.left
    pairs = list(zip(relation.parts, relation.weights, strict=True))
    unit = next(part.figure.unit for part in reversed(relation.parts) if part.figure)
    computed = _sum(pairs[:split], scale, unit)
    reported = _sum([(part, -weight) for part, weight in pairs[split:]], scale, unit)
    if relation.relation != EQUAL:
        return f"{reported} {_SIGNS[relation.relation]} {computed}{scale.bracket}"
    if len(relation.parts) == 2 and all(abs(weight) == 1 for weight in relation.weights):
        return f"{computed}, reported {reported}{scale.bracket}"
    total = weighted_sum(relation.weights[:split], [part.reading.printed for part, _ in pairs[:split]])
    steps = [part.figure.step for part, _ in pairs[:split] if part.figure and part.figure.step]
    value = _value(total, scale, min(steps, default=_NOTHING))
    if relation.mean:
        return f"the mean of {split} is {value}, reported {reported}{scale.bracket}"
    said = "reported" if any(part.figure for part, _ in pairs[split:]) else "must be"
    return f"{computed} = {value}, {said} {reported}{scale.bracket}"


def mean_words(relation: WeightedMean, scale: Scale) -> str:
    """For example (20 × 3.5 + 30 × 4.0) / (20 + 30) = 3.8, reported 3.9 (EUR); of many, their number."""
    weights = [_factor(part.figure, scale, alone=False) for part in relation.parts[:-1:2] if part.figure]
    values = [scale.figure(part.figure) for part in relation.parts[1:-1:2] if part.figure]
    figure = relation.parts[-1].figure
    assert figure is not None
    total = _value(relation.mean([part.reading.printed for part in relation.parts]), scale)
    said = f"the mean of {len(values)} by their weights is {total}"
    if len(values) <= _SHOWN:
        products = " + ".join(f"{weight} × {value}" for weight, value in zip(weights, values, strict=True))
        said = f"({products}) / ({' + '.join(weights)}) = {total}"
    return f"{said}, reported {scale.figure(figure)}{scale.bracket}"


def products_words(relation: Products, scale: Scale) -> str:
    """For example 0.0830 × 110.00 = 9.13, reported 9.17 (EUR); for a bound 24.1 ≤ 5.0 × 5.0 (EUR)."""
    split, count = len(relation.weights) - relation.left, len(relation.weights)
    sides = relation.sides([part.reading.printed for part in relation.parts])
    words, lone = [], []
    for numbers, sign in ((range(split), 1), (range(split, count), -1)):
        words.append(_summands(relation, numbers, scale, sign))
        lone.append(len(numbers) == 1 and len(relation.summands[numbers[0]]) == 1)
    computed, reported = (
        said if alone else f"{said} = {_value(side, scale)}"
        for said, alone, side in zip(words, lone, sides, strict=True)
    )
    if relation.relation != EQUAL:
        return f"{reported} {_SIGNS[relation.relation]} {computed}{scale.bracket}"
    return f"{computed}, reported {reported}{scale.bracket}"


def _summands(relation: Products, numbers: range, scale: Scale, sign: int) -> str:
    """Summands with their signs; a figure in a product stands at its own scale, and a percentage as one."""
    written = ""
    for number in numbers:
        weight, factors = sign * relation.weights[number], relation.summands[number]
        size, said = abs(weight), ""
        for part, divides in factors:
            figure = relation.parts[part].figure
            if figure is None:
                continue
            if len(factors) > 1 and figure.unit == "percent":
                size = size / 100 if divides else size * 100
            said += (" / " if divides else " × " if said else "") + _factor(figure, scale, alone=len(factors) == 1)
        if size != 1 or not said or said.startswith(" / "):
            plain = scale if not said else Scale(Fraction(1), "", cut=True)
            said = plain.number(size) + (" × " if said and not said.startswith(" / ") else "") + said
        minus = weight < 0
        written += (" − " if minus else " + ") if written else ("−" if minus else "")
        written += said
    return written


def _factor(figure: Figure, scale: Scale, *, alone: bool) -> str:
    own = scale if alone else Scale.of([figure])
    written = own.figure(figure)
    if not alone:
        word = next((word for factor, word in SCALE_WORDS if factor == own.factor), "")
        written = " ".join(filter(None, (written, word, "%" if figure.unit == "percent" else "")))
    return f"({written})" if written.startswith("−") or figure.value_high is not None else written


def product_words(relation: Relation, scale: Scale) -> str:
    """For example 354.7 grown by 14.4 % = 405.7768, reported 405.9 (bn USD)."""
    assert isinstance(relation, Product)
    base, rate, level = relation.parts
    assert base.figure is not None
    assert rate.figure is not None
    assert level.figure is not None
    rates = Scale.of([rate.figure])
    bases = scale if _alike(base.figure.unit, level.figure.unit) else Scale.of([base.figure])
    verb = "grown by" if relation.offset else "×"
    printed = base.reading.printed.times(relation.factor(rate.reading.printed))
    value = _value(printed, scale) if relation.steps == 1 else _near(printed, scale, level.figure)
    return (
        f"{bases.figure(base.figure)} {verb} {rates.with_unit(rates.figure(rate.figure))}{in_steps(relation)}"
        f" = {value}, reported {scale.figure(level.figure)}{scale.bracket}"
    )


def contributed_words(relation: Contributed, scale: Scale) -> str:
    """For example 92.0 + 1.2 pp of 500.0 = 98, reported 98.1 (bn USD)."""
    before, base, rate, level = (part.figure for part in relation.parts)
    assert before is not None
    assert base is not None
    assert rate is not None
    assert level is not None
    rates, computed = Scale.of([rate]), relation.sides([part.reading.printed for part in relation.parts])[0]
    return (
        f"{scale.figure(before)} {_added(rates, rate, relation.weight)} of {scale.figure(base)}"
        f" = {_value(computed, scale)}, reported {scale.figure(level)}{scale.bracket}"
    )


def share_of_change_words(relation: ShareOfChange, scale: Scale) -> str:
    """For example 80.0 + 60 % of (520.0 − 500.0) = 92, reported 92.5 (bn USD)."""
    whole_before, whole, before, share, level = (part.figure for part in relation.parts)
    assert whole_before is not None
    assert whole is not None
    assert before is not None
    assert share is not None
    assert level is not None
    rates, computed = Scale.of([share]), relation.sides([part.reading.printed for part in relation.parts])[0]
    return (
        f"{scale.figure(before)} {_added(rates, share, 1)} of ({scale.figure(whole)} − {scale.figure(whole_before)})"
        f" = {_value(computed, scale)}, reported {scale.figure(level)}{scale.bracket}"
    )


def _added(rates: Scale, rate: Figure, weight: int) -> str:
    """A rate with the sign that it adds with: "+ 1.2 pp", or of what is taken off "− 0.4–0.6 %"."""
    if rate.qualifier == "range" and rate.value_high is not None and rate.value_high <= 0:
        high_step = rate.step if rate.step_high is None else rate.step_high
        rate = replace(rate, value=-rate.value_high, value_high=-rate.value, step=high_step, step_high=rate.step)
        weight = -weight
    written = rates.figure(rate)
    if written.startswith("−") and rate.value_high is None:
        written, weight = written.removeprefix("−"), -weight
    return f"{'−' if weight < 0 else '+'} {rates.with_unit(written)}"


def _contribution(relation: Contributed | ShareOfChange) -> str:
    """The contribution that the printed levels give, where they give one."""
    place = 3 if isinstance(relation, ShareOfChange) else 2
    rate, need = relation.parts[place].figure, relation.need(place, [part.reading.printed for part in relation.parts])
    if rate is None or not need.point or need.low is None:
        return ""
    rates = Scale.of([rate])
    return f", which is {rates.with_unit(approximately(need.low / rates.factor))}"


def in_steps(relation: Product) -> str:
    """How long a rate is compounded, if it is: "a year for 5 years", "a year for 1/4 year"."""
    if relation.steps == 1:
        return ""
    per = relation.per if relation.steps < 1 else "halves" if relation.per == "half" else f"{relation.per}s"
    return f" a {relation.per} for {relation.steps} {per}"


def _near(total: Interval, scale: Scale, figure: Figure) -> str:
    """A number that may have no end, with two digits more than the figure that is reported."""
    places = max(decimal_places((figure.step or Fraction(1)) / scale.factor) or 0, 0) + _FURTHER
    ends = [None if end is None else approximately(end / scale.factor, places) for end in (total.low, total.high)]
    written = [_grouped(end) for end in dict.fromkeys(ends) if end is not None]
    return "–".join(written) or scale.interval(total)


_FURTHER = 2


def _grouped(number: str) -> str:
    whole, point, part = number.partition(".")
    return f"{'−' if whole.startswith('−') else ''}{int(whole.lstrip('−')):,}{point}{part}"


def _implied(relation: Product) -> str:
    """The rate that the printed levels give, where they give one."""
    rate = relation.parts[1].figure
    base, level = (relation.parts[i].reading.printed.low for i in (0, 2))
    if in_decimals(relation.parts):  # of which each prints one number
        implied = (
            (Fraction(level) / Fraction(base) - Fraction(relation.offset)) / Fraction(relation.scale)
            if base and level is not None and base > 0
            else None
        )
    else:
        need = relation.need(1, [part.reading.printed for part in relation.parts])
        single = all(part.reading.printed.point for part in relation.parts)
        implied = need.low if single and not need.empty else None
    if rate is None or implied is None:
        return ""
    rates = Scale.of([rate])
    fine = decimal_places(Fraction(rate.step) / rates.factor) or 0  # as finely as the claim has it
    often = "" if relation.steps == 1 else f" a {relation.per}"
    return f", which is {rates.with_unit(approximately(implied / rates.factor, max(2, fine)))}{often}"


def _sum(pairs: list[tuple[Part, Fraction]], scale: Scale, unit: str) -> str:
    """The terms with their signs; a weight that carries the unit of the sum stands beside a figure in its own."""
    written = ""
    for part, weight in pairs:
        figure, size, minus = part.figure, abs(weight), weight < 0
        if figure is None:
            term, times = scale.number(size), ""
        elif _alike(figure.unit, unit) or size == 1:
            term, times = scale.figure(figure), "" if size == 1 else f"{Scale(Fraction(1), '').number(size)} × "
        else:
            term, times = Scale.of([figure]).figure(figure), f"{scale.number(size)} × "
        if term.startswith("−") and (written or times or minus):
            if times or minus or (figure and figure.value_high is not None):
                term = f"({term})"
            else:  # a + −b is a − b
                term, minus = term.removeprefix("−"), True
        sign = (" − " if minus else " + ") if written else ("−" if minus else "")
        written += sign + times + term
    return written


def _value(total: Interval, scale: Scale, step: Fraction = _NOTHING) -> str:
    if total.point and total.low is not None:
        return scale.number(total.low, step)
    if total.low is None or total.high is None:
        return scale.interval(total)
    return f"{scale.number(total.low, step)}–{scale.number(total.high, step)}"


def difference(
    relation: Relation,
    scale: Scale,
    verdict: int,
    residual: Fraction,
    allowed: Fraction | None,
    excess: Fraction,
) -> str:
    if verdict == EXACT:
        return "exact" if relation.printed == _ZERO else "holds"
    bound = "any amount" if allowed is None else scale.number(allowed)
    causes, below = _causes(relation), _open_ended(relation, residual)
    if verdict == ROUNDING:
        return f"{causes} {'anything below' if below else 'up to'} {bound}"
    tolerated = relation.tolerance
    if tolerated and verdict != CONFLICT and not _holds_widely(relation):
        left = f"off by {scale.number(abs(residual))}; {causes} {'less than' if below else 'at most'} {bound}"
        return f"{left}, and the rule tolerates {tolerated}"
    slack = " and ".join(f"“{word}”" for word in _words_of(relation) if word in {"about", "nearly"})
    if verdict != CONFLICT:
        left = scale.number(abs(residual))
        if round_ := only_if_round(relation.parts, scale, lambda each: relation.holds(relation.residual(each))):
            return f"off by {left}; holds {round_}"
        return f"only the slack of {slack or 'a word'} explains {left}"
    more = f", more than the {tolerated} that the rule tolerates" if tolerated else ""
    off = f"{'off' if relation.relation == EQUAL else 'broken'} by {scale.number(abs(residual))}"
    if not residual and relation.relation in STRICT:
        off = "both are the same"
    if allowed == 0:
        return f"{off}; rounding explains nothing of it{more}"
    if excess == 0:
        return f"{off}; {causes} less than that{more}"
    left = f"{off}; {causes} {'less than' if below else 'at most'} {bound}, {scale.number(excess)} is left over"
    if slack:
        left += f", more than the slack of {slack} can bridge"
    return left + more


def _holds_widely(relation: Relation) -> bool:
    return relation.holds(relation.residual([part.reading.wide for part in relation.parts]))


def _words_of(relation: Relation) -> list[str]:
    return sorted({part.figure.qualifier for part in relation.parts if part.figure})


def _causes(relation: Relation) -> str:
    """What makes printed figures differ from the truth, as the subject of a sentence about how far it reaches."""
    cut = {part.truncated for part in relation.parts if part.figure and part.figure.step}
    if "nearly" in _words_of(relation):
        return "rounding and “nearly” explain"
    if cut == {True}:
        return "cutting digits off explains"
    return "rounding and cutting digits off explain" if True in cut else "rounding explains"


def _open_ended(relation: Relation, residual: Fraction) -> bool:
    """Whether the most that could be explained is only approached, as where digits were cut off."""
    face = relation.face
    if isinstance(relation, Product) and relation.steps != 1:  # of which roots are enclosed
        return False
    if relation.relation in STRICT:
        return True
    if relation.relation != EQUAL:
        return face.high_open if relation.relation in UPPER else face.low_open
    return face.high_open if residual <= 0 else face.low_open


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
