// `npm start`: installs what is missing, then is `posthorn start` with the arguments it was given. The launcher runs in
// this process, so that no second one stands beside the server.
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureInstalled } from './install.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const LAUNCHER = join(ROOT, 'apps/cli/bin/posthorn.js');

if (await isInstalled()) {
  process.argv.splice(1, 1, LAUNCHER, 'start');
  await import(pathToFileURL(LAUNCHER).href);
}

async function isInstalled() {
  try {
    await ensureInstalled(ROOT);
    return true;
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
    return false;
  }
}
