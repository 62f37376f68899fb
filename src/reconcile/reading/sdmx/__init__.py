"""SDMX: data messages in CSV, JSON and XML, every observation a claim."""
