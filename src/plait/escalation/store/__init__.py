"""The hand of the deeds: who is asked next, and which clocks run."""
