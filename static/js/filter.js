// The catalogue's form answers as it is changed. Without this it has its button, and gives the same page.
//
// <form data-filter data-target="results"> names the id of the part that is replaced. What is in that part and has
// data-announce is read out when it has changed.

const PAUSE = 350;

function listen(form) {
  const target = document.getElementById(form.dataset.target);
  if (!target) return;
  let asked = null;
  let timer = 0;

  // On a phone the filters are folded away; without script they stay open.
  const fold = form.querySelector("details.filters-toggle");
  if (fold && matchMedia("(width < 60rem)").matches) fold.open = false;

  for (const button of form.querySelectorAll("[data-filter-submit]")) button.hidden = true;

  const address = () => {
    const values = new URLSearchParams(new FormData(form));
    for (const [name, value] of [...values]) if (!value) values.delete(name, value);
    const query = values.toString();
    return form.getAttribute("action").split("?")[0] + (query ? `?${query}` : "");
  };

  async function fetchInto(url, { push }) {
    asked?.abort();
    asked = new AbortController();
    form.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, { signal: asked.signal, headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(target.id);
      if (!fresh) throw new Error("the answer lacks the part asked for");
      target.replaceChildren(...fresh.childNodes);
      keepCounts(page);
      if (push) history.pushState({ filter: true }, "", url);
      announce();
      form.removeAttribute("aria-busy");
    } catch (error) {
      if (error.name === "AbortError") return;
      location.assign(url);
    }
  }

  // Counts beside the choices change with every choice; the boxes themselves stay, and with them the focus.
  function keepCounts(page) {
    const fresh = page.getElementById(form.id);
    if (!fresh) return;
    const now = form.querySelectorAll(".filter");
    const then = fresh.querySelectorAll(".filter");
    if (now.length !== then.length) return;
    now.forEach((label, index) => {
      label.className = then[index].className;
      label.querySelector(".filter__count").textContent = then[index].querySelector(".filter__count").textContent;
      label.querySelector("input").checked = then[index].querySelector("input").checked;
    });
  }

  function announce() {
    const said = target.querySelector("[data-announce]");
    const voice = document.getElementById(form.dataset.voice);
    if (said && voice) voice.textContent = said.textContent.trim();
  }

  const soon = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(() => fetchInto(address(), { push: true }), wait);
  };

  form.addEventListener("change", (event) => soon(event.target.type === "search" ? PAUSE : 0));
  form.addEventListener("input", (event) => {
    if (event.target.type === "search") soon(PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    soon(0);
  });
  // A chip or «clear all» inside the replaced part: same page, other filters.
  target.addEventListener("click", (event) => {
    const link = event.target.closest("[data-filter-link]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    fetchInto(link.href, { push: true }).then(() => target.focus());
  });
  addEventListener("popstate", () => fetchInto(location.href, { push: false }));
}

for (const form of document.querySelectorAll("form[data-filter]")) listen(form);
