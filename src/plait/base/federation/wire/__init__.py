"""What leaves the building, in versions: envelopes, receipts, an area's description of itself. Plain Python, no database."""
