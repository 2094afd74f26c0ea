"""The card of a data set: what is in it and where it comes from, as its README.md."""

from core.review.export_rows import Count, Wanted, listed
from core.storage import ProjectInfo

_BY_SIZE = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (10**6, "100K<n<1M"))


def card(info: ProjectInfo, count: Count, wanted: Wanted) -> bytes:
    """Return the card; the licence is left to the person, whose texts they are."""
    pairs = count.by_status.total()
    size = next((name for most, name in _BY_SIZE if pairs < most), "n>1M")
    langs = sorted({target for _, target, _ in info.languages})
    head = ["---", "license: other  # say which: it is that of your texts", "language:"]
    head += [f"- {lang}" for lang in langs]
    head += ["task_categories:", "- token-classification", "size_categories:", f"- {size}", "---"]
    layers = ", ".join(_cell(layer.name) for layer in info.layers) or "none"
    body = [
        f"# {_cell(info.name)}",
        "",
        "Named entities carried over from a source language by annotation projection.",
        "",
        f"- Pairs: {pairs}, entities: {count.entities}",
        f"- Entities are those of: {_cell(wanted.layer)}; pairs that are: "
        f"{listed(wanted.statuses)}",
        f"- Methods: {layers}",
        "- Languages: " + ", ".join(f"{a} to {b} ({n} pairs)" for a, b, n in info.languages),
        "- Licence: to be said by whoever publishes it",
        "",
        "| status | pairs |",
        "| --- | ---: |",
        *(f"| {status} | {number} |" for status, number in sorted(count.by_status.items())),
        "",
        "| label | entities |",
        "| --- | ---: |",
        *(f"| {_cell(label)} | {number} |" for label, number in sorted(count.labels.items())),
        "",
        "| column | what it holds |",
        "| --- | --- |",
        "| tokens, ner_tags, tags | the target; tags as class numbers and as text (IOB2) |",
        "| source_tokens, source_tags | the source |",
        "| alignment | links source-target, from 0, with a probability where there is one |",
        "| start, end, label | target entities, half-open, in tokens |",
        "| method, score | which method proposed each of them, and its score |",
        "| decision, person, time | what was last decided on each of them, by whom and when |",
        "| pair | all else that is known of the pair, as a line of a pairs file |",
        "",
    ]
    return "\n".join([*head, "", *body]).encode()


def _cell(text: str) -> str:
    """Return a text of a person so that Markdown shows it as it is."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]()<>#|!&~" else c for c in text)
