// The sidebar: channels, the app, and whom to be.

import { avatar, el } from "./dom.js";

const read = new Map();

function unread(state, channel, open) {
  const key = `${state.me} ${channel.id}`;
  if (open || !read.has(key)) read.set(key, channel.latest);
  return channel.latest > read.get(key);
}

function channelItem(state, channel, current, go) {
  const open = current === channel.id;
  const isUnread = unread(state, channel, open);
  return el("button", {
    class: isUnread ? "item unread" : "item",
    type: "button",
    "aria-current": open ? "page" : null,
    onclick: () => go(channel.id),
  },
  channel.is_im ? avatar(state.app.user, "tiny") : el("span", { class: "hash", "aria-hidden": "true" }, "#"),
  el("span", { class: "item-name" }, channel.name),
  isUnread && el("span", { class: "dot" }, el("span", { class: "hidden" }, "unread")));
}

export function renderSidebar(place, state, current, { go, be }) {
  const channels = state.channels.filter((channel) => !channel.is_im);
  const direct = state.channels.filter((channel) => channel.is_im);
  const focused = document.activeElement?.closest(".sidebar") ? document.activeElement.textContent : null;
  place.replaceChildren(
    el("div", { class: "team" }, el("span", { class: "team-mark", "aria-hidden": "true" }, state.team[0]), el("b", {}, state.team),
      el("span", { class: "local" }, "local")),
    el("div", { class: "items" },
      el("h2", {}, "Channels"),
      channels.map((channel) => channelItem(state, channel, current, go)),
      el("h2", {}, "Apps"),
      el("button", { class: "item", type: "button", "aria-current": current === "home" ? "page" : null, onclick: () => go("home") },
        avatar(state.app.user, "tiny"), el("span", { class: "item-name" }, `${state.app.name} · Home`)),
      direct.map((channel) => channelItem(state, channel, current, go))),
    el("div", { class: "people", role: "radiogroup", "aria-label": "Act as" },
      el("h2", {}, "You are"),
      state.people.map((id) => el("button", {
        class: "item person",
        type: "button",
        role: "radio",
        "aria-checked": String(id === state.me),
        onclick: () => be(id),
      }, avatar(id, "small"), el("span", { class: "item-name" }, state.users[id].real_name)))),
  );
  if (focused) [...place.querySelectorAll("button")].find((each) => each.textContent === focused)?.focus();
}
