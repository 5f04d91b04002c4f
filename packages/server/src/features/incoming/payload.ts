/**
 * What is posted, as a text and who it is from: payloads of Slack's and of Mattermost's incoming webhooks.
 *
 * @module
 */
import { isUtf8 } from 'node:buffer';
import { LIMITS } from '@posthorn/protocol';
import { isDeeperThan, MAX_JSON_DEPTH } from '../../http/json-depth.ts';
import { textsOfAttachments } from './attachments.ts';
import { textsOfBlocks } from './blocks.ts';
import { emojiCalled } from './emoji.ts';
import { isFields, textIn } from './fields.ts';
import type { Fields } from './fields.ts';
import { toMarkup } from './mrkdwn.ts';
import { PostRefusal } from './refusal.ts';

export interface Said {
  /** Not empty, and not too long. */
  readonly text: string;
  /** What it wants to be called, and how it wants to look. Empty: as the webhook does. Not checked. */
  readonly name: string;
  readonly avatarUrl: string;
  readonly emoji: string;
}

/** Ends a text that is cut. */
const CUT = '\n…';

/** Reads the body of a request. Throws PostRefusal. */
export function readBody(body: Buffer, contentType: string): Said {
  return saidIn(parsed(body, contentType));
}

/** JSON, or a form with JSON in `payload`. Some tools call JSON a form, as `curl -d` does. */
function parsed(body: Buffer, contentType: string): Fields {
  if (!isUtf8(body)) throw new PostRefusal('invalid_payload', 'the body is not UTF-8');
  const isForm = contentType.startsWith('application/x-www-form-urlencoded') && !startsAsJson(body);
  const json = isForm ? Buffer.from(new URLSearchParams(body.toString()).get('payload') ?? '') : body;
  if (json.length === 0)
    throw new PostRefusal('invalid_payload', 'send JSON such as {"text":"…"}, or a form with it as payload=');
  if (isDeeperThan(json, MAX_JSON_DEPTH))
    throw new PostRefusal('invalid_payload', `the JSON is nested more than ${MAX_JSON_DEPTH} deep`);
  const payload = fromJson(json.toString());
  if (!isFields(payload))
    throw new PostRefusal('invalid_payload', 'the JSON is no object, such as {"text":"…"}');
  return payload;
}

function startsAsJson(body: Buffer): boolean {
  return /^\s*\{/.test(body.toString('latin1', 0, 64));
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new PostRefusal('invalid_payload', 'the JSON cannot be read', { cause });
  }
}

function saidIn(payload: Fields): Said {
  const blocks = textsOfBlocks(payload);
  // Beside blocks it is what notifications say.
  const words = blocks.length > 0 ? blocks : [toMarkup(textIn(payload, 'text'))];
  const text = [...words, ...textsOfAttachments(payload)].filter((each) => each !== '').join('\n\n');
  if (text === '')
    throw new PostRefusal('no_text', 'give "text", "blocks" or "attachments" that say something');
  return {
    text: shortened(text.replaceAll('\0', '')),
    name: textIn(payload, 'username'),
    avatarUrl: textIn(payload, 'icon_url'),
    emoji: emojiOf(textIn(payload, 'icon_emoji')),
  };
}

/** An alert that is cut is worth more than one that is refused. */
function shortened(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= LIMITS.maxTextBytes) return text;
  const kept = bytes.toString('utf8', 0, LIMITS.maxTextBytes - Buffer.byteLength(CUT));
  // A character that was cut in the middle is none.
  return kept.replace(/\uFFFD$/, '') + CUT;
}

function emojiOf(name: string): string {
  return emojiCalled(name) ?? (/^:.*:$/.test(name) ? '' : name);
}
