// Says that something is under way: the old plot stays, dimmed after 150 ms; after a second there is
// a bar and a button to cancel. And what went wrong, with what to do about it.

const DIM = 150; // ms
const BAR = 1000; // ms

const HELP = {
  404: "It may have been removed: look in the library.",
  410: "Bring the file back to its place, or tell the library where it is now.",
  413: "Look at a smaller part, or generate fewer values.",
  422: "Change that value; the plot stays as it was.",
};

export class Busy {
  #timers = [];
  #job = "";

  constructor(place, { onCancel }) {
    this.place = place;
    this.panel = place.querySelector("[data-progress]");
    this.bar = this.panel.querySelector("progress");
    this.problem = place.querySelector("[data-problem]");
    this.panel.querySelector("button").addEventListener("click", () => {
      if (this.#job) fetch(`/workbench/jobs/${this.#job}`, { method: "DELETE" }).catch(() => {}); // the banner tells
      onCancel();
      this.end(new Error("Cancelled. Change anything, or reload the page, to ask again."));
    });
  }

  begin() {
    if (this.#timers.length) return;
    this.#timers = [
      setTimeout(() => { this.place.dataset.busy = "dim"; }, DIM),
      setTimeout(() => { this.panel.hidden = false; }, BAR),
    ];
  }

  progress({ progress, job, words }) {
    this.#job = job ?? "";
    if (progress > 0) this.bar.value = progress;
    this.panel.querySelector("[data-progress-words]").textContent = words ?? "Reading";
  }

  end(problem) {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
    this.#job = "";
    delete this.place.dataset.busy;
    this.panel.hidden = true;
    this.bar.removeAttribute("value");
    this.problem.hidden = !problem;
    if (problem) this.#tell(problem);
  }

  #tell(problem) {
    const lost = problem instanceof TypeError; // fetch's way to say that nobody answered
    if (lost) document.dispatchEvent(new Event("unanswered"));
    const words = lost ? "The server does not answer." : problem.message;
    const help = lost ? "The plot comes as soon as it does." : HELP[problem.status] ?? "";
    const sentence = /[.!?]$/.test(words) ? words : `${words}.`;
    this.problem.querySelector("span").textContent = [sentence, help].filter(Boolean).join(" ");
  }
}
