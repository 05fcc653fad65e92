// Buttons, menus, pickers and inputs. A control's current choice is read back with `chosenIn`.

import { el } from "./dom.js";
import { confirmed } from "./confirm.js";
import { textObject } from "./mrkdwn.js";

async function act(surface, block, element, chosen, control) {
  if (element.confirm && !(await confirmed(element.confirm, surface.state))) return;
  control?.classList.add("busy");
  await surface.act(block, element, chosen);
  setTimeout(() => control?.classList.remove("busy"), 600);
}

function button(element, block, surface) {
  const control = el(element.url ? "a" : "button", {
    class: `button ${element.style ?? ""}`,
    type: element.url ? null : "button",
    href: element.url && /^https?:/.test(element.url) ? element.url : null,
    target: element.url ? "_blank" : null,
    rel: element.url ? "noopener noreferrer" : null,
    "aria-label": element.accessibility_label,
    onclick: () => act(surface, block, element, null, control),
  }, textObject(element.text, surface.state));
  return control;
}

function optionsOf(element, surface) {
  const person = (id) => ({ value: id, label: `@${surface.state.users[id].name}` });
  if (element.type.includes("users_select")) return surface.state.people.map(person);
  if (/channels_select|conversations_select/.test(element.type)) {
    return surface.state.channels.map((each) => ({ value: each.id, label: `${each.is_im ? "@" : "#"}${each.name}` }));
  }
  const listed = element.options ?? element.option_groups?.flatMap((group) => group.options) ?? [];
  return listed.map((option) => ({ value: option.value, label: option.text.text, description: option.description?.text }));
}

function initialOf(element) {
  const one = element.initial_option?.value ?? element.initial_user ?? element.initial_channel ?? element.initial_conversation;
  const many = element.initial_options?.map((option) => option.value) ?? element.initial_users ?? element.initial_channels;
  return many ?? (one === undefined ? [] : [one]);
}

function select(element, surface, changed) {
  const multiple = element.type.startsWith("multi_");
  const initial = initialOf(element);
  const options = optionsOf(element, surface).map(({ value, label }) =>
    el("option", { value, selected: initial.includes(value) }, label));
  if (!multiple) options.unshift(el("option", { value: "", disabled: true, selected: initial.length === 0 }, element.placeholder?.text ?? "Choose an option"));
  return el("select", { class: "control", multiple, "aria-label": element.placeholder?.text, onchange: changed }, options);
}

function choices(element, surface, changed) {
  const kind = element.type === "radio_buttons" ? "radio" : "checkbox";
  const initial = initialOf(element);
  return el("div", { class: "choices", role: kind === "radio" ? "radiogroup" : "group" }, optionsOf(element, surface).map((option) =>
    el("label", { class: "choice" },
      el("input", { type: kind, name: element.action_id, value: option.value, checked: initial.includes(option.value), onchange: changed }),
      el("span", {}, option.label, option.description && el("small", {}, option.description)))));
}

function field(element, changed) {
  const types = { datepicker: "date", timepicker: "time", datetimepicker: "datetime-local", number_input: "number", email_text_input: "email", url_text_input: "url" };
  const attributes = {
    class: "control",
    placeholder: element.placeholder?.text,
    maxlength: element.max_length,
    value: element.initial_value ?? element.initial_date ?? element.initial_time ?? "",
    onchange: changed,
  };
  return element.multiline ? el("textarea", { ...attributes, rows: "4" }) : el("input", { ...attributes, type: types[element.type] ?? "text" });
}

function overflow(element, block, surface) {
  const control = el("select", {
    class: "control overflow",
    "aria-label": "More actions",
    onchange: () => act(surface, block, element, control.value, control).then(() => { control.value = ""; }),
  }, el("option", { value: "" }, "⋯"), optionsOf(element, surface).map(({ value, label }) => el("option", { value }, label)));
  return control;
}

function control(element, surface, changed) {
  let made;
  if (element.type.endsWith("_select")) made = select(element, surface, changed);
  else if (["radio_buttons", "checkboxes"].includes(element.type)) made = choices(element, surface, changed);
  else made = field(element, changed);
  made.dataset.type = element.type;
  return made;
}

// What the person has chosen: text or a value, a list where several may be chosen, null for nothing.
export function chosenIn(made) {
  if (made.matches(".choices")) {
    const checked = [...made.querySelectorAll("input:checked")].map((each) => each.value);
    return made.dataset.type === "checkboxes" ? checked : checked[0] ?? null;
  }
  if (made.multiple) return [...made.selectedOptions].map((each) => each.value);
  if (made.type === "datetime-local" && made.value) return String(Math.floor(new Date(made.value).getTime() / 1000));
  return made.value || null;
}

export function element(described, block, surface) {
  if (described.type === "button") return button(described, block, surface);
  if (described.type === "overflow") return overflow(described, block, surface);
  const made = control(described, surface, () => act(surface, block, described, chosenIn(made), made));
  return made;
}

let inputs = 0;

export function input(block, surface) {
  const id = `input-${(inputs += 1)}`;
  const made = control(block.element, surface, () => block.dispatch_action && surface.act(block, block.element, chosenIn(made)));
  made.id = id;
  made.dataset.block = block.block_id;
  made.dataset.action = block.element.action_id;
  const error = surface.errors?.[block.block_id];
  made.setAttribute("aria-describedby", `${id}-help`);
  if (error) made.setAttribute("aria-invalid", "true");
  return el("div", { class: "input" },
    el("label", { for: id }, textObject(block.label, surface.state), block.optional && el("span", { class: "optional" }, " (optional)")),
    made,
    el("div", { id: `${id}-help` },
      error && el("p", { class: "error", role: "alert" }, error),
      block.hint && el("p", { class: "hint" }, block.hint.text)));
}
