"""What speaks for and against each actor that a pronoun may mean, in words that an explanation can show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.model import Kind, Link, Scope
from kg.resolve.binding import first_joined
from kg.resolve.coreference import Candidate, Discourse
from kg.resolve.mentions import Phrase
from kg.tree import Tree

Features = dict[str, float]
Groups = Mapping[str, Sequence[Candidate]]
ROLES = {
    "nsubj": "subject", "dislocated": "subject", "obj": "object", "iobj": "object", "obl": "adjunct", "nmod": "noun's",
    "appos": "beside", "vocative": "beside", "list": "beside", "root": "root", "parataxis": "root",
    "compound": "modifier", "amod": "modifier", "flat": "modifier", "fixed": "modifier", "goeswith": "modifier",
}  # fmt: skip
OWN_ROLES = {"subject": "subject", "passive": "subject", "owner": "owner"}
OBJECT_ROLES = frozenset({"object", "adjunct", "noun's"})
DISTANCES = ("same sentence", "sentence before", "two before", "far")
SUBJECTS = frozenset({"subject", "passive"})
CLAUSES = frozenset({"ccomp", "xcomp", "advcl", "acl", "conj", "parataxis"})
PLACES = frozenset({"in", "near", "at", "inside", "across", "by"})
QUOTES = frozenset({'"', "“", "”", "``", "''"})
NOTHING_BEFORE = -10.0


def role_of(phrase: Phrase) -> str:
    """Return the part a phrase plays in its sentence; "owner" for a possessor, "passive" for a passive's subject."""
    token = first_joined(phrase.tree, phrase.head)
    if token.dep == "nsubj:pass":
        return "passive"
    if token.dep == "nmod:poss":
        return "owner"
    return ROLES.get(token.relation, "other")


def own_role(phrase: Phrase) -> str:
    """Return the part of a pronoun: subject, object, owner or other."""
    role = role_of(phrase)
    return "object" if role in OBJECT_ROLES else OWN_ROLES.get(role, "other")


def actor_features(phrase: Phrase, sort: str, uid: str, groups: Groups, discourse: Discourse) -> Features:
    """Return what there is to say of one actor as the antecedent of a pronoun.

    Args:
        phrase: the pronoun.
        sort: "male", "female", "thing" or "plural".
        uid: the actor.
        groups: the mentions near by of each actor that fits, latest first; actors in the order of their latest one.
        discourse: what was mentioned so far.
    """
    group, here = groups[uid], phrase.tree.sentence.index
    latest = group[0]
    role, own = role_of(latest.phrase), own_role(phrase)
    away = here - latest.mention.sentence
    distance = DISTANCES[min(away, 3)]
    found = [f"{distance}, {role}", f"{own} after {role}, {'same sentence' if away == 0 else 'earlier sentence'}"]
    found.extend(_earlier_mentions(group, here))
    if latest.mention.link is Link.PRONOUN:
        found += ["a pronoun took it up", f"a pronoun took it up, {distance}"]
        if latest.mention.text.casefold() == phrase.tree[phrase.head].text.casefold():
            found.append("the same pronoun took it up")
    found.append(f"place {min(list(groups).index(uid) + 1, 3)} by nearness")
    found.extend(_of_kind(latest, sort, role, [g[0] for u, g in groups.items() if u != uid]))
    if latest.entity.kind is not Kind.PERSON and sort in {"male", "female"}:
        found += ["kind in doubt", f"kind in doubt, {distance}"]
    if latest.entity.scope is Scope.DESCRIBED:
        found.append("described")
    elif " " not in latest.entity.name:
        found.append("name of one word")
    if latest.phrase.tree is phrase.tree and latest.phrase.first > phrase.head:
        found.append("subject that follows")
        if len(group) == 1 and not discourse.mentioned[uid]:
            found.append("subject that follows, new")
    if _is_joined(latest.phrase, discourse):
        found.append("joined")
    if _has_case(latest.phrase, PLACES):
        found.append("place")
    features = dict.fromkeys(found, 1.0)
    if away == 0:
        features[_path(phrase, latest.phrase)] = 1.0
        if _in_quotes(phrase.tree, phrase.head) and not _in_quotes(phrase.tree, latest.phrase.head):
            features[f"outside the quote, {role}"] = 1.0
        features["nearness"] = 1 / max(1, phrase.head - latest.phrase.last)
    return features


