// `npm start`: installs what is missing and builds the web client, then is `posthorn start` with the arguments it was given. The launcher runs in
// this process, so that no second one stands beside the server.
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureInstalled } from './install.mjs';
import { ensureWeb } from './web.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const LAUNCHER = join(ROOT, 'apps/cli/bin/posthorn.js');

if (await isInstalled()) {
  process.argv.splice(1, 1, LAUNCHER, 'start');
  await import(pathToFileURL(LAUNCHER).href);
}

async function isInstalled() {
  try {
    const node = await ensureInstalled(ROOT);
    if (servesOurPage(process.argv.slice(2))) await builtPage(node);
    return true;
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
    return false;
  }
}

/** Unless another page is to be served, or none. */
function servesOurPage(args) {
  const asks = args.some((each) => ['--help', '-h'].includes(each));
  const given = args.find((each, index) => each.startsWith('--web=') || args[index - 1] === '--web');
  const web = given?.replace('--web=', '') ?? process.env.POSTHORN_WEB ?? 'on';
  return !asks && web === 'on';
}

/** A server without its page, or with an earlier one, is better than none. */
async function builtPage(node) {
  try {
    await ensureWeb(ROOT, node);
  } catch (error) {
    console.error(`${error.message} The server starts without it.`);
  }
}
