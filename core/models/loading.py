"""What transformers reads from a folder: models and tokenisers, with errors in plain words."""

import os
from importlib import import_module
from pathlib import Path
from typing import Any

from core.errors import ModelError
from core.models.compute import device, dtype
from core.models.located import Located, architectures

_NEEDED = {
    "AutoModel": "an encoder",
    "AutoModelForTokenClassification": "a token classifier",
    "AutoModelForSeq2SeqLM": "a translation model (encoder and decoder)",
}
_BYTES = frozenset({"roberta", "gpt2", "longformer", "bart", "deberta"})
"""Models whose tokenisers must be told that every word begins with a space."""


def load_model(kind: Any, located: Located, **more: Any) -> Any:
    """Return a model on the current device, in the current precision, ready for prediction.

    Weights are read from safetensors only; no code of the folder is run.

    Args:
        kind: one of the `Auto` classes of transformers.
        located: the model.
        more: passed on to `from_pretrained`.

    Raises:
        ModelError: it is none of that kind, or cannot be loaded.
    """
    where = device()
    config = loaded(import_module("transformers").AutoConfig, located.folder)
    _check_kind(kind, config, located)
    model, told = loaded(
        kind,
        located.folder,
        use_safetensors=True,
        config=config,
        dtype=dtype(),
        output_loading_info=True,
        **more,
    )
    if absent := sorted(key for key in told["missing_keys"] if "pooler" not in key):
        raise ModelError(
            f"model {located.name!r} holds {_holds(located, config)} without the weights "
            f"{absent[0]}{_and_more(absent)}; {_needed(kind)} is needed"
        )
    return model.to(where).eval()


def load_tokeniser(path: Path, config: Any) -> Any:
    """Return the fast tokeniser of a folder; raise ModelError where there is none."""
    from transformers import AutoTokenizer

    spaced = {"add_prefix_space": True} if config.model_type in _BYTES else {}
    tokeniser = loaded(AutoTokenizer, path, **spaced)
    if not tokeniser.is_fast:
        raise ModelError(f"model folder {str(path)!r} has no fast tokeniser; save one")
    return tokeniser


def loaded(kind: Any, path: Path, **more: Any) -> Any:
    """Return what a class of transformers reads from a folder, errors as ModelError."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    if kind.__name__ == "AutoTokenizer":
        check_tokeniser_file(path)
    try:
        with quiet():
            return kind.from_pretrained(
                str(path), local_files_only=True, trust_remote_code=False, **more
            )
    except refusals() as error:
        raise ModelError(f"model folder {str(path)!r} cannot be loaded: {said(error)}") from None


def refusals() -> tuple[type[Exception], ...]:
    """Return the errors with which transformers refuses what a folder holds."""
    from safetensors import SafetensorError

    strict: Any = import_module("huggingface_hub.errors").StrictDataclassError
    values = (ValueError, KeyError, AttributeError, TypeError)  # a list where an object belongs
    return (*values, OSError, RuntimeError, ImportError, SafetensorError, strict)


def said(error: Exception) -> str:
    """Return the line of an error that says what is wrong."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    if not lines:
        return type(error).__name__
    # The first line of a strict configuration only names the setting.
    return " ".join(lines[:2]) if lines[0].endswith(":") else lines[0]


def check_tokeniser_file(folder: Path) -> None:
    """Raise ModelError where the tokenizer.json of a folder is there and cannot be read."""
    path = folder / "tokenizer.json"
    if not path.is_file():
        return
    from tokenizers import Tokenizer

    try:
        Tokenizer.from_file(str(path))
    except Exception as error:  # noqa: BLE001 (tokenizers raises no class of its own)
        raise ModelError(
            f"{path} cannot be read ({said(error)}); save the model's fast tokeniser anew"
        ) from None


def longest(model: Any, tokeniser: Any) -> int:
    """Return how many sub-words the model takes, special ones included."""
    positions = int(getattr(model.config, "max_position_embeddings", 512) or 512)
    for name, module in model.named_modules():
        padding = getattr(module, "padding_idx", None)
        if name.rpartition(".")[2] == "position_embeddings" and padding is not None:
            # Positions start after that of the padding.
            positions = min(positions, len(module.weight) - padding - 1)
    return int(min(tokeniser.model_max_length, positions))


def _check_kind(kind: Any, config: Any, located: Located) -> None:
    """Raise ModelError where a class of transformers knows no model of this configuration."""
    known = getattr(kind, "_model_mapping", None)
    if known is None or type(config) in known:
        return
    raise ModelError(
        f"model {located.name!r} holds {_holds(located, config)}; {_needed(kind)} is needed"
    )


def _holds(located: Located, config: Any) -> str:
    return ", ".join(architectures(located.folder)) or str(config.model_type)


def _needed(kind: Any) -> str:
    return _NEEDED.get(kind.__name__, f"a model for {kind.__name__}")


def _and_more(names: list[str]) -> str:
    return f" and {len(names) - 1} more" if len(names) > 1 else ""


class quiet:  # noqa: N801 (used as a function: `with quiet():`)
    """Keeps transformers from telling on standard error what it does."""

    def __enter__(self) -> None:
        logging: Any = import_module("transformers.utils.logging")
        self._before = logging.get_verbosity()
        self._bars = logging.is_progress_bar_enabled()
        logging.set_verbosity_error()
        logging.disable_progress_bar()

    def __exit__(self, *_: object) -> None:
        logging: Any = import_module("transformers.utils.logging")
        logging.set_verbosity(self._before)
        if self._bars:
            logging.enable_progress_bar()
