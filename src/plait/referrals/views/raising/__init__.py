"""Pages of somebody who is worried: raising a concern, drafts, receipts, and what they sent."""
