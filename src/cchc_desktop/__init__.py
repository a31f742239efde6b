"""CCHC Desktop: plan, log and report administrative-reform communication of a commune."""

__version__ = "0.1.0"
__released__ = "2026-11-22"
"""The day this version was made, set together with it: a computer whose clock stands before it has a wrong clock."""
