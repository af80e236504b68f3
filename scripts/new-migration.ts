// Writes a migration from what the entities say and the migrations so far do not: node scripts/run.mjs scripts/new-migration.ts NAME
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLogger } from '../packages/process/src/index.ts';
import { createOrm } from '../packages/server/src/database/orm.ts';
import { migrateDatabase, startEmbeddedPostgres } from '../packages/server/src/index.ts';

const [name] = process.argv.slice(2);
if (name === undefined || !/^[a-z0-9-]+$/.test(name)) {
  console.error(
    'usage: node scripts/run.mjs scripts/new-migration.ts NAME (small letters, digits and dashes)',
  );
  process.exit(1);
}

/** Made by migrations alone, where the database has pg_trgm. */
const ofNoEntity = /_trigram_index/;

const differences = async (url: string): Promise<string[]> => {
  await migrateDatabase(url);
  const orm = await createOrm({ url });
  try {
    const script = await orm.schema.getUpdateSchemaSQL({ wrap: false });
    return script
      .split('\n')
      .map((line) => line.replace(/;$/, ''))
      .filter((line) => line !== '' && !ofNoEntity.test(line));
  } finally {
    await orm.close();
  }
};

const folder = await mkdtemp(path.join(tmpdir(), 'carillon-migration-'));
const database = await startEmbeddedPostgres({
  folder: path.join(folder, 'postgres'),
  log: createLogger({ level: 'error' }),
});
const statements = await differences(database.url).finally(async () => {
  await database.stop();
  await rm(folder, { recursive: true, force: true });
});
if (statements.length === 0) {
  console.log('the migrations make what the entities say; nothing was written');
  process.exit(0);
}

const date = new Date().toISOString().slice(0, 10).replaceAll('-', '');
const words = name.split('-').map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
const file = `${date}-${name}.ts`;
await writeFile(
  path.join(import.meta.dirname, '../packages/server/src/database/migrations', file),
  `import { Migration } from '@mikro-orm/migrations';

const statements = [
${statements.map((statement) => `  \`${statement.replaceAll('`', '\\`')}\`,`).join('\n')}
];

export class Migration${date}${words.join('')} extends Migration {
  override up(): void {
    for (const statement of statements) this.addSql(statement);
  }
}
`,
);
console.log(
  `wrote migrations/${file}; read it, edit it until it is right on ten million rows, and name it in migrations/index.ts`,
);
