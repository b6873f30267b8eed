"""What sentences and tables are made of: numbers, names, symbols, verdicts and cells."""
