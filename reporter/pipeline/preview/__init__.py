"""The preview: an edition in memory, served on this machine, made again as its files change.

It goes the way of a build, through the same gate, and remembers what each stage made under a hash of all that
the stage reads. Like `build.py` it may know every room; nothing imports it but the command line.
"""
