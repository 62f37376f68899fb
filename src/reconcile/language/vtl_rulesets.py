"""Hierarchical rulesets of VTL as rules: `define hierarchical ruleset … end hierarchical ruleset`.

ruleset   = "define" "hierarchical" "ruleset" name "(" signature ")" "is" rule {";" rule} "end" "hierarchical" "ruleset"
signature = ("variable" | "valuedomain") ["condition" name ["as" name] {"," …}] "rule" name
rule      = [name ":"] ["when" condition "then"] item relation ["+" | "-"] item {("+" | "-") item}
            ["errorcode" text] ["errorlevel" text]
condition = test {"and" test}, test = name "=" text | name "in" "{" text {"," text} "}", or either in brackets

No rule can say what VTL says beyond that: conditions that compare, `or`, `not`, conditions of single items, `<`, `>`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, NoReturn

from reconcile.errors import ReconcileError
from reconcile.language.digits import quoted_text
from reconcile.language.rules import Factor

__all__ = ["HierarchicalRule", "HierarchicalRuleset", "RulesetError", "read_ruleset"]

_TOKEN = re.compile(
    r"""\s+|//[^\n]*|/\*.*?\*/|(?P<text>"[^"]*")|(?P<name>'[^']*'|[A-Za-z0-9_][A-Za-z0-9_.]*)"""
    r"""|(?P<mark><=|>=|<>|:=|[-+=<>(){}\[\],;:])""",
    re.DOTALL,
)
_RELATIONS = ("=", "<=", ">=")
_STRICT = ("<", ">")
_MOST = 100_000  # tokens of one text
_NO_CODE = re.compile(r"[\[\],=`]")


class RulesetError(ReconcileError, ValueError):
    """A text that is no hierarchical ruleset, or holds rules that cannot be said; it names each."""


class HierarchicalRule(NamedTuple):
    """A rule between code items: the left one, and the signed ones of the right."""

    name: str
    left: str
    relation: str
    right: tuple[tuple[int, str], ...]
    when: tuple[tuple[str, tuple[str, ...]], ...] = ()  # what it is limited to: codes of conditioning components
    error: str = ""  # its errorcode

    def text(self, measure: str, component: str) -> str:
        """The rule of a ledger: between measures called as the items, or between members of one measure's dimension."""

        def named(item: str) -> str:
            return str(Factor(measure, ((component, item),)) if measure else Factor(item))

        right = "".join(f" {'-' if sign < 0 else '+'} {named(item)}" for sign, item in self.right)
        right = right.removeprefix(" + ") if self.right[0][0] > 0 else f"-{right.removeprefix(' - ')}"
        return f"{named(self.left)} {self.relation} {right}"


@dataclass(frozen=True)
class HierarchicalRuleset:
    """A ruleset as it is written, and what of it cannot be said, by the names of its rules.

    >>> ruleset = read_ruleset('''
    ... define hierarchical ruleset trade (variable rule item) is
    ...   R1: T = X + M errorcode "no total";
    ...   R2: when flow = "net" then B = X - M;
    ...   R3: X > M
    ... end hierarchical ruleset''')
    >>> ruleset.rules("amount")[1]
    {'rule': 'amount[item=B] = amount[item=X] - amount[item=M]', 'name': 'R2', 'where': {'flow': ['net']}}
    >>> ruleset.refused
    {'R3': '> is no relation of figures that are rounded; write >='}
    """

    name: str
    component: str  # whose codes the items are
    hierarchy: tuple[HierarchicalRule, ...]
    refused: Mapping[str, str] = field(default_factory=dict)

    def rules(self, measure: str = "", called: Mapping[str, str] | None = None) -> list[dict[str, object]]:
        """Give the rules as a ledger takes them.

        With a measure the items are members of its dimension, called as the ruleset's variable; without one the items
        are measures. `called` says what a ledger calls a component: {"ref_area": "area"}.
        """
        called = called or {}
        made: list[dict[str, object]] = []
        for one in self.hierarchy:
            rule: dict[str, object] = {"rule": one.text(measure, called.get(self.component, self.component))}
            if words := ": ".join(filter(None, [one.name, one.error])):
                rule["name"] = words
            if one.when:
                rule["where"] = {called.get(name, name): list(codes) for name, codes in one.when}
            made.append(rule)
        return made


