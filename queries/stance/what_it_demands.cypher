// summary: What an actor asks, urges or demands of others, in the words read.
// parameter actor: actor, required. The actor that asks.
// parameter officials: boolean, default true. For a country, its government and forces count, too.
// parameter since: date, default "0001-01-01". First day, by the statement's own date or else the publication.
// parameter until: date, default "9999-12-31". Last day; statements without any date count for every period.
// returns source: who exactly: the actor or one of its officials
// returns relation: how it asks
// returns target: name of the actor that is asked
// returns matter: what is wanted, in the words read; null where nothing is said
// returns events: number of different events
// returns origins: number of independent origins, reprints counted once
// returns last_day: latest day
// example: actor="John Kerry"
MATCH (a:Actor {uid: $actor})
OPTIONAL MATCH (official:Actor {country: a.country})
WHERE $officials AND a.kind = 'GPE' AND official.uid <> a.uid
  AND official.sector IN ['GOV', 'MIL', 'COP', 'SPY', 'JUD', 'LEG']
WITH a, [a.uid] + collect(official.uid) AS members
UNWIND members AS member_uid
MATCH (source:Actor {uid: member_uid})
MATCH (source)-[r]->(target:Actor)
WHERE r.factual AND r.category = 'REQUEST'
  AND coalesce(r.date_from, r.published, $since) >= $since
  AND coalesce(r.date_from, r.published, $until) <= $until
WITH source.uid AS source_uid, source.name AS source_name, r.relation AS relation,
     target.uid AS target_uid, target.name AS target_name, r.matter AS matter, count(DISTINCT r.event) AS events,
     count(DISTINCT r.origin) AS origins, max(coalesce(r.date_from, r.published)) AS last_day
RETURN source_name AS source, relation, target_name AS target, matter, events, origins, last_day
ORDER BY origins DESC, events DESC, source, relation, target, matter, source_uid, target_uid
