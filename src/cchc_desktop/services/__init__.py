"""The use cases: what a person can do, whether from the window or the command line."""
