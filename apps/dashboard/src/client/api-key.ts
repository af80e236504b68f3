const name = 'carillon-api-key';

/** The key that a visitor gave, kept for this tab alone. */
export const apiKey = {
  read: (): string | null => sessionStorage.getItem(name),
  keep: (key: string): void => sessionStorage.setItem(name, key),
  forget: (): void => sessionStorage.removeItem(name),
};
