"""The smallest ledger that still shows what a larger one showed."""

from __future__ import annotations

from collections.abc import Callable

from world_ledgers import World


def reduced(world: World, shows: Callable[[World], bool]) -> World:
    """The world without claims, rules and measures that are not needed to show it."""
    smaller = True
    size = max(1, len(world.claims) // 2)
    while smaller or size > 1:
        smaller = False
        start = 0
        while start < len(world.claims):
            other = world.copy()
            del other.claims[start : start + size]
            if other.claims and shows(tidy(other)):
                world, smaller = other, True
            else:
                start += size
        for index in reversed(range(len(world.head.get("rules") or []))):
            other = world.copy()
            del other.head["rules"][index]
            if shows(tidy(other)):
                world, smaller = other, True
        size = max(1, size // 2)
    return tidy(world)


def tidy(world: World) -> World:
    """Without sources and measures that nothing speaks of."""
    other = world.copy()
    used = {claim["source"] for claim in other.claims}
    other.sources = {name: source for name, source in other.sources.items() if name in used}
    words = " ".join(str(rule) for rule in other.head.get("rules") or [])
    words += " " + " ".join(f"{claim['measure']} {claim.get('base', '')}" for claim in other.claims)
    for name in list(other.head.get("measures") or {}):
        if name not in words.replace("[", " ").replace("'", " ").replace(",", " ").split():
            del other.head["measures"][name]
    return other
