"""From documents to the figures in them and the relations between these. Knows neither checks nor ledgers' files."""
