import { type PointerEvent, useRef, useState } from 'react';
import { instantInWords } from '../format/time.ts';
import { type Tone, toneText } from './state-tone.ts';

export type Bar = {
  start: Date;
  end: Date;
  /** From the bottom up. */
  parts: readonly { tone: Tone; name: string; value: number }[];
};

type StackedBarsProps = {
  label: string;
  bars: readonly Bar[];
  height: number;
  inWords: (value: number) => string;
  /** Told which part of the time was drawn over. */
  onBrush?: (from: Date, to: Date) => void;
};

const sumOf = ({ parts }: Bar): number => parts.reduce((sum, { value }) => sum + value, 0);

const wordsOf = (bar: Bar, inWords: (value: number) => string): string => {
  const parts = bar.parts
    .filter(({ value }) => value > 0)
    .map(({ name, value }) => `${name} ${inWords(value)}`);
  return `${instantInWords(bar.start)}: ${parts.length === 0 ? 'none' : parts.join(', ')}`;
};

/** Where a pointer is, as a share of the width. */
const shareOf = (event: PointerEvent<SVGSVGElement>): number => {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  return Math.min(1, Math.max(0, (event.clientX - left) / width));
};

const brushMin = 0.01;

const useBrush = (bars: readonly Bar[], onBrush: StackedBarsProps['onBrush']) => {
  const [brush, setBrush] = useState<readonly [number, number] | null>(null);
  const begun = useRef<number | null>(null);
  const [first, last] = [bars[0], bars.at(-1)];
  const at = (share: number): Date => {
    const start = first?.start.getTime() ?? 0;
    return new Date(start + share * ((last?.end.getTime() ?? start) - start));
  };
  const handlers =
    onBrush === undefined
      ? {}
      : {
          onPointerDown: (event: PointerEvent<SVGSVGElement>) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            begun.current = shareOf(event);
          },
          onPointerMove: (event: PointerEvent<SVGSVGElement>) => {
            if (begun.current === null) return;
            const share = shareOf(event);
            setBrush([Math.min(begun.current, share), Math.max(begun.current, share)]);
          },
          onPointerUp: () => {
            begun.current = null;
            setBrush(null);
            if (brush !== null && brush[1] - brush[0] > brushMin) onBrush(at(brush[0]), at(brush[1]));
          },
        };
  return { brush, handlers };
};

/** Bars over time; drawing over some of them chooses their time. Who does not see it has a table of the same. */
export const StackedBars = ({ label, bars, height, inWords, onBrush }: StackedBarsProps) => {
  const { brush, handlers } = useBrush(bars, onBrush);
  const top = Math.max(1, ...bars.map(sumOf));
  const [first, last] = [bars[0], bars.at(-1)];
  if (first === undefined || last === undefined) return null;
  return (
    <figure className="relative">
      <figcaption className="sr-only">{label}</figcaption>
      <svg
        aria-hidden
        viewBox={`0 0 ${bars.length} 1`}
        preserveAspectRatio="none"
        className={`w-full touch-none rounded bg-raised ${onBrush === undefined ? '' : 'cursor-crosshair'}`}
        style={{ height }}
        {...handlers}
      >
        {bars.map((bar, index) => {
          let below = 0;
          return (
            <g key={bar.start.getTime()}>
              <title>{wordsOf(bar, inWords)}</title>
              <rect x={index} y={0} width={1} height={1} fill="transparent" />
              {bar.parts.map(({ tone, name, value }) => {
                const share = value / top;
                below += share;
                return value === 0 ? null : (
                  <rect
                    key={name}
                    className={toneText[tone]}
                    fill="currentColor"
                    x={index + 0.08}
                    width={0.84}
                    y={1 - below}
                    height={share}
                  />
                );
              })}
            </g>
          );
        })}
        {brush !== null && (
          <rect
            className="text-accent"
            fill="currentColor"
            opacity={0.25}
            x={brush[0] * bars.length}
            width={(brush[1] - brush[0]) * bars.length}
            y={0}
            height={1}
          />
        )}
      </svg>
      <div aria-hidden className="mt-1 flex justify-between gap-2 text-xs text-soft tabular-nums">
        <span>{instantInWords(first.start)}</span>
        <span className="max-sm:hidden">most: {inWords(top)}</span>
        <span>{instantInWords(last.end)}</span>
      </div>
      <div className="sr-only">
        <table>
          <caption>{label}</caption>
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col">What</th>
            </tr>
          </thead>
          <tbody>
            {bars
              .filter((bar) => sumOf(bar) > 0)
              .map((bar) => (
                <tr key={bar.start.getTime()}>
                  <th scope="row">{instantInWords(bar.start)}</th>
                  <td>{wordsOf(bar, inWords)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
};
