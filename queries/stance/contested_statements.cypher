// summary: What is both asserted and denied of an actor: who asserts it, who denies it.
// parameter actor: actor, required. The actor, at either end.
// parameter officials: boolean, default true. For a country, its government and forces count, too.
// parameter since: date, default "0001-01-01". First day, by the statement's own date or else the publication.
// parameter until: date, default "9999-12-31". Last day; statements without any date count for every period.
// returns source: name of the acting actor
// returns relation: what it does, or does not
// returns target: name of the other
// returns asserted_by: name of the nearest speaker; "(the writer)" where the text speaks for itself
// returns denied_by: the same of the denial
// returns origins_asserting: number of independent origins in which that speaker asserts it
// returns origins_denying: number of independent origins in which that speaker denies it
// example: actor=Russia
MATCH (a:Actor {uid: $actor})
OPTIONAL MATCH (official:Actor {country: a.country})
WHERE $officials AND a.kind = 'GPE' AND official.uid <> a.uid
  AND official.sector IN ['GOV', 'MIL', 'COP', 'SPY', 'JUD', 'LEG']
WITH a, [a.uid] + collect(official.uid) AS members
UNWIND members AS member_uid
MATCH (member:Actor {uid: member_uid})
MATCH (member)-[r]-(other:Actor)
WHERE (r.factual OR (r.polarity = 'NEGATED' AND r.modality = 'ASSERTED'))
  AND coalesce(r.date_from, r.published, $since) >= $since
  AND coalesce(r.date_from, r.published, $until) <= $until
WITH startNode(r).uid AS source_uid, startNode(r).name AS source, r.relation AS relation,
     endNode(r).uid AS target_uid, endNode(r).name AS target,
     r.factual AS asserts, coalesce(r.speakers[0], '(the writer)') AS speaker, count(DISTINCT r.origin) AS origins
WITH source_uid, source, relation, target_uid, target,
     collect(CASE WHEN asserts THEN {speaker: speaker, origins: origins} END) AS assertions,
     collect(CASE WHEN NOT asserts THEN {speaker: speaker, origins: origins} END) AS denials
UNWIND assertions AS assertion
UNWIND denials AS denial
RETURN source, relation, target, assertion.speaker AS asserted_by, denial.speaker AS denied_by,
       assertion.origins AS origins_asserting, denial.origins AS origins_denying
ORDER BY source, relation, target, asserted_by, denied_by, source_uid, target_uid
