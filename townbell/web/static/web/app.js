// Small comforts. Every page works without this file.
(() => {
  "use strict";

  // An answer that says something is wrong, or the next card, takes the reader's focus.
  const settle = (root) => root.querySelector("[data-focus]")?.focus({ preventScroll: false });

  // Letters left, counted as the server counts them: code points, line ends as one.
  const count = (box) => {
    const line = document.getElementById(box.dataset.count);
    if (!line) return;
    const left = Number(box.dataset.limit) - [...box.value].length;
    line.textContent = (left < 0 ? line.dataset.over : line.dataset.left).replace("%n", Math.abs(left));
    line.classList.toggle("count-over", left < 0);
  };

  document.addEventListener("input", (event) => {
    if (event.target.dataset.count) count(event.target);
  });

  // Keys 1, 2, 3 press the choices of a card, and 0 undoes; never while somebody writes.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const button = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (button && !button.disabled) {
      event.preventDefault();
      button.click();
    }
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });

  // What an address carries after its # never leaves the browser: the code of a slip goes into its
  // field, along to the page in another language, and out of the address.
  const carry = () => {
    const box = document.querySelector("[data-carried]");
    const carried = location.hash.slice(1);
    if (!box || !/^[0-9A-Z]{4}(-[0-9A-Z]{4}){2}$/i.test(carried)) return;
    box.value = carried;
    document.querySelectorAll("a[hreflang]").forEach((link) => { link.hash = carried; });
    history.replaceState(null, "", location.pathname + location.search);
  };

  document.addEventListener("htmx:after:swap", (event) => settle(event.target));

  const start = () => {
    document.documentElement.classList.add("scripted");
    // Only a script prints, so the button is hidden where none runs.
    document.querySelectorAll("[data-print]").forEach((button) => { button.hidden = false; });
    document.querySelectorAll("[data-count]").forEach(count);
    carry();
    settle(document);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
