/**
 * Reads a source to its end, and counts.
 *
 * @module
 */
import type { Progress } from './progress.ts';
import type { Report } from './report.ts';
import type { Source } from './source.ts';

export async function dryRun({
  source,
  report,
  progress,
}: {
  readonly source: Source;
  readonly report: Report;
  readonly progress: Progress;
}): Promise<void> {
  for await (const { record } of source.items(report.unmapped)) {
    const type = String(record['type']);
    if (type === 'export' || type === 'end') continue;
    report.count(type, 'read');
    if (type === 'user') source.named(String(record['id']), String(record['name']));
    progress.show({
      users: report.total('user'),
      messages: report.total('message'),
      files: report.total('file'),
    });
  }
  progress.end();
}
