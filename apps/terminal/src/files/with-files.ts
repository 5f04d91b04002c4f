/**
 * Runs a function with a connected client and its files.
 *
 * @module
 */
import type { Client } from '@posthorn/client';
import { files } from '@posthorn/client/files';
import type { Files } from '@posthorn/client/files';
import type { Context } from '../command.ts';
import { credentialsOf } from '../credentials.ts';
import { UsageError } from '../exit-codes.ts';
import { withClient } from '../online.ts';
import { stateDirectory } from '../profiles.ts';
import { UploadNotes } from './upload-notes.ts';
import { join } from 'node:path';

/** Like withClient(), for a server whose HTTP address is known. Uploads that were cut off go on. */
export async function withFiles<T>(
  context: Context,
  command: string,
  work: (client: Client, own: Files) => Promise<T>,
): Promise<T> {
  const { server } = credentialsOf(context.args, context.io.env);
  if (!/^(https?|wss?):/i.test(server)) {
    throw new UsageError(
      `"posthorn ${command}" needs the HTTP address of the server for files: --server http://host:7010.`,
    );
  }
  return withClient(context, command, async (client) => {
    const notes = notesOf(context, client, server);
    try {
      return await work(client, files(client, notes === undefined ? {} : { uploads: notes }));
    } finally {
      notes?.close();
    }
  });
}

/** Undefined: there is no place for them, and uploads begin anew. */
function notesOf({ io }: Context, { state }: Client, server: string): UploadNotes | undefined {
  const name = state.name === 'online' ? (state.session.user?.name ?? '') : '';
  try {
    return new UploadNotes(join(stateDirectory(io.env, server, name), 'uploads'));
  } catch {
    return undefined;
  }
}
