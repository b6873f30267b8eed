"""How secondary cells are chosen: moves, blocks, search, twins; `protect.py` puts them together."""
