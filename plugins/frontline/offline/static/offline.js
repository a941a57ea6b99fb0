// Entries without a line: encrypted where they wait, sent when there is a line, each arriving once.
"use strict";
(() => {
  const box = document.querySelector("[data-outbox]");
  const form = document.querySelector("[data-written]");
  if (!box || !form || !("serviceWorker" in navigator) || !window.crypto || !crypto.subtle) return;
  const say = box.dataset;
  const list = box.querySelector("ul");
  const news = box.querySelector("[role=status]");
  const given = new Map(); // number and code of what was taken in, while the page is open
  let sending = false;

  const done = (asked) =>
    new Promise((resolve, reject) => {
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });

  const opened = (() => {
    const asked = indexedDB.open("xiaoneng-offline-" + say.tenant, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("keys");
      asked.result.createObjectStore("entries", { keyPath: "id" });
    };
    return done(asked);
  })();
  // "strict": what is said to be kept is on the disk, not on its way there.
  const store = async (name, mode) => (await opened).transaction(name, mode, { durability: "strict" }).objectStore(name);

  // The key can't be read out, not even by this page: it only encrypts and decrypts here.
  const key = (async () => {
    const known = await done((await store("keys", "readonly")).get("own"));
    if (known) return known;
    const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
    await done((await store("keys", "readwrite")).put(made, "own"));
    return made;
  })();

  async function write(entry) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(entry.fields));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key, plain);
    const row = { id: entry.id, who: entry.who, at: entry.at, state: entry.state, words: entry.words || "", iv, sealed };
    await done((await store("entries", "readwrite")).put(row));
  }

  async function read(row) {
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: row.iv }, await key, row.sealed);
    return { ...row, fields: JSON.parse(new TextDecoder().decode(plain)) };
  }

  const all = async () => done((await store("entries", "readonly")).getAll());
  const drop = async (id) => done((await store("entries", "readwrite")).delete(id));

  async function draw() {
    const rows = (await all()).sort((a, b) => a.at - b.at);
    list.replaceChildren();
    for (const [number, code] of given) {
      const item = list.appendChild(document.createElement("li"));
      item.textContent = say.taken + " " + number + " " + say.code + " " + code;
    }
    for (const row of rows) {
      const item = list.appendChild(document.createElement("li"));
      const entry = row.who === say.who ? await read(row) : null;
      const about = entry ? new Map(entry.fields).get("place") + "：" + new Map(entry.fields).get("problem") : "";
      const words = entry ? say[row.state] + " " + row.words : say.others;
      item.append(about, document.createElement("br"), words);
      if (!entry) continue;
      if (row.state === "conflict") item.append(" ", button(say.again, () => send([{ ...entry, again: true }])));
      if (row.state !== "waiting") item.append(" ", button(say.drop, () => drop(row.id).then(draw)));
    }
    if (!list.children.length) list.appendChild(document.createElement("li")).textContent = say.empty;
  }

  function button(label, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-sm btn-outline-primary";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  }

  async function allowed() {
    const answer = await fetch(say.token, { credentials: "same-origin", redirect: "manual" });
    return answer.ok ? answer.json() : null;
  }

  async function send(chosen) {
    if (sending) return;
    sending = true;
    try {
      const who = await allowed();
      if (!who) {
        news.textContent = say.login;
        return;
      }
      const rows = chosen || (await Promise.all((await all()).filter((row) => row.who === who.who && row.state === "waiting").map(read)));
      for (const entry of rows) await one(entry, who);
      news.textContent = "";
    } catch {
      news.textContent = say.offline; // what waits goes on waiting
    } finally {
      sending = false;
      await draw();
    }
  }

  async function one(entry, who) {
    if (entry.who !== who.who) return;
    const body = new URLSearchParams(entry.fields);
    body.set("csrf_token", who.csrf);
    body.set("key", entry.id);
    body.set("at", String(entry.at));
    if (entry.again) body.set("again", "1");
    const answer = await fetch(say.entry, { method: "POST", credentials: "same-origin", redirect: "manual", body });
    if (!answer.ok) throw new Error(String(answer.status));
    const told = await answer.json();
    if (told.state === "taken") {
      given.set(told.number, told.code);
      await drop(entry.id);
    } else await write({ ...entry, state: told.state, words: told.words });
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!form.reportValidity()) return;
    const fields = [...new FormData(form)].map(([name, value]) => [name, String(value)]);
    const id = crypto.randomUUID().replaceAll("-", "");
    await write({ id, who: say.who, at: Date.now(), state: "waiting", fields });
    const kept = new Map(fields);
    form.reset();
    for (const name of ["source", "village"]) {
      const field = form.elements[name];
      if (field && kept.has(name)) field.value = kept.get(name);
    }
    await draw();
    await send();
  });
  window.addEventListener("online", () => send());
  box.querySelector("[data-send]").addEventListener("click", () => send());

  navigator.serviceWorker.register(say.worker).then(async () => {
    const ready = await navigator.serviceWorker.ready;
    const drawn = [...document.querySelectorAll("link[rel=stylesheet], script[src]")].map((one) => one.href || one.src);
    const icons = [...document.querySelectorAll("use")].map((one) => one.getAttribute("href").split("#")[0]);
    if (!navigator.onLine) return;
    const line = new MessageChannel();
    line.port1.onmessage = () => (box.dataset.kept = "yes");
    ready.active.postMessage({ keep: [location.pathname, ...drawn, ...new Set(icons)] }, [line.port2]);
  });
  draw().then(() => send());
})();
