// Corrects captions line by line beside the video: each line is stored as it is left, and the two follow each other.

import { Line } from "./caption-line.js";
import { follow } from "./caption-video.js";

const PARTS = ["said", "findings", "chapters", "people", "lines"];
const GONE = 409;
const root = document.querySelector("[data-captions]");
const live = root.querySelector("[data-live]");

const isNarrow = matchMedia("(width < 62rem)").matches;

let lines = [];
let isSending = false;
let shown = location.search;

function announce(text) {
  // Emptied first, so that the same words are read again.
  live.textContent = "";
  requestAnimationFrame(() => (live.textContent = text));
}

function read() {
  lines = [...root.querySelectorAll("[data-line]")].map((element) => new Line(element));
  for (const element of root.querySelectorAll("[data-without-script]")) element.hidden = true;
}

const lineOf = (target) => lines.find((line) => line.element.contains(target));
const isTouched = () => lines.some((line) => line.isDirty);

// Puts parts of an answered page in place of those here, but none that somebody is writing in.
function put(page, parts) {
  for (const id of parts) {
    const fresh = page.getElementById(id);
    const here = document.getElementById(id);
    if (!fresh || !here) continue;
    const fold = here.querySelector(".cap-fold");
    if (fold) fresh.querySelector(".cap-fold").open = fold.open;
    here.replaceWith(fresh);
  }
}

async function fetchPage(url, options = {}) {
  const response = await fetch(url, { headers: { "X-Requested-With": "XMLHttpRequest" }, ...options });
  const type = response.headers.get("Content-Type") ?? "";
  if (!type.startsWith("text/html")) throw new Error(String(response.status));
  return [response, new DOMParser().parseFromString(await response.text(), "text/html")];
}

// Once, however many reasons there are to store it just now.
function store(line) {
  if (!line.isDirty && !line.isRefused) return Promise.resolve(true);
  if (line.isBeingStored) return line.storing;
  line.willBe = line.written;
  line.storing = line.storing.then(() => storeNow(line)).finally(() => (line.willBe = null));
  return line.storing;
}

async function storeNow(line) {
  const form = root.querySelector("[data-form]");
  line.say("saving", root.dataset.saving);
  let answer;
  try {
    answer = await line.send(form, fetchPage);
  } catch {
    line.say("failed", root.dataset.failed);
    announce(root.dataset.failed);
    return false;
  }
  const [response, page] = answer;
  const fresh = page.querySelector("[data-line]");
  if (!fresh) {
    const isGone = response.status === GONE;
    const words = isGone ? page.body.textContent : root.dataset.failed;
    line.say(isGone ? "refused" : "failed", words);
    announce(words);
    return false;
  }
  const refusal = fresh.querySelector("[data-refusal]")?.textContent;
  line.takeNotes(fresh);
  const writing = document.activeElement;
  put(page, ["findings", "people"].filter((id) => !document.getElementById(id).contains(writing)));
  line.takeText(fresh, { isRefused: !response.ok });
  if (!response.ok) {
    line.say("refused");
    announce(refusal);
    return false;
  }
  if (line.isDirty) line.say("changed", root.dataset.changed);
  else line.say("stored", root.dataset.saved);
  announce(root.dataset.saved);
  return true;
}

// All but what was refused: to overwrite what somebody else wrote is for who sees it to say.
async function storeAll() {
  const refused = lines.find((line) => line.isRefused);
  const stored = await Promise.all(lines.filter((line) => line.isDirty && !line.isRefused).map(store));
  if (refused) film.enter(refused);
  return !refused && stored.every(Boolean);
}

// Shows another page of lines; the second page of a video that plays on comes by itself.
async function turn(url, { remember = false } = {}) {
  let answer;
  try {
    answer = await fetchPage(url);
  } catch {
    // A page that was asked for is said to be missing; one that the video wants is asked for again as it plays on.
    if (remember) announce(root.dataset.failed);
    return false;
  }
  const [response, page] = answer;
  if (!response.ok || isTouched()) return false;
  put(page, ["said", "findings", "lines"]);
  read();
  film.find();
  if (remember) showAddress("pushState", url);
  return true;
}

const film = follow(root, {
  lines: () => lines,
  lineOf,
  isTouched,
  turn: (second) => turn(`${document.getElementById("lines").dataset.url}?at=${Math.floor(second)}`),
});

root.addEventListener("input", (event) => {
  const line = lineOf(event.target);
  if (!line || !line.holds(event.target)) return;
  if (line.isDirty) line.say("changed", root.dataset.changed);
  else line.say("");
  film.show();
});

root.addEventListener("change", (event) => {
  const line = lineOf(event.target);
  if (line?.holds(event.target)) store(line);
});

