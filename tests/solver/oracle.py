"""z3 as the independent judge: exact rationals, and nothing of ours but the rows it is given."""

from fractions import Fraction

import z3

from reconcile.solver.system import BACKGROUND


def q(number):
    number = Fraction(number)
    return z3.Q(number.numerator, number.denominator)


def fraction(value):
    return Fraction(value.as_long()) if z3.is_int_value(value) else value.as_fraction()


def constraints(system, row, unknowns):
    form = z3.Sum([q(value) * unknowns[u] for u, value in system.terms(row).items()] or [z3.RealVal(0)])
    found = []
    if (low := system.end(row, "low")) is not None:
        found.append(form > q(low[0]) if low[1] else form >= q(low[0]))
    if (high := system.end(row, "high")) is not None:
        found.append(form < q(high[0]) if high[1] else form <= q(high[0]))
    return found


def variables(system):
    return [z3.Real(f"x{u}") for u in range(system.unknowns)]


def smt(system, owners=None):
    """The rows as SMT-LIB text, which z3 reads several times faster than its Python objects are made."""

    def number(value):
        return f"{value}.0" if value >= 0 else f"(- {-value}.0)"

    lines = [f"(declare-fun x{unknown} () Real)" for unknown in range(system.unknowns)]
    low, high = system.low.tolist(), system.high.tolist()
    low_free, high_free = system.low_free.tolist(), system.high_free.tolist()
    low_open, high_open = system.low_open.tolist(), system.high_open.tolist()
    for row, (form, owner) in enumerate(zip(system.forms(), system.owner.tolist(), strict=True)):
        if owners is not None and owner != BACKGROUND and owner not in owners:
            continue
        terms = [f"x{u}" if value == 1 else f"(* {number(value)} x{u})" for u, value in form.items()] or ["0.0"]
        total = terms[0] if len(terms) == 1 else f"(+ {' '.join(terms)})"
        if not low_free[row]:
            lines.append(f"(assert ({'>' if low_open[row] else '>='} {total} {number(low[row])}))")
        if not high_free[row]:
            lines.append(f"(assert ({'<' if high_open[row] else '<='} {total} {number(high[row])}))")
    return "\n".join(lines)


def satisfiable(system, owners=None):
    solver = z3.SimpleSolver()
    solver.from_string(smt(system, owners))
    answer = solver.check()
    assert answer != z3.unknown
    return answer == z3.sat


def extreme(system, form, *, high):
    """The end of what a form can be: (value, open), or None where there is none."""
    optimize, unknowns = z3.Optimize(), variables(system)
    optimize.from_string(smt(system))
    target = z3.Sum([q(value) * unknowns[u] for u, value in form.items()])
    handle = optimize.maximize(target) if high else optimize.minimize(target)
    assert optimize.check() == z3.sat
    infinite, real, tiny = optimize.upper_values(handle) if high else optimize.lower_values(handle)
    if fraction(infinite) != 0:
        return None
    return fraction(real), fraction(tiny) != 0


def repairs(system, weights):
    """The least weight whose removal leaves the rest satisfiable, and every set of owners that has it."""
    optimize, unknowns = z3.Optimize(), variables(system)
    owners = sorted(set(system.owner.tolist()) - {BACKGROUND})
    keep = {owner: z3.Bool(f"keep{owner}") for owner in owners}
    for row in range(len(system)):
        for one in constraints(system, row, unknowns):
            owner = int(system.owner[row])
            optimize.add(one if owner == BACKGROUND else z3.Implies(keep[owner], one))
    for owner in owners:
        optimize.add_soft(keep[owner], str(float(weights.get(owner, 1))))
    if optimize.check() != z3.sat:
        return None
    model = optimize.model()
    least = sum(weights.get(o, 1) for o in owners if not z3.is_true(model.eval(keep[o], model_completion=True)))
    solver = z3.Solver()
    solver.add(optimize.assertions())
    solver.add(z3.Sum([z3.If(keep[o], q(0), q(weights.get(o, 1))) for o in owners] or [q(0)]) == q(least))
    found = set()
    while solver.check() == z3.sat:
        model = solver.model()
        dropped = frozenset(o for o in owners if not z3.is_true(model.eval(keep[o], model_completion=True)))
        found.add(dropped)
        solver.add(z3.Or([keep[o] if o in dropped else z3.Not(keep[o]) for o in owners]))
    return least, found
