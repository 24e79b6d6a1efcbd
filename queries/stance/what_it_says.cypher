// summary: What one actor says about another: statements that rest on its word, whatever their status.
// parameter speaker: actor, required. On whose word.
// parameter about: actor, required. The actor at either end of the statement.
// parameter officials: boolean, default true. For countries, their government and forces count, too.
// parameter since: date, default "0001-01-01". First day, by the statement's own date or else the publication.
// parameter until: date, default "9999-12-31". Last day; statements without any date count for every period.
// returns day: day of the statement or else of the publication
// returns speaker: who exactly speaks
// returns source: name of the acting actor
// returns relation: what it does
// returns target: name of the other
// returns polarity: AFFIRMED or NEGATED
// returns modality: ASSERTED, PLANNED, POSSIBLE, OBLIGED, REQUESTED or CONDITIONAL
// returns sentence: the sentence
// returns origins: number of independent origins with this sentence
// example: speaker=Russia about=Ukraine
MATCH (a:Actor {uid: $speaker})
OPTIONAL MATCH (official:Actor {country: a.country})
WHERE $officials AND a.kind = 'GPE' AND official.uid <> a.uid
  AND official.sector IN ['GOV', 'MIL', 'COP', 'SPY', 'JUD', 'LEG']
WITH a, [a.uid] + collect(official.uid) AS members
MATCH (b:Actor {uid: $about})
OPTIONAL MATCH (official:Actor {country: b.country})
WHERE $officials AND b.kind = 'GPE' AND official.uid <> b.uid
  AND official.sector IN ['GOV', 'MIL', 'COP', 'SPY', 'JUD', 'LEG']
WITH members, b, [b.uid] + collect(official.uid) AS described
UNWIND described AS end_uid
MATCH (x:Actor {uid: end_uid})
MATCH (x)-[r]-(y:Actor)
WHERE any(speaker_uid IN r.speaker_uids WHERE speaker_uid IN members)
  AND coalesce(r.date_from, r.published, $since) >= $since
  AND coalesce(r.date_from, r.published, $until) <= $until
WITH startNode(r).uid AS source_uid, startNode(r).name AS source, r.relation AS relation,
     endNode(r).uid AS target_uid, endNode(r).name AS target, coalesce(r.date_from, r.published) AS day,
     [i IN range(0, size(r.speakers) - 1) WHERE r.speaker_uids[i] IN members | r.speakers[i]][0] AS speaker,
     r.polarity AS polarity, r.modality AS modality, r.sentence AS sentence, count(DISTINCT r.origin) AS origins
RETURN day, speaker, source, relation, target, polarity, modality, sentence, origins
ORDER BY day, speaker, source, relation, target, polarity, modality, sentence, source_uid, target_uid
