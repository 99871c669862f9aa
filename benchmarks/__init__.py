"""What the speed claims rest on. `./run bench NAME` runs `benchmarks/NAME.py`; see README.md."""
