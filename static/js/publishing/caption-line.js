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
    this.sending = Promise.resolve();
  }

  holds(target) {
    return target === this.text || target === this.speaker;
  }

  get isDirty() {
    return this.text.value !== this.text.defaultValue || this.speaker.value !== this.speaker.defaultValue;
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

  // One after another, so that an answer is never about something older than what is here.
  send(form, fetchPage) {
    this.sending = this.sending.catch(() => {}).then(() => {
      const body = new FormData();
      for (const name of ["csrfmiddlewaretoken", "page", "only"]) {
        if (form.elements[name]) body.set(name, form.elements[name].value);
      }
      body.set("text", this.text.value);
      body.set("speaker", this.speaker.value);
      body.set("seen", this.element.querySelector("[data-seen]").value);
      this.sent = [this.text.value, this.speaker.value];
      return fetchPage(this.element.dataset.url, { method: "POST", body });
    });
    return this.sending;
  }

  takeNotes(fresh) {
    this.element.querySelector("[data-notes]").replaceWith(fresh.querySelector("[data-notes]"));
    if (fresh.querySelector("[data-refusal]")) this.text.setAttribute("aria-invalid", "true");
    else this.text.removeAttribute("aria-invalid");
  }

  // What was stored, as the server has it; what was written meanwhile stays.
  takeText(fresh) {
    const [text, speaker] = this.sent;
    for (const [field, sent, stored] of [
      [this.text, text, fresh.querySelector("textarea").defaultValue],
      [this.speaker, speaker, fresh.querySelector("input[type=text]").defaultValue],
    ]) {
      const isAsSent = field.value === sent;
      if (isAsSent && sent !== stored) field.value = stored;
      field.defaultValue = stored;
    }
  }

  undo() {
    this.text.value = this.text.defaultValue;
    this.speaker.value = this.speaker.defaultValue;
    this.say("");
  }

  // What stands before the cursor, where a line is to be divided.
  keepCaret() {
    this.before = this.text.value.slice(0, this.text.selectionStart);
  }
}
