"""REDIS_URL in the spellings that its readers want."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit


def redis_address(url: str, db: int) -> str:
    """For redis-py and Django's cache: `unix:///path?db=1` or `redis://host:6379/1`."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return f"{url.split('?')[0]}?db={db}"
    return urlunsplit((parts.scheme, parts.netloc, f"/{db}", parts.query, ""))


def broker_address(url: str, db: int) -> str:
    """For Celery: `redis+socket:///path?virtual_host=0` or `redis://host:6379/0`."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return f"redis+socket://{parts.path}?virtual_host={db}"
    return redis_address(url, db)
