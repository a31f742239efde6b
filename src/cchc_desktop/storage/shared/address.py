"""Where a shared database is, and the connections to it."""

from __future__ import annotations

from typing import Final

from sqlalchemy import URL, Engine, create_engine, make_url
from sqlalchemy.exc import ArgumentError

from cchc_desktop.domain.text import clean_line
from cchc_desktop.errors import DatabaseAway, InvalidInput, ServerFault

APPLICATION: Final = "CCHC Desktop"
CONNECT_SECONDS: Final = 5
BUSY_SECONDS: Final = 5
"""How long to wait for another clerk's change."""
_IDLE_SECONDS: Final = 600
"""A transaction that does nothing for so long belongs to a computer that is gone: the server lets others go on."""


def parse_address(text: str) -> URL:
    """Return the address of a shared database: "postgresql://lan@may-chu:5432/cchc".

    Raises:
        InvalidInput: it is none, or holds a password (which belongs into the keyring).

    """
    try:
        url = make_url(clean_line(text))
    except (ArgumentError, ValueError):
        raise InvalidInput({"address": "địa chỉ phải có dạng postgresql://tên@máy-chủ/cơ-sở-dữ-liệu"}) from None
    if url.get_backend_name() != "postgresql" or not url.database:
        raise InvalidInput({"address": "địa chỉ phải có dạng postgresql://tên@máy-chủ/cơ-sở-dữ-liệu"})
    if url.password is not None:
        raise InvalidInput({"address": "không ghi mật khẩu trong địa chỉ; hãy ghi vào ô mật khẩu"})
    return url.set(drivername="postgresql+psycopg")


def require_driver(url: URL) -> None:
    """Make sure that the driver is installed; it is imported only where a server is in use.

    Raises:
        DatabaseAway: it is not.

    """
    try:
        import psycopg  # noqa: F401 - only whether it can be
    except ImportError as error:
        raise DatabaseAway(label_of(url), ServerFault.DRIVER, str(error)) from error


def label_of(url: URL) -> str:
    """Return what a shared database is called to people: "cchc trên may-chu"."""
    return f"{url.database} trên {url.host or url.query.get('host') or 'máy này'}"


def make_engine(url: URL, password: str = "") -> Engine:
    """Return the connections to a shared database; nothing is opened yet. Lost ones are noticed and opened anew."""
    return create_engine(
        url.set(password=password) if password else url,
        pool_size=2,
        max_overflow=4,
        pool_timeout=10,
        pool_pre_ping=True,
        connect_args=connect_options(),
    )


def connect_options() -> dict[str, str | int]:
    """Return what every connection is opened with; what was said to be saved survives a crash of the server."""
    return {
        "connect_timeout": CONNECT_SECONDS,
        "application_name": APPLICATION,
        "client_encoding": "UTF8",
        "keepalives_idle": 30,
        "keepalives_interval": 10,
        "keepalives_count": 3,
        "tcp_user_timeout": 60_000,
        "options": f"-c synchronous_commit=on -c lock_timeout={BUSY_SECONDS * 1000} "
        f"-c idle_in_transaction_session_timeout={_IDLE_SECONDS * 1000}",
    }
