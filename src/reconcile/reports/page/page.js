"use strict";
// Filters, selects and scrolls. What it shows was written by the report; nothing here turns a ledger's text into markup.
(() => {
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($("index").textContent);
  const list = $("list"), form = $("filters"), count = $("count"), all = $("all");
  // The rows are in the page only while they match. Those beyond the first came as text and are made when shown.
  const first = [...list.children];
  const rest = $("rest")?.textContent.replace("</ol>", "").split("<li id=").slice(1).map((one) => one.slice(one.indexOf(">") + 1)) ?? [];
  const rows = data.findings.map((_, row) => first[row]);
  const maker = document.createElement("template");
  const SHOWN = 60; // rows put into the page at once

  const sourcesOf = data.findings.map(([, , claims, more = []]) => new Set([...claims.map((c) => data.claims[c][0]), ...more]));
  const markOf = new Map(data.marks.flatMap((claims, mark) => claims.map((claim) => [claim, mark])));
  const findingsOf = data.claims.map(() => []);
  data.findings.forEach(([, , claims], row) => claims.forEach((claim) => findingsOf[claim].push(row)));
  const totalsOf = new Map(data.sums.map(([row, ...totals]) => [row, totals])); // of the findings that add up
  let texts = null; // what the search looks at: of each row, and of each claim's sentence, made when there is time
  const said = (phrase, values) => data.words[phrase].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const counted = (number) => number.toLocaleString(document.documentElement.lang);
  const plural = (phrase, count, values = {}) => said(count === 1 ? `${phrase}One` : phrase, { count: counted(count), ...values });

  function item(row) {
    if (!rows[row]) {
      maker.innerHTML = `<li><details id=f${row}><summary>${rest[row - first.length]}</summary></details>`;
      rows[row] = maker.content.firstChild;
    }
    return rows[row];
  }

  const fold = (text) => text.normalize("NFC").toLowerCase();
  const entities = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#x27;": "'", "&amp;": "&" };
  const plain = (markup) => markup.replace(/<[^>]*>/g, "").replace(/&(lt|gt|quot|#x27|amp);/g, (one) => entities[one]);

  let matching = rows.map((_, row) => row);
  let shown = 0;
  let settled = false; // whether a reader has opened anything: nothing moves by itself before
  let printing = false;
  let figures = null; // the marks whose findings are listed

  const chosen = (name) => (form.elements[name].value === "" ? null : Number(form.elements[name].value));

  function matches(query) {
    const { kinds, check, source, period, measure, terms, only } = query;
    return (row) => {
      const [kind, ofCheck, claims] = data.findings[row];
      if (only && !only.has(row)) return false;
      if (kinds.size && !kinds.has(kind)) return false;
      if (check !== null && ofCheck !== check) return false;
      if (source !== null && !sourcesOf[row].has(source)) return false;
      if (period !== null && !claims.some((c) => data.claims[c][2] === period)) return false;
      if (measure !== null && !claims.some((c) => data.claims[c][1] === measure)) return false;
      return terms.every((term) => texts.rows[row].includes(term) || claims.some((c) => texts.claims[c].includes(term)));
    };
  }

  const nameOf = { kinds: form.querySelector("legend").textContent };
  for (const name of ["check", "source", "period", "measure", "words"]) nameOf[name] = form.querySelector(`[for=by-${name}]`).textContent;

  function asked() {
    const words = form.elements.words.value.trim(), terms = fold(words).split(/\s+/).filter(Boolean);
    if (terms.length) texts ??= searched();
    const only = figures && new Set(claimsOf(figures).flatMap((claim) => findingsOf[claim]));
    const kinds = new Set([...form.querySelectorAll("[name=kind]:checked")].map((box) => Number(box.value)));
    const query = { kinds, words, terms, only };
    for (const name of ["check", "source", "period", "measure"]) query[name] = chosen(name);
    return query;
  }
  const fitting = (query) => rows.map((_, row) => row).filter(matches(query));

  function filter() {
    const query = asked();
    matching = fitting(query);
    shown = 0;
    list.replaceChildren();
    more();
    all.hidden = matching.length === rows.length;
    count.textContent = matching.length === rows.length ? plural("all", rows.length) : plural("some", rows.length, { shown: counted(matching.length) });
    none.hidden = matching.length > 0 || rows.length === 0;
    none.replaceChildren(...(none.hidden ? [] : whyNone(query)));
  }

  // Why nothing is listed, and for each filter that stands in the way a button that takes it away.
  function whyNone(query) {
    const why = document.createElement("p");
    if (query.only?.size === 0) why.textContent = data.words.alone;
    const inTheWay = { kinds: { kinds: new Set() }, words: { terms: [] } };
    for (const name of ["check", "source", "period", "measure"]) inTheWay[name] = { [name]: null };
    const active = Object.keys(inTheWay).filter((name) => (name === "kinds" ? query.kinds.size : name === "words" ? query.terms.length : query[name] !== null));
    const buttons = active.map((name) => [name, fitting({ ...query, ...inTheWay[name] }).length]).filter(([name, found]) => found && active.length > 1).map(([name, found]) =>
      button(plural("without", found, { filter: nameOf[name] }), () => without(name)));
    if (!why.textContent) why.textContent = active.join() === "words" && !figures ? said("unsaid", { words: query.words }) : data.words.nothing;
    return [why, ...buttons.flatMap((one) => [one, " "])];
  }
  function without(name) {
    if (name === "kinds") form.querySelectorAll("[name=kind]:checked").forEach((box) => { box.checked = false; });
    else form.elements[name].value = "";
    filter();
    (name === "kinds" ? form.querySelector("[name=kind]") : form.elements[name]).focus();
  }

  // Before the evidence is unpacked, a search looks at what stands in the page; the packed rest is added when it is there.
  function searched() {
    const own = first.map((row) => fold(row.textContent));
    const more = pieces?.slice(data.claims.length, data.claims.length + rest.length) ?? [];
    return {
      rows: [...own, ...rest.map((head, i) => fold(plain(head + " " + (more[i] ?? ""))))],
      claims: data.claims.map((_, claim) => (pieces && rest.length ? fold(plain(pieces[claim])) : "")),
    };
  }

  function more(until = shown + SHOWN) {
    const next = matching.slice(shown, until);
    list.append(...next.map(item));
    shown += next.length;
    end.hidden = shown >= matching.length;
  }

  function button(words, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.addEventListener("click", () => act(made));
    return made;
  }
  const sums = document.createElement("div");
  sums.id = "sums";
  // The end of the list: comes into view, and more follows.
  const end = button(data.words.more, () => more());
  list.after(end);
  const none = document.createElement("div");
  none.id = "none";
  none.className = "note";
  none.hidden = true;
  list.after(none);
  new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && more(), { rootMargin: "400px" }).observe(end);

  // The evidence that is packed is unpacked once, when a finding that needs it is opened first.
  let unpacked = null, pieces = null;
  async function unpack(name) {
    const bytes = Uint8Array.from(atob($(name).textContent), (one) => one.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).text();
  }
  function packed() {
    return (unpacked ??= unpack("packed").then((text) => {
      pieces = text.split("\x1e");
      texts = null;
      return pieces;
    }));
  }
  async function evidence(row) {
    const details = item(row).firstChild;
    if (details.childElementCount > 1) return tools(row);
    const inside = details.appendChild(document.createElement("div"));
    inside.textContent = "…";
    try {
      await packed();
      const claims = data.findings[row][2];
      const cards = claims.length <= data.beside ? claims.map((claim) => pieces[claim]).join("") : "";
      inside.innerHTML = `<div class="cards">${cards}</div>${pieces[data.claims.length + row - data.atHand]}`;
      tools(row);
    } catch {
      inside.textContent = data.words.cannot;
    }
  }

  // What can be taken along of a finding: its link, its words, and the lines by which the ledger accepts it.
  const idOf = (row) => item(row).querySelector(".id code").textContent;
  function tools(row) {
    const inside = item(row).firstChild.lastChild;
    if (inside.querySelector(".copy")) return;
    const bar = document.createElement("p");
    bar.className = "copy";
    const kind = data.kinds[data.findings[row][0]];
    const offered = { link: linkTo, text: wordsOf, ...(kind === "conflict" ? { acceptance: acceptanceOf } : {}) };
    for (const [name, made] of Object.entries(offered)) {
      bar.append(button(data.words[name], (pressed) => copy(pressed, made(row))), " ");
    }
    if (articlesOf(row).length > 1) {
      bar.append(button(data.words.beside, () => {
        if (besideRow !== row) placeBeside(row);
        beside.focus({ preventScroll: wide.matches });
      }), " ");
    }
    const status = document.createElement("span");
    status.setAttribute("role", "status");
    bar.append(status);
    inside.prepend(bar);
  }
  const linkTo = (row) => `${everywhere()}#id=${encodeURIComponent(idOf(row))}`;
  const lineOf = (element) => element.textContent.replace(/\s+/g, " ").trim();
  function wordsOf(row) {
    const details = item(row).firstChild;
    const [verdict, headline] = details.firstChild.children;
    const cards = [...details.querySelectorAll(".cards figure")].map((one) => `“${lineOf(one.querySelector("blockquote"))}” (${lineOf(one.querySelector("cite"))}, ${lineOf(one.querySelector("figcaption code"))})`);
    const repairs = [...details.querySelectorAll(".repairs li")].map((one) => `- ${lineOf(one)}`);
    const title = details.querySelector(".repairs")?.previousElementSibling;
    return [`${verdict.textContent}: ${headline.textContent}`, ...cards, ...(title ? [`${title.textContent}:`] : []), ...repairs, idOf(row)].join("\n");
  }
  const acceptanceOf = (row) => `accepted:\n  - finding: ${JSON.stringify(idOf(row))}\n    reason: ${data.words.reason}\n`;
  async function copy(pressed, text) {
    const status = pressed.parentNode.querySelector("[role=status]");
    try {
      await navigator.clipboard.writeText(text);
      status.textContent = data.words.copied;
    } catch {
      const field = document.createElement("textarea");
      field.readOnly = true;
      field.value = text;
      field.setAttribute("aria-label", data.words.byHand);
      status.replaceChildren(data.words.byHand, field);
      field.select();
    }
  }

  // Files of the whole audit, for a spreadsheet or a program.
  $("downloads").addEventListener("click", async (event) => {
    const kind = event.target.dataset.download;
    if (!kind) return;
    const made = kind === "csv" ? await table() : await unpack("as-json");
    const blob = new Blob([made], { type: kind === "csv" ? "text/csv" : "application/json" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `audit.${kind}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });
  $("downloads").hidden = false;
  $("downloads").lastChild.hidden = $("as-json").textContent === ""; // a large audit as JSON would double the page

  // The findings as a table; without the mark in front a spreadsheet takes UTF-8 for something else.
  async function table() {
    if (rest.length) await packed();
    const lines = rows.map((_, row) => {
      const part = document.createElement("template");
      part.innerHTML = row < first.length ? first[row].innerHTML : rest[row - first.length] + pieces[data.claims.length + row - data.atHand];
      const of = (selector) => [...part.content.querySelectorAll(selector)].map(lineOf).join("; ");
      return [of(".id code"), of("b.v"), of("summary > span, b.v + span"), of(".exactly span"), of(".repairs li")];
    });
    // Nothing in it is a formula.
    const cell = (text) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replace(/"/g, '""')}"`;
    return "\ufeff" + [["finding", "verdict", "sentence", "message", "repairs"], ...lines].map((line) => line.map(cell).join(",")).join("\r\n") + "\r\n";
  }

  function light(claims) {
    document.querySelectorAll(".m.on").forEach((mark) => mark.classList.remove("on"));
    const marks = [...new Set(claims.map((claim) => markOf.get(claim)))];
    marks.forEach((mark) => $(`m${mark}`).classList.add("on"));
    return marks;
  }

  const wide = matchMedia("(min-width: 60.01rem)");
  // In a pane of its own only the pane moves: the page as a whole stays where its reader has it.
  function center(element) {
    const pane = element.closest("#beside article") ?? (wide.matches && element.closest(".pane"));
    if (!pane) return element.scrollIntoView({ block: "center", inline: "nearest" });
    const inside = pane.getBoundingClientRect(), box = element.getBoundingClientRect();
    pane.scrollTop += box.top - inside.top - Math.max(0, (pane.clientHeight - box.height) / 2);
  }
  function scrollTo(element) {
    center(element);
    requestAnimationFrame(() => center(element)); // what was laid out on the way is seldom as high as was guessed
  }

  // Opening a finding marks its figures, and brings the first of them into view beside it.
  list.addEventListener("toggle", (event) => {
    const details = event.target;
    if (details.parentNode.parentNode !== list || printing) return;
    if (!details.open) return details.id === `f${besideRow}` && allDocuments();
    list.querySelectorAll(":scope > li > details[open]").forEach((one) => { one.open = one === details; });
    const row = Number(details.id.slice(1));
    const marks = light(data.findings[row][2]);
    const ready = evidence(row);
    const compared = wide.matches && placeBeside(row); // in the pane of the documents, which is there already
    if (!compared && wide.matches && marks.length) scrollTo($(`m${marks[0]}`));
    if (!wide.matches) ready.then(() => details.open && placeBeside(row));
    // What was open above it has closed, and the list has moved: its line stays where it can be read.
    if (!settled) return;
    keepInView(details.firstChild);
    requestAnimationFrame(() => keepInView(details.firstChild));
  }, true);
  function keepInView(line) {
    const pane = wide.matches && line.closest(".pane");
    const above = pane ? Math.max(pane.querySelector(".tools").getBoundingClientRect().bottom, 0) : 0;
    const box = line.getBoundingClientRect(), below = Math.min(innerHeight, pane ? pane.getBoundingClientRect().bottom : innerHeight);
    const by = box.top < above ? box.top - above - 4 : box.bottom > below ? box.top - above - 4 : 0;
    if (by) (pane || document.scrollingElement).scrollTop += by;
  }

  // The documents of a finding that speaks of several, side by side, each at its sentence: the documents themselves,
  // which go back to their places afterwards. On a narrow screen they stand below the sentences of the finding.
  const beside = document.createElement("section");
  beside.id = "beside";
  beside.tabIndex = -1;
  beside.setAttribute("aria-labelledby", "beside-title");
  const besideTitle = document.createElement("h3");
  besideTitle.id = "beside-title";
  besideTitle.textContent = data.words.beside;
  const columns = document.createElement("div");
  beside.append(besideTitle, button(data.words.every, () => {
    const row = besideRow;
    allDocuments();
    $(`f${row}`).firstChild.focus({ preventScroll: true });
  }), columns);
  const places = new Map(); // of each document that is beside another, what keeps its place
  let besideRow = null;
  const articlesOf = (row) => {
    const claims = data.findings[row][2];
    const found = claims.map((claim) => $(`m${markOf.get(claim)}`).closest("article"));
    return claims.length <= data.beside ? [...new Set(found)] : [];
  };
  function placeBeside(row) {
    allDocuments();
    const articles = articlesOf(row);
    if (articles.length < 2) return false;
    for (const article of articles) {
      const place = document.createComment("");
      article.replaceWith(place);
      places.set(article, place);
      article.tabIndex = 0; // its arrows scroll it
      columns.append(article);
    }
    if (wide.matches) $("documents").querySelector(".tools").after(beside);
    else item(row).firstChild.querySelector(".cards").after(beside);
    besideRow = row;
    if (wide.matches) $("documents").scrollTop = 0;
    for (const article of articles) scrollTo(article.querySelector(".m.on"));
    return true;
  }
  function allDocuments() {
    beside.remove();
    for (const [article, place] of places) {
      article.removeAttribute("tabindex");
      place.replaceWith(article);
    }
    places.clear();
    besideRow = null;
  }
  wide.addEventListener("change", () => { if (besideRow !== null) placeBeside(besideRow); });

  // The findings of a figure, or of several that a cell of the overview holds; above them the sums it stands in.
  const claimsOf = (marks) => marks.flatMap((mark) => data.marks[mark]);
  function select(marks) {
    figures = marks;
    form.reset();
    const note = $("figure");
    note.hidden = marks === null;
    sums.replaceChildren();
    if (marks === null) return filter();
    const elements = marks.map((mark) => $(`m${mark}`));
    const joined = (texts, between) => texts.slice(0, 4).join(between) + (texts.length > 4 ? " …" : "");
    const abouts = [...new Set(elements.map(about))];
    note.textContent = said("about", { figure: joined(elements.map((one) => one.textContent), ", "), about: joined(abouts, "; ") });
    sums.append(...sumsOf(claimsOf(marks)));
    filter();
    light(claimsOf(marks));
    if (wide.matches) $("findings").scrollTop = 0;
    else $("findings").scrollIntoView();
    (sums.querySelector("a") ?? list.querySelector("summary"))?.focus({ preventScroll: true });
  }
  // Up to the totals that claims are part of, down to the parts that make them; each with what is found of the sum.
  function sumsOf(claims) {
    const up = [], down = [];
    for (const claim of new Set(claims)) {
      for (const row of findingsOf[claim].filter((one) => totalsOf.has(one))) {
        const totals = totalsOf.get(row);
        if (totals.includes(claim)) down.push([row, data.findings[row][2].filter((one) => !totals.includes(one))]);
        else up.push([row, totals]);
      }
    }
    return [...steps("partOf", up), ...steps("madeOf", down)];
  }
  function steps(phrase, found) {
    if (!found.length) return [];
    const head = document.createElement("h3");
    head.textContent = data.words[phrase];
    const lines = document.createElement("ul");
    for (const [row, claims] of found.slice(0, data.beside)) {
      const line = document.createElement("li");
      const links = [...new Set(claims.map((claim) => markOf.get(claim)))].map((mark) => {
        const link = document.createElement("a");
        link.href = `#figure=${mark}`;
        link.textContent = `${$(`m${mark}`).textContent}, ${about($(`m${mark}`))}`;
        return link;
      });
      line.append(...links.flatMap((link) => [link, document.createElement("br")]), ...lineOfRow(row));
      lines.append(line);
    }
    return [head, lines];
  }
  const lineOfRow = (row) => [...item(row).firstChild.firstChild.childNodes].map((one) => one.cloneNode(true));
  const everywhere = () => location.href.split("#")[0];
  function choose(marks) {
    history.pushState(null, "", `#figure=${marks.join(",")}`);
    show(marks);
  }
  function show(marks) {
    select(marks);
    if (!wide.matches) return; // the list has come into view, in its stead
    document.querySelector("main").scrollIntoView({ block: "nearest" });
    scrollTo($(`m${marks[0]}`));
  }
  function leave() {
    if (location.hash.startsWith("#figure=")) history.pushState(null, "", everywhere());
    light([]);
    select(null);
  }

  // A card beside a figure: what it is, and the worst that is said of it.
  const card = document.createElement("div");
  card.id = "card";
  card.setAttribute("role", "tooltip");
  card.hidden = true;
  document.body.append(card);
  // The browser's own tip would stand beside the card.
  function about(mark) {
    if (mark.title) {
      mark.dataset.about = mark.title;
      mark.removeAttribute("title");
    }
    return mark.dataset.about;
  }
  function showCard(mark) {
    const found = [...new Set(data.marks[Number(mark.id.slice(1))].flatMap((claim) => findingsOf[claim]))].sort((one, other) => one - other);
    const head = document.createElement("b");
    head.textContent = about(mark);
    const lines = found.slice(0, 2).map((row) => {
      const line = document.createElement("p");
      line.append(...lineOfRow(row));
      return line;
    });
    const more = document.createElement("p");
    more.textContent = found.length ? plural("part", found.length) : data.words.alone;
    card.replaceChildren(head, ...lines, more);
    card.hidden = false;
    const box = mark.getBoundingClientRect(), own = card.getBoundingClientRect();
    card.style.left = `${Math.max(8, Math.min(box.left, innerWidth - own.width - 8))}px`;
    const under = box.bottom + 6;
    card.style.top = `${under + own.height < innerHeight ? under : Math.max(4, box.top - own.height - 6)}px`;
    mark.setAttribute("aria-describedby", "card");
  }
  function hideCard() {
    card.hidden = true;
    document.querySelector("[aria-describedby=card]")?.removeAttribute("aria-describedby");
  }
  const markAt = (event) => event.target.closest?.("article .m");
  document.addEventListener("pointerover", (event) => {
    const cell = event.target.closest?.(".heat a");
    if (cell) cell.title ||= cell.lastChild.textContent; // what it says to those who do not see it
    if (event.pointerType !== "touch" && markAt(event)) showCard(markAt(event));
  });
  document.addEventListener("pointerout", (event) => { if (markAt(event)) hideCard(); });
  document.addEventListener("focusin", (event) => { if (markAt(event)) showCard(markAt(event)); });
  document.addEventListener("focusout", hideCard);
  document.addEventListener("scroll", hideCard, true);

  function open(row) {
    if (!matching.includes(row)) select(null);
    while (shown <= matching.indexOf(row)) more();
    const details = $(`f${row}`);
    settled = true;
    details.open = true;
    details.firstChild.focus({ preventScroll: true });
    if (wide.matches) document.querySelector("main").scrollIntoView({ block: "nearest" });
    scrollTo(details.firstChild);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const [, kind, number] = /^#([fm]|figure=)(\d+)$/.exec(link.getAttribute("href")) ?? [];
    if (link.classList.contains("m")) choose([Number(link.id.slice(1))]);
    else if (link.dataset.marks) choose(link.dataset.marks.split(",").map(Number));
    else if (kind === "figure=") choose([Number(number)]);
    else if (kind === "f") {
      history.pushState(null, "", link.hash);
      open(Number(number));
    } else {
      if (kind === "m") light(data.marks[number]);
      return; // the browser goes there, and back again
    }
    event.preventDefault();
  });

  // A row of the figures without a text opens its findings wherever it is clicked; words can be selected in it.
  const figureIn = (row) => row?.querySelector(".m");
  document.addEventListener("click", (event) => {
    const mark = event.target.closest("a") ? null : figureIn(event.target.closest(".figures tbody tr"));
    if (mark && getSelection().isCollapsed) choose([Number(mark.id.slice(1))]);
  });

  // In the list the arrows lead from finding to finding, in a table of figures from row to row, Escape back to all of them.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hideCard();
    if (event.key === "Escape" && figures) {
      const mark = $(`m${figures[0]}`);
      leave();
      mark.focus();
      return;
    }
    const steps = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };
    const line = event.target.closest?.("#list > li > details > summary, .figures .m");
    if (!line || !(event.key in steps)) return;
    const at = line.closest("li, tr"), all = at.parentNode.children;
    const there = Math.max(0, Math.min(all.length - 1, [...all].indexOf(at) + steps[event.key]));
    (figureIn(all[there]) ?? all[there].querySelector("summary")).focus();
    event.preventDefault();
  });

  form.addEventListener("input", filter);
  // What is packed is searched, too, as soon as somebody means to search.
  form.elements.words.addEventListener("focus", prepare);
  async function prepare() {
    if (rest.length && !pieces) await packed().catch(() => {});
    texts ??= searched();
    if (form.elements.words.value) filter();
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  all.addEventListener("click", leave);

  // On paper: all that matches, and what does not hold with its evidence.
  addEventListener("beforeprint", () => {
    printing = true;
    more(matching.length);
    for (const row of matching) {
      const kind = data.kinds[data.findings[row][0]];
      item(row).firstChild.open = kind === "conflict" || kind === "accepted";
    }
  });
  addEventListener("afterprint", () => {
    list.querySelectorAll(":scope > li > details[open]").forEach((one) => { one.open = false; });
    setTimeout(() => { printing = false; });
  });

  const note = document.createElement("p");
  note.id = "figure";
  note.className = "about-figure";
  note.hidden = true;
  form.after(note);
  list.before(sums);
  form.hidden = !rows.length;
  filter();
  // A finding in the address is opened, at first and on the way back.
  function go() {
    const asked = /^#f(\d+)$/.exec(location.hash), chosen = /^#figure=(\d+(?:,\d+)*)$/.exec(location.hash);
    const marks = chosen?.[1].split(",").map(Number).filter((mark) => mark < data.marks.length) ?? [];
    if (marks.length) show(marks);
    else if (figures && !location.hash) {
      light([]);
      select(null);
    } else if (asked && Number(asked[1]) < rows.length) open(Number(asked[1]));
    else if (location.hash.startsWith("#id=")) named(decodeURIComponent(location.hash.slice(4)));
    return location.hash.length > 1;
  }
  async function named(id) {
    const at = first.findIndex((row) => row.querySelector(".id code").textContent === id);
    if (at >= 0) return open(at);
    if (!rest.length) return;
    const ids = JSON.parse((await packed()).at(-1));
    if (ids.includes(id)) open(ids.indexOf(id));
  }
  addEventListener("popstate", go);
  // A browser scrolls to what the address names once all is there, and knows nothing of the filters above it.
  addEventListener("load", () => requestAnimationFrame(() => {
    if (location.hash.startsWith("#f")) list.querySelectorAll("details[open] > summary").forEach(keepInView);
  }));
  // The worst finding is open at first, with its figures in their document.
  if (!go() && rows.length && data.kinds[data.findings[0][0]] === "conflict") item(0).firstChild.open = true;
  setTimeout(() => { settled = true; }, 0);
  if (rest.length) (window.requestIdleCallback ?? setTimeout)(prepare);
})();
