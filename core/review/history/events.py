"""Words of what was done to a project besides deciding."""

from core.storage.events import Event

_LONGEST = 200


def event_words(event: Event) -> str:
    """Return an event as a sentence: what was done, with its values behind."""
    values = "; ".join(
        f"{key.replace('_', ' ')}: {_short(value)}" for key, value in event.body.items()
    )
    told = event.kind.replace("-", " ").replace("_", " ")
    return f"{told} ({values})" if values else told


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
