/**
 * The files of the chat: what is attached, saved, and shown as a picture.
 *
 * @module
 */
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Attachment, Client } from '@posthorn/client';
import { files } from '@posthorn/client/files';
import type { Files, SendingProgress } from '@posthorn/client/files';
import { UsageError } from '../exit-codes.ts';
import { freeName, safeName, sizeOf } from '../files/names.ts';
import { progressWords } from '../files/progress-line.ts';
import { mentionsIn } from '../mentions.ts';
import { decodePicture } from '../pictures/decode.ts';
import type { Pixels } from '../pictures/pixels.ts';
import { sanitise, sanitiseLine } from '../sanitise.ts';
import { withEmoji } from './emoji.ts';
import { PictureLoader } from './picture-loader.ts';
import { localLine, openRoom, roomOf } from './state.ts';
import type { ChatState, Line } from './state.ts';

/** What this needs of the chat. */
export interface FilesScreen {
  readonly client: Client;
  readonly state: ChatState;
  readonly put: (conversation: number, line: Line) => void;
  readonly notice: (text: string) => void;
  readonly set: (mode: { readonly transfer: string }) => void;
}

/** A file as the terminal can show it. */
export interface Shown {
  readonly pixels: Pixels;
  /** Of the file in which they came. */
  readonly bytes: Uint8Array;
  readonly title: string;
}

/** Between two changes of what is shown of an upload or a download. */
const EVERY_MS = 200;
/** Larger originals are not loaded to be looked at. */
const MAX_ORIGINAL_BYTES = 4_000_000;
const LARGE_SIDE = 1280;

export class ChatFiles {
  readonly #screen: FilesScreen;
  readonly #loader: PictureLoader;
  /** Aborts uploads and downloads that are under way, with their conversation. */
  readonly #running = new Map<AbortController, number>();
  #files: Files | undefined;

  constructor(screen: FilesScreen) {
    this.#screen = screen;
    this.#loader = new PictureLoader((id, options) => this.#own().download(id, options));
  }

