"""How a session is kept: a signed cookie that outlives restarts of program and browser."""

from datetime import timedelta

from flask import Flask


def init_app(app: Flask, secret_key: bytes) -> None:
    """Sign sessions with ``secret_key``. Cookies ignore ports, so the name is our own."""
    app.secret_key = secret_key
    app.config.update(
        SESSION_COOKIE_NAME="sigmascope",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        # Sent only when it changes: a slow answer must not bring back an older count of visits.
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(days=400),
        MAX_CONTENT_LENGTH=8 * 2**20,
        MAX_FORM_MEMORY_SIZE=2**20,
    )
