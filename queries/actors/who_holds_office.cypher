// summary: Who holds which office in a country, its bodies, or an organisation.
// parameter actor: actor, required. The country or organisation.
// parameter bodies: boolean, default true. For a country: offices in its bodies count, too.
// parameter former: boolean, default false. Former holders count, too.
// returns holder: name of the person or body that holds it
// returns relation: sort of office
// returns office: word for the office
// returns body: name of the country or organisation
// returns former: true where the text speaks of a former holder
// returns origins: number of independent origins, reprints counted once
// returns last_day: latest day on which it was said
// example: actor=Russia
MATCH (a:Actor {uid: $actor})
OPTIONAL MATCH (other:Actor {country: a.country})
WHERE $bodies AND a.kind = 'GPE' AND other.uid <> a.uid AND other.kind IN ['ORG', 'GPE', 'GROUP']
WITH a, [a.uid] + collect(other.uid) AS bodies
UNWIND bodies AS body_uid
MATCH (body:Actor {uid: body_uid})
MATCH (holder:Actor)-[r]->(body)
WHERE r.relation IN ['HOLDS_OFFICE_IN', 'LEADS', 'SPEAKS_FOR', 'REPRESENTS', 'COMMANDS', 'GOVERNS']
  AND r.polarity = 'AFFIRMED' AND r.modality = 'ASSERTED' AND (r.factual OR ($former AND r.phase IN ['FORMER', 'ENDS']))
WITH holder.uid AS holder_uid, holder.name AS holder_name, r.relation AS relation, r.verb AS office,
     body.uid AS office_uid, body.name AS body_name, NOT r.factual AS is_former,
     count(DISTINCT r.origin) AS origins, max(coalesce(r.date_from, r.published)) AS last_day
RETURN holder_name AS holder, relation, office, body_name AS body, is_former AS former, origins, last_day
ORDER BY holder, former, relation, office, body, holder_uid, office_uid
