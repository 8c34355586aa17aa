// A file that is too large is said to be so before a byte of it is sent.

document.addEventListener("change", (event) => {
  const field = event.target.closest("input[data-most-bytes]");
  if (!field) return;
  const most = Number(field.dataset.mostBytes);
  const large = [...field.files].filter((file) => file.size > most);
  field.setCustomValidity(large.length ? `${large[0].name}: ${field.dataset.tooLarge}` : "");
  if (large.length) field.reportValidity();
});
