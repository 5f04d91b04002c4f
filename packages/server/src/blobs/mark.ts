/**
 * The mark of a place with blobs: an id that the log has, too. So a router that was given another place than the others, or
 * that of another installation, notices, before it removes what it does not know.
 *
 * @module
 */

export interface Mark {
  readonly id: string;
  /** Until the log has the id, too. */
  readonly isNew: boolean;
}

/** All methods reject with a BlobError. */
export interface PlaceMark {
  /** For people, with how they set the mark. */
  readonly place: string;
  remedy(id: string): string;
  /** Whether it is the same place for everybody who names it, unlike a directory, which may be another one on each machine. */
  readonly isGlobal: boolean;
  read(): Promise<Mark | undefined>;
  /** Makes a new one, if there is none. Resolves with the one that is there. Durable. */
  make(id: string): Promise<Mark>;
  /** Replaces it by one that is not new. Durable. */
  set(id: string): Promise<void>;
  remove(): Promise<void>;
}

export const MARK_FILE = 'posthorn-files.txt';
const MARK = /^([0-9a-f]{32})( new)?\s*$/;

export function markText({ id, isNew }: Mark): string {
  return `${id}${isNew ? ' new' : ''}\n`;
}

/** What is no mark has no id. */
export function parsedMark(text: string): Mark {
  const [, id, isNew] = MARK.exec(text) ?? [];
  return { id: id ?? '', isNew: isNew !== undefined };
}
