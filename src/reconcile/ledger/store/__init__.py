"""What a ledger holds: claims as columns of codes and figures, what it declares, the texts of its sources."""
