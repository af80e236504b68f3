import { lastWall, type Walls } from './walls.ts';
import type { EpochMs, Zone } from './zone.ts';

/** Answers one instant after another, strictly ascending; Infinity at the end. */
export type NextInstant = () => EpochMs;

/**
 * The instants at or after `from` of wall-clock times in a zone. Around a gap, shifted times may come after times that were
 * not, so that stretch is put in order first; equal instants count once.
 */
export const instantsOf = (walls: Walls, zone: Zone, from: EpochMs): NextInstant => {
  walls.seek(zone.earliestWall(from));
  let end = Number.NEGATIVE_INFINITY;
  let offset = 0;
  let carried: number | null = null;
  let mixed: EpochMs[] = [];
  let position = 0;
  let last = from - 1;

  const collect = (first: number, until: number): void => {
    mixed = [];
    position = 0;
    let wall = first;
    while (wall < until) {
      mixed.push(zone.toInstant(wall));
      wall = walls.next();
    }
    carried = wall;
    mixed.sort((a, b) => a - b);
  };

  return () => {
    for (;;) {
      let instant: EpochMs;
      if (position < mixed.length) {
        instant = mixed[position] ?? Number.POSITIVE_INFINITY;
        position += 1;
      } else {
        const wall = carried ?? walls.next();
        carried = null;
        if (wall === Number.POSITIVE_INFINITY) {
          carried = wall;
          return wall;
        }
        if (wall >= end) {
          const span = zone.spanAt(wall);
          if (span.isMixed) {
            collect(wall, span.end);
            continue;
          }
          end = span.end;
          offset = span.offset;
        }
        instant = wall - offset;
      }
      if (instant > lastWall) return Number.POSITIVE_INFINITY;
      if (instant > last) {
        last = instant;
        return instant;
      }
    }
  };
};
