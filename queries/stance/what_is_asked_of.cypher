// summary: What others want an actor to do to whom: acts that are asked or demanded of it, not done.
// parameter actor: actor, required. The actor that should act.
// parameter officials: boolean, default true. For a country, its government and forces count, too.
// parameter since: date, default "0001-01-01". First day, by the statement's own date or else the publication.
// parameter until: date, default "9999-12-31". Last day; statements without any date count for every period.
// returns actor: who exactly: the actor or one of its officials
// returns relation: what it should do
// returns target: name of the other
// returns asked_by: name of the nearest speaker; "(the writer)" where the text speaks for itself
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
MATCH (member)-[r:NONFACTUAL]->(target:Actor)
WHERE r.modality IN ['REQUESTED', 'OBLIGED'] AND r.polarity = 'AFFIRMED'
  AND coalesce(r.date_from, r.published, $since) >= $since
  AND coalesce(r.date_from, r.published, $until) <= $until
WITH member.uid AS actor_uid, member.name AS actor_name, r.relation AS relation,
     target.uid AS target_uid, target.name AS target_name, coalesce(r.speakers[0], '(the writer)') AS asked_by,
     count(DISTINCT r.event) AS events, count(DISTINCT r.origin) AS origins,
     max(coalesce(r.date_from, r.published)) AS last_day
RETURN actor_name AS actor, relation, target_name AS target, asked_by, events, origins, last_day
ORDER BY origins DESC, events DESC, actor, relation, target, asked_by, actor_uid, target_uid
