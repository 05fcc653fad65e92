"use strict";
// Filters what the page already holds. The state is the URL's hash, so that a link shows what its sender saw.
// Nothing is made from text here but text: no markup, no evaluation.

(() => {
  const MARKS_LIMIT = 2000;
  const OPEN_LIMIT = 50;
  const SETTLED_MS = 120;
  const filters = document.querySelector(".filters");
  const byId = (id) => document.getElementById(id);
  const beforePrint = [];

  // What was closed is opened for the printer, and closed again.
  addEventListener("beforeprint", () => {
    for (const one of document.querySelectorAll("details:not([open])")) {
      one.open = true;
      beforePrint.push(one);
    }
  });
  addEventListener("afterprint", () => {
    for (const one of beforePrint.splice(0)) one.open = false;
  });
  if (!filters) return;

  const query = byId("query");
  const kind = byId("kind");
  const toggles = [...document.querySelectorAll("[data-toggle]")];
  const groups = [...document.querySelectorAll(".group")];
  const differences = groups.flatMap((group) =>
    [...group.querySelectorAll(".difference")].map((element) => ({
      element,
      group,
      kind: element.dataset.kind,
      change: element.dataset.change,
      text: null,
      shown: true,
    })),
  );
  const links = [];
  const number = new Intl.NumberFormat("en");
  let waiting = 0;

  const textOf = (one) => {
    if (one.text === null) {
      const parts = [one.element.dataset.name];
      for (const named of one.element.querySelectorAll("[data-name]")) parts.push(named.dataset.name);
      for (const code of one.element.querySelectorAll("code")) parts.push(code.textContent);
      one.text = parts.join("\n").toLowerCase();
    }
    return one.text;
  };

  const wordsOf = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);

  const stateOfControls = () => ({
    q: query.value.trim(),
    kind: kind.value,
    change: toggles.filter((one) => one.getAttribute("aria-pressed") === "true").map((one) => one.dataset.toggle),
  });

  const hashOf = (state) => {
    const parameters = new URLSearchParams();
    if (state.q) parameters.set("q", state.q);
    if (state.kind) parameters.set("kind", state.kind);
    if (state.change.length) parameters.set("change", state.change.join(","));
    const text = parameters.toString();
    return text ? `#${text}` : "";
  };

  const setControls = () => {
    const parameters = new URLSearchParams(location.hash.slice(1));
    const changes = (parameters.get("change") || "").split(",");
    query.value = parameters.get("q") || "";
    kind.value = parameters.get("kind") || "";
    if (kind.selectedIndex < 0) kind.value = "";
    for (const one of toggles) one.setAttribute("aria-pressed", String(changes.includes(one.dataset.toggle)));
  };

  // Where the words stand in what colours have cut into many texts.
  const rangesIn = (code, words) => {
    const text = code.textContent.toLowerCase();
    const places = [];
    for (const word of words) {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) places.push([at, at + word.length]);
    }
    // Lower case is longer than what was written in "İ": then no place is where it seems to be.
    if (!places.length || text.length !== code.textContent.length) return [];
    places.sort((one, other) => one[0] - other[0]);
    const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
    const nodes = [];
    for (let begin = 0, node = walker.nextNode(); node; begin += node.length, node = walker.nextNode()) nodes.push({ node, begin });
    let first = 0;
    return places.map(([begin, end]) => {
      while (first + 1 < nodes.length && nodes[first + 1].begin <= begin) first += 1;
      let last = first;
      while (last + 1 < nodes.length && nodes[last + 1].begin < end) last += 1;
      const range = new Range();
      range.setStart(nodes[first].node, begin - nodes[first].begin);
      range.setEnd(nodes[last].node, end - nodes[last].begin);
      return range;
    });
  };

  const closedAround = (range) => range.startContainer.parentElement.closest("details:not([open])");

  // Marks what was searched for without touching the document, and opens what hides the only places where it stands.
  const pointOut = (words, count) => {
    const ranges = [];
    for (const one of words.length ? differences : []) {
      if (!one.shown || ranges.length > MARKS_LIMIT) continue;
      const codes = [...one.element.querySelectorAll("code")];
      if (one.element.matches(".own")) codes.unshift(one.group.querySelector("h3 code"));
      const found = codes.flatMap((code) => rangesIn(code, words));
      if (count <= OPEN_LIMIT && found.length && found.every(closedAround)) {
        for (let closed = closedAround(found[0]); closed; closed = closedAround(found[0])) closed.open = true;
      }
      ranges.push(...found);
    }
    if (window.Highlight) CSS.highlights.set("found", new Highlight(...ranges));
  };

  const apply = () => {
    const state = stateOfControls();
    const words = wordsOf(state.q);
    const active = hashOf(state);
    const living = new Set();
    let count = 0;
    for (const one of differences) {
      one.shown =
        (!state.kind || one.kind === state.kind) &&
        (!state.change.length || state.change.includes(one.change)) &&
        (!words.length || words.every((word) => textOf(one).includes(word)));
      one.element.hidden = !one.shown;
      if (one.shown) {
        count += 1;
        living.add(one.group);
      }
    }
    for (const group of groups) group.hidden = !living.has(group);
    byId("none").hidden = count > 0;
    byId("clear").hidden = !active;
    filters.classList.toggle("filtering", Boolean(active));
    for (const link of links) {
      if (active && link.getAttribute("href") === active) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    pointOut(words, count);
    const said = `${number.format(count)} of ${number.format(differences.length)} shown`;
    if (byId("count").textContent !== said) byId("count").textContent = said;
    return active;
  };

  const changed = () => {
    const active = apply();
    try {
      history.replaceState(null, "", active || location.pathname + location.search);
    } catch {
      // A page inside a sandbox has no address of its own: it filters, and cannot be linked to.
    }
  };

  const clear = () => {
    query.value = "";
    kind.value = "";
    for (const one of toggles) one.setAttribute("aria-pressed", "false");
    changed();
  };

  const unfold = (open) => {
    for (const group of groups) group.open = open;
  };

  for (const cell of document.querySelectorAll("[data-of-kind], [data-of-change], [data-of-all]")) {
    const link = document.createElement("a");
    const of = { q: "", kind: cell.dataset.ofKind || "", change: cell.dataset.ofChange ? [cell.dataset.ofChange] : [] };
    link.href = hashOf(of) || "#";
    link.textContent = cell.textContent;
    link.setAttribute("aria-label", `Show ${cell.textContent} ${of.change[0] || ""} ${of.kind || "of all kinds"}`.replace(/ +/g, " "));
    cell.replaceChildren(link);
    links.push(link);
    link.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      const address = hashOf(of);
      try {
        history.pushState(null, "", address || location.pathname + location.search);
        setControls();
      } catch {
        kind.value = of.kind;
        query.value = "";
        for (const one of toggles) one.setAttribute("aria-pressed", String(of.change.includes(one.dataset.toggle)));
      }
      apply();
      byId("differences").scrollIntoView();
    });
  }

  query.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(changed, SETTLED_MS);
  });
  kind.addEventListener("change", changed);
  for (const one of toggles) {
    one.addEventListener("click", () => {
      one.setAttribute("aria-pressed", String(one.getAttribute("aria-pressed") !== "true"));
      changed();
    });
  }
  byId("clear").addEventListener("click", () => {
    clear();
    query.focus();
  });
  byId("expand").addEventListener("click", () => unfold(true));
  byId("collapse").addEventListener("click", () => unfold(false));

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const writing = event.target.closest("input, select, textarea");
    if (event.key === "/" && !writing) {
      event.preventDefault();
      query.focus();
      query.select();
    } else if (event.key === "Escape" && (query.value || filters.classList.contains("filtering"))) {
      event.preventDefault();
      if (query.value && writing === query) {
        query.value = "";
        changed();
      } else {
        clear();
      }
    }
  });

  for (const event of ["hashchange", "popstate"]) {
    addEventListener(event, () => {
      setControls();
      apply();
    });
  }

  filters.hidden = false;
  setControls();
  apply();
})();
