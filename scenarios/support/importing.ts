/**
 * Records of another system, and what a server makes of them.
 *
 * @module
 */
import type { Holder } from './key-calls.ts';

export interface ImportResult {
  readonly outcome: string;
  readonly user?: number;
  readonly name?: string;
  readonly conversation?: number;
  readonly seq?: number;
  readonly code?: string;
  readonly message?: string;
}

export async function importAll(
  holder: Holder,
  ...records: readonly object[]
): Promise<readonly ImportResult[]> {
  const json = { records: records.map((record) => JSON.stringify(record)) };
  const body = await holder.done('POST', '/v1/admin/import', { json });
  return (body['records'] as readonly string[]).map((text) => JSON.parse(text) as ImportResult);
}

/** The outcomes; of what was refused, the codes. */
export function words(results: readonly ImportResult[]): readonly string[] {
  return results.map(({ outcome, code }) => code ?? outcome);
}

const DAY_MS = 86_400_000;
export const THEN = 1_500_000_000_000;

export const PEOPLE = [
  { type: 'user', id: 'old:romeo', name: 'romeo', displayName: 'Romeo' },
  { type: 'user', id: 'old:juliet', name: 'juliet' },
  { type: 'user', id: 'old:tybalt', name: 'tybalt', disabled: true },
];

export const VERONA = {
  type: 'group',
  id: 'old:verona',
  title: 'Verona',
  owner: 'old:romeo',
  members: ['old:juliet', 'old:tybalt'],
  time: THEN,
};

/** A text in Verona, so many days later. */
export function said(id: number, who: string, text: string, more: object = {}): object {
  const time = THEN + id * DAY_MS;
  return {
    type: 'message',
    conversation: VERONA.id,
    id: String(id),
    sender: `old:${who}`,
    time,
    content: { text },
    ...more,
  };
}

export function keyOf(id: number, who: string): object {
  return { sender: `old:${who}`, id: String(id) };
}

/** What the import says became of the message `target`. */
export function entry(id: number, who: string, content: object, target: object): object {
  return said(id, who, '', { content, target });
}
