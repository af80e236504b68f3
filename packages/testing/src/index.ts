export { type TestApp, type TestAppOptions, testApp } from './app.ts';
export { TestClock } from './clock.ts';
export { createEmptyDatabase, createTestDatabase, type TestDatabase } from './database.ts';
export { explain, type PlanNode } from './explain.ts';
export { deploy } from './factories.ts';
export { failOnLeftProcesses } from './leaks.ts';
