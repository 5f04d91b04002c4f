#!/usr/bin/env node
// The launcher: plain JavaScript that Node 20 can read, because its first job is to find the Node that Posthorn
// needs. With that Node it runs the command from source in a checkout (type stripping), or from dist/ in an
// installed package. One process does it all where Node allows: a Node that is new enough runs the command
// itself, an older one is replaced by the pinned one, and only one without `process.execve` keeps it as a child.
import { existsSync, lstatSync, mkdirSync, readFileSync } from 'node:fs';
import nodeModule, { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Keep in step with `engines` in package.json (a test compares them). */
const MIN_NODE_MAJOR = 24;

/** Set for the Node that the launcher starts, so that a wrong binary cannot start itself for ever. */
const RELAUNCHED = 'POSTHORN_RELAUNCHED';

/**
 * glibc: what is freed goes back to the system if it is of the first size, or at the end of the heap and of the second.
 * Left to itself, glibc raises both with the largest block it has seen, and a server keeps for good what one attack took.
 * Read when a process starts, and by nothing but glibc.
 */
const MALLOC = { MALLOC_MMAP_THRESHOLD_: '4194304', MALLOC_TRIM_THRESHOLD_: '1048576' };

if (nodeMajor() >= MIN_NODE_MAJOR) {
  if (process.argv[2] === 'start') startAgainWithMalloc();
  await runCommand();
} else {
  await relaunchWithPinnedNode();
}

function nodeMajor() {
  return Number.parseInt(process.versions.node, 10);
}

async function runCommand() {
  if (process.env[RELAUNCHED] !== undefined) endWithLauncher();
  delete process.env[RELAUNCHED];
  keepCompiledCode();
  const source = new URL('../src/main.ts', import.meta.url);
  const built = new URL('../dist/main.js', import.meta.url);
  const entry = [source, built].find((url) => existsSync(url));
  if (entry === undefined) {
    fail('Posthorn is not complete: neither src/main.ts nor dist/main.js exists beside the launcher.');
    return;
  }
  await import(entry.href);
}

/** Replaces this process by itself, once. Does nothing where it cannot. What the environment says already stays. */
function startAgainWithMalloc() {
  const names = Object.keys(MALLOC);
  if (process.platform !== 'linux' || typeof process.execve !== 'function') return;
  // A channel to a parent would be lost.
  if (process.channel !== undefined || names.some((name) => name in process.env)) return;
  const args = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  process.execve(process.execPath, args, { ...process.env, ...MALLOC });
}

/** Keeps compiled code on disk: every start after the first skips parsing and type stripping. */
function keepCompiledCode() {
  const directory = process.env.NODE_COMPILE_CACHE ?? privateDirectory();
  if (directory !== undefined) nodeModule.enableCompileCache?.(directory);
}

/**
 * A directory that this user alone may write to: Node runs the code in it. Node's own default is shared by all users of
 * the machine. Undefined if somebody else has made one of that name.
 */
function privateDirectory() {
  const user = process.getuid?.() ?? '';
  const path = join(tmpdir(), `posthorn-compiled-${user}`);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (error.code !== 'EEXIST') return undefined;
  }
  const found = lstatSync(path, { throwIfNoEntry: false });
  // Windows has no such rights, and a place for temporary files for each user.
  const isOurs = process.getuid === undefined || (found?.uid === user && (found.mode & 0o077) === 0);
  return found?.isDirectory() === true && isOurs ? path : undefined;
}

/** As a child: when the launcher is killed with SIGKILL, whoever did it meant us. */
function endWithLauncher() {
  if (process.channel === undefined) return;
  process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  process.channel.unref();
}

async function relaunchWithPinnedNode() {
  const binary = process.env[RELAUNCHED] === undefined ? pinnedNode() : undefined;
  if (binary === undefined) {
    fail(
      `Posthorn needs Node ${MIN_NODE_MAJOR} or newer, and this is ${process.version}. ` +
        `Install a newer Node from https://nodejs.org, or run "npm install node@26" here and try again.`,
    );
    return;
  }
  const args = [...process.execArgv, ...process.argv.slice(1)];
  const env = { ...MALLOC, ...process.env, [RELAUNCHED]: '1' };
  // Node 22.15 and 23.11, but not on Windows.
  if (typeof process.execve === 'function') process.execve(binary, [binary, ...args], env);
  else await runAsChild(binary, args, env);
}

async function runAsChild(binary, args, env) {
  const { spawn } = await import('node:child_process');
  // The channel carries nothing; its end tells the child of ours.
  const child = spawn(binary, args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR2'];
  let isAsked = false;
  const forward = (signal) => {
    isAsked = true;
    // A terminal's Ctrl+C reaches the whole group: forwarding it would make it two.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  for (const signal of signals) process.on(signal, forward);
  // npm passes a signal on to the shell that it has started us by, which ends without telling us.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    if (!isAsked) child.kill('SIGTERM');
  }, 500);
  if (process.env.npm_lifecycle_event === undefined) clearInterval(watch);
  child.on('error', (error) => fail(`Cannot start ${binary}: ${error.message}`));
  child.on('exit', (code, signal) => {
    clearInterval(watch);
    for (const name of signals) process.off(name, forward);
    // Ending by the child's signal tells our parent how it really ended.
    if (signal === null) process.exitCode = code ?? 1;
    else process.kill(process.pid, signal);
  });
}

/** The binary of the npm package `node`, seen from here or from the directory we were started in. */
function pinnedNode() {
  const places = [import.meta.url, join(process.cwd(), 'package.json')];
  for (const place of places) {
    try {
      const manifest = createRequire(place).resolve('node/package.json');
      const { bin, version } = JSON.parse(readFileSync(manifest, 'utf8'));
      const binary = join(dirname(manifest), typeof bin === 'string' ? bin : bin.node);
      if (Number.parseInt(version, 10) >= MIN_NODE_MAJOR && existsSync(binary)) return binary;
    } catch {
      // Not installed there: try the next place.
    }
  }
  return undefined;
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}
