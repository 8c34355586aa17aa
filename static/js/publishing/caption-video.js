// The video and the lines beside it follow each other.

const SCROLLED_FOR = 4_000;
const A_JUMP = 5;
const JUST_BEFORE = 0.3;
const WITHIN = 0.01;
const HEADER = 80;
const steady = matchMedia("(prefers-reduced-motion: reduce)");

export function follow(root, { lines, lineOf, isTouched, turn }) {
  const video = root.querySelector("[data-video]");
  if (!video) return { show() {}, toggle() {}, again: () => false, enter: writeIn, goTo() {}, find() {} };
  const shown = root.querySelector("[data-shown]");
  let now = null; // the line that is said
  let isWaiting = false; // stopped at the end of a line that somebody is in
  let isTurning = false;
  let last = 0; // the second that was looked at before
  let scrolledAt = 0;
  let touched = null; // the line that somebody clicked or wrote in
  let excused = null; // the line that somebody let the video go on from

  const list = () => root.querySelector("#lines");
  const held = () => lineOf(document.activeElement);

  function lineAt(second) {
    let found = null;
    for (const line of lines()) {
      if (line.start > second + WITHIN) break;
      found = line;
    }
    return found;
  }

  function show() {
    const second = video.currentTime;
    const said = now && second < now.end ? now.text.value.trim() : "";
    shown.textContent = said;
    shown.hidden = !said;
  }

  function mark(line) {
    if (line === now && line?.element.isConnected) return;
    for (const element of root.querySelectorAll("[data-line][aria-current]")) element.removeAttribute("aria-current");
    now = line;
    now?.element.setAttribute("aria-current", "true");
  }

  // Whoever scrolls by hand is left alone for a while.
  function reveal(line) {
    if (Date.now() - scrolledAt < SCROLLED_FOR) return;
    const box = line.element.getBoundingClientRect();
    const stage = root.querySelector(".cap-stage").getBoundingClientRect();
    const isCovered = stage.left < box.right && stage.right > box.left && box.top < stage.bottom + 8;
    if (!isCovered && box.top > HEADER && box.bottom < window.innerHeight * 0.85) return;
    line.element.scrollIntoView({ block: "start", behavior: steady.matches ? "instant" : "smooth" });
  }

  async function turnTo(second) {
    if (isTurning || isTouched()) return;
    isTurning = true;
    const wasHere = Boolean(held());
    try {
      if ((await turn(second)) && wasHere && now) focus(now);
    } finally {
      isTurning = false;
    }
  }

  function moved() {
    if (isWaiting) return;
    const second = video.currentTime;
    const passed = (end) => last < end && second >= end && second - last < A_JUMP;
    const line = held();
    const isOver = line && (passed(line.end) || (line === now && second >= line.end));
    last = second;
    if (isOver && line !== excused && (line === touched || line.isDirty) && !video.paused) {
      isWaiting = true;
      video.pause();
      return;
    }
    const { starts, ends, only } = list().dataset;
    if (only === undefined && (second < Number(starts) || (ends !== undefined && second >= Number(ends)))) {
      turnTo(second);
      return;
    }
    const before = now;
    mark(lineAt(second));
    show();
    if (!now || now === before || video.paused) return;
    // The cursor goes along as long as nothing is done with it.
    if (line && line === before && line !== touched && !line.isDirty) focus(now);
    if (!line || line === before) reveal(now);
  }

  function goTo(line) {
    if (!line) return;
    if (video.currentTime < line.start - WITHIN || video.currentTime >= line.end) video.currentTime = line.start;
    mark(line);
    show();
  }

  video.addEventListener("timeupdate", moved);
  video.addEventListener("seeked", moved);
  video.addEventListener("seeking", () => (isWaiting = false));
  video.addEventListener("play", () => {
    isWaiting = false;
    excused = held() && video.currentTime > held().end - JUST_BEFORE ? held() : null;
  });
  for (const name of ["wheel", "touchmove"]) {
    window.addEventListener(name, () => (scrolledAt = Date.now()), { passive: true });
  }
  root.addEventListener("focusin", (event) => {
    const line = lineOf(event.target);
    if (!line?.holds(event.target)) return;
    if (line !== touched) touched = null;
    if (line !== now) goTo(line);
  });
  for (const name of ["pointerdown", "input"]) {
    root.addEventListener(name, (event) => {
      const line = lineOf(event.target);
      if (!line?.holds(event.target)) return;
      touched = line;
      excused = null;
    });
  }

  return {
    show,
    goTo,
    // Marks the line anew where the lines have been put in place anew.
    find() {
      mark(lineAt(video.currentTime));
      show();
    },
    toggle() {
      if (video.paused) video.play().catch(() => {});
      else video.pause();
    },
    // Plays a line from its beginning.
    again(line) {
      if (!line) return false;
      video.currentTime = line.start;
      mark(line);
      video.play().catch(() => {}); // a film that cannot be played says so in its own place
      return true;
    },
    // Puts the cursor into a line; the video goes on where it waited for the one before.
    enter(line) {
      const goesOn = isWaiting;
      touched = excused = null;
      goTo(line);
      focus(line);
      reveal(line);
      if (goesOn) video.play().catch(() => {});
    },
  };
}

// Where there is no video the browser brings the line into view.
function writeIn(line) {
  line.text.focus();
}

function focus(line) {
  line.text.focus({ preventScroll: true });
}
