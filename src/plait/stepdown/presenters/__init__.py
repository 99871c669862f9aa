"""Step downs as their pages say them, and what they put on pages of other apps."""
