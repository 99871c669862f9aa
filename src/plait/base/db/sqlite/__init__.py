"""Django database engine `plait.base.db.sqlite`: SQLite with one fair writer and settings nobody can forget."""
