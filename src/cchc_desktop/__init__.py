"""CCHC Desktop: plan, log and report administrative-reform communication of a commune."""

__version__ = "0.1.0"
