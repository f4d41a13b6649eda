/*
 * What a reader's own browser does for them: search in a folder opened from disk, who they are, questions,
 * checklists, meanings of words, and how far they are. Nothing leaves the browser. Without this script every
 * page still says all that it has to say. How it works is told in CONTRIBUTING.md, under "The script".
 */
"use strict";

/* Browsers start no worker from a folder: there, Material's search runs in a hidden frame of the page. */
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      this.frame = document.body.appendChild(document.createElement("iframe"));
      this.frame.hidden = true;
      this.frame.title = "search";
      const inside = this.frame.contentWindow;
      inside.document.open();
      inside.document.write("<body></body>");
      inside.document.close();
      const load = (address) =>
        new Promise((done) => {
          const script = inside.document.createElement("script");
          script.src = address;
          script.onload = done;
          inside.document.body.append(script);
        });
      inside.importScripts = (...addresses) => addresses.reduce((last, one) => last.then(() => load(one)), Promise.resolve());
      inside.postMessage = (data) => setTimeout(() => this.hear(structuredClone(data)));
      this.ready = load(new URL(url, location));
    }
    hear(data) {
      const message = new MessageEvent("message", { data });
      this.dispatchEvent(message);
      if (this.onmessage) this.onmessage(message);
    }
    postMessage(data) {
      const inside = this.frame.contentWindow;
      this.ready.then(() => inside.dispatchEvent(new inside.MessageEvent("message", { data: structuredClone(data) })));
    }
    terminate() {
      this.frame.remove();
    }
  };
}

/* The search index would be a third of what a first visit loads: it is asked for when the search is first opened. */
const searching = new Promise((opened) => addEventListener("change", ({ target }) => target.id === "__search" && opened()));
window.XMLHttpRequest = class extends XMLHttpRequest {
  open(method, address, ...others) {
    this.waits = String(address).endsWith("/search/search_index.json");
    super.open(method, address, ...others);
  }
  send(...body) {
    if (this.waits) searching.then(() => super.send(...body));
    else super.send(...body);
  }
};

const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const make = (name, attributes = {}, ...inside) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...inside);
  return made;
};

/* What this script says is in the site's language, on a page in another too. */
const ours = { lang: document.documentElement.lang };

/* What is remembered, under the name of this engagement, across its editions: on a stick all sites share one store. */
class Memory {
  constructor(name) {
    this.name = `handbook:${name}`;
    this.kept = {};
    try {
      this.kept = JSON.parse(localStorage.getItem(this.name)) || {};
    } catch {
      /* A browser that keeps nothing, or something that is not ours: begin anew. */
    }
  }
  part(name) {
    const part = this.kept[name];
    return part && typeof part === "object" ? part : {};
  }
  put(name, value) {
    this.kept[name] = value;
    this.save();
  }
  save() {
    try {
      localStorage.setItem(this.name, JSON.stringify(this.kept));
    } catch {
      /* Remembered as long as the page is open. */
    }
  }
}

/* A short name for a text: a question whose words have changed is asked again. */
const fingerprint = (text) => {
  let hash = 0x811c9dc5;
  for (const unit of text.replace(/\s+/g, " ").trim()) hash = Math.imul(hash ^ unit.codePointAt(0), 0x01000193);
  return (hash >>> 0).toString(36);
};

class Handbook {
  constructor(about, say) {
    this.about = about;
    this.say = (name, values = {}) =>
      Object.entries(values).reduce((text, [key, value]) => text.replaceAll(`[${key}]`, value), say[name] || name);
    this.memory = new Memory(about.hbEngagement);
    this.told = new URLSearchParams(location.search).get("i-am");
  }

  start() {
    this.choosing();
    this.mine();
    this.questions();
    this.ticks();
    this.tables();
    this.meanings();
    this.progress();
    this.certificate();
    addEventListener("load", () => this.scrolling());
    addEventListener("resize", () => this.scrolling());
    addEventListener("beforeprint", () => all("article details:not([open])").forEach((one) => (one.open = one.dataset.hbShut = true)));
    addEventListener("afterprint", () => all("details[data-hb-shut]").forEach((one) => ((one.open = false), delete one.dataset.hbShut)));
  }

  /* ---- Who the reader is ---- */

  get reader() {
    return this.told ? { audience: this.told } : this.memory.part("reader");
  }

