"""The comparison engine: plain Python, no Django, knows nothing of the rest of Plait."""
