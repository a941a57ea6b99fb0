// Keeps the page of entries without a line, and what it is drawn with. It never keeps what is sent or asked for by others.
"use strict";
const KEPT = "xiaoneng-offline-1";
const PATIENCE = 5000; // milliseconds: a line that takes longer is as good as none

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => event.waitUntil(keep(event.data.keep, event.ports[0])));

async function keep(addresses, port) {
  const kept = await caches.open(KEPT);
  for (const address of addresses) {
    const answer = await fetch(address, { credentials: "same-origin" });
    if (answer.ok && !answer.redirected) await kept.put(address, answer);
  }
  if (port) port.postMessage("kept");
}

self.addEventListener("fetch", (event) => {
  const asked = new URL(event.request.url);
  if (event.request.method !== "GET" || asked.origin !== self.location.origin || asked.pathname.endsWith("/token")) return;
  event.respondWith(answered(event.request));
});

// What the page is drawn with comes from what is kept, too, where the line answers with something else: a sign-in
// that ran out leads every address elsewhere, and the page would stand there without its script.
async function answered(request) {
  let answer = null;
  try {
    answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    // no line
  }
  if (answer && (request.mode === "navigate" || (answer.ok && !answer.redirected))) return answer;
  return (await caches.match(request, { ignoreVary: true })) || answer || Response.error();
}
