"""What each reason for silence means, in one sentence."""

from __future__ import annotations

from collections.abc import Mapping

from kg.model import Reason

MEANINGS: Mapping[Reason, str] = {
    Reason.NO_ACTOR: "nobody in it is an actor",
    Reason.NO_SECOND_ACTOR: "only one actor takes part",
    Reason.NO_TARGET: "its word has a frame, but no actor stands where the target should",
    Reason.NO_SOURCE: "its word has a frame, but no actor stands where the source should",
    Reason.PRONOUN_UNRESOLVED: "a pronoun stands for nobody that is certain",
    Reason.VERB_UNKNOWN: "the word has no frame that fits these arguments",
    Reason.SPEAKER_UNKNOWN: "“we” or “our” of a speaker whom nobody names",
    Reason.SAME_ACTOR: "both ends are one actor",
    Reason.NOT_A_CLAUSE: "the sentence has no predicate that the rules look at",
}


def meaning(reason: Reason) -> str:
    """Return what a reason for silence means.

    Example:
        >>> meaning(Reason.NO_SECOND_ACTOR)
        'only one actor takes part'
    """
    return MEANINGS[reason]
