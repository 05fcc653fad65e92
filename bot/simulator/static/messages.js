// The message list and the thread panel. A message is redrawn only when it changed, so that focus stays where it is.

import { post } from "./api.js";
import { blocks, text } from "./blocks.js";
import { avatar, el, icon, timeOf } from "./dom.js";
import { emoji } from "./emoji.js";
import { files } from "./files.js";

const GROUP_WITHIN_S = 300;

function surfaceOf(message, state) {
  return {
    state,
    act: (block, element, chosen) => post("act", {
      as: state.me, channel: message.channel, ts: message.ts, block_id: block.block_id, action_id: element.action_id, chosen,
    }),
  };
}

function threadBar(message, openThread) {
  const count = message.reply_count === 1 ? "1 reply" : `${message.reply_count} replies`;
  return el("button", { class: "thread-bar", type: "button", onclick: () => openThread(message.ts) },
    message.reply_users.slice(0, 4).map((user) => avatar(user, "tiny")),
    el("span", { class: "thread-count" }, count),
    el("span", { class: "thread-last" }, "Last reply ", timeOf(message.latest_reply)));
}

function body(message, state) {
  const surface = surfaceOf(message, state);
  const hasBlocks = message.blocks?.length > 0;
  return [
    message.only_visible_to && el("p", { class: "only-you" }, icon("eye"), "Only visible to you"),
    el("div", { class: "words" },
      hasBlocks ? blocks(message.blocks, surface) : message.text && text(message, surface),
      message.edited && el("span", { class: "edited" }, "(edited)")),
    files(message.files),
    message.reactions && el("div", { class: "reactions" }, message.reactions.map((each) =>
      el("span", { class: each.users.includes(state.me) ? "reaction mine" : "reaction", title: each.users.map((id) => state.users[id]?.real_name).join(", ") },
        emoji(each.name), el("span", {}, String(each.count))))),
  ];
}

function row(message, state, { follows, openThread }) {
  const author = state.users[message.user];
  const isApp = message.user === state.app.user || message.user === "USLACKBOT";
  const head = el("div", { class: "message-head" },
    el("span", { class: "author" }, author?.real_name ?? message.user),
    isApp && el("span", { class: "badge" }, "APP"),
    timeOf(message.ts));
  return el("article", {
    class: ["message", follows && "follows", message.only_visible_to && "ephemeral", message.subtype === "tombstone" && "gone"].filter(Boolean).join(" "),
    "aria-label": `${author?.real_name ?? message.user}${message.only_visible_to ? ", only visible to you" : ""}`,
    "data-ts": message.ts,
  },
  follows ? el("div", { class: "gutter" }, timeOf(message.ts)) : avatar(message.user, "normal"),
  el("div", { class: "message-body" },
    !follows && head,
    body(message, state),
    openThread && message.reply_count > 0 && threadBar(message, openThread)),
  openThread && !message.only_visible_to && el("div", { class: "message-tools" },
    el("button", { class: "icon-button", type: "button", title: "Reply in thread", "aria-label": "Reply in thread", onclick: () => openThread(message.ts) }, icon("thread"))));
}

function dayOf(ts) {
  const date = new Date(Number(ts) * 1000);
  const today = new Date().toDateString() === date.toDateString();
  return today ? "Today" : date.toLocaleDateString([], { weekday: "long", month: "long", day: "numeric" });
}

// Put `rows` ({key, make}) into `place`, keeping every node whose key is unchanged.
function reconcile(place, rows) {
  const kept = new Map([...place.children].map((node) => [node.dataset.key, node]));
  const wanted = rows.map(({ key, make }) => {
    const node = kept.get(key) ?? make();
    node.dataset.key = key;
    return node;
  });
  const stays = new Set(wanted);
  for (const node of [...place.children]) if (!stays.has(node)) node.remove();
  wanted.forEach((node, position) => {
    if (place.children[position] !== node) place.insertBefore(node, place.children[position] ?? null);
  });
}

export function listed(place, messages, state, options) {
  const atEnd = place.scrollHeight - place.scrollTop - place.clientHeight < 120;
  const rows = [];
  let before = null;
  for (const message of messages) {
    if (!options.inThread && (!before || dayOf(before.ts) !== dayOf(message.ts))) {
      const day = dayOf(message.ts);
      rows.push({ key: `day-${day}`, make: () => el("div", { class: "day", role: "separator" }, el("span", {}, day)) });
    }
    const follows = Boolean(before) && before.user === message.user && before.only_visible_to === message.only_visible_to
      && message.ts - before.ts < GROUP_WITHIN_S && !before.reply_count && !(options.inThread && before.ts === options.inThread);
    rows.push({ key: `${state.me}${follows}${JSON.stringify(message)}`, make: () => row(message, state, { follows, openThread: options.openThread }) });
    before = message;
    if (message.ts === options.inThread) {
      const count = messages.length - 1;
      const words = count === 1 ? "1 reply" : `${count} replies`;
      if (count) rows.push({ key: `count-${count}`, make: () => el("div", { class: "reply-count" }, el("span", {}, words)) });
    }
  }
  const last = place.lastElementChild?.dataset.key;
  reconcile(place, rows);
  if (place.dataset.shows !== options.shows || (atEnd && last !== place.lastElementChild?.dataset.key) || atEnd) place.scrollTop = place.scrollHeight;
  place.dataset.shows = options.shows;
}

export function home(place, state) {
  const view = state.home;
  const surface = view && {
    state,
    act: (block, element, chosen) => post("act", {
      as: state.me, view_id: view.id, block_id: block.block_id, action_id: element.action_id, chosen, values: [],
    }),
  };
  const key = `home-${view?.hash}`;
  reconcile(place, [{ key, make: () => el("div", { class: "home" },
    view ? blocks(view.blocks, surface) : el("p", { class: "empty" }, `${state.app.name} has not published a Home tab.`)) }]);
  place.dataset.shows = "home";
}
