"""Sphinx: `sphinx-build -W docs docs/_build`. Nothing is fetched."""

from reconcile import __version__

project = "reconcile"
project_copyright = "the authors of reconcile"
version = release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "reconcile"
html_static_path = ["_static"]
myst_heading_anchors = 3
suppress_warnings = ["myst.strikethrough"]

default_role = "code"  # docstrings write `name`
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
python_use_unqualified_type_names = True
toc_object_entries = False
