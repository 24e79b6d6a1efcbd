// summary: What two actors do to each other, month by month, with its tone.
// parameter actor: actor, required. The one actor.
// parameter other: actor, required. The other actor.
// parameter officials: boolean, default true. For countries, their government and forces count, too.
// parameter since: date, default "0001-01-01". First day, by the statement's own date or else the publication.
// parameter until: date, default "9999-12-31". Last day; statements without any date count for every period.
// returns month: such as 2014-09; null where no day is known
// returns source: name of the acting side; of a symmetric relation, the one actor
// returns category: sort of event or standing relation
// returns target: name of the other side
// returns events: number of different events
// returns origins: number of independent origins, reprints counted once
// returns tone: mean score, from -10 (hostile) to 10 (friendly); each origin weighs the same
// example: actor=Russia other=Ukraine
MATCH (a:Actor {uid: $actor})
OPTIONAL MATCH (official:Actor {country: a.country})
WHERE $officials AND a.kind = 'GPE' AND official.uid <> a.uid
  AND official.sector IN ['GOV', 'MIL', 'COP', 'SPY', 'JUD', 'LEG']
WITH a, [a.uid] + collect(official.uid) AS members
MATCH (b:Actor {uid: $other})
OPTIONAL MATCH (official:Actor {country: b.country})
WHERE $officials AND b.kind = 'GPE' AND official.uid <> b.uid
  AND official.sector IN ['GOV', 'MIL', 'COP', 'SPY', 'JUD', 'LEG']
WITH a, b, members, [b.uid] + collect(official.uid) AS others
UNWIND members AS member_uid
MATCH (member:Actor {uid: member_uid})
MATCH (member)-[r]-(counterpart:Actor)
WHERE counterpart.uid IN others AND r.factual
  AND coalesce(r.date_from, r.published, $since) >= $since
  AND coalesce(r.date_from, r.published, $until) <= $until
WITH substring(coalesce(r.date_from, r.published), 0, 7) AS month, r.category AS category, r.origin AS origin,
     CASE WHEN r.symmetric OR startNode(r).uid = member.uid THEN a.name ELSE b.name END AS source,
     CASE WHEN r.symmetric OR startNode(r).uid = member.uid THEN b.name ELSE a.name END AS target,
     count(DISTINCT r.event) AS origin_events, avg(r.score) AS score
RETURN month, source, category, target, sum(origin_events) AS events, count(origin) AS origins,
       floor(avg(score) * 10 + 0.5) / 10 AS tone
ORDER BY month, source, category, target
