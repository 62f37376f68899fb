"""A module a format: from a file's bytes to paragraphs and tables. Nothing is fetched, run or followed."""
