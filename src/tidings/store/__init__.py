"""The record file: append-only tables through SQLAlchemy Core, SQLite here, PostgreSQL by URL."""
