"""The arguments of a predicate, as logical slots; kg.extraction.rules describes each rule named here."""

from __future__ import annotations

from collections.abc import Iterator

from kg.clause import Argument
from kg.extraction.event_subjects import event_subject_arguments
from kg.extraction.grammar import (
    case_words,
    conjuncts,
    free_relative,
    is_content,
    is_infinitive,
    is_passive,
    is_relative_pronoun,
    named_examples,
    relative_antecedent,
    things,
)
from kg.extraction.subjects import agents, surface_subjects
from kg.tree import Token, Tree

NAME_TYPES = frozenset({"GPE", "NORP", "ORG", "PERSON", "LOC"})
LISTING_PARTICIPLES = frozenset({"involve", "include", "target"})
NOUN_PREPOSITIONS_OF_VERB = (
    "of",
    "with",
    "to",
    "on",
    "against",
    "from",
    "for",
    "between",
    "by",
    "in",
    "into",
    "at",
    "over",
)


HYPHENS = frozenset({"-", "–"})
MODIFIERS = frozenset({"amod", "compound", "nmod:desc"})
PARTS_OF_EVENTS = frozenset(
    {
        "aftermath", "beginning", "conclusion", "course", "day", "end", "eve", "face", "height", "hour", "middle",
        "midst", "month", "round", "series", "sideline", "spate", "start", "string", "wake", "wave", "week",
    }
)  # fmt: skip
SERIES = frozenset(
    {
        "series", "string", "wave", "spate", "number", "round", "surge", "flurry", "rash", "dozen", "hundred", "some",
        "many", "several", "most", "one", "rest", "type", "kind", "form", "sort", "act", "spree", "barrage", "campaign",
    }
)  # fmt: skip
"""Nouns that only count or sort the events after their "of"."""
UNDERGOING = frozenset(
    {"suffer", "experience", "endure", "face", "undergo", "sustain", "survive", "withstand", "escape", "weather", "see"}
)
STRAYS = {"by": ("on", "against"), "on": ("to", "from"), "of": ("from", "into")}
"""Prepositions of an event that hang at the noun of another: "a withdrawal of troops from X"."""
BLAMED = {"blame": "on", "attribute": "to"}
"""Participles that lay an event at somebody's door, and his preposition."""
PREFIXES = frozenset({"pro", "anti", "non", "counter"})
LOCATING = frozenset({"in", "at", "under", "inside", "into"})
CONTENT_PREPOSITIONS = frozenset({"to", "against", "with", "on", "for", "from", "of", "into"})


def verb_arguments(tree: Tree, i: int) -> tuple[Argument, ...]:
    """Return the arguments of verb `i`: logical subject and object, indirect object, obliques by preposition."""
    passive = is_passive(tree, i)
    surface = surface_subjects(tree, i)
    found: list[Argument] = []
    if passive:
        found.extend(Argument("subject", a.i, "passive-agent") for a in agents(tree, i))
        found.extend(Argument("object", j, _passive_rule(rule)) for j, rule in surface)
    else:
        found.extend(Argument("subject", j, _active_rule(rule)) for j, rule in surface)
    found.extend(_objects(tree, i, has_subject_gap=bool(surface)))
    for child in tree.children(i, "iobj"):
        found.extend(_filling(tree, "indirect", child.i, "indirect-object"))
    found.extend(obliques(tree, i, passive=passive))
    found.extend(_clause_subjects(tree, i))
    found.extend(_content_objects(tree, i))
    found.extend(_condition_subjects(tree, i))
    found.extend(_compound_participle(tree, i))
    return unique(found)


def _active_rule(rule: str) -> str:
    return "active-subject" if rule == "subject" else rule


def _passive_rule(rule: str) -> str:
    return "passive-subject" if rule == "subject" else rule


def _objects(tree: Tree, i: int, *, has_subject_gap: bool) -> Iterator[Argument]:
    own = tree.children(i, "obj")
    for child in own:
        if child.tag == "NN" and not tree.children(child.i) and is_passive(tree, i):  # "workers taken hostage"
            continue
        rule = "relative-object" if is_relative_pronoun(tree, child.i) else "direct-object"
        yield from _filling(tree, "object", child.i, rule)
    token = tree[i]
    if token.dep == "acl:relcl" and not own and not is_passive(tree, i):
        subject = tree.child(i, "nsubj")
        if subject is not None and not is_relative_pronoun(tree, subject.i) and not _stranded(tree, i):
            yield Argument("object", token.head, "relative-object")
    if token.dep == "conj" and not own and has_subject_gap:
        yield from _shared_object(tree, token)


