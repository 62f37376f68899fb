"""The tools that `reconcile mcp` serves: what they answer, what they refuse, and that the server lists them."""

from __future__ import annotations

import asyncio
import json

import pytest

from reconcile.errors import ReconcileError
from reconcile.faces.command import main
from reconcile.faces.tool_server import TOOLS, tool_server

BAD = "Orders rose 9.3 % to $1,284 million in 2024 from $1,197 million in 2023."
CLAIMS = (
    "source,measure,period,reported\nbook,trade,2024,3.4 billion USD\nbook,exports,2024,1.1 billion USD\n"
    "book,imports,2024,2.2 billion USD\n"
)
RULES = ["trade = exports + imports"]


def test_check_tells_what_does_not_add_up():
    answer = json.loads(TOOLS["check"](BAD, format="text"))
    assert answer["status"] == 1
    assert "reported 1,284" in answer["conflicts"][0]["message"]
    assert [one["holds"] for one in answer["relations"]] == [False]


def test_check_says_how_figures_follow_from_a_table():
    table = "item,2023,2024\nTea,1204,1377\nCoffee,2415,2377\n"
    answer = json.loads(TOOLS["check"]("Tea came to 1,377 in 2024.", format="text", language="en", against_csv=table))
    assert [(one["figure"], one["derivation"]) for one in answer["derivations"]] == [("1,377", "Tea 2024")]


def test_figures_are_exact_texts():
    (one,) = json.loads(TOOLS["figures"]("nearly $800 billion", "en"))
    assert (one["words"], one["figure"]["value"], one["figure"]["qualifier"]) == (
        "nearly $800 billion",
        "800000000000",
        "nearly",
    )


def test_audit_and_explain_tell_of_one_finding():
    answer = json.loads(TOOLS["audit"](CLAIMS.replace("3.4", "3.9"), RULES))
    assert answer["status"] == 1
    told = TOOLS["explain"](CLAIMS.replace("3.4", "3.9"), answer["conflicts"][0]["id"], RULES)
    assert "Why it cannot be" in told
    assert json.loads(TOOLS["audit"](CLAIMS, RULES))["status"] == 0


@pytest.mark.parametrize(
    ("tool", "given", "said"),
    [
        ("check", {"text": "x" * 200_001}, "at most 200,000"),
        ("check", {"text": "x", "format": "pdf"}, "none of markdown, html, text"),
        ("check", {"text": "/etc/passwd", "format": "text"}, None),
        ("audit", {"claims_csv": 'a,"b\n1'}, "no CSV"),
        ("audit", {"claims_csv": "colour\nred\n"}, "no table of claims"),
    ],
)
def test_what_cannot_be_answered_is_refused_and_no_path_is_opened(tool, given, said):
    if said is None:  # a path is a text like any other
        assert json.loads(TOOLS[tool](**given))["status"] == 3
    else:
        with pytest.raises(ReconcileError, match=said):
            TOOLS[tool](**given)


def test_without_the_extra_the_command_says_what_to_install(capsys, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "mcp.server", None)
    assert main(["mcp"]) == 2
    assert "pip install 'reconcile-claims[mcp]'" in capsys.readouterr().err


def test_the_server_lists_the_tools_and_answers():
    pytest.importorskip("mcp", reason="needs the extra mcp")
    server = tool_server()
    tools = asyncio.run(server.list_tools())
    assert {tool.name for tool in tools} == set(TOOLS)
    assert "Find what does not add up" in next(tool.description for tool in tools if tool.name == "check")
    answer = asyncio.run(server.call_tool("check", {"text": BAD, "format": "text"}))
    assert "reported 1,284" in str(answer)
