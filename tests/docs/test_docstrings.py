"""Every example in a docstring gives what it shows."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import reconcile

MODULES = ["reconcile", *sorted(module.name for module in pkgutil.walk_packages(reconcile.__path__, "reconcile."))]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_hold(name):
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0
