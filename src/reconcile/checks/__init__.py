"""The checks: each turns claims into outcomes, on columns; words are made only for what is shown."""
