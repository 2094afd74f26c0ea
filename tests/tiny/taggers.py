"""Tiny token classifiers of every architecture and label scheme, and a tiny spaCy pipeline."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.tiny import encoders

IOB2 = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC")
IOB1 = ("B-LOC", "I-LOC", "I-PER", "O")
"""As models of CoNLL-2003 have them: no `B-PER`, since no two people stand side by side there."""
BIOES = ("O", "S-PER", "B-PER", "I-PER", "E-PER", "S-LOC", "B-LOC", "I-LOC", "E-LOC")
BILOU = ("O", "U-PER", "B-PER", "I-PER", "L-PER")
BARE = ("O", "PERSON", "MISC")
NAMELESS = ("LABEL_0", "LABEL_1", "LABEL_2")
_CLASSIFIERS = {
    "bert": (encoders.make_bert, "BertForTokenClassification"),
    "xlmr": (encoders.make_xlmr, "XLMRobertaForTokenClassification"),
    "roberta": (encoders.make_roberta, "RobertaForTokenClassification"),
}
ARCHITECTURES = tuple(_CLASSIFIERS)


def make_tagger(
    folder: Path,
    labels: Sequence[str] = IOB2,
    *,
    kind: str = "bert",
    longest: int = encoders.LONGEST,
    seed: int = 0,
) -> Path:
    """Return the folder of a token classifier of random weights, far from even in what it says."""
    import torch
    import transformers
    from transformers.utils import logging

    make, name = _CLASSIFIERS[kind]
    make(folder, seed=seed, longest=longest)
    config = transformers.AutoConfig.from_pretrained(
        folder, id2label=dict(enumerate(labels)), label2id={t: k for k, t in enumerate(labels)}
    )
    bars = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model: Any = getattr(transformers, name)(config)
        model.classifier.weight.data.mul_(40)
        model.save_pretrained(folder)
    if bars:
        logging.enable_progress_bar()
    return folder


def make_spacy(folder: Path, *, shared: bool = False) -> Path:
    """Return the folder of a plain spaCy pipeline that knows Anna and Rome.

    Args:
        folder: to write.
        shared: whether its recogniser listens to vectors of a component of their own, as those of
            packaged pipelines do.
    """
    import spacy
    from spacy.training import Example

    nlp = spacy.blank("en")
    if shared:
        nlp.add_pipe("tok2vec")
        nlp.add_pipe("ner", config={"model": _listening()})
    else:
        nlp.add_pipe("ner")
    rows = [("Anna lives in Rome .", ["U-PERSON", "O", "O", "U-GPE", "O"])] * 2
    rows += [("she lives .", ["O", "O", "O"]), ("Rome sees Anna", ["U-GPE", "O", "U-PERSON"])]
    examples = [Example.from_dict(nlp.make_doc(text), {"entities": tags}) for text, tags in rows]
    spacy.util.fix_random_seed(0)
    nlp.initialize(lambda: examples)
    for _ in range(25):
        nlp.update(examples)
    nlp.to_disk(folder)
    return folder


def unnamed(folder: Path) -> Path:
    """Return the folder after taking its labels' names away."""
    path = folder / "config.json"
    config = json.loads(path.read_text())
    config["id2label"] = {str(k): f"LABEL_{k}" for k in range(len(config["id2label"]))}
    path.write_text(json.dumps(config))
    return folder


def _listening() -> dict[str, Any]:
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 32,
        "maxout_pieces": 2,
        "use_upper": True,
        "nO": None,
        "tok2vec": {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "*"},
    }
