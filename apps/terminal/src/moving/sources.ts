/**
 * The systems that are imported from.
 *
 * @module
 */
import { UsageError } from '../exit-codes.ts';
import type { Archive } from './archive.ts';
import { mattermostSource } from './mattermost/source.ts';
import { posthornSource } from './posthorn.ts';
import { slackSource } from './slack/source.ts';
import type { Source, SourceOptions } from './source.ts';

type Open = (archive: Archive, options: SourceOptions) => Promise<Source>;

const SOURCES: Readonly<Record<string, Open>> = {
  slack: slackSource,
  mattermost: mattermostSource,
  posthorn: posthornSource,
};

export const SOURCE_KINDS: readonly string[] = Object.keys(SOURCES);

/** Takes over `archive`. Throws a UsageError. */
export async function openSource(kind: string, archive: Archive, options: SourceOptions): Promise<Source> {
  try {
    const open = Object.hasOwn(SOURCES, kind) ? SOURCES[kind] : undefined;
    if (open === undefined)
      throw new UsageError(`"import ${kind}" is unknown: use ${SOURCE_KINDS.join(', ')}.`);
    return await open(archive, options);
  } catch (error) {
    await archive.close();
    throw error;
  }
}
