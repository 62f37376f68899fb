"use strict";
// Moves from claim to claim, and collects what is decided of them, or sends it. Nothing here turns text into markup.
(() => {
  const $ = (id) => document.getElementById(id);
  const { served, claims, choices, names, required, words } = JSON.parse($("review").textContent);
  const items = claims.map((_, place) => $(`c${place}`));
  let decided = new Map(); // by place, in the order of deciding
  let written = new Map(); // of these, what the server has written; what follows is on its way
  const refused = new Map(); // by place, why the server did not write what was decided
  let sending = []; // one after the other; nobody waits for the answer to go on
  let at = -1;

  // A phrase with what stands at its places.
  const told = (phrase, values = {}) => words[phrase].replace(/\{(\w+)\}/g, (_, name) => values[name]);

  const make = (name, given = {}, ...inside) => {
    const made = Object.assign(document.createElement(name), given);
    made.append(...inside);
    return made;
  };

  function say(text, wrong = false) {
    $("said").textContent = text;
    $("said").classList.toggle("wrong", wrong);
  }

  function go(place) {
    if (place < 0 || place >= items.length) return;
    items[at]?.classList.remove("at");
    at = place;
    items[at].classList.add("at");
    items[at].focus({ preventScroll: true });
    items[at].scrollIntoView({ block: "nearest" });
  }

  function onwards() {
    const left = items.map((_, place) => place).filter((place) => !decided.has(place));
    go(left.find((place) => place > at) ?? left[0] ?? at);
  }

  // A text as YAML and JSON both have it, on one line.
  const quoted = (text) => JSON.stringify(text).replace(/[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g, (one) => "\\u" + one.charCodeAt(0).toString(16).padStart(4, "0"));
  const mapping = (said) => `{${Object.entries(said).map(([key, value]) => `${/^\w+$/.test(key) ? key : quoted(key)}: ${typeof value === "string" ? quoted(value) : mapping(value)}`).join(", ")}}`;
  const decision = (place, edit) => ({ claim: claims[place].claim, seen: claims[place].seen, ...edit });

  function outcome(edit) {
    if (edit.set_aside) return told("set aside", { words: edit.set_aside });
    if (!edit.change) return told("confirmed");
    return told("changed", { changes: Object.entries(edit.change).map(([name, text]) => `${names[name]} ${choices[name]?.[text] ?? (text || told("left out"))}`).join(", ") });
  }

  function show() {
    $("bar").value = decided.size;
    $("count").textContent = told("count", { decided: decided.size, count: claims.length });
    $("undo").disabled = !decided.size;
    items.forEach((item, place) => {
      const edit = decided.get(place);
      item.classList.toggle("done", Boolean(edit));
      item.querySelectorAll("[data-do]").forEach((button) => { button.disabled = Boolean(edit); });
      item.querySelector(":scope > .outcome")?.remove();
      const told = edit ? outcome(edit) : refused.get(place);
      if (told) item.append(make("p", { className: edit ? "outcome" : "outcome wrong" }, told));
    });
    if (!served) $("yaml").value = decided.size ? `decisions:\n${[...decided].map(([place, edit]) => `  - ${mapping(decision(place, edit))}\n`).join("")}` : "";
  }

  const sayLeft = (edit) => {
    const left = claims.length - decided.size;
    if (left || !served || !sending.length) say(told(left ? "left" : served ? "all written" : "all decided", { outcome: outcome(edit), count: left }));
  };

  // The problem that the server has with it; none where it is written.
  async function send(where, body) {
    try {
      const answer = await fetch(where, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
      return answer.ok ? "" : (await answer.json()).problems.join("; ");
    } catch {
      return told("no answer");
    }
  }

  // What cannot be written is no longer decided, and neither is what was decided behind it.
  async function write(job) {
    if (!served) return;
    sending.push(job);
    if (sending.length > 1) return;
    while (sending.length) {
      const { place, where, body, then } = sending[0];
      const problem = await send(where, body);
      if (problem) {
        sending = [];
        decided = new Map(written);
        refused.set(place, problem);
        show();
        if (!document.querySelector("form")) go(place);
        say(problem, true);
        return;
      }
      sending.shift();
      then();
    }
    if (decided.size === claims.length) sayLeft([...decided.values()].pop());
  }

  function decide(place, edit) {
    if (decided.has(place)) return;
    close();
    refused.delete(place);
    decided.set(place, edit);
    show();
    at = place;
    onwards();
    const body = { decisions: [decision(place, edit)] };
    write({ place, where: "decide", body, then: () => written.set(place, edit) });
    sayLeft(edit);
  }

  function undo() {
    const place = [...decided.keys()].pop();
    if (place === undefined) return;
    decided.delete(place);
    show();
    go(place);
    write({ place, where: "undo", body: {}, then: () => written.delete(place) });
    say(told("undone", { decided: decided.size, count: claims.length }));
  }

  function close() {
    document.querySelector("form")?.remove();
  }

  function open(place, fields, save) {
    close();
    go(place);
    const cancel = make("button", { type: "button" }, told("cancel"));
    const form = make("form", {}, ...fields, make("p", {}, make("button", {}, save), " ", cancel));
    cancel.addEventListener("click", () => { close(); go(place); });
    items[place].append(form);
    form.elements[0].focus();
    form.scrollIntoView({ block: "nearest" });
    return form;
  }

  function field(name, text) {
    const input = choices[name]
      ? make("select", { name }, ...Object.entries(choices[name]).map(([one, said]) => make("option", { value: one, selected: one === text }, said)))
      : make("input", { name, value: text, required: required.includes(name), autocomplete: "off" });
    if (name === "measure") input.setAttribute("list", "measures");
    return make("label", {}, names[name], input);
  }

  function change(place) {
    const said = claims[place].fields;
    const form = open(place, Object.entries(said).map(([name, text]) => field(name, text)), told("change and confirm"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const filled = Object.keys(said).map((name) => [name, form.elements[name].value.trim()]);
      const other = Object.fromEntries(filled.filter(([name, text]) => text !== said[name]));
      decide(place, Object.keys(other).length ? { change: other } : {});
    });
  }

  function aside(place) {
    const input = make("input", { name: "phrase", value: claims[place].phrase, required: true, autocomplete: "off" });
    const held = make("label", {}, told("words"), input);
    held.style.gridColumn = "1 / -1";
    const form = open(place, [held], told("aside"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (input.value.trim()) decide(place, { set_aside: input.value.trim() });
    });
  }

  const does = { confirm: (place) => decide(place, {}), change, aside };

  function act(what) {
    if (at < 0) onwards();
    if (at >= 0 && !decided.has(at)) does[what](at);
  }

  const keys = { j: () => go(at + 1), ArrowDown: () => go(at + 1), k: () => go(at - 1), ArrowUp: () => go(at - 1), y: () => act("confirm"), Enter: () => act("confirm"), e: () => act("change"), x: () => act("aside"), u: undo };

  document.addEventListener("keydown", (event) => {
    const on = event.target;
    if (event.key === "Escape" && on.closest("form")) { close(); go(at); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key] || event.repeat && event.key.length === 1 && !"jk".includes(event.key)) return;
    if (on.closest("input:not([type=checkbox]), select, textarea, form")) return;
    if (event.key === "Enter" && on.closest("button, a, input")) return;
    if (event.key.length === 1 && !$("keys").checked) return;
    event.preventDefault();
    keys[event.key]();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) does[button.dataset.do](Number(button.closest("li").dataset.claim));
  });
  document.addEventListener("focusin", (event) => {
    const item = event.target.closest("li[data-claim]");
    if (!item || Number(item.dataset.claim) === at) return;
    items[at]?.classList.remove("at");
    at = Number(item.dataset.claim);
    item.classList.add("at");
  });
  $("undo").addEventListener("click", undo);
  addEventListener("beforeunload", (event) => { if (sending.length) event.preventDefault(); });
  $("copy")?.addEventListener("click", async () => {
    $("yaml").select();
    try { await navigator.clipboard.writeText($("yaml").value); say(told("copied")); } catch { say(told("selected")); }
  });
  $("save")?.addEventListener("click", () => {
    const address = URL.createObjectURL(new Blob([$("yaml").value], { type: "application/yaml" }));
    make("a", { href: address, download: words.file }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  });
  show();
})();
