/**
 * Converts messages to the plain texts that CIM's clients can show. Other content becomes readable text.
 *
 * @module
 */
import { decodeContent } from '@posthorn/protocol';
import { describeEvent } from '@posthorn/protocol/words';
import type { Event, MessageInit } from '@posthorn/protocol';
import type { Contents } from '../../router/contents.ts';
import { CIM_PROPERTIES, readProperties } from './note.ts';

/** A text, and its properties besides CIM's own three. */
export interface CimText {
  readonly text: string;
  readonly properties: Readonly<Record<string, string>>;
}

export interface CimTextOptions {
  /** Finds the names of those to whom something happened; asked for system events alone. */
  readonly nameOf: (user: number) => Promise<string>;
  /** How content reads that has no text. */
  readonly contents: Contents;
}

export async function cimText(
  { content }: MessageInit,
  { nameOf, contents }: CimTextOptions,
): Promise<CimText> {
  const decoded = decodeContent(content ?? new Uint8Array(0));
  const { text, kind } = decoded;
  const isNote = kind?.case === 'custom' && kind.value.type === CIM_PROPERTIES;
  const properties = isNote ? readProperties(kind.value.data) : {};
  if (text === '' && kind?.case === 'event')
    return { text: `[${await sentence(kind.value, nameOf)}]`, properties };
  return { text: contents.textOf(decoded), properties };
}

/** Describes an event without its sender, whom the frame names. */
async function sentence(event: Event, nameOf: (user: number) => Promise<string>): Promise<string> {
  const names = (await Promise.all(event.users.map(nameOf))).join(', ');
  return describeEvent(event, names) ?? 'something happened';
}
