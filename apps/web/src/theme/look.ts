/**
 * How the page looks on this device: theme, density, size of the text, language and direction. Kept in localStorage;
 * `public/look.js` applies it before the first paint, this module afterwards.
 *
 * @module
 */
import { isRightToLeft, pickLocale } from './languages.ts';

export interface Look {
  readonly theme: 'system' | 'light' | 'dark';
  readonly density: 'comfortable' | 'compact';
  readonly textSize: 'small' | 'medium' | 'large' | 'huge';
  /** A tag such as `zh-CN`; `system`: the first of the browser's languages that there is. */
  readonly locale: string;
  readonly direction: 'auto' | 'ltr' | 'rtl';
  readonly motion: 'system' | 'none';
  /** What sends a message: Enter, or Ctrl (⌘) and Enter. */
  readonly sendKey: 'enter' | 'ctrl-enter';
}

export const LOOK_KEY = 'posthorn/look';

export const DEFAULT_LOOK: Look = {
  theme: 'system',
  density: 'comfortable',
  textSize: 'medium',
  locale: 'system',
  direction: 'auto',
  motion: 'system',
  sendKey: 'enter',
};

const CHOICES: { readonly [K in keyof Look]: readonly string[] | undefined } = {
  theme: ['system', 'light', 'dark'],
  density: ['comfortable', 'compact'],
  textSize: ['small', 'medium', 'large', 'huge'],
  locale: undefined,
  direction: ['auto', 'ltr', 'rtl'],
  motion: ['system', 'none'],
  sendKey: ['enter', 'ctrl-enter'],
};

/** Reads what was stored. What is missing or unknown has its default. */
export function parseLook(text: string | null): Look {
  let stored: unknown;
  try {
    stored = JSON.parse(text ?? '{}');
  } catch {
    return DEFAULT_LOOK;
  }
  if (typeof stored !== 'object' || stored === null) return DEFAULT_LOOK;
  const look: Record<string, string> = { ...DEFAULT_LOOK };
  for (const [key, value] of Object.entries(stored)) {
    if (!(key in CHOICES) || typeof value !== 'string') continue;
    if (CHOICES[key as keyof Look]?.includes(value) ?? true) look[key] = value;
  }
  // Each value was checked against its choices above.
  return look as unknown as Look;
}

/** The attributes of the page's root element that a look means. */
export function lookAttributes(
  look: Look,
  device: { readonly isDark: boolean; readonly languages: readonly string[] },
): Readonly<Record<string, string>> {
  const locale = pickLocale(look.locale === 'system' ? device.languages : [look.locale]);
  const theme = look.theme === 'system' ? (device.isDark ? 'dark' : 'light') : look.theme;
  return {
    'data-theme': theme,
    'data-density': look.density,
    'data-text': look.textSize,
    'data-motion': look.motion,
    lang: locale,
    dir: look.direction === 'auto' ? (isRightToLeft(locale) ? 'rtl' : 'ltr') : look.direction,
  };
}
