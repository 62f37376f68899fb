"""A claim that is edited in its file: what is read is what was read before, with exactly that change."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.errors import LedgerError
from reconcile.ledger.reading.nodes import Keyed, Listing
from reconcile.ledger.reading.yaml import read_yaml
from reconcile.ledger.writing.claim_edits import CONFIRMED, Changed, SetAside, edited_source
from reconcile.ledger.writing.files import scalar

FIELDS = ("measure", "area", "period", "stat", "base", "status", "reported", "quote", "partner", "at")
WORDS = st.text("abc 12.,:#'\"{}[]-|>&*!%é𝔸\n\\", min_size=1, max_size=8).filter(lambda text: text.strip() == text)
GUESS = st.lists(st.sampled_from(["measure", "period", "stat"]), min_size=1, max_size=3, unique=True)


class Writer:
    """Writes a source's file in some of the ways in which a person could."""

    def __init__(self, draw) -> None:
        self.draw = draw
        self.comments = 0

    def maybe(self) -> bool:
        return self.draw(st.booleans())

    def comment(self) -> str:
        if not self.maybe():
            return ""
        self.comments += 1
        return f"  # comment {self.comments}, with {{braces}} and 'quotes"

    def above(self, indent: int) -> str:
        said = self.comment().strip()
        return f"{' ' * indent}{said}\n" if said else "\n" * self.maybe()

    def value(self, text: str, indent: int, *, flow: bool) -> str:
        plain = re.fullmatch(r"[a-c12][a-c12.]*", text) is not None
        quoted = "'" + text.replace("'", "''") + "'" if "\n" not in text else scalar(text)
        ways = [scalar(text), quoted, *[text] * plain]
        if not flow and re.fullmatch(r"[a-c12]+(\n[a-c12]+)*", text):
            ways.append("|-\n" + "\n".join(" " * (indent + 2) + line for line in text.split("\n")))
        return self.draw(st.sampled_from(ways))

    def guess(self, names: list[str], indent: int, *, flow: bool) -> str:
        if not flow and self.maybe():
            return "\n" + "\n".join(f"{' ' * indent}- {name}" for name in names)
        return self.draw(
            st.sampled_from(["[" + ", ".join(names) + "]", "[ " + ",".join(f'"{n}"' for n in names) + " ]"])
        )

    def entries(self, claim: dict, indent: int, *, flow: bool) -> list[str]:
        return [
            f"{key}: {self.guess(value, indent, flow=flow) if key == 'guess' else self.value(value, indent, flow=flow)}"
            for key, value in claim.items()
        ]

    def flow(self, claim: dict) -> str:
        entries = self.entries(claim, 0, flow=True)
        if self.maybe():
            end = "," * self.maybe()
            return "{" + ", ".join(entries) + end + "}"
        between = self.draw(st.sampled_from([",", " ,"]))
        lines = [f"{entry}{between}{self.comment() if between == ',' else ''}" for entry in entries[:-1]]
        return "{\n      " + "\n      ".join([*lines, entries[-1] + self.comment()]) + "\n    }"

    def block(self, claim: dict) -> str:
        lines = []
        for entry in self.entries(claim, 4, flow=False):
            lines.append(entry if "\n" in entry else entry + self.comment())
            if self.maybe() and (said := self.comment().strip()):
                lines.append(said)
        return "\n    ".join(lines)

    def file(self, source: dict, claims: list[dict]) -> bytes:
        if self.maybe():
            head = "source: {" + ", ".join(self.entries(source, 0, flow=True)) + "}" + self.comment() + "\n"
        else:
            head = "source:\n  " + "\n  ".join(self.entries(source, 2, flow=False)) + "\n"
        head = self.above(0) + head
        if self.draw(st.integers(0, 3)) == 0:
            listed = ", ".join("{" + ", ".join(self.entries(claim, 0, flow=True)) + "}" for claim in claims)
            body = f"claims: [{listed}]{self.comment()}\n"
        else:
            body = "claims:\n"
            for claim in claims:
                flow = self.maybe()
                written = self.flow(claim) + self.comment() if flow else self.block(claim)
                body += self.above(2) + "  - " + written + "\n"
        text = head + body + self.above(0)
        if self.maybe():
            text = text.replace("\n", "\r\n")
        if self.maybe():
            text = text.rstrip("\r\n")
        return ("\ufeff" * self.maybe() + text).encode()


def plain(node):
    if isinstance(node, Keyed):
        return {key: plain(one) for key, one in node.entries.items()}
    return [plain(one) for one in node.items] if isinstance(node, Listing) else node.text


def read(data: bytes):
    problems = []
    node = read_yaml(data, "sources/a.yaml", problems)
    assert not problems
    return plain(node)


@st.composite
def files(draw):
    claims = []
    for _ in range(draw(st.integers(1, 4))):
        keys = draw(st.lists(st.sampled_from(FIELDS), min_size=1, max_size=6, unique=True))
        claim = {key: draw(WORDS) for key in keys}
        if draw(st.booleans()):
            claim["guess"] = draw(GUESS)
            order = draw(st.permutations(list(claim)))
            claim = {key: claim[key] for key in order}
        claims.append(claim)
    source = {"title": draw(WORDS)}
    if draw(st.booleans()):
        source["set_aside"] = draw(st.sampled_from(["12 pears", "a\nb", "1"]))
    writer = Writer(draw)
    return writer.file(source, claims), claims, source, writer.comments


