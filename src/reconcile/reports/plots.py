"""Pictures with matplotlib: an audit, a finding, a measure. It is the extra `plot`, and is imported when one is drawn.

Numbers are floats here: for where a mark stands on a screen, never for what is found.
"""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from importlib import import_module
from itertools import combinations
from typing import TYPE_CHECKING, Any

from reconcile.auditing import Entry
from reconcile.checks.engine.readings import read
from reconcile.checks.wording.scales import SCALE_WORDS, Scale
from reconcile.errors import ReconcileError
from reconcile.exact.interval import Interval
from reconcile.language.periods import read_period
from reconcile.reports.amounts import interval, number, scale
from reconcile.reports.claim_parts import parts
from reconcile.reports.entries import worst_first
from reconcile.reports.naming import no_such
from reconcile.reports.number_line import LineRow, rows_of
from reconcile.reports.terminal import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd
    from matplotlib.axes import Axes

    from reconcile.auditing import Result
    from reconcile.checks.engine.readings import Reading
    from reconcile.checks.joint.certificate import Certificate
    from reconcile.ledger.ledger import Ledger

_MOST = 40  # findings in one picture
_MARKS = {"conflict": "X", "accepted": "P", "revision": "D", "hedge": "*", "rounding": "o", "exact": "s"}
_COLOURS = {  # of Okabe and Ito, told apart by all eyes; the marks tell the same without them
    "conflict": "#d55e00",
    "accepted": "#e69f00",
    "revision": "#0072b2",
    "hedge": "#cc79a7",
    "rounding": "#56b4e9",
    "exact": "#009e73",
}
_STATUSES = {"target": "*", "forecast": "X", "estimate": "o", "provisional": "P", "final": "s", "revised": "D"}
_NO_END = {"left": "<", "right": ">", "down": "v", "up": "^"}  # arrows mean this and nothing else
_PLAIN = "{x:,.10g}"  # ticks as people write numbers, without powers of ten
_BEYOND = 4  # a residual further out than this many times what is explained stands at the edge


def plot_audit(result: Result, ax: Axes | None = None) -> Axes:
    """What the printed figures of each finding leave over, as a part of what rounding explains of it."""
    told = [entry for entry in worst_first(result) if _tells(entry)]
    shown = told[:_MOST]
    if not shown:
        raise ReconcileError("no finding of this audit has a difference that could be drawn")
    ax = ax or _axes(len(shown) + 1, width=11)
    ax.axvspan(-1, 1, color="0.92", zorder=0, label="explained by rounding")
    ax.axvline(0, color="0.6", linewidth=0.8, zorder=1)
    for kind in dict.fromkeys(entry.kind for entry in shown):
        rows = [row for row, entry in enumerate(shown) if entry.kind == kind]
        places = [max(-_BEYOND, min(_BEYOND, _part(shown[row], result))) for row in rows]
        ax.scatter(places, rows, marker=_MARKS[kind], color=_COLOURS[kind], label=kind, s=44, zorder=3)
    for row, entry in enumerate(shown):
        part = _part(entry, result)
        if abs(part) > _BEYOND:
            place, side = (math.copysign(_BEYOND, part), row), "right" if part > 0 else "left"
            offset = (math.copysign(9, -part), -4)
            ax.annotate(f"{part:+,.0f} ×", place, offset, textcoords="offset points", ha=side)
    names = [_short(f"{entry.check}: {entry.subject}", 60) for entry in shown]
    ax.set_yticks(range(len(shown)), names, parse_math=False)
    ax.set_ylim(len(shown) - 0.4, -0.9)
    ax.set_xlim(-_BEYOND - 0.5, _BEYOND + 0.5)
    ax.set_xlabel("computed minus reported, as a multiple of what rounding explains")
    more = f"; {len(told) - len(shown)} more are not drawn" if len(told) > len(shown) else ""
    ax.set_title(visible(result.ledger.title or "A ledger without a title") + more, parse_math=False)
    ax.legend(loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False)
    return ax


def _tells(entry: Entry) -> bool:
    """Whether a finding has a residual to draw; how far a bound is kept is no discrepancy."""
    kept = entry.verdict == "exact" and number(entry.residual) != 0
    return entry.residual is not None and bool(number(entry.allowed)) and not kept