class _RefusedError(Exception):
    """A rule that no rule can say, with the reason."""


def read_ruleset(text: str) -> HierarchicalRuleset:
    """Read the one ruleset of a text; a RulesetError where it is none. Rules that cannot be said are named in it.

    Nothing of it is evaluated. An item that is no plain word stands between single quotes in VTL.
    """
    return _Reader(text).ruleset()


class _Reader:
    """One pass over the tokens; nothing nests but brackets around a condition."""

    def __init__(self, text: str) -> None:
        self.tokens: list[tuple[str, str, int]] = []  # kind, text, line
        at = 0
        while at < len(text):
            found = _TOKEN.match(text, at)
            line = text.count("\n", 0, at) + 1
            if found is None or len(self.tokens) > _MOST:
                raise RulesetError(f"line {line}: {quoted_text(text[at : at + 20])} is nothing that a ruleset has")
            if found.lastgroup:
                self.tokens.append((found.lastgroup, found[0], line))
            at = found.end()
        self.at = 0

    def ruleset(self) -> HierarchicalRuleset:
        self._words("define", "hierarchical", "ruleset")
        name = self._name("the ruleset's name")
        self._words("(")
        if not (self._is("variable") or self._is("valuedomain")):
            self._fail("variable or valuedomain")
        self.at += 1
        aliases = self._conditions()
        self._words("rule")
        component = self._name("the component whose codes are items")
        self._words(")")
        self._words("is")
        rules: list[HierarchicalRule] = []
        refused: dict[str, str] = {}
        while True:
            self._rule(aliases, rules, refused)
            if not self._is(";"):
                break
            self.at += 1
        self._words("end", "hierarchical", "ruleset")
        if self._is(";"):
            self.at += 1
        if self.at < len(self.tokens):
            self._fail("the end of the text")
        return HierarchicalRuleset(name, component, tuple(rules), refused)

    def _conditions(self) -> dict[str, str]:
        """What conditions call the conditioning components, and their own names."""
        found: dict[str, str] = {}
        if not self._is("condition"):
            return found
        self.at += 1
        while True:
            name = alias = self._name("a conditioning component")
            if self._is("as"):
                self.at += 1
                alias = self._name("another name of it")
            found[alias] = name
            if not self._is(","):
                return found
            self.at += 1

    def _rule(self, aliases: Mapping[str, str], rules: list[HierarchicalRule], refused: dict[str, str]) -> None:
        """Read a rule, or note why it cannot be said; what is no rule of VTL is an error."""
        name = ""
        if self._following() == ":":
            name = self._name("the name of a rule")
            self.at += 1
        called = name or f"rule {len(rules) + len(refused) + 1}"
        if called in refused or any(one.name == name for one in rules if name):
            raise RulesetError(f"line {self._line()}: there are two rules {quoted_text(called)}")
        start = self.at
        try:
            when = self._when(aliases) if self._is("when") else ()
            rules.append(self._relation(name, when))
        except _RefusedError as error:
            refused[called] = str(error)
            self.at = start
            self._skip()

    def _relation(self, name: str, when: tuple[tuple[str, tuple[str, ...]], ...]) -> HierarchicalRule:
        left = self._item()
        kind, relation, _ = self._token()
        if kind != "mark" or relation not in {*_RELATIONS, *_STRICT, "<>"}:
            self._fail("=, >= or <=")
        if relation not in _RELATIONS:
            more = f"; write {relation}=" if relation in _STRICT else ""
            raise _RefusedError(f"{relation} is no relation of figures that are rounded{more}")
        self.at += 1
        right = [(self._sign() or 1, self._item())]
        while sign := self._sign():
            right.append((sign, self._item()))
        error = self._said("errorcode")
        self._said("errorlevel")
        if not (self._is(";") or self._is("end")):
            self._fail("+, -, errorcode, errorlevel, ; or end")
        return HierarchicalRule(name, left, relation, tuple(right), when, error)

    def _item(self) -> str:
        item = self._name("a code item")
        if self._is("["):
            raise _RefusedError(f"a condition of a single item, of {item}, cannot be said")
        if _NO_CODE.search(item):
            raise _RefusedError(f"{quoted_text(item)} holds what a rule cannot name")
        return item

    def _when(self, aliases: Mapping[str, str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What a condition limits a rule to, where it is a list of codes for some components."""
        self.at += 1
        found: dict[str, tuple[str, ...]] = {}
        while True:
            opened = self._is("(")
            self.at += opened
            kind, name, _ = self._token()
            if kind != "name" or name == "not":
                raise _RefusedError("its condition is no list of codes")
            self.at += 1
            codes = self._codes()
            if opened and not self._is(")"):
                raise _RefusedError("its condition is no list of codes")
            self.at += opened
            own = aliases.get(_bare(name), _bare(name))
            if own in found:
                raise _RefusedError(f"its condition limits {own} twice")
            found[own] = codes
            if self._is("then"):
                self.at += 1
                return tuple(sorted(found.items()))
            if not self._is("and"):
                raise _RefusedError("its condition is no list of codes")
            self.at += 1

    def _codes(self) -> tuple[str, ...]:
        if self._is("="):
            self.at += 1
            return (self._code(),)
        if not self._is("in"):
            raise _RefusedError("its condition compares; it can only list codes")
        self.at += 1
        if not self._is("{"):
            raise _RefusedError("its condition is no list of codes")
        self.at += 1
        codes = [self._code()]
        while self._is(","):
            self.at += 1
            codes.append(self._code())
        self._words("}")
        return tuple(codes)

    def _code(self) -> str:
        kind, text, _ = self._token()
        if kind != "text":
            raise _RefusedError("its condition compares; it can only list codes")
        self.at += 1
        return text[1:-1]

    def _sign(self) -> int:
        sign = {"+": 1, "-": -1}.get(self._token()[1], 0) if self.at < len(self.tokens) else 0
        self.at += bool(sign)
        return sign

    def _said(self, keyword: str) -> str:
        if not self._is(keyword):
            return ""
        self.at += 1
        _, text, _ = self._token()
        self.at += 1
        return text.strip('"')

    def _skip(self) -> None:
        """Go on behind a rule that cannot be said."""
        while not (self._is(";") or (self._is("end") and self._following() == "hierarchical")):
            self._token()
            self.at += 1

    def _token(self) -> tuple[str, str, int]:
        if self.at >= len(self.tokens):
            self._fail("more of the ruleset")
        return self.tokens[self.at]

    def _following(self) -> str:
        return self.tokens[self.at + 1][1] if self.at + 1 < len(self.tokens) else ""

    def _is(self, text: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at][1] == text and self.tokens[self.at][0] != "text"

    def _name(self, what: str) -> str:
        kind, text, _ = self._token()
        if kind != "name":
            self._fail(what)
        self.at += 1
        return _bare(text)

    def _words(self, *words: str) -> None:
        for word in words:
            if not self._is(word):
                self._fail(word)
            self.at += 1

    def _line(self) -> int:
        return self.tokens[min(self.at, len(self.tokens) - 1)][2] if self.tokens else 1

    def _fail(self, expected: str) -> NoReturn:
        found = quoted_text(self.tokens[self.at][1]) if self.at < len(self.tokens) else "the end"
        raise RulesetError(f"line {self._line()}: expected {expected}, found {found}")


def _bare(name: str) -> str:
    """A name without the quotes that VTL puts around one that is no plain word."""
    return name[1:-1] if name.startswith("'") else name
