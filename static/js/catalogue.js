// What htmx does not do for the catalogue. Without any of it the form has its button, and gives the same page.

const form = document.getElementById("catalogue");

// With script the answer comes by itself.
for (const button of form.querySelectorAll("[data-without-script]")) button.hidden = true;

// On a phone the filters are folded away; without script they stay open.
const fold = form.querySelector("details.filters-toggle");
if (matchMedia("(width < 60rem)").matches) fold.open = false;

// There the way down to the results stands at the thumb, with how many there are, and folds the filters away.
const toResults = form.querySelector("[data-to-results]");
toResults.hidden = false;
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
