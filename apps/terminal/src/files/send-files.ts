/**
 * Sends one message with files.
 *
 * @module
 */
import { stat } from 'node:fs/promises';
import type { Client, ContentInit, PosthornError, Target } from '@posthorn/client';
import type { Context } from '../command.ts';
import { counted } from '../counted.ts';
import { EXIT_CODES, UsageError } from '../exit-codes.ts';
import { noteDelays, unlessAborted } from '../sending.ts';
import { shortFields } from './attachment-line.ts';
import { ProgressLine } from './progress-line.ts';
import { withFiles } from './with-files.ts';

export interface FilesToSend {
  readonly target: Target;
  readonly paths: readonly string[];
  readonly contentOf: (client: Client) => Promise<ContentInit>;
}

/** Rejects with UsageError, before anything is done, if one of them is no file. */
export async function sendFiles(
  context: Context,
  { target, paths, contentOf }: FilesToSend,
): Promise<number> {
  const { args, io, output } = context;
  const [clientId, alts, voice] = [args.text('client-id'), args.all('alt'), args.flag('voice')];
  if (alts.length > paths.length) throw new UsageError('There are more --alt than --file.');
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile() !== true) throw new UsageError(`--file: there is no file ${path}.`);
  }
  return withFiles(context, 'send', async (client, own) => {
    const line = new ProgressLine(io, !output.isJson);
    noteDelays(context, client);
    const note = onceEach((error) => {
      line.clear();
      output.note(`${error.message}; trying again …`);
    });
    const name = paths.length === 1 ? (paths[0] ?? '') : counted(paths.length, 'file');
    try {
      const {
        attachments,
        conversation,
        seq,
        clientId: id,
      } = await unlessAborted(
        io.signal,
        own.send(target, {
          ...(await contentOf(client)),
          ...(clientId !== undefined && { clientId }),
          files: paths.map((source, at) => ({ source, voice, alt: alts[at] ?? '' })),
          onProgress({ sent, bytes, files }) {
            line.show(name, { done: sent, bytes });
            for (const { error, state } of files) if (state === 'waiting') note(error);
          },
        }).done,
      );
      line.clear();
      const value = { conversation, seq, clientId: id, attachments: attachments.map(shortFields) };
      await output.result(
        value,
        `sent as ${seq} in ${conversation}, with ${counted(attachments.length, 'file')}`,
      );
      return EXIT_CODES.ok.code;
    } finally {
      line.clear();
    }
  });
}

/** Calls a function for the first error of each code. */
function onceEach(tell: (error: PosthornError) => void): (error: PosthornError | undefined) => void {
  const told = new Set<string>();
  return (error) => {
    if (error === undefined || told.has(error.code)) return;
    told.add(error.code);
    tell(error);
  };
}
