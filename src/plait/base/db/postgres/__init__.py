"""PostgreSQL, with questions whose plan it keeps."""
