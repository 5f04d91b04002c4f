/** A cluster as processes, on the databases besides PostgreSQL. */
import { TEST_ENGINES } from '@posthorn/testing/databases';
import { describeCluster } from './support/cluster-of-processes.ts';

for (const engine of TEST_ENGINES) if (engine.name !== 'PostgreSQL') await describeCluster(engine);
