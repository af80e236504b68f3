import type { Reporter, TestCase, TestModule } from 'vitest/node';

const nameOf = (test: TestCase): string =>
  `${test.project.name} > ${test.module.relativeModuleId} > ${test.fullName}`;

/**
 * Prints what failed, what passed only when tried again, which files skip tests, and the closing line
 * `N passed, N failed[, N skipped]`; a file that does not load counts as one failure.
 */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    const remarks: string[] = [];
    for (const module of modules) {
      if (module.errors().length > 0) {
        count.failed += 1;
        remarks.push(`failed: ${module.project.name} > ${module.relativeModuleId} does not load`);
      }
      const before = count.skipped + count.pending;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        count[state] += 1;
        if (state === 'failed') remarks.push(`failed: ${nameOf(test)}`);
        if (test.diagnostic()?.flaky) remarks.push(`passed when tried again: ${nameOf(test)}`);
      }
      const left = count.skipped + count.pending - before;
      if (left > 0) remarks.push(`skipped: ${left} of ${module.project.name} > ${module.relativeModuleId}`);
    }
    const skipped = count.skipped + count.pending;
    console.log(
      `\n${remarks.map((remark) => `${remark}\n`).join('')}${count.passed} passed, ${count.failed} failed${
        skipped > 0 ? `, ${skipped} skipped` : ''
      }`,
    );
  }
}
