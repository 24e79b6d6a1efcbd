"""Train one part of the language model from its config; called by kg.training.make.

python -m kg.training.train parser --config pipelines/language/parser.cfg --output FOLDER [--data DIR] [--steps N]
python -m kg.training.train refine --config pipelines/language/refine.cfg --output FOLDER --first FOLDER [--silver FILE]

python -m kg.training.train names --config pipelines/language/names.cfg --output FOLDER [--data DIR] [--steps N]
python -m kg.training.train names_refine --config pipelines/language/names_refine.cfg --output FOLDER --first FOLDER

The parts are `parser` (first stage of tags, features, lemmas and trees), `refine` (its second stage), `names` and
`names_refine` (its second stage).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.training.data import find_data

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.training import Example


def refine_part(
    part: str,
    *,
    config: Path,
    first: Path,
    output: Path,
    data: Path,
    silver: Path | None = None,
    steps: int | None = None,
) -> Path:
    """Train the model of the first stage further and give the folder of the last checkpoint, the rate being 0 by then.

    Args:
        part: "refine" (trees) or "names_refine".
        config: spaCy config of the second stage: corpora and training alone, the components are the first stage's.
        first: folder of the model of the first stage.
        output: folder for `model-best` and `model-last`; made if missing.
        data: the data folder.
        silver: file of silver trees (kg.training.silver); gold trees alone without it.
        steps: number of updates instead of the config's, for a quick try.
    """
    import spacy
    from spacy.training.loop import train
    from spacy.util import load_config
    from thinc.api import fix_random_seed

    import kg.training.readers
    import kg.training.tree_readers  # noqa: F401 - registers the corpus readers that the configs name

    overrides = _overrides(data, steps)
    if part == "refine":
        overrides |= {"paths.silver": str(silver) if silver else None}
    loaded = load_config(config, overrides=overrides, interpolate=True)
    fix_random_seed(loaded["training"]["seed"])
    nlp = spacy.load(first)
    if part == "refine":
        restore_lemma_labels(nlp)
    nlp.config = nlp.config.merge(loaded)
    output.mkdir(parents=True, exist_ok=True)
    train(nlp, output, stdout=sys.stdout, stderr=sys.stderr)
    return output / "model-last"


def restore_lemma_labels(nlp: Language) -> None:
    """Give a loaded lemmatizer the numbers of its labels, which spaCy 3.8 saves but does not read back.

    Without them every lemma counts as the first label, and training on unlearns all others.
    """
    lemmatizer: Any = nlp.get_pipe("trainable_lemmatizer")
    lemmatizer.tree2label = {tree: label for label, tree in enumerate(lemmatizer.cfg["labels"])}


def _overrides(data: Path, steps: int | None) -> dict[str, object]:
    overrides: dict[str, object] = {"paths.data": str(data)}
    if steps:
        overrides |= {
            "training.max_steps": steps,
            "training.eval_frequency": max(100, steps // 5),
            "training.optimizer.learn_rate.total_steps": steps,
        }
    return overrides


def train_part(part: str, *, config: Path, output: Path, data: Path, steps: int | None = None) -> Path:
    """Train `parser` or `names` from nothing and give the folder of its best checkpoint.

    Args:
        part: "parser" (tags, features, lemmas, trees) or "names".
        config: spaCy config of the part.
        output: folder for `model-best` and `model-last`; made if missing.
        data: the data folder.
        steps: number of updates instead of the config's, for a quick try.
    """
    from spacy.training.loop import train
    from spacy.util import load_config, load_model_from_config
    from thinc.api import fix_random_seed

    import kg.training.readers  # noqa: F401 - registers the corpus readers that the configs name
    from kg.training.tokenizing import add_infixes

    loaded = load_config(config, overrides=_overrides(data, steps), interpolate=True)
    fix_random_seed(loaded["training"]["seed"])
    nlp = load_model_from_config(loaded, auto_fill=True)
    add_infixes(nlp)
    examples = list(_label_examples(nlp, part, data))
    nlp.initialize(lambda: examples)
    output.mkdir(parents=True, exist_ok=True)
    train(nlp, output, stdout=sys.stdout, stderr=sys.stderr)
    return output / "model-best"


def _label_examples(nlp: Language, part: str, data: Path) -> Iterator[Example]:
    """Every training sentence once, as it stands and with typographic quotes: all labels and lemma forms there are."""
    from kg.training.augment import curl_quotes
    from kg.training.names import read_training_names
    from kg.training.readers import read_training_paragraphs
    from kg.training.sentences import TrainingSentence, make_example

    sentences: Iterable[list[TrainingSentence]]
    if part == "parser":
        sentences = read_training_paragraphs(str(data), news_weight=1)
    else:
        sentences = [[sentence] for sentence in read_training_names(data)[:3000]]
    for group in sentences:
        yield make_example(nlp, [sentence.with_space_at_end(True) for sentence in group])
        curled = [curl_quotes(sentence) for sentence in group]
        if any(a.words != b.words for a, b in zip(group, curled, strict=True)):
            yield make_example(nlp, [sentence.with_space_at_end(True) for sentence in curled])


def main(arguments: list[str] | None = None) -> None:
    """Command line of this module."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("part", choices=("parser", "refine", "names", "names_refine"))
    options.add_argument("--config", type=Path, required=True)
    options.add_argument("--output", type=Path, required=True)
    options.add_argument("--data")
    options.add_argument("--steps", type=int)
    options.add_argument("--first", type=Path, help="model of the first stage (all but parser and names)")
    options.add_argument("--silver", type=Path, help="silver trees (refine)")
    given = options.parse_args(arguments)
    data = find_data(given.data)
    if given.part in {"parser", "names"}:
        print(train_part(given.part, config=given.config, output=given.output, data=data, steps=given.steps))
        return
    if given.first is None:
        options.error(f"{given.part} needs --first, the model of the first stage")
    print(
        refine_part(
            given.part,
            config=given.config,
            first=given.first,
            output=given.output,
            data=data,
            silver=given.silver,
            steps=given.steps,
        )
    )


if __name__ == "__main__":
    main()
