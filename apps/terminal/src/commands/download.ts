/**
 * download: a file that a message carries.
 *
 * @module
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Files, DownloadProgress } from '@posthorn/client/files';
import type { Command, Context } from '../command.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { safeName, sizeOf } from '../files/names.ts';
import { ProgressLine } from '../files/progress-line.ts';
import { withFiles } from '../files/with-files.ts';
import { writeBytes } from '../io.ts';

export const downloadCommand: Command = {
  name: 'download',
  summary: 'Download a file that a message carries. What was cut off goes on when the command runs again.',
  usages: ['ID [--out PATH] [--size N] [--force]'],
  options: {
    out: {
      type: 'string',
      placeholder: 'PATH',
      description:
        'Where to write it: a file, a directory, or "-" for stdout. Default: its own name in this directory. Until all has come it is in PATH.ID.part.',
    },
    size: {
      type: 'string',
      placeholder: 'N',
      description: 'A smaller picture of it instead, by its longest side: 320 or 1280.',
    },
    force: { type: 'boolean', description: 'Replace a file that is there.' },
  },
  positionals: [1, 1],
  run: (context) =>
    withFiles(context, 'download', async (_client, own) => {
      const [id = ''] = context.args.positionals;
      const out = context.args.text('out');
      return out === '-' ? toStdout(context, own, id) : toFile(context, own, { id, out: out ?? '.' });
    }),
};

async function toFile(
  context: Context,
  own: Files,
  { id, out }: { readonly id: string; readonly out: string },
): Promise<number> {
  const { io, args, output } = context;
  const isDirectory = await stat(out).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const path = isDirectory ? join(out, safeName((await own.info(id)).name)) : out;
  const bytes = await watched(context, (onProgress) =>
    own.save(id, path, { ...sizeIn(args), overwrite: args.flag('force'), onProgress, signal: io.signal }),
  );
  await output.result({ id, path, bytes }, `${path}: ${sizeOf(bytes)}`);
  return EXIT_CODES.ok.code;
}

async function toStdout(context: Context, own: Files, id: string): Promise<number> {
  const { io, args } = context;
  await watched(context, async (onProgress) => {
    const { stream } = await own.download(id, { ...sizeIn(args), onProgress, signal: io.signal });
    for await (const bytes of stream) await writeBytes(io.stdout, bytes);
  });
  return EXIT_CODES.ok.code;
}

function sizeIn(args: Context['args']): { readonly size?: number } {
  const size = args.number('size', 1);
  return size === undefined ? {} : { size };
}

/** Shows how far it is, and says once why it waits. */
async function watched<T>(
  { io, args, output }: Context,
  work: (onProgress: (progress: DownloadProgress) => void) => Promise<T>,
): Promise<T> {
  const line = new ProgressLine(io, !output.isJson);
  const [name = ''] = args.positionals;
  const noted = new Set<string>();
  try {
    return await work(({ received, bytes, error }) => {
      line.show(name, { done: received, bytes });
      if (error === undefined || noted.has(error.code)) return;
      noted.add(error.code);
      line.clear();
      output.note(`${error.message}; trying again …`);
    });
  } finally {
    line.clear();
  }
}
