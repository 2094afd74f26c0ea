"""Secrets of the server: made on first start, for its owner's eyes alone, never a known one.

`st.login` reads them from a TOML file; this is the only place that writes it.
"""

import json
import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from core.errors import ConflictError, InputError, StorageError
from core.storage.files import write_atomically

DEFAULT_SECRETS = Path(__file__).resolve().parents[2] / ".streamlit" / "secrets.toml"
_SHORTEST, _LEAST = 16, 8
_KNOWN = ("xxx", "change", "secret", "password", "example", "your", "insert", "replace", "todo")
"""How secrets begin that stand in guides and were never replaced."""


def weakness(secret: str) -> str:
    """Return what is wrong with a secret, for a sentence; "" where nothing is."""
    if not secret:
        return "is missing"
    low = secret.lower()
    if any(low.startswith(word) for word in _KNOWN):
        return "is one that stands in guides"
    if len(secret) < _SHORTEST or len(set(secret)) < _LEAST:
        return f"is too easy to guess (it needs {_SHORTEST} characters, not all alike)"
    return ""


def write_sign_in(
    path: Path,
    *,
    client_id: str,
    client_secret: str,
    metadata: str,
    redirect: str,
    replace: bool = False,
) -> None:
    """Write the secrets by which people sign in, with a cookie secret made just now.

    Args:
        path: of the file; its folder is made where it is not there.
        client_id: what the provider knows this app by.
        client_secret: what the provider gave for it.
        metadata: URL of the provider's OpenID configuration.
        redirect: URL of this app, ending in /oauth2callback.
        replace: also where there is such a file; whoever is signed in has to sign in again.

    Raises:
        InputError: something of it cannot be right; nothing is written.
        ConflictError: there is a file already.
        StorageError: the disk refuses.
    """
    if wrong := weakness(client_secret):
        raise InputError(f"the client secret {wrong}; take the one that the provider made")
    if not client_id.strip():
        raise InputError("the client id is empty; take the one that the provider gave")
    _check_url(metadata, "--metadata", "/.well-known/openid-configuration")
    _check_url(redirect, "--redirect", "/oauth2callback")
    if path.exists() and not replace:
        raise ConflictError(f"there is a file {path} already; --replace writes it anew")
    values = {
        "redirect_uri": redirect,
        "cookie_secret": secrets.token_urlsafe(48),
        "client_id": client_id,
        "client_secret": client_secret,
        "server_metadata_url": metadata,
    }
    lines = ["[auth]", *(f"{key} = {json.dumps(value)}" for key, value in values.items())]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        path.chmod(0o600)
    except OSError as error:
        raise StorageError(f"cannot write {path}: {error.strerror or error}") from None
    write_atomically(path, "\n".join([*lines, ""]).encode())


def _check_url(url: str, option: str, ending: str) -> None:
    """Refuse what is no absolute URL; without TLS only one of this machine is taken."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise InputError(f"{option} {url!r}: it is no URL ({error})") from None
    local = (parts.hostname or "") in {"localhost", "127.0.0.1", "::1"}
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and local)):
        raise InputError(f"{option} {url!r}: write https:// (http:// for this machine alone)")
    if not parts.path.endswith(ending) or parts.query or parts.fragment:
        raise InputError(f"{option} {url!r}: it has to end in {ending}")
