/**
 * Colours by what they mean, so that they can be read on every background.
 *
 * @module
 */

export type Tone =
  /** What the reader says. */
  | 'own'
  | 'accent'
  | 'attention'
  | 'code'
  | 'link'
  | 'alarm'
  | 'quiet'
  /** What is typed is answered here. */
  | 'responder'
  | NameTone;

export type NameTone = 'name0' | 'name1' | 'name2' | 'name3' | 'name4' | 'name5' | 'name6';

/** Of the names of others. */
export const NAME_TONES: readonly NameTone[] = [
  'name0',
  'name1',
  'name2',
  'name3',
  'name4',
  'name5',
  'name6',
];

/** As Ink names colours; undefined: the terminal's own. */
export type Palette = Readonly<Record<Tone, string | undefined>>;

export type Background = 'light' | 'dark' | 'unknown';

/** `auto`: as the terminal says. */
export type ThemeName = 'auto' | 'light' | 'dark';

export const THEME_NAMES: readonly ThemeName[] = ['auto', 'light', 'dark'];

type Names = readonly [string, string, string, string, string, string, string];
type Signs = Readonly<Record<Exclude<Tone, NameTone>, string>>;

/** The terminal's own colours, as its user has chosen them. */
const DARK = palette(
  {
    own: 'green',
    accent: 'cyan',
    attention: 'yellow',
    code: 'yellow',
    link: 'blueBright',
    alarm: 'redBright',
    quiet: 'gray',
    responder: 'magenta',
  },
  ['cyan', 'magenta', 'yellow', 'blueBright', 'redBright', 'cyanBright', 'magentaBright'],
);

const LIGHT = palette(
  {
    own: 'ansi256(28)',
    accent: 'ansi256(24)',
    attention: 'ansi256(130)',
    code: 'ansi256(94)',
    link: 'ansi256(26)',
    alarm: 'ansi256(160)',
    quiet: 'ansi256(242)',
    responder: 'ansi256(127)',
  },
  ['ansi256(23)', 'ansi256(127)', 'ansi256(94)', 'ansi256(61)', 'ansi256(125)', 'ansi256(25)', 'ansi256(58)'],
);

/** Half as bright as white: they stand out from white and from black. */
const MIDDLE = palette(
  {
    own: 'ansi256(28)',
    accent: 'ansi256(30)',
    attention: 'ansi256(130)',
    code: 'ansi256(130)',
    link: 'ansi256(27)',
    alarm: 'ansi256(196)',
    quiet: 'ansi256(243)',
    responder: 'ansi256(163)',
  },
  [
    'ansi256(30)',
    'ansi256(163)',
    'ansi256(130)',
    'ansi256(99)',
    'ansi256(161)',
    'ansi256(31)',
    'ansi256(64)',
  ],
);

/** The same of 16 colours. Yellow, green and cyan are faint on white, and blue on black. */
const MIDDLE_OF_16 = palette(
  {
    own: 'blueBright',
    accent: 'blueBright',
    attention: 'magenta',
    code: 'magenta',
    link: 'blueBright',
    alarm: 'redBright',
    quiet: 'gray',
    responder: 'magenta',
  },
  ['magenta', 'red', 'magentaBright', 'redBright', 'magenta', 'red', 'magentaBright'],
);

const COLOURLESS = Object.fromEntries(Object.keys(DARK).map((tone) => [tone, undefined])) as Palette;

/** `bits`: of a colour, as `WriteStream.getColorDepth()` says; 1: there are no colours. */
export function paletteFor(background: Background, bits: number): Palette {
  if (bits < 4) return COLOURLESS;
  if (background === 'dark') return DARK;
  if (bits < 8) return MIDDLE_OF_16;
  return background === 'light' ? LIGHT : MIDDLE;
}

/** By COLORFGBG, as some terminals set it: `15;0` is white on black. */
export function backgroundIn(colorFgBg: string | undefined): Background {
  const last = colorFgBg?.split(';').at(-1) ?? '';
  if (!/^\d{1,2}$/.test(last)) return 'unknown';
  const colour = Number(last);
  return colour === 7 || (colour > 8 && colour < 16) ? 'light' : 'dark';
}

function palette(signs: Signs, names: Names): Palette {
  const [name0, name1, name2, name3, name4, name5, name6] = names;
  return { ...signs, name0, name1, name2, name3, name4, name5, name6 };
}
