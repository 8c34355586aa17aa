// A report that is dropped or chosen is read at once. Without this there is a button for it.

for (const form of document.querySelectorAll("form[data-drop]")) {
  const input = form.querySelector('input[type="file"]');
  const zone = input.closest("label");

  input.addEventListener("change", () => {
    if (input.files.length) form.requestSubmit();
  });
  for (const [event, isOver] of [["dragenter", true], ["dragleave", false], ["drop", false]]) {
    zone.addEventListener(event, () => zone.classList.toggle("is-over", isOver));
  }
  // A change of what columns hold is sent with the file that is still chosen.
  document.addEventListener("htmx:beforeSwap", () => zone.classList.remove("is-over"));
}
