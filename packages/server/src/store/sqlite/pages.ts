/**
 * Packs pages of the log for passing between threads: a few large values instead of one object and one buffer per
 * message, whose cloning would cost more than reading the row.
 *
 * @module
 */
import type { LogBatch, StoredMessage } from '../log/log.ts';

export interface PackedBatches {
  /** For each batch: its fields, then the fields of each of its messages. */
  readonly numbers: Float64Array<ArrayBuffer>;
  /** Client ids of messages that have one, in order. */
  readonly clientIds: readonly string[];
  readonly contents: Uint8Array<ArrayBuffer>;
  /** Of the few messages that have one, by their place among all. */
  readonly states: readonly (readonly [index: number, state: Uint8Array])[];
}

/** Conversation, through, head, folded, flags, number of messages. */
const BATCH_FIELDS = 6;
/** Seq, sender, time, bytes of content, whether there is a client id. */
const MESSAGE_FIELDS = 5;

const MORE = 1;
const DIVERGED = 2;
const FORBIDDEN = 4;

export function packBatches(batches: readonly LogBatch[]): PackedBatches {
  const messages = batches.flatMap((batch) => batch.messages);
  const numbers = new Float64Array(batches.length * BATCH_FIELDS + messages.length * MESSAGE_FIELDS);
  const contents = new Uint8Array(messages.reduce((sum, { content }) => sum + content.length, 0));
  const clientIds: string[] = [];
  let at = 0;
  let end = 0;
  for (const batch of batches) {
    const { conversation, through, head, folded } = batch;
    numbers.set([conversation, through, head, folded, flagsOf(batch), batch.messages.length], at);
    at += BATCH_FIELDS;
    for (const { seq, sender, time, content, clientId } of batch.messages) {
      numbers.set([seq, sender, time, content.length, clientId === undefined ? 0 : 1], at);
      at += MESSAGE_FIELDS;
      contents.set(content, end);
      end += content.length;
      if (clientId !== undefined) clientIds.push(clientId);
    }
  }
  const states = messages.flatMap(({ state }, index) =>
    state === undefined ? [] : [[index, state] as const],
  );
  return { numbers, clientIds, contents, states };
}

/** Unpacks batches. Contents are views of one buffer. */
export function unpackBatches({ numbers, clientIds, contents, states }: PackedBatches): LogBatch[] {
  const batches: LogBatch[] = [];
  const stateAt = new Map(states);
  let index = 0;
  let end = 0;
  let ids = 0;
  for (let at = 0; at < numbers.length;) {
    const [conversation = 0, through = 0, head = 0, folded = 0, flags = 0, count = 0] = numbers.subarray(
      at,
      at + BATCH_FIELDS,
    );
    at += BATCH_FIELDS;
    const messages: StoredMessage[] = [];
    for (let i = 0; i < count; i++, at += MESSAGE_FIELDS) {
      const length = numbers[at + 3] ?? 0;
      const clientId = numbers[at + 4] === 1 ? clientIds[ids++] : undefined;
      const state = stateAt.get(index++);
      messages.push({
        conversation,
        seq: numbers[at] ?? 0,
        sender: numbers[at + 1] ?? 0,
        time: numbers[at + 2] ?? 0,
        content: contents.subarray(end, (end += length)),
        clientId,
        ...(state !== undefined && { state }),
      });
    }
    batches.push({ conversation, folded, messages, through, head, ...flagged(flags) });
  }
  return batches;
}

function flagsOf({ more, diverged, forbidden }: LogBatch): number {
  return (more ? MORE : 0) + (diverged ? DIVERGED : 0) + (forbidden ? FORBIDDEN : 0);
}

function flagged(flags: number): Pick<LogBatch, 'more' | 'diverged' | 'forbidden'> {
  return {
    more: (flags & MORE) > 0,
    diverged: (flags & DIVERGED) > 0,
    forbidden: (flags & FORBIDDEN) > 0,
  };
}
