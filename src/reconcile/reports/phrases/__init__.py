"""The words of reports for readers, one file a language: data, with a place in braces for each value."""
