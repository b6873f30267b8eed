"""Comparison: what editions have published, and what changed from one to another, from published files alone.

Nothing here sees a raw count: any reader of the published files could do the same.
"""
