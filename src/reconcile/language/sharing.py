"""What is printed once for several numbers: scale, unit, hedge and currency over lists, brackets and "respectively"."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from reconcile.language.digits import MINUS, VULGAR, FigureError, locale_of
from reconcile.language.figures import read_figure
from reconcile.language.languages import vocabulary_of
from reconcile.language.lexicon import Scanner, either, lexicon, plain
from reconcile.language.units import is_money, take_scale
from reconcile.language.vocabulary import phrases

if TYPE_CHECKING:
    from reconcile.language.figures import Figure
    from reconcile.language.folded_text import FoldedText
    from reconcile.language.mentions import Mention

_BARE = re.compile(r"[^\d]*?([0-9][0-9.,'’ ]*)$")


class _Joints(NamedTuple):
    """What stands between two figures, and before the first."""

    listed: re.Pattern[str]
    bracket: re.Pattern[str]
    compared: re.Pattern[str]
    before: re.Pattern[str]
    leading: re.Pattern[str]  # 7,9 auf 8,3 Prozent
    opened: frozenset[str]  # … von
    back: re.Pattern[str]  # auf 6,15 von 8,93 Mio. Franken
    led: frozenset[str]  # … auf
    apposed: re.Pattern[str]  # 1.2 billion, or 3 percent
    said_again: re.Pattern[str]  # 648 or 3.7 percent
    both: re.Pattern[str]  # 1.75 bn and 962 m euros
    another_way: re.Pattern[str]


@lru_cache(maxsize=64)
def _joints(language: str) -> _Joints:
    own = vocabulary_of(locale_of(language).language)
    ands, earlier, to = either(own.ands), either(own.earlier), either(own.to)
    return _Joints(
        listed=re.compile(rf"(?:,|;|,? {ands}|/) (?:{ands} )?|/"),
        bracket=re.compile(rf" ?[(\[](?:{earlier} ?)?"),
        compared=re.compile(rf"(?<![^\W_]){earlier}(?![^\W_])"),
        before=re.compile(rf",? {earlier} (?:{to} )?"),
        leading=re.compile(f" {to} "),
        opened=frozenset(phrases(own.froms)),
        back=re.compile(f" {either(own.froms)} "),
        led=frozenset(phrases(own.to)),
        another_way=re.compile(f",(?: .*)? {either(own.ors)} .*"),
        apposed=re.compile(rf",? {either(own.ors)} |, | ?\("),
        said_again=re.compile(rf" {either(own.ors)} "),
        both=re.compile(rf" {ands} "),
    )


def share(mentions: list[Mention], folded: FoldedText, language: str) -> list[Mention]:
    """Complete the figures whose scale, unit, hedge or currency stands at another of the same list or bracket.

    The words of a completed figure are in `shared`: of "2.1 and 3.4 billion" the first is "2.1 billion".
    """
    return _Sharing(mentions, folded, language).shared()


class _Sharing:
    def __init__(self, mentions: list[Mention], folded: FoldedText, language: str) -> None:
        self.all, self.language = mentions, language
        self.text, self.small = folded.words, folded.small
        self.joints = _joints(language)
        self.words = lexicon(language)

    def shared(self) -> list[Mention]:
        for at in range(len(self.all) - 2, -1, -1):
            self._from_behind(at)
        for at in range(1, len(self.all)):
            self._from_before(at)
        return self.all

    def _gap(self, at: int) -> str:
        return self.small[self.all[at].end : self.all[at + 1].start]

    def _full(self, mention: Mention) -> str:
        return mention.shared or mention.words

    def _read(self, words: str) -> Figure | None:
        try:
            return read_figure(words, self.language)
        except FigureError:
            return None

    def _set(self, at: int, words: str) -> None:
        figure = self._read(words)
        if figure is not None:
            self.all[at] = replace(self.all[at], figure=figure, readings=(), shared=words)

    def _bare(self, mention: Mention) -> bool:
        """Whether a figure has neither scale nor unit behind its number."""
        return (
            mention.kind == "figure"
            and mention.figure is not None
            and not mention.readings
            and mention.figure.value_high is None
            and _BARE.fullmatch(mention.words) is not None
        )

    def _bare_range(self, mention: Mention) -> bool:
        figure = mention.figure
        return figure is not None and figure.value_high is not None and not figure.unit and mention.words[-1].isdigit()

    def _tail(self, mention: Mention) -> str:
        """What stands behind the last number of a figure's words: scale, unit."""
        words = self._full(mention)
        found = re.search(rf"[^\d{VULGAR}]*$", words)
        return found[0].strip(" )") if found else ""

    def _from_behind(self, at: int) -> None:
        """Of "2.1 and 3.4 billion", "445,2 (398,5) Mio. Euro": the first takes what stands behind the second."""
        left, right = self.all[at], self.all[at + 1]
        if right.kind in {"date", "year"} and self._dates_a_bracket(at):
            if (self._bare(left) or self._bare_range(left)) and self._ends_a_bracket(self.all[at + 2]):
                self._behind_a_bracket(at, at + 2)
            return
        if right.kind != "figure":
            return
        gap = self._gap(at)
        if not self._bare(left):
            if right.figure is not None and self._leads_to_money(left, right.figure, gap):
                self._set(at, f"{left.words} {right.figure.unit}")
            return
        if right.figure is None:
            if not right.readings and self.joints.leading.fullmatch(gap) and self._opened(left):
                self.all[at] = replace(left, figure=None)  # from 3,200 to what cannot be read: nor can this be
            return
        leading = (
            (self.joints.leading.fullmatch(gap) is not None and self._opened(left))
            or self._before_an_earlier(left, right, gap)
            or (self._led(left, gap) and self._of_one_size(left, right.figure, self._tail(right)))
        )
        if (self.joints.listed.fullmatch(gap) and self._lists(left, right, gap)) or leading:
            tail = self._tail(right)
            if tail and not leading and self._perhaps_said_again(left, right, gap):
                both = left.figure, self._read(f"{left.words} {tail}")
                self.all[at] = replace(left, figure=None, readings=tuple(one for one in both if one))
            elif tail and (leading or right.figure.unit not in _OF_TIME or self._alike(left, right)):
                self._set(at, f"{left.words} {tail}")
        elif self.joints.bracket.fullmatch(gap) and self._ends_a_bracket(right):
            self._behind_a_bracket(at, at + 1)

    def _dates_a_bracket(self, at: int) -> bool:
        """Whether a period and a colon open a bracket behind a figure: 19 (2023: 22,7) %."""
        if at + 2 >= len(self.all) or self.all[at + 2].kind != "figure":
            return False
        return _OPENS.fullmatch(self._gap(at)) is not None and _COLON.fullmatch(self._gap(at + 1)) is not None

    def _ends_a_bracket(self, mention: Mention) -> bool:
        return self._bare(mention) and self.small[mention.end : mention.end + 1] in {")", "]"}

    def _behind_a_bracket(self, at: int, within: int) -> None:
        """Of "445,2 (398,5) Mio. Euro" both take what stands behind the bracket."""
        tail = self._tail_at(self.all[within].end + 1)
        if tail:
            self._set(at, f"{self.all[at].words} {tail}")
            self._set(within, f"{self.all[within].words} {tail}")

    def _lists(self, left: Mention, right: Mention, gap: str) -> bool:
        """Whether two numbers are of one list: "64,210, or 3.3 percent" and "162,400, down 6 %" are two things."""
        number = re.search(r"\d", right.words)
        if number is None or (right.words[: number.start()].strip() and not self._money(right)):
            return False
        if left.figure is None or right.figure is None or self.joints.another_way.fullmatch(gap):
            return False
        if self.joints.said_again.fullmatch(gap) and not self._of_one_size(left, right.figure, self._tail(right)):
            return False  # 648 or 3.7 percent
        return right.figure.unit not in {"percent", "pp"} or abs(left.figure.value) < _MANY_PERCENT

    def _before_an_earlier(self, left: Mention, right: Mention, gap: str) -> bool:
        """Of "7,9 nach 6,6 Prozent" and "112 so với 98 tỷ đồng" both are in the unit of the earlier value."""
        if left.figure is None or right.figure is None or self.joints.before.fullmatch(gap) is None:
            return False
        return self._of_one_size(left, right.figure, self._tail(right))

    def _of_one_size(self, left: Mention, right: Figure, tail: str) -> bool:
        """Whether a bare number is near a figure behind it, if it is in the unit of that one."""
        served = self._read(f"{left.words} {tail}")
        sizes = sorted(abs(one.value) for one in (served, right) if one is not None)
        return len(sizes) > 1 and sizes[-1] <= _ALIKE * sizes[0]

    def _perhaps_said_again(self, left: Mention, right: Mention, gap: str) -> bool:
        """Whether "30 or 3.7 percent" may be two percentages, or 30 things that are 3.7 percent."""
        percent = right.figure is not None and right.figure.unit == "percent"
        again = self.joints.said_again.fullmatch(gap) is not None
        return percent and again and self._decimals(left) != self._decimals(right)

    def _opened(self, left: Mention) -> bool:
        return self._word_before(left) in self.joints.opened

    def _led(self, left: Mention, gap: str) -> bool:
        """Whether it is where something went, before where that came from."""
        return self.joints.back.fullmatch(gap) is not None and self._word_before(left) in self.joints.led

    def _word_before(self, left: Mention) -> str:
        number = re.search(r"\d", left.words)  # the word may be in its words: reculé de 12,4
        start = left.start + (number.start() if number else 0)
        return next(reversed(self.small[max(0, start - 12) : start].rstrip(f" +{MINUS}").split()), "")

    def _scaled(self, mention: Mention) -> bool:
        """Whether a scale stands behind the number of a figure: per share are a few, and not 500 million."""
        return take_scale(Scanner(self._tail(mention)), self.words) is not None

    def _tail_at(self, place: int) -> str:
        scanner = Scanner.over(self.text, self.small)
        scanner.at = place
        take_scale(scanner, self.words)
        self_start = scanner.at
        scanner.take(self.words.of)
        if scanner.take(self.words.units) is None:
            scanner.at = self_start
        return self.text[place : scanner.at].strip()

    def _from_before(self, at: int) -> None:
        """What the figure before prints for this one, too: money, scale and unit in brackets, a hedge, a direction."""
        dated = at > 1 and self.all[at - 1].kind in {"date", "year"} and self._dates_a_bracket(at - 2)
        left, right = self.all[at - 2 if dated else at - 1], self.all[at]
        if left.kind != "figure" or right.kind != "figure" or left.figure is None or right.figure is None:
            return
        gap = "(" if dated else self._gap(at - 1)
        if self.joints.bracket.fullmatch(gap) and self._ends_a_bracket(right):
            tail, money = self._tail(left), self._money(left)
            if (tail or money) and self._alike(left, right):
                self._set(at, " ".join(part for part in (right.words, tail, money) if part))
        elif self.joints.listed.fullmatch(gap):
            self._along_the_list(at, left, right)
        elif "/" in left.figure.unit and left.figure.unit.partition("/")[0] == right.figure.unit and len(gap) <= _NEAR:
            tail = self._per(left)
            if tail and self.joints.compared.search(gap) and self._scaled(left) == self._scaled(right):
                self._set(at, f"{right.words}{tail}")
        elif self._leaves_money_out(left, right, gap):
            self._set(at, f"{right.words} {left.figure.unit}")
        if (
            self.joints.apposed.fullmatch(gap)
            and self.all[at].direction is None
            and left.direction is not None
            and right.figure.unit in {"percent", "pp"}
        ):
            self.all[at] = replace(self.all[at], direction=left.direction)

    def _along_the_list(self, at: int, left: Mention, right: Mention) -> None:
        words = self._full(right)
        money = self._money(left)
        if money and right.figure is not None and not right.figure.unit:
            words = f"{words} {money}"
        lead = self._lead(left)
        if lead and not self._lead(right) and (left.shared or self._is_sign(lead)):
            words = f"{lead} {words}"
        if words != self._full(right):
            self._set(at, words)
        right = self.all[at]
        if right.direction is None and left.direction is not None and right.figure is not None:
            relative = left.figure is not None and left.figure.unit == right.figure.unit
            if relative:
                self.all[at] = replace(right, direction=left.direction)

    def _leaves_money_out(self, left: Mention, right: Mention, gap: str) -> bool:
        """Whether a figure of money leads to an earlier value: "1.240 millones de euros, frente a 1.310 millones"."""
        money = left.figure is not None and is_money(left.figure.unit)
        if not money or right.figure is None or right.figure.unit or not self._tail(right):
            return False
        near = len(gap) <= _NEAR and _ENDED.search(gap) is None
        return near and (self.joints.compared.search(gap) is not None or self.joints.bracket.fullmatch(gap) is not None)

    def _leads_to_money(self, left: Mention, right: Figure, gap: str) -> bool:
        """Whether the first of two amounts leaves out the money: de 12,4 millones a 11,9 millones de euros."""
        if left.figure is None or left.figure.unit or left.figure.value_high is not None:
            return False
        if not self._tail(left) or not is_money(right.unit):
            return False
        if self.joints.both.fullmatch(gap):
            return True  # 1.75 billion and 962 million euros
        return self.joints.leading.fullmatch(gap) is not None and self._opened(left)

    def _is_sign(self, lead: str) -> bool:
        return self.words.directions.longest(lead, plain(lead), 0) is not None

    def _lead(self, mention: Mention) -> str:
        """The hedge and direction before a figure's number, without its money."""
        words = self._full(mention)
        found = re.match(rf"[^\d{VULGAR}$€£¥]*", words)
        lead = found[0].strip() if found else ""
        if not lead or lead in "-−–+(" or self.words.money.longest(lead, plain(lead), 0):
            return ""
        return lead

    def _per(self, mention: Mention) -> str:
        """What a figure is per, as its words say it: " per share"."""
        words = self._full(mention)
        found = re.search(r"\d( ?/ ?[^\d]+| [^\d]+)$", words)
        if found is None:
            return ""
        tail = found[1]
        return tail if self._money(mention) else tail[tail.find("/") :] if "/" in tail else ""

    def _money(self, mention: Mention) -> str:
        words = self._full(mention).lstrip("+-−– ")
        taken = self.words.money.longest(words, plain(words), 0)
        return words[: taken[1]] if taken else ""

    def _alike(self, left: Mention, right: Mention) -> bool:
        """Whether two numbers are printed to as many decimals; (5) behind 445.2 million may be a footnote."""
        return 0 < self._decimals(left) == self._decimals(right) <= _FEW_DECIMALS

    def _decimals(self, mention: Mention) -> int:
        found = re.search(r"[.,](\d+)\D*$", mention.words)
        return len(found[1]) if found else 0


_OPENS = re.compile(r" ?[(\[](?:[^\W\d_]+\.? ){0,2}")
_COLON = re.compile(r": ?")
_ENDED = re.compile(r"[.;!?\u2029\t]")
_MANY_PERCENT = 1000
_NEAR = 60
_FEW_DECIMALS = 3
_ALIKE = 10  # times: a value and the one before it of the same thing; 3 against 1.2 billion are not
_OF_TIME = frozenset({"day", "week", "month", "quarter", "year", "hour"})
