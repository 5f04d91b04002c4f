/**
 * What an application sees of the SDK for files.
 *
 * @module
 */
import type { Attachment, ContentInit, PosthornError } from '@posthorn/protocol';
import type { SendAck, Target } from '../api.ts';
import type { KeptUpload } from '../storage.ts';

/**
 * What can be uploaded: a `Blob` or `File`, bytes, in Node the path of a file, or a stream (in Node any `Readable`). A stream
 * goes on after a loss of the connection only if its size is given, and never after a restart.
 */
export type Source = Blob | Uint8Array | ArrayBuffer | string | AsyncIterable<Uint8Array>;

export interface FilesOptions {
  /** The HTTP address of the server, if the client was connected to tcp://, tls://, or a gateway of a cluster. */
  readonly server?: string;
  /** Instead of the runtime's own. */
  readonly fetch?: typeof fetch;
  /** Where it is noted which uploads may go on after a restart. Default: the client's storage. */
  readonly uploads?: UploadStore;
}

/** Notes on uploads, by the fingerprint of their source. They hold no secret. */
export interface UploadStore {
  list(): Iterable<readonly [fingerprint: string, upload: KeptUpload]>;
  get(fingerprint: string): KeptUpload | undefined;
  /** Undefined: forgets the upload. */
  put(fingerprint: string, upload: KeptUpload | undefined): Promise<void>;
}

export interface UploadOptions {
  /** Default: the name of the file. */
  readonly name?: string;
  /** The MIME type, as far as it is known; the server looks for itself. */
  readonly type?: string;
  /** What is to be seen, for whoever cannot see it. */
  readonly alt?: string;
  /** Somebody speaks: clients show it as a voice message. */
  readonly voice?: boolean;
  /** Bytes of a stream. */
  readonly size?: number;
  readonly onProgress?: (progress: UploadProgress) => void;
  /** Like {@link Upload.abort}. */
  readonly signal?: AbortSignal;
}

/**
 * - `sending`: bytes are on their way.
 * - `waiting`: the server cannot be reached, or refuses for now (`error`). It is tried again.
 * - `paused`: until resume().
 * - `processing`: the server has all, and looks at it.
 * - `done`, `failed`: the end.
 */
export interface UploadProgress {
  readonly state: 'sending' | 'waiting' | 'paused' | 'processing' | 'done' | 'failed';
  /** What the server has. */
  readonly sent: number;
  /** All; undefined for a stream of unknown size. */
  readonly bytes: number | undefined;
  readonly error?: PosthornError;
}

/** An upload on its way. Losses of the connection and restarts of the server delay it; it never gives up on its own. */
export interface Upload {
  /** The id of the upload, and later of the file; undefined until the server has given it. */
  readonly id: string | undefined;
  readonly progress: UploadProgress;
  /**
   * What to send with a message. Rejects with the coded reason why there never will be a file: TOO_LARGE, LIMIT_EXCEEDED (no
   * room), INVALID (a type that the server does not take), …; with UNAVAILABLE if the client was closed: a later start can go
   * on; with the reason of the signal (an AbortError) after an abort.
   */
  readonly done: Promise<Attachment>;
  /** Stops; what the server has stays there for a while. Idempotent. */
  pause(): void;
  resume(): void;
  /** Ends the upload here and on the server. Resolves when the server knows, or cannot be told. Idempotent. */
  abort(): Promise<void>;
}

export interface DownloadOptions {
  /** The first byte. Default: 0. */
  readonly start?: number;
  /** Behind the last byte. Default: the end of the file. */
  readonly end?: number;
  /** A thumbnail instead, by its longest side; `thumbnails` of the attachment says which there are. */
  readonly size?: number;
  readonly onProgress?: (progress: DownloadProgress) => void;
  readonly signal?: AbortSignal;
}

export interface DownloadProgress {
  /** `waiting`: the server cannot be reached, or refuses for now (`error`). It is tried again. */
  readonly state: 'receiving' | 'waiting';
  readonly received: number;
  readonly bytes: number;
  readonly error?: PosthornError;
}

/** The bytes of a file, on their way. Losses of the connection delay them. */
export interface Download {
  readonly type: string;
  /** How many bytes come. */
  readonly bytes: number;
  /** How many the whole file has. */
  readonly total: number;
  /** The hash of the whole file; empty if the server does not tell. */
  readonly etag: string;
  /** Can be read once, by this or by one of the methods. */
  readonly stream: ReadableStream<Uint8Array>;
  blob(): Promise<Blob>;
  array(): Promise<Uint8Array>;
}

export interface SaveOptions extends Omit<DownloadOptions, 'start' | 'end'> {
  /** Replace a file that is there. Default: rejects with CONFLICT. */
  readonly overwrite?: boolean;
}

/** Where a file can be read for a short while by whoever has the URL, such as an `<img>`. */
export interface Link {
  readonly url: string;
  /** Unix ms. */
  readonly expiresAt: number;
}

export interface FileToSend extends Omit<UploadOptions, 'onProgress' | 'signal'> {
  readonly source: Source;
}

/** A message with files that are uploaded first. */
export interface FilesDraft extends Omit<ContentInit, 'attachments'> {
  /** In the order in which they are shown; at most 20. */
  readonly files: readonly (Source | FileToSend)[];
  readonly clientId?: string;
  readonly onProgress?: (progress: SendingProgress) => void;
  readonly signal?: AbortSignal;
}

export interface SendingProgress {
  readonly sent: number;
  /** All files together, as far as their sizes are known. */
  readonly bytes: number;
  /** Of each file, in their order. */
  readonly files: readonly UploadProgress[];
}

/**
 * A message whose files are on their way. It is in the outbox (`pending()`) only when all of them are there: if the
 * application ends before, it was not sent. Then send the same files again: their uploads go on.
 */
export interface PendingFiles {
  readonly clientId: string;
  readonly uploads: readonly Upload[];
  /** Rejects with the reason of the first upload that fails, or of the message. The other uploads end too. */
  readonly done: Promise<SendAck & { readonly attachments: readonly Attachment[] }>;
  /** Ends the uploads. A message that is in the outbox is sent nevertheless. */
  abort(): Promise<void>;
}

/** Files of a client. */
export interface Files {
  /** Starts at once. An upload of the same source that was cut off goes on; a file that was uploaded lately is not sent again. */
  upload(source: Source, options?: UploadOptions): Upload;
  /** Goes on with an upload that was cut off, by an end of the application too. Undefined: none is known of this source. */
  resume(source: Source, options?: UploadOptions): Promise<Upload | undefined>;
  /** Uploads that can go on when the user gives their files again. */
  unfinished(): readonly KeptUpload[];
  /** Uploads files, then sends a message with them. */
  send(target: Target, draft: FilesDraft): PendingFiles;
  /** Resolves when the first bytes are there. */
  download(id: string, options?: DownloadOptions): Promise<Download>;
  /**
   * Downloads to a file, in Node. What was cut off goes on next time: it is in `PATH.ID.part`. Resolves with the number of
   * bytes, when they are on the disk and have the right hash.
   */
  save(id: string, path: string, options?: SaveOptions): Promise<number>;
  /** A link for a browser. `size`: to a thumbnail. */
  link(id: string, options?: { readonly size?: number }): Promise<Link>;
  /** What a message carries of a file. */
  info(id: string): Promise<Attachment>;
}
