"""Words for what is shown: sentences, scales, repairs and slips."""
