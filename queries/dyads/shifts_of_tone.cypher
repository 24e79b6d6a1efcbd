// summary: Towards whom an actor's tone, both ways, differs before and from a day on.
// parameter actor: actor, required. The actor.
// parameter officials: boolean, default true. For a country, its government and forces count, too.
// parameter turn: date, required. First day of the second period.
// parameter since: date, default "0001-01-01". First day, by the statement's own date or else the publication.
// parameter until: date, default "9999-12-31". Last day; statements without any date belong to neither period.
// returns counterpart: name of the other actor
// returns origins_before: number of independent origins of the first period that have a tone
// returns tone_before: their mean score, from -10 (hostile) to 10 (friendly); each origin weighs the same
// returns origins_after: the same of the second period
// returns tone_after: their mean score
// returns shift: tone_after less tone_before
// example: actor=Russia turn=2014-09-01
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
WITH counterpart, r.origin AS origin, avg(r.score) AS score, min(coalesce(r.date_from, r.published)) AS day
WITH counterpart, sum(CASE WHEN day < $turn THEN 1 ELSE 0 END) AS origins_before,
     sum(CASE WHEN day < $turn THEN score ELSE 0.0 END) AS score_before,
     sum(CASE WHEN day >= $turn THEN 1 ELSE 0 END) AS origins_after,
     sum(CASE WHEN day >= $turn THEN score ELSE 0.0 END) AS score_after
WHERE origins_before > 0 AND origins_after > 0
WITH counterpart.uid AS uid, counterpart.name AS name, origins_before,
     floor(score_before / origins_before * 10 + 0.5) AS tens_before,
     origins_after, floor(score_after / origins_after * 10 + 0.5) AS tens_after
RETURN name AS counterpart, origins_before, tens_before / 10 AS tone_before,
       origins_after, tens_after / 10 AS tone_after, (tens_after - tens_before) / 10 AS shift
ORDER BY shift, counterpart, uid
