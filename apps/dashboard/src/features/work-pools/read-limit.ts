/** A number of slots as it was typed; nothing stands for no limit. */
export const readLimit = (text: string): { value: number | null; fault: string | null } => {
  if (text.trim() === '') return { value: null, fault: null };
  const value = Number(text);
  return Number.isInteger(value) && value >= 0
    ? { value, fault: null }
    : { value: null, fault: 'must be a whole number from 0 on, or nothing' };
};
