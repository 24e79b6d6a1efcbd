// summary: Who urges, asks, advises, orders or presses whom.
// parameter since: date, default "0001-01-01". First day, by the statement's own date or else the publication.
// parameter until: date, default "9999-12-31". Last day; statements without any date count for every period.
// parameter top: int, default 25. Number of rows.
// returns source: name of the asking actor
// returns relation: how it asks
// returns target: name of the actor that is asked
// returns events: number of different events
// returns origins: number of independent origins, reprints counted once
// returns first_day: earliest day, null where none is known
// returns last_day: latest day
// example: since=2014-01-01 top=10
MATCH (source:Actor)
      -[r:URGES|ASKS|APPEALS_TO|SEEKS_HELP_FROM|ADVISES|PROPOSES_TO|DEMANDS_OF|ORDERS|PRESSURES]->(target:Actor)
WHERE coalesce(r.date_from, r.published, $since) >= $since
  AND coalesce(r.date_from, r.published, $until) <= $until
WITH source.uid AS source_uid, source.name AS source_name, r.relation AS relation,
     target.uid AS target_uid, target.name AS target_name,
     count(DISTINCT r.event) AS events, count(DISTINCT r.origin) AS origins,
     min(coalesce(r.date_from, r.published)) AS first_day, max(coalesce(r.date_from, r.published)) AS last_day
RETURN source_name AS source, relation, target_name AS target, events, origins, first_day, last_day
ORDER BY origins DESC, events DESC, source, relation, target, source_uid, target_uid
LIMIT $top
