// summary: Which two actors have most to do with each other; offices, membership, kinship, property left out.
// parameter since: date, default "0001-01-01". First day, by the statement's own date or else the publication.
// parameter until: date, default "9999-12-31". Last day; statements without any date count for every period.
// parameter top: int, default 25. Number of rows.
// returns actor: name of the one actor
// returns other: name of the other actor
// returns events: number of different events
// returns origins: number of independent origins, reprints counted once
// returns tone: mean score, from -10 (hostile) to 10 (friendly); each origin weighs the same
// returns last_day: latest day
// example: top=10
MATCH (a:Actor)-[r]->(b:Actor)
WHERE r.factual AND NOT r.category IN ['ROLE', 'MEMBER', 'KIN', 'OWN']
  AND coalesce(r.date_from, r.published, $since) >= $since
  AND coalesce(r.date_from, r.published, $until) <= $until
WITH CASE WHEN a.uid < b.uid THEN a.uid ELSE b.uid END AS actor_uid,
     CASE WHEN a.uid < b.uid THEN b.uid ELSE a.uid END AS other_uid,
     CASE WHEN a.uid < b.uid THEN a.name ELSE b.name END AS actor_name,
     CASE WHEN a.uid < b.uid THEN b.name ELSE a.name END AS other_name,
     r.origin AS origin, count(DISTINCT r.event) AS origin_events, avg(r.score) AS score,
     max(coalesce(r.date_from, r.published)) AS day
WITH actor_uid, other_uid, actor_name, other_name, sum(origin_events) AS events,
     count(origin) AS origins, floor(avg(score) * 10 + 0.5) / 10 AS tone, max(day) AS last_day
RETURN actor_name AS actor, other_name AS other, events, origins, tone, last_day
ORDER BY origins DESC, events DESC, actor, other, actor_uid, other_uid
LIMIT $top
