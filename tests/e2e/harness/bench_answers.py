"""What the harness says when the bench asks: canned, so that the panels need no engine."""

SIGNALS = {
    "europarl-ar-0312": {
        "chance": 0.62,
        "disagreement": 0.5,
        "margin": 0.04,
        "score": 0.31,
        "flags": [
            {
                "code": "methods-differ",
                "text": "methods differ on “Volkswagen”",
                "weight": 1.4,
                "entity": "s1",
            },
            {
                "code": "length",
                "text": "much longer than its source",
                "weight": 0.5,
                "entity": "s0",
            },
            {"code": "numbers", "text": "numbers differ", "weight": 0.2, "entity": None},
        ],
    },
    "europarl-de-0007": {
        "chance": 0.03,
        "disagreement": 0.0,
        "margin": None,
        "score": None,
        "flags": [],
    },
}

QUEUE = {"order": "suspicion", "text": "Most suspicious first, as of this morning."}


def answer(ask: dict, order: list[str], row: dict) -> dict:
    """Return the answer to a question about a pair of an order, whose base row is given."""
    made = {"client": ask["client"], "n": ask["n"], "kind": ask["kind"], "error": "", "body": None}
    body = ask["body"]
    if ask["kind"] in {"memory", "occurrences"}:
        made["body"] = _offers(ask, order)
    elif ask["kind"] == "whatif":
        made["body"] = _what_if(body, row)
    elif ask["kind"] == "whatif-count":
        done = min(196, body["start"] + 98)
        made["body"] = {
            "done": done, "total": 196, "changed": 7, "first": [order[1], order[2]],
            "next": done if done < 196 else None,
        }  # fmt: skip
    elif body.get("name") == "taken":
        made["error"] = "there is a layer “taken” already"
    else:
        made["body"] = {"text": f"Kept as {body['name']}: it is worked out in the background."}
    return made


def _offers(ask: dict, order: list[str]) -> dict:
    rest = [name for name in order if name != ask["pair"]][:3]
    return {
        "title": f"{len(rest)} more pairs with “Volkswagen” → “شركة Volkswagen”",
        "total": len(rest),
        "reason": "The source words are the same, and nobody has decided on them.",
        "offers": [
            {
                "pair": name, "side": "source", "context": ["near", "these words", "there"],
                "lang": "en", "dir": "ltr", "now": "nothing", "then": "these words ORG",
                "ops": [
                    {
                        "pair": name, "side": "source", "kind": "add", "start": 0, "end": 1,
                        "label": "ORG",
                    }
                ],
            }
            for name in rest
        ],
    }  # fmt: skip


def _what_if(body: dict, row: dict) -> dict:
    changes = body["changes"]
    price = changes.get("matcher.price", 0.1)
    entities = row["entities"]
    if price > 0.5:
        entities = entities[:-1]
    if body["toggles"]:
        entities = [{**e, "end": e["end"] + 1} if k == 0 else e for k, e in enumerate(entities)]
    named = {"layer": "", "name": f"{row['name']}, price {price}", "base": False}
    knobs = [
        ("matcher.price", "exact price", 0.1, {"min": 0.0, "max": 1.0, "step": 0.05}),
        ("scores.0.weight", "coverage weight", 1.0, {"min": -1000, "max": 1000, "step": 0.05}),
        ("matcher.exact", "optimal choice", True, {}),
        ("candidates.0.gap", "gaps", "short", {"choices": ["none", "short", "long"]}),
    ]
    return {
        "knobs": [
            {
                "path": path, "name": name, "help": f"what {name} does",
                "value": changes.get(path, was), "was": was, **more,
            }
            for path, name, was, more in knobs
        ],
        "row": {**row, **named, "entities": entities},
        "changed": entities != row["entities"],
        "links": [],
        "note": "",
    }  # fmt: skip
