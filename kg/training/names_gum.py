"""Names from the entities of GUM: of every mention headed by a proper noun, the words that are the name itself.

GUM marks whole noun phrases ("the former President Barack Obama, who ...") with a type, a number and often a page of
Wikipedia. A name is cut out of a mention of a person, an organisation or a place by the tree: its head, where that is a
proper noun, and the proper nouns next to it, over the words that names of its kind have between ("University of York").
Mentions of other types (objects, events, abstractions) are no names here, as in the other sets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.training.corrections import SilverSentence, complete_sentence, correct_name
from kg.training.places import Places
from kg.training.sentences import NameSpan, TrainingSentence
from kg.training.treebank import AnnotatedSentence, read_annotated
from kg.training.words import read_words

TYPES = {"person": "PERSON", "organization": "ORG", "place": "GPE"}
NAME_TAGS = frozenset({"NNP", "NNPS"})
CONNECTORS = {
    "PERSON": frozenset(
        {"de", "da", "di", "al", "el", "bin", "ibn", "von", "van", "der", "la", "-", "‑", '"', "“", "”"}
    ),
    "ORG": frozenset({"of", "the", "for", "and", "&", "on", "to", "de", "da", "-", "'", "’"}),
    "GPE": frozenset({"of", "the", "and", "de", "la", "-", "'", "’"}),
}
"""Small words and marks that stand inside names of each kind."""
POSSESSIVES = frozenset({"'s", "’s"})
ROLES = read_words("titles") | read_words("roles")
FACILITIES = read_words("facility_words")
PART = re.compile(r"\((?P<open>[^()]+)(?P<single>\))?|(?P<close>\d+)(?:\[[^\]]*\])?\)")


@dataclass(frozen=True, slots=True)
class Mention:
    """One entity mention: words `[first, last)` of a sentence and GUM's type."""

    first: int
    last: int
    type: str


def read_gum_names(path: Path, places: Places) -> Iterator[tuple[str, TrainingSentence]]:
    """Each sentence's id and the sentence with its names, without its tree.

    Args:
        path: a GUM file in CoNLL-U, entities in the last column.
        places: facts on countries and peoples; they tell cities and countries from seas and mountains, find peoples and
            correct spans as everywhere.
    """
    for annotated in read_annotated(path):
        sentence = annotated.sentence
        marked = [
            name
            for mention in read_mentions(annotated.misc)
            if (name := cut_name(annotated, mention, places)) is not None
        ]
        silver = SilverSentence(list(sentence.words), list(sentence.tags), keep_outermost(marked))
        names = complete_sentence(silver, {}, places).names
        yield annotated.id, TrainingSentence(sentence.words, sentence.spaces, names=tuple(names))


def read_mentions(misc: Sequence[str]) -> list[Mention]:
    """The mentions that open and close in one sentence.

    Example:
        >>> read_mentions(["Entity=(1-person-new(2-place-new)", "_", "Entity=1)"])
        [Mention(first=0, last=1, type='place'), Mention(first=0, last=3, type='person')]
    """
    opened: list[tuple[str, int, str]] = []
    mentions: list[Mention] = []
    for i, column in enumerate(misc):
        value = next((part[7:] for part in column.split("|") if part.startswith("Entity=")), "")
        for match in PART.finditer(value):
            if match["open"]:
                number, kind = [*match["open"].split("-"), ""][:2]
                if match["single"]:
                    mentions.append(Mention(i, i + 1, kind))
                else:
                    opened.append((number, i, kind))
            else:
                at = next((k for k in reversed(range(len(opened))) if opened[k][0] == match["close"]), None)
                if at is not None:
                    _, first, kind = opened.pop(at)
                    mentions.append(Mention(first, i + 1, kind))
    return mentions


def cut_name(annotated: AnnotatedSentence, mention: Mention, places: Places) -> NameSpan | None:
    """The name in a mention with its label, or None where the mention is not headed by one."""
    sentence = annotated.sentence
    label = TYPES.get(mention.type)
    inside = range(mention.first, mention.last)
    heads = [i for i in inside if sentence.heads[i] not in inside or sentence.heads[i] == i]
    if label is None or len(heads) != 1 or not _is_name_word(sentence, heads[0]):
        return None
    first, last = _grow(sentence, heads[0], inside, CONNECTORS[label])
    if sentence.words[last - 1] in ROLES or (
        label == "GPE" and last - first == 1 and sentence.words[first] in FACILITIES
    ):
        return None
    return correct_name(sentence.words, first, last, label, places)


def _is_name_word(sentence: TrainingSentence, i: int) -> bool:
    return (sentence.tags[i] in NAME_TAGS or sentence.pos[i] == "PROPN") and any(c.isalpha() for c in sentence.words[i])


def _grow(sentence: TrainingSentence, head: int, inside: range, connectors: frozenset[str]) -> tuple[int, int]:
    """The run of name words round the head, as far as they hang together with it."""

    def belongs(i: int) -> bool:
        seen = 0
        while i != head and i in inside and seen < len(inside):
            if sentence.deps[i].split(":")[0] in {"appos", "conj", "list", "parataxis", "dep"}:
                other = sentence.heads[i]
                if other == head or not _is_name_word(sentence, other) or sentence.deps[i] != "conj":
                    return False
            i, seen = sentence.heads[i], seen + 1
        return i == head

    def runs(step: int) -> int:
        at = end = head
        while (at + step) in inside:
            at += step
            if _is_name_word(sentence, at) and belongs(at):
                end = at
            elif sentence.words[at] in POSSESSIVES and sentence.words[at - 1] == "People":
                continue
            elif not (sentence.words[at] in connectors or (sentence.pos[at] == "NUM" and belongs(at))):
                break
        return end

    return runs(-1), runs(1) + 1


def keep_outermost(names: Sequence[NameSpan]) -> list[NameSpan]:
    """The names without those that lie in, or overlap with, a longer one."""
    kept: list[NameSpan] = []
    for name in sorted(set(names), key=lambda n: (n[0] - n[1], n)):
        if all(name[1] <= a or b <= name[0] for a, b, _ in kept):
            kept.append(name)
    return sorted(kept)
