// Files of a message: a preview with line numbers for text, the picture itself for images, a download for all.

import { el, icon } from "./dom.js";

const LINES_FOLDED = 10;

function sizeOf(bytes) {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1048576 ? `${(bytes / 1024).toFixed(1)} kB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

function code(lines) {
  return el("ol", { class: "code-lines" }, lines.map((line) => el("li", {}, el("code", {}, line || " "))));
}

function preview(file) {
  const lines = file.preview.replace(/\n$/, "").split("\n");
  const place = el("div", { class: "snippet", tabindex: "0", "aria-label": `Start of ${file.name}` }, code(lines.slice(0, LINES_FOLDED)));
  if (lines.length <= LINES_FOLDED) return place;
  const more = el("button", {
    class: "more",
    type: "button",
    "aria-expanded": "false",
    onclick: () => {
      const open = more.getAttribute("aria-expanded") === "false";
      more.setAttribute("aria-expanded", String(open));
      more.textContent = open ? "Collapse" : `Show all ${lines.length} lines`;
      place.replaceChildren(code(open ? lines : lines.slice(0, LINES_FOLDED)));
    },
  }, `Show all ${lines.length} lines`);
  return [place, more];
}

function card(file) {
  const address = `/workspace/files/${file.id}/${encodeURIComponent(file.name)}`;
  const isImage = /^image\/(png|jpeg|gif|webp)$/.test(file.mimetype);
  return el("section", { class: "file", "aria-label": `File ${file.name}` },
    el("header", {},
      el("span", { class: "file-icon" }, icon("file")),
      el("span", { class: "file-name" },
        el("b", {}, file.title || file.name),
        el("small", {}, [file.title && file.title !== file.name ? file.name : file.type.toUpperCase(), sizeOf(file.size)].join(" · "))),
      el("a", { class: "icon-button", href: address, download: file.name, "aria-label": `Download ${file.name}`, title: "Download" }, icon("download"))),
    file.preview !== null ? preview(file) : isImage && el("img", { class: "picture", src: address, alt: file.title }));
}

export function files(listed) {
  return listed?.length ? el("div", { class: "files" }, listed.map(card)) : null;
}