def plot_finding(entry: Entry, result: Result, ax: Axes | None = None) -> Axes:
    """The intervals that a finding compares, one below the other; of a joint conflict how far each figure is off."""
    if entry.certificate is not None:
        return _plot_proof(entry, result, entry.certificate, ax)
    rows, unit = rows_of(entry, parts(entry, result))
    ends = [end for row in rows for end in (row.interval.low, row.interval.high) if end is not None]
    if not ends:
        raise ReconcileError(f"{entry.finding} compares no numbers that could be drawn")
    ax = ax or _axes(2 * len(rows), width=8)
    fitting = scale(ends, unit)
    reach = float((max(ends) - min(ends)) / fitting.factor) or 1.0
    for row, one in enumerate(rows):
        _bar(ax, row, one, fitting, reach, colour=_COLOURS.get(entry.kind, "0.3"))
    names = [f"{_short(row.label, 44)}\n{fitting.interval(row.interval)}" for row in rows]
    ax.set_yticks(range(len(rows)), names, parse_math=False)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlabel(fitting.name, parse_math=False)
    ax.xaxis.set_major_formatter(_PLAIN)
    ax.set_title(f"{entry.kind}: {_short(entry.subject, 70)}", parse_math=False)
    return ax


def _plot_proof(entry: Entry, result: Result, proof: Certificate, ax: Axes | None) -> Axes:
    """Each figure of a proof beside what the other lines of the proof leave of it, in units of its last digit.

    So figures of different units stand on one axis: the printed number is at 0, and where the others begin is how far
    the figure would have to move. Claims that the proof takes as a rate, or by a sign, have no such place.
    """
    rows = list(_moves(entry, result, proof))
    if not rows:
        raise ReconcileError(f"{entry.finding} rests on rates alone: none of its figures has a place on one line")
    ax = ax or _axes(2 * len(rows), width=8)
    colour = _COLOURS.get(entry.kind, "0.3")
    places = [float(end) for _, *sides in rows for one in sides for end in (one.low, one.high) if end is not None]
    reach = max(places) - min(places)
    one_to_one = Scale(Fraction(1), "")
    for row, (_, own, others) in enumerate(rows):
        _bar(ax, row, LineRow("", own), one_to_one, reach, colour=colour)
        _bar(ax, row + 0.3, LineRow("", others), one_to_one, reach, colour="0.45")
    ax.plot([], [], color=colour, linewidth=3, label="what the figure stands for")
    ax.plot([], [], color="0.45", linewidth=3, label="what the others leave of it")
    ax.set_yticks(range(len(rows)), [label for label, *_ in rows], parse_math=False)
    ax.set_ylim(len(rows) - 0.3, -0.6)
    ax.set_xlabel("from the printed number, in units of its last digit")
    ax.xaxis.set_major_formatter(_PLAIN)
    ax.set_title(f"{entry.kind}: {len(rows)} figures that cannot all be right", parse_math=False)
    ax.legend(loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False)
    return ax


def _moves(entry: Entry, result: Result, proof: Certificate) -> Iterator[tuple[str, Interval, Interval]]:
    """Each claim that a line of the proof is about, with its interval and that of all other lines.

    The lines leave 0 ≥ δ. Without the line q ≤ b, taken t times, they say q ≥ b + δ/t; and q ≤ b − δ/t without q ≥ b.
    """
    left, strict = proof.left
    said = {part.claim: (part, row) for part, row in zip(parts(entry, result), entry.rows, strict=True)}
    for line in proof.lines:
        if line.claim not in said or len(line.form) != 1 or line.form[0][1] != 1 or line.relation == "=":
            continue
        part, row = said[line.claim]
        figure = result.store.figures[row]
        step = figure.step or Fraction(1)
        factor = next((factor for factor, word in SCALE_WORDS if line.unit.split(" ")[0] == word), Fraction(1))
        if line.bound * factor not in _all_ends(result.store.reading_of(row)):
            continue  # a line of a rate, or over several claims
        end = (line.bound - line.sign * left / line.times) * factor
        shifted = (end - figure.value) / step
        others = (
            Interval(None, shifted, high_open=strict) if line.sign > 0 else Interval(shifted, None, low_open=strict)
        )
        yield _short(f"{part.speaks_of}: {part.printed}", 44), _from(part.interval, figure.value, step), others


def _from(one: Interval, zero: Fraction, step: Fraction) -> Interval:
    """An interval as it is seen from a number, in steps."""
    return (one + Interval(-zero, -zero)) * (1 / step)


def _all_ends(reading: Reading) -> set[Fraction | None]:
    return {end for one in reading for end in (one.low, one.high)}


