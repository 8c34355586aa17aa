// One file on its way: begun, sent piece by piece, finished. After a lost connection it asks how far it came and goes on.

const LONGEST_WAIT = 30_000;
const SMALLEST_PIECE = 256 * 1024;
const HEADERS = { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" };

const wait = (milliseconds) =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    addEventListener("online", done);
  });

// What ends a transfer: `reason` names a text of ours, `message` is one of the server's.
export class Stopped extends Error {
  constructor(reason, message = "") {
    super(reason);
    this.reason = reason;
    this.told = message;
  }
}

export class Transfer {
  constructor(file, { begin, token, purpose, show }) {
    this.file = file;
    this.beginUrl = begin;
    this.token = token;
    this.purpose = purpose;
    this.show = show;
    this.offset = 0;
    this.cancelled = false;
  }

  static keyOf(file, purpose) {
    return [purpose, file.name, file.size, file.lastModified].join("|");
  }

  // Sends the file and has it put in its place. Gives what the server said of it.
  async run() {
    this.cancelled = false;
    await this.begin();
    await this.sendAll();
    return this.finish();
  }

  async begin() {
    const body = new FormData();
    body.set("name", this.file.name);
    body.set("size", this.file.size);
    body.set("changed", this.file.lastModified);
    body.set("purpose", this.purpose);
    const state = await this.ask(this.beginUrl, { method: "POST", body });
    this.key = state.key;
    this.url = state.url;
    this.finishUrl = state.finish_url;
    this.piece = state.piece;
    this.offset = state.offset;
  }

  async sendAll() {
    let failures = 0;
    while (this.offset < this.file.size) {
      this.show("sending", this.offset);
      try {
        const { status, state } = await this.sendPiece();
        if (status === 404) await this.begin();
        else if (status === 403) throw new Stopped("signedOut");
        else if (status === 200 || status === 409) this.offset = state.offset;
        else if (status === 413 && this.piece > SMALLEST_PIECE) this.piece /= 2; // a web server in front takes less
        else if (status < 500) throw new Stopped("failed", state?.message);
        else throw new Error(String(status));
        failures = 0;
      } catch (error) {
        if (error instanceof Stopped) throw error;
        if (this.cancelled) throw new Stopped("cancelled");
        await this.stillReadable();
        this.show("offline", this.offset);
        await wait(Math.min(LONGEST_WAIT, 1000 * 2 ** failures));
        failures += 1;
        await this.askHowFar();
      }
      if (this.cancelled) throw new Stopped("cancelled");
    }
  }

  sendPiece() {
    const start = this.offset;
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      this.request = request;
      request.open("PATCH", this.url);
      request.setRequestHeader("X-CSRFToken", this.token);
      request.setRequestHeader("Upload-Offset", start);
      request.setRequestHeader("Content-Type", "application/octet-stream");
      for (const [name, value] of Object.entries(HEADERS)) request.setRequestHeader(name, value);
      request.responseType = "json";
      request.upload.onprogress = (event) => this.show("sending", start + event.loaded);
      request.onload = () => resolve({ status: request.status, state: request.response });
      request.onerror = () => reject(new Error("network"));
      request.onabort = () => reject(new Error("aborted"));
      request.send(this.file.slice(start, start + this.piece));
    });
  }

  // A file that was changed or taken away meanwhile fails like a lost connection, and never comes back.
  async stillReadable() {
    try {
      await this.file.slice(this.offset, this.offset + 1).arrayBuffer();
    } catch {
      throw new Stopped("changed");
    }
  }

  async askHowFar() {
    try {
      const response = await fetch(this.url, { headers: HEADERS });
      if (response.ok) this.offset = (await response.json()).offset;
    } catch {
      // Still no connection: the next piece finds out.
    }
  }

  async finish(replace = false) {
    this.show("reading", this.file.size);
    const body = new FormData();
    if (replace) body.set("replace", "yes");
    for (let failures = 0; ; failures += 1) {
      try {
        return await this.ask(this.finishUrl, { method: "POST", body });
      } catch (error) {
        if (error instanceof Stopped || failures > 4) throw error;
        await wait(1000 * 2 ** failures);
      }
    }
  }

  async ask(url, options) {
    const response = await fetch(url, { ...options, headers: { ...HEADERS, "X-CSRFToken": this.token } });
    const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
    const answer = isJson ? await response.json() : {};
    if (response.ok) return answer;
    if (response.status === 403) throw new Stopped("signedOut");
    if (response.status >= 400 && response.status < 500) throw new Stopped("failed", answer.message);
    throw new Error(String(response.status));
  }

  async cancel() {
    this.cancelled = true;
    this.request?.abort();
    if (this.url) await fetch(this.url, { method: "DELETE", headers: { ...HEADERS, "X-CSRFToken": this.token } });
  }
}
