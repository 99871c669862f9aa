"""The deeds that write questions and what people said to them."""
