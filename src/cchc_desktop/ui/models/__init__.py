"""Item models: rows of domain values as Qt tables and trees want them."""
