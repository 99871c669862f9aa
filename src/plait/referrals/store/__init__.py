"""The database side of a referral's life and of its promises of time. Only actions call these."""
