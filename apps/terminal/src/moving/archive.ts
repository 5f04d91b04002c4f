/**
 * The files of an export, wherever they are. What is in them is read when it is asked for, in pieces.
 *
 * @module
 */
export interface Archive {
  /** Paths of all files, with `/` between their parts. */
  readonly names: readonly string[];
  /** Rejects if there is none of this name. */
  open(name: string): Promise<AsyncIterable<Uint8Array>>;
  /** Where the file is on this machine. Undefined: within another one. */
  pathOf(name: string): string | undefined;
  close(): Promise<void>;
}

/** What is read at once has at most so many bytes: a day of a channel, a list of users. */
const MAX_TEXT_BYTES = 268_435_456;

/** A JSON file. Undefined: it is not there. Throws for what is no JSON. */
export async function jsonIn(archive: Archive, name: string): Promise<unknown> {
  if (!archive.names.includes(name)) return undefined;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of await archive.open(name)) {
    bytes += chunk.length;
    if (bytes > MAX_TEXT_BYTES) throw new Error(`${name} has more than ${MAX_TEXT_BYTES} bytes`);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(
      Buffer.concat(chunks)
        .toString('utf8')
        .replace(/^\uFEFF/, ''),
    );
  } catch (cause) {
    throw new Error(`${name} is no JSON`, { cause });
  }
}
