"""Groups counts of small areas into networks: boundary changes, lookups, areas that lie in two networks.

Best fit keeps counts whole: an area counts in full towards the network in which most of it lies. Counts
divided by shares are estimates, and every output says so.
"""
