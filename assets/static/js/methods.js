// The page of HTTP's methods: sends what the form says, and shows both sides of it.

import { exchange, requestText, answerText, headersText } from "./exchange.js";

const form = document.querySelector("[data-sender]");
const part = (name) => document.querySelector(`[data-${name}]`);
const collection = form.dataset.collection;

let thing = ""; // the address of the project made here
let mark = ""; // its ETag when it was seen last
let undo = ""; // what brings it back

const chosen = () => form.querySelector("[name=method]:checked");

// The condition that a method can be sent under, for the state that was seen last.
function condition() {
  if (!mark || form.address.value !== thing) return null;
  if (["GET", "HEAD"].includes(chosen().value)) return ["If-None-Match", mark, "Only if it has changed"];
  if (["PUT", "PATCH", "DELETE"].includes(chosen().value)) return ["If-Match", mark, "Only if it has not changed"];
  return null;
}

function showCondition() {
  const found = condition();
  part("condition").hidden = found === null;
  if (!found) return;
  const code = Object.assign(document.createElement("code"), { textContent: `${found[0]}: ${found[1]}` });
  part("condition").querySelector("span").replaceChildren(`${found[2]}: `, code);
}

function refuse(words) {
  part("refused").hidden = words === "";
  part("refused").textContent = words;
}

function choose() {
  const method = chosen();
  for (const words of document.querySelectorAll("[data-verb]")) words.hidden = words.dataset.verb !== method.value;
  form.body.value = method.dataset.body;
  part("body-field").hidden = method.dataset.body === "";
  form.address.value = method.value === "POST" || !thing ? collection : thing;
  form.conditional.checked = false;
  const missing = "needsThing" in method.dataset && !thing;
  refuse(missing ? `${method.value} needs something to be sent to: POST makes a project first.` : "");
  showCondition();
}

function list(sent) {
  const item = document.createElement("li");
  const line = Object.assign(document.createElement("span"), { textContent: `${sent.method} ${sent.address}` });
  item.append(line, statusOf(sent));
  part("empty").hidden = true;
  part("log").prepend(item);
  return item;
}

function statusOf(sent) {
  const code = Object.assign(document.createElement("b"), { className: "code", textContent: sent.status });
  code.dataset.kind = sent.status >= 400 ? "refused" : "done";
  return code;
}

function show(sent) {
  part("request").textContent = requestText(sent);
  part("status").textContent = `${sent.status} ${sent.words}`;
  part("status").dataset.kind = sent.status >= 400 ? "refused" : "done";
  part("answer").textContent = answerText(sent);
  part("headers").textContent = headersText(sent);
  part("more").hidden = false;
  part("undo").hidden = undo === "";
  list(sent);
}

// What an exchange tells about the project of this page.
function learn(sent) {
  if (sent.method === "POST" && sent.status === 201) thing = sent.headers.get("location");
  if (sent.address === thing || sent.status === 201) mark = sent.headers.get("etag") ?? mark;
  if (sent.method === "DELETE" && sent.status === 200) {
    undo = sent.json?.links?.undo ?? "";
    mark = "";
  } else if (sent.address === undo && sent.status === 204) {
    undo = mark = "";
  }
}

async function send(method, address, headers = {}, body = "") {
  const sent = await exchange(method, address, headers, body);
  learn(sent);
  return sent;
}

async function answered(ask) {
  try {
    await ask();
  } catch {
    refuse("The server does not answer.");
  }
}

async function submit(event) {
  event.preventDefault();
  const address = form.address.value.trim();
  if (!/^\/api\/(?![/\\])[^\\\s]*$/.test(address)) {
    refuse("Only addresses of this program’s API are sent to: they begin with /api/.");
    return;
  }
  refuse("");
  const [name, value] = form.conditional.checked ? condition() ?? [] : [];
  const body = part("body-field").hidden ? "" : form.body.value;
  const method = chosen().value;
  await answered(async () => show(await send(method, address, name ? { [name]: value } : {}, body)));
  if (chosen().value !== method) choose(); // another one was chosen while this was under way
  form.conditional.checked = false;
  showCondition();
}

async function bringBack() {
  await answered(async () => show(await send("POST", undo)));
  showCondition();
}

function step(words, sent) {
  const item = list(sent).cloneNode(true);
  item.append(Object.assign(document.createElement("small"), { textContent: words }));
  part("steps").append(item);
}

async function loseAnUpdate() {
  part("lost-update").disabled = true;
  part("steps").replaceChildren();
  const made = await send("POST", collection, {}, '{"title": "Shared"}');
  const address = made.headers.get("location");
  const seen = made.headers.get("etag");
  step(`The project that both look at; its ETag is ${seen}.`, made);
  const change = (who) => send("PATCH", address, { "If-Match": seen }, JSON.stringify({ description: `${who} was here.` }));
  const first = await change("Ada");
  step(`Ada changes it, If-Match: ${seen}. Its ETag is ${first.headers.get("etag")} now.`, first);
  const second = await change("Ben");
  step(`Ben changes it, If-Match: ${seen}, which it is no longer. Ada’s change stays.`, second);
  const now = await send("GET", address);
  step(`Ben looks again: “${now.json.description}” His next change carries ${now.headers.get("etag")}.`, now);
  choose();
  part("lost-update").disabled = false;
}

form.addEventListener("change", (event) => { if (event.target.name === "method") choose(); });
form.addEventListener("input", (event) => { if (event.target.name === "address") showCondition(); });
form.addEventListener("submit", submit);
part("undo").addEventListener("click", bringBack);
part("lost-update").addEventListener("click", () => answered(loseAnUpdate));
part("send").disabled = part("lost-update").disabled = false;
choose();
