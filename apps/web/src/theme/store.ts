/**
 * The look of this device as a value that changes, shared with the other tabs.
 *
 * @module
 */
import { useSyncExternalStore } from 'react';
import { showLanguage } from '../text/i18n.ts';
import { readLocal, writeLocal } from '../ui/local-store.ts';
import { isRightToLeft, pickLocale } from './languages.ts';
import { LOOK_KEY, lookAttributes, parseLook } from './look.ts';
import type { Look } from './look.ts';

const listeners = new Set<() => void>();
const darkness = matchMedia('(prefers-color-scheme: dark)');
// What this tab shows when the browser allows no storage.
let look: Look = parseLook(readLocal(LOOK_KEY));

export function getLook(): Look {
  return look;
}

export function setLook(change: Partial<Look>): void {
  look = { ...look, ...change };
  writeLocal(LOOK_KEY, JSON.stringify(look));
  apply();
}

export function useLook(): Look {
  return useSyncExternalStore(subscribe, getLook);
}

/** Applies the look, and follows the device and the other tabs. Resolves when the words of the language are here. */
export async function startLook(): Promise<void> {
  darkness.addEventListener('change', () => {
    apply();
  });
  addEventListener('languagechange', () => {
    apply();
  });
  addEventListener('storage', (event) => {
    if (event.key !== LOOK_KEY) return;
    look = parseLook(event.newValue);
    apply();
  });
  await show();
}

function apply(): void {
  show().catch(() => {}); // A language that cannot be loaded leaves the words as they are.
  for (const listener of listeners) listener();
}

async function show(): Promise<void> {
  const attributes = lookAttributes(look, { isDark: darkness.matches, languages: navigator.languages });
  for (const [name, value] of Object.entries(attributes)) {
    document.documentElement.setAttribute(name, value);
  }
  // What surrounds the page on phones has its ground.
  const ground = getComputedStyle(document.documentElement).getPropertyValue('--bg').trim();
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    if (ground !== '') meta.content = ground;
  }
  await showLanguage(attributes['lang'] ?? 'en');
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The direction that the page has now. */
export function useDirection(): 'ltr' | 'rtl' {
  const { direction, locale } = useLook();
  if (direction !== 'auto') return direction;
  return isRightToLeft(pickLocale(locale === 'system' ? navigator.languages : [locale])) ? 'rtl' : 'ltr';
}
