// Files that are dropped or chosen: each gets a line with its progress, several go up at once, small ones first.

import { fill } from "../fill.js";
import { announce, refresh } from "./sections.js";
import { Stopped, Transfer } from "./transfer.js";

const MOST_AT_ONCE = 2;
const words = JSON.parse(document.getElementById("upload-words").textContent);
const list = document.querySelector("[data-transfers]");
const template = document.querySelector("[data-transfer-template]");
const dropZone = document.querySelector("[data-drop][data-most]");
const most = Number(dropZone.dataset.most);
const going = new Map();
const queue = [];
let active = 0;

const number = new Intl.NumberFormat(document.documentElement.lang || "nb", { minimumFractionDigits: 1, maximumFractionDigits: 1 });

// As the server writes it.
function amount(bytes) {
  if (bytes < 1024) return `${bytes} byte`;
  const units = ["KB", "MB", "GB", "TB"];
  let step = -1;
  for (; bytes >= 1024 && step < units.length - 1; step += 1) bytes /= 1024;
  return `${number.format(bytes)} ${units[step]}`;
}

// What has a line of its own here need not stand among what waits.
function prune() {
  const own = new Set([...going.values()].map(({ transfer }) => transfer.key));
  for (const row of document.querySelectorAll("#waiting [data-key]")) row.hidden = own.has(row.dataset.key);
}

class Line {
  constructor(file) {
    this.file = file;
    this.element = template.content.firstElementChild.cloneNode(true);
    const find = (name) => this.element.querySelector(`[data-${name}]`);
    this.amount = find("amount");
    this.progress = find("progress");
    this.state = find("state");
    this.buttons = { replace: find("replace"), retry: find("retry"), cancel: find("cancel") };
    find("name").textContent = file.name;
    this.progress.max = file.size || 1;
    this.progress.setAttribute("aria-label", file.name);
    list.append(this.element);
  }

  show(state, sent) {
    this.element.dataset.is = state;
    this.progress.hidden = ["done", "error", "cancelled", "question"].includes(state);
    if (sent !== undefined) {
      this.progress.value = sent;
      const values = { received: amount(sent), size: amount(this.file.size) };
      this.amount.textContent = sent < this.file.size ? fill(words.amount, values) : values.size;
    }
    if (words[state]) this.say(words[state]);
  }

  say(text) {
    if (this.state.textContent !== text) this.state.textContent = text;
  }

  offer(...names) {
    const buttons = Object.entries(this.buttons);
    const isHere = this.element.contains(document.activeElement);
    for (const [name, button] of buttons) button.hidden = !names.includes(name);
    // Whoever pressed one that is gone now stays with this file.
    if (isHere && document.activeElement.hidden) (this.buttons[names[0]] ?? this.element).focus();
  }

  end(state, text) {
    this.show(state);
    this.say(text);
    announce(`${this.file.name}: ${text}`);
  }
}

export function take(files, form) {
  const sorted = [...files].sort((one, other) => one.size - other.size);
  for (const file of sorted) add(file, form);
  next();
}

function add(file, form) {
  const purpose = form.dataset.purpose;
  const key = Transfer.keyOf(file, purpose);
  if (going.has(key)) return;
  const line = new Line(file);
  const wrong = whatIsWrong(file);
  line.buttons.cancel.addEventListener("click", () => cancel(key));
  if (wrong) {
    line.end("error", wrong);
    line.offer();
    return;
  }
  const transfer = new Transfer(file, {
    begin: form.dataset.begin,
    token: form.querySelector("[name=csrfmiddlewaretoken]").value,
    purpose,
    show: (state, sent) => {
      line.show(state, sent);
      // What has arrived is being put in its place, and cannot be stopped on its way there.
      if (state === "reading") line.offer();
      prune();
    },
  });
  going.set(key, { transfer, line });
  line.buttons.retry.addEventListener("click", () => {
    queue.push(key);
    line.show("waiting", transfer.offset);
    line.offer("cancel");
    next();
  });
  line.buttons.replace.addEventListener("click", () => run(key, () => transfer.finish(true)));
  line.show("waiting", 0);
  line.offer("cancel");
  queue.push(key);
}

function whatIsWrong(file) {
  if (!file.size) return fill(words.empty, { name: file.name });
  if (file.size <= most) return "";
  return fill(words.tooLarge, { name: file.name, size: amount(file.size), most: amount(most) });
}

function next() {
  while (active < MOST_AT_ONCE && queue.length) {
    const key = queue.shift();
    const going_ = going.get(key);
    if (going_) run(key, () => going_.transfer.run());
  }
}

async function run(key, work) {
  const { line } = going.get(key);
  active += 1;
  line.offer("cancel");
  try {
    await answer(key, await work());
  } catch (error) {
    failed(key, error);
  } finally {
    active -= 1;
    next();
  }
}

async function answer(key, said) {
  const { line } = going.get(key);
  if (said.level === "question") {
    line.end("question", said.message);
    line.buttons.replace.textContent = said.answer;
    line.offer("replace", "cancel");
    return;
  }
  going.delete(key);
  line.end("done", said.message);
  line.offer();
  await refresh([said.section, "checklist", "waiting"]);
}

function failed(key, error) {
  const { line } = going.get(key) ?? {};
  if (!line) return;
  const reason = error instanceof Stopped ? error.reason : "failed";
  if (reason === "cancelled") return;
  line.end("error", error.told || words[reason]);
  if (error.told || reason === "changed") {
    going.delete(key);
    line.offer();
  } else {
    line.offer("retry", "cancel");
  }
}

async function cancel(key) {
  const { transfer, line } = going.get(key) ?? {};
  if (!transfer) return;
  going.delete(key);
  if (queue.includes(key)) queue.splice(queue.indexOf(key), 1);
  line.end("cancelled", words.cancelled);
  line.offer();
  await transfer.cancel();
}

document.addEventListener("publishing:fresh", prune);
document.addEventListener("change", (event) => {
  const form = event.target.closest?.("[data-drop]");
  if (!form || event.target.type !== "file") return;
  take(event.target.files, form);
  event.target.value = "";
});
document.addEventListener("submit", (event) => {
  if (event.target.closest("[data-drop]")) event.preventDefault();
});

// Files may be dropped anywhere on the screen.
let inside = 0;
const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
const mark = (on) => dropZone.toggleAttribute("data-over", on);

document.addEventListener("dragenter", (event) => {
  if (!hasFiles(event)) return;
  inside += 1;
  mark(true);
});
document.addEventListener("dragleave", (event) => {
  if (!hasFiles(event)) return;
  inside -= 1;
  if (inside <= 0) mark(false);
});
document.addEventListener("dragover", (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "copy";
});
document.addEventListener("drop", (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  inside = 0;
  mark(false);
  const items = [...event.dataTransfer.items].filter((item) => item.kind === "file");
  const folders = items.filter((item) => item.webkitGetAsEntry?.()?.isDirectory);
  const files = items.filter((item) => !folders.includes(item)).map((item) => item.getAsFile());
  if (folders.length) announce(words.folder);
  take(files.filter(Boolean), event.target.closest?.("[data-drop]") ?? dropZone);
});

addEventListener("beforeunload", (event) => {
  if (active || queue.length) event.preventDefault();
});
