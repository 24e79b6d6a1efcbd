// summary: Which actors do most, with how many others; offices, membership, kinship, property left out.
// parameter since: date, default "0001-01-01". First day, by the statement's own date or else the publication.
// parameter until: date, default "9999-12-31". Last day; statements without any date count for every period.
// parameter top: int, default 25. Number of rows.
// returns actor: name
// returns kind: sort of actor
// returns events: number of different events in which it acts
// returns origins: number of independent origins, reprints counted once
// returns counterparts: number of actors that it acts upon
// example: top=10
MATCH (a:Actor)-[r]-(target:Actor)
WHERE r.factual AND NOT r.category IN ['ROLE', 'MEMBER', 'KIN', 'OWN']
  AND (startNode(r).uid = a.uid OR r.symmetric)
  AND coalesce(r.date_from, r.published, $since) >= $since
  AND coalesce(r.date_from, r.published, $until) <= $until
WITH a.uid AS uid, a.name AS name, a.kind AS kind, count(DISTINCT r.event) AS events,
     count(DISTINCT r.origin) AS origins, count(DISTINCT target.uid) AS counterparts
RETURN name AS actor, kind, events, origins, counterparts
ORDER BY origins DESC, events DESC, actor, uid
LIMIT $top
