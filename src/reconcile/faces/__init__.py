"""Faces: how people reach an audit, from Python and notebooks, the command line, pytest and Spark.

Each turns what it is given into a ledger and calls, and shows what comes back; none knows another.
"""
