"""How the weights of pronouns are learned: chains read from a treebank, weights that make the right option likely."""

from __future__ import annotations

from pathlib import Path

from kg.resolve.pronouns import Option
from kg.training.pronouns import Example, as_toml, fit, read_chains

GUM = """\
# newdoc id = GUM_bio_weber
# sent_id = GUM_bio_weber-1
# text = Weber left his town.
1\tWeber\tWeber\tPROPN\tNNP\t_\t2\tnsubj\t_\tEntity=(1-person-new-1)
2\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\t_
3\this\this\tPRON\tPRP$\t_\t4\tnmod:poss\t_\tEntity=(2-place-new(1-person-giv-1)
4\ttown\ttown\tNOUN\tNN\t_\t2\tobj\t_\tEntity=2)|SpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

"""


def test_chains_of_a_treebank_are_spans_of_its_text(tmp_path: Path) -> None:
    """Marks that open, close or do both give the spans of each chain."""
    path = tmp_path / "gum.conllu"
    path.write_text(GUM, encoding="utf-8")
    (document,) = read_chains(path)
    assert (document.id, document.text.strip()) == ("GUM_bio_weber", "Weber left his town.")
    spans = {chain: [document.text[a:b] for a, b in found] for chain, found in document.chains.items()}
    assert spans == {"1": ["Weber", "his"], "2": ["his town"]}


def test_what_marks_the_right_option_gets_a_weight_above_zero() -> None:
    """A feature of right options is learned as speaking for, one of wrong options as against."""
    options = (Option(None, {"near": 1.0}), Option(None, {"far": 1.0}))
    weights = fit([Example("person", options, 0)] * 40, prior=1.0)
    assert weights["near"] > 1
    assert weights["far"] == -weights["near"]


def test_small_weights_are_left_out_and_the_file_is_sorted() -> None:
    """Nothing is learned from one undecided pair; sections stand in a fixed order with their thresholds."""
    options = (Option(None, {"near": 1.0}), Option(None, {"far": 1.0}))
    examples = [Example("person", options, 0), Example("person", options, 1)]
    assert fit(examples) == {}
    text = as_toml({"person": {"b": 0.5, "a": -1.0}, "thing": {}, "plural": {}})
    assert text.index('"a" = -1.0') < text.index('"b" = 0.5') < text.index("[thing]") < text.index("[plural]")
