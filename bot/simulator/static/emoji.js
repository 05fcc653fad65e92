// The emoji that schema messages use, by Slack's short names; any other name is shown as written.

import { el } from "./dom.js";
import { SYMBOLS, symbol } from "./symbols.js";

const KNOWN = {
  white_check_mark: "✅", heavy_check_mark: "✔️", ballot_box_with_check: "☑️", x: "❌", negative_squared_cross_mark: "❎",
  warning: "⚠️", rotating_light: "🚨", no_entry: "⛔", no_entry_sign: "🚫", octagonal_sign: "🛑", exclamation: "❗",
  question: "❓", grey_question: "❔", bangbang: "‼️", information_source: "ℹ️", bulb: "💡", fire: "🔥", boom: "💥", zap: "⚡", sparkles: "✨",
  tada: "🎉", rocket: "🚀", ship: "🚢", package: "📦", construction: "🚧", hammer: "🔨", wrench: "🔧", gear: "⚙️",
  hammer_and_wrench: "🛠️", toolbox: "🧰", lock: "🔒", unlock: "🔓", key: "🔑", shield: "🛡️", eyes: "👀", mag: "🔍",
  thumbsup: "👍", "+1": "👍", thumbsdown: "👎", "-1": "👎", wave: "👋", clap: "👏", raised_hands: "🙌", raised_hand: "✋", pray: "🙏",
  point_right: "👉", point_left: "👈", point_up: "☝️", point_down: "👇", ok_hand: "👌", muscle: "💪", smile: "😄",
  slightly_smiling_face: "🙂", thinking_face: "🤔", heart: "❤️", hourglass: "⌛", hourglass_flowing_sand: "⏳",
  stopwatch: "⏱️", alarm_clock: "⏰", clock1: "🕐", calendar: "📅", date: "📅", arrow_right: "➡️", arrow_left: "⬅️",
  arrow_up: "⬆️", arrow_down: "⬇️", arrows_counterclockwise: "🔄", repeat: "🔁", rewind: "⏪", fast_forward: "⏩",
  leftwards_arrow_with_hook: "↩️", heavy_plus_sign: "➕", heavy_minus_sign: "➖", pencil: "📝", memo: "📝",
  pencil2: "✏️", scroll: "📜", page_facing_up: "📄", clipboard: "📋", bar_chart: "📊", chart_with_upwards_trend: "📈",
  chart_with_downwards_trend: "📉", file_folder: "📁", floppy_disk: "💾", card_index_dividers: "🗂️", wastebasket: "🗑️",
  link: "🔗", paperclip: "📎", pushpin: "📌", bell: "🔔", no_bell: "🔕", speech_balloon: "💬", mailbox: "📫",
  red_circle: "🔴", large_orange_circle: "🟠", large_yellow_circle: "🟡", large_green_circle: "🟢", large_blue_circle: "🔵",
  white_circle: "⚪", black_circle: "⚫", large_green_square: "🟩", large_red_square: "🟥", large_yellow_square: "🟨",
  black_small_square: "▪️", white_small_square: "▫️", small_blue_diamond: "🔹", small_orange_diamond: "🔸",
  elephant: "🐘", robot_face: "🤖", bug: "🐛", ghost: "👻", snowflake: "❄️", sunny: "☀️", moon: "🌔", crescent_moon: "🌙",
  star: "⭐", trophy: "🏆", label: "🏷️", bookmark: "🔖", test_tube: "🧪", microscope: "🔬", satellite: "📡", computer: "💻",
  traffic_light: "🚦", vertical_traffic_light: "🚦", checkered_flag: "🏁", triangular_flag_on_post: "🚩", ambulance: "🚑",
  double_vertical_bar: "⏸️", black_square_for_stop: "⏹️", arrow_forward: "▶️", man_in_tuxedo: "🤵", technologist: "🧑‍💻",
  one: "1️⃣", two: "2️⃣", three: "3️⃣", four: "4️⃣", five: "5️⃣", twisted_rightwards_arrows: "🔀", new: "🆕", ok: "🆗", id: "🆔",
};

const CHARACTERS = new Map(Object.entries(KNOWN).map(([name, character]) => [character.replace("\uFE0F", ""), name]));
const EITHER = /:([a-z0-9_+'-]+):|(\p{Extended_Pictographic}\uFE0F?)/u;

// A machine without an emoji font draws every emoji as the same empty box.
const canDraw = (() => {
  const drawn = (character) => {
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.font = "16px sans-serif";
    context.fillText(character, 0, 20);
    return context.getImageData(0, 0, 32, 32).data.join();
  };
  return drawn("\u{1F680}") !== drawn("\u{1F4E6}");
})();

export function emoji(name) {
  const character = KNOWN[name];
  if (!character) return document.createTextNode(`:${name}:`);
  const attributes = { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " "), title: `:${name}:` };
  if (SYMBOLS[name]) return el("span", attributes, symbol(name));
  return el("span", attributes, canDraw ? character : `:${name}:`);
}

// Plain text in which short names and emoji characters are drawn.
export function withEmoji(text) {
  const nodes = [];
  let rest = text;
  for (let match = EITHER.exec(rest); match; match = EITHER.exec(rest)) {
    const [whole, short, character] = match;
    const name = short ?? CHARACTERS.get(character.replace("\uFE0F", ""));
    nodes.push(rest.slice(0, match.index), name ? emoji(name) : whole);
    rest = rest.slice(match.index + whole.length);
  }
  return [...nodes, rest];
}