  choosing() {
    for (const link of all("a[data-hb-audience]")) {
      const { hbAudience: audience, hbPerson: person = "" } = link.dataset;
      /* Who is none of those named is called by their role: "somebody else" says nothing on the next page. */
      const called = person ? link : link.closest("li")?.querySelector("strong") || link;
      const name = called.textContent.replace(/[\s:：]+$/u, "").trim();
      link.setAttribute("role", "button");
      const chosen = () => this.reader.audience === audience && (this.reader.person || "") === person;
      link.setAttribute("aria-pressed", chosen());
      const choose = (event) => {
        event.preventDefault();
        this.told = null;
        this.memory.put("reader", chosen() ? {} : { audience, person, name });
        all("a[data-hb-audience]").forEach((one) => one.setAttribute("aria-pressed", "false"));
        link.setAttribute("aria-pressed", chosen());
        this.mine();
        if (chosen()) this.announce(this.say("remembered", { who: name }));
      };
      link.addEventListener("click", choose);
      link.addEventListener("keydown", (event) => event.key === " " && choose(event));
    }
  }

  announce(text) {
    this.speaker ||= document.body.appendChild(make("div", { role: "status", class: "hb-aloud" }));
    this.speaker.textContent = text;
  }

  /* What is for this reader is marked, and comes first where no order is lost; everything else stays. */
  mine() {
    const { audience, person, name } = this.reader;
    const is = (element) => {
      const { hbFor = "", hbWho = "" } = element.dataset;
      return (audience && hbFor.split(" ").includes(audience)) || (person && hbWho.split(" ").includes(person));
    };
    for (const element of all("[data-hb-for], [data-hb-who]")) element.classList.toggle("hb-mine", Boolean(is(element)));
    for (const list of new Set(all("li.hb-mine[data-hb-for]").map((item) => item.parentElement))) list.prepend(...all(":scope > li.hb-mine[data-hb-for]", list));
    for (const path of all("article details.path")) {
      const own = audience && path.classList.contains(`path-${audience}`);
      path.classList.toggle("hb-mine", Boolean(own));
      if (own) {
        path.open = true;
        const first = all("article details.path")[0];
        if (first !== path) first.before(path);
      }
    }
    this.lead(audience);
    const facts = document.querySelector(".md-banner .hb-facts");
    if (!facts) return;
    facts.querySelector(".hb-you")?.remove();
    if (name) {
      const change = make("a", { href: `${this.about.hbBase}/index.html#i-am` }, this.say("change"));
      facts.append(make("li", { class: "hb-you" }, `${this.say("you-are", { who: name })} `, change));
    }
  }

  /* On the page of progress the reader's path is a heading with what follows it, and a line in the contents. */
  lead(audience) {
    const heads = all("[data-hb-path]").map((path) => path.closest("h2, h3"));
    const own = heads.find((head) => head.id === `path-${audience}`);
    if (!own) return;
    const part = [own];
    for (let next = own.nextElementSibling; next && !next.matches("h2, h3"); next = next.nextElementSibling) part.push(next);
    heads[0].before(...part);
    for (const link of all(`.md-nav__item > [href="#${own.id}"]`)) {
      link.closest("ul").querySelector(":scope > li:has(> [href^='#path-'])").before(link.parentElement);
    }
  }

  /* ---- Questions ---- */

  questions() {
    const asked = all("p.hb-question");
    this.score = asked.length ? make("p", { class: "hb-score", role: "status", ...ours }) : null;
    this.asked = asked.map((text) => this.question(text)).filter(Boolean);
    if (this.asked.length) {
      this.asked.at(-1).box.after(this.score);
      this.count();
      /* What is right is said where one answers; the list of all answers is for paper, and for who runs no script. */
      if (this.asked.length === asked.length) {
        for (const part of all("#check-answers, .hb-where, details.answers, .md-nav__item:has(> [href='#check-answers'])")) part.classList.add("hb-key");
      }
    }
  }

  question(text) {
    const id = text.dataset.hbQuestion;
    const options = text.nextElementSibling;
    const answers = document.querySelector(`[data-hb-answer="${CSS.escape(id)}"]`)?.nextElementSibling;
    if (options?.tagName !== "UL" || answers?.tagName !== "UL") return null;
    const right = [...answers.children].findIndex((answer) => answer.querySelector(".hb-right"));
    const mark = fingerprint(`${text.textContent}|${options.textContent}|${right}`);
    const says = make("p", { class: "hb-says", role: "status" });
    const box = make("fieldset", { class: "hb-quiz" }, make("legend", {}, ...text.childNodes));
    const chosen = (number) => {
      const good = number === right;
      box.dataset.hbIs = good ? "right" : "wrong";
      const reason = answers.children[number].cloneNode(true);
      while (reason.firstChild && !reason.firstChild.matches?.(".hb-right, .hb-wrong")) reason.firstChild.remove();
      says.replaceChildren(...reason.childNodes);
      return good;
    };
    [...options.children].forEach((option, number) => {
      const name = `hb-${id}`;
      const input = make("input", {
        type: "radio", name, id: `${name}-${number}`,
        onchange: () => {
          this.memory.put("answers", { ...this.memory.part("answers"), [id]: [mark, number, chosen(number)] });
          this.count();
        },
      });
      box.append(make("div", { class: "hb-option" }, input, make("label", { for: input.id }, ...option.childNodes)));
    });
    box.append(says);
    options.remove();
    text.replaceWith(box);
    const [known, number] = this.memory.part("answers")[id] || [];
    if (known === mark && box.querySelectorAll("input")[number]) {
      box.querySelectorAll("input")[number].checked = true;
      chosen(number);
    } else if (known) {
      const answersLeft = { ...this.memory.part("answers") };
      delete answersLeft[id];
      this.memory.put("answers", answersLeft);
    }
    return { id, box };
  }