def nobody_features(
    phrase: Phrase, sort: str, groups: Groups, discourse: Discourse, covered: set[tuple[int, int]]
) -> Features:
    """Return what speaks for none of the actors: a thing, several together, somebody whose name was not seen.

    Args:
        phrase, sort, groups, discourse: as above.
        covered: sentence and token of all words that belong to a phrase.
    """
    here = phrase.tree.sentence.index
    nearest = min(here - group[0].mention.sentence for group in groups.values())
    features: Features = {
        "nobody": 1.0,
        f"nobody, {min(len(groups), 4)} fit": 1.0,
        f"nobody, as {own_role(phrase)}": 1.0,
        f"nobody, nearest: {DISTANCES[min(nearest, 2)]}": 1.0,
    }
    if _in_quotes(phrase.tree, phrase.head):
        features["nobody, quoted"] = 1.0
    if sort in {"male", "female"}:
        if any(group[0].gender == sort for group in groups.values()):
            features["nobody, though one of that gender"] = 1.0
        for away in (0, 1):
            unseen = _unseen_names(discourse.trees.get(here - away), phrase.head if away == 0 else None, covered)
            if unseen:
                features[f"nobody, {min(unseen, 2)} unknown names, {DISTANCES[away]}"] = 1.0
        return features
    return features | _thing_features(phrase, sort, discourse)


def _earlier_mentions(group: Sequence[Candidate], here: int) -> Iterator[str]:
    latest = group[0]
    same = [c for c in group if c.mention.sentence == here]
    before = [c for c in group if c.mention.sentence == here - 1]
    if latest in same and before:
        was_subject = any(role_of(c.phrase) in SUBJECTS for c in before)
        yield "also subject of the sentence before" if was_subject else "also in the sentence before"
    if latest in before and any(role_of(c.phrase) in SUBJECTS for c in before[1:]):
        yield "also subject there"
    if len(same) > 1:
        yield "twice in the sentence"
        if any(role_of(c.phrase) in SUBJECTS for c in same[1:]):
            yield "also subject of the sentence"


def _of_kind(latest: Candidate, sort: str, role: str, rivals: Sequence[Candidate]) -> Iterator[str]:
    if sort not in {"male", "female"}:
        yield f"kind {latest.entity.kind}"
        yield f"kind {latest.entity.kind}, {role}"
    elif latest.gender == sort:
        yield "gender told"
    else:
        yield "gender open"
        if any(rival.gender == sort for rival in rivals):
            yield "gender open, a rival's told"


def _is_joined(phrase: Phrase, discourse: Discourse) -> bool:
    tree = phrase.tree
    others = tree.children(phrase.head, "conj")
    return tree[phrase.head].relation == "conj" or any((id(tree), other.i) in discourse.heads for other in others)


def _has_case(phrase: Phrase, words: frozenset[str]) -> bool:
    return any(case.text.casefold() in words for case in phrase.tree.children(phrase.head, "case"))


def _path(phrase: Phrase, other: Phrase) -> str:
    """Return how the pronoun hangs below the other phrase's verb: through which relation, how many clauses deep."""
    tree = phrase.tree
    token, mark = tree[phrase.head], first_joined(tree, other.head)
    clauses = 0
    while token.head != token.i:
        if token.head == mark.i:
            return f"within its phrase, {token.relation}"
        if token.head == mark.head and token.i != mark.i:
            return f"under its verb: {mark.relation}, {token.relation}, {min(clauses, 2)}"
        clauses += token.relation in CLAUSES
        token = tree[token.head]
    return "not under its verb"


def _in_quotes(tree: Tree, i: int) -> bool:
    return sum(token.text in QUOTES for token in tree.tokens[:i]) % 2 == 1


def _unseen_names(tree: Tree | None, last: int | None, covered: set[tuple[int, int]]) -> int:
    """Return how many capitalised words of a sentence belong to no phrase; the first word does not count."""
    if tree is None:
        return 0
    at = tree.sentence.index
    return sum(t.pos == "PROPN" and t.text[:1].isupper() and (at, t.i) not in covered for t in tree.tokens[1:last])


def _thing_features(phrase: Phrase, sort: str, discourse: Discourse) -> Features:
    tree, token = phrase.tree, phrase.tree[phrase.head]
    verb = tree[token.head]
    best = discourse.thing_score(phrase, plural=sort == "plural")
    features: Features = {}
    if best > NOTHING_BEFORE:
        features["nobody, a thing before"] = max(-6.0, best) / 2
    else:
        features["nobody, no thing before"] = 1.0
    if sort == "plural" and discourse.joint_subject(phrase) is not None:
        features["nobody, several joined before"] = 1.0
    if sort == "thing" and token.relation == "nsubj":
        features["nobody, subject of what is"] = float(verb.pos in {"ADJ", "NOUN"})
        if tree.children(verb.i, "csubj", "ccomp", "expl"):
            features["nobody, with a clause"] = 1.0
    if token.relation == "expl":
        features["nobody, empty"] = 1.0
    return features
