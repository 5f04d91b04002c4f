/**
 * The conformance suite of the store. Every backend must pass it unchanged.
 *
 * @module
 */
import type { StoreCapabilities } from '../store/store.ts';
import type { TestRunner } from './runner.ts';
import { accountCases } from './store/accounts.ts';
import { appendCases } from './store/append.ts';
import { auditCases } from './store/audit.ts';
import { botCases } from './store/bots.ts';
import type { OpenStore, StoreCase } from './store/case.ts';
import { Fixture } from './store/case.ts';
import { contactCases } from './store/contacts.ts';
import { conversationCases } from './store/conversations.ts';
import { groupCases } from './store/groups.ts';
import { countingCases } from './store/counting.ts';
import { erasingCases } from './store/erasing.ts';
import { foldingCases } from './store/folding.ts';
import { fileCases } from './store/files.ts';
import { fileCollectionCases } from './store/file-collection.ts';
import { forwardCases } from './store/forwards.ts';
import { incomingCases } from './store/incoming.ts';
import { identityCases } from './store/identities.ts';
import { keyCases } from './store/keys.ts';
import { lifeCases } from './store/life.ts';
import { mineCases } from './store/mine.ts';
import { pollCases } from './store/polls.ts';
import { previewCases } from './store/previews.ts';
import { readingCases } from './store/reading.ts';
import { sealingCases } from './store/sealing.ts';
import { secondFactorCases } from './store/second-factors.ts';
import { sessionCases } from './store/sessions.ts';
import { sharingCases } from './store/sharing.ts';
import { vanishingCases } from './store/vanishing.ts';
import { willCases } from './store/wills.ts';
import { wireSessionCases } from './store/wire-sessions.ts';
import { threadCases } from './store/threads.ts';

export interface StoreBackend {
  readonly name: string;
  readonly capabilities: StoreCapabilities;
  /** An empty store. */
  readonly open: () => Promise<OpenStore>;
}

/** Declares the suite for one backend with the given runner. */
export function storeConformance(runner: TestRunner, backend: StoreBackend): void {
  const suites: Readonly<Record<string, readonly StoreCase[]>> = {
    append: appendCases,
    reading: readingCases,
    conversations: conversationCases,
    counting: countingCases,
    groups: groupCases,
    accounts: accountCases,
    sessions: sessionCases,
    identities: identityCases,
    'second factors': secondFactorCases,
    audit: auditCases,
    bots: botCases,
    keys: keyCases,
    sealing: sealingCases,
    incoming: incomingCases,
    erasing: erasingCases,
    contacts: contactCases,
    life: lifeCases,
    mine: mineCases,
    previews: previewCases,
    folding: foldingCases,
    forwards: forwardCases,
    files: fileCases,
    'file collection': fileCollectionCases,
    vanishing: vanishingCases,
    threads: threadCases,
    polls: pollCases,
    'wire sessions': wireSessionCases,
    wills: willCases,
    sharing: sharingCases,
  };
  runner.describe(`store on ${backend.name}`, () => {
    for (const [suite, cases] of Object.entries(suites)) {
      runner.describe(suite, () => {
        for (const each of cases) declare(runner, backend, each);
      });
    }
  });
}

function declare(runner: TestRunner, backend: StoreBackend, { name, needs, run }: StoreCase): void {
  const isMissing = needs !== undefined && !backend.capabilities[needs];
  const skip = isMissing ? `the backend is not ${needs}` : false;
  runner.it(name, { skip }, async () => {
    const opened = await backend.open();
    try {
      await run(new Fixture(opened));
    } finally {
      await opened.dispose();
    }
  });
}
