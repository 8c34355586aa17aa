// What the screen does beyond its plain forms.

import "./poster.js";
import "./sections.js";
import "./uploads.js";

// What is there for those without script, and what works only with it.
function show() {
  for (const element of document.querySelectorAll("[data-without-script]")) element.hidden = true;
  for (const element of document.querySelectorAll("[data-take-frame]")) element.hidden = false;
}

document.addEventListener("publishing:fresh", show);
show();