def _shared_object(tree: Tree, token: Token) -> Iterator[Argument]:
    """ "A defended and backed B": a first verb without an object shares that of the verb after it, and back."""
    head = tree[token.head]
    if head.pos != "VERB" or tree.child(token.i, "ccomp", "xcomp", "obl"):
        return
    if any(o.i > token.i for o in tree.children(head.i, "obj")):
        for child in tree.children(head.i, "obj"):
            for j in conjuncts(tree, child.i):
                yield Argument("object", j, "shared-object")


def _stranded(tree: Tree, i: int) -> bool:
    return any(is_relative_pronoun(tree, o.i) for o in tree.children(i, "obl"))


def _referents(tree: Tree, i: int) -> tuple[int, ...]:
    if is_relative_pronoun(tree, i):
        antecedent = relative_antecedent(tree, i)
        return () if antecedent is None else (antecedent,)
    meant = free_relative(tree, i)
    return conjuncts(tree, i if meant is None else meant)


def _filling(tree: Tree, slot: str, i: int, rule: str) -> Iterator[Argument]:
    """Those for whom `i` stands in a slot of a verb, and who of them is named: "others including X"."""
    meant = _referents(tree, i)
    rule = rule if free_relative(tree, i) is None else "free-relative"
    yield from (Argument(slot, j, rule) for j in meant)
    yield from (Argument(slot, j, "named-example") for k in meant for j in named_examples(tree, k))


def obliques(tree: Tree, i: int, *, passive: bool) -> Iterator[Argument]:
    """Yield what prepositions bring to verb `i`, from its own obliques first, then from those of its object."""
    for child in tree.children(i, "obl"):
        case = case_words(tree, child.i)
        if case is None or (passive and case == "by") or child.dep == "obl:agent":
            continue
        yield from _filling(tree, case, child.i, "oblique")
    for thing in things(tree, i):
        if thing.entity_type in NAME_TYPES:
            continue
        for child in tree.children(thing.i, "nmod"):
            case = case_words(tree, child.i)
            if case in NOUN_PREPOSITIONS_OF_VERB:
                for j in conjuncts(tree, child.i):
                    yield Argument(case, j, "oblique-of-object")
        for clause in tree.children(thing.i, "acl"):
            for child in tree.children(clause.i, "obl") if clause.tag == "VBN" else ():
                case = case_words(tree, child.i)
                if case in ("on", "against"):
                    yield from _filling(tree, case, child.i, "oblique-of-object")


def _clause_subjects(tree: Tree, i: int) -> Iterator[Argument]:
    """Who acts in the clause that `i` embeds: "demanded that X leave", "charges that Y was beaten by X"."""
    for child in tree.children(i, "ccomp", "acl"):
        if child.dep == "acl" and not is_content(tree, child.i):
            continue
        if is_passive(tree, child.i) and (doers := agents(tree, child.i)):
            yield from (Argument("clause-subject", a.i, "clause-subject") for a in doers)
            continue
        subject = tree.child(child.i, "nsubj", "nsubj:pass")
        if subject is not None:
            for j in _referents(tree, subject.i):
                yield Argument("clause-subject", j, "clause-subject")


def _located(tree: Tree, i: int) -> Iterator[Argument]:
    """Who is in the state or place that noun `i` names: "prisoners in U.S. custody", "was held in a U.S. jail"."""
    token, governor = tree[i], tree.head(i)
    if governor is None or case_words(tree, i) not in LOCATING:
        return
    if token.dep == "nmod" and governor.pos in ("NOUN", "PROPN"):
        whose = [c.i for c in tree.children(governor.i, "nmod") if c.i < i and case_words(tree, c.i) == "of"]
        yield from (Argument("located", j, "located") for k in (governor.i, *whose) for j in conjuncts(tree, k))
    elif token.relation == "obl" and governor.pos == "VERB":
        things = [o.i for o in tree.children(governor.i, "obj")]
        if is_passive(tree, governor.i):
            things = [j for j, _ in surface_subjects(tree, governor.i)]
        yield from (Argument("located", j, "located") for thing in things for j in conjuncts(tree, thing))


def content_verbs(tree: Tree, i: int, depth: int = 0) -> Iterator[int]:
    """Yield the infinitives that the verb or noun `i` governs, and those that they govern: "vowed to try to attack"."""
    for child in tree.children(i, "xcomp", *(() if depth else ("acl",))):
        if child.pos == "VERB" and child.dep != "acl:relcl" and is_infinitive(tree, child.i):
            yield child.i
            if depth < 2:
                yield from content_verbs(tree, child.i, depth + 1)


