"""Put the trained parts together as one spaCy pipeline on disk that loads without any code of ours."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language

SPACY_VERSIONS = ">=3.8.7,<3.9.0"
META = {
    "lang": "en",
    "name": "news",
    "version": "2",
    "description": "English news: tags, features, lemmas, Universal Dependencies trees, names.",
    "author": "The actorkg authors",
    "license": "CC-BY-SA-4.0",
    "sources": [
        {"name": "UD English EWT", "license": "CC BY-SA 4.0"},
        {"name": "UD English GUM (openly licensed genres)", "license": "CC BY / CC BY-SA / public domain"},
        {"name": "Groningen Meaning Bank", "license": "text public domain, database share-alike"},
        {"name": "WikiGold", "license": "CC BY 4.0"},
        {"name": "WNUT 2017", "license": "CC BY 4.0"},
        {"name": "CrossNER politics (train)", "license": "MIT"},
    ],
}


def assemble_model(parser: Path, names: Path, out: Path, *, silver: str | None = None) -> Path:
    """Write the pipeline of the trained `parser` with the names of `names` to `out`, in one step.

    Args:
        parser: folder of the trained tagger, lemmatizer and parser.
        names: folder of the trained names.
        out: folder to write; what stands there is replaced by a rename, so that nobody loads half a model.
        silver: digest of the silver trees that the parser learned from; it is kept in the model's `meta.json`.
    """
    import spacy

    nlp = spacy.load(parser)
    named = spacy.load(names, vocab=nlp.vocab)
    nlp.add_pipe("ner", source=named, name="ner")
    nlp.meta.update(META | ({"silver_trees_sha256": silver} if silver else {}))
    nlp.meta.pop("performance", None)
    for section in ("paths", "corpora", "training", "pretraining", "initialize"):
        nlp.config.pop(section, None)
    fresh, old = out.with_name(out.name + ".new"), out.with_name(out.name + ".old")
    for folder in (fresh, old):
        shutil.rmtree(folder, ignore_errors=True)
    nlp.to_disk(fresh, exclude=["vocab/lookups.bin"])
    _clean_meta(fresh / "meta.json")
    _keep_needed_strings(nlp, fresh / "vocab" / "strings.json")
    if out.exists():
        out.rename(old)
    os.rename(fresh, out)
    shutil.rmtree(old, ignore_errors=True)
    return out


def _clean_meta(path: Path) -> None:
    meta = json.loads(path.read_text(encoding="utf-8"))
    meta["performance"] = {}
    meta["spacy_version"] = SPACY_VERSIONS
    meta.pop("spacy_git_version", None)
    path.write_text(json.dumps(meta, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _keep_needed_strings(nlp: Language, path: Path) -> None:
    """Leave the words of the data out of the vocabulary: labels, rules and lemma trees are all that a model needs."""
    import spacy
    import srsly

    needed = set(spacy.blank("en").vocab.strings)
    for name in nlp.pipe_names:
        for label in map(str, getattr(nlp.get_pipe(name), "labels", ())):
            needed.update({label, *label.split("-"), *label.split("|"), *label.split("=")})
            needed.update(part.partition("=")[i] for part in label.split("|") for i in (0, 2))
    lemmatizer: Any = nlp.get_pipe("trainable_lemmatizer")
    strings = nlp.vocab.strings
    for tree in srsly.msgpack_loads(lemmatizer.trees.to_bytes())["trees"]:
        needed.update(strings[tree[key]] for key in ("orig", "subst") if tree.get(key))
    kept = [string for string in json.loads(path.read_text(encoding="utf-8")) if string in needed]
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
