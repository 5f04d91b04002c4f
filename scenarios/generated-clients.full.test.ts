/** Clients in other languages, generated from the OpenAPI document: they compile, and do what they should. */
import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { installed, run, RegistryUnreachable } from './support/toolchains.ts';

const SMOKE = fileURLToPath(new URL('generated-clients/', import.meta.url));
/** Makes clients of all three languages. */
const GENERATOR = { group: 'org.openapitools', name: 'openapi-generator-cli', version: '7.25.0' };

/** No files besides those that are compiled; a value of an enumeration that is not known yet is no error. */
const COMMON = {
  inputSpec: 'openapi.json',
  globalProperties: { apiTests: 'false', modelTests: 'false', apiDocs: 'false', modelDocs: 'false' },
};
const SETTINGS = {
  python: { ...COMMON, generatorName: 'python', additionalProperties: { packageName: 'posthorn_api' } },
  go: {
    ...COMMON,
    generatorName: 'go',
    gitUserId: 'posthorn',
    gitRepoId: 'api',
    additionalProperties: { packageName: 'api' },
  },
  java: {
    ...COMMON,
    generatorName: 'java',
    library: 'native',
    invokerPackage: 'com.posthorn.client',
    apiPackage: 'com.posthorn.api',
    modelPackage: 'com.posthorn.model',
    additionalProperties: { enumUnknownDefaultCase: 'true' },
  },
} as const;

type Language = keyof typeof SETTINGS;

let folder: string;
let place: InProcess;
/** Why there are no clients. */
let reason: string | undefined;

before(async () => {
  place = await startInProcess();
  folder = await mkdtemp(join(tmpdir(), 'posthorn-generated-'));
  reason = installed('java') ?? installed('mvn') ?? (await unreachable(generate));
});

after(async () => {
  await place.server.close();
  await rm(folder, { recursive: true });
});

/** Makes the clients of all languages at once, so that the generator starts but once. */
async function generate(): Promise<void> {
  const document = await fetch(`${place.httpUrl}/v1/openapi.json`);
  await writeFile(join(folder, 'openapi.json'), await document.text());
  const { group, name, version } = GENERATOR;
  const artifact = `-Dartifact=${group}:${name}:${version}`;
  await run('mvn', ['-q', '-B', 'dependency:get', artifact, '-Dtransitive=false'], { cwd: folder });
  const path = [...group.split('.'), name, version, `${name}-${version}.jar`];
  const jar = join(homedir(), '.m2/repository', ...path);
  const files = Object.entries(SETTINGS).map(async ([language, settings]) => {
    const file = join(folder, `${language}.json`);
    await writeFile(file, JSON.stringify({ ...settings, outputDir: language }));
    return file;
  });
  const batch = ['-jar', jar, 'batch', '--fail-fast', '--threads', '2'];
  await run('java', [...batch, ...(await Promise.all(files))], { cwd: folder });
}

async function unreachable(work: () => Promise<void>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof RegistryUnreachable) return error.message;
    throw error;
  }
}

/** Runs `work` in the folder of the client, and compares what the program prints last. */
function speaks(language: Language, program: string, work: (cwd: string) => Promise<string>): void {
  describe(`a client in ${language}`, () => {
    it('registers, logs in, sends, reads the history, and knows the code of an error', async (t: TestContext) => {
      const why = reason ?? installed(program);
      if (why !== undefined) return t.skip(why);
      let printed = '';
      const unreached = await unreachable(async () => {
        printed = await work(join(folder, language));
      });
      if (unreached !== undefined) return t.skip(unreached);
      assert.deepEqual(JSON.parse(printed), {
        user: `${language}-ann`,
        isSameAck: true,
        texts: ['hello'],
        code: 'NOT_FOUND',
      });
    });
  });
}

speaks('python', 'python3', async (cwd) => {
  const PYTHONPATH = join(cwd, 'packages');
  const target = ['--target', PYTHONPATH, '--requirement', 'requirements.txt'];
  await run('python3', ['-m', 'pip', 'install', '--quiet', '--only-binary', ':all:', ...target], { cwd });
  await copyFile(join(SMOKE, 'smoke.py'), join(cwd, 'smoke.py'));
  return run('python3', ['smoke.py', place.httpUrl], { cwd, env: { PYTHONPATH } });
});

speaks('go', 'go', async (cwd) => {
  await mkdir(join(cwd, 'smoke'));
  await copyFile(join(SMOKE, 'smoke.go'), join(cwd, 'smoke/main.go'));
  return run('go', ['run', '-mod=mod', './smoke', place.httpUrl], { cwd });
});

speaks('java', 'java', async (cwd) => {
  const copy = ['dependency:copy-dependencies', '-DincludeScope=compile', '-DoutputDirectory=lib'];
  await run('mvn', ['-q', '-B', ...copy], { cwd });
  await copyFile(join(SMOKE, 'Smoke.java'), join(cwd, 'src/main/java/Smoke.java'));
  const names = await readdir(join(cwd, 'src/main/java'), { recursive: true });
  const sources = names.filter((name) => name.endsWith('.java')).map((name) => join('src/main/java', name));
  await run('javac', ['-nowarn', '-proc:none', '-d', 'out', '-cp', 'lib/*', ...sources], { cwd });
  return run('java', ['-cp', 'out:lib/*', 'Smoke', place.httpUrl], { cwd });
});
