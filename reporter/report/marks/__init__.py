"""Marks in texts for readers: what each part is, from the moment it is written to the finished page."""
