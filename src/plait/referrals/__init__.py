"""The spine: contact, referral, partner checks, decision."""
