// A button beside a field copies what stands in it, and says so. Without script there is no button, and the field can be marked.

import { copied } from "./copied.js";

for (const button of document.querySelectorAll("button[data-copies]")) {
  const field = document.getElementById(button.dataset.copies);
  const said = document.getElementById(button.dataset.says);
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (await copied(field.value)) said.textContent = button.dataset.copied;
    else field.select();
  });
}
