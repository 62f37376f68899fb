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
  let words = null; // the rows' texts for the search, made when first asked for

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
  let figure = null; // the mark whose findings are listed

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
      return terms.every((term) => words[row].includes(term));
    };
  }

  function filter() {
    const terms = fold(form.elements.words.value).split(/\s+/).filter(Boolean);
    if (terms.length) words ??= [...first.map((row) => row.firstChild.firstChild.textContent), ...rest.map(plain)].map(fold);
    const only = figure === null ? null : new Set(data.marks[figure].flatMap((claim) => findingsOf[claim]));
    const kinds = new Set([...form.querySelectorAll("[name=kind]:checked")].map((box) => Number(box.value)));
    const query = { kinds, terms, only };
    for (const name of ["check", "source", "period", "measure"]) query[name] = chosen(name);
    const fits = matches(query);
    matching = rows.map((_, row) => row).filter(fits);
    shown = 0;
    list.replaceChildren();
    more();
    all.hidden = matching.length === rows.length;
    const of = matching.length === rows.length ? "" : ` of ${rows.length.toLocaleString("en")}`;
    count.textContent = `${matching.length.toLocaleString("en")}${of} finding${rows.length === 1 ? "" : "s"}`;
  }

  function more(until = shown + SHOWN) {
    const next = matching.slice(shown, until);
    list.append(...next.map(item));
    shown += next.length;
    end.hidden = shown >= matching.length;
  }

  // The end of the list: comes into view, and more follows.
  const end = document.createElement("button");
  end.type = "button";
  end.textContent = "Show more";
  end.addEventListener("click", () => more());
  list.after(end);
  new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && more(), { rootMargin: "400px" }).observe(end);

  // The evidence that is packed is unpacked once, when a finding that needs it is opened first.
  let unpacked = null;
  async function unpack() {
    const bytes = Uint8Array.from(atob($("packed").textContent), (one) => one.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return (await new Response(stream).text()).split("\x1e");
  }
  async function evidence(row) {
    const details = item(row).firstChild;
    if (details.childElementCount > 1) return;
    const inside = details.appendChild(document.createElement("div"));
    inside.textContent = "…";
    try {
      const pieces = await (unpacked ??= unpack());
      const claims = data.findings[row][2];
      const cards = claims.length <= data.beside ? claims.map((claim) => pieces[claim]).join("") : "";
      inside.innerHTML = `<div class="cards">${cards}</div>${pieces[data.claims.length + row - data.atHand]}`;
    } catch {
      inside.textContent = "This browser cannot unpack the evidence of this finding.";
    }
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
    const pane = wide.matches && element.closest(".pane");
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
    if (!details.open || details.parentNode.parentNode !== list) return;
    list.querySelectorAll(":scope > li > details[open]").forEach((one) => { one.open = one === details; });
    const row = Number(details.id.slice(1));
    evidence(row);
    const marks = light(data.findings[row][2]);
    if (wide.matches && marks.length) scrollTo($(`m${marks[0]}`));
  }, true);

  function select(mark) {
    figure = mark;
    form.reset();
    const note = $("figure");
    note.hidden = mark === null;
    if (mark === null) return filter();
    const element = $(`m${mark}`);
    note.textContent = `Findings of ${element.textContent}: ${element.title}`;
    filter();
    light(data.marks[mark]);
    if (!wide.matches) $("findings").scrollIntoView();
    list.querySelector("summary")?.focus({ preventScroll: !wide.matches });
  }

  function open(row) {
    if (!matching.includes(row)) select(null);
    while (shown <= matching.indexOf(row)) more();
    const details = $(`f${row}`);
    details.open = true;
    details.firstChild.focus({ preventScroll: true });
    if (wide.matches) document.querySelector("main").scrollIntoView({ block: "nearest" });
    scrollTo(details.firstChild);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const [, kind, number] = /^#([fm])(\d+)$/.exec(link.getAttribute("href")) ?? [];
    if (link.classList.contains("m")) select(Number(link.id.slice(1)));
    else if (kind === "f") {
      history.pushState(null, "", link.hash);
      open(Number(number));
    } else {
      if (kind === "m") light(data.marks[number]);
      return; // the browser goes there, and back again
    }
    event.preventDefault();
  });

  // In the list the arrows lead from finding to finding, Escape back to all of them.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && figure !== null) {
      const mark = $(`m${figure}`);
      select(null);
      light([]);
      mark.focus();
      return;
    }
    const at = event.target.closest?.("#list > li");
    if (!at || event.target.tagName !== "SUMMARY") return;
    const steps = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };
    if (!(event.key in steps)) return;
    const here = [...list.children].indexOf(at);
    const there = Math.max(0, Math.min(list.childElementCount - 1, here + steps[event.key]));
    list.children[there].querySelector("summary").focus();
    event.preventDefault();
  });

  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  all.addEventListener("click", () => { light([]); select(null); });

  // On paper: all that matches, and what does not hold with its evidence.
  addEventListener("beforeprint", () => more(matching.length));

  const note = document.createElement("p");
  note.id = "figure";
  note.className = "about-figure";
  note.hidden = true;
  form.after(note);
  form.hidden = false;
  filter();
  // A finding in the address is opened, at first and on the way back.
  function go() {
    const asked = /^#f(\d+)$/.exec(location.hash);
    if (asked && Number(asked[1]) < rows.length) open(Number(asked[1]));
  }
  addEventListener("popstate", go);
  go();
})();
