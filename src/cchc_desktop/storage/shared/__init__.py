"""A database that several people share on a server: PostgreSQL 15 or later. Imported only where one is in use."""
