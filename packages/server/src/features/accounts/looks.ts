/**
 * What names look like: names of mixed scripts, and names that look like another (Unicode UTS 39).
 *
 * @module
 */
import { createHash } from 'node:crypto';
import type { Store } from '../../store/store.ts';
import { CONFUSABLES } from './confusables.ts';
import * as userQueries from './user-queries.ts';

/** All scripts of Unicode 18 but Common and Inherited, which go with each. */
const SCRIPTS = `
  Adlam Ahom Anatolian_Hieroglyphs Arabic Armenian Avestan Balinese Bamum Bassa_Vah Batak Bengali Beria_Erfe
  Bhaiksuki Bopomofo Brahmi Braille Buginese Buhid Canadian_Aboriginal Carian Caucasian_Albanian Chakma Cham
  Cherokee Chorasmian Coptic Cuneiform Cypriot Cypro_Minoan Cyrillic Deseret Devanagari Dives_Akuru Dogra
  Duployan Egyptian_Hieroglyphs Elbasan Elymaic Ethiopic Garay Georgian Glagolitic Gothic Grantha Greek Gujarati
  Gunjala_Gondi Gurmukhi Gurung_Khema Han Hangul Hanifi_Rohingya Hanunoo Hatran Hebrew Hiragana Imperial_Aramaic
  Inscriptional_Pahlavi Inscriptional_Parthian Javanese Jurchen Kaithi Kannada Katakana Kawi Kayah_Li Kharoshthi
  Khitan_Small_Script Khmer Khojki Khudawadi Kirat_Rai Lao Latin Lepcha Limbu Linear_A Linear_B Lisu Lycian
  Lydian Mahajani Makasar Malayalam Mandaic Manichaean Marchen Masaram_Gondi Medefaidrin Meetei_Mayek
  Mende_Kikakui Meroitic_Cursive Meroitic_Hieroglyphs Miao Modi Mongolian Mro Multani Myanmar Nabataean
  Nag_Mundari Nandinagari New_Tai_Lue Newa Nko Nushu Nyiakeng_Puachue_Hmong Ogham Ol_Chiki Ol_Onal Old_Hungarian
  Old_Italic Old_North_Arabian Old_Permic Old_Persian Old_Sogdian Old_South_Arabian Old_Turkic Old_Uyghur Oriya
  Osage Osmanya Pahawh_Hmong Palmyrene Pau_Cin_Hau Phags_Pa Phoenician Proto_Cuneiform Psalter_Pahlavi Rejang
  Runic Samaritan Saurashtra Seal Sharada Shavian Siddham Sidetic SignWriting Sinhala Sogdian Sora_Sompeng
  Soyombo Sundanese Sunuwar Syloti_Nagri Syriac Tagalog Tagbanwa Tai_Le Tai_Tham Tai_Viet Tai_Yo Takri Tamil
  Tangsa Tangut Telugu Thaana Thai Tibetan Tifinagh Tirhuta Todhri Tolong_Siki Toto Tulu_Tigalari Ugaritic Vai
  Vithkuqi Wancho Warang_Citi Yezidi Yi Zanabazar_Square
`;

/** Writing systems of several scripts. Latin goes with each of these (UTS 39 §5.2, "highly restrictive"). */
const SYSTEMS = ['Latin Han Hiragana Katakana', 'Latin Han Bopomofo', 'Latin Han Hangul'];

/** Made when the first name is checked: few processes ever check one. */
let systems: readonly RegExp[] | undefined;
let prototypes: ReadonlyMap<string, string> | undefined;

/** Whether all letters of a name are of one script, or of scripts that are written together. */
export function isOfOneScript(name: string): boolean {
  systems ??= [...SYSTEMS, ...SCRIPTS.trim().split(/\s+/)].flatMap(patternsFor);
  return systems.some((pattern) => pattern.test(name));
}

/** Nothing for a script that this Node does not know yet: then nobody can have a name of it. */
function patternsFor(system: string): readonly RegExp[] {
  const classes = ['Common', 'Inherited', ...system.split(' ')].map((script) => `\\p{scx=${script}}`);
  try {
    return [new RegExp(`^[${classes.join('')}]*$`, 'u')];
  } catch {
    return [];
  }
}

/**
 * A key that names share if they look alike: a digest of the name's skeleton (UTS 39 §4) in lower case. 43 characters.
 * `name`: as it is shown.
 */
export function lookOf(name: string): string {
  prototypes ??= readPrototypes();
  let skeleton = '';
  for (const char of name.normalize('NFD')) skeleton += prototypes.get(char) ?? char;
  return createHash('sha256').update(skeleton.normalize('NFD').toLowerCase()).digest('base64url');
}

/** Accounts of an earlier version that are completed at once, and in one call. */
const LOOKS_AT_ONCE = 500;
const MAX_LOOKS = 10_000;

/** Notes what accounts look like that an earlier version has made, up to a bound; the next call goes on. */
export async function completeLooks(store: Pick<Store, 'run'>): Promise<void> {
  for (let done = 0; done < MAX_LOOKS; done += LOOKS_AT_ONCE) {
    const users = await store.run(userQueries.usersWithoutLook, LOOKS_AT_ONCE);
    if (users.length === 0) return;
    await store.run(
      userQueries.setLooks,
      users.map(({ id, name }) => ({ id, look: lookOf(name) })),
    );
  }
}

function readPrototypes(): ReadonlyMap<string, string> {
  const read = new Map<string, string>();
  for (const group of CONFUSABLES.trim().split(/\s+/)) {
    const [target = '', sources = ''] = group.split(':');
    const prototype = target.split('+').map(toChar).join('');
    for (const source of sources.split(',')) read.set(toChar(source), prototype);
  }
  return read;
}

function toChar(hexadecimal: string): string {
  return String.fromCodePoint(Number.parseInt(hexadecimal, 16));
}
