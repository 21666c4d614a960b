// Typing in a paper ballot by keys alone. Without this file the same form works with Tab and arrows.
(() => {
  "use strict";
  const MARKS = { 1: "agree", 2: "disagree", 3: "pass", 0: "none" };

  const enter = (line) => (line.querySelector("input:checked") || line.querySelector("input")).focus();

  // The browser's own autofocus may come after the first key, which would be lost.
  const first = document.querySelector("[data-ballot] [data-line]");
  if (first && document.activeElement === document.body) enter(first);

  document.addEventListener("keydown", (event) => {
    const form = event.target.closest("[data-ballot]");
    // A key held down must not fill the lines after this one.
    if (!form || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const lines = [...form.querySelectorAll("[data-line]")];
    const here = lines.findIndex((line) => line.contains(event.target));
    if (event.key === "Backspace") {
      event.preventDefault();
      enter(lines[Math.max(0, (here < 0 ? lines.length : here) - 1)]);
    } else if (here >= 0 && event.key in MARKS) {
      event.preventDefault();
      lines[here].querySelector(`input[value="${MARKS[event.key]}"]`).checked = true;
      if (here + 1 < lines.length) enter(lines[here + 1]);
      else form.querySelector("[data-save]").focus();
    }
  });
})();
