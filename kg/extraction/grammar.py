"""Walking helpers over a Tree that several rules share: voice, conjuncts, antecedents of relative pronouns, markers."""

from __future__ import annotations

from kg.tree import Token, Tree

CONTRASTED = "contrasted-conjunct"
"""Rule of an argument that is named as not the one meant: "A, not B, attacked"."""
ASKING_FOR = frozenset({"call", "ask", "appeal", "press", "push", "plead", "campaign", "lobby", "apply", "beg", "pray"})
HALVES = frozenset({"next", "close", "due", "prior", "thanks", "according"})
"""Words that are a preposition only with the next one: "next to"."""
CURRENCIES = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen"}
RELATIVE_PRONOUNS = frozenset({"who", "whom", "which", "that", "whose"})
EXAMPLE_WORDS = frozenset({"including", "such as", "like", "along with", "together with", "as well as"})


def is_passive(tree: Tree, i: int) -> bool:
    """Return whether the verb `i` is passive: by its subject, its auxiliary, or as a bare past participle."""
    if tree.child(i, "nsubj:pass", "csubj:pass", "aux:pass"):
        return True
    token = tree[i]
    if token.tag != "VBN" and not (token.tag == "VBD" and token.dep in ("acl", "amod")):
        return False
    if tree.child(i, "aux"):
        return False
    if token.dep in ("acl", "amod", "advcl") and not tree.child(i, "nsubj") and not _takes_object(tree, i):
        return True
    if token.dep == "conj":
        return not tree.child(i, "nsubj") and is_passive(tree, token.head)
    return bool(tree.child(i, "obl:agent"))


def _takes_object(tree: Tree, i: int) -> bool:
    """Whether a participle acts on something, and is not only named after it ("workers taken hostage")."""
    return any(o.tag != "NN" or tree.children(o.i) for o in tree.children(i, "obj"))


def conjuncts(tree: Tree, i: int) -> tuple[int, ...]:
    """Return token `i` and what is coordinated with it: "A, B and C" for A."""
    found = [i]
    for at in found:
        found.extend(c.i for c in tree.children(at, "conj") if c.i not in found)
    return tuple(sorted(found))


def is_contrasted(tree: Tree, i: int) -> bool:
    """Return whether a conjunct is named as the one that is not meant: "A, not B", "A but not B", "A rather than B"."""
    token = tree[i]
    if token.dep != "conj":
        return False
    joining = " ".join(t.text.lower() for t in tree.children(i, "cc", "advmod") if t.i < i)
    return joining in ("not", "but not", "and not", "rather") or joining.startswith("instead")


def is_relative_pronoun(tree: Tree, i: int) -> bool:
    """Return whether token `i` is a relative pronoun (and not a question word or determiner)."""
    token = tree[i]
    if token.lemma.lower() not in RELATIVE_PRONOUNS and token.text.lower() not in RELATIVE_PRONOUNS:
        return False
    if token.tag in ("WDT", "WP", "WP$") or token.has("PronType", "Rel"):
        return relative_antecedent(tree, i) is not None
    return False


def relative_antecedent(tree: Tree, i: int) -> int | None:
    """Return the noun that the relative pronoun `i` stands for, or None."""
    if tree[i].dep == "acl:relcl":
        return None
    for token in tree.ancestors(i):
        if token.dep == "acl:relcl" and token.head != token.i:
            return token.head
        if token.dep in ("ccomp", "root"):
            return None
    return None


def is_content(tree: Tree, i: int) -> bool:
    """Return whether clause `i` is what a noun says: "claims that X lied", "claims X lied"."""
    return "that" in markers(tree, i) or (tree.child(i, "nsubj", "nsubj:pass") is not None and is_finite(tree, i))


def named_examples(tree: Tree, i: int) -> tuple[int, ...]:
    """Return who is named for the many that token `i` means: "others including X", not "including a boy"."""
    return tuple(
        j
        for child in tree.children(i, "nmod")
        if child.i > i and case_words(tree, child.i) in EXAMPLE_WORDS
        for j in conjuncts(tree, child.i)
        if tree.child(j, "nummod") is None and not any(d.text.lower() in ("a", "an") for d in tree.children(j, "det"))
    )


