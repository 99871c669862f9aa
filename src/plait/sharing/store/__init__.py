"""The tables' side of sharing: holding rows until a deed is done, and keeping what a decision rested on."""
