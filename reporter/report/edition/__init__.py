"""Files of an edition, rendered in workers or reused, with their manifest."""
