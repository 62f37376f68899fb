"""Reading: YAML, CSV, Parquet frames → the table of claims, with every problem at its file and line."""
