"""XBRL: reports in JSON and XML, the sums that a filing says of itself, and the facts of a company over its filings."""
