"""The secrets by which people sign in: made here, for their owner alone, never known ones."""

import stat
import tomllib
from pathlib import Path

import pytest

from core.errors import ConflictError, InputError
from core.storage.accounts import account_of
from core.storage.secret import weakness, write_sign_in

GOOD = {
    "client_id": "silverlens",
    "client_secret": "kq3x8V1nZrT0pLw7YbGd",
    "metadata": "https://id.example.org/.well-known/openid-configuration",
    "redirect": "https://silverlens.example.org/oauth2callback",
}


@pytest.mark.parametrize(
    "secret", ["", "xxx", "secret-secret-secret", "your-secret-here-1", "abc", "ab" * 20]
)
def test_a_secret_that_can_be_guessed_is_weak(secret: str) -> None:
    assert weakness(secret)


def test_the_file_is_for_its_owner_alone_and_has_a_fresh_secret(tmp_path: Path) -> None:
    file = tmp_path / "new" / "secrets.toml"
    write_sign_in(file, **GOOD)
    first = tomllib.loads(file.read_text(encoding="utf-8"))["auth"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert first["client_secret"] == GOOD["client_secret"]
    assert not weakness(first["cookie_secret"])
    assert len(first["cookie_secret"]) >= 64
    with pytest.raises(ConflictError, match="--replace"):
        write_sign_in(file, **GOOD)
    file.chmod(0o644)
    write_sign_in(file, **GOOD, replace=True)
    second = tomllib.loads(file.read_text(encoding="utf-8"))["auth"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert first["cookie_secret"] != second["cookie_secret"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_secret": "xxx"},
        {"client_id": " "},
        {"metadata": "http://id.example.org/.well-known/openid-configuration"},
        {"metadata": "https://id.example.org/"},
        {"redirect": "http://localhost.evil.invalid/oauth2callback"},
        {"redirect": "https://a.example.org/oauth2callback?x=1"},
        {"redirect": "/oauth2callback"},
        {"redirect": "javascript://localhost/oauth2callback"},
    ],
    ids=str,
)
def test_what_cannot_be_right_is_refused_and_nothing_written(wrong, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        write_sign_in(tmp_path / "s.toml", **(GOOD | wrong))
    assert list(tmp_path.iterdir()) == []


def test_without_tls_only_this_machine_is_taken(tmp_path: Path) -> None:
    local = {"redirect": "http://localhost:8501/oauth2callback"}
    write_sign_in(tmp_path / "s.toml", **(GOOD | local))


NUMBER = {"sub": "77", "iss": "https://id.example.org"}


@pytest.mark.parametrize(
    ("claims", "account"),
    [
        ({"email": "Ada@X.org", "email_verified": True, **NUMBER}, "ada@x.org"),
        ({"email": "ada@x.org", "email_verified": False, **NUMBER}, "77 at https://id.example.org"),
        (
            {"email": "ada@x.org", "email_verified": "true", **NUMBER},
            "77 at https://id.example.org",
        ),
        ({"email": "ada@x.org", **NUMBER}, "77 at https://id.example.org"),
        ({"email": 5, "email_verified": True, **NUMBER}, "77 at https://id.example.org"),
        ({"sub": "ada@x.org", "iss": "https://i"}, "ada@x.org at https://i"),
        ({"email": "\u212a@x.org", "email_verified": True}, "\u212a@x.org"),
        ({"sub": "77"}, ""),
        ({}, ""),
    ],
)
def test_an_account_is_what_the_provider_vouches_for(claims, account: str) -> None:
    assert account_of(claims) == account
