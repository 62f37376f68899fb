"""Ledgers: what is read, stored and written.

``ledger`` is the model. ``reading`` takes files and frames in: each way in ends as a table with columns in chunks,
which ``table_columns`` puts together, ``decode`` judges and ``assembly`` makes a ledger of. ``store`` holds what is
kept, the claims as columns of distinct values and codes, and the schemas that they satisfy. ``writing`` puts a
ledger's files in the place of the old ones. Nothing here knows the checks.
"""
