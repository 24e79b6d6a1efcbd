// summary: Whom an actor meets, calls, visits, hosts or negotiates with.
// parameter actor: actor, required. The actor.
// parameter officials: boolean, default true. For a country, its government and forces count, too.
// parameter since: date, default "0001-01-01". First day, by the statement's own date or else the publication.
// parameter until: date, default "9999-12-31". Last day; statements without any date count for every period.
// returns actor: who exactly: the actor or one of its officials
// returns relation: sort of contact
// returns other: name of the other actor
// returns events: number of different events
// returns origins: number of independent origins, reprints counted once
// returns first_day: earliest day, null where none is known
// returns last_day: latest day
// example: actor="John Kerry"
MATCH (a:Actor {uid: $actor})
OPTIONAL MATCH (official:Actor {country: a.country})
WHERE $officials AND a.kind = 'GPE' AND official.uid <> a.uid
  AND official.sector IN ['GOV', 'MIL', 'COP', 'SPY', 'JUD', 'LEG']
WITH a, [a.uid] + collect(official.uid) AS members
UNWIND members AS member_uid
MATCH (member:Actor {uid: member_uid})
MATCH (member)-[r]-(other:Actor)
WHERE r.factual AND r.category = 'CONSULT'
  AND coalesce(r.date_from, r.published, $since) >= $since
  AND coalesce(r.date_from, r.published, $until) <= $until
WITH member.uid AS actor_uid, member.name AS actor_name, r.relation AS relation,
     other.uid AS other_uid, other.name AS other_name,
     count(DISTINCT r.event) AS events, count(DISTINCT r.origin) AS origins,
     min(coalesce(r.date_from, r.published)) AS first_day, max(coalesce(r.date_from, r.published)) AS last_day
RETURN actor_name AS actor, relation, other_name AS other, events, origins, first_day, last_day
ORDER BY origins DESC, events DESC, actor, relation, other, actor_uid, other_uid