root.addEventListener("focusout", (event) => lineOf(event.target)?.keepCaret());

root.addEventListener("keydown", (event) => {
  const line = lineOf(event.target);
  if (event.key === "Escape" && closeMenus()) return;
  if (!line?.holds(event.target) || event.isComposing) return;
  if (event.key === "Escape") {
    line.undo();
    film.show();
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    film.toggle();
  } else if (event.key === "Enter" && event.altKey) {
    event.preventDefault();
    film.again(line);
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    leave(line);
  }
});

// Stores the line and goes on to the next, on the next page where this was the last one here.
async function leave(line) {
  const next = lines[lines.indexOf(line) + 1];
  if (next) {
    store(line);
    film.enter(next);
    return;
  }
  const following = root.querySelector(".cap-pages [aria-current] + a");
  if ((await store(line)) && following && (await turn(following.href, { remember: true }))) film.enter(lines[0]);
}

root.addEventListener("click", async (event) => {
  const link = event.target.closest("a");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  if (link.matches("[data-jump]")) {
    if (film.again(lineOf(link))) event.preventDefault();
  } else if (link.matches("[data-page]")) {
    event.preventDefault();
    if ((await storeAll()) && (await turn(link.href, { remember: true }))) {
      film.goTo(lines[0]);
      document.getElementById("lines").scrollIntoView();
    }
  }
});

function showAddress(how, url) {
  history[how](null, "", url);
  shown = location.search;
}

// Another place on the same page of lines is the browser's own business.
window.addEventListener("popstate", () => {
  if (location.search !== shown) location.reload();
});

root.addEventListener("submit", async (event) => {
  event.preventDefault();
  // A second click on the same button is not a second line divided.
  if (isSending) return;
  isSending = true;
  try {
    if (await storeAll()) await send(event.target, new FormData(event.target, event.submitter));
  } finally {
    isSending = false;
  }
});

async function send(form, body) {
  if (form.matches("[data-form]")) {
    const [what, key] = (body.get("do") ?? "").split(":");
    if (!what) return;
    // The lines are stored; only what the button says is left to do.
    for (const name of [...body.keys()]) if (/^(text|speaker|seen)-/.test(name)) body.delete(name);
    const before = lines.find((line) => line.key === key)?.before;
    if (what === "split" && before !== undefined) body.set("before", before);
  }
  let answer;
  try {
    answer = await fetchPage(location.pathname, { method: "POST", body });
  } catch {
    announce(root.dataset.failed);
    return;
  }
  const [response, page] = answer;
  if (!page.querySelector("[data-captions]") || new URL(response.url).pathname !== location.pathname) {
    location.assign(response.url);
    return;
  }
  const part = form.closest("[tabindex]")?.id;
  put(page, PARTS);
  read();
  film.find();
  // Whoever loads the page anew finds it so.
  if (response.redirected) showAddress("replaceState", response.url);
  const said = [...root.querySelectorAll("[data-said]")].map((one) => one.textContent.trim()).join(" ");
  if (said) announce(said);
  if (!settle()) document.getElementById(part)?.focus({ preventScroll: true });
}

// Where one goes on after something was done: at the time that was refused, at the title to be written, else at the line it was about, if any.
function settle() {
  const wrong = root.querySelector("[data-wrong]");
  if (wrong) {
    wrong.focus();
    wrong.select();
    return true;
  }
  const title = root.querySelector("[data-write]");
  const key = document.getElementById("lines").dataset.lineNow;
  const line = lines.find((one) => one.key === key);
  if (title) {
    title.closest("details").open = true;
    title.focus();
    title.select();
    // The browser thinks it in view where the video covers it.
    if (isNarrow) requestAnimationFrame(() => title.scrollIntoView({ block: "start" }));
  } else if (line) {
    film.enter(line);
  }
  return Boolean(title || line);
}

function closeMenus(except) {
  const open = [...root.querySelectorAll(".cap-line__more[open]")].filter((menu) => menu !== except);
  for (const menu of open) {
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
  }
  return open.length > 0;
}

document.addEventListener("click", (event) => closeMenus(event.target.closest(".cap-line__more")));
const again = () => {
  for (const line of lines) if (line.isFailed) store(line);
};
window.addEventListener("online", again);
setInterval(again, 10_000);
window.addEventListener("beforeunload", (event) => {
  if (isTouched()) event.preventDefault();
});

read();
// Where there is little room, what stands between the video and the lines is folded away.
for (const fold of root.querySelectorAll("section > .cap-fold")) fold.open = !isNarrow;
for (const element of root.querySelectorAll("[data-keys]")) element.hidden = false;
if (document.getElementById("lines").dataset.lineNow || root.querySelector("[data-wrong], [data-write]")) settle();
