// Tells the site what has been played: all of it since the page was opened, every time, so that a message lost costs
// nothing and one too many does no harm. What is seen and what is missing comes back as the page's own words.

import { say } from "./place.js";

const EVERY = 20_000;

export function report(film, form) {
  let number = 0;
  let last = "";
  let timer;
  let refused = false;

  function message() {
    const ranges = [];
    for (let i = 0; i < film.played.length; i += 1) ranges.push([film.played.start(i), film.played.end(i)]);
    // Nothing is written before something was watched.
    if (refused || ranges.length === 0) return null;
    const body = new FormData(form);
    body.set("ranges", JSON.stringify(ranges));
    body.set("position", JSON.stringify(film.currentTime));
    const said = `${body.get("ranges")} ${body.get("position")}`;
    if (said === last) return null;
    last = said;
    number += 1;
    body.set("seq", String(number));
    return body;
  }

  async function send() {
    const body = message();
    if (!body) return;
    const own = number;
    try {
      const answer = await fetch(form.action, { method: "POST", body, keepalive: true, headers: { Accept: "text/html" } });
      if (answer.ok) {
        // An answer that was overtaken by a later one says what is not so any more.
        if (own === number) show(await answer.text(), form);
      } else if (answer.status < 500) {
        refused = true;
        const { message: reason } = await answer.json();
        if (reason) tell(reason);
      } else last = "";
    } catch {
      last = ""; // Not sent: the next message has it all.
    }
  }

  // The page may be gone before an answer comes, and nobody is there to read it.
  function leave() {
    const body = message();
    if (body && !navigator.sendBeacon(form.action, body)) last = "";
  }

  function begin() {
    clearInterval(timer);
    timer = setInterval(send, EVERY);
  }

  film.addEventListener("play", begin);
  // Somebody may have been quicker than this script.
  if (!film.paused) begin();
  for (const event of ["pause", "ended", "emptied", "error"]) {
    film.addEventListener(event, () => {
      clearInterval(timer);
      send();
    });
  }
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") leave();
  });
  addEventListener("pagehide", leave);
}

// The page's words take the place of those that stood there, and whoever was on one of their links stays on it.
function show(html, form) {
  const status = document.querySelector("[data-status]");
  const old = status.querySelector("[data-watched]");
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-watched]");
  if (!fresh) return;
  const focused = old.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  const isNews = fresh.hasAttribute("data-complete") && !old.hasAttribute("data-complete");
  old.replaceWith(fresh);
  if (focused) {
    const same = [...fresh.querySelectorAll("a")].find((link) => link.getAttribute("href") === focused);
    (same ?? fresh.querySelector("a") ?? document.querySelector(".player")).focus();
  }
  chapters(stretches(fresh));
  if (isNews) {
    say(form.dataset.completed);
    document.querySelector("[data-done]")?.remove();
  }
}

const stretches = (watched) =>
  watched.dataset.seen
    .split(" ")
    .filter(Boolean)
    .map((stretch) => stretch.split("-").map(Number));

// As `webinars.parts` says it when the page is loaded, which says with each chapter how much of it is enough.
function chapters(seen) {
  const list = document.querySelector(".chapters");
  for (const link of list?.querySelectorAll("a[data-end]") ?? []) {
    const [start, end, enough] = [link.dataset.seek, link.dataset.end, link.dataset.enough].map(Number);
    const covered = seen.reduce((sum, [from, to]) => sum + Math.max(0, Math.min(end, to) - Math.max(start, from)), 0);
    link.querySelector("small").textContent = covered >= enough ? list.dataset.seen : covered ? list.dataset.partly : "";
  }
}

function tell(reason) {
  const words = document.createElement("p");
  words.className = "meta";
  words.textContent = reason;
  document.querySelector("[data-status]").append(words);
  say(reason);
}
