/**
 * Where the bytes of files are kept.
 *
 * @module
 */
import { ConfigError } from './config-error.ts';
import { filesPlace } from './files-place.ts';
import { address, choice, freeText } from './kinds.ts';
import { OPTION_GROUPS, option, optional, optionsOf } from './option.ts';
import type { OptionTable, Values } from './option.ts';

export const FILES_OPTIONS = {
  files: optional({
    group: OPTION_GROUPS.files,
    kind: filesPlace,
    absent:
      '`files` in the data directory; with `--store memory`, a directory that goes with the server; none for a cluster on a ' +
      'database server',
    description:
      'Where the bytes of files are kept: a directory, which all routers of a cluster must share, or a bucket of a server ' +
      'that speaks S3. `off`: nobody can send files.',
    example: 's3://posthorn-files/chat',
  }),
  filesEndpoint: optional({
    group: OPTION_GROUPS.files,
    kind: address(['https', 'http']),
    absent: 'that of Amazon in the region',
    description: 'The server that speaks S3.',
    example: 'https://minio.example.com:9000',
  }),
  filesRegion: option({
    group: OPTION_GROUPS.files,
    kind: freeText('NAME', { min: 1, max: 100 }),
    default: 'us-east-1',
    description: 'The region of the bucket. Most servers besides Amazon’s take any.',
    example: 'eu-central-1',
  }),
  filesPathStyle: option({
    group: OPTION_GROUPS.files,
    kind: choice('auto', 'on', 'off'),
    default: 'auto',
    description:
      'Whether the bucket is in the path of the requests, or else in the host name. `auto`: in the path if there is ' +
      'a `--files-endpoint`.',
    example: 'on',
  }),
  filesAccessKey: optional({
    group: OPTION_GROUPS.files,
    kind: freeText('ID', { min: 1, max: 256 }),
    absent: 'none',
    description: 'The id of the access key. It may list, read, write and delete objects of the bucket.',
    example: 'AKIAIOSFODNN7EXAMPLE',
    secret: true,
  }),
  filesSecretKey: optional({
    group: OPTION_GROUPS.files,
    kind: freeText('SECRET', { min: 1, max: 1024 }),
    absent: 'none',
    description:
      'The secret of the access key. No flag takes it, as everybody could see it in the list of processes.',
    example: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    secret: true,
    isNoFlag: true,
  }),
} as const satisfies OptionTable;

/** Keys without a bucket do no harm: the nodes of a cluster may share one environment. */
export function checkFiles(config: Values): void {
  const { files, filesAccessKey, filesSecretKey } = optionsOf(config, FILES_OPTIONS);
  if (files?.kind !== 's3' || (filesAccessKey !== undefined && filesSecretKey !== undefined)) return;
  throw new ConfigError(
    '--files names a bucket, so --files-access-key and POSTHORN_FILES_SECRET_KEY are needed, or the paths of files ' +
      'with them in POSTHORN_FILES_ACCESS_KEY_FILE and POSTHORN_FILES_SECRET_KEY_FILE.',
  );
}
