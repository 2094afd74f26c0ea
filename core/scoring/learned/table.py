"""The features: what is seen of an entity and a candidate, each a number.

All but the last group are known of any pair with links, and are what the prior that ships goes by.
The last group is what a project has decided so far; it is counted anew for each project.
Words, names and labels are no features: what is learned holds for any language and label set.
Also tried, and of no use beside these: how often words come in the corpus, links of the second
words before and after, links from first to first and last to last words, and other scores.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing that is seen.

    Args:
        code: its name.
        measures: what its number is; `s` stands for the entity, `t` for the candidate.
        words: a few words for people who read why.
    """

    code: str
    measures: str
    words: str


OF_LINKS = (
    Feature("coverage", "score `coverage` of s and t", "covered words"),
    Feature("alignment", "score `alignment` of s and t", "links for its length"),
    Feature("border", "score `border` of s and t", "evidence at its ends"),
    Feature(
        "behind",
        "best coverage of any candidate for s, less that of t",
        "coverage beside other spans",
    ),
    Feature("rival", "best coverage of t by another entity", "covered by another entity"),
    Feature("own-in", "links from s into t, each word at most 1", "links into it"),
    Feature("own-out", "links from s out of t, likewise", "links out of it"),
    Feature("own-share", "links from s into t for each word of t", "linked share"),
    Feature("source-in", "share of the words of s that are linked into t", "entity words linked"),
    Feature("content-in", "the same of its longer words", "longer entity words linked"),
    Feature(
        "content-lost", "longer words of s linked only out of t", "entity words linked elsewhere"
    ),
    Feature("content-free", "longer words of s without links", "entity words without links"),
    Feature("rival-in", "links from other entities into t", "links of other entities"),
    Feature("own-first", "links from s to the first word of t", "link of the first word"),
    Feature("own-last", "links from s to the last word of t", "link of the last word"),
    Feature("own-before", "links from s to the word before t", "link of the word before"),
    Feature("own-after", "links from s to the word after t", "link of the word after"),
    Feature(
        "before-in", "links from the word before s into t", "link from the word before the entity"
    ),
    Feature(
        "after-in", "links from the word after s into t", "link from the word after the entity"
    ),
    Feature(
        "before-before", "links from the word before s to the word before t", "words before agree"
    ),
    Feature("after-after", "links from the word after s to the word after t", "words after agree"),
    Feature("after-before", "links from the word after s to the word before t", "order turned"),
    Feature("before-after", "links from the word before s to the word after t", "order turned"),
    Feature("density", "mean of the links to each target word", "links in the sentence"),
)

OF_FORM = (
    Feature("form", "score `form` of s and t", "looks alike"),
    Feature("one-word", "how alike s and t look written as one word", "looks alike as one word"),
    Feature("initials", "whether one is the initials of the other", "initials"),
    Feature("digits-equal", "whether both hold the same digits", "digits"),
    Feature("capitals", "share of longer words of t with a capital", "capitals"),
    Feature(
        "capital-first", "whether the first word of t has a capital", "capital of the first word"
    ),
    Feature("capital-last", "whether the last word of t has a capital", "capital of the last word"),
    Feature("capital-before", "whether the word before t has a capital", "capital before it"),
    Feature("capital-after", "whether the word after t has a capital", "capital after it"),
    Feature(
        "source-capitals", "share of longer words of s with a capital", "capitals of the entity"
    ),
    Feature(
        "source-capital-first", "whether the first word of s has one", "capitals of the entity"
    ),
    Feature("source-capital-last", "whether the last word of s has one", "capitals of the entity"),
    Feature(
        "source-capital-before", "whether the word before s has one", "capital before the entity"
    ),
    Feature("source-capital-after", "whether the word after s has one", "capital after the entity"),
    Feature(
        "caseless", "whether no target word has capital or small letters", "a script without case"
    ),
)

