// Counts the ticked modules in the bar below them. The texts come with the markup, in the reader's language.
// The form is sent as it is without this.

import { fill } from "./fill.js";

function words(bar, count) {
  if (count === 0) return bar.dataset.none;
  return count === 1 ? bar.dataset.one : fill(bar.dataset.many, { count });
}

function follow(form) {
  const bar = form.querySelector("[data-pick-bar]");
  if (!bar) return;
  const boxes = [...form.querySelectorAll('input[type="checkbox"][name="module"]')];
  const count = bar.querySelector("[data-pick-count]");
  const dates = bar.querySelector("[data-pick-dates]");
  const clear = bar.querySelector("[data-pick-clear]");
  const list = new Intl.ListFormat(document.documentElement.lang || "nb", { type: "conjunction" });

  const show = () => {
    const picked = boxes.filter((box) => box.checked);
    const live = picked.filter((box) => box.dataset.when);
    live.sort((a, b) => (a.dataset.date ?? "").localeCompare(b.dataset.date ?? ""));
    const when = [...new Set(live.map((box) => box.dataset.when))];
    count.textContent = words(bar, picked.length);
    dates.textContent = when.length ? fill(bar.dataset.live, { dates: list.format(when) }) : "";
    clear.hidden = picked.length === 0;
  };

  form.addEventListener("change", show);
  clear.addEventListener("click", () => {
    for (const box of boxes) box.checked = false;
    show();
    boxes[0]?.focus();
  });
  // A browser that goes back restores ticks after this has run.
  addEventListener("pageshow", show);
  show();
}

for (const form of document.querySelectorAll("form[data-pick]")) follow(form);