def plot_measure(
    ledger: Ledger, measure: str, *, stat: str = "level", at: Mapping[str, str | None], ax: Axes | None = None
) -> Axes:
    """What the documents say of a measure, period by period, each claim as the interval that it stands for.

    What releases of one series say of a quantity is joined by a line, in the order of their publication.
    """
    chosen = _chosen(ledger, measure, stat, at)
    figures = [ledger.figures[int(row)] for row in chosen.index]
    fitting = scale([figure.value for figure in figures], figures[0].unit)
    periods = list(dict.fromkeys(chosen["period"]))
    documents = list(dict.fromkeys(chosen["source"]))
    ax = ax or _axes(0, width=max(6, 1 + 0.5 * len(chosen)))
    vintages: dict[tuple[str, str, str], list[tuple[float, float]]] = {}
    colours = {source: f"C{number % 10}" for number, source in enumerate(documents)}
    faces: list[Interval] = []
    for period in periods:
        inside = [place for place, said in enumerate(chosen["period"]) if said == period]
        for number_, place in enumerate(inside):
            claim, figure = chosen.iloc[place], figures[place]
            x = periods.index(period) + (number_ + 1) / (len(inside) + 1) * 0.8 - 0.4
            face = read(figure, truncated=claim["rounding"] == "truncate").face
            faces.append(face)
            _upright(ax, x, face, figure.value, fitting, colours[claim["source"]], _STATUSES[claim["status"]])
            if claim["series"]:
                place_ = vintages.setdefault((period, claim["series"], claim["status"]), [])
                place_.append((x, float(figure.value / fitting.factor)))
    for line in vintages.values():
        ax.plot(*zip(*line, strict=True), color="0.45", linewidth=1.2, zorder=2)
    ax.set_xticks(range(len(periods)), periods, parse_math=False)
    ax.set_xlim(-0.6, len(periods) - 0.4)
    ax.set_ylabel(fitting.name, parse_math=False)
    ax.yaxis.set_major_formatter(_PLAIN)
    title = ledger.measure(measure).title or measure
    ax.set_title(visible(title if stat == "level" else f"{stat} of {title}"), parse_math=False)
    _legend(
        ax, colours, list(dict.fromkeys(chosen["status"])), no_end=any(None in (one.low, one.high) for one in faces)
    )
    return ax


def _axes(rows: int, *, width: float = 9) -> Axes:
    """Fresh axes, as high as that many rows need; a picture that is not of rows has the usual height."""
    try:
        pyplot: Any = import_module("matplotlib.pyplot")
    except ImportError:
        raise ReconcileError("pictures need matplotlib: pip install 'reconcile-claims[plot]'") from None
    _, ax = pyplot.subplots(figsize=(width, 1.2 + 0.3 * rows if rows else 4.8), layout="constrained")
    made: Axes = ax
    return made


def _part(entry: Entry, result: Result) -> float:
    """The residual as a multiple of what rounding explains.

    Of a hedge what "nearly" adds, and the width of a range, count among what is allowed: here they do not.
    """
    if entry.verdict == "hedge":
        parts_ = [residual / allowed for residual, allowed in _without_words(entry, result) if allowed]
        if parts_:
            return float(max(parts_, key=abs))
    return float(Fraction(str(entry.residual)) / Fraction(str(entry.allowed)))


def _without_words(entry: Entry, result: Result) -> Iterator[tuple[Fraction, Fraction]]:
    """What is left over between two numbers that a hedge compares, and what the rounding of both explains of it."""
    if entry.check == "agreement":
        plain = [(row, replace(result.store.figures[row], qualifier="exact")) for row in entry.rows]
        faces = [(one.value, read(one, truncated=bool(result.store.truncated[row])).face) for row, one in plain]
        pairs = [(one, other) for one, other in combinations(faces, 2) if one[0] != other[0]]
        yield from ((one[0] - other[0], _half(one[1]) + _half(other[1])) for one, other in pairs)
        return
    for one in entry.comparisons[1:] or entry.comparisons:
        sides = [one["computed"], one["reported"]]
        numbers = [[number(side[name]) for name in ("printed_low", "printed_high")] for side in sides]
        points = [low if low == high else None for low, high in numbers]
        if points[0] is not None and points[1] is not None:
            yield points[0] - points[1], sum((_half(interval(side)) for side in sides), Fraction(0))


def _half(one: Interval) -> Fraction:
    return Fraction(0) if one.low is None or one.high is None else (one.high - one.low) / 2


