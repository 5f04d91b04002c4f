/**
 * What this device remembers: localStorage, where the browser permits it and has room.
 *
 * @module
 */

/** Null: nothing is stored, or nothing can be. */
export function readLocal(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** What cannot be stored holds as long as whoever has it. */
export function writeLocal(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage is full or forbidden.
  }
}
