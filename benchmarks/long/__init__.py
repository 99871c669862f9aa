"""Runs that take long: `./run long NAME`. Dated results go to benchmarks/results."""