def _content_objects(tree: Tree, i: int) -> Iterator[Argument]:
    """ "threatened to impose sanctions on X": who is acted on in the infinitives that `i` governs."""
    for verb in content_verbs(tree, i):
        for thing in tree.children(verb, "obj", "iobj"):
            for j in _referents(tree, thing.i):
                yield Argument("content-object", j, "content-object")
        for argument in obliques(tree, verb, passive=False):
            if argument.slot in CONTENT_PREPOSITIONS:
                yield Argument("content-oblique", argument.head, "content-object")


def _condition_subjects(tree: Tree, i: int) -> Iterator[Argument]:
    """ "threatened to leave if X attacks": whose act the condition is; X."""
    governors = [i, *(child.i for child in tree.children(i, "xcomp", "ccomp"))]
    for governor in governors:
        for child in tree.children(governor, "advcl"):
            if not any(m.text.lower() in ("if", "unless") for m in tree.children(child.i, "mark")):
                continue
            subject = tree.child(child.i, "nsubj")
            if subject is not None:
                for j in _referents(tree, subject.i):
                    yield Argument("condition-subject", j, "condition-subject")


def _compound_participle(tree: Tree, i: int) -> Iterator[Argument]:
    """ "Iran-backed militia": Iran is the subject of "backed", the militia its object."""
    token = tree[i]
    if token.dep != "amod" or token.tag not in ("VBN", "VBD", "VBG"):
        return
    for child in tree.children(i, "compound", "obl", "obl:agent", "nmod", "nsubj", "obl:unmarked", "amod"):
        named = child.entity_type in NAME_TYPES or child.pos == "PROPN"
        if child.i < i and (named or (child.pos == "NOUN" and tree[child.i + 1].text in HYPHENS)):
            yield Argument("subject", child.i, "compound-participle")


def noun_arguments(tree: Tree, i: int, light_verbs: frozenset[str]) -> tuple[Argument, ...]:
    """Return the arguments of an event noun: possessor, name before it, prepositions, subject of its light verb."""
    found = [*possessors(tree, i), *modifiers(tree, i), *noun_prepositions(tree, i)]
    found.extend(Argument("modifier", c.i, "noun-modifier") for c in tree.children(i, "amod") if c.pos == "ADJ")
    found.extend(_carried_out(tree, i, light_verbs))
    found.extend(_shared_prepositions(tree, i))
    found.extend(_hyphenated_pair(tree, i))
    token = counted_with(tree, i)
    governor = tree.head(token.i)
    if governor is not None and governor.pos == "VERB":
        if token.relation in ("obj", "nsubj") and (token.dep != "nsubj") and _is_light(tree, governor, light_verbs):
            found.extend(_light_verb(tree, governor))
        elif token.dep == "nsubj:pass" and _is_light(tree, governor, light_verbs):
            found.extend(Argument("possessor", a.i, "light-verb-subject") for a in agents(tree, governor.i))
            found.extend(_relabelled(obliques(tree, governor.i, passive=True)))
        elif token.relation in ("obl", "obj", "xcomp"):
            found.extend(_undergoing(tree, token, governor) or _beside(tree, governor))
    elif governor is not None and token.relation == "obl" and tree.child(governor.i, "cop") is not None:
        found.extend(_beside(tree, governor))
    elif governor is not None and token.dep == "nmod" and governor.lemma.lower() in PARTS_OF_EVENTS:
        above = tree.head(governor.i)
        if governor.relation in ("obl", "obj") and above is not None and above.pos == "VERB":
            found.extend(_beside(tree, above))
    found.extend(_content_objects(tree, i))
    found.extend(_clause_subjects(tree, i))
    found.extend(_located(tree, i))
    found.extend(event_subject_arguments(tree, i))
    if tree.child(i, "cop") or token.dep == "acl":
        found.extend(Argument("adjunct-subject", j, "adjunct-subject") for j, _ in surface_subjects(tree, i))
    return unique(found)


def counted_with(tree: Tree, i: int) -> Token:
    """Return the word that stands in the sentence for noun `i`: "series" in "a series of attacks"."""
    token = tree[i]
    while token.dep == "nmod" and case_words(tree, token.i) == "of" and tree[token.head].lemma.lower() in SERIES:
        token = tree[token.head]
    return token


def _hyphenated_pair(tree: Tree, i: int) -> Iterator[Argument]:
    """ "The Iran-Iraq war": two names joined by a hyphen before an event are its two sides."""
    for k in range(max(1, i - 4), i - 1):
        pair = (tree[k - 1], tree[k + 1])
        if tree[k].text in ("-", "–") and all(t.entity[:2] == "B-" and t.entity_type in NAME_TYPES for t in pair):
            yield from (Argument("between", t.i, "noun-modifier") for t in pair)


