"""What the sharing gate costs, and what it is held against: invented agreements, Cedar, and a table written by itself."""
