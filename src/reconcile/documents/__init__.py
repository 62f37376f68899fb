"""From files to paragraphs and tables that know where they stand. Knows no figures."""
