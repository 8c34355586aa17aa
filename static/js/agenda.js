// Rows that are added in the form of a gathering's page: days, and sessions on a day. A day that is not there yet is
// `days-__prefix__`, and its sessions `days-__prefix__-entries-__prefix__`: the first that stands is filled in first.
(function () {
  function own(rows, selector) {
    return Array.from(rows.querySelectorAll(selector)).find((found) => found.closest("[data-rows]") === rows);
  }

  function add(rows) {
    const total = own(rows, "input[name$='-TOTAL_FORMS']");
    const number = total.value;
    const prefix = rows.dataset.rows;
    const holder = document.createElement("template");
    // Only what is numbered in this list, so that a blank session within a blank day stays blank.
    holder.innerHTML = own(rows, "template[data-blank]").innerHTML.replaceAll(`${prefix}-__prefix__`, `${prefix}-${number}`);
    const row = holder.content.firstElementChild;
    own(rows, "[data-list]").append(row);
    total.value = String(Number(number) + 1);
    row.querySelector("input:not([type=hidden]), select, textarea").focus();
  }

  function mark(box) {
    box.closest("[data-row]").classList.toggle("plan-removed", box.checked);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add]");
    if (button) add(button.closest("[data-rows]"));
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches(".plan-remove input")) mark(event.target);
  });
  document.querySelectorAll(".plan-remove input:checked").forEach(mark);
})();
