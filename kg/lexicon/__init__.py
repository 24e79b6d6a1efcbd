"""The relation lexicon: which words say that one actor does something to another, and which end stands where.

`relations.toml` lists the relations (at most 200), `frames_*.toml` the words that say them:

```toml
[relations]
SUPPORTS = { category = "SUPPORT", cameo = "05", score = 4.0 }
```
```toml
pos = "VERB"                       # one part of speech a file
light_verbs = ["launch"]           # their subject acts in the noun that they govern: "launch an attack"
silent = ["include"]               # verbs that relate nobody, even where both ends are actors

[[frames]]
relation = "SUPPORTS"
target = ["with"]                  # slots in order of preference; VERB: subject and object where nothing is said
words = ["side", "stand up"]       # a lemma, or a lemma and its particle

[[frames]]
relation = "CUTS_AID_TO"
target = ["to", "for"]
object = ["aid", "assistance"]     # a fixed phrase: the verb with one of these objects
words = ["suspend", "cut off"]
```
"""

from kg.lexicon.reader import read_lexicon
from kg.lexicon.words import (
    ADJ,
    ALWAYS_SYMMETRIC,
    CAMEO_ROOTS,
    MAX_RELATIONS,
    NOMINAL,
    NOUN,
    QUADS,
    SLOTS,
    VERB,
    Frame,
    Lexicon,
    Relation,
)

__all__ = [
    "ADJ",
    "ALWAYS_SYMMETRIC",
    "CAMEO_ROOTS",
    "MAX_RELATIONS",
    "NOMINAL",
    "NOUN",
    "QUADS",
    "SLOTS",
    "VERB",
    "Frame",
    "Lexicon",
    "Relation",
    "read_lexicon",
]
