const uuid = '[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}';

/** Whether a parameter of a path is a UUID, by its name. */
export const isId = (name: string): boolean => name === 'id' || name.endsWith('_id');

/** `/flows/{id}` as the router has it. What is no UUID in an id's place is another path, which is not found. */
export const patternOf = (path: string): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => (isId(name) ? `:${name}{${uuid}}` : `:${name}`));

export const paramNames = (path: string): string[] =>
  Array.from(path.matchAll(/\{(\w+)\}/g), ([, name = '']) => name);

/** In lower case, with dashes. */
export const canonicalId = (id: string): string =>
  id
    .toLowerCase()
    .replaceAll('-', '')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
