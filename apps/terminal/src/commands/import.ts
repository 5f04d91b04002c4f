/**
 * import: brings users, groups, histories and files of another system.
 *
 * @module
 */
import { writeFile } from 'node:fs/promises';
import type { Command, Context } from '../command.ts';
import { serverOf } from '../credentials.ts';
import { EXIT_CODES, UsageError } from '../exit-codes.ts';
import { openArchive } from '../moving/open-archive.ts';
import { dryRun } from '../moving/dry-run.ts';
import { Importer } from '../moving/importer.ts';
import { Progress } from '../moving/progress.ts';
import { Report } from '../moving/report.ts';
import type { Source } from '../moving/source.ts';
import { openSource, SOURCE_KINDS } from '../moving/sources.ts';
import { StateFile } from '../moving/state.ts';
import { KEY_OPTION, withRest } from '../rest.ts';
import { atServer, SERVER_POSITION } from '../server-position.ts';

export const importCommand: Command = {
  name: 'import',
  summary:
    'Bring users, groups, histories and files from Slack, Mattermost or another Posthorn server. For administrators; docs/import.md.',
  usages: SOURCE_KINDS.map(
    (kind) => `${kind} FILE ${SERVER_POSITION} [--dry-run] [--resume] [--report FILE]`,
  ),
  options: {
    'dry-run': {
      type: 'boolean',
      description: 'Read the export and say what would be imported. Nothing is sent.',
    },
    resume: {
      type: 'boolean',
      description: 'Go on where an import of this file into this server was cut off.',
    },
    report: { type: 'string', placeholder: 'FILE', description: 'Write the report there too, as JSON.' },
    unread: { type: 'boolean', description: 'What is imported is unread. Default: everybody has read it.' },
    link: {
      type: 'boolean',
      description:
        'Accounts that have the name of a user of the export are theirs. Default: the user gets another name.',
    },
    'no-files': { type: 'boolean', description: 'Leave files out.' },
    'file-host': {
      type: 'string',
      placeholder: 'HOST',
      isRepeatable: true,
      description: 'Files are fetched from this host too. Default: from slack.com alone.',
    },
    key: KEY_OPTION,
  },
  positionals: [2, 3],
  async run(given) {
    const [kind = '', path = ''] = given.args.positionals;
    const context = atServer(given, 2);
    const source = await openSource(kind, await openArchive(path), {
      isUnread: context.args.flag('unread'),
      links: context.args.flag('link'),
      hasFiles: !context.args.flag('no-files'),
      fileHosts: context.args.all('file-host'),
      signal: context.io.signal,
    });
    try {
      return await (context.args.flag('dry-run') ? tryOut(context, source) : bring(context, source, path));
    } finally {
      await source.close();
    }
  },
};

async function tryOut(context: Context, source: Source): Promise<number> {
  if (context.args.flag('resume')) throw new UsageError('Give either --dry-run or --resume.');
  const report = new Report(source.kind);
  await dryRun({ source, report, progress: new Progress(context.io, context.output.isJson) });
  await tell(context, report);
  return EXIT_CODES.ok.code;
}

async function bring(context: Context, source: Source, path: string): Promise<number> {
  const { io, args, output } = context;
  const file = new StateFile(path);
  const here = { server: serverOf(args, io.env), source: source.kind };
  const before = args.flag('resume') ? await file.read(here) : undefined;
  const report = new Report(source.kind, before?.report);
  let hasBegun = before !== undefined;
  const keep = keeper(context, (done) => {
    hasBegun = true;
    return file.write({ ...here, done, report: report.json() });
  });
  const progress = new Progress(io, output.isJson);
  try {
    await withRest(
      context,
      'import',
      (rest) =>
        new Importer({
          rest,
          source,
          report,
          progress,
          signal: io.signal,
          done: before?.done ?? 0,
          onDone: keep,
        }).run(),
      { takesKey: true },
    );
  } catch (error) {
    progress.end();
    if (hasBegun) output.note('the import is not complete: go on with --resume');
    throw error;
  }
  await tell(context, report);
  await file.remove();
  return report.hasRefused ? EXIT_CODES.refused.code : EXIT_CODES.ok.code;
}

/** Goes on without --resume where nothing can be written beside the source. */
function keeper(
  { output }: Context,
  write: (done: number) => Promise<void>,
): (done: number) => Promise<void> {
  let canWrite = true;
  return async (done) => {
    if (!canWrite) return;
    try {
      await write(done);
    } catch {
      canWrite = false;
      output.note('how far it is cannot be kept beside the export, so --resume will begin at the start');
    }
  };
}

async function tell({ args, output }: Context, report: Report): Promise<void> {
  const path = args.text('report');
  const json = report.json();
  if (path !== undefined) await writeFile(path, `${JSON.stringify(json, null, 2)}\n`);
  await output.result(json, report.lines());
}
