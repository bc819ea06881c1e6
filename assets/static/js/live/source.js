// Starting what the address asks for, and steering it while it runs.

const STEERED = { sine: ["frequency", "amplitude", "noise", "rate", "channels"], walk: ["noise", "rate", "channels"], heartbeat: ["amplitude", "noise", "channels"] };

async function send(method, address, body) {
  const answer = await fetch(address, {
    method,
    headers: { Accept: "application/json", "Content-Type": "application/json" },
    body: body && JSON.stringify(body),
  });
  const told = answer.status === 204 ? {} : await answer.json();
  if (!answer.ok) throw new Error(told.detail ?? "It could not be started.");
  return told;
}

// Whether there is a stream to watch: one that runs, or one made up here that a link may start. Files and
// wires are started by hand.
export async function begin(root) {
  const address = `/api/live/${root.dataset.name}`;
  const form = root.querySelector("[data-start]");
  const recipe = JSON.parse(root.dataset.recipe);
  const start = async () => {
    await send("PUT", address, recipe);
    if (form) form.hidden = true;
    root.querySelector("[data-stop]").hidden = false;
  };
  form?.addEventListener("submit", async (event) => {
    if (event.submitter?.value !== "start") return;
    event.preventDefault();
    try {
      await start();
      root.live.wire.connect();
    } catch (problem) {
      root.live.notices.refused({ detail: problem.message });
    }
  });
  try {
    if (root.dataset.starts === "yes") {
      await start();
      return true;
    }
    return root.dataset.known === "yes";
  } catch (problem) {
    root.live.notices.refused({ detail: problem.message });
    return false;
  }
}

export class Source {
  constructor(root, live) {
    this.live = live;
    this.name = root.dataset.name;
    this.panel = root.querySelector("[data-steer]");
    this.error = root.querySelector("[data-steer-error]");
    this.form = root.querySelector("[data-start]");
    this.stop = root.querySelector("[data-stop]");
    this.fields = [...this.panel.querySelectorAll("[data-steers]")];
    for (const field of this.fields) field.addEventListener("change", () => this.#steer(field));
    this.stop.addEventListener("click", (event) => this.#stop(event, root.dataset.name));
  }

  hear(message) {
    if (message.type === "source") this.#show(message.recipe);
    if (message.type === "standing") this.#stand(["ended", "failed"].includes(message.state));
    if (message.type === "refused") this.#refused(message);
  }

  // A server that was started anew knows nothing of a stream that is made up here: it begins once more.
  async revive(tries) {
    if (tries < 2 || this.recipe?.source !== "generator") return;
    try {
      await send("PUT", `/api/live/${this.name}`, this.recipe);
    } catch {
      // The server does not answer yet: the next try of the wire asks again.
    }
  }

  // What has ended can be started again.
  #stand(over) {
    this.stop.hidden = over;
    if (this.form && "idle" in this.form.dataset) this.form.hidden = !over;
  }

  #show(recipe) {
    this.recipe = recipe;
    const steered = STEERED[recipe.signal] ?? [];
    this.panel.hidden = recipe.source !== "generator";
    this.error.hidden = true;
    for (const field of this.fields) {
      const name = field.dataset.steers;
      field.closest(".row").hidden = !steered.includes(name);
      field.removeAttribute("aria-invalid");
      if (document.activeElement !== field || Number(field.value) === recipe[name]) field.value = recipe[name] ?? "";
    }
  }

  #steer(field) {
    const value = Number(field.value.trim().replace("\u2212", "-").replace(",", "."));
    this.asked = field;
    if (field.value.trim() === "" || !Number.isFinite(value)) {
      this.#refused({ errors: [{ field: field.dataset.steers }], detail: "A number is needed." });
      return;
    }
    this.live.wire.say("steer", { values: { [field.dataset.steers]: value } });
  }

  #refused({ errors, detail }) {
    const field = this.fields.find((one) => errors.some((error) => error.field === one.dataset.steers));
    if (!field) return;
    field.setAttribute("aria-invalid", "true");
    this.error.textContent = detail;
    this.error.hidden = false;
  }

  async #stop(event, name) {
    event.preventDefault();
    await fetch(`/live/${name}`, { method: "POST", body: new URLSearchParams({ action: "stop" }), redirect: "manual" });
  }
}
