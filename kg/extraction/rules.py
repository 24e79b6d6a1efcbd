"""The rules of extraction, in the order in which they apply: what each reads, one example, and what it must not read.

A statement carries the names of the rules that made it; `kg explain` prints these lines for them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """One structural rule.

    Attributes:
        name: as it stands in a statement's rule trail.
        family: "argument", "actor", "status", "speaker" or "statement".
        reads: the construction.
        example: a sentence that it reads.
        not_in: a look-alike in which it must not fire.
    """

    name: str
    family: str
    reads: str
    example: str
    not_in: str


RULES: tuple[Rule, ...] = (
    Rule(
        "active-subject",
        "argument",
        "the subject of an active verb acts",
        "Russia supports Iraq.",
        "Iraq is supported.",
    ),
    Rule(
        "subject-conjunct",
        "argument",
        "who is coordinated with the subject acts too",
        "Iran and Syria accused Israel.",
        "Iran accused Israel and Syria.",
    ),
    Rule(
        "contrasted-conjunct",
        "argument",
        "who is named as not the one meant did not act",
        "Sweden, not Finland, attacked Denmark.",
        "Sweden and Finland attacked Denmark.",
    ),
    Rule(
        "passive-agent",
        "argument",
        "the by-phrase of a passive acts",
        "Iraq was attacked by rebels.",
        "Iraq was attacked by night.",
    ),
    Rule(
        "passive-subject",
        "argument",
        "the subject of a passive is acted upon",
        "Rebels were attacked by Iraq.",
        "Rebels attacked Iraq.",
    ),
    Rule(
        "event-agent",
        "argument",
        "who acts in the violent event beside a verb that names nobody",
        "Three soldiers were killed in an attack by rebels.",
        "Three soldiers were arrested in an attack by rebels.",
    ),
    Rule(
        "shared-subject",
        "argument",
        "a second verb shares the subject of the first",
        "Iran denied it and accused Israel.",
        "Iran denied it and Israel protested.",
    ),
    Rule(
        "relative-subject",
        "argument",
        "the noun before a relative clause is its subject",
        "Rebels who attacked Iraq fled.",
        "Rebels whom Iraq attacked fled.",
    ),
    Rule(
        "relative-object",
        "argument",
        "the noun before a relative clause is its object",
        "Rebels whom Iraq attacked fled.",
        "Rebels who attacked Iraq fled.",
    ),
    Rule(
        "reduced-relative",
        "argument",
        "the noun before a participle is its subject, or its object where that is passive",
        "Troops backed by Iran left.",
        "Troops left Iran.",
    ),
    Rule(
        "participle-modifier",
        "argument",
        "the noun after a participle is its subject, or its object where that is passive",
        "Iran-backed troops left.",
        "Troops left Iran.",
    ),
    Rule(
        "compound-participle",
        "argument",
        "the name joined to a participle by a hyphen acts",
        "The U.S.-led coalition left.",
        "The well-led coalition left.",
    ),
    Rule(
        "direct-object",
        "argument",
        "the object of an active verb is acted upon",
        "Russia supports Iraq.",
        "Russia sleeps.",
    ),
    Rule(
        "shared-object",
        "argument",
        "a verb without an object shares that of the verb beside it",
        "Iran defended and armed Syria.",
        "Iran left and armed Syria.",
    ),
    Rule(
        "indirect-object", "argument", "the indirect object receives", "Iran gave Syria weapons.", "Iran gave weapons."
    ),
    Rule(
        "oblique",
        "argument",
        "a prepositional phrase of the verb",
        "Russia sided with Iraq.",
        "Russia sided with ease.",
    ),
    Rule(
        "oblique-of-object",
        "argument",
        "a prepositional phrase that stands at the verb's object",
        "Iran sent aid to Syria.",
        "Iran sent Syria's aid.",
    ),
    Rule(
        "clause-subject",
        "argument",
        "the subject of the clause that the verb embeds",
        "Iran demanded that Israel withdraw.",
        "Iran demanded it.",
    ),
    Rule(
        "content-object",
        "argument",
        "who is acted on in what is threatened, promised or refused",
        "Libya threatened to bomb Egypt.",
        "Libya prepared to bomb Egypt.",
    ),
    Rule(
        "condition-subject",
        "argument",
        "whose act the condition of a threat is",
        "Libya threatened to leave if Egypt attacks.",
        "Libya left before Egypt attacked.",
    ),
    Rule(
        "finds-fault",
        "argument",
        "of whom the reported clause tells a misdeed, or who is called something bad",
        "Egypt said Libya had violated the treaty.",
        "Egypt said Libya had signed the treaty.",
    ),
    Rule(
        "located",
        "argument",
        "who is in the state that a noun names",
        "Prisoners in Kenyan custody fell ill.",
        "Prisoners in Kenyan schools fell ill.",
    ),
    Rule(
        "named-example",
        "argument",
        "who is named of the many that an object or a prepositional phrase means",
        "Police arrested five men including Omar Haddad.",
        "Police arrested five men including a boy.",
    ),
    Rule(
        "free-relative",
        "argument",
        "“what X calls Y” is Y",
        "Egypt condemned what it called Libya's aggression.",
        "Egypt condemned what Libya did.",
    ),
    Rule(
        "object-control",
        "argument",
        "the object of the embedding verb is the subject of the infinitive",
        "Kerry urged Russia to help Iraq.",
        "Kerry promised Russia to help Iraq.",
    ),
    Rule(
        "subject-control",
        "argument",
        "the subject of the embedding verb is the subject of the infinitive",
        "Russia vowed to help Iraq.",
        "Kerry urged Russia to help Iraq.",
    ),
    Rule(
        "noun-possessor",
        "argument",
        "the possessor of an event noun acts",
        "Iran's support for Syria grew.",
        "Iran supports Syria's growth.",
    ),
    Rule(
        "noun-modifier",
        "argument",
        "the name before an event or relation noun",
        "U.S. attacks on Iraq went on.",
        "U.S. citizens went on.",
    ),
    Rule(
        "noun-preposition",
        "argument",
        "the prepositional phrase of an event or relation noun",
        "Talks between Iran and Iraq began.",
        "Talks between sessions began.",
    ),
    Rule(
        "noun-agent",
        "argument",
        "the by-phrase of a noun acts",
        "A plan by Iran to arm Syria failed.",
        "A plan by night failed.",
    ),
    Rule(
        "noun-participle",
        "argument",
        "who a noun's participle involves",
        "Talks involving Iran and Iraq began.",
        "Talks involving oil began.",
    ),
    Rule(
        "event-subject",
        "argument",
        "who takes part in an event by what is said of it as a subject",
        "Talks began between Iran and Iraq.",
        "Talks broke Iran and Iraq.",
    ),
    Rule(
        "involved",
        "argument",
        "who is tied to a violent event by a claim, a charge or a part in it",
        "Rebels claimed responsibility for an attack on Iraq.",
        "Rebels deplored an attack on Iraq.",
    ),
    Rule(
        "blamed",
        "argument",
        "who is blamed for an event may have acted in it",
        "An attack on Iraq blamed on rebels failed.",
        "An attack on Iraq by rebels failed.",
    ),
    Rule(
        "undergoer",
        "argument",
        "the subject of “suffer” is whom the event strikes",
        "Iraq suffered an attack by rebels.",
        "Iraq launched an attack by night.",
    ),
    Rule(
        "light-verb-subject",
        "argument",
        "the subject of a light verb acts in its noun",
        "Iran launched an attack on Iraq.",
        "Iran survived an attack on Iraq.",
    ),
    Rule(
        "light-verb-object",
        "argument",
        "the indirect object of a light verb is acted upon in its noun",
        "Iran gave Syria its support.",
        "Iran gave its support.",
    ),
    Rule(
        "light-verb-oblique",
        "argument",
        "the prepositional phrase of a light verb belongs to its noun",
        "Iran held talks on Monday with Iraq.",
        "Iran held talks on Monday.",
    ),
    Rule(
        "adjunct-subject",
        "argument",
        "the subject of a verb takes part in a meeting or visit named beside it",
        "Abbas spoke during a visit to Egypt.",
        "Abbas spoke after an attack on Egypt.",
    ),
    Rule(
        "governor-subject",
        "argument",
        "whoever speaks of talks or ties with somebody has them, and a demand that he meets is made of him",
        "Abbas welcomed talks with Egypt.",
        "Abbas condemned attacks against Egypt.",
    ),
    Rule(
        "adjective-subject",
        "argument",
        "the subject of an adjective",
        "Iran is hostile to Israel.",
        "Hostile fire hit Israel.",
    ),
    Rule(
        "adjective-noun",
        "argument",
        "the noun beside an adjective",
        "Militias loyal to Iran left.",
        "Loyal militias left.",
    ),
    Rule(
        "prefix",
        "argument",
        "a prefix joined to a name by a hyphen says how the noun stands to it",
        "The pro-Iranian militia left.",
        "The pro golfer left Iran.",
    ),
    Rule(
        "adjective-preposition",
        "argument",
        "the prepositional phrase of an adjective",
        "Iran is hostile to Israel.",
        "Iran is hostile to change.",
    ),
    Rule(
        "copula",
        "argument",
        "the subject of “is” is what the noun says",
        "Syria is an ally of Russia.",
        "Syria has an ally.",
    ),
    Rule(
        "named-as",
        "argument",
        "who serves as something, is named it or resigns as it, is what the noun says",
        "Lavrov was named president of Russia.",
        "Lavrov named the president of Russia.",
    ),
    Rule(
        "apposition",
        "argument",
        "a name is what the noun set beside it says",
        "Syria, an ally of Russia, left.",
        "Syria, Russia and Iran left.",
    ),
    Rule(
        "title",
        "argument",
        "a name is what the title before it says",
        "Russian Foreign Minister Sergey Lavrov left.",
        "The Russian minister left.",
    ),
    Rule(
        "titled-name",
        "argument",
        "who owns a name that has a title, or stands behind it with “of”, is what the title is held in",
        "Kenya's President William Ruto left.",
        "Kenya's friend William Ruto left.",
    ),
    Rule(
        "shared-title",
        "argument",
        "names joined by “and” share what the title of one is held in, if the other has nothing of its own",
        "Chilean President Lagos and Foreign Minister Walker left.",
        "Chilean President Lagos and Peruvian Foreign Minister Walker left.",
    ),
    Rule(
        "joined-names",
        "argument",
        "“'s”, “of” and “from” between two names say who belongs to whom, by what the two are",
        "The BBC's Larry Stone left.",
        "The BBC's report left.",
    ),
    Rule(
        "nominal", "argument", "the noun itself stands for somebody", "A spokesman for NATO left.", "A spokesman left."
    ),
    Rule(
        "listed-names",
        "actor",
        "a plural stands for the names that it is said to be",
        "The countries that joined are Cyprus and Malta.",
        "The countries that joined are small.",
    ),
    Rule(
        "actor-behind",
        "actor",
        "whoever a thing belongs to stands for it in words of praise or blame",
        "Kerry criticized Russia's reaction.",
        "Kerry read Russia's newspapers.",
    ),
    Rule(
        "struck-place",
        "actor",
        "a place that force is used on",
        "Rebels bombed the village.",
        "Rebels visited the village.",
    ),
    Rule(
        "speaker-pronoun",
        "actor",
        "“we” and “our” stand for the speaker's side",
        "“We support Iraq,” Lavrov said.",
        "“They support Iraq,” Lavrov said.",
    ),
    Rule(
        "joint-actors",
        "actor",
        "coordinated subjects of a symmetric event take part in it together",
        "Iran and Iraq met.",
        "Iran and Iraq accused Israel.",
    ),
    Rule(
        "representatives",
        "actor",
        "representatives of several actors take part in a symmetric event for them",
        "The presidents of Iran and Iraq met.",
        "The presidents of Iran and Iraq accused Israel.",
    ),
    Rule(
        "joint-group",
        "actor",
        "more than five joint actors each take part with the group",
        "A, B, C, D, E and F met.",
        "A and B met.",
    ),
    Rule(
        "negation",
        "status",
        "“not”, “never”, “no” deny",
        "Russia did not support Iraq.",
        "Russia not only supported Iraq.",
    ),
    Rule(
        "no-longer",
        "status",
        "“no longer” denies and ends",
        "Russia no longer supports Iraq.",
        "The war lasted no longer than a year.",
    ),
    Rule(
        "modal",
        "status",
        "“will”, “may”, “must”, “would” set the modality",
        "Russia may support Iraq.",
        "In May Russia supported Iraq.",
    ),
    Rule(
        "inverted-condition",
        "status",
        "“should X …” before the subject is a condition",
        "Should Iran attack Israel, it will answer.",
        "Iran should leave Israel alone.",
    ),
    Rule(
        "is-to",
        "status",
        "“is to” with an infinitive is a plan",
        "Lavrov is to meet Kerry.",
        "The aim is to meet Kerry.",
    ),
    Rule(
        "adverb",
        "status",
        "“reportedly”, “possibly” make it possible",
        "Russia reportedly armed Iraq.",
        "Russia quickly armed Iraq.",
    ),
    Rule(
        "status-adjective",
        "status",
        "“alleged”, “planned” set the modality of an event noun",
        "The alleged attack on Iraq failed.",
        "The heavy attack on Iraq failed.",
    ),
    Rule(
        "phase-word",
        "status",
        "“former”, “still”, “continued” set the phase",
        "Former Iraqi President Ayad left.",
        "Iraqi President Ayad left.",
    ),
    Rule(
        "embedded-modality",
        "status",
        "a verb, noun or adjective makes what it embeds a plan, request, duty or possibility",
        "Russia plans to support Iraq.",
        "Russia managed to support Iraq.",
    ),
    Rule(
        "embedded-negation",
        "status",
        "“refuse”, “fail”, “deny” turn what they embed round",
        "Russia refused to support Iraq.",
        "Russia refused Iraq.",
    ),
    Rule(
        "embedded-phase",
        "status",
        "“begin”, “continue” set the phase of what they embed",
        "Russia continues to support Iraq.",
        "Russia continues.",
    ),
    Rule(
        "condition",
        "status",
        "what stands in an if-clause is conditional",
        "If Iran attacks Israel, it will answer.",
        "Iran asked if Israel attacked Syria.",
    ),
    Rule(
        "condition-of",
        "status",
        "an if-clause is the condition of its main clause",
        "Russia will help Iraq if Kerry agrees.",
        "Russia helped Iraq.",
    ),
    Rule(
        "purpose",
        "status",
        "an infinitive of purpose is a plan",
        "Iran sent troops to help Syria.",
        "Iran helped Syria.",
    ),
    Rule(
        "reporting-verb",
        "speaker",
        "the subject of a reporting verb is the speaker of its clause",
        "Lavrov said Russia supports Iraq.",
        "Lavrov met Russia's envoy.",
    ),
    Rule(
        "parenthetical-speaker",
        "speaker",
        "“…, X said” names the speaker",
        "Russia supports Iraq, Lavrov said.",
        "Russia supports Iraq, Syria and Iran.",
    ),
    Rule(
        "passive-report",
        "speaker",
        "a passive report rests on its agent, or on somebody unknown",
        "Iran is said to support Syria.",
        "Iran is ready to support Syria.",
    ),
    Rule(
        "embedding-speaker",
        "speaker",
        "what somebody asks, denies or suspects rests on his word",
        "Kerry accused Iran of arming Syria.",
        "Kerry saw Iran arming Syria.",
    ),
    Rule(
        "reporting-noun",
        "speaker",
        "a claim rests on the word of whoever makes it",
        "Iran's claim that Israel attacked Syria spread.",
        "Iran's plan to attack Syria spread.",
    ),
    Rule(
        "according-to",
        "speaker",
        "“according to X” names the speaker",
        "According to Lavrov, Iran armed Syria.",
        "Iran armed Syria according to plan.",
    ),
    Rule(
        "hearsay",
        "speaker",
        "“reportedly” rests on somebody unknown",
        "Iran reportedly armed Syria.",
        "Iran openly armed Syria.",
    ),
    Rule(
        "denied-speaker",
        "statement",
        "who denies an accusation, or what somebody said, denies it to who made it",
        "Rome accuses Malta of fraud, a charge Malta denies.",
        "Malta denies that its ports are closed.",
    ),
    Rule(
        "speaker-urges",
        "statement",
        "a speaker who says that Y must do something urges Y",
        "Kerry said Russia must join the fight.",
        "Kerry said Russia must have joined the fight.",
    ),
)
"""Every rule, in order of application within its family."""

BY_NAME = {rule.name: rule for rule in RULES}


def describe_rule(name: str) -> str:
    """Return one line on a rule: what it reads, with an example.

    Raises:
        KeyError: there is no such rule.

    Example:
        >>> describe_rule("passive-agent")
        'the by-phrase of a passive acts, as in “Iraq was attacked by rebels.”'
    """
    rule = BY_NAME[name]
    return f"{rule.reads}, as in “{rule.example}”"
