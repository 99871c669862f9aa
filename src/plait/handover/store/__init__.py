"""The database side of handing over: words that are numbered, clocks that run."""
