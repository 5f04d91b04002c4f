/**
 * Names of emoji that tools write: `:rotating_light:`.
 *
 * @module
 */

const NAMES: ReadonlyMap<string, string> = new Map(
  `
alarm_clock ⏰ ambulance 🚑 anger 💢 arrow_down ⬇️ arrow_forward ▶️ arrow_left ⬅️ arrow_right ➡️ arrow_up ⬆️
arrows_counterclockwise 🔄 art 🎨 ballot_box_with_check ☑️ bangbang ‼️ bar_chart 📊 beer 🍺 beers 🍻 beetle 🐞 bell 🔔
birthday 🎂 black_circle ⚫ blue_circle 🔵 large_blue_circle 🔵 blue_heart 💙 bomb 💣 book 📖 bookmark 🔖 books 📚 boom 💥
broken_heart 💔 bug 🐛 building_construction 🏗️ bulb 💡 calendar 📅 cat 🐱 chart_with_downwards_trend 📉
chart_with_upwards_trend 📈 clap 👏 clipboard 📋 clock1 🕐 cloud ☁️ coffee ☕ collision 💥 computer 💻 confetti_ball 🎊 construction 🚧
construction_worker 👷 cop 👮 cry 😢 dart 🎯 date 📅 desktop_computer 🖥️ dog 🐶 electric_plug 🔌 email 📧 envelope ✉️ exclamation ❗
heavy_exclamation_mark ❗ eyes 👀 factory 🏭 fast_forward ⏩ file_folder 📁 fire 🔥 fire_engine 🚒 fireworks 🎆 flashlight 🔦 floppy_disk 💾
gear ⚙️ gem 💎 ghost 👻 gift 🎁 globe_with_meridians 🌐 green_apple 🍏 green_circle 🟢 large_green_circle 🟢 green_heart 💚 grey_exclamation ❕
grey_question ❔ hammer 🔨 hammer_and_wrench 🛠️ handshake 🤝 heart ❤️ heartbeat 💓 heavy_check_mark ✔️ heavy_minus_sign ➖
heavy_multiplication_x ✖️ heavy_plus_sign ➕ hourglass ⌛ hourglass_flowing_sand ⏳ house 🏠 inbox_tray 📥 information_source ℹ️ key 🔑
label 🏷️ large_orange_diamond 🔶 laughing 😆 link 🔗 lock 🔒 loudspeaker 📢 mag 🔍 mailbox 📫 mega 📣 memo 📝 microscope 🔬
moneybag 💰 muscle 💪 negative_squared_cross_mark ❎ new 🆕 notebook 📓 no_bell 🔕 no_entry ⛔ no_entry_sign 🚫 octagonal_sign 🛑 ok 🆗 ok_hand 👌
orange_circle 🟠 large_orange_circle 🟠 outbox_tray 📤 package 📦 page_facing_up 📄 paperclip 📎 partying_face 🥳 pause_button ⏸️ pencil 📝 pencil2 ✏️
penguin 🐧 phone ☎️ poop 💩 postbox 📮 pray 🙏 purple_circle 🟣 pushpin 📌 question ❓ rabbit 🐰 rage 😡 rainbow 🌈 raised_hands 🙌
recycle ♻️ red_circle 🔴 red_square 🟥 repeat 🔁 robot 🤖 robot_face 🤖 rocket 🚀 rotating_light 🚨 sailboat ⛵ satellite 📡 scream 😱
shield 🛡️ ship 🚢 skull 💀 skull_and_crossbones ☠️ slightly_smiling_face 🙂 small_blue_diamond 🔹 small_orange_diamond 🔸
smile 😄 smiley 😃 snail 🐌 snowflake ❄️ sob 😭 sos 🆘 sparkles ✨ speech_balloon 💬 star ⭐ stop_sign 🛑 stopwatch ⏱️ sunny ☀️
sunglasses 😎 tada 🎉 test_tube 🧪 thinking_face 🤔 thumbsdown 👎 -1 👎 thumbsup 👍 +1 👍 thunder_cloud_and_rain ⛈️ timer_clock ⏲️
tools 🛠️ traffic_light 🚦 triangular_flag_on_post 🚩 trophy 🏆 truck 🚚 turtle 🐢 unlock 🔓 warning ⚠️ wastebasket 🗑️ wave 👋
white_check_mark ✅ white_circle ⚪ wrench 🔧 x ❌ yellow_circle 🟡 large_yellow_circle 🟡 zap ⚡ zzz 💤
`
    .trim()
    .split(/\s+/)
    .flatMap((name, index, all) => (index % 2 === 0 ? [[name, all[index + 1] ?? ''] as const] : [])),
);

/** With names of emoji that are known put in their form; what has others stays. */
export function withEmoji(text: string): string {
  return text.replaceAll(/:([a-z0-9_+-]{1,40}):/g, (whole, name: string) => NAMES.get(name) ?? whole);
}

/** The emoji of a name with or without colons. Undefined: it is not known. */
export function emojiCalled(name: string): string | undefined {
  return NAMES.get(name.replaceAll(':', ''));
}
