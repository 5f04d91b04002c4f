/**
 * Finds messages with links in the log.
 *
 * @module
 */
import { decodeContent } from '@posthorn/protocol';
import { optionsOf } from '../../config/option.ts';
import type { Follower, LogEntry } from '../../pipeline/followers/follower.ts';
import type { Services } from '../../router/services.ts';
import { mayHaveLinks } from './links.ts';
import { PREVIEW_OPTIONS } from './options.ts';
import { PREVIEWS } from './previews.ts';

/** An older message gets no preview: the follower was away, or turned off. */
const MAX_AGE_MS = 3_600_000;

export function followers(services: Services): readonly Follower[] {
  if (!optionsOf(services.config.options, PREVIEW_OPTIONS).previews) return [];
  const { clock } = services;
  return [
    {
      name: 'previews',
      start: 'now',
      concerns: ({ content }) => hasScheme(content),
      handle(entries) {
        const previews = services.state(PREVIEWS);
        const since = clock.now() - MAX_AGE_MS;
        for (const entry of entries) {
          const seq = entry.time < since ? 0 : linkedSeq(entry);
          if (seq > 0) previews.want({ conversation: entry.conversation, sender: entry.sender, seq });
        }
        return Promise.resolve();
      },
    },
  ];
}

const COLON = 0x3a;
const SLASH = 0x2f;

/** Whether the end of a scheme, `://`, is in a content. */
function hasScheme(content: Uint8Array): boolean {
  for (let at = content.indexOf(COLON); at !== -1; at = content.indexOf(COLON, at + 1)) {
    if (content[at + 1] === SLASH && content[at + 2] === SLASH) return true;
  }
  return false;
}

/** The message that has new words with links: this one, or the one that it edits. 0: none. */
export function linkedSeq({ content, seq }: Pick<LogEntry, 'content' | 'seq'>): number {
  if (!hasScheme(content)) return 0;
  const { text, kind, noPreview } = decodeContent(content);
  if (kind?.case === 'edit') return mayHaveLinks(kind.value.text) ? kind.value.target : 0;
  return kind === undefined && !noPreview && mayHaveLinks(text) ? seq : 0;
}
