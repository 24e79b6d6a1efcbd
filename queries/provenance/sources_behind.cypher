// summary: The documents and publishers behind what one actor is said to do to another, and which of them are reprints.
// parameter source: actor, required. The acting actor.
// parameter target: actor, required. The other actor.
// parameter relation: string, default "". Only this relation, such as SUPPORTS; all by default.
// returns relation: what it does
// returns origin: id of the group of near-identical texts; equal ids count as one source
// returns publisher: who published the document
// returns document: title of the document, or its id
// returns source_id: id of the document
// returns published: day of the publication
// returns events: number of different events in that document
// example: source=Russia target=Iraq relation=SUPPORTS
MATCH (s:Actor {uid: $source})-[r]-(t:Actor {uid: $target})
WHERE r.factual AND ($relation = '' OR r.relation = $relation) AND (startNode(r).uid = s.uid OR r.symmetric)
WITH r.relation AS relation, r.origin AS origin, r.doc_uid AS doc_uid, count(DISTINCT r.event) AS events
MATCH (d:Document {uid: doc_uid})
RETURN relation, origin, d.publisher AS publisher, d.name AS document, d.source_id AS source_id,
       d.published AS published, events
ORDER BY relation, origin, published, source_id
