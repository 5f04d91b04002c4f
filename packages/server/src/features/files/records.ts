/**
 * Files in the store.
 *
 * @module
 */

/** A smaller picture of a file. */
export interface Thumbnail {
  /** The longest side in pixels. */
  readonly side: number;
  /** Of its blob. */
  readonly hash: string;
  readonly bytes: number;
  /** Its media type. */
  readonly type: string;
}

export interface FileRecord {
  /** That of its upload. */
  readonly id: string;
  readonly owner: number;
  /** Of its blob. */
  readonly hash: string;
  readonly bytes: number;
  /** Unix ms. */
  readonly time: number;
  /** The encoded Attachment, with the alt text that came with the upload. */
  readonly attachment: Uint8Array;
  readonly thumbnails: readonly Thumbnail[];
}

export interface NewFile extends FileRecord {
  /** Bytes of the owner's quota that are reserved for it. */
  readonly reserved: number;
  /** If nothing refers to it by then, it goes (Unix ms). */
  readonly unsentUntil: number;
}
