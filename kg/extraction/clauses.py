"""From a tree to its clauses: find the predicates, then their arguments, status, speakers, matter, time and place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.clause import Argument, Clause, Predicate, Speaker, Status
from kg.cues import Cues
from kg.extraction.arguments import (
    adjective_arguments,
    content_verbs,
    lists_participants,
    noun_arguments,
    verb_arguments,
)
from kg.extraction.attribution import find_speakers
from kg.extraction.blame import blame_arguments
from kg.extraction.event_agents import event_agents
from kg.extraction.grammar import (
    CONTRASTED,
    CURRENCIES,
    case_words,
    clause_tokens,
    complement,
    is_contrasted,
    is_passive,
    particle,
    things,
)
from kg.extraction.involvement import with_involved
from kg.extraction.nominals import case_arguments, case_lemma, joins_names, nominal_arguments
from kg.extraction.qualify import Qualifier
from kg.lexicon import Lexicon
from kg.model import Category, Modality, Words
from kg.tree import Token, Tree

ADJECTIVE_PLACES = frozenset({"root", "acl", "amod", "xcomp", "ccomp", "conj", "advcl", "acl:relcl", "parataxis"})
MATTER_PREPOSITIONS = frozenset({"about", "on", "over", "of", "for", "regarding", "concerning"})
THEME_PREPOSITIONS = frozenset({"about", "over", "regarding", "concerning"})
STANCES = frozenset(
    {Category.SUPPORT, Category.ACCUSE, Category.REJECT, Category.REQUEST, Category.PROTEST, Category.ROLE}
)
TALK_OF = frozenset({"discuss", "debate", "mention", "describe", "fear", "recall", "witness", "cover", "depict"})
HOLDING = frozenset({Category.ROLE, Category.MEMBER, Category.OWN, Category.KIN})
SIDES = frozenset({Category.ALLY, Category.RIVAL})
"""What a condition takes for granted: "if they ease the tensions between A and B"."""
CLAUSAL = frozenset({"copula", "named-as"})
PLACE_PREPOSITIONS = frozenset({"in", "at", "near", "outside", "inside", "around"})
TIME_PREPOSITIONS = frozenset(
    {"on", "in", "since", "during", "by", "from", "until", "before", "after", "at", "through"}
)


def find_clauses(tree: Tree, lexicon: Lexicon, cues: Cues) -> tuple[Clause, ...]:
    """Return the clauses of a sentence in the order of their predicates.

    Every verb gives a clause; nouns and adjectives do where the lexicon has a frame for them.
    """
    qualifier = Qualifier(tree, cues)
    clauses = []
    for token in tree:
        for predicate, arguments in _predicates(tree, token, lexicon, cues):
            clause = _clause(tree, predicate, arguments, lexicon, cues, qualifier)
            clauses.append(with_involved(clause, tree, lexicon, cues, qualifier))
    return tuple(clauses)


def _predicates(tree: Tree, token: Token, lexicon: Lexicon, cues: Cues) -> list[tuple[Predicate, tuple[Argument, ...]]]:
    lemma = token.lemma.lower()
    if token.pos == "VERB":
        if token.relation in ("case", "mark", "fixed", "flat"):
            return []
        if token.dep == "amod" and not lexicon.frames(lemma, "VERB"):
            return []
        if lists_participants(tree, token.i) and lexicon.frames(tree[token.head].lemma.lower(), "NOUN"):
            return []
        arguments = verb_arguments(tree, token.i)
        things = (tree[a.head] for a in arguments if a.slot == "object" and tree[a.head].dep != "conj")
        acted_on = {CURRENCIES.get(t.lemma, t.lemma.lower()) for t in things}
        predicate = _predicate(tree, token, "VERB")
        predicate = replace(predicate, objects=predicate.objects | acted_on)
        if not any(a.slot == "subject" for a in arguments) or not predicate.passive:
            arguments = (*arguments, *event_agents(tree, token.i, lexicon))
        return [(predicate, (*arguments, *blame_arguments(tree, token.i, cues)))]
    found = []
    if token.pos in ("NOUN", "PROPN") and token.dep != "case":
        named = token.pos == "PROPN" and token.entity_type
        if lexicon.frames(lemma, "NOUN") and not named and not _in_phrase(tree, token, lexicon):
            arguments = noun_arguments(tree, token.i, lexicon.light_verbs)
            if _is_spoken_of(tree, token, lexicon, cues):
                arguments = tuple(
                    replace(a, rule="governor-subject") if a.rule == "adjunct-subject" else a for a in arguments
                )
            arguments = (*arguments, *blame_arguments(tree, token.i, cues))
            found.append((_predicate(tree, token, "NOUN"), arguments))
        if lexicon.frames(lemma, "NOMINAL") and _denotes(tree, token):
            found.append((_predicate(tree, token, "NOMINAL"), nominal_arguments(tree, token.i)))
    elif token.dep == "case" and lexicon.frames(case_lemma(token), "CASE") and joins_names(tree, token.i):
        predicate = replace(_predicate(tree, token, "CASE"), lemma=case_lemma(token))
        found.append((predicate, case_arguments(tree, token.i)))
    elif token.pos == "ADJ" and token.dep in ADJECTIVE_PLACES and lexicon.frames(lemma, "ADJ"):
        found.append((_predicate(tree, token, "ADJ"), adjective_arguments(tree, token.i)))
    return found


def _in_phrase(tree: Tree, token: Token, lexicon: Lexicon) -> bool:
    """Whether the noun belongs to a verb phrase with a frame of its own: "paid X a visit", "cut its aid to X".

    It does not where nothing stands in the frame's slots: "expressed concern to X", not "concern for X".
    """
    governor = tree.head(token.i)
    if governor is None or governor.pos != "VERB" or token.dep not in ("obj", "nsubj:pass"):
        return False
    if any(child.pos in ("NOUN", "PROPN") for child in tree.children(token.i, "nmod:poss")):
        return False  # "dismissed Iran's charges against Iraq"
    prt = particle(tree, governor.i)
    frames = [
        frame
        for frame in lexicon.frames(governor.lemma.lower(), "VERB")
        if token.lemma.lower() in frame.object and frame.particle == (None if prt is None else prt.text.lower())
    ]
    slots = {argument.slot for argument in verb_arguments(tree, governor.i)} if frames else set()
    return any(slots.intersection(frame.target) for frame in frames)


def _is_spoken_of(tree: Tree, token: Token, lexicon: Lexicon, cues: Cues) -> bool:
    """Whether the verb above an event noun takes a stand on the event, so that its subject need not act in it."""
    governor = tree.head(token.i)
    if (
        governor is None
        or governor.pos != "VERB"
        or (token.relation != "obj" and token not in things(tree, governor.i))
    ):
        return False
    lemma = governor.lemma.lower()
    senses = {lexicon.relations[f.relation].category for f in lexicon.frames(lemma, "VERB") if not f.object}
    return bool(senses & STANCES) or lemma in cues.reporting_verbs or lemma in lexicon.silent or lemma in TALK_OF


def _denotes(tree: Tree, token: Token) -> bool:
    """Whether a relation noun denotes somebody here, and is not only a modifier of another noun ("minister level")."""
    if token.dep in ("compound", "nmod:poss") and tree[token.head].pos == "NOUN" and token.dep == "compound":
        return False
    return token.dep != "fixed"


def _predicate(tree: Tree, token: Token, pos: str) -> Predicate:
    prt = particle(tree, token.i) if pos == "VERB" else None
    last = prt.i if prt is not None and prt.i == token.i + 1 else token.i
    phrase = _object_lemmas if pos == "VERB" else _modifier_lemmas
    return Predicate(
        head=token.i,
        pos=pos,
        lemma=token.lemma.lower(),
        particle=None if prt is None else prt.text.lower(),
        words=tree.words(token.i, last),
        passive=pos == "VERB" and is_passive(tree, token.i),
        objects=frozenset(phrase(tree, token.i)),
        complement=tree.child(token.i, "xcomp", "ccomp") is not None,
        content=frozenset(tree[j].lemma.lower() for j in content_verbs(tree, token.i)),
    )


def _object_lemmas(tree: Tree, i: int) -> Iterator[str]:
    """The lemmas that a fixed phrase may name: the object or what it measures, a complement that is no verb.

    Of a prepositional phrase, with its preposition: "on trial"; of a clause, the word before it: "whether", "from".
    """
    for token in (*things(tree, i), *tree.children(i, "nsubj:pass")):
        yield token.lemma.lower()
        for measured in tree.children(token.i, "nmod"):
            if case_words(tree, measured.i) == "of" and measured.entity == "O":
                yield measured.lemma.lower()
    for token in tree.children(i, "xcomp", "advmod"):
        if token.pos in ("ADJ", "NOUN", "ADV") and token.i > i and tree.child(token.i, "mark", "cop") is None:
            yield token.lemma.lower()
    named = complement(tree, i)
    if named is not None:
        yield from (named.lemma.lower(), *_modifier_lemmas(tree, named.i))
    for clause in tree.children(i, "advcl", "ccomp"):
        yield from (m.text.lower() for m in tree.children(clause.i, "mark", "advmod") if m.i < clause.i)
    for governor in (i, *(t.i for t in tree.children(i, "obj"))):
        for token in tree.children(governor, "obl", "nmod"):
            case = case_words(tree, token.i)
            if token.tag.startswith("NN") and token.i > governor and case is not None:
                yield f"{case} {token.lemma.lower()}"


def _modifier_lemmas(tree: Tree, i: int) -> Iterator[str]:
    for token in tree.children(i, "amod", "compound"):
        yield token.lemma.lower()


def _clause(
    tree: Tree,
    predicate: Predicate,
    arguments: tuple[Argument, ...],
    lexicon: Lexicon,
    cues: Cues,
    qualifier: Qualifier,
) -> Clause:
    head = predicate.head
    standing = predicate.pos == "CASE" or any(a.rule == "prefix" for a in arguments)
    standing = standing or (predicate.pos == "NOMINAL" and not any(a.rule in CLAUSAL for a in arguments))
    standing = standing or (predicate.pos == "NOUN" and _says_what_holds(predicate, lexicon, HOLDING))
    status = qualifier.own_status(head) if standing else qualifier.status(head)
    if any(a.rule == "named-as" for a in arguments) and qualifier.embedding(head) is None:
        status = _with_phase(qualifier.status(tree[head].head), status)  # "will serve as ambassador"
    if status.modality is Modality.CONDITIONAL and _says_what_holds(predicate, lexicon, SIDES):
        status = qualifier.own_status(head)
    speakers = () if standing else find_speakers(tree, head, cues, qualifier)
    embedding = qualifier.embedding(head)
    parent = None if embedding is None else embedding[0].i
    tokens = clause_tokens(tree, head)
    span = tree.words(tokens[0].i, tokens[-1].i) if tokens else predicate.words
    past, future = _tense(tree, head)
    return Clause(
        sentence=tree.sentence.index,
        predicate=predicate,
        arguments=tuple(replace(a, rule=CONTRASTED) if is_contrasted(tree, a.head) else a for a in arguments),
        status=status,
        speakers=speakers,
        parent=parent,
        span=span,
        matter=_matter(tree, predicate, cues, lexicon),
        time=_time(tree, head),
        places=_places(tree, head),
        past=past,
        future=future or status.modality is Modality.PLANNED,
        urges=_urges(tree, status, speakers, cues, head),
    )


def _with_phase(verb: Status, noun: Status) -> Status:
    """The status that a verb gives, with the phase of the noun where it has none: "is known as a former leader"."""
    if verb.phase is not None or noun.phase is None:
        return verb
    return replace(verb, phase=noun.phase, cues=(*verb.cues, *noun.cues), rules=(*verb.rules, *noun.rules))


def _says_what_holds(predicate: Predicate, lexicon: Lexicon, holding: frozenset[Category]) -> bool:
    """Whether a noun tells what holds ("membership", "ties"), which the verb above it does not plan or deny."""
    categories = {lexicon.relations[f.relation].category for f in lexicon.frames(predicate.lemma, "NOUN")}
    return bool(categories) and categories <= holding


def _urges(tree: Tree, status: Status, speakers: tuple[Speaker, ...], cues: Cues, head: int) -> bool:
    """Whether a speaker says that the subject must do this, and so asks for it."""
    if status.modality is not Modality.OBLIGED or not speakers or speakers[0].predicate is None:
        return False
    if speakers[0].rule not in ("reporting-verb", "parenthetical-speaker") or not speakers[0].heads:
        return False
    speaker = tree[speakers[0].heads[0]]
    return (
        tree[speakers[0].predicate].lemma.lower() in cues.urging_verbs
        and speaker.lemma.lower() not in cues.guessing
        and tree[head].pos == "VERB"
    )


def _tense(tree: Tree, i: int) -> tuple[bool, bool]:
    token = tree[i]
    auxiliaries = tree.children(i, "aux", "aux:pass", "cop")
    future = any(
        a.lemma.lower() in ("will", "shall") or a.text.lower() in ("will", "wo", "'ll", "’ll") for a in auxiliaries
    )
    past = token.tag == "VBD" or any(a.tag == "VBD" for a in auxiliaries)
    past = past or (token.tag == "VBN" and any(a.lemma.lower() == "have" for a in auxiliaries))
    if token.pos in ("NOUN", "PROPN") or token.tag in ("VB", "VBG", "VBN"):
        governor = tree.head(i)
        if governor is not None and not past and not future and governor.pos == "VERB":
            return _tense(tree, governor.i)
    return past and not future, future


def _matter(tree: Tree, predicate: Predicate, cues: Cues, lexicon: Lexicon) -> Words | None:
    """What it is about: the content of a request, accusation or promise, or the theme of talks."""
    i = predicate.head
    if predicate.pos in ("NOMINAL", "CASE"):
        return None
    speaks = predicate.lemma in cues.reporting_verbs or cues.embedding(predicate.lemma, predicate.pos) is not None
    for child in tree.children(i, "xcomp", "ccomp", "advcl", "acl"):
        if child.dep == "acl:relcl" or (child.relation != "advcl" and not speaks):
            continue
        if child.i > i and (child.pos in ("VERB", "AUX") or tree.child(child.i, "cop", "nsubj")):
            if child.relation == "advcl" and not _content_mark(tree, child.i):
                continue
            return content_words(tree, child.i)
    themes = MATTER_PREPOSITIONS if speaks or predicate.pos == "NOUN" else THEME_PREPOSITIONS
    ends = {slot for frame in lexicon.frames(predicate.lemma, predicate.pos) for slot in (*frame.source, *frame.target)}
    for child in tree.children(i, "obl", "nmod"):
        if child.entity == "O" and case_words(tree, child.i) in themes - ends and child.i > i:
            return _without_case(tree, child.i)
    return None


def _content_mark(tree: Tree, i: int) -> bool:
    return any(m.text.lower() in ("of", "for", "from", "against") for m in tree.children(i, "mark"))


def content_words(tree: Tree, i: int) -> Words:
    """Return the words of a clause without the marker that introduces it."""
    tokens = [
        t
        for t in clause_tokens(tree, i)
        if not (t.relation == "mark" and t.head == i and t.text.lower() in ("that", "of", "for"))
    ]
    return tree.words(tokens[0].i, tokens[-1].i)


def _without_case(tree: Tree, i: int) -> Words:
    tokens = [t for t in clause_tokens(tree, i) if not (t.relation == "case" and t.head == i)]
    return tree.words(tokens[0].i, tokens[-1].i) if tokens else tree.words(i, i)


def _time(tree: Tree, i: int) -> Words | None:
    for child in tree.children(i, "obl", "nmod", "advmod"):
        if child.entity_type == "DATE" or (child.dep in ("obl:unmarked", "nmod:unmarked") and _looks_like_time(child)):
            case = case_words(tree, child.i)
            if case is None or case in TIME_PREPOSITIONS:
                return (
                    _without_case(tree, child.i)
                    if case not in ("since", "until", "after", "before")
                    else _phrase(tree, child.i)
                )
    token, governor = tree[i], tree.head(i)
    if governor is not None and governor.pos == "VERB" and token.relation in ("xcomp", "obj"):
        return _time(tree, governor.i)
    return None


def _looks_like_time(token: Token) -> bool:
    return token.lemma.lower() in TIME_NOUNS


TIME_NOUNS = frozenset(
    {
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday", "tomorrow",
        "tonight", "day", "night", "morning", "afternoon", "evening", "week", "weekend", "month", "quarter", "year",
        "decade", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
        "november", "december",
    }
)  # fmt: skip


def _phrase(tree: Tree, i: int) -> Words:
    tokens = clause_tokens(tree, i)
    return tree.words(tokens[0].i, tokens[-1].i)


def _places(tree: Tree, i: int) -> tuple[int, ...]:
    return tuple(
        child.i
        for child in tree.children(i, "obl", "nmod")
        if child.entity_type in ("GPE", "LOC") and case_words(tree, child.i) in PLACE_PREPOSITIONS
    )
