// Files go up piece by piece before their form is sent: a broken line costs one piece, and goes on where it stopped,
// also after the page was loaded again. Without this the files simply go with the form.
const PIECE = 512 * 1024;
const RESTS = [1, 2, 4, 8, 15]; // seconds before each try of one piece; then the reader says when
const underWay = new Set();

document.addEventListener("submit", (event) => {
  const form = event.target;
  const inputs = form.dataset.upload ? [...form.querySelectorAll("input[type=file]")].filter((input) => input.files.length) : [];
  if (!inputs.length) return;
  event.preventDefault();
  event.stopPropagation();
  if (!underWay.has(form)) sendAll(form, inputs, event.submitter);
}, true);

async function sendAll(form, inputs, submitter) {
  underWay.add(form);
  const { going, broken, again } = form.querySelector("[data-files]").dataset;
  const files = inputs.flatMap((input) => [...input.files].map((file) => ({ input, file })));
  const bar = shown(form, going, files.reduce((sum, one) => sum + one.file.size, 0));
  let before = 0;
  for (const { input, file } of files) {
    const end = await sendOne(form, input, file, (sent) => bar.step(before + sent, file.name));
    if (end.refused) return stop(form, bar, `${file.name}: ${end.refused}`);
    if (!end.id) return stop(form, bar, broken, again, () => sendAll(form, inputs, submitter));
    before += file.size;
    const hidden = document.createElement("input");
    Object.assign(hidden, { type: "hidden", name: `${input.name}.uploaded`, value: end.id });
    hidden.dataset.of = key(input, file);
    form.querySelector(`[data-of="${hidden.dataset.of}"][name="${hidden.name}"]`)?.remove();
    form.append(hidden);
  }
  inputs.forEach((input) => { input.value = ""; });
  underWay.delete(form);
  files.forEach(({ input, file }) => sessionStorage.removeItem(key(input, file)));
  form.requestSubmit(submitter);
}

// What is there already is known by the id that the server gave; the browser keeps that and the file's size and time.
async function sendOne(form, input, file, step) {
  const kept = key(input, file);
  let url = sessionStorage.getItem(kept);
  let sent = url ? await offsetOf(url) : -1;
  if (sent < 0) {
    const name = btoa(String.fromCharCode(...new TextEncoder().encode(file.name)));
    const answer = await tried(() => fetch(form.dataset.upload, {
      method: "POST", headers: head(form, { "Upload-Length": file.size, "Upload-Metadata": `filename ${name}` }),
    }));
    if (!answer) return {};
    if (!answer.ok) return { refused: await reason(answer) };
    url = answer.headers.get("Location");
    sessionStorage.setItem(kept, url);
    sent = 0;
  }
  while (sent < file.size) {
    step(sent);
    const headers = head(form, { "Upload-Offset": sent, "Content-Type": "application/offset+octet-stream" });
    const body = file.slice(sent, sent + PIECE);
    const answer = await tried(() => fetch(url, { method: "PATCH", headers, body }), async () => (await offsetOf(url)) === sent);
    if (!answer) return {};
    if (answer === true || answer.status === 409) sent = await offsetOf(url);
    else if (answer.ok) sent = Number(answer.headers.get("Upload-Offset"));
    else { sessionStorage.removeItem(kept); return { refused: await reason(answer) }; }
    if (sent < 0) { sessionStorage.removeItem(kept); return {}; }
  }
  step(sent);
  return { id: url.split("/").pop() };
}

// One request, tried again after each rest; `true` where the first try had arrived and only its answer was lost.
async function tried(ask, missing = async () => true) {
  for (const seconds of [...RESTS, 0]) {
    try {
      const answer = await ask();
      if (answer.status < 500) return answer;
    } catch { /* the line is down */ }
    if (!seconds) return null;
    await new Promise((resume) => { setTimeout(resume, seconds * 1000); });
    try { if (!(await missing())) return true; } catch { /* still down */ }
  }
  return null;
}

// -1 where there is no such upload (any more).
async function offsetOf(url) {
  const answer = await fetch(url, { method: "HEAD" });
  return answer.ok ? Number(answer.headers.get("Upload-Offset")) : -1;
}

async function reason(answer) {
  try { return (await answer.json()).words ?? answer.statusText; } catch { return answer.statusText; }
}
function head(form, more) {
  return { "X-CSRFToken": form.elements.csrf_token?.value ?? "", "Tus-Resumable": "1.0.0", ...more };
}
// The same file for two fields goes up twice: each is taken by its own.
function key(input, file) { return `upload-${input.name}-${file.size}-${file.lastModified}`; }

function shown(form, going, total) {
  const said = form.querySelector("[data-sending]") ?? form.appendChild(document.createElement("div"));
  said.dataset.sending = "";
  const bar = Object.assign(document.createElement("progress"), { max: total, value: 0 });
  const label = document.createElement("p");
  label.setAttribute("role", "status");
  bar.setAttribute("aria-label", going);
  said.replaceChildren(bar, label);
  return {
    said,
    step(sent, name) {
      bar.value = sent;
      // Said in steps of a quarter, so that a screen reader is not talked to all the time.
      const text = `${name} ${Math.floor((sent / total) * 4) * 25}%`;
      if (label.textContent !== text) label.textContent = text;
    },
  };
}
function stop(form, bar, words, again, resume) {
  underWay.delete(form);
  const told = document.createElement("p");
  told.setAttribute("role", "alert");
  told.append(words);
  bar.said.replaceChildren(told);
  if (!resume) return;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-primary", textContent: again });
  button.addEventListener("click", resume);
  told.append(" ", button);
}
