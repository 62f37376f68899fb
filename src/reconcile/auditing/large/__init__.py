"""Ledgers too large for one piece: parts, buckets, and what is tested of them together."""
