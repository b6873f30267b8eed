"""The disclosure gate: the only door between counts and everything that is published."""
