"""Reading concerns, referrals, checks and decisions."""
