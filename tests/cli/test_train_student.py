"""From teachers to a student on the command line."""

import json

import pytest

from core.models.card import CARD
from tests.cli.conftest import Shell, row
from tests.cli.test_train_tagger import GOLD, pairs
from tests.training.conftest import encoder

__all__ = ["encoder"]
LABELS = ["O", "B-LOC", "I-LOC", "B-PER", "I-PER"]


def probabilities(sure: float, labels: list[str], *, lost: int = 0) -> str:
    """Return a file in which the gold tag has one probability and the others share the rest."""
    rest = (1 - sure) / (len(labels) - 1)
    lines = []
    for k, (_, tags) in enumerate(GOLD):
        rows = [[sure if label == tag else rest for label in labels] for tag in tags]
        lines.append(json.dumps({"id": f"s{k}", "labels": labels, "probs": rows}))
    return "\n".join(lines[: len(lines) - lost]) + "\n"


@pytest.fixture
def school(shell: Shell) -> Shell:
    shell.write("rows.jsonl", pairs())
    bare = [row(f"s{k}", ["x"], None, tokens, None) for k, (tokens, _) in enumerate(GOLD)]
    shell.write("text.jsonl", b"".join(bare))
    shell.write("a.jsonl", probabilities(0.9, LABELS))
    shell.write("b.jsonl", probabilities(0.6, LABELS[::-1]))
    shell.write("en.txt", "the cat sat on the mat\nthis is it\n")
    shell.write("de.txt", "Anna lives in Rome\nBob lives\n")
    return shell


STUDENT = "train-student @text.jsonl --epochs 12"


def test_from_a_file_to_a_student_that_is_scored_and_teaches(school: Shell) -> None:
    assert school(f"{STUDENT} --teacher @a.jsonl -o @s") == 0
    assert "6 sentences, 25 tokens\n  teacher a.jsonl: weight 1.000\n" in school.out
    assert school("evaluate @rows.jsonl --model @s --json") == 0
    assert json.loads(school.out)["methods"]["s"]["f1"] == 1.0
    assert school("tag @s @text.jsonl -o @c.jsonl") == 0
    line = f"{STUDENT} --teacher @c.jsonl --teacher @s --teacher @b.jsonl --agree --combine first"
    assert school(f"{line} --soft-weight 2 -o @s2") == 0
    assert "all teachers agree on 25 tokens (100%)" in school.out
    assert "teacher c.jsonl: weight 1.000" in school.out
    assert json.loads(school.read(f"s2/{CARD}"))["made"]["lessons"]["weights"] == [1, 0, 0]


@pytest.mark.parametrize("combine", ["learned", "cosine"])
@pytest.mark.parametrize("level", ["domain", "sentence"])
def test_teachers_weighed_by_likeness(school: Shell, combine, level) -> None:
    line = (
        f"train-student @text.jsonl --epochs 1 --teacher @a.jsonl --teacher @b.jsonl "
        f"--level {level} --combine {combine} --source-text @en.txt --source-text @de.txt"
    )
    assert school(f"{line} -o @s") == 0
    weights = json.loads(school.read(f"s/{CARD}"))["made"]["lessons"]["weights"]
    assert sum(weights) == pytest.approx(1, abs=1e-3)
    if combine == "cosine":
        assert weights[1] > weights[0]


def test_an_encoder_weighs_by_its_own_vectors(school: Shell, encoder) -> None:
    line = (
        "train-student @text.jsonl --epochs 1 --teacher @a.jsonl --teacher @b.jsonl --frozen 0 "
        f"--combine learned --source-text @en.txt --source-text @de.txt --encoder {encoder}"
    )
    assert school(f"{line} -o @s") == 0


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("--teacher @short.jsonl", "short.jsonl: nothing for 2 of 6 sentences, the first is 's4'"),
        ("--teacher @other.jsonl", "other.jsonl, line 2: id 's1' has 2 tokens here and 5 in the"),
        ("--teacher @x.jsonl", "no such file"),
        ("--teacher @o.jsonl", "the teachers know no entity label"),
        ("--teacher @ --teacher @a.jsonl", "is no tagger"),
        ("--teacher @a.jsonl --agree", "need a second --teacher"),
        ("--teacher @a.jsonl --soft-weight 0", "has to be above 0"),
        ("--teacher @a.jsonl --source-text @en.txt", "no use for --source-text"),
        (
            "--teacher @a.jsonl --teacher @b.jsonl --combine learned --source-text @en.txt",
            "there are 2 teachers and 1 texts",
        ),
    ],
)
def test_bad_input_is_one_line_and_nothing_is_written(school: Shell, more, message) -> None:
    school.write("short.jsonl", probabilities(0.9, LABELS, lost=2))
    other = [{"id": f"s{k}", "labels": ["O", "B-X"], "probs": [[1, 0]] * n}
             for k, n in enumerate((5, 2))]  # fmt: skip
    school.write("other.jsonl", "\n".join(map(json.dumps, other)))
    none = [{"id": f"s{k}", "labels": ["O"], "probs": [[1.0]] * len(tokens)}
            for k, (tokens, _) in enumerate(GOLD)]  # fmt: skip
    school.write("o.jsonl", "\n".join(map(json.dumps, none)))
    before = school.names()
    assert school(f"{STUDENT} {more} -o @s") == 2
    assert message in school.err
    assert school.err.count("\n") == 1
    assert school.names() == before
