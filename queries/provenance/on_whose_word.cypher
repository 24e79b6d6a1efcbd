// summary: On whose word the statements about an actor rest, and how many are the writers' own.
// parameter actor: actor, required. The actor, at either end.
// parameter officials: boolean, default true. For a country, its government and forces count, too.
// parameter factual: boolean, default true. Leave out what is denied, planned, asked or possible.
// parameter since: date, default "0001-01-01". First day, by the statement's own date or else the publication.
// parameter until: date, default "9999-12-31". Last day; statements without any date count for every period.
// returns speaker: name of the nearest speaker; "(the writer)" where the text speaks for itself
// returns category: sort of event or standing relation
// returns events: number of different events
// returns origins: number of independent origins, reprints counted once
// returns last_day: latest day
// example: actor=Syria
MATCH (a:Actor {uid: $actor})
OPTIONAL MATCH (official:Actor {country: a.country})
WHERE $officials AND a.kind = 'GPE' AND official.uid <> a.uid
  AND official.sector IN ['GOV', 'MIL', 'COP', 'SPY', 'JUD', 'LEG']
WITH a, [a.uid] + collect(official.uid) AS members
UNWIND members AS member_uid
MATCH (member:Actor {uid: member_uid})
MATCH (member)-[r]-(other:Actor)
WHERE (r.factual OR NOT $factual)
  AND coalesce(r.date_from, r.published, $since) >= $since
  AND coalesce(r.date_from, r.published, $until) <= $until
UNWIND CASE WHEN size(r.speakers) = 0 THEN [-1] ELSE range(0, size(r.speakers) - 1) END AS position
WITH r, position
WHERE position = -1 OR r.speaker_steps[position] = 0
RETURN CASE WHEN position = -1 THEN '(the writer)' ELSE r.speakers[position] END AS speaker, r.category AS category,
       count(DISTINCT r.event) AS events, count(DISTINCT r.origin) AS origins,
       max(coalesce(r.date_from, r.published)) AS last_day
ORDER BY origins DESC, events DESC, speaker, category
