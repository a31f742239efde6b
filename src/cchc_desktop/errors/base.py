"""The roots of expected trouble."""

from __future__ import annotations


class AppError(Exception):
    """Root of all expected trouble."""


class Cancelled(AppError):
    """A person stopped the work; nothing was kept of it."""
