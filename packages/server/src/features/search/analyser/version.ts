/**
 * Which analyser made the tokens of an index.
 *
 * @module
 */

/**
 * Raised whenever the same text gets other tokens, or the same token another code. An index of another version must be
 * built anew: what it holds no longer matches what queries ask for.
 */
export const ANALYSER_VERSION = 1;