  /** Sends files to the open conversation. Resolves when the message is in the log; rejects if it never will be. */
  async attach(paths: readonly string[], said: string): Promise<void> {
    const { client, state } = this.#screen;
    const conversation = state.openId;
    const thread = openRoom(state)?.thread ?? 0;
    const text = withEmoji(said);
    const attachments = await Promise.all(paths.map(announced));
    const mentions = await mentionsIn(client, text);
    await this.#during(conversation, async (signal) => {
      let key = '';
      const pending = this.#own().send(
        { conversation },
        {
          text,
          thread,
          ...mentions,
          files: paths,
          signal,
          onProgress: throttled((progress) => this.#tell(conversation, key, progress)),
        },
      );
      key = pending.clientId;
      const line = localLine(key, 'message', sanitise(text));
      const who = state.self.name;
      this.#screen.put(conversation, {
        ...line,
        who,
        isMine: true,
        thread,
        progress: 'pending',
        attachments,
      });
      try {
        const { seq } = await pending.done;
        this.#change(conversation, key, { seq, progress: 'sent', transfer: '' });
      } catch (error) {
        this.#change(conversation, key, { progress: 'failed', transfer: '' });
        throw signal.aborted ? new UsageError('That was not sent.') : error;
      }
    });
  }

  /** Ends uploads and downloads of the open conversation. Returns how many. */
  cancel(): number {
    const { openId } = this.#screen.state;
    const found = [...this.#running].filter(([, conversation]) => conversation === openId);
    for (const [controller] of found) controller.abort();
    return found.length;
  }

  /** Uploads and downloads under way. */
  get running(): number {
    return this.#running.size;
  }

  /** Saves a file under its own name in a directory, or under another one. Resolves with its path. */
  async save(attachment: Attachment, wanted: string, overwrite: boolean): Promise<string> {
    const isDirectory = await stat(wanted || '.').then(
      (found) => found.isDirectory(),
      () => false,
    );
    const path = resolve(isDirectory ? await freeName(wanted || '.', safeName(attachment.name)) : wanted);
    const name = sanitiseLine(attachment.name);
    try {
      await this.#during(this.#screen.state.openId, (signal) =>
        this.#own().save(attachment.id, path, {
          overwrite,
          signal,
          onProgress: throttled(({ received, bytes }) =>
            this.#screen.set({ transfer: `⬇ ${name}: ${progressWords(received, bytes)} (:cancel)` }),
          ),
        }),
      );
    } finally {
      this.#screen.set({ transfer: '' });
    }
    return path;
  }

  /** The largest picture of a file that can be shown here. Rejects with UsageError if there is none. */
  async picture(attachment: Attachment): Promise<Shown> {
    const { id, name, bytes: size, type, thumbnails } = attachment;
    const hasLarge = thumbnails.includes(LARGE_SIDE);
    const isReadable = ['image/jpeg', 'image/png'].includes(type) && size <= MAX_ORIGINAL_BYTES;
    const wanted = hasLarge ? LARGE_SIDE : isReadable ? undefined : thumbnails.at(-1);
    if (!isReadable && wanted === undefined) throw new UsageError('There is no picture of that file.');
    const bytes = await this.#during(this.#screen.state.openId, async (signal) => {
      const options = { signal, ...(wanted !== undefined && { size: wanted }) };
      return (await this.#own().download(id, options)).array();
    });
    const pixels = await decodePicture(bytes);
    if (pixels === undefined) throw new UsageError('This picture cannot be shown here; :save it.');
    return { pixels, bytes, title: `${sanitiseLine(name)} · ${sizeOf(size)}` };
  }

  /** Loads the pictures of lines that are to be seen. */
  want(lines: readonly Line[]): void {
    const { openId, hasPictures } = this.#screen.state;
    if (!hasPictures || !this.#screen.state.isOnline) return;
    for (const { attachments = [], pictures, seq } of lines) {
      const missing = attachments.filter(({ id }) => seq > 0 && pictures?.has(id) !== true);
      for (const attachment of missing) {
        this.#loader.load(attachment, (picture) => this.#loaded(openId, seq, attachment.id, picture));
      }
    }
  }

  close(): void {
    this.#loader.close();
  }

  #loaded(conversation: number, seq: number, id: string, picture: Pixels): void {
    const line = roomOf(this.#screen.state, conversation)?.lines.find((each) => each.seq === seq);
    if (line === undefined || line.isGone === true) return;
    this.#screen.put(conversation, { ...line, pictures: new Map([...(line.pictures ?? []), [id, picture]]) });
  }

  #tell(conversation: number, key: string, { sent, bytes, files: each }: SendingProgress): void {
    const waiting = each.find(({ state }) => state === 'waiting');
    const words = progressWords(sent, bytes);
    const note = waiting?.error === undefined ? words : `${words}, ${sanitiseLine(waiting.error.message)}`;
    this.#change(conversation, key, {
      transfer: sent < bytes || waiting !== undefined ? note : 'one moment',
    });
  }

  #change(conversation: number, key: string, change: Partial<Line>): void {
    const line = roomOf(this.#screen.state, conversation)?.lines.find((each) => each.key === key);
    // The message itself may have come before the ack.
    if (line !== undefined && line.seq === 0) this.#screen.put(conversation, { ...line, ...change });
  }

  async #during<T>(conversation: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    this.#running.set(controller, conversation);
    try {
      return await work(controller.signal);
    } finally {
      this.#running.delete(controller);
    }
  }

  /** Made when it is needed: it throws if the HTTP address of the server is not known. */
  #own(): Files {
    return (this.#files ??= files(this.#screen.client));
  }
}

/** What is shown of a file until the server has looked at it. Rejects with UsageError if there is no such file. */
async function announced(path: string): Promise<Attachment> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) throw new UsageError(`There is no file ${sanitiseLine(path)}.`);
  return {
    id: '',
    name: basename(path),
    type: '',
    bytes: found.size,
    width: 0,
    height: 0,
    durationMs: 0,
    waveform: new Uint8Array(),
    thumbhash: new Uint8Array(),
    alt: '',
    voice: false,
    thumbnails: [],
  };
}

/** Calls a function not more often than every 200 ms. */
function throttled<T>(run: (value: T) => void): (value: T) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (value) => {
    const now = performance.now();
    if (now - last < EVERY_MS) return;
    last = now;
    run(value);
  };
}
