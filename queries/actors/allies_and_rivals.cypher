// summary: With whom an actor gets on and with whom not: friendly and hostile acts, both ways.
// parameter actor: actor, required. The actor whose counterparts are wanted.
// parameter officials: boolean, default true. For a country, its government and forces count, too.
// parameter since: date, default "0001-01-01". First day, by the statement's own date or else the publication.
// parameter until: date, default "9999-12-31". Last day; statements without any date count for every period.
// returns counterpart: name of the other actor
// returns friendly: number of independent origins that tell something friendly (score above 0)
// returns hostile: number of independent origins that tell something hostile (score below 0)
// returns origins: number of both, those that tell both counted once
// returns tone: mean score, from -10 (hostile) to 10 (friendly); each origin weighs the same
// returns last_day: latest day
// example: actor=Russia since=2014-01-01
MATCH (a:Actor {uid: $actor})
OPTIONAL MATCH (official:Actor {country: a.country})
WHERE $officials AND a.kind = 'GPE' AND official.uid <> a.uid
  AND official.sector IN ['GOV', 'MIL', 'COP', 'SPY', 'JUD', 'LEG']
WITH a, [a.uid] + collect(official.uid) AS members
UNWIND members AS member_uid
MATCH (member:Actor {uid: member_uid})
MATCH (member)-[r]-(counterpart:Actor)
WHERE r.factual AND r.score <> 0
  AND counterpart.uid <> a.uid
  AND NOT coalesce($officials AND a.kind = 'GPE' AND counterpart.country = a.country
                   AND counterpart.sector IN ['GOV', 'MIL', 'COP', 'SPY', 'JUD', 'LEG'], false)
  AND coalesce(r.date_from, r.published, $since) >= $since
  AND coalesce(r.date_from, r.published, $until) <= $until
WITH counterpart, r.origin AS origin, avg(r.score) AS score, max(r.score) AS best, min(r.score) AS worst,
     max(coalesce(r.date_from, r.published)) AS day
WITH counterpart.uid AS uid, counterpart.name AS name, sum(CASE WHEN best > 0 THEN 1 ELSE 0 END) AS friendly,
     sum(CASE WHEN worst < 0 THEN 1 ELSE 0 END) AS hostile, count(origin) AS origins,
     floor(avg(score) * 10 + 0.5) / 10 AS tone, max(day) AS last_day
RETURN name AS counterpart, friendly, hostile, origins, tone, last_day
ORDER BY tone DESC, origins DESC, counterpart, uid
