"""A data folder of a few sentences, laid out as the real one."""

from __future__ import annotations

from pathlib import Path

HELD_OUT_FROM = 8
"""GMB sentence of the folder from which nothing is learned."""
TREES = {
    "treebank/ewt/en_ewt-ud-train.conllu": "Peru met Chile again today .",
    "treebank/gum/en_gum-open-train.conllu": "One .",
    "treebank/news/news-train.conllu": "Two .",
    "treebank/ewt/en_ewt-ud-dev.conllu": "Three .",
    "treebank/gum/en_gum-ud-dev.conllu": "Four .",
    "treebank/news/news-dev.conllu": "Five .",
}


def write_training_data(root: Path) -> Path:
    """The folder: of the news one sentence stands in a treebank, one comes twice, one is held out, one is too short."""
    news = ["Peru met Chile again today .", "Lima said it would vote .", "Lima said it would vote .", "No ."]
    news += ["Held out words of five ."] + [f"Filler number {'x' * (i + 1)} says nothing new ." for i in range(3)]
    folder = root / "ner" / "gmb"
    folder.mkdir(parents=True)
    blocks = ["\n".join(f"{word}\tNN\tO" for word in text.split()) for text in [*news, "Held out words of five ."]]
    (folder / "gmb.tsv").write_text("\n\n".join(blocks) + "\n\n", encoding="utf-8")
    for name, text in TREES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        rows = [
            f"{i}\t{word}\t{word}\tX\tNN\t_\t{0 if i == 1 else 1}\t{'root' if i == 1 else 'dep'}\t_\t_"
            for i, word in enumerate(text.split(), 1)
        ]
        path.write_text(f"# sent_id = a-1\n# text = {text}\n" + "\n".join(rows) + "\n\n", encoding="utf-8")
    return root
