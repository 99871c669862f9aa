"""Policy as data: practice packs, checked, released as immutable rows."""
