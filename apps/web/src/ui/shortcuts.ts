/**
 * Every key of the page. A room registers what it answers to while it is shown; the help sheet lists them all.
 *
 * @module
 */
import { useLayoutEffect, useRef, useSyncExternalStore } from 'react';

/** What the help sheet tells of a key. */
export type ListedKey = Pick<Shortcut, 'id' | 'keys' | 'label' | 'group'>;

export interface Shortcut {
  /** Unique, such as `switcher.open`. */
  readonly id: string;
  /** As `Mod+K`, `Alt+ArrowUp`, `Escape`, `?`. `Mod` is ⌘ on a Mac, else Ctrl. Several: any of them. */
  readonly keys: readonly string[];
  /** What it does, in the language of the page. */
  readonly label: string;
  /** The heading in the help sheet, in the language of the page. */
  readonly group: string;
  /** Also while something is being typed. Keys with Mod or Alt do by default. */
  readonly inFields?: boolean;
  /** Returns false: the key was not for this one, the next may have it. */
  readonly run: (event: KeyboardEvent) => boolean | void;
}

const registered = new Map<string, Shortcut>();
/** What was registered since the page was opened: the help lists it, also while its room is not shown. */
const seen = new Map<string, Shortcut>();
const watchers = new Set<() => void>();
let listed: readonly Shortcut[] = [];

/** Answers to keys while the component is shown. The last one that registered a key has it first. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts);
  const signature = shortcuts.map(({ id, keys, label }) => `${id} ${keys.join(' ')} ${label}`).join('\n');
  // Before it is drawn: what one sees answers to its keys.
  useLayoutEffect(() => {
    latest.current = shortcuts;
  });
  useLayoutEffect(() => {
    const added = latest.current.map((shortcut, at): Shortcut => ({
      ...shortcut,
      run: (event) => (latest.current[at]?.id === shortcut.id ? latest.current[at].run(event) : false),
    }));
    for (const shortcut of added) {
      registered.delete(shortcut.id);
      registered.set(shortcut.id, shortcut);
      seen.set(shortcut.id, shortcut);
    }
    changed();
    return () => {
      for (const shortcut of added)
        if (registered.get(shortcut.id) === shortcut) registered.delete(shortcut.id);
      changed();
    };
  }, [signature]);
}

/** What was registered so far, for the help sheet. */
export function useAllShortcuts(): readonly Shortcut[] {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => listed,
  );
}

/** Listens to the keys of a window. Returns a function that ends it. */
export function listenToKeys(target: Window): () => void {
  const pressed = (event: KeyboardEvent): void => {
    // Keys that a composition takes are of the input method.
    if (event.defaultPrevented || event.isComposing || event.key === 'Process') return;
    for (const shortcut of [...registered.values()].toReversed()) {
      const key = shortcut.keys.find((keys) => fits(keys, event));
      if (key === undefined || (isTyping(event.target) && !worksInFields(shortcut, key))) continue;
      if (shortcut.run(event) === false) continue;
      event.preventDefault();
      return;
    }
  };
  target.addEventListener('keydown', pressed);
  return () => {
    target.removeEventListener('keydown', pressed);
  };
}

/** Whether an event is a key such as `Mod+Shift+M`. */
export function fits(keys: string, event: KeyboardEvent, mac = isMac()): boolean {
  const parts = partsOf(keys);
  const key = parts.at(-1) ?? '';
  const mod = parts.includes('Mod');
  const wanted = {
    ctrl: parts.includes('Ctrl') || (mod && !mac),
    meta: parts.includes('Meta') || (mod && mac),
    alt: parts.includes('Alt'),
    // A sign such as ? may need Shift on one keyboard and not on another.
    shift: key.length === 1 && !/[a-z0-9]/i.test(key) ? event.shiftKey : parts.includes('Shift'),
  };
  return (
    event.key.toLowerCase() === key.toLowerCase() &&
    event.ctrlKey === wanted.ctrl &&
    event.metaKey === wanted.meta &&
    event.altKey === wanted.alt &&
    event.shiftKey === wanted.shift
  );
}

/** A key as it is written on this keyboard: `Ctrl K`, `⌘ K`. */
export function showKeys(keys: string, mac = isMac()): readonly string[] {
  const names: Readonly<Record<string, string>> = {
    Mod: mac ? '⌘' : 'Ctrl',
    Alt: mac ? '⌥' : 'Alt',
    Shift: mac ? '⇧' : 'Shift',
    ArrowUp: '↑',
    ArrowDown: '↓',
    ArrowLeft: '←',
    ArrowRight: '→',
    Escape: 'Esc',
    ' ': 'Space',
  };
  return partsOf(keys).map((part) => names[part] ?? (part.length === 1 ? part.toUpperCase() : part));
}

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true;
  return (
    target instanceof HTMLInputElement &&
    !/^(checkbox|radio|button|submit|range|color|file)$/.test(target.type)
  );
}

function partsOf(keys: string): readonly string[] {
  return keys === '+' ? [keys] : keys.split('+');
}

function worksInFields(shortcut: Shortcut, key: string): boolean {
  return shortcut.inFields ?? /Mod|Ctrl|Alt|Meta/.test(key);
}

function isMac(): boolean {
  return typeof navigator === 'object' && /Mac|iPhone|iPad/.test(navigator.userAgent);
}

function changed(): void {
  listed = [...seen.values()];
  for (const watcher of watchers) watcher();
}
