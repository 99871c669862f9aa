"""What handover announces."""
