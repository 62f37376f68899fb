"""What a measure sums over: a dimension with its total, or parents that say which members make which others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from reconcile.ledger.reading.nodes import Fields, Keyed, Listing, Place, TextNode
from reconcile.ledger.reading.problem_words import shown
from reconcile.ledger.store.declarations import Nesting

if TYPE_CHECKING:
    from reconcile.errors import Problem
    from reconcile.ledger.reading.nodes import Node

SUM_KEYS = ("over", "total", "parents")
PARENT_COLUMNS = ("member", "parent")

Parents = Callable[[str, Place], "list[tuple[Place, str, str]] | None"]
"""Reads a table of parents: a place, a member and its parent a row; None where it cannot be read."""


class Sums(NamedTuple):
    over: str = ""
    total: str = ""
    nestings: tuple[Nesting, ...] = ()


def read_sums(name: str, node: Node | None, problems: list[Problem], parents: Parents | None) -> Sums:
    """Read the ``sum`` of a measure, one mapping or a list of them."""
    found = Sums()
    for item in node.items if isinstance(node, Listing) else () if node is None else (node,):
        fields = Fields(item, f"the sum of measure {shown(name)}", SUM_KEYS, problems)
        over, total, of = fields.text("over"), fields.text("total"), fields.node("parents")
        if not over:
            problems.append(fields.place.problem(f"the sum of measure {shown(name)} needs 'over': a dimension"))
        elif of is not None:
            if total:
                message = "beside parents there is no total: a member without a parent is one"
                problems.append(fields.place_of("total").problem(message))
            rows = _rows(of, problems, parents)
            found = found._replace(nestings=(*found.nestings, Nesting(over, _parents(rows, problems))))
        elif found.over:
            message = (
                f"measure {shown(name)} sums over {shown(found.over)} and {shown(over)}, and one total is what shares "
                "of it are of where they say nothing else: give the other parents, each of its members with the one "
                f"of which it is a part: {{over: {over}, parents: {{member: {total or 'total'}, …}}}}"
            )
            problems.append(fields.place.problem(message))
        else:
            found = found._replace(over=over, total=total)
    return found


def _rows(node: Node, problems: list[Problem], parents: Parents | None) -> Iterable[tuple[Place, str, str]]:
    """The rows of a table that is named, or the entries of a mapping."""
    if isinstance(node, Keyed):
        for member, item in node.entries.items():
            if isinstance(item, TextNode):
                yield node.places[member], member, item.text
            else:
                problems.append(item.place.problem(f"the parent of {shown(member)} must be text"))
    elif isinstance(node, TextNode) and parents is not None:
        yield from parents(node.text, node.place) or ()
    else:
        problems.append(node.place.problem("parents must be a mapping, each member: the one of which it is a part"))


def _parents(rows: Iterable[tuple[Place, str, str]], problems: list[Problem]) -> tuple[tuple[str, str], ...]:
    """Each member with its one parent; a member that would be a part of itself is refused."""
    known: dict[str, str] = {}
    for place, member, parent in rows:
        if not parent:
            continue  # the whole of all
        if known.get(member, parent) != parent:
            both = f"{shown(known[member])} and of {shown(parent)}"
            message = f"{shown(member)} is a part of {both}; another way to part a whole is another sum"
            problems.append(place.problem(message))
            continue
        known[member] = parent
        above, seen = parent, {member}
        while above not in seen and above in known:
            seen.add(above)
            above = known[above]
        if above == member or above in seen:
            problems.append(place.problem(f"{shown(member)} would be a part of itself"))
            del known[member]
    return tuple(sorted(known.items()))