def _carried_out(tree: Tree, i: int, light_verbs: frozenset[str]) -> Iterator[Argument]:
    """ "An attack launched by A on B", "attacks that A carried out", "an ambush blamed on A", "a U.S.-led attack"."""
    for child in tree.children(i, "acl", "acl:relcl"):
        lemma = child.lemma.lower()
        passive = is_passive(tree, child.i)
        if child.pos != "VERB" or not (lemma in BLAMED or _is_light(tree, child, light_verbs)):
            continue
        if passive and lemma not in BLAMED:
            found = [Argument("by", a.i, "noun-participle") for a in agents(tree, child.i)]
        elif passive:
            found = []
        elif child.dep == "acl:relcl" and not tree.child(child.i, "obj"):
            own = tree.child(child.i, "nsubj")
            whose = () if own is None or is_relative_pronoun(tree, own.i) else conjuncts(tree, own.i)
            found = [Argument("by", j, "noun-participle") for j in whose]
        else:
            continue
        yield from found
        for argument in obliques(tree, child.i, passive=passive):
            blamed = argument.slot == BLAMED.get(lemma)
            slot, rule = ("by", "blamed") if blamed else (argument.slot, "noun-participle")
            yield Argument(slot, argument.head, rule)
    for child in tree.children(i, "amod"):
        if child.lemma.lower() == "lead":
            for argument in _compound_participle(tree, child.i):
                yield Argument("modifier", argument.head, argument.rule)


def _undergoing(tree: Tree, token: Token, verb: Token) -> list[Argument]:
    """ "X suffered an attack by Y", "X came under attack": the subject is who or what the event strikes."""
    under = case_words(tree, token.i) == "under" and verb.lemma.lower() in ("come", "be")
    if is_passive(tree, verb.i) or not (under or (token.relation == "obj" and verb.lemma.lower() in UNDERGOING)):
        return []
    slots = ("of", "on", "against", "in")
    return [Argument(slot, j, "undergoer") for j, _ in surface_subjects(tree, verb.i) for slot in slots]


def _beside(tree: Tree, verb: Token) -> Iterator[Argument]:
    """The subject of the verb beside which an event noun stands: "X spoke during a visit to Y"."""
    for j, _ in surface_subjects(tree, verb.i):
        yield Argument("adjunct-subject", j, "adjunct-subject")


def _is_light(tree: Tree, governor: Token, light_verbs: frozenset[str]) -> bool:
    lemma = governor.lemma.lower()
    if lemma in light_verbs:
        return True
    return any(f"{lemma} {p.text.lower()}" in light_verbs for p in tree.children(governor.i, "compound:prt"))


def _light_verb(tree: Tree, governor: Token) -> Iterator[Argument]:
    if is_passive(tree, governor.i):
        for agent in agents(tree, governor.i):
            yield Argument("possessor", agent.i, "light-verb-subject")
    else:
        for j, _ in surface_subjects(tree, governor.i):
            yield Argument("possessor", j, "light-verb-subject")
    for child in tree.children(governor.i, "iobj"):
        for j in conjuncts(tree, child.i):
            yield Argument("to", j, "light-verb-object")
    yield from _relabelled(a for a in obliques(tree, governor.i, passive=False) if a.head > governor.i)


def _relabelled(arguments: Iterator[Argument]) -> Iterator[Argument]:
    for argument in arguments:
        if argument.rule == "oblique":
            yield Argument(argument.slot, argument.head, "light-verb-oblique")


def possessors(tree: Tree, i: int) -> Iterator[Argument]:
    for child in tree.children(i, "nmod:poss"):
        for j in _referents(tree, child.i):
            yield Argument("possessor", j, "noun-possessor")


def modifiers(tree: Tree, i: int) -> Iterator[Argument]:
    for child in tree.children(i, "compound", "amod", "nmod:desc", "nmod:unmarked", "nmod"):
        if child.i > i or case_words(tree, child.i) is not None or child.dep == "nmod:poss" or _prefixed(tree, child.i):
            continue
        named = child.entity_type in NAME_TYPES or child.pos == "PROPN" or child.lemma.lower() == "military"
        if named or (child.pos == "NOUN" and child.dep == "compound"):
            yield Argument("modifier", child.i, "noun-modifier")
            for other in tree.children(child.i, "conj"):
                yield Argument("modifier", other.i, "noun-modifier")


