/** Keeps the answers for the latest texts: parsing happens when a schedule is written or first met, not on every walk. */
export const cachedByText = <T>(read: (text: string) => T, max = 1000): ((text: string) => T) => {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const answer = read(text);
    if (known.size >= max) {
      const [oldest] = known.keys();
      if (oldest !== undefined) known.delete(oldest);
    }
    known.set(text, answer);
    return answer;
  };
};
