export { between, countBounds, type OccurrenceOptions, occurrences } from './occurrences.ts';
export { type Plan, type PlanWindow, plan, startsMax } from './plan.ts';
export { type PreviewedStart, previewStarts } from './preview.ts';
export { sameSchedule, scheduleInWords } from './words.ts';
export { type EpochMs, type WallMs, type Zone, zoneOf } from './zone.ts';
