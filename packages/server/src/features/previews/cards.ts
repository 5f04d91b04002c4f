/**
 * What a link leads to, as a card: read from the page's head, with its picture in our store. Kept for a while, so that a
 * link that everybody passes on is fetched once.
 *
 * @module
 */
import { createHmac } from 'node:crypto';
import type { Services } from '../../router/services.ts';
import type { Arrived } from '../../outgoing/outgoing.ts';
import { decoderFor, PRESCAN_BYTES } from './charset.ts';
import { HeadReader } from './page.ts';
import type { Page } from './page.ts';
import { PICTURE_TYPES, pictureIn } from './pictures.ts';
import * as previewQueries from './queries.ts';

export interface Card {
  readonly title: string;
  readonly description: string;
  readonly site: string;
  /** Its path on this server. Empty, like the size 0: none. */
  readonly picture: string;
  readonly width: number;
  readonly height: number;
}

const PAGE_TYPES = ['text/html', 'application/xhtml+xml'];
const PAGE = { maxBytes: 524_288, timeoutMs: 5000 } as const;
/** Larger ones are left out: there is nothing here yet that makes them smaller. */
const PICTURE = { maxBytes: 131_072, timeoutMs: 3000 } as const;
/** Pages are parsed in pieces, to stop soon after the end of the head. */
const PIECE_CHARS = 4096;

const KEPT = 2000;
const KEPT_MS = { found: 6 * 3_600_000, nothing: 600_000 } as const;

interface Kept {
  readonly card: Promise<Card | undefined>;
  /** Monotonic ms. While it is fetched: for ever. */
  until: number;
}

type Parts = Pick<Services, 'outgoing' | 'store' | 'clock' | 'logger' | 'random' | 'sealer'>;

const KEY_BYTES = 32;

export class Cards {
  readonly #parts: Parts;
  readonly #signal: AbortSignal;
  /** By URL, the oldest first. */
  readonly #kept = new Map<string, Kept>();

  #key: string | undefined;

  /** `signal` ends everything that is being fetched. */
  constructor(parts: Parts, signal: AbortSignal) {
    this.#parts = parts;
    this.#signal = signal;
  }

  /** Without it, whoever knows a picture could ask whether anybody has linked to it. */
  async #pictureKey(): Promise<string> {
    if (this.#key !== undefined) return this.#key;
    const { store, random, sealer } = this.#parts;
    const { PICTURE_KEY, pictureKey } = previewQueries;
    const made = Buffer.from(random.bytes(KEY_BYTES)).toString('base64url');
    const stored = await store.run(pictureKey, sealer.sealText(PICTURE_KEY, ['pictures'], made));
    return (this.#key = sealer.openText(PICTURE_KEY, ['pictures'], stored));
  }

  /** Undefined: there is nothing to show, or it cannot be had. `mayFetch` is asked if the page has to be fetched. */
  of(url: URL, mayFetch: () => boolean): Promise<Card | undefined> {
    const { clock } = this.#parts;
    const known = this.#kept.get(url.href);
    if (known !== undefined && known.until > clock.monotonic()) return known.card;
    if (!mayFetch()) return Promise.resolve(undefined);
    const kept: Kept = { card: this.#fetched(url), until: Infinity };
    this.#keep(url.href, kept);
    // Never rejects.
    void kept.card.then((card) => {
      kept.until = clock.monotonic() + (card === undefined ? KEPT_MS.nothing : KEPT_MS.found);
    });
    return kept.card;
  }

  #keep(href: string, kept: Kept): void {
    this.#kept.delete(href);
    this.#kept.set(href, kept);
    if (this.#kept.size <= KEPT) return;
    for (const oldest of this.#kept.keys()) {
      this.#kept.delete(oldest);
      return;
    }
  }

  async #fetched(url: URL): Promise<Card | undefined> {
    const { outgoing, logger } = this.#parts;
    try {
      const wanted = { url, types: PAGE_TYPES, ...PAGE, beyond: 'end', signal: this.#signal } as const;
      const { page, at } = await outgoing.get(wanted, async (arrived) => ({
        page: await readPage(arrived),
        at: arrived.url,
      }));
      if (page.title === '') return undefined;
      const { title, description, site } = page;
      return { title, description, site, ...(await this.#pictureOf(page, at)) };
    } catch (error) {
      // Not the URL: it is part of what somebody said.
      logger.debug({ reason: String(error) }, 'a link has no preview');
      return undefined;
    }
  }

  async #pictureOf({ picture }: Page, page: URL): Promise<Pick<Card, 'picture' | 'width' | 'height'>> {
    const none = { picture: '', width: 0, height: 0 };
    const url = picture === '' ? null : URL.parse(picture, page);
    if (url === null) return none;
    const { outgoing, store, clock, logger } = this.#parts;
    try {
      const wanted = { url, types: PICTURE_TYPES, ...PICTURE, beyond: 'fail', signal: this.#signal } as const;
      const bytes = await outgoing.get(wanted, readAll);
      const found = pictureIn(bytes);
      if (found === undefined) return none;
      const { type, width, height } = found;
      const hash = createHmac('sha256', await this.#pictureKey())
        .update(bytes)
        .digest('hex');
      await store.run(previewQueries.keepPicture, { hash, type, bytes, time: clock.now() });
      return { picture: `${PICTURES_PATH}${hash}`, width, height };
    } catch (error) {
      logger.debug({ reason: String(error) }, 'the preview of a link has no picture');
      return none;
    }
  }
}

/** Where pictures are served, followed by their hashes. */
export const PICTURES_PATH = '/v1/previews/';

async function readAll({ chunks }: Arrived): Promise<Buffer> {
  const read: Buffer[] = [];
  for await (const chunk of chunks) read.push(chunk);
  return Buffer.concat(read);
}

async function readPage({ charset, chunks }: Arrived): Promise<Page> {
  const reader = new HeadReader();
  let decoder: TextDecoder | undefined;
  let start = Buffer.alloc(0);
  const write = (bytes: Buffer): void => {
    decoder ??= decoderFor(charset, start);
    const text = decoder.decode(bytes, { stream: true });
    for (let at = 0; at < text.length && !reader.isDone; at += PIECE_CHARS)
      reader.write(text.slice(at, at + PIECE_CHARS));
  };
  for await (const chunk of chunks) {
    if (decoder !== undefined) write(chunk);
    else {
      start = Buffer.concat([start, chunk]);
      if (start.length >= PRESCAN_BYTES) write(start);
    }
    if (reader.isDone) break;
  }
  if (decoder === undefined) write(start);
  return reader.page;
}
