// Slack's mrkdwn as DOM nodes.

import { el } from "./dom.js";
import { withEmoji } from "./emoji.js";

const TOKEN = /`([^`\n]+)`|<([^<>\n]+)>|(https?:\/\/[^\s<>|`]+[^\s<>|`.,;:!?)\]}'"*_~])|([*_~])/g;
const TAGS = { "*": "b", _: "i", "~": "s" };

export function decode(text) {
  return text.replace(/&(lt|gt|amp);/g, (_, name) => ({ lt: "<", gt: ">", amp: "&" })[name]);
}

// Only addresses that a browser opens without running anything become links.
export function link(address, label) {
  const url = decode(address);
  if (!/^(https?:\/\/|mailto:)/i.test(url)) return document.createTextNode(label ?? url);
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label ?? url.replace(/^mailto:/, ""));
}

export function mention(sign, name, isMe = false) {
  return el("span", { class: isMe ? "mention mention-me" : "mention" }, `${sign}${name}`);
}

function date(token, fallback) {
  const [, seconds, format, url] = token.split("^");
  const at = new Date(Number(seconds) * 1000);
  if (Number.isNaN(at.getTime())) return document.createTextNode(fallback);
  const day = at.toLocaleDateString([], { month: "short", day: "numeric", year: "numeric" });
  const text = format
    .replace(/\{time_secs\}/g, at.toLocaleTimeString())
    .replace(/\{time\}/g, at.toLocaleTimeString([], { hour: "numeric", minute: "2-digit" }))
    .replace(/\{date[a-z_]*\}/g, day);
  const shown = el("time", { datetime: at.toISOString(), title: at.toLocaleString() }, text);
  return url ? el("a", { href: /^https?:/.test(url) ? url : null, target: "_blank", rel: "noopener" }, shown) : shown;
}

function reference(inner, state) {
  const bar = inner.indexOf("|");
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? null : decode(inner.slice(bar + 1));
  if (target.startsWith("@")) {
    const id = target.slice(1);
    return mention("@", state.users[id]?.name ?? label ?? id, id === state.me);
  }
  if (target.startsWith("#")) {
    const found = state.channels.find((channel) => channel.id === target.slice(1));
    return mention("#", found?.name ?? label ?? target.slice(1));
  }
  if (target.startsWith("!subteam^")) return mention("@", state.groups[target.slice(9)] ?? label ?? "group");
  if (target.startsWith("!date^")) return date(target, label ?? "");
  if (target.startsWith("!")) return mention("@", label ?? target.slice(1), true);
  if (/^[a-z]+:/i.test(target)) return link(target, label);
  return document.createTextNode(`<${decode(inner)}>`);
}

// A mark opens after a boundary and before a character, and closes the other way round.
function closing(text, mark, from) {
  for (let at = text.indexOf(mark, from + 1); at >= 0; at = text.indexOf(mark, at + 1)) {
    if (text.slice(from, at).includes("\n")) return -1;
    const empty = at === from + 1 || /\s/.test(text[from + 1]) || /\s/.test(text[at - 1]);
    if (!empty && !/[\p{L}\p{N}]/u.test(text[at + 1] ?? " ")) return at;
  }
  return -1;
}

export function inline(text, state) {
  const nodes = [];
  const pattern = new RegExp(TOKEN);
  let done = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const [whole, code, angle, url, mark] = match;
    let node = null;
    let end = match.index + whole.length;
    if (code !== undefined) node = el("code", {}, decode(code));
    else if (angle !== undefined) node = reference(angle, state);
    else if (url !== undefined) node = link(url);
    else if (!/[\p{L}\p{N}]/u.test(text[match.index - 1] ?? " ")) {
      const close = closing(text, mark, match.index);
      if (close >= 0) {
        node = el(TAGS[mark], {}, inline(text.slice(match.index + 1, close), state));
        end = close + 1;
      }
    }
    if (node === null) {
      pattern.lastIndex = match.index + 1;
      continue;
    }
    nodes.push(...withEmoji(decode(text.slice(done, match.index))), node);
    done = end;
    pattern.lastIndex = end;
  }
  nodes.push(...withEmoji(decode(text.slice(done))));
  return nodes;
}

function paragraphs(text, state) {
  const nodes = [];
  let quote = null;
  let list = null;
  text.split("\n").forEach((line) => {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line);
    const item = /^\s*[•◦▪-]\s+(.+)$/.exec(line);
    if (quoted) {
      if (!quote) nodes.push((quote = el("blockquote")));
      quote.append(el("div", {}, quoted[1] ? inline(quoted[1], state) : el("br")));
    } else if (item) {
      if (!list) nodes.push((list = el("ul")));
      list.append(el("li", {}, inline(item[1], state)));
    } else {
      nodes.push(line ? el("div", {}, inline(line, state)) : el("div", { class: "gap" }));
    }
    if (!quoted) quote = null;
    if (!item) list = null;
  });
  return nodes;
}

export function mrkdwn(text, state) {
  const parts = text.split(/```\n?([\s\S]*?)\n?```/);
  return parts.flatMap((part, position) => {
    if (position % 2) return el("pre", {}, el("code", {}, decode(part)));
    const trimmed = part.replace(position > 0 ? /^\n/ : /^$/, "").replace(position < parts.length - 1 ? /\n$/ : /$^/, "");
    return trimmed ? paragraphs(trimmed, state) : [];
  });
}

// A text object: mrkdwn, or plain text in which only emoji are special.
export function textObject(object, state) {
  if (object.type === "mrkdwn") return mrkdwn(object.text, state);
  return withEmoji(object.text);
}
