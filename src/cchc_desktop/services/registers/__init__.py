"""Use cases of the registers of the office, one module for each noun."""
