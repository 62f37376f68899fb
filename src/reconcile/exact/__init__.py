"""Exact arithmetic: rational numbers, intervals with open and closed ends, and columns of both.

This layer knows nothing of claims, words or files. No answer of it is rounded: floats say what has room, and propose.
"""
