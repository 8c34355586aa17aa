// What the browser's own player lacks: ten seconds back and forth, speed, captions that are remembered, a place to link
// to, and links that move the film instead of loading the page again.

import { addressAt, fill, PLACES, remembered, say, secondOf, timecode } from "./place.js";

const RELOADS = (event) => event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button > 0;

export function start(film) {
  const player = film.closest(".player");
  skipping(player, film);
  speeds(player, film);
  captions(player, film);
  firstPlay(player, film);
  line(player, film);
  copying(film);
  seeking(film);
}

function skipping(player, film) {
  player.querySelector("[data-bar]").hidden = false;
  for (const button of player.querySelectorAll("[data-skip]")) {
    button.addEventListener("click", () => {
      const end = Number.isFinite(film.duration) ? film.duration : Infinity;
      film.currentTime = Math.min(Math.max(0, film.currentTime + Number(button.dataset.skip)), end);
      // While it plays one hears where it is.
      if (film.paused) say(timecode(film.currentTime));
    });
  }
}

function speeds(player, film) {
  const select = player.querySelector("[data-speed]");
  const choose = (value) => {
    film.playbackRate = film.defaultPlaybackRate = Number(value);
  };
  const known = (value) => [...select.options].some((option) => option.value === value);
  const last = remembered.get("speed");
  if (last && known(last)) {
    select.value = last;
    choose(last);
  }
  select.addEventListener("change", () => {
    choose(select.value);
    remembered.set("speed", select.value);
  });
  // The browser's own menu changes it too.
  film.addEventListener("ratechange", () => {
    const value = String(film.playbackRate);
    if (known(value)) select.value = value;
  });
}

function captions(player, film) {
  const select = player.querySelector("[data-captions]");
  if (!select) return;
  const tracks = film.textTracks;
  const shown = () => [...tracks].find((track) => track.mode === "showing")?.language ?? "";
  const show = (language) => {
    for (const track of tracks) track.mode = track.language === language ? "showing" : "disabled";
  };
  const last = remembered.get("captions");
  if (last !== null && (last === "" || [...tracks].some((track) => track.language === last))) show(last);
  select.value = shown();
  select.addEventListener("change", () => {
    show(select.value);
    remembered.set("captions", select.value);
  });
  tracks.addEventListener("change", () => {
    if (select.value === shown()) return;
    select.value = shown();
    remembered.set("captions", select.value);
  });
}

function firstPlay(player, film) {
  const button = player.querySelector("[data-play]");
  button.hidden = !film.paused;
  button.addEventListener("click", () => {
    film.focus();
    film.play().catch(() => {}); // a film that cannot be played says so in its own place
  });
  film.addEventListener("play", () => {
    button.hidden = true;
    player.classList.add("is-playing");
    document.querySelector("[data-resume]")?.remove();
  });
  for (const event of ["pause", "ended"]) {
    film.addEventListener(event, () => player.classList.remove("is-playing"));
  }
}

// The line below the film: what is seen, where the chapters begin, where one is. Pointing at it moves the film; for all
// else there is the browser's own.
function line(player, film) {
  const drawing = player.querySelector("[data-line]");
  if (!drawing) return;
  const length = drawing.viewBox.baseVal.width;
  const now = drawing.querySelector(".player__now");
  const seen = drawing.querySelector(".player__seen");
  const before = seen.getAttribute("d");
  const draw = () => {
    now.setAttribute("d", `M${film.currentTime.toFixed(1)} 0V1`);
    let played = "";
    for (let i = 0; i < film.played.length; i += 1) {
      played += `M${film.played.start(i).toFixed(1)} .5H${film.played.end(i).toFixed(1)}`;
    }
    seen.setAttribute("d", before + played);
  };
  film.addEventListener("timeupdate", draw);
  film.addEventListener("seeked", draw);
  drawing.addEventListener("click", (event) => {
    const box = drawing.getBoundingClientRect();
    film.currentTime = ((event.clientX - box.left) / box.width) * length;
  });
}

function copying(film) {
  const button = document.querySelector("[data-copy]");
  if (!button) return;
  const words = button.querySelector("[data-copy-words]");
  let shown = -1;
  const label = () => {
    const second = Math.floor(film.currentTime);
    if (second === shown) return;
    shown = second;
    words.textContent = fill(words.dataset.copyWords, "place", timecode(second));
  };
  // Before its length is known, a film says that it is at its beginning.
  shown = Number(film.dataset.start);
  words.textContent = fill(words.dataset.copyWords, "place", timecode(shown));
  button.hidden = false;
  film.addEventListener("timeupdate", label);
  film.addEventListener("seeking", label);
  button.addEventListener("click", async () => {
    const second = shown;
    if (await copied(addressAt(second).href)) say(fill(button.dataset.copy, "place", timecode(second)));
  });
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Over plain HTTP there is no clipboard to write to: what is marked can be copied.
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    const focused = document.activeElement;
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    focused?.focus();
    return done;
  }
}

// Chapters, lines, slides, gaps: every link that names a second moves the film, and the address with it. Focus stays
// where it is, so that whoever goes through a list goes on there; only «Continue» leads to the film.
function seeking(film) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest(PLACES);
    if (!link || RELOADS(event)) return;
    event.preventDefault();
    film.currentTime = secondOf(link);
    film.play().catch(() => {});
    history.replaceState(history.state, "", link.href);
    if (link.closest("[data-resume]")) film.focus();
    if (!link.closest("[data-lines]")) film.closest(".player").scrollIntoView({ block: "nearest" });
  });
}
