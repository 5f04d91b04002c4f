/**
 * Pictures of people and groups.
 *
 * @module
 */

const FILE = /^\/v1\/files\/[0-9a-f]{32}$/;

/**
 * Where the picture of a profile or a group is, below the server's root and without a slash at the beginning. Undefined: there is
 * none, or it lies on another host, which the page never asks.
 */
export function picturePath(url: string | undefined): string | undefined {
  return url !== undefined && FILE.test(url) ? url.slice(1) : undefined;
}
