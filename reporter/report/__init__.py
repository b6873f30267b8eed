"""The report: findings become pages, charts and data files; nothing here has ever seen a protected number."""
