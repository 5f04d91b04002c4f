/**
 * Encodes the positions of an event stream as event ids. A client that returns with the last id it saw gets exactly what
 * followed.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import { Reader, WireError, Writer } from '@posthorn/protocol/wire';
import type { LogPositions } from '../log-reader.ts';

/** The id returns in a header, whose size servers and proxies limit: 6,144 characters of base64. */
const MAX_ID_BYTES = 4608;
/** Conversations that are encoded together. */
const BLOCK = 64;

const WRITER = new Writer();

/** Neighbours in the id. */
interface Block {
  /** Rising. */
  readonly ids: number[];
  /** Undefined: not encoded since a change. */
  bytes: Uint8Array | undefined;
}

/**
 * The positions of one stream, and the id that says them. Each event has a new id, so only what has changed is encoded
 * again.
 *
 * The id has a bounded size. What does not fit is left out, lowest seqs first: a client that returns gets those
 * conversations from their beginning, so it gets messages again rather than missing some.
 *
 * Layout, before base64url: the epoch as a length-prefixed string, then per conversation by rising id the
 * difference to the id before and the seq, as varints.
 */
export class StreamPositions extends Map<number, number> {
  /** What is in the id. Undefined: there was none yet. */
  #blocks: Block[] | undefined;

  override set(conversation: number, seq: number): this {
    super.set(conversation, seq);
    if (this.#blocks !== undefined) this.#changed(this.#blocks, conversation);
    return this;
  }

  encode(epoch: string): string {
    WRITER.string(epoch);
    const start = WRITER.finish();
    const blocks = (this.#blocks ??= this.#chosen(MAX_ID_BYTES - start.length));
    for (;;) {
      const id = Buffer.concat([start, ...this.#encoded(blocks)]);
      if (id.length <= MAX_ID_BYTES) return id.toString('base64url');
      this.#leaveOut(blocks, this.#lowest(blocks));
    }
  }

  /** Blocks of those with the highest seqs that fit into so many bytes. */
  #chosen(maxBytes: number): Block[] {
    const bySeq = [...this].toSorted(([, a], [, b]) => b - a).map(([id]) => id);
    for (let count = bySeq.length; ;) {
      const ids = bySeq.slice(0, count).toSorted((a, b) => a - b);
      const { length } = this.#bytesOf(ids, 0);
      if (length <= maxBytes) return inBlocks(ids);
      count = Math.min(count - 1, Math.floor((count * maxBytes) / length));
    }
  }

  /** Encodes what has changed. */
  #encoded(blocks: readonly Block[]): readonly Uint8Array[] {
    let last = 0;
    return blocks.map((block) => {
      block.bytes ??= this.#bytesOf(block.ids, last);
      last = block.ids.at(-1) ?? last;
      return block.bytes;
    });
  }

  #bytesOf(ids: readonly number[], before: number): Uint8Array {
    let last = before;
    for (const id of ids) {
      WRITER.varint(id - last);
      WRITER.varint(this.get(id) ?? 0);
      last = id;
    }
    // A copy of its own, since it is kept.
    return WRITER.finish().slice();
  }

  #changed(blocks: Block[], id: number): void {
    if (blocks.length === 0) blocks.push({ ids: [], bytes: undefined });
    const at = blockOf(blocks, id);
    const block = blocks[at];
    if (block === undefined) return;
    block.bytes = undefined;
    const place = block.ids.findLastIndex((each) => each <= id);
    if (block.ids[place] === id) return;
    block.ids.splice(place + 1, 0, id);
    outdate(blocks[at + 1]);
    if (block.ids.length > 2 * BLOCK) blocks.splice(at, 1, ...inBlocks(block.ids));
  }

  #lowest(blocks: readonly Block[]): number {
    let [lowest, least] = [0, Infinity];
    for (const { ids } of blocks) {
      for (const id of ids) {
        const seq = this.get(id) ?? 0;
        if (seq < least) [lowest, least] = [id, seq];
      }
    }
    return lowest;
  }

  #leaveOut(blocks: Block[], id: number): void {
    const at = blockOf(blocks, id);
    const block = blocks[at];
    if (block === undefined) return;
    block.ids.splice(block.ids.indexOf(id), 1);
    block.bytes = undefined;
    outdate(blocks[at + 1]);
    if (block.ids.length === 0) blocks.splice(at, 1);
  }
}

/** Where an id is, or belongs. */
function blockOf(blocks: readonly Block[], id: number): number {
  return Math.max(
    0,
    blocks.findLastIndex(({ ids }) => (ids[0] ?? 0) <= id),
  );
}

/** Its first difference is to the block before. */
function outdate(block: Block | undefined): void {
  if (block !== undefined) block.bytes = undefined;
}

function inBlocks(ids: readonly number[]): Block[] {
  const blocks: Block[] = [];
  for (let at = 0; at < ids.length; at += BLOCK) {
    blocks.push({ ids: ids.slice(at, at + BLOCK), bytes: undefined });
  }
  return blocks;
}

/** Throws INVALID for anything but an id of {@link StreamPositions}. */
export function decodePositions(id: string): { readonly epoch: string; readonly positions: LogPositions } {
  try {
    const reader = new Reader(Buffer.from(id, 'base64url'));
    const epoch = reader.string();
    const positions: LogPositions = new Map();
    for (let conversation = 0; reader.position < reader.length;) {
      conversation += reader.varint();
      positions.set(conversation, reader.varint());
    }
    return { epoch, positions };
  } catch (cause) {
    if (!(cause instanceof WireError)) throw cause;
    throw new PosthornError('INVALID', 'this is not an event id of this server', { cause });
  }
}
