// Layout blocks as DOM nodes. `surface` says where they stand: it knows the state and takes the person's actions.

import { el } from "./dom.js";
import { element, input } from "./elements.js";
import { mrkdwn, textObject } from "./mrkdwn.js";
import { markdown, richText } from "./richtext.js";

function picture(image) {
  const source = image.image_url ?? (image.slack_file?.id ? `/workspace/files/${image.slack_file.id}/image.png` : "");
  const local = /^(\/|https?:\/\/(127\.0\.0\.1|localhost)[:/])/.test(source);
  if (local) return el("img", { class: "picture", src: source, alt: image.alt_text });
  return el("span", { class: "picture-away" }, `Image: ${image.alt_text}`);
}

function section(block, surface) {
  const fields = block.fields?.map((field) => el("div", { class: "field" }, textObject(field, surface.state)));
  return el("div", { class: "section" },
    el("div", { class: "section-text" },
      block.text && el("div", { class: block.text.type === "plain_text" ? "prewrap" : null }, textObject(block.text, surface.state)),
      fields && el("div", { class: "fields" }, fields)),
    block.accessory && el("div", { class: "accessory" },
      block.accessory.type === "image" ? picture(block.accessory) : element(block.accessory, block, surface)));
}

function context(block, surface) {
  return el("div", { class: "context" }, block.elements.map((each) =>
    each.type === "image" ? picture(each) : el("div", { class: "context-text" }, textObject(each, surface.state))));
}

function table(block, surface) {
  const settings = block.column_settings ?? [];
  const cell = (tag) => (each, column) => el(tag, {
    scope: tag === "th" ? "col" : null,
    class: `align-${settings[column]?.align ?? "left"}`,
  }, each.type === "raw_text" ? each.text : richText(each, surface.state));
  return el("div", { class: "table-scroll", tabindex: "0" }, el("table", {},
    el("thead", {}, el("tr", {}, block.rows[0].map(cell("th")))),
    el("tbody", {}, block.rows.slice(1).map((row) => el("tr", {}, row.map(cell("td")))))));
}

const BLOCKS = {
  section,
  context,
  table,
  header: (block, surface) => el("div", { class: "header", role: "heading", "aria-level": "3" }, textObject(block.text, surface.state)),
  divider: () => el("hr"),
  actions: (block, surface) => el("div", { class: "actions" }, block.elements.map((each) => element(each, block, surface))),
  image: (block) => el("figure", {}, block.title && el("figcaption", {}, block.title.text), picture(block)),
  rich_text: (block, surface) => el("div", { class: "rich" }, richText(block, surface.state)),
  markdown: (block) => el("div", { class: "rich" }, markdown(block.text)),
  input: (block, surface) => input(block, surface),
  video: (block) => el("div", { class: "picture-away" }, `Video: ${block.alt_text}`),
  file: (block) => el("div", { class: "picture-away" }, `Remote file: ${block.external_id}`),
};

export function blocks(listed, surface) {
  return listed.map((block) => el("div", { class: "block" }, BLOCKS[block.type]?.(block, surface)));
}

export function text(message, surface) {
  return el("div", { class: "block" }, mrkdwn(message.text, surface.state));
}
