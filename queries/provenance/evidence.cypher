// summary: The sentences behind the edges between two actors, with their status and documents.
// parameter actor: actor, required. The one actor.
// parameter other: actor, required. The other actor.
// parameter relation: string, default "". Only this relation, such as SUPPORTS; all by default.
// parameter factual: boolean, default false. Leave out what is denied, planned, asked or possible.
// parameter officials: boolean, default false. For countries, their government and forces count, too.
// parameter since: date, default "0001-01-01". First day, by the statement's own date or else the publication.
// parameter until: date, default "9999-12-31". Last day; statements without any date count for every period.
// returns day: day of the statement or else of the publication
// returns source: name of the acting actor
// returns relation: what it does
// returns target: name of the other
// returns polarity: AFFIRMED or NEGATED
// returns modality: ASSERTED, PLANNED, POSSIBLE, OBLIGED, REQUESTED or CONDITIONAL
// returns speakers: on whose word, nearest first; empty: the writer's own
// returns sentence: the sentence
// returns document: title of the document, or its id
// returns publisher: who published it
// returns sid: id of the statement, for `kg explain`
// example: actor=Russia other=Iraq
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
WHERE counterpart.uid IN others AND (r.factual OR NOT $factual) AND ($relation = '' OR r.relation = $relation)
  AND coalesce(r.date_from, r.published, $since) >= $since
  AND coalesce(r.date_from, r.published, $until) <= $until
WITH r, startNode(r).name AS source, endNode(r).name AS target, r.doc_uid AS doc_uid
MATCH (d:Document {uid: doc_uid})
RETURN coalesce(r.date_from, r.published) AS day, source, r.relation AS relation, target, r.polarity AS polarity,
       r.modality AS modality, r.speakers AS speakers, r.sentence AS sentence, d.name AS document,
       d.publisher AS publisher, r.sid AS sid
ORDER BY day, document, r.sentence_index, sid
