"""Switch sign-in on: write the secrets by which the app signs people in by OpenID Connect.

The secret that the provider gave is read from a variable of the environment, so that it stands in
no list of commands; the one that signs the app's cookies is made here. The file can be read by its
owner alone. Register the URL of --redirect at the provider. From the next start on nobody sees
anything without signing in; make an account for yourself first, with `people`.
"""

import argparse
import os
from pathlib import Path

from core.cli import output
from core.errors import InputError

NAME = "sign-in"
EXAMPLE = (
    "python -m core sign-in --client-id silverlens --client-secret-env OIDC_SECRET "
    "--metadata https://id.example.org/.well-known/openid-configuration "
    "--redirect https://silverlens.example.org/oauth2callback"
)


def add(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--client-id", required=True, help="what the provider calls this app")
    parser.add_argument(
        "--client-secret-env",
        required=True,
        metavar="NAME",
        help="variable of the environment that holds the secret of the provider for this app",
    )
    parser.add_argument(
        "--metadata", required=True, metavar="URL", help="the provider's OpenID configuration"
    )
    parser.add_argument(
        "--redirect", required=True, metavar="URL", help="of this app; ends in /oauth2callback"
    )
    parser.add_argument(
        "--file", metavar="FILE", help="where to (default: .streamlit/secrets.toml of the app)"
    )
    parser.add_argument(
        "--replace", action="store_true", help="write it anew; everybody has to sign in again"
    )


def run(args: argparse.Namespace) -> int:
    """Return 0 after writing the file."""
    from core.storage.secret import DEFAULT_SECRETS, write_sign_in

    if args.client_secret_env not in os.environ:
        raise InputError(
            f"there is no variable {args.client_secret_env!r} in the environment; put the "
            "provider's secret there"
        )
    path = Path(args.file) if args.file else DEFAULT_SECRETS
    write_sign_in(
        path,
        client_id=args.client_id,
        client_secret=os.environ[args.client_secret_env],
        metadata=args.metadata,
        redirect=args.redirect,
        replace=args.replace,
    )
    output.say(f"{path} is written; start the app anew. Accounts: python -m core people --help")
    return 0
