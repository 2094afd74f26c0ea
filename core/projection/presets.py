"""Named methods, as data: what they are made of, in the terms of a method spec file."""

from collections.abc import Mapping

DEFAULT_METHOD = "coverage-exact"

_NGRAMS = {"part": "ngrams"}
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
    "align-ner": {
        "summary": "All n-grams, alignment and tagger scores, optimal matching (arXiv 2501.18750).",
        "candidates": [_NGRAMS],
        "scores": [_HALF_ALIGNMENT, {"part": "ner", "weight": 0.5}],
        "matcher": {"part": "exact"},
    },
    "align-ner-spans": {
        "summary": "As align-ner, whatever class the tagger sees (arXiv 2501.18750).",
        "candidates": [_NGRAMS],
        "scores": [_HALF_ALIGNMENT, _HALF_NER_SPAN],
        "matcher": {"part": "exact"},
    },
    "align-nmt": {
        "summary": "All n-grams, alignment and translation scores (arXiv 2501.18750).",
        "candidates": [_NGRAMS],
        "scores": [_HALF_ALIGNMENT, _TRANSLATION],
        "matcher": {"part": "exact"},
    },
    "ner-spans-nmt": {
        "summary": "All n-grams, tagger and translation scores, no links (arXiv 2501.18750).",
        "candidates": [_NGRAMS],
        "scores": [_HALF_NER_SPAN, _TRANSLATION],
        "matcher": {"part": "exact"},
    },
    "all-fusion": {
        "summary": "All n-grams; alignment, tagger and translation scores (arXiv 2501.18750).",
        "candidates": [_NGRAMS],
        "scores": [_HALF_ALIGNMENT, _HALF_NER_SPAN, _TRANSLATION],
        "matcher": {"part": "exact"},
    },
    "ner-candidates": {
        "summary": "Spans a tagger finds, alignment score, optimal matching (arXiv 2501.18750).",
        "candidates": [{"part": "tagged"}],
        "scores": [_ALIGNMENT],
        "matcher": {"part": "exact"},
    },
}
"""Those from `align-ner` on need files of other tools besides links; `resolve.needs` says which."""
