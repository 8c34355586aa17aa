// Play and pause, back and forth, how fast, how loud.

import { play, remembered, say, timecode } from "./place.js";

const SKIP = 10;

export function controls(player, film) {
  playing(player, film);
  skipping(player, film);
  speeds(player, film);
  loudness(player, film);
  settings(player.querySelector(".player__settings"));
  onLockScreen(film);
}

function playing(player, film) {
  const first = player.querySelector("[data-play]");
  const button = player.querySelector("[data-toggle]");
  const [toPlay, toPause] = [button.ariaLabel, button.dataset.toggle];
  const toggle = () => (film.paused ? play(film) : film.pause());

  first.hidden = !film.paused;
  first.addEventListener("click", () => {
    play(film);
    button.focus();
  });
  button.addEventListener("click", toggle);
  film.addEventListener("click", toggle);
  film.addEventListener("play", () => {
    first.hidden = true;
    document.querySelector("[data-resume]")?.remove();
  });
  film.addEventListener("ended", () => {
    first.hidden = false;
  });
  for (const event of ["play", "pause", "ended"]) {
    film.addEventListener(event, () => {
      player.classList.toggle("is-playing", !film.paused);
      button.ariaLabel = film.paused ? toPlay : toPause;
    });
  }
}

function skipping(player, film) {
  for (const button of player.querySelectorAll("[data-skip]")) {
    button.addEventListener("click", () => {
      film.currentTime += Number(button.dataset.skip);
      // While it plays one hears where it is.
      if (film.paused) say(timecode(film.currentTime));
    });
  }
}

// One choice in the bar and one among the settings, of which only one is seen.
function speeds(player, film) {
  const selects = [...player.querySelectorAll("[data-speed]")];
  const known = (value) => [...selects[0].options].some((option) => option.value === value);
  const choose = (value) => {
    film.playbackRate = film.defaultPlaybackRate = Number(value);
  };
  film.addEventListener("ratechange", () => {
    const value = String(film.playbackRate);
    if (known(value)) for (const select of selects) select.value = value;
  });
  for (const select of selects) {
    select.addEventListener("change", () => {
      choose(select.value);
      remembered.set("speed", select.value);
    });
  }
  const last = remembered.get("speed");
  if (last && known(last)) choose(last);
}

function loudness(player, film) {
  const mute = player.querySelector("[data-mute]");
  const slider = player.querySelector("[data-volume]");
  mute.addEventListener("click", () => {
    film.muted = !film.muted;
  });
  slider.addEventListener("input", () => {
    film.volume = slider.valueAsNumber;
    film.muted = false;
  });
  film.addEventListener("volumechange", () => {
    mute.ariaPressed = String(film.muted);
    slider.value = film.muted ? 0 : film.volume;
  });
}

// What leads elsewhere takes its reader there.
function settings(box) {
  box.addEventListener("click", (event) => {
    if (!event.target.closest("a, button")) return;
    box.hidePopover();
    if (event.target.closest("a") && document.fullscreenElement) document.exitFullscreen();
  });
}

// What a phone or a headset shows and does while the page is out of sight.
function onLockScreen(film) {
  if (!navigator.mediaSession) return;
  const title = document.querySelector("h1").textContent.trim();
  navigator.mediaSession.metadata = new MediaMetadata({ title, artwork: film.poster ? [{ src: film.poster }] : [] });
  for (const [action, seconds] of [["seekbackward", -SKIP], ["seekforward", SKIP]]) {
    navigator.mediaSession.setActionHandler(action, () => {
      film.currentTime += seconds;
    });
  }
}
