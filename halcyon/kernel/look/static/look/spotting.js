/* What the words in a box name, offered while they are written: phones, plates, postcodes, names that are known.
   Tab reaches the offers and Enter takes one; Alt and Enter in the box takes the first; doing nothing takes none.
   What is taken travels with the form. Every page works without it, and nothing here ever holds back typing or saving. */
const PAUSE = 700, PATIENCE = 8000, LEAST = 3;
const UNREAD = "Names and numbers could not be looked for just now. Write on: nothing is lost, and saving works.";
const CALLED = { account: "account online", email: "e-mail address", person: "person", phone: "phone", place: "postcode", vehicle: "vehicle" };
const make = (tag, about = {}) => Object.assign(document.createElement(tag), about);
const plain = (text) => text.toLowerCase().replace(/\s+/g, "");
const capital = (word) => word[0].toUpperCase() + word.slice(1);

/* One box, with what stands beneath it: a sentence about the keys, the offers, and whether asking failed. */
class Box {
  constructor(field, form) {
    this.field = field; this.form = form; this.offers = []; this.asked = "";
    this.keys = make("p", { className: "look-spotted-keys", hidden: true, id: `${field.id}-spotted`, textContent: "Your words seem to name these. Press one to name it: Tab and Enter, or Alt and Enter for the first. Leave them, and none is named." });
    this.list = make("ul", { className: "look-offers" });
    this.list.setAttribute("aria-live", "polite");
    this.list.setAttribute("aria-label", "Named in your words");
    this.said = make("p", { className: "look-spotted-said" });
    this.said.setAttribute("role", "status");
    this.place = make("div", { className: "look-spotted" });
    this.place.append(this.keys, this.list, this.said);
    (field.closest(".govuk-form-group") || field).after(this.place);
    this.described = field.getAttribute("aria-describedby") || "";
    field.addEventListener("input", () => { clearTimeout(this.timer); this.forget(); this.timer = setTimeout(() => this.ask(), PAUSE); });
    field.addEventListener("keydown", (event) => {
      const first = event.altKey && event.key === "Enter" && !event.isComposing && this.waiting()[0];
      if (first) { event.preventDefault(); this.form.take(first); }
    });
    if (field.value.trim()) this.ask();
  }

  wasRead() { return this.field.value.trim().length < LEAST || this.field.value === this.asked; }

  waiting() { return this.offers.filter((offer) => !this.form.taken.has(offer.value) && !this.form.says(offer.written)); }

  async ask() {
    const words = this.field.value;
    if (words === this.asked) return;
    this.asking?.abort();
    this.asking = new AbortController();
    if (words.trim().length < LEAST) { this.asked = words; this.offers = []; this.show(); return; }
    const mine = this.asking;
    try {
      const answer = await fetch(this.form.address, {
        method: "POST", body: new URLSearchParams({ words }), headers: { "X-CSRFToken": this.form.token }, cache: "no-store", redirect: "manual",
        signal: AbortSignal.any ? AbortSignal.any([mine.signal, AbortSignal.timeout(PATIENCE)]) : mine.signal,
      });
      if (answer.status !== 200) throw new Error(String(answer.status));
      const { offers } = await answer.json();
      this.asked = words;
      this.offers = offers.map((offer) => ({ ...offer, value: `${offer.kind}:${offer.written}` }));
      this.said.textContent = "";
    } catch {
      if (mine.signal.aborted) return;
      this.said.textContent = UNREAD;
    }
    this.show();
  }

  /* What was taken and is not in any box any more is not named. */
  forget() { this.form.forget(); this.show(); }

  /* One line for each offer; a line that stands already stays where it is, and so does the focus. */
  show() {
    const wanted = new Map([...this.form.takenIn(this), ...this.waiting()].map((offer) => [offer.value, offer]));
    for (const line of [...this.list.children]) {
      const same = wanted.has(line.dataset.value) && (line.dataset.taken === "yes") === this.form.taken.has(line.dataset.value);
      if (!same) line.remove();
    }
    const standing = new Set([...this.list.children].map((line) => line.dataset.value));
    for (const [value, offer] of wanted) if (!standing.has(value)) this.list.append(this.line(offer));
    this.keys.hidden = this.waiting().length === 0;
    const described = this.keys.hidden ? this.described : `${this.described} ${this.keys.id}`.trim();
    if (described) this.field.setAttribute("aria-describedby", described); else this.field.removeAttribute("aria-describedby");
  }

  line(offer) {
    const line = make("li"), isTaken = this.form.taken.has(offer.value);
    line.dataset.value = offer.value;
    line.dataset.taken = isTaken ? "yes" : "no";
    const button = make("button", { type: "button", className: "govuk-button govuk-button--secondary" });
    const written = make("strong", { textContent: offer.written });
    if (isTaken) {
      line.append(`${capital(offer.called)} `, written, " is named when you save. ");
      button.append("Leave it out", make("span", { className: "govuk-visually-hidden", textContent: `: ${offer.written}` }));
      button.addEventListener("click", () => { this.form.drop(offer.value); this.form.show(); this.field.focus(); });
    } else {
      button.append(`Name ${offer.called} `, written);
      button.addEventListener("click", () => {
        this.form.take(offer);
        (this.list.querySelector("[data-taken=no] button") || this.field).focus();
      });
    }
    line.append(button);
    return line;
  }
}

/* One form: where to ask, and what was taken, as the fields that travel with it. */
class Form {
  constructor(place) {
    this.element = place.closest("form"); this.carried = place; this.address = place.dataset.spots;
    this.token = this.element.elements.csrfmiddlewaretoken.value;
    this.taken = new Map();
    for (const input of place.querySelectorAll("input")) {
      const [kind, ...rest] = input.value.split(":");
      this.taken.set(input.value, { kind, called: CALLED[kind] || "", written: rest.join(":"), value: input.value, input });
    }
    const fields = place.dataset.boxes.split(" ").map((name) => this.element.elements[name]).filter(Boolean);
    this.boxes = [];
    for (const field of fields) this.boxes.push(new Box(field, this));
    this.element.addEventListener("submit", () => this.tell());
    this.show();
  }

  /* Whether all that is sent was read: what was not is offered after the save. */
  tell() {
    this.read?.remove();
    this.read = make("input", { type: "hidden", name: "read", value: "yes" });
    if (this.boxes.every((box) => box.wasRead())) this.carried.append(this.read);
  }

  take(offer) {
    const input = make("input", { type: "hidden", name: "taken", value: offer.value });
    this.carried.append(input);
    this.taken.set(offer.value, { ...offer, input });
    this.show();
  }

  drop(value) { this.taken.get(value)?.input.remove(); this.taken.delete(value); }

  forget() {
    const all = this.boxes.map((box) => box.field.value).join("\n");
    for (const [value, offer] of [...this.taken]) if (!all.includes(offer.written)) this.drop(value);
  }

  takenIn(box) { return [...this.taken.values()].filter((offer) => this.boxes.find((one) => one.field.value.includes(offer.written)) === box); }

  /* Whether another field of the form says it already. */
  says(written) {
    const read = new Set(this.boxes.map((box) => box.field));
    return [...this.element.elements].some((field) => field.type === "text" && !read.has(field) && plain(field.value).includes(plain(written)));
  }

  show() { this.boxes.forEach((box) => box.show()); }
}

for (const place of document.querySelectorAll("[data-spots]")) new Form(place);
