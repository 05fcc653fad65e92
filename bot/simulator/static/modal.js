// Open modals: the topmost view of the person, redrawn when the app changes it.

import { post } from "./api.js";
import { blocks } from "./blocks.js";
import { dialog } from "./confirm.js";
import { el, icon } from "./dom.js";
import { chosenIn } from "./elements.js";

let shown = null;

function entered(root) {
  return [...root.querySelectorAll("[data-block]")].map((made) => [made.dataset.block, made.dataset.action, chosenIn(made)]);
}

// An error or notice redraws the view: what the person has entered stays.
function restore(root, values) {
  for (const [block, action, chosen] of values) {
    const made = [...root.querySelectorAll("[data-block]")].find((each) => each.dataset.block === block && each.dataset.action === action);
    if (!made || chosen === null) continue;
    if (made.matches(".choices")) {
      for (const box of made.querySelectorAll("input")) box.checked = [chosen].flat().includes(box.value);
    } else if (made.multiple) {
      for (const option of made.options) option.selected = chosen.includes(option.value);
    } else if (made.type !== "datetime-local") made.value = chosen;
  }
}

function draw(view, state) {
  const body = { as: state.me, view_id: view.id };
  const surface = {
    state,
    errors: view.errors,
    act: (block, element, chosen) =>
      post("act", { ...body, block_id: block.block_id, action_id: element.action_id, chosen, values: entered(form) }),
  };
  const close = () => post("close", body);
  const submit = (event) => {
    event.preventDefault();
    form.classList.add("busy");
    post("submit", { ...body, values: entered(form) });
    setTimeout(() => form.classList.remove("busy"), 3200);
  };
  const form = el("form", { novalidate: true, onsubmit: submit },
    el("header", {},
      el("h2", {}, view.title.text),
      el("button", { class: "icon-button", type: "button", "aria-label": "Close", onclick: close }, icon("close"))),
    view.notice && el("p", { class: "error notice", role: "alert" }, view.notice),
    el("div", { class: "dialog-body" }, blocks(view.blocks, surface)),
    el("div", { class: "dialog-buttons" },
      el("button", { class: "button", type: "button", onclick: close }, view.close?.text ?? "Cancel"),
      view.submit && el("button", { class: "button primary", type: "submit" }, view.submit.text)));
  return dialog("modal", view.title.text, form, close);
}

export function renderModal(state) {
  const view = state.views.at(-1);
  const key = view && JSON.stringify([view.id, view.hash, view.errors, view.notice]);
  if (shown?.key === key) return;
  const kept = shown && view && shown.id === view.id ? entered(shown.node) : [];
  shown?.node.remove();
  shown = null;
  if (!view) return;
  const node = draw(view, state);
  restore(node, kept);
  node.querySelector("[aria-invalid], .input .control")?.focus();
  shown = { key, id: view.id, node };
}
