/**
 * The files of a built page, found by the path of a URL.
 *
 * @module
 */
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { NO_ENCODING } from '../../http/encodings.ts';
import { etagOf } from '../../http/ranges.ts';

export interface PageFile {
  readonly type: string;
  /** Its name changes with its bytes, so it may be kept for ever. */
  readonly isImmutable: boolean;
  readonly etag: string;
  readonly bytes: number;
  /** `br`, `gzip`; undefined: as it is. */
  readonly encoding: string | undefined;
  /** `end` is not included. Rejects with ENOENT if it has gone since it was found: another build has taken its place. */
  open(range?: { readonly start: number; readonly end: number }): Promise<Readable | Buffer>;
}

/** What the build gives hashed names. */
const ASSETS = '/assets/';
/** Letters, digits and a few signs, and no dot in front: never `..`, a hidden file, or another way to write a slash. */
const SEGMENT = /^[\w@+-][\w@+.-]{0,200}$/;
const MAX_DEPTH = 8;

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  map: 'application/json; charset=utf-8',
  webmanifest: 'application/manifest+json; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  webp: 'image/webp',
  avif: 'image/avif',
  jpg: 'image/jpeg',
  woff2: 'font/woff2',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  wav: 'audio/wav',
  wasm: 'application/wasm',
};

/** What the build may have compressed, best first. */
const ENCODINGS = [
  { name: 'br', suffix: '.br' },
  { name: 'gzip', suffix: '.gz' },
] as const;

const INDEX = 'index.html';
/** The last that is written of a page. */
const END = '</html>';
/** What a page loads at once. */
const NEEDED = /(?:src|href)="(?:\.?\/)?(assets\/[\w.-]+)"/g;

export interface PageFilesOptions {
  /** Where assets of earlier builds may be. */
  readonly kept?: string | undefined;
  /** Called when a page is seen for the first time, and when another build has taken its place. */
  readonly onBuild?: () => void;
}

export class PageFiles {
  readonly #directory: string;
  readonly #kept: string | undefined;
  readonly #onBuild: () => void;
  /** The last page that was there with all that it loads. */
  #page: Buffer | undefined;

  constructor(directory: string, { kept, onBuild = () => {} }: PageFilesOptions = {}) {
    this.#directory = directory;
    this.#kept = kept;
    this.#onBuild = onBuild;
  }

  /** The file at a path; undefined: there is none. `accepted`: the encodings that the client takes. */
  async find(path: string, accepted: ReadonlySet<string>): Promise<PageFile | undefined> {
    const segments = path.slice(1).split('/');
    if (segments.length > MAX_DEPTH || !segments.every((each) => SEGMENT.test(each))) return undefined;
    const extension = /\.([a-z0-9]+)$/.exec(path)?.[1] ?? '';
    const type = TYPES[extension];
    if (type === undefined) return undefined;
    const place = join(this.#directory, ...segments);
    if (!path.startsWith(ASSETS)) return findOther(place, type);
    const given = { type, accepted, name: segments.join('-') };
    const found = await findAsset(place, given);
    if (found !== undefined || this.#kept === undefined) return found;
    return findAsset(join(this.#kept, ...segments.slice(1)), given);
  }

  /**
   * The page itself, changed by `change`; undefined: nothing is built. While the folder is replaced by another build, it is the
   * page before.
   */
  async page(change: (html: string) => string): Promise<PageFile | undefined> {
    const found = await contentOf(join(this.#directory, INDEX));
    if (found !== undefined && this.#page?.equals(found) !== true && (await this.#isWhole(found))) {
      this.#page = found;
      this.#onBuild();
    }
    const bytes = this.#page ?? found;
    return bytes && changed(bytes, 'html', change);
  }

  /** A text beside the page, changed by `change`; undefined: there is none. */
  async changed(name: string, change: (text: string) => string): Promise<PageFile | undefined> {
    const bytes = await contentOf(join(this.#directory, name));
    return bytes && changed(bytes, name.slice(name.lastIndexOf('.') + 1), change);
  }

  async #isWhole(page: Buffer): Promise<boolean> {
    const html = page.toString('utf8');
    if (!html.trimEnd().endsWith(END)) return false;
    const needed = [...html.matchAll(NEEDED)].map(([, path]) => this.find(`/${path}`, NO_ENCODING));
    return (await Promise.all(needed)).every((file) => file !== undefined);
  }
}

function changed(bytes: Buffer, extension: string, change: (text: string) => string): PageFile {
  return whole(Buffer.from(change(bytes.toString('utf8'))), TYPES[extension] ?? '');
}

async function findAsset(
  place: string,
  given: { readonly type: string; readonly name: string; readonly accepted: ReadonlySet<string> },
): Promise<PageFile | undefined> {
  const { type, name, accepted } = given;
  for (const { name: encoding, suffix } of [...ENCODINGS, { name: undefined, suffix: '' }]) {
    if (encoding !== undefined && !accepted.has(encoding)) continue;
    const bytes = await sizeOf(place + suffix);
    if (bytes === undefined) continue;
    return {
      type,
      bytes,
      encoding,
      isImmutable: true,
      etag: `"${name}${suffix}"`,
      async open(range) {
        const file = await open(place + suffix);
        return file.createReadStream(range && { start: range.start, end: range.end - 1 });
      },
    };
  }
  return undefined;
}

/** Small, and known by its bytes: an installed package has no times that say anything. */
async function findOther(place: string, type: string): Promise<PageFile | undefined> {
  const bytes = await contentOf(place);
  return bytes && whole(bytes, type);
}

function whole(content: Buffer, type: string): PageFile {
  return {
    type,
    bytes: content.length,
    encoding: undefined,
    isImmutable: false,
    etag: etagOf(content),
    open: async (range) => (range === undefined ? content : content.subarray(range.start, range.end)),
  };
}

async function sizeOf(place: string): Promise<number | undefined> {
  const found = await absent(stat(place));
  return found?.isFile() === true ? found.size : undefined;
}

function contentOf(place: string): Promise<Buffer | undefined> {
  return absent(readFile(place));
}

/** Undefined for what is not there, or is no file. */
async function absent<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG'].includes(code)) return undefined;
    throw error;
  }
}
