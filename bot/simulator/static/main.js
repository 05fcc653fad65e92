// The page: keeps the state that the server sent last and draws it. The person and the channel are in the address.

import { fetchState, onChange, post } from "./api.js";
import { Composer } from "./composer.js";
import { avatar, el, icon } from "./dom.js";
import { home, listed } from "./messages.js";
import { renderModal } from "./modal.js";
import { renderSidebar } from "./sidebar.js";

const place = (id) => document.getElementById(id);
const open = { person: "", channel: "", thread: null };
let state = null;
let fetching = false;
let stale = false;

const composer = new Composer(place("composer"), "composer-text", () => {
  const channel = state.channels.find((each) => each.id === state.channel);
  return { channel: state.channel, thread_ts: null, name: `Message ${channel.is_im ? "" : "#"}${channel.name}` };
});
const threadList = el("div", { class: "messages", role: "log", "aria-label": "Replies", tabindex: "0" });
const threadComposerPlace = el("div", { class: "composer-place" });
const threadComposer = new Composer(threadComposerPlace, "reply-text", () => ({ channel: state.channel, thread_ts: open.thread, name: "Reply…" }));
place("thread").append(
  el("header", { class: "channel-header" },
    el("h1", {}, "Thread"),
    el("button", { class: "icon-button", type: "button", "aria-label": "Close thread", onclick: () => openThread(null) }, icon("close"))),
  threadList,
  threadComposerPlace,
);

function readAddress() {
  const parts = new URLSearchParams(location.hash.slice(1));
  const archive = /^\/archives\/(\w+)(?:\/p(\d{10})(\d{6}))?/.exec(location.pathname);
  open.person = parts.get("as") ?? open.person;
  open.channel = parts.get("in") ?? archive?.[1] ?? "";
  open.thread = parts.get("thread") ?? (archive?.[2] && !parts.has("in") ? new URLSearchParams(location.search).get("thread_ts") ?? `${archive[2]}.${archive[3]}` : null);
}

function writeAddress() {
  const parts = new URLSearchParams({ as: open.person, in: open.channel });
  if (open.thread) parts.set("thread", open.thread);
  history.replaceState(null, "", `#${parts}`);
  refresh();
}

function openThread(ts) {
  open.thread = ts;
  writeAddress();
  if (ts) threadComposer.text.focus();
  else composer.text.focus();
}

function go(channel) {
  Object.assign(open, { channel, thread: null });
  place("app").classList.remove("menu-open");
  if (channel === "home") post("home", { as: state.me });
  writeAddress();
}

function be(person) {
  open.person = person;
  place("app").classList.remove("menu-open");
  writeAddress();
}

function header(channel, isHome) {
  const key = JSON.stringify([channel, isHome, state.me]);
  const node = place("channel-header");
  if (node.dataset.key === key) return;
  node.dataset.key = key;
  node.replaceChildren(
    el("button", { class: "icon-button menu", type: "button", "aria-label": "Channels and people", onclick: () => place("app").classList.toggle("menu-open") }, icon("menu")),
    isHome ? avatar(state.app.user, "small") : channel.is_im ? avatar(state.app.user, "small") : el("span", { class: "hash", "aria-hidden": "true" }, "#"),
    el("h1", {}, isHome ? state.app.name : channel.name),
    el("p", { class: "topic" }, isHome ? "Home" : channel.topic),
  );
  if (!isHome && !channel.is_im) {
    node.append(el("span", { class: "members", title: "Members" }, icon("people"), String(channel.members)));
  }
}

function draw() {
  const isHome = open.channel === "home";
  const channel = state.channels.find((each) => each.id === state.channel);
  document.title = `${isHome ? state.app.name : `#${channel.name}`} · ${state.team}`;
  renderSidebar(place("sidebar"), state, isHome ? "home" : state.channel, { go, be });
  header(channel, isHome);
  place("composer").hidden = isHome;
  composer.update(state);
  const isReply = (message) => message.thread_ts && message.thread_ts !== message.ts;
  const known = new Set(state.messages.filter((each) => !isReply(each)).map((each) => each.ts));
  if (isHome) home(place("messages"), state);
  else listed(place("messages"), state.messages.filter((each) => !isReply(each) || each.subtype === "thread_broadcast"), state, { openThread, shows: `${state.me} ${state.channel}` });
  const hasThread = !isHome && open.thread !== null && known.has(open.thread);
  place("thread").hidden = !hasThread;
  place("app").classList.toggle("with-thread", hasThread);
  if (hasThread) {
    threadComposer.update(state);
    const inThread = state.messages.filter((each) => each.ts === open.thread || (isReply(each) && each.thread_ts === open.thread));
    const parent = { ...inThread[0], reply_count: 0 };
    listed(threadList, [parent, ...inThread.slice(1)], state, { inThread: open.thread, shows: `${state.me} ${open.thread}` });
  }
  renderModal(state);
}

async function refresh() {
  stale = true;
  if (fetching) return;
  fetching = true;
  try {
    while (stale) {
      stale = false;
      const fetched = await fetchState(open.person, open.channel === "home" ? "" : open.channel);
      if (!fetched) Object.assign(open, { person: "", channel: "", thread: null });
      stale ||= !fetched;
      if (!fetched) continue;
      state = fetched;
      open.person = state.me;
      if (open.channel !== "home") open.channel = state.channel;
      draw();
    }
  } catch (error) {
    console.warn("refresh failed", error);
  } finally {
    fetching = false;
  }
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || document.querySelector("dialog")) return;
  if (place("app").classList.contains("menu-open")) place("app").classList.remove("menu-open");
  else if (open.thread) openThread(null);
});
place("app").addEventListener("click", (event) => {
  if (event.target === place("app")) place("app").classList.remove("menu-open");
});
addEventListener("hashchange", () => {
  readAddress();
  refresh();
});
readAddress();
onChange(refresh, (isOffline) => { place("offline").hidden = !isOffline; });
