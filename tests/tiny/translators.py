"""Tiny translation models of every architecture, with random weights, made in a folder."""

import io
import json
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

FLORES = ("eng_Latn", "deu_Latn", "swh_Latn", "zho_Hans")
_BPE_SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]
_SIZES = {
    "d_model": 16,
    "encoder_layers": 1,
    "decoder_layers": 1,
    "encoder_attention_heads": 2,
    "decoder_attention_heads": 2,
    "encoder_ffn_dim": 32,
    "decoder_ffn_dim": 32,
    "init_std": 0.4,  # so large that languages and texts make a difference
}


def make_nllb(folder: Path, words: Sequence[str], *, positions: int = 64, seed: int = 0) -> Path:
    """NLLB: FLORES codes, the first written token is the target's code."""
    from transformers import M2M100Config, M2M100ForConditionalGeneration

    tokeniser = nllb_tokeniser(words)
    config = M2M100Config(
        vocab_size=len(tokeniser),
        max_position_embeddings=positions,
        decoder_start_token_id=2,
        **_SIZES,
    )
    return quietly_written(folder, M2M100ForConditionalGeneration, config, tokeniser, seed=seed)


def make_m2m100(folder: Path, words: Sequence[str], *, positions: int = 64, seed: int = 0) -> Path:
    """M2M100: codes of two letters, vocabulary and pieces in two files (needs sentencepiece)."""
    from transformers import M2M100Config, M2M100ForConditionalGeneration, M2M100Tokenizer

    folder.mkdir(parents=True, exist_ok=True)
    pieces = _sentencepiece(folder / "pieces.model", words)
    vocab = folder / "words.json"
    listed = [*_BPE_SPECIAL, *(p for p in pieces if p not in _BPE_SPECIAL)]
    vocab.write_text(json.dumps({piece: k for k, piece in enumerate(listed)}))
    tokeniser = M2M100Tokenizer(str(vocab), str(folder / "pieces.model"))
    config = M2M100Config(
        vocab_size=len(listed) + len(tokeniser.lang_code_to_id) + 8,
        max_position_embeddings=positions,
        decoder_start_token_id=2,
        **_SIZES,
    )
    return quietly_written(folder, M2M100ForConditionalGeneration, config, tokeniser, seed=seed)


def make_mbart(folder: Path, words: Sequence[str], *, positions: int = 64, seed: int = 0) -> Path:
    """mBART-50: codes such as de_DE, learned positions that end."""
    from transformers import MBart50Tokenizer, MBartConfig, MBartForConditionalGeneration

    vocab = [("<unk>", 0.0), ("<s>", 0.0), ("</s>", 0.0), *_unigram(words)]
    tokeniser = MBart50Tokenizer(vocab=vocab, src_lang="en_XX", tgt_lang="de_DE")
    config = MBartConfig(
        vocab_size=len(tokeniser),
        max_position_embeddings=positions,
        decoder_start_token_id=2,
        forced_eos_token_id=None,
        **_SIZES,
    )
    return quietly_written(folder, MBartForConditionalGeneration, config, tokeniser, seed=seed)


def make_mbart25(folder: Path, words: Sequence[str], *, seed: int = 0) -> Path:
    """mBART-25: the code stands behind what is read, and writing starts with it."""
    from transformers import MBartConfig, MBartForConditionalGeneration, MBartTokenizer

    special = [(sign, 0.0) for sign in ("<s>", "<pad>", "</s>", "<unk>")]
    tokeniser = MBartTokenizer(
        vocab=[*special, *_unigram(words)], src_lang="en_XX", tgt_lang="ro_RO"
    )
    config = MBartConfig(vocab_size=len(tokeniser), forced_eos_token_id=None, **_SIZES)
    return quietly_written(folder, MBartForConditionalGeneration, config, tokeniser, seed=seed)


