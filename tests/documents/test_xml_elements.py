"""XML from strangers: what is in it is given whole, whatever the size of a block; what could harm is refused."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.documents import xml_elements
from reconcile.documents.limits import Allowance
from reconcile.documents.xml_elements import XmlElement, read_elements
from reconcile.errors import DocumentError

NAMES = st.sampled_from(["a", "p:a", "q:b"])
TEXTS = st.text("xy <&é\n", max_size=5)


def read(data: bytes) -> list[XmlElement]:
    return list(read_elements(data, "f.xml", Allowance("f.xml")))


@st.composite
def written(draw: st.DrawFn, depth: int = 0) -> str:
    text = draw(TEXTS).replace("&", "&amp;").replace("<", "&lt;")
    inner = draw(st.lists(written(depth + 1), max_size=3)) if depth < 3 else []
    name = draw(NAMES)
    own = draw(st.sampled_from(["", ' xmlns:q="u3"', ' k="1" p:k="2"']))
    return f"<{name}{own}>{text}{''.join(inner)}</{name}>"


def as_other(one: XmlElement) -> tuple[object, ...]:
    """An element as what another reader gives is made below."""
    named = {clark(key): value for key, value in one.attributes.items()}
    return clark(one.name), named, one.text, [as_other(child) for child in one.children]


def clark(name: tuple[str, str]) -> str:
    return f"{{{name[0]}}}{name[1]}" if name[0] else name[1]


def others(one: ET.Element) -> tuple[object, ...]:
    text = (one.text or "") + "".join(child.tail or "" for child in one)
    return one.tag, dict(one.attrib), text, [others(child) for child in one]


@given(st.lists(written(), max_size=4), st.integers(1, 40))
def test_what_is_read_is_what_another_reader_reads(children, block):
    text = f'<r xmlns:p="u1" xmlns:q="u2">{"".join(children)}</r>'
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xml_elements, "_BLOCK", block)
        _, *found = read(text.encode())
    assert [as_other(one) for one in found] == [others(one) for one in ET.fromstring(text)]


def outermost(one: ET.Element, names: set[str]) -> list[ET.Element]:
    return [found for child in one for found in ([child] if child.tag in names else outermost(child, names))]


@given(st.lists(written(), max_size=4), st.sets(st.sampled_from([("u1", "a"), ("u2", "b"), ("u3", "b")]), min_size=1))
def test_those_that_are_asked_for_are_given_wherever_they_stand(children, names):
    text = f'<r xmlns:p="u1" xmlns:q="u2">{"".join(children)}</r>'
    root, *found = read_elements(text.encode(), "f.xml", Allowance("f.xml"), names)
    wanted = outermost(ET.fromstring(text), {clark(name) for name in names})
    assert [as_other(one) for one in found] == [others(one) for one in wanted]
    assert root.children == []


def test_lines_and_namespaces_are_those_of_the_file():
    root, first, second = read(b"<r xmlns='u'>\n<a xmlns:p='v'/>\n\n<b/></r>")
    assert (root.line, first.line, second.line) == (1, 2, 4)
    assert (first.namespaces, second.namespaces) == ({"": "u", "p": "v"}, {"": "u"})


BOMB = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (f"{BOMB}<r>&b;</r>".encode(), "f.xml:1: declares a document type"),
        (f"{BOMB}<r>&b;</r>".encode("utf-16"), "f.xml:1: declares a document type"),
        (b'<!DOCTYPE r SYSTEM "file:///etc/passwd"><r/>', "declares a document type"),
        (b"<r>&a;</r>", "f.xml:1: is no XML that can be read: undefined entity"),
        (b"<r>\n<a></r>", "f.xml:2: is no XML that can be read: mismatched tag"),
        (b"<r><a/>", "is no XML that can be read"),
        (b"", "is no XML that can be read: no element found"),
        (b"<?xml version='1.0' encoding='nobody'?><r/>", "is no XML that can be read"),
        (b"<r><p:a/></r>", "is no XML that can be read: unbound prefix"),
        (b"<r>" * 10_000, "elements are nested more than 200 deep"),
        (b"<r>\0</r>", "is no XML that can be read"),
    ],
)
def test_what_could_harm_or_is_no_xml_is_refused(data, words):
    with pytest.raises(DocumentError) as caught:
        read(data)
    assert words in str(caught.value)
