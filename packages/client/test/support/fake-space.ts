/**
 * The user's own space, as a server keeps it.
 *
 * @module
 */
import type { GetMine, MineEntry, MineInit, SetMine } from '@posthorn/protocol';

const PAGE = 3;

export class FakeSpace {
  readonly entries = new Map<string, MineEntry>();
  /** The values of all changes, in their order. */
  readonly made: string[] = [];
  readonly #ids = new Set<string>();
  #version = 0;
  #dropped = 0;

  /** What all devices should see. */
  get values(): Readonly<Record<string, string>> {
    const shown = [...this.entries.values()].filter(({ value }) => value !== '');
    return Object.fromEntries(shown.map(({ key, value }) => [key, value]));
  }

  set({ entries, clientId }: Pick<SetMine, 'entries' | 'clientId'>): MineInit {
    const after = this.#version;
    if (this.#ids.has(clientId)) return { after, version: after };
    this.#ids.add(clientId);
    this.made.push(...entries.map(({ value }) => value));
    const changed = entries.filter(({ key, value }) => (this.entries.get(key)?.value ?? '') !== value);
    for (const { key, value } of changed)
      this.entries.set(key, { key, value, version: (this.#version += 1) });
    return {
      entries: entries.map(({ key }) => this.entries.get(key) ?? { key }),
      after,
      version: this.#version,
    };
  }

  get({ after, cursor }: GetMine): MineInit {
    const [place = 0, begun = 0] = cursor === '' ? [after, 0] : cursor.split('-').map(Number);
    const isKnown = place <= this.#version && Math.max(place, begun) >= this.#dropped;
    const from = isKnown ? place : 0;
    const through = from === 0 ? this.#version : begun;
    const found = [...this.entries.values()]
      .filter(({ version }) => version > from)
      .sort((a, b) => a.version - b.version);
    const entries = found.slice(0, PAGE);
    const isLast = entries.length === found.length;
    const version = isLast ? this.#version : (entries.at(-1)?.version ?? from);
    return { entries, after: from, version, next: isLast ? '' : `${version}-${through}` };
  }

  /** What was removed is not known any more. */
  drop(): void {
    for (const [key, { value }] of this.entries) if (value === '') this.entries.delete(key);
    this.#dropped = this.#version;
  }
}
