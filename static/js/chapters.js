// A chapter starts the film where it stands, without a new page. Without this the link does the same with one.

const film = document.querySelector("#player video");
const lines = [...document.querySelectorAll("[data-seek]")];

function mark() {
  const now = lines.findLast((line) => Number(line.dataset.seek) <= film.currentTime);
  for (const line of lines) {
    if (line === now) line.setAttribute("aria-current", "true");
    else line.removeAttribute("aria-current");
  }
}

if (film) {
  for (const line of lines) {
    line.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      film.currentTime = Number(line.dataset.seek);
      film.play().catch(() => {}); // a film that cannot be played says so in its own place
      film.scrollIntoView({ block: "nearest" });
      history.replaceState(null, "", line.getAttribute("href"));
    });
  }
  film.addEventListener("timeupdate", mark);
  film.addEventListener("seeked", mark);
}
