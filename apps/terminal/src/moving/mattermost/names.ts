/**
 * What is called how: a bulk export has names instead of ids.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import type { MmReply } from './shapes.ts';

const MAX_CHARS = 100;
const HASH_CHARS = 32;
const SHORT_HASH_CHARS = 10;

export function userKey(username: string): string {
  return keyOf('u', username);
}

export function channelKey(team: string, channel: string): string {
  return keyOf('c', `${team}/${channel}`);
}

export function directKey(members: readonly string[]): string {
  return keyOf('d', [...new Set(members)].sort().join(','));
}

export function fileKey(path: string): string {
  return keyOf('f', path);
}

/** Of a post or a reply, within its conversation. */
export function postKey({ user = '', message = '', create_at: time = 0 }: MmReply): string {
  const key = `${time}.${hashOf(message, SHORT_HASH_CHARS)}.${user}`;
  return isPlain(key) ? key : `${time}.${hashOf(`${user} ${message}`, HASH_CHARS)}`;
}

function keyOf(kind: string, name: string): string {
  const key = `mattermost:${kind}:${name}`;
  return isPlain(key) ? key : `mattermost:${kind}:${hashOf(name, HASH_CHARS)}`;
}

function isPlain(key: string): boolean {
  return key.length <= MAX_CHARS && /^[\x21-\x7e]+$/.test(key);
}

function hashOf(text: string, chars: number): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, chars);
}
