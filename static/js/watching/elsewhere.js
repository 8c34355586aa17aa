// A film at another host comes when it is asked for, and not before.

import { PLACES, secondOf } from "./place.js";

export function elsewhere(player) {
  const button = player.querySelector("[data-load]");
  if (!button) return;
  const stage = player.querySelector("[data-stage]");
  const show = (second) => {
    const frame = document.createElement("iframe");
    frame.title = player.dataset.title;
    frame.allow = "autoplay; fullscreen; picture-in-picture; encrypted-media";
    // The host refuses to play for a page that does not say where it is.
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    frame.src = second === undefined ? player.dataset.elsewhere : at(player.dataset.elsewhere, second);
    stage.replaceChildren(frame);
    frame.focus();
  };
  button.hidden = false;
  button.addEventListener("click", () => show());
  document.addEventListener("click", (event) => {
    const link = event.target.closest(PLACES);
    // Before it has been asked for, a chapter is a link to this page at that second.
    if (!link || !stage.querySelector("iframe") || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    history.replaceState(history.state, "", link.href);
    show(secondOf(link));
    player.scrollIntoView({ block: "nearest" });
  });
}

// The same film from another second on, as each of the two hosts writes it.
function at(address, second) {
  const url = new URL(address);
  if (url.hostname.endsWith("vimeo.com")) url.hash = `t=${second}s`;
  else url.searchParams.set("start", String(second));
  return url.href;
}
