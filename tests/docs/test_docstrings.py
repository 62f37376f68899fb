"""Every example in a docstring gives what it shows."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import reconcile

MODULES = sorted(module.name for module in pkgutil.walk_packages(reconcile.__path__, "reconcile."))


@pytest.mark.parametrize("name", ["reconcile", *MODULES])
def test_the_examples_of_a_module_hold(name):
    if name == "reconcile.__main__":
        pytest.skip("a script: importing it runs nothing, and it holds no example")
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0
