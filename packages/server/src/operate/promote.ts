/**
 * `posthorn promote`: moves the data of an embedded installation to the database of a cluster.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { CopiedBlobs } from '../blobs/copy.ts';
import type { Config } from '../compose/options.ts';
import { ConfigError } from '../config/config-error.ts';
import { silentLogger } from '../logger.ts';
import { createMysqlEngine } from '../store/mysql/engine.ts';
import { createPostgresEngine } from '../store/postgres/engine.ts';
import { DatabaseAddress } from '../store/server/address.ts';
import type { Engine } from '../store/server/engine.ts';
import { closeDirectory, lockDirectory, openDirectory, reasonClosed } from '../store/sqlite/directory.ts';
import { DifferenceError, move } from '../store/transfer/move.ts';
import type { Moved } from '../store/transfer/move.ts';
import { TransferSource } from '../store/transfer/source.ts';
import { TransferTarget } from '../store/transfer/target.ts';
import { systemClock, systemRandom } from '../system.ts';
import { contentOf } from './backup.ts';
import { OperateError } from './command.ts';
import type { CommandAnswer, OperateArguments, OperateCommand, OperateContext } from './command.ts';
import {
  assertNoFiles,
  assertSome,
  copyFiles,
  FILES_OPTION,
  filesFields,
  filesIdIn,
  filesText,
  markFiles,
  openFiles,
  placeOf,
} from './files.ts';

export const PROMOTE: OperateCommand = {
  name: 'promote',
  summary:
    'Moves an installation from its data directory into an empty PostgreSQL or MySQL/MariaDB database. Nothing changes for ' +
    'its users; when it is interrupted, run it again.',
  options: {
    from: {
      placeholder: 'DIR',
      description: 'The data directory; no server may use it. It stays as it is, closed.',
      isRequired: true,
    },
    to: {
      placeholder: 'URL',
      description: 'The database, as in posthorn start --store URL.',
      isRequired: true,
      environment: 'POSTHORN_STORE',
    },
    files: FILES_OPTION,
    'files-to': {
      placeholder: 'DIR|s3://BUCKET/PREFIX',
      description:
        'Where the bytes of files go: a directory that all routers will share, or a bucket. Without it they stay where they are.',
    },
    undo: { description: 'Take back a move that has not come to its end.' },
  },
  run: runPromote,
};

const RETRY_MS = 500;

async function runPromote(args: OperateArguments, context: OperateContext): Promise<CommandAnswer> {
  const directory = args.value('from');
  if (!existsSync(join(directory, 'posthorn.db'))) {
    throw new OperateError(`There is no database in ${directory}: name the data directory of a server.`);
  }
  const database = addressOf(args.value('to'));
  const address = String(database);
  const files = placesOf(args, context.env);
  const lock = await lockDirectory(directory);
  try {
    const reason = reasonClosed(directory);
    const underWay = `It is being moved to ${address}: run posthorn promote again to go on, or with --undo to go back.`;
    if (reason !== undefined && reason !== underWay)
      throw new OperateError(`${directory} is closed: ${reason}`);
    const target = await TransferTarget.open({
      engine: engineOf(database),
      tables: context.tables,
      clock: systemClock,
      random: systemRandom,
      logger: silentLogger,
    });
    try {
      return args.has('undo')
        ? await undo(directory, target)
        : await promote({ directory, address, target, underWay, files }, context);
    } finally {
      await target.close();
    }
  } finally {
    lock.release();
  }
}

interface Promotion {
  readonly directory: string;
  /** The address without its password. */
  readonly address: string;
  readonly target: TransferTarget;
  readonly underWay: string;
  readonly files: FilesPlaces;
}

/** Where the bytes of files are, and where they go. */
interface FilesPlaces {
  readonly from: Config;
  /** Undefined: they stay. */
  readonly to: Config | undefined;
}

function placesOf(args: OperateArguments, env: OperateContext['env']): FilesPlaces {
  const [data, to] = [args.value('from'), args.value('files-to')];
  return {
    from: placeOf(data, args.value('files'), env),
    to: to === '' ? undefined : placeOf(data, to, env),
  };
}

