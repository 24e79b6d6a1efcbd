"""How the text puts a predicate: polarity, modality, phase, condition; from its own words and from what embeds it."""

from __future__ import annotations

from dataclasses import replace

from kg.clause import Speaker, Status
from kg.cues import Cues, Embedding
from kg.extraction.grammar import (
    case_words,
    is_finite,
    is_infinitive,
    is_passive,
    marker,
    markers,
    particle,
    verb_words,
)
from kg.extraction.own_words import OwnStatus, OwnWords, token_words
from kg.extraction.subjects import agents
from kg.model import Modality, Phase, Polarity, Words
from kg.tree import Token, Tree

TURNED_DOWN = Embedding(None, Polarity.NEGATED, None, attributed=False, when_negated=Modality.POSSIBLE)
DENIED = Embedding(None, Polarity.NEGATED, None, attributed=False, when_negated=Modality.POSSIBLE)
WISH = Embedding(Modality.PLANNED, Polarity.AFFIRMED, None, attributed=False)
PRESUPPOSED = frozenset({"for", "after", "since", "before", "despite", "because", "while", "when", "as"})
RAISING = frozenset({"believe", "think", "expect", "suppose", "say", "report", "know", "see", "consider", "understand"})


class Qualifier:
    """Statuses of the predicates of one tree; a governor's status is worked out once.

    Args:
        tree: the sentence.
        cues: the pipeline's cue words.

    Attributes:
        speakers_above: kept by `kg.extraction.attribution`: who says, right above it, what a token's clause says.
    """

    def __init__(self, tree: Tree, cues: Cues) -> None:
        self._tree = tree
        self._cues = cues
        self._known: dict[int, Status] = {}
        self._embeddings: dict[int, tuple[Token, Embedding] | None] = {}
        self.speakers_above: dict[int, Speaker | None] = {}
        self._words = OwnWords(tree, cues)

    def status(self, i: int, depth: int = 0) -> Status:
        """Return the status of the predicate at token `i`."""
        if i not in self._known:
            self._known[i] = self._work_out(i, depth) if depth < 12 else Status()
        return self._known[i]

    def own_status(self, i: int) -> Status:
        """Return the status by the predicate's own words alone, as for a title or apposition ("former minister")."""
        own = self._words.read(i)
        return Status(
            Polarity.NEGATED if own.negated else Polarity.AFFIRMED,
            own.modality or Modality.ASSERTED,
            own.phase,
            None,
            tuple(own.cues),
            tuple(own.rules),
        )

    def embedding(self, i: int) -> tuple[Token, Embedding] | None:
        """Return the word that embeds predicate `i` and what it does to it, or None."""
        at, joined = self._tree[i], []
        while at.i not in self._embeddings and at.dep == "conj" and (first := self._tree.head(at.i)) is not None:
            joined.append(at.i)
            at = first
        if at.i not in self._embeddings:
            self._embeddings[at.i] = self._find_embedding(at.i)
        found = self._embeddings[at.i]
        self._embeddings.update(dict.fromkeys(joined, found))
        return found

    def _find_embedding(self, i: int) -> tuple[Token, Embedding] | None:
        token, governor = self._tree[i], self._tree.head(i)
        if governor is None:
            return None
        pos = {"AUX": "VERB", "PROPN": "NOUN"}.get(governor.pos, governor.pos)
        if self._turns_down(governor, token):
            return governor, TURNED_DOWN
        if pos == "VERB" and not self._embeds(governor, token):
            return None
        if pos == "NOUN" and not self._noun_embeds(token):
            return None
        if pos == "ADJ" and token.relation not in ("xcomp", "advcl", "ccomp", "csubj"):
            return None
        if pos == "NOUN" and (denied := self._denial(governor, token)) is not None:
            return denied
        finite = token.relation == "ccomp" and is_finite(self._tree, i)
        prt = particle(self._tree, governor.i) if pos == "VERB" else None
        found, link = None, None
        if pos == "VERB" and token.relation in ("advcl", "obl", "xcomp"):
            link = case_words(self._tree, i) if token.relation == "obl" else marker(self._tree, i)
            found = self._cues.embedding(f"{governor.lemma.lower()} {link}", pos, finite=finite)
        if (
            found is None
            and pos == "VERB"
            and is_passive(self._tree, governor.i)
            and not agents(self._tree, governor.i)
        ):
            found = self._cues.embedding(f"be {governor.text.lower()}", pos, finite=finite)
        if found is None and prt is not None:
            found = self._cues.embedding(verb_words(self._tree, governor.i), pos, finite=finite)
        if link != "as" or token.relation != "obl":  # "named as minister" is no "named a minister"
            found = found or self._cues.embedding(governor.lemma.lower(), pos, finite=finite)
        if found is None and pos == "VERB" and governor.tag in ("VBN", "JJ"):
            found = self._cues.embedding(governor.text.lower(), "ADJ", finite=finite)
        if found is not None and found.modality is Modality.REQUESTED and self._of_oneself(governor, token):
            found = WISH
        if found is not None and found.modality is Modality.POSSIBLE and self._intends(governor, token):
            found = replace(found, attributed=False)
        if found is not None and found.modality is Modality.OBLIGED and pos == "NOUN" and token.dep != "acl":
            found = None
        if found is not None and not found.attributed and finite and self._after_colon(i):
            found = None  # "Russia abstained: its envoy criticized the text"
        return None if found is None else (governor, found)

    def _turns_down(self, governor: Token, event: Token) -> bool:
        """ "rejected any cooperation with X", but not "rejected Iran's cooperation with X", which takes place."""
        return (
            event.lemma.lower() in self._cues.turned_down
            and (event.relation == "obj" or event.dep == "nsubj:pass")
            and self._tree.child(event.i, "nmod:poss") is None
            and not agents(self._tree, event.i)
            and verb_words(self._tree, governor.i) in self._cues.turning_down
        )

    def _after_colon(self, i: int) -> bool:
        return any(mark.text == ":" for mark in self._tree.children(i, "punct"))

    def _denial(self, noun: Token, token: Token) -> tuple[Token, Embedding] | None:
        """ "denied reports that X attacked": the reports are nobody else's, so it is denied by who denies them."""
        verb = self._tree.head(noun.i)
        if (
            verb is None
            or verb.lemma.lower() not in self._cues.denying_verbs
            or noun.dep not in ("obj", "obl", "nsubj:pass")
            or noun.lemma.lower() not in self._cues.reporting_nouns
            or not is_finite(self._tree, token.i)
            or self._tree.child(noun.i, "nmod:poss") is not None
            or agents(self._tree, noun.i)
        ):
            return None
        return verb, DENIED

    def _intends(self, governor: Token, token: Token) -> bool:
        """ "is considering recognizing X": one's own act, which rests on nobody's word."""
        return (
            governor.pos == "VERB"
            and token.relation in ("xcomp", "advcl")
            and not is_passive(self._tree, governor.i)
            and self._tree.child(governor.i, "obj", "iobj") is None
        )

    def _of_oneself(self, governor: Token, token: Token) -> bool:
        """ "asked to leave", "wants to help": nobody else is asked, so it is the subject's own plan."""
        if governor.pos != "VERB" or token.relation != "xcomp" or is_passive(self._tree, governor.i):
            return False
        asked = self._tree.child(governor.i, "obj", "iobj")
        return asked is None and not any(
            case_words(self._tree, o.i) in ("on", "upon", "to", "for") for o in self._tree.children(governor.i, "obl")
        )

    def _embeds(self, governor: Token, token: Token) -> bool:
        lemma = governor.lemma.lower()
        if token.relation in ("xcomp", "ccomp"):
            return not (token.pos in ("NOUN", "PROPN", "ADJ") and token.relation == "xcomp" and lemma in ("be", "go"))
        if token.relation == "advcl":
            marks = set(markers(self._tree, token.i))
            return bool(marks & {"of", "from", "to", "for", "against", "into", "on", "with"}) and lemma not in (
                "be",
                "have",
                "go",
                "move",
                "tell",
                "set",
                "look",
                "work",
                "charge",
            )
        if token.pos == "NOUN" and token.relation in ("obj", "obl", "nsubj"):
            passive = token.dep == "nsubj:pass"
            if token.dep == "nsubj" or (
                token.relation == "obl" and case_words(self._tree, token.i) not in _EVENT_CASES
            ):
                return False
            if token.relation == "obl" and self._cues.embedding(f"{lemma} {case_words(self._tree, token.i)}", "VERB"):
                return True  # "called for talks", though "called talks" leaves them as they are
            return verb_words(self._tree, governor.i) not in self._cues.not_of_events and (
                token.relation != "nsubj" or passive
            )
        return False

    def _noun_embeds(self, token: Token) -> bool:
        if token.dep == "acl":
            return is_infinitive(self._tree, token.i) or bool({"of", "that", "for"} & set(markers(self._tree, token.i)))
        if token.relation == "nmod" and token.pos == "NOUN":
            return case_words(self._tree, token.i) in ("of", "for", "to", "on")
        return False

    def _work_out(self, i: int, depth: int) -> Status:
        own = self._words.read(i)
        token, governor = self._tree[i], self._tree.head(i)
        negated, modality, phase, condition = own.negated, own.modality, own.phase, own.condition
        cues, rules = own.cues, own.rules
        embedding = self.embedding(i) if token.dep != "conj" else None
        if token.dep == "conj" and governor is not None:
            negated, modality, phase, condition = self._from_conjunct(i, governor, own, depth)
            if (modality, negated, phase) != (own.modality, own.negated, own.phase):
                cues, rules = self._merged(self._known.get(governor.i), cues, rules)
        elif embedding is not None:
            word, effect = embedding
            outer = self.status(word.i, depth + 1)
            if self._has_no(token):
                own.negated, effect = False, replace(effect, modality=None)
            negated = own.negated
            turned = effect.polarity is Polarity.NEGATED
            passes = token.relation != "ccomp" or word.lemma.lower() in RAISING
            negated = negated ^ turned ^ (passes and outer.polarity is Polarity.NEGATED)
            modality = (
                modality or effect.modality or (outer.modality if outer.modality is not Modality.ASSERTED else None)
            )
            if turned and passes and outer.polarity is Polarity.NEGATED:
                modality = own.modality or effect.when_negated or modality
            if effect.modality is Modality.POSSIBLE and outer.modality is Modality.REQUESTED:
                modality = Modality.REQUESTED
            phase = phase or effect.phase or (outer.phase if outer.phase is not Phase.FORMER else None)
            condition = condition or outer.condition
            if effect.modality or turned or effect.phase:
                cues = [token_words(self._tree, word), *cues]
                rules = [_embedding_rule(effect), *rules]
            if outer.cues and not effect.modality:
                cues = [*outer.cues, *cues]
        elif governor is not None and self._carried(token, governor):
            outer = self.status(governor.i, depth + 1)
            negated = negated or (
                outer.polarity is Polarity.NEGATED and token.relation in ("obj", "nsubj", "xcomp", "advcl")
            )
            modality = modality or (outer.modality if outer.modality is not Modality.ASSERTED else None)
            phase = phase or outer.phase
            condition = condition or outer.condition
            if outer.cues:
                cues, rules = [*outer.cues, *cues], [*outer.rules, *rules]
        if modality in (None, Modality.ASSERTED) and self._in_condition(i):
            modality = Modality.CONDITIONAL
            rules = [*rules, "condition"]
        if modality is None and embedding is None and self._is_purpose(i):
            modality, negated, rules = self._purpose(i, negated, rules, depth)
        if condition is not None and modality is None and token.tag not in ("VBD", "VBN"):
            modality = Modality.CONDITIONAL
        return Status(
            Polarity.NEGATED if negated else Polarity.AFFIRMED,
            modality or Modality.ASSERTED,
            phase,
            condition,
            tuple(dict.fromkeys(sorted(cues, key=lambda w: w.start))),
            tuple(dict.fromkeys(rules)),
        )

    def _has_no(self, token: Token) -> bool:
        """ "offered no help": the one "no" denies the verb with its noun, and no offer is left."""
        return token.relation == "obj" and any(
            c.text.lower() in self._cues.negative_determiners for c in self._tree.children(token.i, "det")
        )

    def _purpose(self, i: int, negated: bool, rules: list[str], depth: int) -> tuple[Modality | None, bool, list[str]]:
        """An infinitive of purpose is a plan; where the verb above is no fact, it shares that verb's modality.

        "not doing enough to disarm X" does not disarm X.
        """
        governor = self._tree[self._tree[i].head]
        if governor.lemma.lower() == "enough" and governor.head != governor.i:
            outer = self.status(governor.head, depth + 1)
            return None, negated ^ (outer.polarity is Polarity.NEGATED), rules
        outer = self.status(governor.i, depth + 1) if governor.pos in ("VERB", "AUX") else Status()
        enough = any(c.lemma.lower() == "enough" for c in self._tree.children(governor.i, "advmod", "obj"))
        if enough and outer.polarity is Polarity.NEGATED:
            return None, not negated, rules
        if outer.modality in (Modality.REQUESTED, Modality.POSSIBLE, Modality.CONDITIONAL):
            return outer.modality, negated, rules
        return Modality.PLANNED, negated, [*rules, "purpose"]

    def _from_conjunct(
        self, i: int, governor: Token, own: OwnStatus, depth: int
    ) -> tuple[bool, Modality | None, Phase | None, Words | None]:
        """A second verb shares auxiliary, negation and embedding of the first unless it has its own."""
        first = self.status(governor.i, depth + 1)
        first_own = self._words.read(governor.i)
        independent = bool(self._tree.child(i, "nsubj", "nsubj:pass", "aux", "cop"))
        shared_embedding = self.embedding(governor.i) is not None
        if independent and not shared_embedding:
            return own.negated, own.modality, own.phase, own.condition
        negated = own.negated
        if first.polarity is Polarity.NEGATED and not own.negated:
            alternative = any(c.lemma.lower() in ("or", "nor") for c in self._tree.children(i, "cc"))
            same_form = self._tree[i].tag == governor.tag and governor.tag == "VB"
            contrast = any(c.lemma.lower() == "but" for c in self._tree.children(i, "cc"))
            only_own = first_own.negated and not contrast and (alternative or same_form)
            negated = only_own or (not first_own.negated and not contrast)
        inherits = first.modality is not Modality.ASSERTED and (
            self._tree[i].tag in ("VB", "VBN") or self._tree[i].tag == governor.tag or governor.pos != "VERB"
        )
        modality = own.modality or (first.modality if inherits else None)
        return negated, modality, own.phase or first.phase, own.condition

    def _merged(self, first: Status | None, cues: list[Words], rules: list[str]) -> tuple[list[Words], list[str]]:
        if first is None:
            return cues, rules
        return [*first.cues, *cues], [*first.rules, *rules]

    def _carried(self, token: Token, governor: Token) -> bool:
        """An event noun as object, and a participle or infinitive, go with the verb they belong to."""
        if governor.pos not in ("VERB", "AUX", "NOUN", "ADJ"):
            return False
        if token.pos in ("NOUN", "PROPN"):
            return token.relation == "obj" or token.dep == "nsubj:pass" or (token.relation == "xcomp")
        return token.relation == "xcomp" or (
            token.relation == "advcl"
            and not is_finite(self._tree, token.i)
            and not self._is_purpose(token.i)
            and not PRESUPPOSED & set(markers(self._tree, token.i))
        )

    def _in_condition(self, i: int) -> bool:
        tree = self._tree
        for at in (tree[i], *tree.ancestors(i)):
            if at.relation == "advcl" and self._words.is_condition(at.i):
                return True
            if at.relation in ("ccomp", "root", "parataxis"):
                return False
        return False

    def _is_purpose(self, i: int) -> bool:
        token = self._tree[i]
        if token.dep == "conj":
            return self._is_purpose(token.head)
        return token.relation in ("advcl", "acl") and is_infinitive(self._tree, i)


_EVENT_CASES = ("for", "to", "in", "on", "from", "of", "against", "as")


def _embedding_rule(effect: Embedding) -> str:
    if effect.polarity is Polarity.NEGATED:
        return "embedded-negation"
    return "embedded-modality" if effect.modality else "embedded-phase"
