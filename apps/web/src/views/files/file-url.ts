/**
 * Where files are.
 *
 * @module
 */
import { serverUrl } from '../frame/root.ts';

/** `size`: the longest side of a smaller picture that the attachment lists. It needs the cookie of the session. */
export function fileUrl(id: string, { size, download }: { size?: number; download?: boolean } = {}): string {
  const query = size === undefined ? '' : `?size=${size}`;
  return serverUrl(`v1/files/${encodeURIComponent(id)}${download === true ? '?download' : query}`);
}
