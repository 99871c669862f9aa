"""Pages of questions and of supervision."""
