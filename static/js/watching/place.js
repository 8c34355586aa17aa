// Places in the film: as people read them, and as the address of the page has them.

export function timecode(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [hour, minute, second] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hour ? `${hour}:${two(minute)}:${two(second)}` : `${two(minute)}:${two(second)}`;
}

// This page at a second, without what only says where on the page one is.
export function addressAt(seconds) {
  const address = new URL(location.href);
  address.searchParams.set("t", String(Math.floor(seconds)));
  address.hash = "";
  return address;
}

// Links that name a second of the film. A line of the text has it in its address alone: there are hundreds of them.
export const PLACES = "a[data-seek], [data-lines] a";
export const secondOf = (link) => Number(link.dataset.seek ?? new URL(link.href).searchParams.get("t"));

// All places that lists of such links name, in the order of the film, and the one that holds at a second.
export function placesIn(...lists) {
  const links = lists.flatMap((list) => (list ? [...list.querySelectorAll(PLACES)] : []));
  return links.map((link) => [secondOf(link), link]).sort(([one], [other]) => one - other);
}
export const at = (places, second) => places.findLast(([begins]) => begins <= second)?.[1];

// What the page knows, until the film itself says how long it is; 0 where neither does.
export const lengthOf = (film) => (Number.isFinite(film.duration) ? film.duration : Number(film.dataset.length));

// A film that cannot be played says so in its own place.
export const play = (film) => film.play().catch(() => {});

// What somebody chose lately, on this computer only. A browser that keeps nothing plays all the same.
export const remembered = {
  get(name) {
    try {
      return localStorage.getItem(`loft.${name}`);
    } catch {
      return null;
    }
  },
  set(name, value) {
    try {
      localStorage.setItem(`loft.${name}`, value);
    } catch {
      // Then it is forgotten.
    }
  },
};

const voice = document.getElementById("player-voice");

// Read out by a screen reader, once, when it has finished what it is saying.
export function say(words) {
  if (!voice) return;
  voice.textContent = "";
  setTimeout(() => {
    voice.textContent = words;
  }, 100);
}
