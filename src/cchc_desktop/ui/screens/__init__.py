"""The places of the left bar and the first-start pages."""
