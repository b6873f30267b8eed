"""Twin data sets: other counts that release the same cells, and so must give the same edition."""
