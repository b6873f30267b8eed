"""Contexts of pages: findings as plain data for templates."""
