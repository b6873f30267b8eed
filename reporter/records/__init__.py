"""TOML and CSV files read into records; every problem has its file and line."""
