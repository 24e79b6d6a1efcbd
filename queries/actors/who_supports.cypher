// summary: Who supports or helps an actor, in words or in deed.
// parameter actor: actor, required. The actor that is supported.
// parameter officials: boolean, default true. For a country, its government and forces count, too.
// parameter since: date, default "0001-01-01". First day, by the statement's own date or else the publication.
// parameter until: date, default "9999-12-31". Last day; statements without any date count for every period.
// returns source: name of the supporting actor
// returns relation: what it does
// returns target: whom exactly: the actor or one of its officials
// returns events: number of different events
// returns origins: number of independent origins, reprints counted once
// returns first_day: earliest day, null where none is known
// returns last_day: latest day
// example: actor=Iraq
MATCH (a:Actor {uid: $actor})
OPTIONAL MATCH (official:Actor {country: a.country})
WHERE $officials AND a.kind = 'GPE' AND official.uid <> a.uid
  AND official.sector IN ['GOV', 'MIL', 'COP', 'SPY', 'JUD', 'LEG']
WITH a, [a.uid] + collect(official.uid) AS members
UNWIND members AS member_uid
MATCH (target:Actor {uid: member_uid})
MATCH (source:Actor)-[r]-(target)
WHERE r.factual AND r.category IN ['SUPPORT', 'AID']
  AND (endNode(r).uid = target.uid OR r.symmetric)
  AND coalesce(r.date_from, r.published, $since) >= $since
  AND coalesce(r.date_from, r.published, $until) <= $until
WITH source.uid AS source_uid, source.name AS source_name, r.relation AS relation,
     target.uid AS target_uid, target.name AS target_name,
     count(DISTINCT r.event) AS events, count(DISTINCT r.origin) AS origins,
     min(coalesce(r.date_from, r.published)) AS first_day, max(coalesce(r.date_from, r.published)) AS last_day
RETURN source_name AS source, relation, target_name AS target, events, origins, first_day, last_day
ORDER BY origins DESC, events DESC, source, relation, target, source_uid, target_uid
