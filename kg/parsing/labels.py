"""ClearNLP trees, as spaCy's `en_core_web_*` pipelines give them, turned into Universal Dependencies, at the border.

Labels alone are not enough: in Universal Dependencies a preposition hangs on its noun and a copula on its predicate,
so these heads are turned round; "to" before a verb is a marker, a conjunction hangs on the conjunct it introduces, all
conjuncts hang on the first, and "urged X to go" has X as its object. Entity tags, words and offsets stay.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.tree import Token, Tree

RENAMED = {
    "nsubjpass": "nsubj:pass",
    "csubjpass": "csubj:pass",
    "dobj": "obj",
    "dative": "iobj",
    "auxpass": "aux:pass",
    "neg": "advmod",
    "poss": "nmod:poss",
    "prt": "compound:prt",
    "relcl": "acl:relcl",
    "quantmod": "advmod",
    "predet": "det:predet",
    "preconj": "cc:preconj",
    "intj": "discourse",
    "meta": "dep",
    "oprd": "xcomp",
    "attr": "xcomp",
    "acomp": "xcomp",
    "ROOT": "root",
    "subtok": "goeswith",
}
CLEARNLP_ONLY = frozenset(RENAMED) - {"ROOT", "subtok"} | {"prep", "pobj", "pcomp", "agent", "npadvmod"}
PREPOSITIONS = frozenset({"prep", "agent", "dative"})
CAUSATIVES = frozenset({"make", "let", "have", "help", "bid", "see", "watch", "hear", "feel"})
"""Verbs with an object and a bare infinitive: "made Peru leave"."""
FIXED = frozenset(
    {("according", "to"), ("because", "of"), ("out", "of"), ("instead", "of"), ("due", "to"), ("such", "as")}
)
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM"})


def is_clearnlp(labels: Iterable[str]) -> bool:
    """Whether the labels are ClearNLP's.

    Example:
        >>> is_clearnlp({"nsubj", "dobj"}), is_clearnlp({"nsubj", "obj"})
        (True, False)
    """
    return not CLEARNLP_ONLY.isdisjoint(labels)


def to_universal(tree: Tree) -> Tree:
    """The same sentence with heads and labels of Universal Dependencies.

    Args:
        tree: a tree with ClearNLP labels.
    """
    draft = _Draft(tree)
    draft.turn_prepositions()
    draft.turn_copulas()
    draft.raise_objects()
    draft.order_conjuncts()
    draft.rename()
    return draft.finish()


class _Draft:
    """Heads and labels while they are being changed; words are named by their index."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.tokens: tuple[Token, ...] = tree.tokens
        self.heads = [token.head for token in self.tokens]
        self.deps = [token.dep for token in self.tokens]

    def children(self, i: int, *deps: str) -> list[int]:
        return [j for j, head in enumerate(self.heads) if head == i and j != i and (not deps or self.deps[j] in deps)]

    def is_predicate(self, i: int) -> bool:
        """Whether the word takes obliques rather than noun modifiers."""
        return self.tokens[i].pos not in NOMINAL or bool(self.children(i, "cop", "nsubj", "nsubjpass"))

    # prepositions

    def turn_prepositions(self) -> None:
        """`prep` + `pobj` to a noun with `case`; `prep` + `pcomp` to a clause with `mark`; from the inside out."""
        for i in sorted(range(len(self.tokens)), key=self._depth, reverse=True):
            if self.deps[i] in PREPOSITIONS or (self.deps[i] == "conj" and self.children(i, "pobj", "pcomp")):
                self._turn_preposition(i)

    def _depth(self, i: int) -> int:
        depth = 0
        while self.heads[i] != i and depth <= len(self.heads):
            i, depth = self.heads[i], depth + 1
        return depth

    def _turn_preposition(self, prep: int) -> None:
        inner = [j for j in self.children(prep, "obl", "nmod") if j > prep]
        found = self.children(prep, "pobj") or self.children(prep, "pcomp") or inner
        label = self.deps[prep]
        if not found:
            if label != "dative":
                self.deps[prep] = "advmod"
            return
        noun, head = found[0], self.heads[prep]
        clausal = self.deps[noun] == "pcomp" and self.tokens[noun].pos in {"VERB", "AUX"}
        for child in self.children(prep):
            if child != noun:
                self.heads[child] = noun
        if head == prep:
            self.heads[noun], self.deps[noun] = noun, "ROOT"
        else:
            self.heads[noun] = head
            if clausal and label != "conj":
                self.deps[noun] = "advcl" if self.is_predicate(head) else "acl"
            elif label == "agent":
                self.deps[noun] = "obl:agent"
            elif label == "conj":
                self.deps[noun] = "conj"
            else:
                self.deps[noun] = "obl" if label == "dative" or self.is_predicate(head) else "nmod"
        self.heads[prep], self.deps[prep] = noun, "mark" if clausal else "case"
        for other in self.children(noun, "case"):
            pair = (self.tokens[prep].text.lower(), self.tokens[other].text.lower())
            if other == prep + 1 and pair in FIXED:
                self.heads[other], self.deps[other] = prep, "fixed"

    # copulas

    def turn_copulas(self) -> None:
        """A form of "be" with `attr` or `acomp` (or a place as predicate) hangs on it as `cop`."""
        for i, token in enumerate(self.tokens):
            if token.lemma == "be" and self.deps[i] not in {"aux", "auxpass", "cop"}:
                self._turn_copula(i)

    def _turn_copula(self, be: int) -> None:
        if self.children(be, "expl"):
            for attribute in self.children(be, "attr")[:1]:
                self.deps[attribute] = "nsubj"
            return
        found = self.children(be, "attr") or self.children(be, "acomp")
        if not found and self.children(be, "nsubj"):
            found = [j for j in self.children(be, "obl") if j > be and self.children(j, "case")]
        if not found:
            return
        predicate = found[0]
        self.deps[predicate] = self.deps[be]
        self.heads[predicate] = predicate if self.heads[be] == be else self.heads[be]
        for child in self.children(be):
            if child != predicate:
                self.heads[child] = predicate
        self.heads[be], self.deps[be] = predicate, "cop"

    # clauses

    def raise_objects(self) -> None:
        """ "to" before a verb is `mark`; the subject of an infinitive is the object of the verb above."""
        for i, token in enumerate(self.tokens):
            if token.tag == "TO" and self.deps[i] == "aux":
                self.deps[i] = "mark"
                self._raise_subject(self.heads[i], marker=i)
            elif token.tag == "VB" and self.tokens[self.heads[i]].lemma in CAUSATIVES and not self.children(i, "aux"):
                self._raise_subject(i)

    def _raise_subject(self, verb: int, *, marker: int | None = None) -> None:
        marks = [j for j in self.children(verb, "mark") if j != marker]
        subjects = self.children(verb, "nsubj")
        if self.deps[verb] == "ccomp" and subjects and not marks:
            self.heads[subjects[0]], self.deps[subjects[0]] = self.heads[verb], "dobj"
            self.deps[verb] = "xcomp"

    # coordination

    def order_conjuncts(self) -> None:
        """Every conjunct hangs on the first one; its conjunction hangs on it."""
        for i in range(len(self.tokens)):
            if self.deps[i] == "conj":
                top = self.heads[i]
                while self.deps[top] == "conj" and self.heads[top] != top:
                    top = self.heads[top]
                introducing = [j for j in self.children(self.heads[i], "cc", "punct") if self.heads[i] < j < i]
                self.heads[i] = top
                closest = [j for j in introducing if not any(self._is_conjunct(k) for k in range(j + 1, i))]
                for j in closest:
                    self.heads[j] = i

    def _is_conjunct(self, i: int) -> bool:
        return self.deps[i] == "conj"

    # labels

    def rename(self) -> None:
        """The labels that differ in name alone."""
        for i, dep in enumerate(self.deps):
            if dep == "npadvmod":
                head = self.heads[i]
                self.deps[i] = "obl:unmarked" if self.is_predicate(head) else "nmod:unmarked"
            elif dep in {"prep", "pobj", "agent"}:
                self.deps[i] = "obl"
            elif dep == "pcomp":
                self.deps[i] = "advcl"
            else:
                self.deps[i] = RENAMED.get(dep, dep)

    def finish(self) -> Tree:
        """The Tree; what would hang on itself becomes the root, a second root hangs on the first."""
        roots = [i for i, head in enumerate(self.heads) if head == i]
        for extra in roots[1:]:
            self.heads[extra], self.deps[extra] = roots[0], "parataxis"
        for root in roots[:1]:
            self.deps[root] = "root"
        tokens = tuple(
            replace(token, head=head, dep=dep)
            for token, head, dep in zip(self.tokens, self.heads, self.deps, strict=True)
        )
        return Tree(self.tree.sentence, tokens)
