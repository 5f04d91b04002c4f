/**
 * The page that a router serves, and the assets of its earlier builds.
 *
 * @module
 */
import { join } from 'node:path';
import type { RouterState } from '../../router/services.ts';
import { PageFiles } from './files.ts';
import { keepAssets } from './kept-assets.ts';
import { keptDirectory, pageDirectory } from './options.ts';

export interface ServedPage {
  /** undefined: no page is served. */
  readonly files?: PageFiles;
  /** Resolves when the assets of builds that were seen are kept. */
  kept(): Promise<void>;
}

/** Keeps the assets of each build: its pages may still be open when the next one has taken its place. */
export const PAGE: RouterState<ServedPage> = {
  name: 'page',
  open: ({ config, clock, logger }) => {
    const directory = pageDirectory(config.options);
    const kept = keptDirectory(config.options);
    if (directory === undefined) return { kept: () => Promise.resolve() };
    let keeping = Promise.resolve();
    const failed = (error: unknown): void => {
      // There is no data directory, or the build has no assets.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      logger.warn({ err: error }, 'the files of the web client could not be kept for pages that are open');
    };
    const onBuild = (): void => {
      if (kept === undefined) return;
      keeping = keeping.then(() => keepAssets(join(directory, 'assets'), kept, clock.now())).catch(failed);
    };
    const files = new PageFiles(directory, { kept, onBuild });
    // Before anybody asks, so that it is kept even if nobody does.
    const looked = files.page((html) => html).catch(failed);
    return {
      files,
      async kept() {
        await looked;
        await keeping;
      },
    };
  },
  close: (page) => page.kept(),
};
