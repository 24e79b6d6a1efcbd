// summary: What an actor promised or planned to do for or to another, without a later report that it did.
// parameter actor: actor, required. The actor that promised.
// parameter officials: boolean, default true. For a country, its government and forces count, too.
// parameter since: date, default "0001-01-01". First day, by the statement's own date or else the publication.
// parameter until: date, default "9999-12-31". Last day; statements without any date count for every period.
// returns day: latest day of the pledge
// returns source: who exactly: the actor or one of its officials
// returns relation: what is promised or planned
// returns target: name of the other
// returns matter: what it is about, in the words read
// returns events: number of different events
// returns origins: number of independent origins, reprints counted once
// example: actor=Russia
MATCH (a:Actor {uid: $actor})
OPTIONAL MATCH (official:Actor {country: a.country})
WHERE $officials AND a.kind = 'GPE' AND official.uid <> a.uid
  AND official.sector IN ['GOV', 'MIL', 'COP', 'SPY', 'JUD', 'LEG']
WITH a, [a.uid] + collect(official.uid) AS members
UNWIND members AS member_uid
MATCH (source:Actor {uid: member_uid})
MATCH (source)-[r]->(target:Actor)
WHERE r.polarity = 'AFFIRMED' AND (r.modality = 'PLANNED' OR (r.factual AND r.category = 'AGREE'))
  AND coalesce(r.date_from, r.published, $since) >= $since
  AND coalesce(r.date_from, r.published, $until) <= $until
  AND NOT EXISTS {
    MATCH (source)-[later]-(target)
    WHERE later.factual AND (startNode(later).uid = source.uid OR later.symmetric)
      AND (later.category = r.category
           OR (r.category = 'AGREE' AND later.category IN ['SUPPORT', 'AID', 'COOPERATE', 'CONCEDE', 'RETREAT']))
      AND later.category <> 'AGREE' AND later.event <> r.event
      AND coalesce(later.date_from, later.published, '') >= coalesce(r.date_from, r.published, '')
  }
  AND NOT EXISTS {
    MATCH (a)-[later]-(target)
    WHERE later.factual AND (startNode(later).uid = a.uid OR later.symmetric)
      AND (later.category = r.category
           OR (r.category = 'AGREE' AND later.category IN ['SUPPORT', 'AID', 'COOPERATE', 'CONCEDE', 'RETREAT']))
      AND later.category <> 'AGREE' AND later.event <> r.event
      AND coalesce(later.date_from, later.published, '') >= coalesce(r.date_from, r.published, '')
  }
WITH source.uid AS source_uid, source.name AS source_name, r.relation AS relation,
     target.uid AS target_uid, target.name AS target_name, r.matter AS matter,
     max(coalesce(r.date_from, r.published)) AS day,
     count(DISTINCT r.event) AS events, count(DISTINCT r.origin) AS origins
RETURN day, source_name AS source, relation, target_name AS target, matter, events, origins
ORDER BY source, relation, target, matter, source_uid, target_uid