EDITS = st.one_of(
    st.just(CONFIRMED),
    st.dictionaries(st.sampled_from(FIELDS), WORDS, min_size=1, max_size=3).map(Changed),
    st.dictionaries(st.sampled_from(FIELDS), WORDS, max_size=2).map(lambda fields: Changed({**fields, "guess": ""})),
    st.sampled_from(["12 pears", "in  5 towns", "x: y # z"]).map(SetAside),
)


@given(st.data())
def test_what_is_read_afterwards_has_exactly_the_change(data):
    text, claims, source, _ = data.draw(files())
    assert read(text) == {"source": source, "claims": claims}  # the writer of this test writes what it means
    edits = data.draw(st.dictionaries(st.integers(0, len(claims) - 1), EDITS, min_size=1))
    for place in [place for place, edit in edits.items() if isinstance(edit, Changed)]:
        if set(claims[place]) <= {key for key, said in edits[place].fields.items() if not said}:
            del edits[place]  # nothing would be left: refused, see below
    wanted, aside = [], source.get("set_aside", "").split("\n") if "set_aside" in source else []
    for place, claim in enumerate(claims):
        edit = edits.get(place)
        if isinstance(edit, SetAside):
            aside += [one for one in [" ".join(edit.phrase.split())] if one not in aside]
        else:
            changed = claim | (dict(edit.fields) if edit else {})
            wanted.append({key: said for key, said in changed.items() if said})
    after = read(edited_source(text, "sources/a.yaml", edits))
    assert after["claims"] == wanted
    assert after["source"].pop("set_aside", "").split() == "\n".join(aside).split()
    assert after["source"] == {"title": source["title"]}


@given(files())
def test_no_comment_and_nothing_else_is_lost_when_marks_go(drawn):
    text, claims, _, comments = drawn
    marked = {place: CONFIRMED for place, claim in enumerate(claims) if "guess" in claim and len(claim) > 1}
    after = edited_source(text, "sources/a.yaml", marked).decode()
    assert len(re.findall(r"# comment \d+, with", after)) == comments
    left = iter(text.decode())
    assert all(letter in left for letter in after)  # letters are taken away, and none is added
    kept = [claim for claim in claims if "guess" in claim and len(claim) == 1]
    assert after.count("guess") == len(kept)
    assert edited_source(after.encode(), "sources/a.yaml", {}) == after.encode()
    assert ("\r\n" in after) == (b"\r\n" in text) or "\n" not in after


@pytest.mark.parametrize(
    ("text", "edit", "said"),
    [
        ("claims: [&a {measure: m, guess: [measure]}, *a]", CONFIRMED, "an anchor or an alias"),
        ("claims:\n  - {measure: &m x, guess: [measure]}\n", CONFIRMED, "sources/a.yaml:2: an anchor or an alias"),
        ("claims: {measure: m}", CONFIRMED, "no list"),
        ("claims:\n  - {guess: [measure]}\n", CONFIRMED, None),
        ("claims:\n  - guess: [measure]\n", CONFIRMED, "nothing would be left"),
        ("claims:\n  - {measure: m}\n", SetAside("5 pears"), "'source:' is no mapping"),
        ("claims:\n  - {measure: m\n", CONFIRMED, "not YAML"),
        ("claims:\n  - measure: |  # why\n      m\n", Changed({"measure": "n"}), "a comment stands"),
        ("claims:\n  - {measure: m, ? guess : [measure]}\n", CONFIRMED, "no edit of it can be shown"),
        ("claims: []", CONFIRMED, "has changed since it was read"),
    ],
)
def test_what_cannot_be_edited_safely_is_refused_with_the_reason(text, edit, said):
    if said is None:
        said = "nothing would be left"
    with pytest.raises(LedgerError, match=re.escape(said)):
        edited_source(text.encode(), "sources/a.yaml", {0: edit})


def test_a_file_that_is_another_one_by_now_is_refused():
    text = b"source: {title: A}\nclaims:\n  - {measure: m}\n"
    edited_source(text, "sources/a.yaml", {0: CONFIRMED}, [3])
    with pytest.raises(LedgerError, match="has changed since it was read"):
        edited_source(b"\n" + text, "sources/a.yaml", {0: CONFIRMED}, [3])


def test_phrases_are_set_aside_a_line_each_as_the_page_of_columns_shows():
    text = b"source:\n  title: A\nclaims:\n  # Told.\n  - {measure: m}\n  - {measure: n}\n"
    once = edited_source(text, "sources/a.yaml", {0: SetAside("12  pears")})
    assert once == b"source:\n  title: A\n  set_aside: |\n    12 pears\nclaims:\n  # Told.\n  - {measure: n}\n"
    twice = edited_source(once, "sources/a.yaml", {0: SetAside("x: y")})
    assert twice.decode() == "source:\n  title: A\n  set_aside: |\n    12 pears\n    x: y\nclaims: []\n  # Told.\n"
