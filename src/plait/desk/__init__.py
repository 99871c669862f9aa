"""Work lists and one child's story."""
