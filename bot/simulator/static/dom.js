// Building elements. Text always enters as text nodes, so nothing anybody wrote can become markup.

export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function avatar(userId, size) {
  return el("img", { class: `avatar avatar-${size}`, src: `/workspace/avatars/${encodeURIComponent(userId)}`, alt: "" });
}

const SHAPES = {
  send: "M3 11l18-8-8 18-2-8z",
  close: "M6 6l12 12M18 6L6 18",
  menu: "M4 7h16M4 12h16M4 17h16",
  thread: "M5 5h14v10H11l-4 4v-4H5z",
  download: "M12 4v11m-5-4l5 5 5-5M5 20h14",
  eye: "M2 12s4-7 10-7 10 7 10 7-4 7-10 7-10-7-10-7zM12 9a3 3 0 100 6 3 3 0 000-6z",
  file: "M6 3h8l5 5v13H6zM14 3v5h5",
  people: "M9 11a3.5 3.5 0 100-7 3.5 3.5 0 000 7zM2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6M16 5a3 3 0 010 6M18 14.500c2 .8 3.2 2.6 3.5 5.5",
};

export function icon(name) {
  const namespace = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(namespace, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  const path = document.createElementNS(namespace, "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}

export function timeOf(ts) {
  const date = new Date(Number(ts) * 1000);
  return el("time", { class: "time", datetime: date.toISOString(), title: date.toLocaleString() },
    date.toLocaleTimeString([], { hour: "numeric", minute: "2-digit" }));
}
