// What htmx does not do for the catalogue. Without any of it the form has its button, and gives the same page.

const form = document.getElementById("catalogue");

// With script the answer comes by itself.
for (const button of form.querySelectorAll("[data-without-script]")) button.hidden = true;

// htmx weighs as much as all our scripts and styles for this page: it is fetched when somebody begins to choose. What
// was chosen before it was there is asked for then.
let fetching = null;
let hasMissed = false;

function fetchHtmx() {
  if (fetching) return;
  fetching = document.createElement("script");
  fetching.src = form.dataset.htmx;
  fetching.addEventListener("load", () => {
    if (hasMissed) window.htmx.trigger(form, "submit");
  });
  fetching.addEventListener("error", () => {
    for (const button of form.querySelectorAll("[data-without-script]")) button.hidden = false;
  });
  document.head.append(fetching);
}

for (const begins of ["pointerover", "focusin", "touchstart"]) {
  form.parentElement.addEventListener(begins, fetchHtmx, { once: true, passive: true });
}
for (const chosen of ["input", "change"]) {
  form.addEventListener(chosen, () => {
    fetchHtmx();
    hasMissed ||= !window.htmx;
  });
}

// Whoever goes back from a page that was opened anew gets there without htmx: only the address would change.
addEventListener("popstate", (event) => {
  if (event.state?.htmx && !window.htmx) location.reload();
});

// On a phone the filters are folded away; without script they stay open.
const fold = form.querySelector("details.filters-toggle");
const facets = document.getElementById("facets");
const opened = new Set();
const groups = () => facets.querySelectorAll("details");
if (matchMedia("(width < 60rem)").matches) {
  fold.open = false;
  for (const group of groups()) group.open = false;
} else {
  for (const group of groups()) opened.add(group.id);
}
// The answer brings them anew, all open: each is left as its reader had it.
facets.addEventListener("click", (event) => {
  const group = event.target.closest("summary")?.parentElement;
  if (!group) return;
  if (group.open) opened.delete(group.id);
  else opened.add(group.id);
});
document.addEventListener("htmx:oobAfterSwap", () => {
  for (const group of groups()) group.open = opened.has(group.id);
});

// There the way down to the results stands at the thumb, with how many there are, and folds the filters away.
const toResults = form.querySelector("[data-to-results]");
toResults.parentElement.hidden = false;
toResults.addEventListener("click", (event) => {
  event.preventDefault();
  fold.open = false;
  const results = document.getElementById("results");
  results.focus({ preventScroll: true });
  results.scrollIntoView();
});

// A chip is gone once it has been followed: whoever stood on it goes on at the results.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.requestConfig?.elt.matches("a")) event.detail.target.focus();
});

// Where the answer does not come, the plain page says why.
for (const wrong of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(wrong, (event) => location.assign(event.detail.pathInfo.finalRequestPath));
}
