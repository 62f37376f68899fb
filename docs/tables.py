"""The tables of the pages that the program itself knows best; a test compares them with the pages."""

from __future__ import annotations

import runpy
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

from reconcile.language.codelists import QUALIFIERS
from reconcile.language.context.lexicon import context_words
from reconcile.language.context.words import MEANINGS, ROLES, phrases_in
from reconcile.language.languages import LANGUAGES as FILES
from reconcile.language.languages import vocabulary_of
from reconcile.language.lexicon import lexicon
from reconcile.language.vocabulary import Vocabulary, phrases
from reconcile.reading.sdmx.unit_multipliers import MULTIPLIER_MEANINGS, agency_meanings

ANY = "any"


def _known(language: str) -> Vocabulary:
    words = vocabulary_of(language)
    assert words is not None, language
    return words


LANGUAGES = {ANY: "any language"} | {language: _known(language).name for language in FILES}


def hedges(language: str) -> str:
    """The hedge words of a language, by what they say."""
    before, after = _known(language).before, _known(language).after
    rows = [(f"`{q}`", _words(before.get(q)), _words(after.get(q))) for q in QUALIFIERS if q in before or q in after]
    return _table(("qualifier", "before the number", "behind it"), rows)


def symbols() -> str:
    """The hedge symbols that every language has."""
    return hedges(ANY)


def directions(language: str) -> str:
    """The words that say which way a change points."""
    ways = {+1: "up", -1: "down"}
    return _table(("points", "words"), [(way, _words(_known(language).directions[sign])) for sign, way in ways.items()])


def ranges() -> str:
    """The words that open a range and that join its two numbers."""
    rows = []
    for language, name in LANGUAGES.items():
        opened = " | ".join(_known(language).openings.values())
        joined = " | ".join(_known(language).joins.values())
        rows.append((name, _words(opened), _words(joined)))
    return _table(("language", "opening", "joining"), rows)


def scales(language: str) -> str:
    """The scale words of a language, CLDR's too, by power of ten."""
    listed = {Fraction(10) ** power: list(phrases(words)) for power, words in _known(language).scales.items()}
    for word, size in lexicon(language).scales.meanings.items():
        if word not in listed.setdefault(size, []):
            listed[size].append(word)
    return _table(
        ("scale", "words"), [(f"10{_raised(len(str(size)) - 1)}", _words(listed[size])) for size in sorted(listed)]
    )


def units() -> str:
    """The units of measure, with how many of the canonical unit each word stands for."""
    listed = [
        (unit, Fraction(size), tongue, words)
        for tongue in LANGUAGES
        for unit, size, words in (*_known(tongue).units, *_known(tongue).printed_units)
    ]
    names = list(dict.fromkeys((unit, size) for unit, size, _, _ in listed))
    rows = []
    for unit, size in names:
        by_language = {
            tongue: " | ".join(w for u, s, t, w in listed if (u, s, t) == (unit, size, tongue)) for tongue in LANGUAGES
        }
        rows.append((f"`{unit}`", str(size), *(_words(by_language[tongue]) for tongue in LANGUAGES)))
    return _table(("unit", "one word is", *LANGUAGES.values()), rows)


def counted(language: str) -> str:
    """The nouns that are counted."""
    return _words(_known(language).counted) + "\n"


def number_words(language: str) -> str:
    """The words for numbers, and the number that each is."""
    return _table(
        ("number", "words"), [(said, _words(listed)) for said, listed in _known(language).number_words.items()]
    )


def money() -> str:
    """The words of money beyond ISO's codes and CLDR's names."""
    known = [_known(tongue) for tongue in LANGUAGES]
    codes = {code for one in known for code in (*one.money, *one.symbols)} - {
        name for one in known for name in one.shared_money
    }
    rows = []
    for code in sorted(codes):
        anywhere = [
            *phrases(_known(ANY).symbols.get(code, "") or code),
            *phrases(_known(ANY).money.get(code, "") or code),
        ]
        rows.append(
            (
                f"`{code}`",
                _words(dict.fromkeys(anywhere)),
                *(_words(phrases(f"{one.symbols.get(code, '')}|{one.money.get(code, '')}")) for one in known[1:]),
            )
        )
    return _table(("currency", *LANGUAGES.values()), rows)


def _words(words: str | Iterable[str] | None) -> str:
    """Words as a table cell shows them; a bar inside one would end the cell."""
    found = phrases(words) if isinstance(words, str) else tuple(words or ())
    return " · ".join(word for word in found if word) or "–"


def _raised(power: int) -> str:
    return str(power).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def roles(language: str) -> str:
    """The words around a figure, by what they tell of it."""
    words = context_words(language)
    assert words is not None
    rows = [
        (said, _words(phrases_in(words.roles.get(role, "")))) for role, said in ROLES.items() if words.roles.get(role)
    ]
    rows += [(f"status `{status}`", _words(phrases_in(several))) for status, several in words.statuses.items()]
    rows += [(f"per `{kind}`", _words(phrases_in(several))) for kind, several in words.per.items()]
    return _table(
        ("what they tell", "words"), [(said, cell.replace("|", "\\|").replace("](", "] (")) for said, cell in rows]
    )


def period_phrases(language: str) -> str:
    """The phrases of periods, by what they mean."""
    words = context_words(language)
    assert words is not None
    rows = [
        (said, _words(phrases_in(words.periods.get(name, ""))))
        for name, said in MEANINGS.items()
        if words.periods.get(name)
    ]
    return _table(("period", "phrases"), [(said, cell.replace("|", "\\|").replace("](", "] (")) for said, cell in rows])


def layers() -> str:
    """The layers of the code, and which imports from which."""
    made = runpy.run_path(str(Path(__file__).with_name("layers.py")))["picture"]()
    return _table(("layer", "modules", "imports from"), made)


def multipliers() -> str:
    """What agencies mean by UNIT_MULT."""
    rows = [
        (one.name, f"`{one.agency}`", MULTIPLIER_MEANINGS[one.means], f"`{one.flow}`: {one.seen}")
        for one in sorted(agency_meanings(), key=lambda one: one.name.lower())
    ]
    return _table(("agency", "its id", "what it means", "where it is seen"), rows)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(
        f"| {' | '.join(cell.replace('~', '&#126;').replace('<', '&lt;') for cell in line)} |\n" for line in lines
    )
