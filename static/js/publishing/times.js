// The video plays, and one button gives the next slide the second that is playing. Each press is saved at once; the
// fields and the Save button of the form do the same without this.

const page = document.querySelector("[data-times]");
const video = page.querySelector("[data-video]");
const list = page.querySelector("[data-list]");
const rows = [...list.querySelectorAll("[data-slide]")];

if (video) start();

function start() {
  const panel = page.querySelector("[data-next]");
  const picture = panel.querySelector("[data-next-picture]");
  const label = panel.querySelector("[data-next-label]");
  const words = panel.querySelector("[data-next-text]");
  const told = page.querySelector("[data-told]");
  const now = panel.querySelector("[data-now]");
  let next = rows.findIndex((row) => row.dataset.second === undefined);

  panel.hidden = false;
  for (const button of list.querySelectorAll("[data-set], [data-play]")) button.hidden = false;
  point(next);

  now.addEventListener("click", () => set(rows[next], Math.floor(video.currentTime)));
  panel.querySelector("[data-skip]").addEventListener("click", () => point(after(next)));
  for (const button of panel.querySelectorAll("[data-jump]")) {
    button.addEventListener("click", () => {
      video.currentTime = Math.max(0, video.currentTime + Number(button.dataset.jump));
    });
  }
  list.addEventListener("click", (event) => {
    const row = event.target.closest("[data-slide]");
    if (event.target.closest("[data-set]")) set(row, Math.floor(video.currentTime));
    else if (event.target.closest("[data-play]")) {
      video.currentTime = Number(row.dataset.second ?? 0);
      video.play().catch(() => {}); // a film that cannot be played says so in its own place
    }
  });
  list.addEventListener("input", (event) => {
    const row = event.target.closest("[data-slide]");
    if (row) delete row.dataset.second;
  });
  video.addEventListener("timeupdate", follow);

  function after(place) {
    return place + 1 < rows.length ? place + 1 : -1;
  }

  function point(place) {
    next = place;
    now.disabled = place < 0;
    panel.classList.toggle("is-done", place < 0);
    for (const [number, row] of rows.entries()) row.classList.toggle("is-next", number === place);
    if (place < 0) return;
    const row = rows[place];
    picture.src = row.querySelector("img").src;
    label.textContent = label.dataset.nextLabel.replace("{number}", row.dataset.slide);
    words.textContent = row.dataset.text;
    bring(row);
  }

  // Only the list is scrolled, never the page: the button stays under the finger.
  function bring(row) {
    if (list.scrollHeight <= list.clientHeight) return;
    list.scrollTop = row.offsetTop - list.offsetTop - list.clientHeight / 3;
  }

  async function set(row, second) {
    const field = row.querySelector("input");
    const place = rows.indexOf(row);
    field.value = clock(second);
    row.dataset.second = second;
    point(after(place));
    follow();
    const data = new FormData();
    data.set(field.name, String(second));
    data.set("csrfmiddlewaretoken", list.elements.csrfmiddlewaretoken.value);
    const said = await send(data);
    told.textContent = said || `${row.dataset.slide}: ${clock(second)} · ${page.dataset.saved}`;
    told.classList.toggle("is-wrong", Boolean(said));
  }

  async function send(data) {
    try {
      const answer = await fetch(location.href, { method: "POST", body: data, headers: { Accept: "application/json" } });
      const { problem } = await answer.json();
      return answer.ok ? "" : problem;
    } catch {
      return page.dataset.failed;
    }
  }

  function follow() {
    let shown = null;
    for (const row of rows) {
      if (row.dataset.second === undefined || Number(row.dataset.second) > video.currentTime) continue;
      if (!shown || Number(row.dataset.second) >= Number(shown.dataset.second)) shown = row;
    }
    for (const row of rows) {
      if (row === shown) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
  }
}

function clock(second) {
  const parts = [Math.floor(second / 60) % 60, second % 60].map((part) => String(part).padStart(2, "0"));
  return second < 3600 ? parts.join(":") : `${Math.floor(second / 3600)}:${parts.join(":")}`;
}