OF_SHAPE = (
    Feature("short-first", "whether the first word of t is short", "small word at its start"),
    Feature("short-last", "whether the last word of t is short", "small word at its end"),
    Feature("short-before", "whether the word before t is short", "small word before it"),
    Feature("short-after", "whether the word after t is short", "small word after it"),
    Feature("mark-first", "whether t begins with punctuation", "punctuation at its start"),
    Feature("mark-last", "whether t ends with punctuation", "punctuation at its end"),
    Feature(
        "mark-before", "whether punctuation or the edge stands before t", "punctuation before it"
    ),
    Feature("mark-after", "whether punctuation or the edge stands after t", "punctuation after it"),
    Feature("marks-in", "punctuation tokens in t", "punctuation in it"),
    Feature("short-in", "short words in t", "small words in it"),
    Feature("digits-in", "words of t with digits", "numbers in it"),
    Feature(
        "source-short-first", "whether the first word of s is short", "small word in the entity"
    ),
    Feature("source-short-last", "whether the last word of s is short", "small word in the entity"),
    Feature("source-short-in", "short words in s", "small words in the entity"),
    Feature("source-marks-in", "punctuation tokens in s", "punctuation in the entity"),
    Feature(
        "source-short-before", "whether the word before s is short", "small word before the entity"
    ),
    Feature("source-length", "words of s", "length of the entity"),
    Feature("source-content", "longer words of s", "length of the entity"),
    Feature("length", "words of t", "its length"),
    Feature("content", "longer words of t", "its length"),
    Feature("longer", "words of t less those of s", "more or fewer words"),
    Feature("content-longer", "the same of longer words", "more or fewer longer words"),
    Feature(
        "letters",
        "log of letters of t over those of s, less that of the sentences",
        "length in letters",
    ),
    Feature("source-letters", "letters of s", "length of the entity"),
    Feature("opens", "whether t begins the sentence", "start of the sentence"),
    Feature(
        "moved", "how far t stands from where s stands, as shares of the sentences", "position"
    ),
    Feature("entities", "entities of the sentence", "entities of the sentence"),
)

OF_DECISIONS = (
    Feature(
        "span-decided",
        "share of decided places with these words that were an entity",
        "the same words before",
    ),
    Feature(
        "span-seen", "log of 1 + decided places with these words", "how often these words came"
    ),
    Feature(
        "word-first",
        "share of decided places with its first word that were in an entity",
        "its first word before",
    ),
    Feature("word-last", "the same of its last word", "its last word before"),
    Feature("word-before", "the same of the word before t", "the word before it before"),
    Feature("word-after", "the same of the word after t", "the word after it before"),
    Feature("word-least", "the least of these shares over the words of t", "its words before"),
    Feature(
        "starts",
        "how often its first word began an entity, of those that it was in",
        "its first word as a start",
    ),
    Feature(
        "ends",
        "how often its last word ended an entity, of those that it was in",
        "its last word as an end",
    ),
    Feature(
        "words-seen", "log of 1 + decided places with its rarest word", "how often its words came"
    ),
    Feature("name-seen", "log of 1 + decisions on the name", "decisions on this name"),
    Feature(
        "name-none",
        "share of the decisions on the name that found no counterpart",
        "this name without counterpart",
    ),
    Feature(
        "label-none",
        "share of the decisions on the label that found no counterpart",
        "this label without counterpart",
    ),
    Feature(
        "name-form",
        "share of the decisions on the name that took just these words",
        "this name in these words",
    ),
    Feature(
        "name-other",
        "share of the decisions on the name that took other words",
        "this name in other words",
    ),
)

PLAIN = tuple(f.code for f in (*OF_LINKS, *OF_FORM, *OF_SHAPE))
"""Codes of the features that are known of any pair, in the order of their columns."""

DECIDED = tuple(f.code for f in OF_DECISIONS)
"""Codes of those that are counted from decisions; their columns come behind."""

WORDS = {f.code: f.words for f in (*OF_LINKS, *OF_FORM, *OF_SHAPE, *OF_DECISIONS)}
"""What people read, by code."""