  count() {
    const answers = this.memory.part("answers");
    const done = this.asked.filter(({ id }) => answers[id]);
    const right = done.filter(({ id }) => answers[id][2]);
    this.score.textContent = this.say("score", { right: right.length, all: this.asked.length });
  }

  /* ---- Checklists ---- */

  ticks() {
    for (const spot of all("[data-hb-tick]")) {
      const id = spot.dataset.hbTick;
      const words = (spot.closest("tr") || spot).innerText.trim().replace(/\s+/g, " ");
      const box = make("input", {
        type: "checkbox", class: "hb-box", "aria-label": words,
        onchange: () => this.memory.put("ticks", { ...this.memory.part("ticks"), [id]: box.checked }),
      });
      box.checked = this.memory.part("ticks")[id] === true;
      spot.prepend(box);
    }
  }

  /* ---- What words mean: on hover, on tap and by keyboard ---- */

  meanings() {
    const tip = make("div", { class: "hb-tip", id: "hb-tip", role: "tooltip", hidden: true });
    let shown = null;
    const hide = () => {
      tip.hidden = true;
      shown?.removeAttribute("aria-describedby");
      shown = null;
    };
    const show = (word) => {
      hide();
      shown = word;
      tip.textContent = word.dataset.hbMeans;
      tip.lang = word.closest("[lang]").lang;
      tip.hidden = false;
      word.setAttribute("aria-describedby", "hb-tip");
      const at = word.getBoundingClientRect();
      const left = Math.min(at.left, document.documentElement.clientWidth - tip.offsetWidth - 8);
      tip.style.left = `${Math.max(8, left) + scrollX}px`;
      tip.style.top = `${at.bottom + 6 + scrollY}px`;
    };
    for (const word of all("article abbr[title]")) {
      word.dataset.hbMeans = word.title;
      word.removeAttribute("title");
      word.tabIndex = 0;
      word.setAttribute("role", "button");
      word.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && show(word));
      word.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && hide());
      word.addEventListener("focus", () => show(word));
      word.addEventListener("blur", hide);
      word.addEventListener("click", () => show(word));
    }
    document.body.append(tip);
    addEventListener("keydown", (event) => event.key === "Escape" && hide());
    addEventListener("pointerdown", (event) => event.target !== shown && hide());
  }

  /*
   * On a phone each row of a table with many columns is a card, and each cell says the name of its column; the
   * stylesheet does it. Roles say that it is still a table, where a browser would take that from how it is shown.
   */
  tables() {
    const roles = { thead: "rowgroup", tbody: "rowgroup", tr: "row", th: "columnheader", td: "cell" };
    for (const table of all("article table:not([class])")) {
      const names = all("thead th", table).map((head) => head.textContent.trim());
      const rows = all("tbody tr", table).map((row) => [...row.children]);
      if (names.length < 3 || rows.some((cells) => cells.length !== names.length)) continue;
      table.dataset.hbCards = "";
      table.setAttribute("role", "table");
      for (const [name, role] of Object.entries(roles)) all(name, table).forEach((part) => part.setAttribute("role", role));
      for (const cells of rows) cells.forEach((cell, number) => (cell.dataset.hbColumn = names[number]));
    }
  }

  /* A table that is pushed sideways can be pushed with the keyboard too. */
  scrolling() {
    for (const frame of all("article .md-typeset__scrollwrap")) {
      const wide = frame.scrollWidth > frame.clientWidth + 1;
      frame.tabIndex = wide ? 0 : -1;
      if (wide) frame.setAttribute("role", "group");
      if (wide) frame.setAttribute("aria-label", this.say("table"));
    }
  }

  /* ---- How far the reader is ---- */

  done(path) {
    const answers = this.memory.part("answers");
    const ids = all("[data-hb-checks]", path).flatMap((page) => page.dataset.hbChecks.split(" ").filter(Boolean));
    return { all: ids.length, answered: ids.filter((id) => answers[id]).length, right: ids.filter((id) => answers[id]?.[2]).length };
  }

  progress() {
    const place = document.querySelector(".hb-progress-tools");
    for (const path of all("[data-hb-path]")) {
      const list = path.closest("h2, h3").nextElementSibling;
      for (const page of all("[data-hb-checks]", list)) {
        const { all: many, answered, right } = this.done(page.parentElement);
        const words = many && answered === many ? "page-done" : "page-open";
        if (many) page.after(make("span", { class: `hb-page-score hb-${words}`, ...ours }, ` ${this.say(words, { right, answered, all: many })}`));
      }
      const { all: many, answered, right } = this.done(list);
      const bar = make("progress", { max: many || 1, value: answered, "aria-label": path.textContent.trim() });
      const says = this.say("path-score", { answered, right, all: many });
      list.before(make("p", { class: "hb-path-score" }, bar, " ", make("span", ours, says)));
      const finished = { ...this.memory.part("finished") };
      if (many && answered === many && !finished[path.dataset.hbPath]) {
        finished[path.dataset.hbPath] = { on: new Date().toISOString().slice(0, 10), right, all: many, path: path.textContent.trim() };
      } else if (finished[path.dataset.hbPath]) {
        Object.assign(finished[path.dataset.hbPath], { right, all: many });
        if (answered < many) delete finished[path.dataset.hbPath];
      }
      this.memory.put("finished", finished);
    }
    if (place) this.tools(place);
  }

  tools(place) {
    const name = make("input", { id: "hb-name", autocomplete: "name", value: this.memory.kept.name || "", oninput: () => this.memory.put("name", name.value) });
    const file = make("input", { type: "file", accept: "application/json", id: "hb-file", onchange: () => this.load(file.files[0]) });
    place.replaceChildren(
      make("p", ours, make("label", { for: "hb-name" }, `${this.say("your-name")} `), name),
      make("p", ours, make("button", { type: "button", class: "md-button", onclick: () => this.saveFile() }, this.say("save-file"))),
      make("p", ours, make("label", { for: "hb-file" }, `${this.say("load-file")} `), file),
      make("p", ours, make("button", { type: "button", class: "md-button", onclick: () => this.forget() }, this.say("forget"))),
    );
  }

  saveFile() {
    const text = JSON.stringify({ handbook: this.memory.name, kept: this.memory.kept }, null, 1);
    const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    make("a", { href: address, download: "handbook-progress.json" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }

  async load(file) {
    try {
      const { handbook, kept } = JSON.parse(await file.text());
      if (handbook !== this.memory.name || typeof kept !== "object" || !kept) throw new TypeError("another handbook");
      this.memory.kept = kept;
      this.memory.save();
      location.reload();
    } catch {
      this.announce(this.say("not-ours"));
      document.getElementById("hb-file").after(make("strong", ours, ` ${this.say("not-ours")}`));
    }
  }

  forget() {
    if (!confirm(this.say("forget-all"))) return;
    this.memory.kept = {};
    this.memory.save();
    location.reload();
  }

  certificate() {
    const spots = all("[data-hb-fill]");
    if (!spots.length) return;
    const finished = this.memory.part("finished");
    const which = finished[this.reader.audience] || Object.values(finished)[0];
    /* The date is written as on the page beside it: in the page's language, and as in the engagement's country. */
    const { hbLanguage = "" } = document.querySelector("[data-hb-fill='on']")?.dataset || {};
    const { lang } = spots[0].closest("[lang]");
    const tongue = hbLanguage.startsWith(lang) ? hbLanguage : lang;
    const day = which && new Date(`${which.on}T12:00:00`).toLocaleDateString(tongue, { dateStyle: "long" });
    const words = which && { name: this.memory.kept.name, path: which.path, on: day, score: this.say("score", which) };
    for (const spot of spots) if (words?.[spot.dataset.hbFill]) spot.textContent = words[spot.dataset.hbFill];
    if (which) for (const spot of all("[data-hb-fill='score']")) spot.lang = ours.lang;
    document.querySelector(".hb-certificate-state")?.replaceChildren(make("span", ours, this.say(which ? "finished" : "not-finished")));
  }
}

document.addEventListener("DOMContentLoaded", () => {
  const about = document.querySelector("[data-hb-engagement]");
  const say = document.getElementById("hb-say");
  if (about && say) new Handbook(about.dataset, JSON.parse(say.textContent)).start();
});
