// A sheet filled in by keyboard: arrow keys go from row to row in the same column, and what is not saved is counted.
// Without this every field is reached by the tab key, and the sheet is saved as it is.

const FIELDS = ["present", "minutes"];
const isOf = (name) => (field) => field.name.endsWith(`-${name}`);

function fieldsOf(part) {
  return [...part.querySelectorAll("td input:not([type=hidden])")];
}

/** Whether a row says something else than what is saved, which it carries in a hidden field: `1:45`. */
function isChanged(row) {
  const was = row.querySelector('input[name$="-was"]')?.value;
  if (was === undefined) return false;
  const [present, minutes] = FIELDS.map((name) => fieldsOf(row).find(isOf(name)));
  const typed = minutes ? minutes.value.trim() : was.split(":")[1];
  return `${present.checked ? 1 : 0}:${typed}` !== was;
}

function move(sheet, field, key) {
  const column = FIELDS.find((name) => isOf(name)(field));
  if (!column) return false;
  const inColumn = fieldsOf(sheet).filter(isOf(column));
  const at = inColumn.indexOf(field);
  const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: inColumn.length - 1 }[key];
  const isText = field.type !== "checkbox";
  if (to === undefined || (isText && ["Home", "End"].includes(key))) return false;
  const next = inColumn[to];
  next?.focus();
  if (isText) next?.select();
  return true;
}

function follow(sheet) {
  const tools = sheet.querySelector("[data-sheet-tools]");
  const unsaved = sheet.querySelector("[data-unsaved]");
  let isSending = false;

  const show = () => {
    const rows = [...sheet.querySelectorAll("tbody tr")];
    for (const row of rows) row.classList.toggle("is-changed", isChanged(row));
    const number = rows.filter(isChanged).length;
    unsaved.hidden = number === 0;
    unsaved.querySelector("strong").textContent = number;
    return number;
  };

  sheet.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (move(sheet, event.target, event.key)) event.preventDefault();
  });
  sheet.addEventListener("input", show);
  sheet.addEventListener("htmx:afterSettle", show);
  sheet.addEventListener("submit", () => { isSending = true; });
  sheet.querySelector("[data-tick-all]").addEventListener("click", () => {
    for (const box of fieldsOf(sheet).filter(isOf("present"))) box.checked = true;
    show();
  });
  // A sheet half filled in is not lost by a slip.
  addEventListener("beforeunload", (event) => {
    if (!isSending && show()) event.preventDefault();
  });
  // A browser that goes back restores ticks after this has run.
  addEventListener("pageshow", () => {
    isSending = false;
    show();
  });
  tools.hidden = false;
  show();
}

for (const sheet of document.querySelectorAll("form[data-sheet]")) follow(sheet);
