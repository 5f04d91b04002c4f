/**
 * export-all: everything that a server keeps, to move it.
 *
 * @module
 */
import type { Command } from '../command.ts';
import { EXIT_CODES, UsageError } from '../exit-codes.ts';
import { exportAll } from '../moving/export-all.ts';
import { Progress } from '../moving/progress.ts';
import { KEY_OPTION, withRest } from '../rest.ts';
import { atServer, SERVER_POSITION } from '../server-position.ts';

export const exportAllCommand: Command = {
  name: 'export-all',
  summary:
    'Export users, conversations and files of a whole server, for "posthorn import posthorn". For administrators.',
  usages: [`${SERVER_POSITION} --to DIR [--resume]`],
  options: {
    to: { type: 'string', placeholder: 'DIR', description: 'A directory of its own; it is made.' },
    resume: { type: 'boolean', description: 'Go on with an export that was cut off.' },
    'no-files': { type: 'boolean', description: 'Leave the bytes of files out.' },
    key: KEY_OPTION,
  },
  positionals: [0, 1],
  async run(given) {
    const context = atServer(given, 0);
    const { args, io, output } = context;
    const directory = args.text('to');
    if (directory === undefined) throw new UsageError('Say where to: --to DIR.');
    const progress = new Progress(io, output.isJson);
    const hasFiles = !args.flag('no-files');
    const done = await withRest(
      context,
      'export-all',
      (rest) =>
        exportAll({ rest, directory, resumes: args.flag('resume'), hasFiles, progress, signal: io.signal }),
      { takesKey: true },
    );
    await output.result(done, `${done.records} records and ${done.files} files are in ${directory}.`);
    return EXIT_CODES.ok.code;
  },
};
