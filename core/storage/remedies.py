"""What a database says when it refuses, with what to do about it."""

BUSY_S = 30.0
"""How long a writer waits for another before it gives up, in seconds."""

_LOST = (
    "the connection to the server was lost; try again once it is there, nothing is written twice"
)
_REMEDIES = {
    "locked": "another program has been writing to it for more than {busy:g} s; try again",
    "lock timeout": "another program has been writing to it for more than {busy:g} s; try again",
    "not a database": "the file is something else; name another one in SILVERLENS_DB",
    "malformed": "the file is damaged; restore it from a copy",
    "readonly": "the file or its folder is read-only; make both writable",
    "unable to open": "the file cannot be opened; check that it is a file and may be read",
    "disk I/O error": "free some space on the disk, or see whether it is damaged; nothing of this "
    "step was written",
    "disk is full": "free some space on the disk; nothing of this step was written",
    "No space left": "free some space on the server's disk; nothing of this step was written",
    "password authentication": "check user and password in SILVERLENS_DB",
    "no password supplied": "give a password in SILVERLENS_DB, or in the file ~/.pgpass",
    "does not exist": "ask for it to be made on the server (createdb, createuser)",
    "permission denied": "ask for the right to use and to make tables in that schema",
    "no schema has been selected": "name a schema that there is in search_path",
    "read-only transaction": "the server takes no writes; name the one that does",
    "too many clients": "the server has all the connections that it allows; raise max_connections",
    "connection slots": "the server has all the connections that it allows; raise max_connections",
    "QueuePool limit": "too many are at it at once; try again in a moment",
    "statement timeout": "the server allows no step to take so long; raise statement_timeout",
    "starting up": "the server is starting; try again in a moment",
    "recovery": "the server is starting; try again in a moment",
    "shutting down": _LOST,
    "terminating connection": _LOST,
    "server closed the connection": _LOST,
    "connection is lost": _LOST,
    "connection is closed": _LOST,
    "could not receive data": _LOST,
    "consuming input failed": _LOST,
    "sending query failed": _LOST,
    "SSL connection has been closed": _LOST,
    "failed to resolve host": "check the name of the server in SILVERLENS_DB",
    "connection is bad": "check that the server runs, and host and port in SILVERLENS_DB",
    "connection failed": "check that the server runs, and host and port in SILVERLENS_DB",
}
"""What to do, by words that the database says; the first that fits."""


def in_words(cause: str, where: str) -> str:
    """Return a refusal with the database it is of, and what to do.

    Args:
        cause: what the database said.
        where: the database, without any password.
    """
    remedy = next((text for key, text in _REMEDIES.items() if key in cause), "nothing was written")
    first = cause.strip().splitlines()[0].strip() if cause.strip() else "it said nothing"
    return f"database {where}: {first}; {remedy.format(busy=BUSY_S)}"
