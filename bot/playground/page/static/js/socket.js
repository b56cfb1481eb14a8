// The line to the playground: deeds go out and are answered, changes come in. It mends itself when it breaks.

const FIRST_WAIT = 250;
const LONGEST_WAIT = 3000;
// These say how something is, not what to do, so that they may be said late.
const MAY_WAIT = new Set(["fill", "draft", "read"]);

export class Line {
  // `greet` names the deed to begin each connection with; `take` gets the changes; `tell` hears whether it is open.
  constructor({ greet, take, tell }) {
    Object.assign(this, { greet, take, tell });
    this.count = 0;
    this.asked = new Map();
    this.unsent = [];
    this.wait = FIRST_WAIT;
    this.open();
  }

  get isOpen() {
    return this.socket.readyState === WebSocket.OPEN;
  }

  open() {
    this.socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/page/live`);
    this.socket.onopen = () => this.opened();
    this.socket.onmessage = (event) => this.received(JSON.parse(event.data));
    this.socket.onclose = () => this.closed();
  }

  opened() {
    this.wait = FIRST_WAIT;
    this.tell(true);
    this.ask(...this.greet());
    for (const frame of this.unsent.splice(0)) this.socket.send(frame);
  }

  received({ patches, answers }) {
    this.take(patches);
    for (const { n, ...result } of answers) {
      const asked = this.asked.get(n);
      this.asked.delete(n);
      if (result.error) asked?.reject(new Error(result.error));
      else asked?.resolve(result);
    }
  }

  closed() {
    this.tell(false);
    const waiting = [...this.asked.values()];
    this.asked.clear();
    for (const { reject } of waiting) reject(new Error("The playground cannot be reached."));
    setTimeout(() => this.open(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  // The answer to a deed. Rejects with the reason where it could not be done, or the line broke meanwhile.
  ask(name, deed = {}) {
    this.count += 1;
    const frame = JSON.stringify({ ...deed, n: this.count, do: name });
    const answer = new Promise((resolve, reject) => this.asked.set(this.count, { resolve, reject }));
    answer.catch(() => {}); // whoever cares has a handler of their own
    if (this.isOpen) this.socket.send(frame);
    else if (MAY_WAIT.has(name)) this.unsent.push(frame);
    else {
      this.asked.get(this.count).reject(new Error("The playground cannot be reached."));
      this.asked.delete(this.count);
    }
    return answer;
  }
}
