// summary: What is denied of an actor or by the texts about it: negated statements, with who denies.
// parameter actor: actor, required. The actor, at either end.
// parameter officials: boolean, default true. For a country, its government and forces count, too.
// parameter since: date, default "0001-01-01". First day, by the statement's own date or else the publication.
// parameter until: date, default "9999-12-31". Last day; statements without any date count for every period.
// returns source: name of the actor that did not act
// returns relation: what it did not do
// returns target: name of the other
// returns denied_by: name of the nearest speaker; "(the writer)" where the text speaks for itself
// returns events: number of different events
// returns origins: number of independent origins, reprints counted once
// returns last_day: latest day
// example: actor=Russia
MATCH (a:Actor {uid: $actor})
OPTIONAL MATCH (official:Actor {country: a.country})
WHERE $officials AND a.kind = 'GPE' AND official.uid <> a.uid
  AND official.sector IN ['GOV', 'MIL', 'COP', 'SPY', 'JUD', 'LEG']
WITH a, [a.uid] + collect(official.uid) AS members
UNWIND members AS member_uid
MATCH (member:Actor {uid: member_uid})
MATCH (member)-[r:NONFACTUAL]-(other:Actor)
WHERE r.polarity = 'NEGATED' AND r.modality = 'ASSERTED'
  AND coalesce(r.date_from, r.published, $since) >= $since
  AND coalesce(r.date_from, r.published, $until) <= $until
WITH startNode(r).uid AS source_uid, startNode(r).name AS source, r.relation AS relation,
     endNode(r).uid AS target_uid, endNode(r).name AS target, coalesce(r.speakers[0], '(the writer)') AS denied_by,
     count(DISTINCT r.event) AS events, count(DISTINCT r.origin) AS origins,
     max(coalesce(r.date_from, r.published)) AS last_day
RETURN source, relation, target, denied_by, events, origins, last_day
ORDER BY origins DESC, events DESC, source, relation, target, denied_by, source_uid, target_uid
