// Two hundred people by keyboard: a number chooses, Enter sends. Only while one of the choices has the focus, so that
// no key of a browser or a screen reader is taken, and none that is typed into a field.

const CHOICES = '.choices input[type="radio"]';

document.documentElement.dataset.keys = "";

document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.(CHOICES) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!/^[1-9]$/.test(event.key)) return;
  const card = event.target.closest(".choices").querySelector(`[data-key="${event.key}"]`);
  const radio = card?.querySelector("input");
  if (!radio) return;
  event.preventDefault();
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
  const field = radio.closest(".choice-more")?.querySelector(".choice-more__fields input");
  (field ?? radio).focus();
});

// On a narrow screen the list of people lies in a row, and the one shown may be out of sight.
function showCurrent() {
  const current = document.querySelector(".decide__item[aria-current]");
  const list = current?.parentElement;
  if (!list) return;
  const beyond = current.getBoundingClientRect().right - list.getBoundingClientRect().right;
  if (beyond > 0) list.scrollLeft += beyond + 16;
}
showCurrent();

// The next person's name is seen, wherever the one before had been scrolled to.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id !== "report") return;
  showCurrent();
  const heading = document.getElementById("who");
  const top = heading?.getBoundingClientRect().top ?? 0;
  if (heading && (top < 0 || top > innerHeight / 2)) heading.scrollIntoView({ block: "start" });
});

// What does not get through is said, and what was chosen stays.
for (const wrong of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(wrong, () => {
    document.getElementById("not-kept")?.removeAttribute("hidden");
  });
}
