export * from './api/index.ts';
export * from './errors/index.ts';
export * from './explain/index.ts';
export { isTimezone } from './grammar/timezone.ts';
export * from './schedule/index.ts';
export * from './schemas/index.ts';
export * from './state/index.ts';
