"""The engine: claims as columns, what a view says of a quantity, and what bindings of these come to."""
