// Rich text blocks, and the standard Markdown of markdown blocks.

import { el } from "./dom.js";
import { emoji, withEmoji } from "./emoji.js";
import { link, mention } from "./mrkdwn.js";

function styled(element, node) {
  const tags = { bold: "b", italic: "i", strike: "s", code: "code", underline: "u" };
  return Object.entries(tags).reduce((inner, [name, tag]) => (element.style?.[name] ? el(tag, {}, inner) : inner), node);
}

function richElement(element, state) {
  switch (element.type) {
    case "text": return styled(element, el("span", {}, withEmoji(element.text)));
    case "link": return styled(element, link(element.url, element.text));
    case "emoji": return emoji(element.name);
    case "user": return mention("@", state.users[element.user_id]?.name ?? element.user_id, element.user_id === state.me);
    case "usergroup": return mention("@", state.groups[element.usergroup_id] ?? element.usergroup_id);
    case "channel": return mention("#", state.channels.find((each) => each.id === element.channel_id)?.name ?? element.channel_id);
    case "broadcast": return mention("@", element.range, true);
    case "color": return el("code", {}, element.value);
    case "date": return new Date(element.timestamp * 1000).toLocaleString();
    default: return null;
  }
}

export function richText(block, state) {
  return block.elements.map((part) => {
    const inside = () => part.elements.map((element) => richElement(element, state));
    switch (part.type) {
      case "rich_text_preformatted": return el("pre", {}, el("code", {}, inside()));
      case "rich_text_quote": return el("blockquote", { class: "prewrap" }, inside());
      case "rich_text_list":
        return el(part.style === "ordered" ? "ol" : "ul", { class: `indent-${Math.min(part.indent ?? 0, 4)}` },
          part.elements.map((item) => el("li", {}, item.elements.map((element) => richElement(element, state)))));
      default: return el("div", { class: "prewrap" }, inside());
    }
  });
}

const INLINE = /`([^`]+)`|\*\*(.+?)\*\*|__(.+?)__|~~(.+?)~~|!?\[([^\]]*)\]\(([^()\s]+)\)|(?<![\w*])\*([^*\s][^*]*)\*|(?<!\w)_([^_\s][^_]*)_(?!\w)|:([a-z0-9_+-]+):|(https?:\/\/[^\s<>)]+)/;

function inlineMarkdown(text) {
  const match = INLINE.exec(text);
  if (!match) return withEmoji(text);
  const [whole, code, bold, strong, strike, label, address, star, under, short, url] = match;
  let node;
  if (code !== undefined) node = el("code", {}, code);
  else if (bold ?? strong) node = el("b", {}, inlineMarkdown(bold ?? strong));
  else if (strike) node = el("s", {}, inlineMarkdown(strike));
  else if (address) node = link(address, label || address);
  else if (star ?? under) node = el("i", {}, inlineMarkdown(star ?? under));
  else if (short) node = emoji(short);
  else node = link(url);
  return [...withEmoji(text.slice(0, match.index)), node, ...inlineMarkdown(text.slice(match.index + whole.length))];
}

function markdownTable(lines) {
  const cells = (line) => line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => inlineMarkdown(cell.trim()));
  return el("div", { class: "table-scroll", tabindex: "0" }, el("table", {},
    el("thead", {}, el("tr", {}, cells(lines[0]).map((cell) => el("th", { scope: "col" }, cell)))),
    el("tbody", {}, lines.slice(2).map((line) => el("tr", {}, cells(line).map((cell) => el("td", {}, cell)))))));
}

// One construct a step: takes lines off the front of `lines` and returns the node they make.
function nextMarkdown(lines) {
  const take = (test) => {
    const taken = [];
    while (lines.length && test(lines[0])) taken.push(lines.shift());
    return taken;
  };
  const line = lines[0];
  const fence = /^\s*(```|~~~)/.exec(line);
  if (fence) {
    lines.shift();
    const code = take((each) => !each.trim().startsWith(fence[1]));
    lines.shift();
    return el("pre", {}, el("code", {}, code.join("\n")));
  }
  const heading = /^(#{1,6})\s+(.*)$/.exec(line);
  if (heading) return lines.shift() && el("div", { class: `md-heading md-${heading[1].length}`, role: "heading", "aria-level": heading[1].length + 2 }, inlineMarkdown(heading[2]));
  if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) return lines.shift() && el("hr");
  if (/^\s*\|?.*\|/.test(line) && /^\s*\|?[\s:|-]+\|[\s:|-]*$/.test(lines[1] ?? "")) return markdownTable(take((each) => each.includes("|")));
  if (/^>/.test(line)) return el("blockquote", {}, markdown(take((each) => /^>/.test(each)).map((each) => each.replace(/^> ?/, "")).join("\n")));
  const bullet = /^\s*([-*+]|\d+[.)])\s+/;
  if (bullet.test(line)) {
    const ordered = /^\s*\d/.test(line);
    return el(ordered ? "ol" : "ul", {}, take((each) => bullet.test(each)).map((each) => el("li", {}, inlineMarkdown(each.replace(bullet, "")))));
  }
  if (!line.trim()) return lines.shift() === undefined ? null : el("div", { class: "gap" });
  return el("div", {}, inlineMarkdown(lines.shift()));
}

export function markdown(text) {
  const lines = text.split("\n");
  const nodes = [];
  while (lines.length) nodes.push(nextMarkdown(lines));
  return nodes;
}
