"""Tiny models of every architecture, made from nothing: random weights, vocabularies of a page.

Each builder writes config, safetensors and a fast tokeniser into a folder and returns the folder.
They know the letters and digits of `LETTERS`, some words of `WORDS` as one piece, and nothing else;
all take 32 sub-words, special ones included, and have 3 layers of width 16.
"""

from pathlib import Path
from typing import Any

LETTERS = "abcdefghijklmnopqrstuvwxyzäöüßABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:;!?'-"
WORDS = ("anna", "bob", "rome", "in", "lives", "lebt", "rom", "the", "der", "Anna", "Rome")
CODES = ("eng_Latn", "deu_Latn", "spa_Latn", "yor_Latn", "zho_Hans")
LONGEST = 32
LAYERS = 3
_SIZES: dict[str, Any] = {
    "hidden_size": 16,
    "num_hidden_layers": LAYERS,
    "num_attention_heads": 2,
    "intermediate_size": 32,
}
_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")


def make_bert(folder: Path, *, seed: int = 0, longest: int = LONGEST) -> Path:
    """Return the folder of a BERT encoder; WordPiece, lower case, control characters dropped."""
    from transformers import BertConfig, BertModel

    tokeniser = bert_tokeniser(longest)
    tokeniser.save_pretrained(folder)
    config = BertConfig(vocab_size=len(tokeniser), max_position_embeddings=longest, **_SIZES)
    return _save(BertModel, config, folder, seed)


def make_xlmr(folder: Path, *, seed: int = 0, longest: int = LONGEST) -> Path:
    """Return the folder of an XLM-R encoder; Unigram behind Metaspace."""
    from transformers import XLMRobertaConfig, XLMRobertaModel

    tokeniser = xlmr_tokeniser(longest)
    tokeniser.save_pretrained(folder)
    config = XLMRobertaConfig(
        vocab_size=len(tokeniser), max_position_embeddings=longest + 2, pad_token_id=1, **_SIZES
    )
    return _save(XLMRobertaModel, config, folder, seed)


def make_roberta(folder: Path, *, seed: int = 0, longest: int = LONGEST) -> Path:
    """Return the folder of a RoBERTa encoder; byte-level BPE that is saved without prefix space."""
    from tokenizers import pre_tokenizers
    from transformers import RobertaConfig, RobertaModel, RobertaTokenizer

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    spaced = [f"Ġ{word}" for word in WORDS]
    vocab, merges = _pairs([*_SPECIAL, "<mask>", *letters], spaced)
    tokeniser = RobertaTokenizer(vocab=vocab, merges=merges, model_max_length=longest)
    tokeniser.save_pretrained(folder)
    config = RobertaConfig(
        vocab_size=len(tokeniser), max_position_embeddings=longest + 2, pad_token_id=1, **_SIZES
    )
    return _save(RobertaModel, config, folder, seed)


def make_nllb(folder: Path, *, seed: int = 0, longest: int = LONGEST) -> Path:
    """Return the folder of an NLLB translation model with the languages of `CODES`."""
    from transformers import M2M100Config, M2M100ForConditionalGeneration, NllbTokenizer

    vocab, merges = _pairs([*_SPECIAL, "▁", *LETTERS], [f"▁{word}" for word in WORDS])
    tokeniser = NllbTokenizer(
        vocab=vocab,
        merges=merges,
        additional_special_tokens=list(CODES),
        src_lang=CODES[0],
        tgt_lang=CODES[1],
        model_max_length=longest,
    )
    tokeniser.save_pretrained(folder)
    config = M2M100Config(
        vocab_size=len(tokeniser),
        d_model=16,
        encoder_layers=LAYERS,
        decoder_layers=1,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=32,
        decoder_ffn_dim=32,
        max_position_embeddings=longest,
        bos_token_id=0,
        pad_token_id=1,
        eos_token_id=2,
        decoder_start_token_id=2,
    )
    return _save(M2M100ForConditionalGeneration, config, folder, seed)


def make_electra(folder: Path, *, seed: int = 0, longest: int = LONGEST) -> Path:
    """Return the folder of an ELECTRA encoder, one of those that are used as they come."""
    from transformers import ElectraConfig, ElectraModel

    tokeniser = bert_tokeniser(longest)
    tokeniser.save_pretrained(folder)
    config = ElectraConfig(
        vocab_size=len(tokeniser), max_position_embeddings=longest, embedding_size=8, **_SIZES
    )
    return _save(ElectraModel, config, folder, seed)


MAKERS = {"bert": make_bert, "xlmr": make_xlmr, "roberta": make_roberta, "nllb": make_nllb}
"""The kinds that aligners are tried with."""


def bert_tokeniser(longest: int = LONGEST) -> Any:
    """Return a WordPiece tokeniser."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    low = sorted(set(LETTERS.lower()))
    words = [word for word in WORDS if word.islower()]
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *low, *(f"##{c}" for c in low), *words]
    made = Tokenizer(models.WordPiece({w: k for k, w in enumerate(pieces)}, unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer(lowercase=True, strip_accents=False)
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=made,
        unk_token="[UNK]",
        pad_token="[PAD]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        model_max_length=longest,
    )


def xlmr_tokeniser(longest: int = LONGEST) -> Any:
    """Return a Unigram tokeniser."""
    from transformers import XLMRobertaTokenizer

    pieces = [(piece, 0.0) for piece in _SPECIAL]
    pieces += [(c, -8.0) for c in ("▁", *LETTERS)]
    pieces += [(f"▁{word}", -4.0) for word in WORDS]
    return XLMRobertaTokenizer(vocab=[*pieces, ("<mask>", 0.0)], model_max_length=longest)


def _pairs(start: list[str], words: list[str]) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """Return a BPE vocabulary in which each word grows letter by letter, and its merges."""
    vocab = {piece: k for k, piece in enumerate(dict.fromkeys(start))}
    merges = []
    for word in words:
        for end in range(2, len(word) + 1):
            if word[:end] not in vocab:
                vocab[word[:end]] = len(vocab)
                merges.append((word[: end - 1], word[end - 1]))
    return vocab, merges


def _save(kind: Any, config: Any, folder: Path, seed: int) -> Path:
    """Return the folder after writing a model of random weights into it."""
    import torch
    from transformers.utils import logging

    bars = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        kind(config).save_pretrained(folder)
    if bars:
        logging.enable_progress_bar()
    return folder
