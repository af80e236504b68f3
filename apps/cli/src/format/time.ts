const units = [
  { name: 'd', seconds: 86_400 },
  { name: 'h', seconds: 3600 },
  { name: 'm', seconds: 60 },
] as const;

/** `41 ms`, `1.5 s`, `42 s`, `3 m`, `5 h`, `2 d`: as precise as a glance needs. */
export const spanInWords = (seconds: number): string => {
  const unit = units.find((candidate) => seconds >= candidate.seconds);
  if (unit) return `${Math.floor(seconds / unit.seconds)} ${unit.name}`;
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  return `${seconds < 10 ? seconds.toFixed(1) : Math.floor(seconds)} s`;
};

/** `in 5 m`, `3 h ago`; nothing for no instant. */
export const whenInWords = (at: Date | null, now: Date): string => {
  if (at === null) return '';
  const seconds = (at.getTime() - now.getTime()) / 1000;
  return seconds > 0 ? `in ${spanInWords(seconds)}` : `${spanInWords(-seconds)} ago`;
};
