"""The SQLite database: tables, migrations, units of work, backups. The only room that knows SQL."""
