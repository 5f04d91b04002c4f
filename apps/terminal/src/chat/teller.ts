/**
 * Tells a screen that only prints of each line once, whether it came as a message or as history.
 *
 * @module
 */
import { entryTarget } from '@posthorn/client';
import type { Client, Incoming } from '@posthorn/client';
import { componentLines } from '../bots/components.ts';
import { userName } from '../online.ts';
import { sanitise, sanitiseLine } from '../sanitise.ts';
import { describeEntry } from './describe-entry.ts';
import { summaryOf } from './quotes.ts';
import type { Line, Room } from './state.ts';

export type OnLine = (room: Room, line: Line) => void;

export class Teller {
  readonly #client: Client;
  readonly #onLine: OnLine;
  readonly #told = new Set<string>();

  constructor(client: Client, onLine: OnLine) {
    this.#client = client;
    this.#onLine = onLine;
  }

  tell(room: Room, line: Line): void {
    const place = `${room.id}/${line.seq}`;
    if (line.seq > 0 && this.#told.has(place)) return;
    this.#told.add(place);
    this.#onLine(room, line);
  }

  /** The full screen shows an entry on the message that it changes; here it is a line. */
  async tellEntry(room: Room, { seq, sender, time, isMine, content }: Incoming): Promise<void> {
    const who = sanitiseLine(await userName(this.#client, sender));
    const target = room.lines.find((line) => line.seq === entryTarget(content));
    const what = target === undefined ? 'a message' : `"${summaryOf(target.text)}"`;
    const said = describeEntry(content, who, what);
    if (said === undefined) return;
    const { kind } = content;
    const components = kind?.case === 'edit' ? componentLines(kind.value.components) : [];
    const text = [said, ...components].join('\n');
    const key = `${room.id}/${seq}`;
    const { thread } = content;
    this.tell(room, { key, kind: 'event', seq, who, text: sanitise(text), time, isMine, thread });
  }
}
