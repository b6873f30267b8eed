"""TOML and CSV files read into records, every fault told with its file and line."""
