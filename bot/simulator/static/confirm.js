// Confirmation dialogs, and what all dialogs share.

import { el } from "./dom.js";
import { textObject } from "./mrkdwn.js";

export function dialog(className, label, children, closed) {
  const made = el("dialog", { class: `dialog ${className}`, "aria-label": label }, children);
  made.addEventListener("cancel", (event) => {
    event.preventDefault();
    closed();
  });
  document.getElementById("dialogs").append(made);
  made.showModal();
  return made;
}

export function confirmed(confirm, state) {
  return new Promise((resolve) => {
    const answer = (yes) => () => {
      made.remove();
      resolve(yes);
    };
    const style = confirm.style === "danger" ? "danger" : "primary";
    const made = dialog("confirm", confirm.title.text, [
      el("h2", {}, confirm.title.text),
      el("div", { class: "dialog-body" }, textObject(confirm.text, state)),
      el("div", { class: "dialog-buttons" },
        el("button", { class: "button", type: "button", onclick: answer(false) }, confirm.deny.text),
        el("button", { class: `button ${style}`, type: "button", autofocus: true, onclick: answer(true) }, confirm.confirm.text)),
    ], answer(false));
  });
}
