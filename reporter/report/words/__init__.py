"""Numbers, names, symbols, verdicts and cells as sentences and tables print them."""