def free_relative(tree: Tree, i: int) -> int | None:
    """Return what the token "what" of "what it calls X" stands for, the head of X, or None."""
    if tree[i].text.lower() != "what":
        return None
    for verb in tree.children(i, "acl:relcl"):
        found = complement(tree, verb.i)
        if found is not None and found.pos in ("NOUN", "PROPN"):
            return found.i
    return None


def complement(tree: Tree, i: int) -> Token | None:
    """Return what verb `i` calls its object: "called X a liar", "described X as a liar", "said it was a lie"."""
    for child in tree.children(i, "xcomp", "ccomp", "obl", "advcl"):
        if child.i < i or child.pos not in ("NOUN", "PROPN", "ADJ"):
            continue
        named = tree.child(child.i, "mark") is None and child.dep == "xcomp"
        as_such = any(c.text.lower() == "as" for c in tree.children(child.i, "case", "mark"))
        if named or as_such or (child.dep == "ccomp" and tree.child(child.i, "cop") is not None):
            return child
    return None


def case_words(tree: Tree, i: int) -> str | None:
    """Return the preposition of token `i` in lower case ("according to" as one), or None; of "over to", "to"."""
    cases = tree.children(i, "case")
    for case in cases:
        half = case.text.lower() in HALVES
        adverb = case.pos == "ADV" and case is not cases[-1] and not half
        if case.tag == "POS" or case.text in ("'s", "’s", "'", "’") or adverb:
            continue
        fixed = [t.text for t in tree.children(case.i, "fixed")]
        if half and not fixed:
            fixed = [t.text for t in cases if t.i == case.i + 1]
        return " ".join([case.text, *fixed]).lower()
    return None


def marker(tree: Tree, i: int) -> str | None:
    """Return the marker of a clause ("to", "that", "if", "of") in lower case, or None."""
    return next(iter(markers(tree, i)), None)


def markers(tree: Tree, i: int) -> tuple[str, ...]:
    """Return all markers of a clause in lower case, words that belong together as one ("as long as")."""
    return tuple(
        " ".join([mark.text, *(t.text for t in tree.children(mark.i, "fixed"))]).lower()
        for mark in tree.children(i, "mark")
    )


def is_infinitive(tree: Tree, i: int) -> bool:
    """Return whether token `i` heads a to-infinitive."""
    token = tree[i]
    if any(t.tag == "TO" or (t.text.lower() == "to" and t.i < i) for t in tree.children(i, "mark")):
        return token.tag in ("VB", "") or token.has("VerbForm", "Inf") or token.pos != "VERB"
    return False


def is_finite(tree: Tree, i: int) -> bool:
    """Return whether the clause of token `i` is finite, by its own form or that of an auxiliary or copula."""
    tokens = (tree[i], *tree.children(i, "aux", "cop"))
    return any(t.tag in ("VBD", "VBZ", "VBP", "MD") or t.has("VerbForm", "Fin") for t in tokens)


def particle(tree: Tree, i: int) -> Token | None:
    """Return the particle of a phrasal verb, or None."""
    return tree.child(i, "compound:prt")


def verb_words(tree: Tree, i: int) -> str:
    """Return the lemma of verb `i` with its particle: "rule out"."""
    prt = particle(tree, i)
    lemma = tree[i].lemma.lower()
    return lemma if prt is None else f"{lemma} {prt.text.lower()}"


def things(tree: Tree, i: int) -> tuple[Token, ...]:
    """Return what verb `i` has for an object, and what it asks for: "called for the release of X"."""
    asked = tree[i].lemma.lower() in ASKING_FOR
    return (
        *tree.children(i, "obj"),
        *(child for child in tree.children(i, "obl") if asked and case_words(tree, child.i) == "for"),
    )


def clause_tokens(tree: Tree, i: int) -> tuple[Token, ...]:
    """Return the tokens of the clause of `i` without outer punctuation."""
    tokens = [*tree.subtree(i)]
    while tokens and tokens[-1].pos == "PUNCT":
        tokens.pop()
    while tokens and tokens[0].pos == "PUNCT":
        tokens.pop(0)
    return tuple(tokens)