def make_marian(
    folder: Path,
    words: Sequence[str],
    *,
    targets: Sequence[str] = (),
    positions: int = 64,
    seed: int = 0,
) -> Path:
    """Marian: no codes, or `>>deu<<` before the text where `targets` are given (sentencepiece)."""
    from transformers import MarianConfig, MarianMTModel, MarianTokenizer

    folder.mkdir(parents=True, exist_ok=True)
    pieces = _sentencepiece(folder / "source.spm", words)
    (folder / "target.spm").write_bytes((folder / "source.spm").read_bytes())
    plain = [p for p in pieces if p not in _BPE_SPECIAL]
    listed = ["</s>", "<unk>", *plain, *(f">>{code}<<" for code in targets), "<pad>"]
    vocab = folder / "vocab.json"
    vocab.write_text(json.dumps({piece: k for k, piece in enumerate(listed)}))
    spm = [str(folder / name) for name in ("source.spm", "target.spm")]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it recommends another package
        tokeniser = MarianTokenizer(*spm, str(vocab), model_max_length=512)
    pad = len(listed) - 1
    config = MarianConfig(
        vocab_size=len(listed),
        max_position_embeddings=positions,
        pad_token_id=pad,
        decoder_start_token_id=pad,
        eos_token_id=0,
        forced_eos_token_id=None,
        **_SIZES,
    )
    return quietly_written(folder, MarianMTModel, config, tokeniser, seed=seed)


def make_mt5(folder: Path, words: Sequence[str], *, seed: int = 0) -> Path:
    """mT5: no codes at all."""
    from transformers import MT5Config, MT5ForConditionalGeneration, T5Tokenizer

    vocab = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), *_unigram(words)]
    tokeniser = T5Tokenizer(vocab=vocab, extra_ids=2)
    config = MT5Config(
        vocab_size=len(tokeniser),
        d_model=16,
        d_kv=8,
        d_ff=32,
        num_layers=1,
        num_decoder_layers=1,
        num_heads=2,
        decoder_start_token_id=0,
        feed_forward_proj="gated-gelu",
    )
    return quietly_written(folder, MT5ForConditionalGeneration, config, tokeniser, seed=seed)


def make_copying_nllb(
    folder: Path, lexicon: Sequence[Mapping[str, str]], codes: Sequence[str] = FLORES
) -> Path:
    """NLLB that translates word by word, see `tests.tiny.copying`: made in less than a second."""
    from tests.tiny.copying import copying_nllb

    return copying_nllb(folder, lexicon, codes)


def nllb_tokeniser(words: Sequence[str], codes: Sequence[str] = FLORES) -> Any:
    """Return a tokeniser to which each word is one piece, and other text is letters."""
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers
    from transformers import NllbTokenizer

    made = Tokenizer(models.BPE(unk_token="<unk>"))
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    trainer = trainers.BpeTrainer(
        vocab_size=4000,
        min_frequency=1,
        special_tokens=_BPE_SPECIAL,
        initial_alphabet=[chr(k) for k in range(33, 127)],
        show_progress=False,
    )
    made.train_from_iterator([" ".join(words)], trainer)
    plain = json.loads(made.to_str())["model"]
    return NllbTokenizer(
        vocab=plain["vocab"],
        merges=[tuple(merge) for merge in plain["merges"]],
        src_lang=codes[0],
        tgt_lang=codes[1],
        extra_special_tokens=list(codes),
    )


def _unigram(words: Sequence[str]) -> list[tuple[str, float]]:
    letters = sorted({chr(k) for k in range(33, 127)} | set("".join(words)) | {"▁"})
    return [(f"▁{w}", -2.0) for w in dict.fromkeys(words)] + [(x, -9.0) for x in letters]


def _sentencepiece(path: Path, words: Sequence[str]) -> list[str]:
    """Write a model of pieces; return them in order."""
    import sentencepiece

    into = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([" ".join(words)] * 3),
        model_writer=into,
        vocab_size=400,
        hard_vocab_limit=False,
        character_coverage=1.0,
        minloglevel=2,
    )
    path.write_bytes(into.getvalue())
    made = sentencepiece.SentencePieceProcessor(model_proto=into.getvalue())
    return [made.id_to_piece(k) for k in range(made.get_piece_size())]


def quietly_written(
    folder: Path,
    kind: Any,
    config: Any,
    tokeniser: Any,
    *,
    seed: int = 0,
    fill: Callable[[Any], None] = lambda _: None,
) -> Path:
    """Return the folder after writing a model with weights drawn by a seed, then filled in."""
    import torch

    from core.models.loading import quiet

    with torch.random.fork_rng(), quiet():
        torch.manual_seed(seed)
        model = kind(config)
        fill(model)
        model.save_pretrained(folder)
        tokeniser.save_pretrained(folder)
    return folder
