"""Named methods, as data: what they are made of, in the terms of a method spec file."""

from collections.abc import Mapping

DEFAULT_METHOD = "coverage-exact"

_NGRAMS = {"part": "ngrams"}
_TEN = {"part": "ngrams", "max_len": 10}
_ALIGNED = {"part": "aligned"}
_ALIGNED_OR_ALIKE = {"part": "aligned", "alike": True}
_ALIGNMENT = {"part": "alignment"}
_HALF_ALIGNMENT = {"part": "alignment", "weight": 0.5}
_HALF_NER_SPAN = {"part": "ner-span", "weight": 0.5}
_TRANSLATION = {"part": "translation"}

PRESETS: Mapping[str, Mapping[str, object]] = {
    "coverage-exact": {
        "summary": "Best covered spans between linked words, all entities matched together.",
        "candidates": [_ALIGNED_OR_ALIKE],
        "scores": [{"part": "coverage"}],
        "matcher": {"part": "exact"},
    },
    "coverage-greedy": {
        "summary": "Best covered spans between linked words, best pick first.",
        "candidates": [_ALIGNED_OR_ALIKE],
        "scores": [{"part": "coverage"}],
        "matcher": {"part": "greedy"},
    },
    "learned-exact": {
        "summary": "Spans by what a scorer learned from decisions, all entities matched together.",
        "candidates": [{"part": "grown"}],
        "scores": [{"part": "learned"}, {"part": "foremost", "weight": 0.15}],
        "matcher": {"part": "exact", "min_score": 0.3},
    },
    "ngram-exact": {
        "summary": "All n-grams, alignment score, optimal matching (arXiv 2501.18750).",
        "candidates": [_NGRAMS],
        "scores": [_ALIGNMENT],
        "matcher": {"part": "exact"},
    },
    "ngram-greedy": {
        "summary": "All n-grams, alignment score, greedy matching (arXiv 2501.18750).",
        "candidates": [_NGRAMS],
        "scores": [_ALIGNMENT],
        "matcher": {"part": "greedy"},
    },
    "aligned-exact": {
        "summary": "Spans between linked words, alignment score, optimal matching.",
        "candidates": [_ALIGNED],
        "scores": [_ALIGNMENT],
        "matcher": {"part": "exact"},
    },
    "aligned-greedy": {
        "summary": "Spans between linked words, alignment score, greedy matching.",
        "candidates": [_ALIGNED],
        "scores": [_ALIGNMENT],
        "matcher": {"part": "greedy"},
    },
    "heuristic": {
        "summary": "Longest run of linked words, shortest entities first, one-word gaps bridged.",
        "heuristic": {"part": "runs"},
    },
    "heuristic-elp": {
        "summary": "Longest run of linked words, after Easy-Label-Projection (arXiv 2210.12623).",
        "heuristic": {
            "part": "runs",
            "order": "sentence",
            "skip_punctuation": True,
            "gap": 1,
            "ratio_rule": "off",
            "keep": 1,
            "collision": "merge",
        },
    },
    "heuristic-paper": {
        "summary": "All runs of linked words longer than 0.8 of the entity (arXiv 2501.18750).",
        "heuristic": {
            "part": "runs",
            "order": "sentence",
            "skip_punctuation": False,
            "gap": 1,
            "ratio": 0.8,
            "ratio_rule": "strict",
            "keep": 0,
            "collision": "replace",
        },
    },
    "heuristic-thesis": {
        "summary": "Longest run of linked words, longer than 0.8 of the entity (Shkalikov 2025).",
        "heuristic": {
            "part": "runs",
            "order": "shortest",
            "skip_punctuation": False,
            "gap": 1,
            "ratio": 0.8,
            "ratio_rule": "strict",
            "keep": 1,
            "collision": "skip",
        },
    },
    "span-rule": {
        "summary": "From the first to the last linked word (arXiv 2505.10507).",
        "heuristic": {"part": "span-rule"},
    },
    "span-rule-filtered": {
        "summary": "The same, but nothing for a pair of which any entity fails a filter "
        "(arXiv 2505.10507, translate-train).",
        "heuristic": {
            "part": "span-rule",
            "whole_source": True,
            "no_gaps": True,
            "all_or_nothing": True,
            "single_to_single": False,
        },
    },
    "vote": {
        "summary": "Three methods vote on each span; the score says how many agree.",
        "members": ["coverage-exact", "heuristic-thesis", "span-rule"],
        "combiner": {"part": "vote"},
    },
    "align": {
        "summary": "N-grams of up to 10 tokens, alignment score (Shkalikov 2025).",
        "candidates": [_TEN],
        "scores": [_ALIGNMENT],
        "matcher": {"part": "exact"},
    },
    "ner": {
        "summary": "N-grams of up to 10 tokens, tagger score, no links (Shkalikov 2025).",
        "candidates": [_TEN],
        "scores": [{"part": "ner"}],
        "matcher": {"part": "exact"},
    },
    "nmt": {
        "summary": "N-grams of up to 10 tokens, translation score, no links (Shkalikov 2025).",
        "candidates": [_TEN],
        "scores": [_TRANSLATION],
        "matcher": {"part": "exact"},
    },
    "align-ner": {
        "summary": "N-grams of up to 10 tokens, alignment and tagger scores (Shkalikov 2025).",
        "candidates": [_TEN],
        "scores": [_HALF_ALIGNMENT, {"part": "ner", "weight": 0.5}],
        "matcher": {"part": "exact"},
    },
    "align-ner-spans": {
        "summary": "As align-ner, whatever class the tagger sees (Shkalikov 2025).",
        "candidates": [_TEN],
        "scores": [_HALF_ALIGNMENT, _HALF_NER_SPAN],
        "matcher": {"part": "exact"},
    },
    "align-nmt": {
        "summary": "N-grams of up to 10 tokens, alignment and translation scores (Shkalikov 2025).",
        "candidates": [_TEN],
        "scores": [_HALF_ALIGNMENT, _TRANSLATION],
        "matcher": {"part": "exact"},
    },
    "ner-spans-nmt": {
        "summary": "N-grams of up to 10 tokens, tagger and translation scores, no links "
        "(Shkalikov 2025).",
        "candidates": [_TEN],
        "scores": [_HALF_NER_SPAN, _TRANSLATION],
        "matcher": {"part": "exact"},
    },
    "all-fusion": {
        "summary": "N-grams of up to 10 tokens; alignment, tagger and translation scores "
        "(Shkalikov 2025).",
        "candidates": [_TEN],
        "scores": [_HALF_ALIGNMENT, _HALF_NER_SPAN, _TRANSLATION],
        "matcher": {"part": "exact"},
    },
    "ner-candidates": {
        "summary": "Spans a tagger finds, alignment score, optimal matching (arXiv 2501.18750).",
        "candidates": [{"part": "tagged"}],
        "scores": [_ALIGNMENT],
        "matcher": {"part": "exact"},
    },
    "marked": {
        "summary": "Spans that markers brought, each for an entity of its label.",
        "candidates": [{"part": "supplied"}],
        "scores": [
            {"part": "proposed"},
            {"part": "form", "weight": 0.3},
            {"part": "position", "weight": 0.1},
        ],
        "matcher": {"part": "exact", "min_score": 0.5},
    },
    "t-projection": {
        "summary": "Spans that a model proposes for the entity's class, the best translated first "
        "(after T-Projection, arXiv 2212.10548).",
        "candidates": [{"part": "supplied"}],
        # What is not proposed for its class cannot reach 10 by its translation score.
        "scores": [
            {"part": "proposed", "weight": 10.0},
            {"part": "translation", "threshold": 0.0},
        ],
        "matcher": {"part": "greedy", "min_score": 10.0},
    },
}
"""From `align` on come the eight of Shkalikov's thesis, and what else needs more than links.

The eight search n-grams of up to 10 tokens, as the thesis does; the paper (arXiv 2501.18750) has no
limit, and that of `ngram-exact` grows with the longest source entity. `resolve.needs` says what
files a method needs.
"""
