"""The files of an edition: rendered in workers or reused, with a manifest of what made them."""
