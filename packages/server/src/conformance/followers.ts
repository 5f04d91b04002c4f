/**
 * The conformance suite of followers: what a follower of the log may rely on, on every store.
 *
 * @module
 */
import type { FollowerBackend } from './followers/backend.ts';
import type { FollowerCase } from './followers/case.ts';
import { deliveryCases } from './followers/delivery.ts';
import { leaseCases } from './followers/leases.ts';
import { restartCases } from './followers/restarts.ts';
import { Stage } from './followers/stage.ts';
import { troubleCases } from './followers/trouble.ts';
import { useCases } from './followers/use.ts';
import type { TestRunner } from './runner.ts';

/** Declares the suite for one backend with the given runner. */
export function followerConformance(runner: TestRunner, backend: FollowerBackend): void {
  const suites: Readonly<Record<string, readonly FollowerCase[]>> = {
    delivery: deliveryCases,
    restarts: restartCases,
    leases: leaseCases,
    trouble: troubleCases,
    use: useCases,
  };
  runner.describe(`followers on ${backend.name}`, () => {
    for (const [suite, cases] of Object.entries(suites)) {
      runner.describe(suite, () => {
        for (const { name, run } of cases) {
          runner.it(name, { skip: false }, async () => {
            const opened = await backend.open();
            const stage = new Stage(backend, opened);
            try {
              await run(stage);
            } finally {
              await stage.dispose();
              await opened.dispose();
            }
          });
        }
      });
    }
  });
}
