"""The rules of planning and reporting, in plain Python: no database, no files, no screen."""
