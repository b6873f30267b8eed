"""What each page says: findings as plain data for its template."""