def noun_prepositions(tree: Tree, i: int) -> Iterator[Argument]:
    for child in tree.children(i, "nmod", "obl", "nmod:poss"):
        case = case_words(tree, child.i)
        if case is not None:
            for j in _referents(tree, child.i):
                yield Argument(case, j, "noun-preposition")
            yield from _strayed(tree, child, case)
    for child in tree.children(i, "acl"):
        if lists_participants(tree, child.i):
            for thing in tree.children(child.i, "obj"):
                for j in conjuncts(tree, thing.i):
                    yield Argument("between", j, "noun-participle")


def _shared_prepositions(tree: Tree, i: int) -> Iterator[Argument]:
    """ "The abduction and abuse of X": a first noun without an object shares that of the noun after it."""
    if any(child.i > i for child in tree.children(i, "nmod")):
        return
    for other in tree.children(i, "conj"):
        if other.i != i + 2 or tree[i + 1].pos != "CCONJ":
            continue
        for child in tree.children(other.i, "nmod"):
            case = case_words(tree, child.i)
            if case in ("of", "on", "against") and child.i > other.i:
                for j in _referents(tree, child.i):
                    yield Argument(case, j, "shared-object")


def lists_participants(tree: Tree, i: int) -> bool:
    """Return whether the participle `i` only lists who is part of the event it follows: "talks involving A and B"."""
    token = tree[i]
    return token.dep == "acl" and token.tag == "VBG" and token.lemma.lower() in LISTING_PARTICIPLES


def _strayed(tree: Tree, child: Token, case: str) -> Iterator[Argument]:
    """ "An attack by rebels on X", "the bombing of X by Y": the second phrase is the event's too, wherever it hangs."""
    for other in tree.children(child.i, "nmod"):
        slot = case_words(tree, other.i)
        if slot is not None and (slot == "by" or slot in STRAYS.get(case, ())):
            for j in _referents(tree, other.i):
                yield Argument(slot, j, "noun-preposition")


def adjective_arguments(tree: Tree, i: int) -> tuple[Argument, ...]:
    """Return the arguments of an adjective: its subject (or the noun it modifies) and its prepositions."""
    found: list[Argument] = []
    token = tree[i]
    joined = _joined_by_hyphen(tree, i)
    if joined is not None:
        return (Argument("subject", _modified(tree, joined, i), "prefix"), Argument("joined", joined, "prefix"))
    subjects = surface_subjects(tree, i) if token.dep != "amod" else ()
    found.extend(Argument("subject", j, "adjective-subject") for j, _ in subjects)
    if token.dep in ("amod", "acl"):
        found.append(Argument("subject", token.head, "adjective-noun"))
    for child in tree.children(i, "obl", "nmod"):
        case = case_words(tree, child.i)
        if case is not None:
            found.extend(Argument(case, j, "adjective-preposition") for j in _referents(tree, child.i))
    for child in tree.children(i, "obl:unmarked", "compound", "obl"):
        if child.i < i and child.entity_type in NAME_TYPES and case_words(tree, child.i) is None:
            found.append(Argument("modifier", child.i, "compound-participle"))  # noqa: PERF401 - one rule a line
    return unique(found)


def _joined_by_hyphen(tree: Tree, i: int) -> int | None:
    """The word that the prefix `i` is joined to ("pro-Syrian"), or None."""
    word = next((t for t in tree.tokens[i + 2 : i + 3] if tree[i + 1].text in HYPHENS), None)
    joins = word is not None and tree[i].end == tree[i + 1].start and tree[i + 1].end == word.start
    return word.i if word is not None and joins else None


def _prefixed(tree: Tree, i: int) -> bool:
    """Whether a prefix stands before the word: "Syrian" in "pro-Syrian"."""
    return i > 1 and tree[i - 2].text.lower() in PREFIXES and _joined_by_hyphen(tree, i - 2) == i


def _modified(tree: Tree, i: int, prefix: int) -> int:
    """The noun that the word `i` with its prefix says something of: "government" in "pro-Syrian government"."""
    while tree[i].dep in MODIFIERS and tree[i].head != i:
        i = tree[i].head
    return tree[prefix].head if i == prefix else i


def unique(arguments: list[Argument]) -> tuple[Argument, ...]:
    """Drop a slot's head that stands there already; the first rule that found it counts."""
    seen: set[tuple[str, int]] = set()
    kept = []
    for argument in arguments:
        if (argument.slot, argument.head) not in seen:
            seen.add((argument.slot, argument.head))
            kept.append(argument)
    return tuple(kept)
