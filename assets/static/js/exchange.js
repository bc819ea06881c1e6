// One request and its answer (it throws where none comes), and both as the texts that go over the line.

const TOLD = ["content-type", "content-length", "etag", "location", "allow", "accept-patch", "link"];

export async function exchange(method, address, headers, body) {
  const sent = { method, address, headersSent: { ...headers }, body };
  if (body) sent.headersSent["Content-Type"] = method === "PATCH" ? "application/merge-patch+json" : "application/json";
  const answer = await fetch(address, {
    method,
    headers: { Accept: "application/json", ...sent.headersSent },
    body: body || undefined,
    cache: "no-store",
  });
  const text = await answer.text();
  return { ...sent, status: answer.status, words: answer.statusText, headers: answer.headers, text, json: parsed(text) };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export function requestText({ method, address, headersSent, body }) {
  const lines = [`${method} ${address} HTTP/1.1`, `Host: ${location.host}`, "Accept: application/json"];
  for (const [name, value] of Object.entries(headersSent)) lines.push(`${name}: ${value}`);
  return `${lines.join("\n")}\n\n${body}`.trimEnd();
}

export function answerText({ status, words, headers, text, json }) {
  const lines = [`HTTP/1.1 ${status} ${words}`];
  for (const name of TOLD) if (headers.has(name)) lines.push(`${cased(name)}: ${headers.get(name)}`);
  return `${lines.join("\n")}\n\n${json ? JSON.stringify(json, null, 2) : text}`.trimEnd();
}

export function headersText({ headers }) {
  return [...headers].map(([name, value]) => `${cased(name)}: ${value}`).join("\n");
}

const cased = (name) => (name === "etag" ? "ETag" : name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()));