/** Undefined if they stay where they are, or there are none. Can be repeated. */
async function moveFiles(
  { directory, files: { from, to } }: Promotion,
  context: OperateContext,
): Promise<CopiedBlobs | undefined> {
  const path = join(directory, 'posthorn.db');
  const source = to && (await openFiles(from));
  if (to === undefined || source === undefined) {
    if (to !== undefined) assertNoFiles(path);
    return undefined;
  }
  try {
    const target = await openFiles(to, { isMade: true });
    if (target === undefined) return undefined;
    try {
      await markFiles(target.mark, filesIdIn(path), { isOwn: false });
      const copied = await copyFiles(path, { from: source.blobs, to: target.blobs }, context);
      assertSome(copied, source.place);
      return copied;
    } finally {
      await target.blobs.close();
    }
  } finally {
    await source.blobs.close();
  }
}

async function promote(promotion: Promotion, context: OperateContext): Promise<CommandAnswer> {
  const { directory, address, target, underWay } = promotion;
  const startedAt = context.clock.monotonic();
  const source = new TransferSource(directory, context.tables);
  try {
    const wasUnderWay = reasonClosed(directory) !== undefined;
    const state = await target.state();
    const isDone = wasUnderWay && state.kind === 'in-use' && state.epoch === source.facts.epoch;
    const copied = isDone ? undefined : await moveFiles(promotion, context);
    const moved = isDone ? undefined : await carryOut(promotion, source, context);
    closeDirectory(
      directory,
      `It has moved to ${address}: start it with --store and that address. To go back and lose what happened there, remove closed.txt.`,
    );
    return answer(moved, {
      copied,
      directory,
      address,
      ms: Math.round(context.clock.monotonic() - startedAt),
    });
  } catch (error) {
    const isStarted = (await target.state().catch(() => undefined))?.kind !== 'empty';
    if (reasonClosed(directory) === underWay && !isStarted) openDirectory(directory);
    throw error;
  } finally {
    source.close();
  }
}

async function carryOut(
  { directory, target, underWay }: Promotion,
  source: TransferSource,
  { progress, signal }: OperateContext,
): Promise<Moved> {
  if ((await target.state()).kind !== 'in-use') closeDirectory(directory, underWay);
  try {
    return await move({
      source,
      target,
      onProgress(step, done, total) {
        signal.throwIfAborted();
        progress.show(step, done, total);
      },
      pause: () => wait(RETRY_MS, undefined, { signal }),
    });
  } catch (error) {
    if (error instanceof DifferenceError) {
      await target.clear();
      openDirectory(directory);
      throw new OperateError(`${error.message} It was taken back; the installation is as it was.`, {
        cause: error,
      });
    }
    throw error;
  }
}

function answer(
  moved: Moved | undefined,
  {
    copied,
    directory,
    address,
    ms,
  }: {
    readonly copied: CopiedBlobs | undefined;
    readonly directory: string;
    readonly address: string;
    readonly ms: number;
  },
): CommandAnswer {
  const start = `Start it with --store and that address; ${directory} is closed now and can be kept as a backup.`;
  if (moved === undefined) {
    return {
      text: `It had moved to ${address} already. ${start}`,
      fields: { event: 'promote', to: address, isResumed: true },
    };
  }
  const { counts, ...others } = moved;
  return {
    text: `${contentOf(moved)} have moved to ${address} and were compared row by row, in ${(ms / 1000).toFixed(1)} s. ${copied === undefined ? '' : `${filesText(copied)} `}${start}`,
    fields: {
      event: 'promote',
      to: address,
      ms,
      ...counts,
      ...others,
      ...(copied && { blobs: filesFields(copied) }),
    },
  };
}

async function undo(directory: string, target: TransferTarget): Promise<CommandAnswer> {
  const state = await target.state();
  if (state.kind === 'in-use') {
    throw new OperateError(
      'There is data in that database and no move under way, so nothing can be taken back.',
    );
  }
  if (state.kind === 'moving') await target.clear();
  openDirectory(directory);
  return {
    text: `The move was taken back; ${directory} can be used as before.`,
    fields: { event: 'undo', data: directory },
  };
}

function addressOf(text: string): DatabaseAddress {
  if (!text.includes('://')) {
    throw new ConfigError('--to must be a URL such as postgres://user:password@host:5432/database.');
  }
  try {
    return new DatabaseAddress(text);
  } catch (cause) {
    throw new ConfigError(`--to ${(cause as Error).message}.`, { cause });
  }
}

function engineOf(address: DatabaseAddress): Engine {
  const create = { postgres: createPostgresEngine, mysql: createMysqlEngine }[address.engine];
  return create(address, silentLogger);
}
