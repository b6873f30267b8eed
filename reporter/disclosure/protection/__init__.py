"""How secondary cells are chosen: moves, blocks, search, twins. `reporter.disclosure.protect` puts them together."""
