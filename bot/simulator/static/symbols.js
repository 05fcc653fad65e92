// The emoji that status lines are made of, drawn here: they look the same on every machine, with or without an emoji font.
// Each is a list of [element, attributes] on a 20 x 20 field.

const disc = (fill) => [["circle", { cx: 10, cy: 10, r: 8.5, fill }]];
const box = (fill) => [["rect", { x: 1.5, y: 1.5, width: 17, height: 17, rx: 3.5, fill }]];
const stroke = (d, colour = "#fff", width = 2.4) => ["path", { d, fill: "none", stroke: colour, "stroke-width": width, "stroke-linecap": "round", "stroke-linejoin": "round" }];
const fill = (d, colour) => ["path", { d, fill: colour }];
const cross = "M5.5 5.5l9 9M14.5 5.5l-9 9";
const check = "M5 10.5l3.5 3.500L15 6.5";
const triangle = ["path", { d: "M10 2l8.5 15.500h-17z", fill: "#f5b82e", stroke: "#f5b82e", "stroke-width": 1.5, "stroke-linejoin": "round" }];
const sand = [
  fill("M4 2h12v2c0 3-4 4.5-4 6s4 3 4 6v2H4v-2c0-3 4-4.5 4-6S4 7 4 4z", "#cfe3f5"),
  fill("M6 4.500h8c-.8 2-3 3-4 4.500C9 7.5 6.8 6.5 6 4.500zM5.5 16.500c.5-2.5 3-3 4.5-4 1.5 1 4 1.5 4.5 4z", "#e0a13c"),
  stroke("M3.5 2h13M3.5 18h13", "#8a6a3f", 2),
];

