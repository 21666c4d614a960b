// A shared tablet forgets who does not touch it. Without this file a refresh of the page does.
(() => {
  "use strict";
  const LAST = 20; // seconds in which the countdown is large and is announced

  const panel = document.querySelector("[data-kiosk]");
  if (!panel) return;
  const words = panel.querySelector("[data-kiosk-words]");
  const said = document.querySelector("[data-kiosk-said]");
  const given = Number(panel.dataset.kiosk) * 1000;
  let until = Date.now() + given;

  // The last page of somebody must not come back, neither by the back button nor by a reload.
  const leave = () => location.replace(panel.dataset.start);

  const stay = () => {
    until = Date.now() + given;
    show();
  };

  const show = () => {
    const left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
    words.textContent = words.dataset.kioskWords.replace("%n", left);
    panel.classList.toggle("kiosk-last", left <= LAST);
    // Twice only, so that a screen reader is not interrupted every second.
    if (left === LAST || left === LAST / 2) said.textContent = said.dataset.kioskSaid.replace("%n", left);
    else if (left > LAST) said.textContent = "";
    if (left === 0) leave();
  };

  panel.hidden = false;
  // The end of a touch, not its beginning: the button must not go from under the finger.
  ["click", "touchmove", "keydown", "input", "scroll", "wheel"].forEach((touch) => {
    addEventListener(touch, stay, { passive: true });
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) leave();
  });
  show();
  setInterval(show, 500);
})();
