"""What a predicate's own words say of its status: negation, modals, adverbs, adjectives, conditions beside it."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.cues import Cues
from kg.extraction.grammar import clause_tokens, markers
from kg.model import Modality, Phase, Words
from kg.tree import Token, Tree


@dataclass(slots=True)
class OwnStatus:
    """What a predicate's own words say."""

    negated: bool = False
    modality: Modality | None = None
    phase: Phase | None = None
    condition: Words | None = None
    cues: list[Words] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)


class OwnWords:
    """Reads the status that the words right beside a predicate give it.

    Args:
        tree: the sentence.
        cues: the pipeline's cue words.
    """

    def __init__(self, tree: Tree, cues: Cues) -> None:
        self._tree = tree
        self._cues = cues
        self._lower = [t.text.lower() for t in tree]

    def read(self, i: int) -> OwnStatus:
        """Return what the words beside the predicate at token `i` say."""
        own = OwnStatus()
        for child in self._tree.children(i):
            word = child.text.lower()
            lemma = child.lemma.lower()
            if child.relation in ("advmod", "neg") or (child.relation == "cc" and word == "nor"):
                self._adverb(own, child, word)
            elif child.relation == "aux":
                self._modal(own, i, child, word)
            elif (child.relation == "det" and lemma in self._cues.negative_determiners) or (
                child.relation in ("case", "mark") and lemma in self._cues.negative_prepositions
            ):
                self._negate(own, child)
            elif child.relation == "amod" and self._tree[i].pos in ("NOUN", "PROPN"):
                self._adjective(own, child, lemma)
            elif child.relation in ("nsubj", "obj") and self._tree[i].pos in ("VERB", "AUX"):
                self._negative_argument(own, child)
            elif child.relation == "advcl":
                self._condition(own, child)
            elif child.relation in ("obl", "conj", "nmod"):
                self._phrase(own, child)
        self._copula(own, i)
        return own

    def _adverb(self, own: OwnStatus, child: Token, word: str) -> None:
        if word in self._cues.negation or child.lemma.lower() in self._cues.negation:
            self._negate(own, child)
        elif word in self._cues.adverbs and not (word == "likely" and self._tree[child.head].pos == "NOUN"):
            own.modality = own.modality or self._cues.adverbs[word]
            self._cue(own, child, "adverb")
        elif self._cues.phases.get(word) is Phase.CONTINUES:
            own.phase = own.phase or Phase.CONTINUES
            self._cue(own, child, "phase-word")
        elif word in ("longer", "more") and any(c.text.lower() == "no" for c in self._tree.children(child.i)):
            own.negated, own.phase = not own.negated, Phase.ENDS
            self._cue(own, child, "no-longer")
        elif own.negated and self._any_more(child, word):
            own.phase = Phase.ENDS
            self._cue(own, child, "no-longer")
        if word == "longer" and child.i and self._lower[child.i - 1] == "no" and own.phase is None:
            own.negated, own.phase = True, Phase.ENDS
            self._cue(own, child, "no-longer")

    def _any_more(self, child: Token, word: str) -> bool:
        return word == "anymore" or (
            word in ("longer", "more") and any(c.text.lower() == "any" for c in self._tree.children(child.i))
        )

    def _modal(self, own: OwnStatus, i: int, child: Token, word: str) -> None:
        modality = self._cues.modals.get(word)
        if self._is_inverted(i, child):
            own.modality = Modality.CONDITIONAL
            self._cue(own, child, "inverted-condition")
            return
        if " ".join(self._lower[child.i : child.i + 3]).startswith(self._cues.compelling):
            own.modality = Modality.OBLIGED
            self._cue(own, child, "modal")
            return
        if modality is Modality.CONDITIONAL:
            has_condition = any(self.is_condition(c.i) for c in self._tree.children(i, "advcl"))
            perfect = any(c.lemma.lower() == "have" for c in self._tree.children(i, "aux") if c.i > child.i)
            if word != "would" and perfect:
                return
            modality = Modality.CONDITIONAL if has_condition or perfect else Modality.PLANNED
        if modality is Modality.OBLIGED and any(
            c.lemma.lower() == "have" for c in self._tree.children(i, "aux") if c.i > child.i
        ):
            modality = Modality.POSSIBLE
        if modality is not None:
            own.modality = modality
            self._cue(own, child, "modal")

    def _is_inverted(self, i: int, auxiliary: Token) -> bool:
        """ "should Iran refuse", "had Iran refused": auxiliary before the subject, and the sentence is no question."""
        word, subject = auxiliary.text.lower(), self._tree.child(i, "nsubj", "nsubj:pass")
        if word != "should" and (word != "had" or self._tree[i].dep != "advcl"):
            return False
        return subject is not None and auxiliary.i < subject.i < i and self._lower[-1] != "?"

    def is_condition(self, i: int) -> bool:
        """Return whether the clause of verb `i` is a condition: by its marker, or by its auxiliary in front."""
        marks = markers(self._tree, i)
        if any(m in self._cues.condition_marks or m in self._cues.condition_phrases for m in marks):
            return True
        return any(self._is_inverted(i, c) for c in self._tree.children(i, "aux"))

    def _adjective(self, own: OwnStatus, child: Token, lemma: str) -> None:
        """ "alleged" counts as written too: tagged as a participle its lemma is "allege"."""
        for word in (lemma, child.text.lower()):
            if word in self._cues.adjectives:
                own.modality = own.modality or self._cues.adjectives[word]
                self._cue(own, child, "status-adjective")
                return
            if word in self._cues.phases:
                own.phase = own.phase or self._cues.phases[word]
                self._cue(own, child, "phase-word")
                return

    def _negative_argument(self, own: OwnStatus, child: Token) -> None:
        if child.lemma.lower() in ("nobody", "none", "nothing", "no-one"):
            self._negate(own, child)
            return
        for det in self._tree.children(child.i, "det", "cc"):
            if det.text.lower() in self._cues.negative_determiners:
                own.negated = not own.negated
                self._cue(own, det, "negation")

    def _negate(self, own: OwnStatus, child: Token) -> None:
        following = " ".join(self._lower[child.i : child.i + 3])
        before = " ".join(self._lower[max(0, child.i - 1) : child.i + 2])
        if any(following.startswith(b) or before == b for b in self._cues.blocked):
            return
        if child.text.lower() == "neither" and self._tree[child.head].pos in ("NOUN", "PROPN"):
            return
        own.negated = not own.negated
        self._cue(own, child, "negation")

    def _copula(self, own: OwnStatus, i: int) -> None:
        """ "is to leave" and "is going to leave" are plans."""
        token = self._tree[i]
        if token.tag == "VB" and any(c.text.lower() == "to" for c in self._tree.children(i, "mark")):
            auxiliary = [c for c in self._tree.children(i, "aux", "cop") if c.lemma.lower() == "be"]
            if auxiliary and auxiliary[0].i < i and token.dep in ("root", "ccomp", "conj", "parataxis"):
                own.modality = own.modality or Modality.PLANNED
                self._cue(own, auxiliary[0], "is-to")

    def _condition(self, own: OwnStatus, child: Token) -> None:
        if self.is_condition(child.i):
            own.condition = own.condition or _clause_words(self._tree, child.i)
            own.rules.append("condition-of")

    def _phrase(self, own: OwnStatus, child: Token) -> None:
        """ "on condition that ..." is a condition, "under no circumstances" a negation."""
        first = next((t.i for t in self._tree.subtree(child.i) if t.pos not in ("PUNCT", "CCONJ")), child.i)
        phrase = " ".join(self._lower[first : first + 5])
        if phrase.startswith(self._cues.negative_phrases):
            self._negate(own, child)
        if any(phrase.startswith(p) for p in self._cues.condition_phrases):
            own.condition = own.condition or _clause_words(self._tree, child.i)
            own.rules.append("condition-of")

    def _cue(self, own: OwnStatus, token: Token, rule: str) -> None:
        own.cues.append(token_words(self._tree, token))
        own.rules.append(rule)


def token_words(tree: Tree, token: Token) -> Words:
    return tree.words(token.i, token.i)


def _clause_words(tree: Tree, i: int) -> Words:
    tokens = clause_tokens(tree, i)
    return tree.words(tokens[0].i, tokens[-1].i) if tokens else tree.words(i, i)
