"""The weights of sources, by language: what the option of a joiner says."""

from collections.abc import Mapping, Sequence

from core.errors import OptionError, SpecError

EQUAL = "equal"
AGREEMENT = "agreement"


def weights_of(option: str, langs: Sequence[str]) -> tuple[float, ...]:
    """Return the weight of each source; raise SpecError where it is still to be estimated.

    Args:
        option: `equal`, or `written`; a language that is not in it has the weight 1.
        langs: language of each source.
    """
    if option == AGREEMENT:
        raise SpecError(
            "the weights of these sources are estimated from a corpus: use project_pairs, or "
            "weigh it first"
        )
    known = {} if option == EQUAL else read(option)
    return tuple(known.get(lang, 1.0) for lang in langs)


def normal(option: str) -> str:
    """Return an option in the one form it has; raise OptionError on what it cannot be."""
    return option if option in {EQUAL, AGREEMENT} else written(read(option)) or EQUAL


def read(option: str) -> dict[str, float]:
    """Return the weight of each language that `de=1.5 es=0.8` names."""
    found = {}
    for item in option.split():
        lang, equals, number = item.partition("=")
        try:
            weight = float(number)
        except ValueError:
            weight = -1.0
        if not lang or not equals or not 0 < weight <= 1000:
            raise OptionError(
                f"option weights: {option!r} is not equal, agreement, or weights such as "
                "'de=1.5 es=0.8', each above 0 and at most 1000"
            )
        found[lang] = weight
    return found


def written(weights: Mapping[str, float]) -> str:
    """Return weights as the option that says them, languages in alphabetical order."""
    return " ".join(f"{lang}={weights[lang]:g}" for lang in sorted(weights))
