"""Who is working, for the audit trail."""

from __future__ import annotations


def system_user() -> str:
    """Return the name the operating system knows the person by."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "không rõ"