export const SYMBOLS = {
  white_check_mark: [...box("#2f9e5b"), stroke(check)],
  heavy_check_mark: [stroke(check, "#2f9e5b", 3)],
  ballot_box_with_check: [...box("#2672c9"), stroke(check)],
  x: [stroke(cross, "#d92b4b", 3.4)],
  negative_squared_cross_mark: [...box("#d92b4b"), stroke(cross)],
  warning: [triangle, stroke("M10 8v4.5", "#3c2a00", 2), ["circle", { cx: 10, cy: 15.3, r: 1.2, fill: "#3c2a00" }]],
  no_entry: [...disc("#d92b4b"), stroke("M6 10h8", "#fff", 3)],
  no_entry_sign: [["circle", { cx: 10, cy: 10, r: 7.3, fill: "none", stroke: "#d92b4b", "stroke-width": 2.6 }], stroke("M5 5l10 10", "#d92b4b", 2.6)],
  octagonal_sign: [fill("M6.5 1.500h7l5 5v7l-5 5h-7l-5-5v-7z", "#d92b4b"), stroke("M6 10h8", "#fff", 3)],
  information_source: [...box("#2672c9"), stroke("M10 9v5.500M10 5.500v.1")],
  red_circle: disc("#dd2e44"),
  large_orange_circle: disc("#f08c1d"),
  large_yellow_circle: disc("#f7c52e"),
  large_green_circle: disc("#37a862"),
  large_blue_circle: disc("#3684d6"),
  white_circle: [["circle", { cx: 10, cy: 10, r: 8, fill: "#f2f3f5", stroke: "#b8bcc4" }]],
  black_circle: disc("#2b2d33"),
  large_green_square: box("#37a862"),
  large_red_square: box("#dd2e44"),
  large_yellow_square: box("#f7c52e"),
  hourglass: sand,
  hourglass_flowing_sand: sand,
  rocket: [fill("M18.5 1.500c-6 0-9.5 3-11.5 7l4.5 4.500c4-2 7-5.5 7-11.500z", "#c9d3df"), fill("M7.5 7.500H4l-2 4 4 .5zM12.5 12.500V16l-4 2-.5-4z", "#d92b4b"), ["circle", { cx: 13, cy: 7, r: 1.8, fill: "#3684d6" }], fill("M5.5 12.500c-2 .5-3 3-3.5 5.5 2.5-.5 5-1.5 5.5-3.500z", "#f08c1d")],
  tada: [fill("M2 18l4-11 7 7z", "#f7c52e"), stroke("M11 8c1-3 .5-5-1-6.500M12.5 9.500c2-1.5 4-1.5 6-.5M15 13c1.5-.5 2.5 0 3.5 1", "#d92b4b", 1.6), ["circle", { cx: 15, cy: 4, r: 1.4, fill: "#3684d6" }], ["circle", { cx: 7, cy: 3, r: 1.2, fill: "#37a862" }]],
  eyes: [5.7, 14.3].flatMap((cx) => [["ellipse", { cx, cy: 10, rx: 3.6, ry: 5.6, fill: "#fff", stroke: "#9aa0aa" }], ["circle", { cx: cx - 1, cy: 11, r: 1.9, fill: "#2b2d33" }]]),
  arrows_counterclockwise: [...box("#3684d6"), stroke("M14.5 8A5 5 0 005.5 8M5 5v3h3M5.5 12a5 5 0 009 0M15 15v-3h-3", "#fff", 1.7)],
  lock: [stroke("M6 9V6.500a4 4 0 018 0V9", "#9aa0aa", 2.2), ["rect", { x: 4, y: 8.5, width: 12, height: 9.5, rx: 2, fill: "#f0a92e" }]],
  package: [fill("M2 6l8-4 8 4v9l-8 4-8-4z", "#c68e52"), stroke("M2.5 6.300L10 10l7.5-3.700M10 10v8.5", "#8d5f2f", 1.3)],
  mag: [stroke("M12.5 12.500L18 18", "#8a6a3f", 3), ["circle", { cx: 8, cy: 8, r: 5.5, fill: "#d8ebfa", stroke: "#6c7683", "stroke-width": 2 }]],
  rotating_light: [fill("M4 15a6 6 0 0112 0z", "#dd2e44"), ["rect", { x: 2.5, y: 14.5, width: 15, height: 4, rx: 1.2, fill: "#59606b" }], stroke("M10 2v3M3 5l2 2M17 5l-2 2", "#f08c1d", 1.8)],
  memo: [["rect", { x: 3, y: 1.5, width: 12, height: 17, rx: 1.5, fill: "#e9edf2", stroke: "#9aa0aa" }], stroke("M6 6h6M6 9.500h6M6 13h3", "#6c7683", 1.3), stroke("M17.5 8l-6 7", "#f08c1d", 2.4)],
  floppy_disk: [...box("#4a5361"), fill("M5.5 1.500h9V7h-9z", "#d5dbe3"), fill("M4.5 11h11v7.500h-11z", "#f2f3f5")],
  zap: [fill("M12 1L4 11.500h5L7.5 19 16 8h-5.500z", "#f7b52e")],
  key: [["circle", { cx: 6.5, cy: 6.5, r: 4, fill: "none", stroke: "#e0a13c", "stroke-width": 2.4 }], stroke("M9.5 9.500l7.5 7.500M14 14l2-2", "#e0a13c", 2.4)],
  gear: [["circle", { cx: 10, cy: 10, r: 7, fill: "none", stroke: "#6c7683", "stroke-width": 3.2, "stroke-dasharray": "3 2.500" }], ["circle", { cx: 10, cy: 10, r: 4.6, fill: "none", stroke: "#6c7683", "stroke-width": 2.6 }]],
  raised_hand: [stroke("M6 11V5.500M9 10V3.500M12 10V4.500M15 11V7", "#f0b849", 2.4), fill("M4.800 10h11.400v3.500a5.500 5.500 0 01-11 0l-3-2.700 1.500-1.600z", "#f0b849")],
  alarm_clock: [stroke("M3 4.500L6 2M17 4.500L14 2", "#d92b4b", 2.4), ["circle", { cx: 10, cy: 11, r: 7, fill: "#fff", stroke: "#d92b4b", "stroke-width": 2.2 }], stroke("M10 7v4l2.500 2", "#3c2a00", 1.6)],
  fast_forward: [...box("#3684d6"), fill("M4 5.500l6 4.500-6 4.500zM10 5.500l6 4.500-6 4.500z", "#fff")],
  arrow_forward: [...box("#3684d6"), fill("M7 5l8 5-8 5z", "#fff")],
  heavy_minus_sign: [stroke("M4 10h12", "#59606b", 3.2)],
  grey_question: [stroke("M6.500 7a3.500 3.500 0 117 0c0 2.500-3.500 2.500-3.500 5", "#9aa0aa", 2.6), ["circle", { cx: 10, cy: 16.2, r: 1.6, fill: "#9aa0aa" }]],
  snowflake: [stroke("M10 2v16M3 6l14 8M17 6L3 14", "#5aa9e6", 2)],
};

const NAMESPACE = "http://www.w3.org/2000/svg";

export function symbol(name) {
  const svg = document.createElementNS(NAMESPACE, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  for (const [tag, attributes] of SYMBOLS[name]) {
    const shape = document.createElementNS(NAMESPACE, tag);
    for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, value);
    svg.append(shape);
  }
  return svg;
}
