"""Writing: a ledger as files, all of them at once or none, one writer at a time."""
