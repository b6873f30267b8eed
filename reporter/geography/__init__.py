"""Groups counts of small areas into networks: boundaries, lookups, areas that lie in two networks.

Best fit keeps counts: an area counts in full towards the network in which most of it lies. Divided by shares,
the counts of networks are estimates, said to be so wherever they go.
"""
