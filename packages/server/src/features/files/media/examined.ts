/**
 * What is found out about a file that somebody has sent, and what is made of it.
 *
 * @module
 */

/** Longest sides of thumbnails, in pixels. */
export const THUMBNAIL_SIZES = [320, 1280] as const;

export type ThumbnailSize = (typeof THUMBNAIL_SIZES)[number];

/** Most amplitudes of a waveform. */
export const WAVEFORM_POINTS = 100;

/** A file that has arrived. Bytes are read as often as needed, in ranges, so it may lie anywhere. */
export interface MediaSource {
  readonly bytes: number;
  /** From `start` up to but not including `end`, both within the file. Fails with whatever the storage throws. */
  open(start: number, end: number): Promise<AsyncIterable<Uint8Array>>;
}

export interface Thumbnail {
  readonly size: ThumbnailSize;
  readonly width: number;
  readonly height: number;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** The bytes to keep in place of the original: the same without what it says about where and how it was taken. */
export interface Cleaned {
  readonly bytes: number;
  /** As often as needed, and as long as the source can be read. */
  open(): AsyncIterable<Uint8Array>;
}

/** What is not known, or makes no sense for this type, is 0 or empty, as in `Attachment`. */
export interface Examined {
  /** A MIME type without parameters, by the bytes; by what the sender said only where they say nothing. */
  readonly type: string;
  /** As people see it: after the orientation that the file asks for. */
  readonly width: number;
  readonly height: number;
  readonly durationMs: number;
  /** Amplitudes from 0 to 255, at most WAVEFORM_POINTS. */
  readonly waveform: Uint8Array;
  readonly thumbhash: Uint8Array;
  /** Undefined: keep the original. */
  readonly cleaned: Cleaned | undefined;
  /** By size. A picture that is no larger than a size has none of it. */
  readonly thumbnails: readonly Thumbnail[];
}
