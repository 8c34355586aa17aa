// One line of captions on the screen: what is written in it, and how far that is stored.

const STORED_FOR = 2_000;

export class Line {
  constructor(element) {
    this.element = element;
    this.key = element.dataset.line;
    this.start = Number(element.dataset.start);
    this.end = Number(element.dataset.end);
    this.text = element.querySelector("textarea");
    this.speaker = element.querySelector("input[type=text]");
    this.storing = Promise.resolve(true);
    this.willBe = null; // what is on its way to be stored
  }

  holds(target) {
    return target === this.text || target === this.speaker;
  }

  get isDirty() {
    return this.text.value !== this.text.defaultValue || this.speaker.value !== this.speaker.defaultValue;
  }

  get written() {
    return JSON.stringify([this.text.value, this.speaker.value]);
  }

  get isBeingStored() {
    return this.willBe === this.written;
  }

  get isFailed() {
    return this.element.dataset.is === "failed";
  }

  get isRefused() {
    return this.element.dataset.is === "refused";
  }

  say(state, words = "") {
    this.element.dataset.is = state;
    this.element.querySelector("[data-state]").textContent = words;
    clearTimeout(this.fading);
    if (state === "stored") this.fading = setTimeout(() => this.say(""), STORED_FOR);
  }

  send(form, fetchPage) {
    const body = new FormData();
    for (const name of ["csrfmiddlewaretoken", "page", "only"]) {
      if (form.elements[name]) body.set(name, form.elements[name].value);
    }
    body.set("text", this.text.value);
    body.set("speaker", this.speaker.value);
    body.set("seen", this.element.querySelector("[data-seen]").value);
    this.sent = [this.text.value, this.speaker.value];
    return fetchPage(this.element.dataset.url, { method: "POST", body });
  }

  takeNotes(fresh) {
    const notes = fresh.querySelector("[data-notes]");
    const refusal = notes.querySelector("[data-refusal]");
    this.element.querySelector("[data-notes]").replaceWith(notes);
    for (const name of ["aria-invalid", "aria-describedby"]) this.text.removeAttribute(name);
    if (!refusal) return;
    this.text.setAttribute("aria-invalid", "true");
    this.text.setAttribute("aria-describedby", refusal.id);
  }

  // What is stored, as the server has it; what was refused, or written meanwhile, stays here.
  takeText(fresh, { isRefused }) {
    const [text, speaker] = this.sent;
    for (const [field, sent, stored] of [
      [this.text, text, fresh.querySelector("textarea").defaultValue],
      [this.speaker, speaker, fresh.querySelector("input[type=text]").defaultValue],
    ]) {
      const written = field.value;
      field.defaultValue = stored;
      field.value = written === sent && !isRefused ? stored : written;
    }
  }

  undo() {
    this.text.value = this.text.defaultValue;
    this.speaker.value = this.speaker.defaultValue;
    this.element.querySelector("[data-refusal]")?.remove();
    for (const name of ["aria-invalid", "aria-describedby"]) this.text.removeAttribute(name);
    this.say("");
  }

  // What stands before the cursor, where a line is to be divided.
  keepCaret() {
    this.before = this.text.value.slice(0, this.text.selectionStart);
  }
}
