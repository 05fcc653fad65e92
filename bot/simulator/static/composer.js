// The message field: Enter sends, Shift+Enter breaks the line, a slash brings up the app's commands.

import { post } from "./api.js";
import { avatar, el, icon } from "./dom.js";

export class Composer {
  // `target` returns {channel, thread_ts, name} at the moment of sending.
  constructor(place, id, target) {
    this.target = target;
    this.chosen = 0;
    this.text = el("textarea", {
      id,
      rows: "1",
      "aria-autocomplete": "list",
      "aria-controls": `${id}-commands`,
      oninput: () => this.changed(),
      onkeydown: (event) => this.key(event),
      onblur: () => setTimeout(() => this.hide(), 150),
    });
    this.menu = el("div", { id: `${id}-commands`, class: "commands", role: "listbox", "aria-label": "Commands", hidden: true });
    this.button = el("button", { class: "send", type: "submit", "aria-label": "Send", disabled: true }, icon("send"));
    place.append(this.menu, el("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); this.send(); } }, this.text, this.button));
  }

  update(state) {
    this.state = state;
    const { name } = this.target();
    this.text.placeholder = name;
    this.text.setAttribute("aria-label", name);
  }

  changed() {
    this.text.style.height = "auto";
    this.text.style.height = `${this.text.scrollHeight}px`;
    this.button.disabled = !this.text.value.trim();
    const typed = this.text.value;
    const found = typed.startsWith("/") && !typed.includes("\n") && !this.target().thread_ts
      ? this.state.commands.filter((command) => command.name.startsWith(typed.split(" ")[0]) || typed.startsWith(`${command.name} `))
      : [];
    this.chosen = 0;
    this.offered = found;
    this.menu.hidden = found.length === 0;
    this.menu.replaceChildren(...found.map((command, position) => el("button", {
      class: "command",
      type: "button",
      role: "option",
      "aria-selected": String(position === 0),
      onclick: () => this.complete(command),
    },
    avatar(this.state.app.user, "small"),
    el("span", {}, el("b", {}, command.name), " ", el("span", { class: "usage" }, command.usage_hint),
      el("small", {}, command.description)),
    el("span", { class: "command-app" }, this.state.app.name))));
  }

  hide() {
    this.menu.hidden = true;
  }

  complete(command) {
    if (!this.text.value.startsWith(`${command.name} `)) this.text.value = `${command.name} `;
    this.text.focus();
    this.changed();
  }

  choose(step) {
    this.chosen = (this.chosen + step + this.offered.length) % this.offered.length;
    [...this.menu.children].forEach((each, position) => each.setAttribute("aria-selected", String(position === this.chosen)));
  }

  key(event) {
    const open = !this.menu.hidden;
    const command = this.offered?.[this.chosen];
    const complete = open && !this.text.value.startsWith(command.name);
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) this.choose(event.key === "ArrowDown" ? 1 : -1);
    else if (open && event.key === "Escape") {
      event.stopPropagation();
      this.hide();
    } else if (open && (event.key === "Tab" || (event.key === "Enter" && complete)) && !event.shiftKey) this.complete(command);
    else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) this.send();
    else return;
    event.preventDefault();
  }

  async send() {
    const text = this.text.value;
    if (!text.trim()) return;
    const { channel, thread_ts } = this.target();
    this.text.value = "";
    this.changed();
    this.hide();
    const sent = await post("write", { as: this.state.me, channel, text, thread_ts }).catch(() => false);
    if (!sent && !this.text.value) {
      this.text.value = text;
      this.changed();
    }
  }
}
