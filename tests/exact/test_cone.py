from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from hypothesis import assume, given
from hypothesis import strategies as st

from reconcile.exact.cone import combination

Vector = tuple[int, ...]


def vectors(size: int) -> st.SearchStrategy[Vector]:
    return st.tuples(*(st.integers(-3, 3) for _ in range(size)))


questions = st.integers(1, 3).flatmap(lambda size: st.tuples(vectors(size), st.lists(vectors(size), max_size=6)))


def in_cone(target: Vector, generators: list[Vector]) -> bool:
    """By Carathéodory: whether some linearly independent generators give the target with multipliers >= 0."""
    size = len(target)
    return any(
        all(value >= 0 for value in solution)
        for count in range(size + 1)
        for chosen in combinations(generators, count)
        for solution in _solutions(target, chosen)
    )


def _solutions(target: Vector, chosen: tuple[Vector, ...]) -> list[tuple[Fraction, ...]]:
    """The only solution of Σ multiplier × vector = target for independent vectors; none where there is none."""
    rows = [[Fraction(vector[row]) for vector in chosen] + [Fraction(target[row])] for row in range(len(target))]
    done = 0
    for column in range(len(chosen)):
        pivot = next((row for row in range(done, len(rows)) if rows[row][column]), None)
        if pivot is None:
            return []
        rows[done], rows[pivot] = rows[pivot], rows[done]
        rows[done] = [value / rows[done][column] for value in rows[done]]
        for row in range(len(rows)):
            if row != done:
                factor = rows[row][column]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[done], strict=True)]
        done += 1
    return [] if any(row[-1] for row in rows[done:]) else [tuple(row[-1] for row in rows[:done])]


@given(questions)
def test_multipliers_are_found_exactly_where_there_are_any(question: tuple[Vector, list[Vector]]) -> None:
    target, generators = question
    found = combination(target, generators)
    assert (found is not None) == in_cone(target, generators)
    if found is not None:
        _proves(found, target, generators)


@given(st.integers(1, 5).flatmap(lambda n: st.lists(st.tuples(vectors(n), st.integers(0, 3)), min_size=1, max_size=9)))
def test_what_was_combined_is_found_to_be_a_combination(made: list[tuple[Vector, int]]) -> None:
    generators = [vector for vector, _ in made]
    target = tuple(sum(size * vector[row] for vector, size in made) for row in range(len(generators[0])))
    found = combination(target, generators)
    assert found is not None
    _proves(found, target, generators)


@given(questions)
def test_where_there_are_none_a_plane_keeps_the_target_apart(question: tuple[Vector, list[Vector]]) -> None:
    """Farkas: either multipliers exist, or some x has generator · x >= 0 for all and target · x < 0."""
    target, generators = question
    assume(len(target) < 3)
    candidates = [tuple(x) for x in _grid(len(target))]
    apart = any(all(_dot(generator, x) >= 0 for generator in generators) and _dot(target, x) < 0 for x in candidates)
    assert (combination(target, generators) is None) == apart


def _grid(size: int) -> list[tuple[int, ...]]:
    """Every direction in which a plane through vectors with entries up to 3 can lie, for one or two unknowns."""
    if size == 1:
        return [(-1,), (1,)]
    return [(a, b) for a in range(-13, 14) for b in range(-13, 14)]


def _dot(a: Vector, b: Vector) -> int:
    return sum(x * y for x, y in zip(a, b, strict=True))


def _proves(found: tuple[Fraction, ...], target: Vector, generators: list[Vector]) -> None:
    assert len(found) == len(generators)
    assert all(multiplier >= 0 for multiplier in found)
    for row, value in enumerate(target):
        assert sum(size * generator[row] for size, generator in zip(found, generators, strict=True)) == value
