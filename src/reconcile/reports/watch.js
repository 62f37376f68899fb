"use strict";
// Asks what is new, twice a second, and shows the report again at the place at which it was read.
(() => {
  const $ = (id) => document.getElementById(id);
  const frame = $("report");
  const words = JSON.parse($("words").textContent);
  let revision = -1, reports = 0;

  // The parts of the report that scroll, each by its id; the page itself has none.
  const scrolled = () => [frame.contentDocument.scrollingElement, ...frame.contentDocument.querySelectorAll("[id]")].filter((one) => one?.scrollTop);

  function reload() {
    if (frame.hidden) {
      frame.hidden = false;
      frame.src = "report";
      return;
    }
    const places = scrolled().map((one) => [one === frame.contentDocument.scrollingElement ? "" : one.id, one.scrollTop]);
    frame.addEventListener("load", () => requestAnimationFrame(() => requestAnimationFrame(() => {
      for (const [id, top] of places) {
        const one = id ? frame.contentDocument.getElementById(id) : frame.contentDocument.scrollingElement;
        if (one) one.scrollTop = top;
      }
    })), { once: true });
    frame.contentWindow.location.reload(); // its address stays, with what was opened by it
  }

  frame.addEventListener("load", () => {
    for (const link of frame.contentDocument?.querySelectorAll('a[href^="http"]') ?? []) link.target = "_blank";
  });

  function show(now) {
    if (now.revision !== revision) {
      $("said").textContent = now.said;
      $("guessed").hidden = !now.guesses;
      $("review").textContent = words[now.guesses === 1 ? "review.one" : "review"].replace("{count}", now.guesses);
      $("problems").replaceChildren(...now.problems.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
      $("wrong").hidden = !now.problems.length;
      $("since").hidden = !now.reports;
    }
    revision = now.revision;
    if (now.reports !== reports) {
      reports = now.reports;
      reload();
    }
  }

  async function look() {
    try {
      const answer = await fetch("state");
      if (!answer.ok) throw new Error(answer.statusText);
      show(await answer.json());
    } catch {
      revision = -1;
      $("said").textContent = words.ended;
    }
    setTimeout(look, 500);
  }
  look();
})();