def _bar(ax: Axes, row: float, one: LineRow, fitting: Scale, reach: float, *, colour: str) -> None:
    """An interval on its row: filled ends belong to it, hollow ones do not, an arrow leads where there is no end."""
    interval = one.interval
    low, high = (None if end is None else float(end / fitting.factor) for end in (interval.low, interval.high))
    left, right = _drawn_ends(low, high, reach)
    ax.plot([left, right], [row, row], color=colour, linewidth=3, solid_capstyle="butt", zorder=2)
    for end, is_open, place, arrow in (
        (low, interval.low_open, left, _NO_END["left"]),
        (high, interval.high_open, right, _NO_END["right"]),
    ):
        fill = colour if end is None or not is_open else "white"
        mark = arrow if end is None else "o"
        ax.plot([place], [row], mark, color=colour, markerfacecolor=fill, markersize=7, zorder=3)


def _upright(ax: Axes, x: float, interval: Interval, value: Fraction, fitting: Scale, colour: str, mark: str) -> None:
    """A claim at its period: a bar as high as its interval, with its mark at the printed number."""
    low, high = (None if end is None else float(end / fitting.factor) for end in (interval.low, interval.high))
    printed = float(value / fitting.factor)
    bottom, top = _drawn_ends(low, high, abs(printed) / 5 or 1.0)
    ax.plot([x, x], [bottom, top], color=colour, linewidth=6, alpha=0.45, solid_capstyle="butt", zorder=2)
    ax.plot([x], [printed], mark, color=colour, markersize=6, zorder=3)
    for end, place, arrow in ((low, bottom, _NO_END["down"]), (high, top, _NO_END["up"])):
        if end is None:
            ax.plot([x], [place], arrow, color=colour, markersize=6, zorder=3)


def _drawn_ends(low: float | None, high: float | None, reach: float) -> tuple[float, float]:
    """Where a bar begins and ends on paper; an end that is nowhere is drawn a little way out."""
    left = low if low is not None else (high or 0.0) - reach / 4
    right = high if high is not None else (low or 0.0) + reach / 4
    return left, right


def _chosen(ledger: Ledger, measure: str, stat: str, at: Mapping[str, str | None]) -> pd.DataFrame:
    """The claims to draw, in the order of their periods and of their documents' dates; raises for too many at once."""
    claims = ledger.claims.merge(ledger.sources[["source", "rounding", "published", "series"]], on="source", how="left")
    claims.index = ledger.claims.index
    if measure not in set(claims["measure"]):
        raise ReconcileError(no_such("claim of the measure", measure, sorted(set(claims["measure"]))))
    claims = claims[claims["measure"] == measure]
    if stat not in set(claims["stat"]):
        raise ReconcileError(f"{measure} is reported as {', '.join(dict.fromkeys(claims['stat']))}, not as {stat}")
    claims = claims[claims["stat"] == stat]
    for name in ("area", *ledger.dimensions):
        claims = _at(claims, measure, name, at.get(name))
    if unknown := set(at) - {"area", *ledger.dimensions}:
        raise ReconcileError(f"the ledger has no dimension {', '.join(sorted(unknown))}")
    units = dict.fromkeys(ledger.figures[int(row)].unit for row in claims.index)
    if len(units) > 1:
        raise ReconcileError(f"{measure} is reported in several units, {', '.join(units)}, which no one axis has")
    calendar = {text: read_period(text) for text in set(claims["period"])}
    begins, ends = ([getattr(calendar[text], end) for text in claims["period"]] for end in ("start", "end"))
    order = claims.assign(begins=begins, ends=ends)
    return order.sort_values(["begins", "ends", "published"], kind="stable").drop(columns=["begins", "ends"])


def _at(claims: pd.DataFrame, measure: str, name: str, value: str | None) -> pd.DataFrame:
    """The claims of one member of a dimension, of the only one where none is named."""
    members = list(dict.fromkeys(claims[name]))
    if value is None and len(members) == 1:
        return claims
    if value is None:
        raise ReconcileError(f"{measure} is reported for several of {name}: {', '.join(members)}; choose {name}=…")
    if value not in members:
        raise ReconcileError(f"{measure} is not reported for {name} {value!r}, but for {', '.join(members)}")
    return claims[claims[name] == value]


def _legend(ax: Axes, colours: Mapping[str, str], statuses: Sequence[str], *, no_end: bool) -> None:
    """Colours tell the documents, marks the statuses, and arrows where a claim has no end."""
    for source, colour in colours.items():
        ax.plot([], [], color=colour, linewidth=6, alpha=0.45, label=_short(source, 40))
    for status in statuses:
        ax.plot([], [], _STATUSES[status], color="0.3", label=status)
    if no_end:
        ax.plot([], [], _NO_END["up"], color="0.3", label="no end on this side")
    for text in ax.legend(loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False).get_texts():
        text.set_parse_math(False)


def _short(text: str, most: int) -> str:
    shown = visible(text)
    return shown if len(shown) <= most else shown[: most - 1] + "…"
