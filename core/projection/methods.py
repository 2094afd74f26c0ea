"""The named methods as specs."""

from collections.abc import Iterator, Mapping
from typing import Any

from core.domain.spec import MethodSpec
from core.errors import UnknownNameError
from core.projection.presets import DEFAULT_METHOD, PRESETS
from core.projection.resolve import spec_from_dict
from core.registry import Shelf


class Methods(Mapping[str, MethodSpec]):
    """Named methods; `default` is another name of the default one and is not listed.

    Without the shelf of aligners, which only rooms above know, the options of aligners are left
    open: such specs can be run, but their hash is not the one that a layer has.
    """

    def __init__(
        self,
        presets: Mapping[str, Mapping[str, object]],
        default: str,
        aligner_shelf: Shelf[Any] | None = None,
    ) -> None:
        self._default = default
        self._specs = {
            name: spec_from_dict({"name": name, **preset}, aligner_shelf)
            for name, preset in presets.items()
        }

    def __getitem__(self, name: str) -> MethodSpec:
        """Return the spec; raise UnknownNameError, listing the known ones."""
        spec = self._specs.get(self._default if name == "default" else name)
        if spec is None:
            raise UnknownNameError("method", name, self._specs)
        return spec

    def __contains__(self, name: object) -> bool:
        """Return whether there is a method of that name."""
        return name == "default" or name in self._specs

    def __iter__(self) -> Iterator[str]:
        """Return the names, the default first."""
        return iter(sorted(self._specs, key=lambda name: (name != self._default, name)))

    def __len__(self) -> int:
        """Return the number of methods."""
        return len(self._specs)


METHODS: Mapping[str, MethodSpec] = Methods(PRESETS, DEFAULT_METHOD)
"""The named methods, their aligners' options left open; `core.METHODS` has them filled in."""
