// Shows the colours of a site while they are typed.

const frame = document.querySelector("[data-look-preview]");
const fields = [...document.querySelectorAll("[data-look]")];
let waiting = 0;

function show() {
  const asked = new URLSearchParams(fields.map((field) => [field.dataset.look, field.value.trim()]));
  frame.src = `${frame.dataset.lookPreview}?${asked}`;
}

for (const field of fields) {
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 300);
  });
}
