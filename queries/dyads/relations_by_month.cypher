// summary: What two actors do to each other, month by month, with its tone.
// parameter actor: actor, required. The one actor.
// parameter other: actor, required. The other actor.
// parameter since: date, default "0001-01-01". First day, by the statement's own date or else the publication.
// parameter until: date, default "9999-12-31". Last day; statements without any date count for every period.
// returns month: such as 2014-09; null where no day is known
// returns source: name of the acting actor (of a symmetric relation, either)
// returns category: sort of event or standing relation
// returns target: name of the other
// returns events: number of different events
// returns origins: number of independent origins, reprints counted once
// returns tone: mean score, from -10 (hostile) to 10 (friendly); each origin weighs the same
// example: actor=Russia other=Ukraine
MATCH (a:Actor {uid: $actor})-[r]-(b:Actor {uid: $other})
WHERE r.factual
  AND coalesce(r.date_from, r.published, $since) >= $since
  AND coalesce(r.date_from, r.published, $until) <= $until
WITH substring(coalesce(r.date_from, r.published), 0, 7) AS month, startNode(r).name AS source, r.category AS category,
     endNode(r).name AS target, r.origin AS origin, count(DISTINCT r.event) AS origin_events, avg(r.score) AS score
RETURN month, source, category, target, sum(origin_events) AS events, count(origin) AS origins,
       floor(avg(score) * 10 + 0.5) / 10 AS tone
ORDER BY month, source, category, target
