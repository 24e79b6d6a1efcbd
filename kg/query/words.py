"""The closed lists that the guard and the portability notes go by.

Whatever stands in none of these lists is refused; a list of forbidden words would always lack one.
"""

from __future__ import annotations

FIRST_CLAUSES = frozenset({"MATCH", "OPTIONAL", "WITH", "UNWIND", "RETURN", "CALL"})
LATER_CLAUSES = frozenset({"WHERE", "ORDER", "SKIP", "OFFSET", "LIMIT", "UNION"})
CLAUSES = FIRST_CLAUSES | LATER_CLAUSES

INFIX_WORDS = frozenset({"AND", "OR", "XOR", "IN", "CONTAINS"})
SORT_WORDS = frozenset({"ASC", "ASCENDING", "DESC", "DESCENDING"})
SUBQUERY_EXPRESSIONS = frozenset({"EXISTS", "COUNT", "COLLECT"})

WRITING_WORDS = frozenset(
    {"CREATE", "MERGE", "SET", "REMOVE", "DELETE", "DETACH", "NODETACH", "INSERT", "FOREACH", "DROP", "ALTER"}
    | {"RENAME", "GRANT", "DENY", "REVOKE", "START", "STOP", "ENABLE", "DEALLOCATE", "REALLOCATE"}
)
OUTSIDE_WORDS = frozenset({"LOAD", "COPY", "IMPORT", "EXPORT", "INSTALL", "ATTACH", "USE", "USING", "PERIODIC"})
OTHER_WORDS = frozenset({"EXPLAIN", "PROFILE", "SHOW", "TERMINATE", "CYPHER", "YIELD", "FINISH", "LET", "FILTER"})
REFUSED_WORDS = WRITING_WORDS | OUTSIDE_WORDS | OTHER_WORDS

PORTABLE_FUNCTIONS = frozenset(
    {"avg", "collect", "count", "max", "min", "sum", "stdev", "stdevp"}
    | {"coalesce", "head", "last", "length", "size", "type", "labels", "keys", "properties", "nodes", "relationships"}
    | {"range", "reduce", "tail", "reverse", "startnode", "endnode", "all", "any", "none", "single"}
    | {"tointeger", "tofloat", "tostring", "toboolean", "tolower", "toupper", "trim", "ltrim", "rtrim", "replace"}
    | {"split", "substring", "left", "right", "abs", "ceil", "floor", "round", "sign", "sqrt", "exp", "log", "log10"}
    | {"date", "datetime", "duration", "date.truncate", "shortestpath", "allshortestpaths"}
)
OTHER_FUNCTIONS = frozenset(
    {"percentilecont", "percentiledisc", "exists", "isempty", "nullif", "id", "elementid", "valuetype", "btrim"}
    | {"lower", "upper", "char_length", "character_length", "normalize", "isnan", "sin", "cos", "tan", "cot", "asin"}
    | {"acos", "atan", "atan2", "degrees", "radians", "haversin", "pi", "e", "rand", "randomuuid", "timestamp"}
    | {"tointegerornull", "tofloatornull", "tostringornull", "tobooleanornull", "tointegerlist", "tofloatlist"}
    | {"tostringlist", "tobooleanlist", "localdatetime", "localtime", "time", "datetime.truncate"}
    | {"localdatetime.truncate", "time.truncate", "localtime.truncate", "duration.between", "duration.inmonths"}
    | {"duration.indays", "duration.inseconds", "point", "point.distance"}
)
FUNCTIONS = PORTABLE_FUNCTIONS | OTHER_FUNCTIONS
