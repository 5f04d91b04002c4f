/**
 * Parses `--files`: where the bytes of files are kept.
 *
 * @module
 */
import type { Kind } from './kinds.ts';

export type FilesPlace =
  | { readonly kind: 'off' }
  | { readonly kind: 'directory'; readonly directory: string }
  /** `prefix`: of the names of all objects; empty, or with a slash at its end. */
  | { readonly kind: 's3'; readonly bucket: string; readonly prefix: string };

const MAX_LENGTH = 4096;
/** "Bucket naming rules" in Amazon's documentation; others take underscores and capitals too. */
const BUCKET = /^[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]$/;
const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;

export const filesPlace: Kind<FilesPlace> = {
  placeholder: 'DIR|s3://BUCKET/PREFIX|off',
  parse(raw) {
    if (typeof raw !== 'string' || raw === '' || raw.length > MAX_LENGTH)
      throw new Error(`must be text of 1 to ${MAX_LENGTH} characters`);
    if (raw === 'off') return { kind: 'off' };
    if (!SCHEME.test(raw)) return { kind: 'directory', directory: raw };
    return bucketOf(raw);
  },
  format(place) {
    switch (place.kind) {
      case 'off':
        return 'off';
      case 'directory':
        return place.directory;
      case 's3':
        return `s3://${place.bucket}/${place.prefix}`;
    }
  },
};

function bucketOf(text: string): FilesPlace {
  const [, bucket = '', path = ''] = /^s3:\/\/([^/?#@]*)\/?([^?#]*)$/.exec(text) ?? [];
  if (!BUCKET.test(bucket))
    throw new Error(
      'must be a directory, s3://BUCKET/PREFIX, or off; endpoint and keys have options of their own',
    );
  const prefix = path.replace(/\/+$/, '');
  return { kind: 's3', bucket, prefix: prefix === '' ? '' : `${prefix}/` };
}
