// summary: What a country's government, forces and their members do, to whom.
// parameter country: country, required. The country, by name or three-letter code.
// parameter since: date, default "0001-01-01". First day, by the statement's own date or else the publication.
// parameter until: date, default "9999-12-31". Last day; statements without any date count for every period.
// returns official: name of the acting official or body
// returns relation: what it does
// returns target: name of the other actor
// returns events: number of different events
// returns origins: number of independent origins, reprints counted once
// returns first_day: earliest day, null where none is known
// returns last_day: latest day
// example: country=Russia
MATCH (official:Actor)
WHERE official.country = $country AND official.sector IN ['GOV', 'MIL', 'COP', 'SPY', 'JUD', 'LEG']
MATCH (official)-[r]-(target:Actor)
WHERE r.factual AND NOT r.category IN ['ROLE', 'MEMBER', 'KIN', 'OWN']
  AND (startNode(r).uid = official.uid OR r.symmetric)
  AND coalesce(r.date_from, r.published, $since) >= $since
  AND coalesce(r.date_from, r.published, $until) <= $until
WITH official.uid AS official_uid, official.name AS official_name, r.relation AS relation,
     target.uid AS target_uid, target.name AS target_name,
     count(DISTINCT r.event) AS events, count(DISTINCT r.origin) AS origins,
     min(coalesce(r.date_from, r.published)) AS first_day, max(coalesce(r.date_from, r.published)) AS last_day
RETURN official_name AS official, relation, target_name AS target, events, origins, first_day, last_day
ORDER BY origins DESC, events DESC, official, relation, target, official_uid, target_uid
