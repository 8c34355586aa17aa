// What somebody has typed stays when its page has to be opened anew: in another language, after signing in, or because
// it was not taken. It is kept in this tab alone, and no longer than until the next page that has no use for it.

const KEY = "loft.kept-input";
const FORMS = 'main form[method="post"], main form[data-pick]';
const NOT_KEPT = new Set(["hidden", "password", "file", "submit", "button", "reset", "image"]);
const holds = document.querySelector("[data-holds-input]") !== null;

// The same page has the same place in every language.
function place(address) {
  const codes = [...document.querySelectorAll("a[hreflang]")].map((link) => link.hreflang).join("|");
  return new URL(address, location.href).pathname.replace(new RegExp(`^/(?:${codes})(?=/)`), "");
}

const nameOf = (form) => form.id || place(form.action);
const isTicked = (field) => field.type === "checkbox" || field.type === "radio";

function typedIn(form) {
  return [...form.elements]
    .filter((field) => field.name && !NOT_KEPT.has(field.type))
    .map((field) => ({ name: field.name, value: field.value, ticked: isTicked(field) ? field.checked : null }));
}

function keep(stage) {
  if (holds) return;
  const forms = Object.fromEntries([...document.querySelectorAll(FORMS)].map((form) => [nameOf(form), typedIn(form)]));
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ place: place(location.href), stage, forms }));
  } catch {
    // Too much, or not allowed: the page works without.
  }
}

function fillIn(form, typed) {
  for (const { name, value, ticked } of typed) {
    for (const field of [...form.elements].filter((field) => field.name === name && !NOT_KEPT.has(field.type))) {
      if (isTicked(field) ? field.value !== value || field.checked === ticked : !value || field.value === value) continue;
      if (isTicked(field)) field.checked = ticked;
      else field.value = value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
      for (let box = field.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    }
  }
}

function bringBack() {
  const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  if (!kept) return;
  if (holds) {
    sessionStorage.setItem(KEY, JSON.stringify({ ...kept, stage: "left" }));
    return;
  }
  sessionStorage.removeItem(KEY);
  if (kept.stage !== "left" || kept.place !== place(location.href)) return;
  for (const form of document.querySelectorAll(FORMS)) fillIn(form, kept.forms[nameOf(form)] ?? []);
}

document.addEventListener("click", (event) => {
  if (event.target.closest?.("a[hreflang], [data-keeps-input] a")) keep("left");
});
document.addEventListener("submit", (event) => {
  if (event.target.matches(FORMS)) keep("sent");
});
try {
  bringBack();
} catch {
  // A browser that keeps nothing has nothing to bring back.
}
