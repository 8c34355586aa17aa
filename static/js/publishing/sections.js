// Puts parts of the screen in place as they are now, and says aloud what they answer.

const live = () => document.querySelector("[data-live]");

export function announce(text) {
  // Emptied first, so that the same words are read again.
  live().textContent = "";
  requestAnimationFrame(() => (live().textContent = text));
}

const said = (root) => [...root.querySelectorAll("[data-said]")].map((line) => line.textContent.trim()).join(" ");

function put(page, ids) {
  for (const id of ids) {
    const fresh = page.getElementById(id);
    const here = document.getElementById(id);
    if (!fresh || !here) continue;
    here.replaceWith(fresh);
    window.htmx?.process(fresh);
  }
  document.dispatchEvent(new CustomEvent("publishing:fresh"));
}

// Fetches the screen and takes these parts of it, by their ids.
export async function refresh(ids) {
  const response = await fetch(location.pathname, { headers: { "X-Requested-With": "XMLHttpRequest" } });
  if (!response.ok) return;
  put(new DOMParser().parseFromString(await response.text(), "text/html"), ids);
}

// Sends a form; the answer is the screen, of which these parts are taken.
export async function send(url, body, ids) {
  const response = await fetch(url, { method: "POST", body, headers: { "X-Requested-With": "XMLHttpRequest" } });
  if (!response.ok) throw new Error(String(response.status));
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const words = said(page);
  put(page, ids);
  if (words) announce(words);
}

document.addEventListener("htmx:afterSwap", () => {
  const words = [...document.querySelectorAll("[data-said]")].filter((line) => !line.dataset.told);
  for (const line of words) line.dataset.told = "yes";
  if (words.length) announce(words.map((line) => line.textContent.trim()).join(" "));
  document.dispatchEvent(new CustomEvent("publishing:fresh"));
});
for (const line of document.querySelectorAll("[data-said]")) line.dataset.told = "yes";
