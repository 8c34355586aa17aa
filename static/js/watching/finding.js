// Looks for words in what is said: the lines that have them stay, with the words marked.

import { fill } from "../fill.js";
import { say } from "./place.js";

const PATIENCE = 250;

export function find() {
  const box = document.querySelector("[data-find]");
  const list = document.querySelector("[data-lines]");
  if (!box || !list) return;
  const field = box.querySelector("input");
  const count = box.querySelector("[data-none]");
  const lines = [...list.querySelectorAll(".line > span")];
  let waiting;

  const look = () => {
    const words = field.value.trim();
    let found = 0;
    for (const line of lines) {
      const hit = mark(line, words);
      line.closest("li").hidden = Boolean(words) && !hit;
      if (words && hit) found += 1;
    }
    count.textContent = words ? told(count, found) : "";
    if (words) say(count.textContent);
    else list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  };
  box.hidden = false;
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && field.value.trim()) list.querySelector("li:not([hidden]) .line")?.focus();
  });
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, PATIENCE);
  });
}

function told(count, found) {
  if (found === 0) return count.dataset.none;
  return found === 1 ? count.dataset.one : fill(count.dataset.many, { count: found });
}

// Puts <mark> around the words in one line; says whether they are there.
function mark(line, words) {
  const text = line.textContent;
  if (line.firstElementChild) line.textContent = text;
  if (!words) return false;
  const where = text.toLocaleLowerCase().indexOf(words.toLocaleLowerCase());
  if (where < 0) return false;
  const hit = document.createElement("mark");
  hit.textContent = text.slice(where, where + words.length);
  line.replaceChildren(text.slice(0, where), hit, text.slice(where + words.length));
  return true;
}
