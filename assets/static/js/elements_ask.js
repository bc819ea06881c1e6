// Asking the server. An answer does not come when a newer question replaces the old one, when the
// reader cancels or leaves the page, and when the server is lost, which every page's banner tells.

export class Ended extends Error {}

// What `read` makes of the answer, which should do no more than read it; rejects with Ended.
export async function ask(url, options, read) {
  try {
    return await read(await fetch(url, options));
  } catch (error) {
    // A request without an answer is a TypeError.
    if (error.name !== "AbortError" && !(error instanceof TypeError)) throw error;
    throw new Ended(error.message, { cause: error });
  }
}

// Waits for work that may end early without that being a fault.
export async function unlessEnded(work) {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
  }
}
