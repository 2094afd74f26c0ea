"""The named methods as specs."""

from collections.abc import Iterator, Mapping

from core.domain.spec import MethodSpec
from core.errors import UnknownNameError
from core.projection.presets import DEFAULT_METHOD, PRESETS
from core.projection.resolve import spec_from_dict


class Methods(Mapping[str, MethodSpec]):
    """Named methods; `default` is another name of the default one and is not listed."""

    def __init__(self, presets: Mapping[str, Mapping[str, object]], default: str) -> None:
        self._default = default
        self._specs = {
            name: spec_from_dict({"name": name, **preset}) for name, preset in presets.items()
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
