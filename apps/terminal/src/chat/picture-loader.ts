/**
 * Loads the small pictures of files, a few at a time, each once.
 *
 * @module
 */
import type { Attachment } from '@posthorn/client';
import type { Download, DownloadOptions } from '@posthorn/client/files';
import { decodePicture } from '../pictures/decode.ts';
import type { Pixels } from '../pictures/pixels.ts';

type Fetch = (id: string, options: DownloadOptions) => Promise<Pick<Download, 'array'>>;
type OnLoaded = (picture: Pixels) => void;

const SMALL_SIDE = 320;
/** An original of which there is no smaller picture. */
const MAX_ORIGINAL_BYTES = 500_000;
const AT_ONCE = 2;
/** Pictures that are kept; the oldest go. */
const MAX_KEPT = 60;
const PATIENCE_MS = 30_000;

export class PictureLoader {
  readonly #fetch: Fetch;
  readonly #known = new Map<string, Pixels>();
  /** Without what could not be read: that is not tried again. */
  readonly #waiting = new Map<string, { readonly attachment: Attachment; readonly onLoaded: OnLoaded }>();
  readonly #tried = new Set<string>();
  readonly #ended = new AbortController();
  #running = 0;

  constructor(fetch: Fetch) {
    this.#fetch = fetch;
  }

  /** Calls back when the picture is there; never for a file that is none. What was asked for last comes first. */
  load(attachment: Attachment, onLoaded: OnLoaded): void {
    const { id } = attachment;
    const known = this.#known.get(id);
    if (known !== undefined) return onLoaded(known);
    if (this.#tried.has(id) || sizeToLoad(attachment) === undefined) return;
    this.#waiting.set(id, { attachment, onLoaded });
    void this.#run();
  }

  close(): void {
    this.#ended.abort();
    this.#waiting.clear();
  }

  /** Never rejects. */
  async #run(): Promise<void> {
    if (this.#running >= AT_ONCE) return;
    this.#running += 1;
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      const { attachment, onLoaded } = next;
      const picture = await this.#loaded(attachment);
      if (picture === undefined || this.#ended.signal.aborted) continue;
      this.#keep(attachment.id, picture);
      onLoaded(picture);
    }
    this.#running -= 1;
  }

  #next(): { readonly attachment: Attachment; readonly onLoaded: OnLoaded } | undefined {
    const last = [...this.#waiting.entries()].at(-1);
    if (last === undefined) return undefined;
    const [id, next] = last;
    this.#waiting.delete(id);
    this.#tried.add(id);
    return next;
  }

  async #loaded(attachment: Attachment): Promise<Pixels | undefined> {
    const size = sizeToLoad(attachment);
    const signal = AbortSignal.any([this.#ended.signal, AbortSignal.timeout(PATIENCE_MS)]);
    try {
      const download = await this.#fetch(attachment.id, {
        signal,
        ...(size !== 0 && size !== undefined && { size }),
      });
      return await decodePicture(await download.array());
    } catch {
      // The blurred picture stays.
      return undefined;
    }
  }

  #keep(id: string, picture: Pixels): void {
    this.#known.set(id, picture);
    for (const [oldest] of this.#known) {
      if (this.#known.size <= MAX_KEPT) return;
      this.#known.delete(oldest);
      this.#tried.delete(oldest);
    }
  }
}

/** 0: the file itself. Undefined: there is nothing to see. */
function sizeToLoad({ type, bytes, thumbnails }: Attachment): number | undefined {
  if (thumbnails.includes(SMALL_SIDE)) return SMALL_SIDE;
  const isSmall = ['image/jpeg', 'image/png'].includes(type) && bytes <= MAX_ORIGINAL_BYTES;
  return isSmall ? 0 : thumbnails[0];
}
