// What both kinds of the workbench's page have: dialogs, forms that act at once, toolbars, where Tab begins.

import { makeToolbar } from "./toolbar.js";

export const announce = (words) => { document.querySelector("[data-announce]").textContent = words; };

// deeds: by name, what the buttons do. again() asks the server anew, once it is back.
export function preparePage(root, deeds, again) {
  root.addEventListener("click", (event) => {
    const name = event.target.closest("[data-do]")?.dataset.do;
    if (name) deeds[name]?.(event);
  });
  for (const close of document.querySelectorAll("[data-close]")) {
    close.addEventListener("click", () => close.closest("dialog").close());
  }
  for (const form of root.querySelectorAll("[data-submit-on-change]")) {
    form.addEventListener("change", () => form.requestSubmit());
  }
  for (const group of root.querySelectorAll("[data-toolbar]")) makeToolbar(group);
  watchBanner(again);
  // An instrument is opened to be used: Tab begins at its controls, Shift Tab leads to the navigation.
  if (document.activeElement === document.body) document.getElementById("main").focus({ preventScroll: true });
}

// The banner that tells of a lost server goes when it answers again.
function watchBanner(again) {
  const banner = document.querySelector("[data-lost]");
  new MutationObserver(() => { if (banner.hidden) again(); }).observe(banner, { attributeFilter: ["hidden"] });
}
