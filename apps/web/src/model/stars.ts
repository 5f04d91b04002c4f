/**
 * The messages that the user has starred.
 *
 * @module
 */

export interface StarredPlace {
  readonly conversation: number;
  readonly seq: number;
  /** Since when. Unix ms; 0: not known. */
  readonly since: number;
}

const KEY = /^star\/(\d+)\/(\d+)$/;

/** From the user's own space, the last one first. `conversation`: 0: of all. */
export function starsIn(mine: ReadonlyMap<string, unknown>, conversation: number): readonly StarredPlace[] {
  const stars: StarredPlace[] = [];
  for (const [key, value] of mine) {
    const [, where, seq] = KEY.exec(key) ?? [];
    if (where === undefined || seq === undefined) continue;
    if (conversation !== 0 && Number(where) !== conversation) continue;
    stars.push({ conversation: Number(where), seq: Number(seq), since: sinceOf(value) });
  }
  return stars.sort((a, b) => b.since - a.since);
}

function sinceOf(value: unknown): number {
  if (typeof value !== 'object' || value === null || !('time' in value)) return 0;
  return typeof value.time === 'number' ? value.time : 0;
}
