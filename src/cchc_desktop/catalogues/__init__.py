"""Reads the catalogue files of `resources/catalogues` into domain values, and says where a file is wrong."""
