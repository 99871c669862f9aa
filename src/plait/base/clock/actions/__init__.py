"""The deeds done to clocks. They stand below the audit: whoever calls them records."""
