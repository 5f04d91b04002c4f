/**
 * Who says a message, as the user sees them.
 *
 * @module
 */
import { useLingui } from '@lingui/react';
import type { Content } from '@posthorn/protocol';
import { useName } from './use-name.ts';

export interface Spoken {
  readonly sender: number;
  /** Undefined: not known. */
  readonly content: Pick<Content, 'author'> | undefined;
}

/** The name of a person, or what an incoming webhook calls itself. */
export function useSpeaker({ sender, content }: Spoken): string {
  const { i18n } = useLingui();
  const known = useName(sender === 0 ? undefined : sender);
  return content?.author?.name ?? (sender === 0 ? i18n._('The server') : known);
}
