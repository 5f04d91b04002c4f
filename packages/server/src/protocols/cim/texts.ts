/**
 * Converts messages to the plain texts that CIM's clients can show.
 *
 * @module
 */
import { decodeContent } from '@posthorn/protocol';
import type { MessageInit } from '@posthorn/protocol';
import { lookedUp, mentionsIn, readableText } from '../readable.ts';
import type { Lookups, Wording } from '../readable.ts';
import { CIM_PROPERTIES, readProperties } from './note.ts';

/** A text, and its properties besides CIM's own three. */
export interface CimText {
  readonly text: string;
  readonly properties: Readonly<Record<string, string>>;
  /** It tells what its sender did, also where the server writes. */
  readonly isEvent: boolean;
}

/** Undefined: not to be shown. */
export async function cimText(
  message: MessageInit,
  options: Lookups & Wording,
): Promise<CimText | undefined> {
  const content = decodeContent(message.content ?? new Uint8Array(0));
  const found = await lookedUp(mentionsIn(content), options);
  const words = readableText(content, message.sender ?? 0, options, found);
  if (words === '') return undefined;
  const { kind, text } = content;
  const isEvent = kind?.case === 'event';
  const isNote = kind?.case === 'custom' && kind.value.type === CIM_PROPERTIES;
  const properties = isNote ? readProperties(kind.value.data) : {};
  return { text: isEvent && text === '' ? `[${words}]` : words, properties, isEvent };
}
