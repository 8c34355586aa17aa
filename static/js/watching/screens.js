// Full screen with our own controls where the browser can, with the phone's own where it cannot; picture in picture.

const IDLE = 3000;

export function screens(player, film) {
  full(player, film);
  small(player, film);
}

function full(player, film) {
  const button = player.querySelector("[data-screen]");
  const isFull = () => document.fullscreenElement === player;
  // An iPhone gives the whole screen to a film alone.
  const canFill = document.fullscreenEnabled || "webkitEnterFullscreen" in film;
  if (!canFill) return;

  async function toggle() {
    try {
      if (!document.fullscreenEnabled) film.webkitEnterFullscreen();
      else if (isFull()) await document.exitFullscreen();
      else {
        await player.requestFullscreen();
        await screen.orientation?.lock?.("landscape");
      }
    } catch {
      // The browser does not let us, or the screen cannot be turned: the film plays on as it is.
    }
  }
  button.hidden = false;
  button.addEventListener("click", toggle);
  film.addEventListener("dblclick", toggle);
  document.addEventListener("fullscreenchange", () => {
    button.ariaPressed = String(isFull());
    player.classList.toggle("is-full", isFull());
  });
  resting(player, film, isFull);
}

// In full screen the controls lie over the film, and go when nobody does anything.
function resting(player, film, isFull) {
  let waiting;
  const wake = () => {
    clearTimeout(waiting);
    player.classList.remove("is-idle");
    if (isFull() && !film.paused) waiting = setTimeout(() => player.classList.add("is-idle"), IDLE);
  };
  // A finger that brings the controls back does not stop the film.
  let woken = false;
  film.addEventListener("pointerdown", (event) => {
    woken = player.classList.contains("is-idle") && event.pointerType === "touch";
  });
  film.addEventListener("click", (event) => woken && event.stopImmediatePropagation(), true);
  for (const event of ["pointermove", "pointerdown", "keydown", "focusin"]) player.addEventListener(event, wake);
  for (const event of ["play", "pause"]) film.addEventListener(event, wake);
  document.addEventListener("fullscreenchange", wake);
}

function small(player, film) {
  const button = player.querySelector("[data-small]");
  button.hidden = !document.pictureInPictureEnabled;
  button.addEventListener("click", async () => {
    try {
      if (document.pictureInPictureElement) await document.exitPictureInPicture();
      else await film.requestPictureInPicture();
    } catch {
      // Nothing has been fetched of it yet, or the browser does not let us.
    }
  });
}
