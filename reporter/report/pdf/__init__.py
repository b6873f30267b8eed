"""HTML made into tagged PDF."""
