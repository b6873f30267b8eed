"""The parts of secondary suppression: moves, blocks, search, twins; `protect.py` combines them."""
