"""Joint consistency: whether all claims can be true together, and what they leave if they can."""
