"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  data.statements = data.statements.map((row) => ({ ...data.readings[row.reading], ...row }));
  const TONES = ["supportive", "hostile", "neutral", "mixed"];
  const SIGNS = { supportive: "+", hostile: "−", neutral: "o", mixed: "±" };
  const STATUSES = ["factual", "denied", "asked or planned", "possible or conditional", "ended"];
  const ROWS = 60;
  const CARDS = 20;
  const lineOf = new Map(data.lines.map((line, number) => [line.key, number]));
  const statementsOf = data.lines.map(() => []);
  data.statements.forEach((statement, number) => statementsOf[statement.line].push(number));
  const fresh = () => ({ tones: new Set(), statuses: new Set(), relations: new Set(), from: "", to: "", words: "", actor: null, line: null, rows: ROWS, cards: CARDS });
  let state = fresh();

  // Every text reaches the page through here: text nodes and attributes only.
  const make = (tag, attributes, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name === "onclick") node.addEventListener("click", value);
      else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  };
  const named = (text) => make("bdi", {}, text);
  const plural = (count, one, many) => `${count} ${count === 1 ? one : many}`;
  const fill = (node, children) => node.replaceChildren(...children);

  const haystack = data.statements.map((statement) => {
    const line = data.lines[statement.line];
    const parts = [data.actors[line.source].name, data.actors[line.target].name, data.relations[statement.relation], statement.relation];
    return [...parts, data.sentences[statement.sentence] || "", ...(statement.speakers || [])].join(" ").toLowerCase();
  });
  const passes = (number, skip) => {
    const statement = data.statements[number];
    const day = data.documents[statement.document].published || "";
    if (skip !== "tone" && state.tones.size && !state.tones.has(statement.tone)) return false;
    if (skip !== "status" && state.statuses.size && !state.statuses.has(statement.status)) return false;
    if (skip !== "relation" && state.relations.size && !state.relations.has(statement.relation)) return false;
    if ((state.from && day < state.from) || (state.to && (!day || day > state.to))) return false;
    return !state.words || haystack[number].includes(state.words);
  };
  const touches = (line) => state.actor === null || line.source === state.actor || line.target === state.actor;

  function boxes(id, skip, values, label, key) {
    const counts = new Map();
    data.statements.forEach((statement, number) => {
      if (passes(number, skip)) counts.set(statement[skip], (counts.get(statement[skip]) || 0) + 1);
    });
    fill(at(id), values.map((value) => {
      const box = make("input", { type: "checkbox", checked: state[key].has(value) });
      box.addEventListener("change", () => {
        if (box.checked) state[key].add(value); else state[key].delete(value);
        refresh();
        [...at(id).querySelectorAll("input")][values.indexOf(value)].focus();
      });
      return make("label", {}, box, make("span", { class: skip === "tone" ? value : null }, label(value)), make("span", { class: "count" }, String(counts.get(value) || 0)));
    }));
  }

  function showFilters() {
    boxes("tones", "tone", TONES.slice(0, 3), (tone) => `${SIGNS[tone]} ${tone}`, "tones");
    boxes("statuses", "status", STATUSES, (status) => status, "statuses");
    boxes("relations", "relation", Object.keys(data.relations), (relation) => data.relations[relation], "relations");
    at("from").value = state.from;
    at("to").value = state.to;
  }

  function showActors(matching) {
    const counts = new Map();
    matching.forEach((numbers, place) => {
      if (!numbers.length) return;
      for (const end of [data.lines[place].source, data.lines[place].target]) counts.set(end, (counts.get(end) || 0) + numbers.length);
    });
    const order = [...counts.keys()].sort((left, right) => counts.get(right) - counts.get(left) || left - right);
    at("actor-count").textContent = String(order.length);
    fill(at("actors"), order.slice(0, 400).map((actor) => make("li", {}, make("button", {
      type: "button", "aria-pressed": String(state.actor === actor), onclick: () => chooseActor(state.actor === actor ? null : actor),
    }, named(data.actors[actor].name), make("span", { class: "count" }, `${data.actors[actor].kind} ${counts.get(actor)}`)))));
  }

  function showLines(matching) {
    const found = data.lines.map((line, number) => number).filter((number) => matching[number].length && touches(data.lines[number]));
    const statements = found.reduce((sum, number) => sum + matching[number].length, 0);
    at("line-count").textContent = `${plural(found.length, "line", "lines")}, ${plural(statements, "statement", "statements")}${state.actor === null ? "" : ` of ${data.actors[state.actor].name}`}`;
    fill(at("lines"), found.slice(0, state.rows).map((number) => {
      const line = data.lines[number];
      const open = () => chooseLine(number);
      return make("tr", { class: state.line === number ? "chosen" : null, onclick: open },
        make("td", {}, make("button", { type: "button", "aria-pressed": String(state.line === number) }, named(data.actors[line.source].name))),
        make("td", {}, `${line.symmetric ? "↔" : "→"} `, named(data.actors[line.target].name)),
        make("td", { class: line.tone }, `${SIGNS[line.tone]} ${line.tone}`),
        make("td", {}, line.relations.map(([relation, denied, count]) => (denied ? "denied: " : "") + data.relations[relation] + (count > 1 ? ` ×${count}` : "")).join(", ")),
        make("td", {}, line.certainty),
        make("td", { class: "number" }, String(line.evidence)),
        make("td", { class: "number" }, String(matching[number].length)));
    }));
    if (!found.length) fill(at("lines"), [make("tr", {}, make("td", { colspan: "7" }, emptyWords()))]);
    at("more-lines").hidden = found.length <= state.rows;
  }

  function emptyWords() {
    const days = data.documents.map((entry) => entry.published).filter(Boolean).sort();
    if (state.from && days.length && state.from > days[days.length - 1]) return `Nothing was published after ${state.from}; the last day is ${days[days.length - 1]}. Clear the date filter.`;
    if (state.to && days.length && state.to < days[0]) return `Nothing was published before ${state.to}; the first day is ${days[0]}. Clear the date filter.`;
    return "No statement passes these filters. Clear one of them.";
  }

  function showPicture(matching) {
    const lineOn = (key) => lineOf.has(key) && matching[lineOf.get(key)].length > 0;
    const chosen = state.line === null ? null : data.lines[state.line];
    const active = new Set();
    for (const node of at("picture").querySelectorAll("[data-line]")) {
      const line = data.lines[lineOf.get(node.dataset.line)];
      const on = lineOn(node.dataset.line);
      if (on && line) { active.add(line.source); active.add(line.target); }
      node.classList.toggle("off", !on);
      node.classList.toggle("chosen", Boolean(chosen) && chosen.key === node.dataset.line);
      node.classList.toggle("faded", on && Boolean(chosen) && chosen.key !== node.dataset.line);
    }
    for (const node of at("picture").querySelectorAll("[data-actor]")) {
      const actor = data.actors.findIndex((entry) => entry.uid === node.dataset.actor);
      node.classList.toggle("off", !active.has(actor) && actor !== state.actor);
      node.classList.toggle("faded", Boolean(chosen) && chosen.source !== actor && chosen.target !== actor);
    }
  }

  function swapPicture() {
    const uid = state.actor === null ? "" : data.actors[state.actor].uid;
    const template = [...document.querySelectorAll("template[data-view]")].find((entry) => entry.dataset.view === uid);
    if (template) {
      fill(at("picture"), [document.importNode(template.content, true)]);
      at("caption").textContent = template.dataset.caption;
      fill(at("heading"), [named(template.dataset.title)]);
      wirePicture();
    } else if (state.actor !== null) {
      fill(at("heading"), [named(data.actors[state.actor].name)]);
      at("caption").textContent = `${data.actors[state.actor].name}: no drawing of its own in this file; its relations are in the table below.`;
    }
    at("start").hidden = state.actor === null;
  }

  // A country acts through others: name those of the same country, so that none of them is overlooked.
  function showSameCountry() {
    const own = state.actor === null ? null : data.actors[state.actor];
    const beside = own && own.country && own.kind === "country"
      ? data.actors.map((entry, number) => number).filter((number) => number !== state.actor && data.actors[number].country === own.country)
      : [];
    at("same-country").hidden = !beside.length;
    fill(at("same-country"), [`Of the same country (${beside.length}): `, ...beside.slice(0, 10).map((number) => make("button", { type: "button", class: "chip", onclick: () => chooseActor(number) }, named(data.actors[number].name), ` ${data.actors[number].evidence}`))]);
  }

  function wirePicture() {
    for (const node of at("picture").querySelectorAll("[data-line]")) node.addEventListener("click", () => { if (lineOf.has(node.dataset.line)) chooseLine(lineOf.get(node.dataset.line)); });
    for (const node of at("picture").querySelectorAll("[data-actor]")) node.addEventListener("click", () => {
      const actor = data.actors.findIndex((entry) => entry.uid === node.dataset.actor);
      if (actor >= 0) chooseActor(actor);
    });
  }

  function showTimeline() {
    const months = new Map();
    data.statements.forEach((statement, number) => {
      const day = data.documents[statement.document].published;
      if (!day || !passes(number) || !touches(data.lines[statement.line]) || statement.status === "denied") return;
      if (state.line !== null && statement.line !== state.line) return;
      const month = day.slice(0, 7);
      if (!months.has(month)) months.set(month, { supportive: 0, hostile: 0, neutral: 0 });
      months.get(month)[statement.tone] += 1;
    });
    if (!months.size) { fill(at("timeline"), []); return; }
    const order = everyMonth([...months.keys()].sort());
    const most = Math.max(...[...months.values()].map((entry) => Math.max(entry.supportive, entry.hostile, 1)));
    const draw = (tag, attributes, text) => {
      const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
      for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
      if (text) node.textContent = text;
      return node;
    };
    const wide = Math.min(960 / order.length, 60);
    const svg = draw("svg", { viewBox: "0 0 1000 96", role: "img" });
    svg.append(draw("title", {}, "Supportive statements up, hostile ones down, by month of publication; denied ones left out. Click a month to see it alone."));
    svg.append(draw("path", { d: "M20 42H980", stroke: "#999" }));
    const step = Math.ceil(order.length / 12);
    order.forEach((month, place) => {
      const counts = months.get(month) || { supportive: 0, hostile: 0, neutral: 0 };
      const x = 20 + place * wide;
      const group = draw("g", { class: "month" });
      group.append(draw("title", {}, `${month}: ${counts.supportive} supportive, ${counts.hostile} hostile, ${counts.neutral} neutral`));
      group.append(draw("rect", { x, y: 2, width: wide, height: 80, fill: "#fff" }));
      group.append(draw("rect", { x: x + wide * 0.12, y: 42 - (38 * counts.supportive) / most, width: wide * 0.76, height: (38 * counts.supportive) / most, fill: "#0b6fb8" }));
      group.append(draw("rect", { x: x + wide * 0.12, y: 42, width: wide * 0.76, height: (38 * counts.hostile) / most, fill: "#c2410c" }));
      if (place % step === 0) group.append(draw("text", { x: x + wide * 0.12, y: 93, "font-size": 10, fill: "#555" }, month));
      group.addEventListener("click", () => {
        const same = state.from === `${month}-01` && state.to === `${month}-31`;
        state.from = same ? "" : `${month}-01`;
        state.to = same ? "" : lastDay(month);
        refresh();
      });
      svg.append(group);
    });
    fill(at("timeline"), [svg]);
  }
  const lastDay = (month) => new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10);
  function everyMonth(months) {
    const [first, last] = [months[0], months[months.length - 1]];
    const found = [];
    for (let year = Number(first.slice(0, 4)), month = Number(first.slice(5)); found.length < 600; month += 1) {
      if (month > 12) { month = 1; year += 1; }
      found.push(`${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`);
      if (found[found.length - 1] >= last) break;
    }
    return found;
  }

  function marked(statement) {
    const text = data.sentences[statement.sentence];
    const pieces = [];
    let from = 0;
    for (const [start, end, role] of statement.marks) {
      pieces.push(text.slice(from, start), make("mark", { class: role, title: role }, text.slice(start, end)));
      from = end;
    }
    return make("bdi", {}, ...pieces, text.slice(from));
  }

  function card(statement) {
    const entry = data.documents[statement.document];
    const line = data.lines[statement.line];
    const said = (label, value) => value ? make("p", { class: "where" }, `${label}: `, named(value)) : null;
    const published = entry.published ? `published ${entry.published}` : "no date";
    const stands = statement.reads ? statement.reads : null;
    return make("li", { class: "card" },
      make("p", {}, make("span", { class: `relation ${statement.tone}` }, `${SIGNS[statement.tone]} ${data.relations[statement.relation]}`), ...statement.badges.map((badge) => make("span", { class: `badge ${badge}` }, badge))),
      statement.sentence === null ? make("p", { class: "note" }, "sentence left out") : make("p", { class: "sentence" }, marked(statement)),
      stands ? make("p", { class: "where" }, named(stands)) : null,
      said("on the word of", (statement.speakers || []).join("; ")),
      said("about", statement.matter), said("condition", statement.condition), said("when", statement.date), said("place", statement.place),
      make("p", { class: "where" }, named(entry.title || entry.id), `, ${entry.publisher ? `${entry.publisher}, ` : ""}${published}${entry.reprint ? " (one of several prints of this text)" : ""}`),
      make("details", { class: "where" }, make("summary", {}, "why?"), `${data.actors[line.source].name} ${line.symmetric ? "↔" : "→"} ${data.actors[line.target].name}; ${statement.category}; score ${statement.score}; rules: ${statement.rules.join(", ")}; sid ${statement.sid}`));
  }

  function showEvidence() {
    if (state.line === null) {
      at("evidence-title").textContent = "Evidence";
      at("evidence-note").textContent = "Choose a line of the picture or a row of the table: the sentences behind it come here.";
      fill(at("cards"), []);
      at("more-cards").hidden = true;
      return;
    }
    const line = data.lines[state.line];
    const numbers = statementsOf[state.line].filter((number) => passes(number));
    const day = (number) => data.documents[data.statements[number].document].published || "";
    numbers.sort((left, right) => (day(left) < day(right) ? 1 : day(left) > day(right) ? -1 : left - right));
    fill(at("evidence-title"), [named(data.actors[line.source].name), line.symmetric ? " ↔ " : " → ", named(data.actors[line.target].name)]);
    at("evidence-note").textContent = `${plural(numbers.length, "statement", "statements")}, newest first; independent evidence ${line.evidence}. ${SIGNS[line.tone]} ${line.tone}, mostly ${line.certainty}.`;
    fill(at("cards"), numbers.slice(0, state.cards).map((number) => card(data.statements[number])));
    at("more-cards").hidden = numbers.length <= state.cards;
  }

  function refresh() {
    const matching = statementsOf.map((numbers) => numbers.filter((number) => passes(number)));
    showFilters();
    showActors(matching);
    showLines(matching);
    showPicture(matching);
    showTimeline();
    showEvidence();
    showSameCountry();
  }
  function chooseLine(number) {
    state.line = state.line === number ? null : number;
    state.cards = CARDS;
    writeAddress();
    refresh();
  }
  function chooseActor(actor) {
    state.actor = actor;
    state.line = null;
    state.rows = ROWS;
    writeAddress();
    swapPicture();
    refresh();
  }

  // The address holds what is chosen, so that a view can be sent on: #actor=UID&line=KEY
  let written = "";
  function writeAddress() {
    const parts = new URLSearchParams();
    parts.set("actor", state.actor === null ? "" : data.actors[state.actor].uid);
    if (state.line !== null) parts.set("line", data.lines[state.line].key);
    written = `#${parts}`;
    location.replace(written);
  }
  function readAddress() {
    if (location.hash.length < 2 || location.hash === written) return;
    const parts = new URLSearchParams(location.hash.slice(1));
    const actor = data.actors.findIndex((entry) => entry.uid === parts.get("actor"));
    state.actor = actor < 0 ? null : actor;
    state.line = lineOf.has(parts.get("line")) ? lineOf.get(parts.get("line")) : null;
    swapPicture();
    refresh();
  }

  at("search").addEventListener("input", () => { state.words = at("search").value.trim().toLowerCase(); state.rows = ROWS; refresh(); });
  at("from").addEventListener("change", () => { state.from = at("from").value; refresh(); });
  at("to").addEventListener("change", () => { state.to = at("to").value; refresh(); });
  at("clear").addEventListener("click", () => { const actor = state.actor; state = fresh(); state.actor = actor; at("search").value = ""; refresh(); });
  at("start").addEventListener("click", () => chooseActor(null));
  at("more-lines").addEventListener("click", () => { state.rows += ROWS; refresh(); });
  at("more-cards").addEventListener("click", () => { state.cards += CARDS; refresh(); });
  document.addEventListener("keydown", (event) => {
    if (event.target instanceof HTMLInputElement) { if (event.key === "Escape") event.target.blur(); return; }
    if (event.key === "/") { event.preventDefault(); at("search").focus(); }
    if (event.key === "Escape") { if (state.line !== null) chooseLine(state.line); else if (state.actor !== null) chooseActor(null); }
    if (event.key === "e") at("evidence").focus();
  });
  wirePicture();
  state.actor = data.focus;
  at("start").hidden = state.actor === null;
  refresh();
  readAddress();
  window.addEventListener("hashchange", readAddress);
  window.kgPicture = { state: () => state, chooseLine, chooseActor };
})();
