/**
 * Files that wait beside the text until it is sent.
 *
 * @module
 */
import type { FileToSend, WaitingFile } from '@posthorn/client/engine';
import { LIMITS } from '@posthorn/protocol';

export interface TrayFile {
  readonly id: number;
  readonly file: Blob;
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  readonly alt: string;
}

/** Why a file was not taken. */
export type Refusal = 'too-many' | 'too-large' | 'empty';

export interface Added {
  readonly files: readonly TrayFile[];
  readonly refused: readonly { readonly name: string; readonly why: Refusal }[];
}

/** Puts files behind those that are there. `firstId`: ids count up from it. `maxBytes`: of each file; Infinity: not known. */
export function withFiles(
  tray: readonly TrayFile[],
  added: readonly { readonly file: Blob; readonly name: string }[],
  firstId: number,
  maxBytes = Infinity,
): Added {
  const files = [...tray];
  const refused: { name: string; why: Refusal }[] = [];
  added.forEach(({ file, name }, at) => {
    const why = refusal(file, files.length, maxBytes);
    if (why !== undefined) refused.push({ name, why });
    else
      files.push({ id: firstId + at, file, name: nameFor(name), type: file.type, bytes: file.size, alt: '' });
  });
  return { files, refused };
}

/** The tray with what was kept before what was added since. */
export function broughtBack(
  kept: readonly WaitingFile[],
  added: readonly TrayFile[],
  firstId: number,
): readonly TrayFile[] {
  const files = kept.map(({ file, name, alt }, at) => ({
    id: firstId + at,
    file,
    name,
    type: file.type,
    bytes: file.size,
    alt,
  }));
  return [...files, ...added].slice(0, LIMITS.maxAttachments);
}

function refusal(file: Blob, count: number, maxBytes: number): Refusal | undefined {
  if (count >= LIMITS.maxAttachments) return 'too-many';
  if (file.size === 0) return 'empty';
  return file.size > maxBytes ? 'too-large' : undefined;
}

/** Not longer than the server takes; its ending stays. */
function nameFor(name: string): string {
  if (name.length <= LIMITS.maxFileNameChars) return name;
  const ending = /\.[^.]{1,10}$/.exec(name)?.[0] ?? '';
  return name.slice(0, LIMITS.maxFileNameChars - ending.length) + ending;
}

export function withoutFile(tray: readonly TrayFile[], id: number): readonly TrayFile[] {
  return tray.filter((each) => each.id !== id);
}

export function withAlt(tray: readonly TrayFile[], id: number, alt: string): readonly TrayFile[] {
  return tray.map((each) => (each.id === id ? { ...each, alt: alt.slice(0, LIMITS.maxAltChars) } : each));
}

/** Moves a file by so many places, as far as there are any. */
export function moved(tray: readonly TrayFile[], id: number, by: number): readonly TrayFile[] {
  const from = tray.findIndex((each) => each.id === id);
  const file = tray[from];
  if (file === undefined) return tray;
  const to = Math.min(tray.length - 1, Math.max(0, from + by));
  return tray.toSpliced(from, 1).toSpliced(to, 0, file);
}

export function filesToSend(tray: readonly TrayFile[]): readonly FileToSend[] {
  return tray.map(({ file, name, alt }) => ({ file, name, ...(alt.trim() !== '' && { alt: alt.trim() }) }));
}
