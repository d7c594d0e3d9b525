"use strict";
// The page works without this script: links jump, everything is shown. It adds filters, the flash of what a link leads
// to, jumps from a mark to its finding, and opens what is folded before printing.
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];

  const filters = document.querySelector(".filters");
  if (filters) {
    const boxes = [...filters.querySelectorAll("[data-severity]")];
    const kind = filters.querySelector("[data-kind]");
    const shown = filters.querySelector(".shown");
    const findings = all(".finding");
    const apply = () => {
      const wanted = new Set(boxes.filter((box) => box.checked).map((box) => box.dataset.severity));
      let count = 0;
      for (const finding of findings) {
        const fits = wanted.has(finding.dataset.severity) && (!kind.value || finding.dataset.kind === kind.value);
        finding.hidden = !fits;
        count += fits ? 1 : 0;
      }
      shown.textContent = shown.dataset.template.replace("{shown}", count).replace("{all}", findings.length);
    };
    const reset = () => {
      boxes.forEach((box) => { box.checked = true; });
      kind.value = "";
      apply();
    };
    filters.addEventListener("change", apply);
    filters.hidden = false;
    apply();
    window.addEventListener("hashchange", () => {
      const target = document.getElementById(location.hash.slice(1));
      if (target && target.closest("[hidden]")) { reset(); target.scrollIntoView(); }
    });
  }

  const flash = () => {
    all(".flash").forEach((element) => element.classList.remove("flash"));
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (!target) { return; }
    const marked = all("mark[data-quotes]").filter((mark) => mark.dataset.quotes.split(" ").includes(id));
    (marked.length ? marked : [target]).forEach((element) => element.classList.add("flash"));
    target.focus({ preventScroll: true });
  };
  window.addEventListener("hashchange", flash);
  flash();

  document.addEventListener("click", (event) => {
    const mark = event.target.closest("mark[data-quotes]");
    if (!mark || String(getSelection())) { return; }
    const paragraphs = mark.closest(".text");
    const links = [...paragraphs.querySelectorAll("a.ref")];
    // The mark's own references stand where its quotes end: the first link after it that follows in the text.
    const next = links.find((link) => mark.compareDocumentPosition(link) & Node.DOCUMENT_POSITION_FOLLOWING);
    if (next) { next.click(); }
  });

  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = all("details:not([open])");
    opened.forEach((element) => { element.open = true; });
  });
  window.addEventListener("afterprint", () => opened.forEach((element) => { element.open = false; }));
})();
