import { type Aim, type Case, type Figure, isReached } from './benchmark.ts';

const number = (value: number): string => value.toLocaleString('en', { maximumSignificantDigits: 3 });

const figureText = ({ subject, value, note }: Figure, unit: string): string =>
  `${subject} ${value === null ? '–' : `${number(value)} ${unit}`}${note === undefined ? '' : ` (${note})`}`;

const aimText = (aim: Aim): string =>
  `    ${isReached(aim) ? 'reached' : 'MISSED '}  ${aim.words}: ${number(aim.reached)}`;

/** A case in lines: its name, a line a subject, a line an aim. */
export const caseLines = ({ name, unit, figures, aims }: Case): string[] => [
  `  ${name}`,
  ...figures.map((figure) => `    ${figureText(figure, unit)}`),
  ...aims.map(aimText),
];
