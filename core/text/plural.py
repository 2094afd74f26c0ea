"""Numbers with their nouns, as English has them."""


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: `1 pair`, `2,000 pairs`.

    Args:
        number: how many.
        one: the noun for one.
        many: the noun for any other number; `one` with an s where it is not given.
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
