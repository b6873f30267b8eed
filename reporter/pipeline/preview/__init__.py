"""The preview: an edition in memory, served on this machine, made again as its files change.

It takes the steps of a build, through the same gate, and caches the result of each stage by a hash of the
stage's input. Like `build.py` it may import every room; only the command line imports it.
"""
