import { z } from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Names in the environment that do not follow from their key. */
export type EnvironmentNames = Readonly<Record<string, string>>;

export type Setting = {
  key: string;
  /** Its name in the environment. */
  env: string;
  /** As one would write it; undefined where there is none. */
  default: string | undefined;
  description: string;
};

export type ConfigProblem = { env: string | undefined; message: string };

const outsideNames: EnvironmentNames = { databaseUrl: 'DATABASE_URL' };

/** `loopSeconds` is `CARILLON_LOOP_SECONDS`. */
const environmentName = (key: string, names: EnvironmentNames): string =>
  names[key] ?? `CARILLON_${key.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;

/** Every problem at once, a line each, with the variable's name. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const lines = problems.map(({ env, message }) => `  ${env === undefined ? '' : `${env}: `}${message}`);
    super(['The configuration is not valid:', ...lines].join('\n'));
    this.problems = problems;
  }
}

/** The schema inside optional, default and their like, and the default met on the way. */
const unwrap = (schema: z.core.$ZodType): { inner: z.core.$ZodType; fallback: unknown } => {
  if (schema instanceof z.core.$ZodDefault) {
    const { innerType, defaultValue } = schema._zod.def;
    return { inner: unwrap(innerType).inner, fallback: defaultValue };
  }
  if (schema instanceof z.core.$ZodOptional || schema instanceof z.core.$ZodNullable) {
    return unwrap(schema._zod.def.innerType);
  }
  return { inner: schema, fallback: undefined };
};

const booleans: Readonly<Record<string, boolean>> = {
  true: true,
  1: true,
  yes: true,
  on: true,
  false: false,
  0: false,
  no: false,
  off: false,
};

/** The environment holds only text: a number or a boolean is read from it, anything else stays for the schema to refuse. */
const fromText = (schema: z.core.$ZodType, text: string): unknown => {
  const { inner } = unwrap(schema);
  if (inner instanceof z.core.$ZodNumber) return Number(text);
  if (inner instanceof z.core.$ZodBoolean) return booleans[text.toLowerCase()] ?? text;
  return text;
};

const descriptionOf = (key: string, schema: z.core.$ZodType): string => {
  const description =
    z.globalRegistry.get(schema)?.description ?? z.globalRegistry.get(unwrap(schema).inner)?.description;
  if (description === undefined) throw new Error(`the setting ${key} has no description`);
  return description;
};

/** What there is to set, in the schema's order: for --help and the documentation. */
export const describeConfig = (schema: z.ZodObject, names: EnvironmentNames = outsideNames): Setting[] =>
  Object.entries(schema.shape).map(([key, field]) => {
    const { fallback } = unwrap(field);
    return {
      key,
      env: environmentName(key, names),
      default: fallback === undefined ? undefined : String(fallback),
      description: descriptionOf(key, field),
    };
  });

/**
 * Reads a flat object of settings from the environment. An empty variable counts as not set; surrounding space is dropped.
 * Throws ConfigError with all that is wrong.
 */
export const readConfig = <Schema extends z.ZodObject>(
  schema: Schema,
  env: Environment,
  names: EnvironmentNames = outsideNames,
): z.output<Schema> => {
  const given: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(schema.shape)) {
    const text = env[environmentName(key, names)]?.trim();
    if (text !== undefined && text !== '') given[key] = fromText(field, text);
  }
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new ConfigError(
    result.error.issues.map(({ path: [key], message }) => {
      if (typeof key !== 'string') return { env: undefined, message };
      const field = schema.shape[key];
      const words = Number.isNaN(given[key])
        ? `must be a number, not "${env[environmentName(key, names)]?.trim()}"`
        : message;
      const meaning = field === undefined ? '' : ` (${descriptionOf(key, field)})`;
      return { env: environmentName(key, names), message: `${words}${meaning}` };
    }),
  );
};
