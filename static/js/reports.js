// Reports that are dropped anywhere on the page, or chosen, are read at once. Without this there is a button for it, and
// the field itself takes what is dropped on it.

function follow(form) {
  const input = form.querySelector('input[type="file"]');
  const zone = input.closest("label");
  const answer = form.querySelector("#answer");
  const progress = form.querySelector("[data-drop-progress]");
  const bar = progress.querySelector("progress");
  const words = progress.querySelector("label");

  const say = (text) => {
    const place = answer.querySelector("#file-wrong");
    const line = document.createElement("p");
    line.className = "ds-validation-message";
    line.textContent = text;
    place.replaceChildren(line);
    input.setAttribute("aria-invalid", "true");
  };

  // Where somebody says what the columns hold, they also say when that is done.
  const read = () => {
    if (input.files.length && !answer.querySelector(".columns-choice")) form.requestSubmit();
  };

  const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
  let depth = 0;
  const mark = (isOver) => {
    depth = isOver ? depth : 0;
    zone.classList.toggle("is-over", isOver);
  };
  document.addEventListener("dragenter", (event) => {
    if (holdsFiles(event)) mark(++depth > 0);
  });
  document.addEventListener("dragleave", (event) => {
    if (holdsFiles(event)) mark(--depth > 0);
  });
  document.addEventListener("dragover", (event) => {
    if (holdsFiles(event)) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const files = event.dataTransfer?.files;
    if (!files?.length) return;
    event.preventDefault();
    mark(false);
    input.files = files;
    read();
  });

  // The same files, saved anew, are to be noticed as well.
  input.addEventListener("click", () => {
    input.value = "";
  });
  input.addEventListener("change", read);

  form.addEventListener("htmx:beforeRequest", () => {
    progress.hidden = false;
    bar.removeAttribute("value");
    words.textContent = form.dataset.sending;
  });
  form.addEventListener("htmx:xhr:progress", (event) => {
    const { lengthComputable, loaded, total } = event.detail;
    if (!lengthComputable || !total) return;
    if (loaded < total) bar.value = (loaded / total) * 100;
    else {
      bar.removeAttribute("value");
      words.textContent = form.dataset.reading;
    }
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    // What was read shows itself on a page of its own, which is on its way.
    progress.hidden = !event.detail.xhr.getResponseHeader("HX-Redirect");
  });
  form.addEventListener("htmx:afterSwap", () => {
    const isWrong = Boolean(answer.querySelector("#file-wrong > *"));
    if (isWrong) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    if (isWrong && !answer.querySelector("[autofocus]")) input.focus();
  });
  for (const wrong of ["htmx:sendError", "htmx:responseError"]) {
    form.addEventListener(wrong, () => say(form.dataset.lost));
  }
}

for (const form of document.querySelectorAll("form[data-drop]")) follow(form);
