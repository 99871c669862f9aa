"""What two areas do when a message is sent, arrives, is answered, or is not. Plain Python: the worker, the pages and the
simulator (`benchmarks/border`) all decide by these."""
