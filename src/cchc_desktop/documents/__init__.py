"""Word and Excel files in and out. Takes plain domain values and paths; knows no database and no screen."""
