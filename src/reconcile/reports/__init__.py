"""Reports: what an audit found, for people and for programs. They do not know how findings were made."""
